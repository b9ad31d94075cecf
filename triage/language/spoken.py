"""What people write, as words that can be compared: one spelling for each, and the place of each in
the text.

The same is done to what an author lists under ``words`` and to what a person writes, so that both
meet. English only: of another language nothing is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


def word_set(words: str) -> frozenset[str]:
    """The words between blanks."""
    return frozenset(words.split())


PAUSES = frozenset(".;:!?\n(),…")
"""Signs between words that are kept, as they part thoughts."""

FILLING = word_set(
    "a an the my your his her their our its i me we you he she they it that these those there is"
    " are was were be been being am has have had do does did im ive its id really quite so too also"
    " just of in to at from as and or then now still again some any own which who"
)
"""Words that carry nothing here: phrases pass over them."""

_WORD = re.compile(r"\{[a-z]+\}|\d+|[^\W\d_]+(?:['’`´][^\W\d_]+)*|[.;:!?\n(),…]")
_APOSTROPHES = str.maketrans("’`´", "'''")
_ENDINGS = ("s", "m", "ve", "re", "ll", "d")
_NOT = word_set("dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt aint")
_CANNOT = word_set("cant couldnt cannot unable")

_NUMBERS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "couple": 2.0, "three": 3.0, "few": 3.0,
    "several": 4.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
    "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "twenty": 20.0, "thirty": 30.0, "half": 0.5,
}  # fmt: skip
_HOURS = {
    "min": 1 / 60, "minute": 1 / 60, "hr": 1.0, "hour": 1.0, "day": 24.0, "night": 24.0,
    "week": 168.0, "wk": 168.0, "fortnight": 336.0, "month": 730.0, "mth": 730.0, "year": 8760.0,
    "yr": 8760.0, "hrs": 1.0, "wks": 168.0, "yrs": 8760.0, "decade": 87600.0,
}  # fmt: skip
LENGTHS = {
    "{minutes}": 1.0,
    "{hours}": 24.0,
    "{days}": 168.0,
    "{weeks}": 673.0,
    "{months}": 8760.0,
    "{years}": float("inf"),
}
"""What a phrase writes for a length of time, and the hours that it stays below: `{weeks}` reaches
to four weeks.
"""
AGE = "{age}"
"""A length of time that is an age: no phrase writes it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its one spelling, or one sign; ``start`` and ``end`` are where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_pause(self) -> bool:
        """Whether it is a sign and no word."""
        return self.text in PAUSES

    @property
    def is_filling(self) -> bool:
        """Whether phrases pass over it."""
        return self.text in FILLING


def words_of(text: str) -> tuple[Word, ...]:
    """The words and signs of a text, in order; lengths of time are one word each.

    >>> [word.text for word in words_of("Can’t feel my legs for 6 weeks!")]
    ['cannot', 'feel', 'my', 'leg', 'for', '{months}', '!']
    """
    found = [_word(match) for match in _WORD.finditer(text)]
    return tuple(_with_lengths(_with_cannot(found)))


def _word(match: re.Match[str]) -> Word:
    return Word(_spelling(match.group()), match.start(), match.end())


def _spelling(written: str) -> str:
    """One spelling for what is the same word: without accents, capitals, contraction and plural."""
    if written.startswith("{") or written in PAUSES:
        return written
    plain = written.casefold()
    if not written.isascii():
        signs = unicodedata.normalize("NFKD", written)
        plain = "".join(sign for sign in signs if not unicodedata.combining(sign)).casefold()
    before, _, after = plain.translate(_APOSTROPHES).partition("'")
    joined = before + after.replace("'", "")
    if joined in _CANNOT:
        return "cannot"
    if joined in _NOT:
        return "not"
    return _singular(before if after in _ENDINGS else joined)


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural else word


def _with_cannot(words: Sequence[Word]) -> Iterator[Word]:
    """``can not`` is one word."""
    place = 0
    while place < len(words):
        word = words[place]
        if [one.text for one in words[place : place + 2]] == ["can", "not"]:
            place += 1
            word = Word("cannot", word.start, words[place].end)
        yield word
        place += 1


def _with_lengths(words: Iterator[Word]) -> Iterator[Word]:
    """A number and a unit become one length of time, and so does a unit in the plural (`for
    years`).
    """
    listed = list(words)
    place = 0
    while place < len(listed):
        end, hours = _length_at(listed, place)
        if hours is None:
            yield listed[place]
            place += 1
            continue
        is_age = end < len(listed) and listed[end].text in ("old", "yo")
        name = AGE if is_age else next(name for name, most in LENGTHS.items() if hours < most)
        yield Word(name, listed[place].start, listed[end - 1].end)
        place = end


def _length_at(words: Sequence[Word], place: int) -> tuple[int, float | None]:
    """Where a length of time that begins here ends, and its hours; None where none begins."""
    number: float | None = None
    end = place
    while end < len(words) and end <= place + 3:
        text = words[end].text
        if text in _HOURS and (number is not None or _is_plural(words[end])):
            return end + 1, _HOURS[text] * (number or 2.0)
        if text.isdecimal() or text in _NUMBERS:
            is_article = text in ("a", "an") and number is not None
            number = number if is_article else _number(text)
        elif number is None or text not in ("of", "or"):
            break
        end += 1
    return place, None


def _number(text: str) -> float:
    return _NUMBERS[text] if text in _NUMBERS else float(min(int(text[:4]), 1000) or 1)


def _is_plural(word: Word) -> bool:
    return word.end - word.start > len(word.text)
