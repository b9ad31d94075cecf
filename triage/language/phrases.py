"""The words and phrases by which people speak of an option, as its author lists them.

A phrase is one to six words in order; `new|fresh rash|spots` writes four phrases in one. Words that
carry nothing (`my`, `is`, `very`) need not be written. A phrase that two options share belongs to
one of them, and stands under ``also_fits`` of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from triage.language.diagnostics import Diagnostic, listed
from triage.language.model import Question
from triage.language.source import Text
from triage.language.spoken import LENGTHS, PAUSES, words_of

MOST_WORDS, MOST_FORMS = 6, 24
"""Words of a phrase, and forms of each of them, at most."""

Forms = frozenset[str]
"""The spellings that may stand at one place of a phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for an option, each with its forms."""

    question: str
    option: str
    forms: tuple[Forms, ...]


def phrases_of(questions: Iterable[Question]) -> Iterator[Phrase]:
    """Every phrase that an author lists, in the author's order."""
    for question in questions:
        for option in question.options:
            for written in (*option.phrases, *option.also_fits):
                forms = forms_of(written)
                if forms:
                    yield Phrase(question.id, option.id, forms)


def forms_of(written: str) -> tuple[Forms, ...]:
    """The forms at each place of a phrase; places that carry nothing fall away.

    >>> [sorted(forms) for forms in forms_of("my foot|toes numb")]
    [['foot', 'toe'], ['numb']]
    """
    places = (_spellings(place) for place in written.split())
    return tuple(forms for forms in places if forms)


@lru_cache(maxsize=2_048)
def _spellings(place: str) -> Forms:
    return frozenset(word for form in place.split("|") for word in _spelt(form))


@lru_cache(maxsize=8_192)  # authors write the same words again and again
def _spelt(form: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(form) if not word.is_filling)


def check(questions: Mapping[str, Question]) -> Iterator[Diagnostic]:
    """Every phrase that can point nowhere, or to two options where nobody says that it may."""
    index = _Index()
    options = [(f"{name}: {one.id}", one) for name, q in questions.items() for one in q.options]
    for owner, option in options:
        for written in (*option.phrases_written, *option.words("also_fits")):
            problem = _unusable(written)
            if problem:
                yield Diagnostic("T158", problem, written.span, _HOW)
        for written in option.phrases_written:
            other = index.entered(written, owner)
            if other is not None:
                message = f"`{written}` points to `{owner}` and to `{other.owner}`"
                help_text = (
                    f"first at {other.text.span}; take one away, or write it under `also_fits`"
                )
                yield Diagnostic("T156", message, written.span, help_text)
    for owner, option in options:
        for written in option.words("also_fits"):
            if index.other(written, owner) is None and not _unusable(written):
                message = f"no other option has `{written}` under `words`"
                yield Diagnostic("T157", message, written.span, "move it to `words`")


_HOW = "write one to six words, with `|` between the forms of one, as in `new|fresh rash`"


def _unusable(written: str) -> str:
    """Why nobody's sentence can meet the phrase; empty where it can."""
    lengths = [part for place in written.split() for part in place.split("|") if part[:1] == "{"]
    unknown = [part for part in lengths if part not in LENGTHS]
    if unknown:
        return f"`{unknown[0]}` is no length of time: write {listed(LENGTHS)}"
    forms = forms_of(written)
    if not forms or any(one & PAUSES for one in forms):
        return f"`{written}` holds no word that carries something"
    if len(forms) > MOST_WORDS or max(map(len, forms)) > MOST_FORMS:
        return f"`{written}` is longer than any phrase"
    return ""


@dataclass(frozen=True, slots=True)
class _Owned:
    """A phrase, and the option that has it."""

    text: Text
    owner: str
    forms: tuple[Forms, ...]


class _Index:
    """Phrases by their length and the forms at each of their places."""

    def __init__(self) -> None:
        self._owned: dict[tuple[int, int, str], list[_Owned]] = {}

    def entered(self, text: Text, owner: str) -> _Owned | None:
        """Remember the phrase; the one of another option that can be written the same."""
        other = self.other(text, owner)
        forms = forms_of(text)
        entry = _Owned(text, owner, forms)
        for place, alternatives in enumerate(forms):
            for form in alternatives:
                self._owned.setdefault((len(forms), place, form), []).append(entry)
        return other

    def other(self, text: str, owner: str) -> _Owned | None:
        """A phrase of another option that can be written the same."""
        forms = forms_of(text)
        for known in self._alike(forms):
            is_same = all(mine & theirs for mine, theirs in zip(forms, known.forms, strict=True))
            if known.owner != owner and is_same:
                return known
        return None

    def _alike(self, forms: tuple[Forms, ...]) -> Iterator[_Owned]:
        """The phrases that share a form at the place where fewest do."""
        places = [
            [self._owned.get((len(forms), place, form), []) for form in sorted(alternatives)]
            for place, alternatives in enumerate(forms)
        ]
        fewest = min(places, key=lambda lists: sum(map(len, lists)), default=[])
        return chain.from_iterable(fewest)
