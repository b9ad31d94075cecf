"""What a person's own sentence points to: options of questions, each with the very words that do.

Nothing is ever chosen by it. What is found marks lines on the screens that follow ("you wrote
this"), and every line is asked as if nothing had been written. So a line that is missed costs
nothing, and a wrong one misleads: in doubt there is no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from triage.interview.denial import DENYING, ENDING, denied
from triage.language.phrases import Forms, Phrase, phrases_of
from triage.language.ruleset import RuleSet
from triage.language.spoken import Word, words_of

CLOSENESS = 0.8
"""How alike a word and its misspelling are at least, from 0 to 1: one slip in five letters, two in
ten. A slip is a letter too many, too few, another one, or two that changed places.
"""

SHORTEST = 5
"""Letters of the shortest word in which a slip is forgiven: shorter ones become other words."""

GAP = 2
"""Words that carry something, as many as may stand between two of a phrase."""

MOST_READ = 1_000
"""Characters of which a sentence is read; no more is looked at."""

_BREAKS = frozenset(".;:!?\n()…") | {"but", "however", "although", "though", "except"}

TOO_LONG = "That is long: only the first {count} characters were read."
NOTHING = "These words point to no line, so nothing is marked. The questions follow as usual."
NO_LETTERS = "There are no words in it that can be read here. The questions follow as usual."
BOTH_WAYS = "You wrote yes and no about this, so nothing is marked and you are asked: {words}."


@dataclass(frozen=True, slots=True)
class Echo:
    """A line that a sentence points to, and the words of the person that do."""

    question: str
    option: str
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence points to, in the rule set's order.

    ``both_ways`` is what it says yes and no about, or of which it says two things where one can be;
    ``unread`` are the parts that pointed nowhere, and ``notes`` what to tell the person.
    """

    echoes: tuple[Echo, ...] = ()
    both_ways: tuple[Echo, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> Mapping[tuple[str, str], str]:
        """For each line that is pointed to, the words that point to it."""
        return {(echo.question, echo.option): echo.words for echo in self.echoes}


def understood(ruleset: RuleSet, text: str) -> Understood:
    """What ``text`` points to, whatever is in it; it is read to ``MOST_READ`` characters."""
    return _Reading(ruleset, text[:MOST_READ], len(text) > MOST_READ).result()


@dataclass(frozen=True, slots=True)
class _Met:
    """A phrase that stands in the sentence, and the places of its words."""

    phrase: Phrase
    places: tuple[int, ...]

    @property
    def line(self) -> tuple[str, str]:
        """The question and the option that it points to."""
        return self.phrase.question, self.phrase.option


class _Reading:
    """One sentence, read against one rule set."""

    def __init__(self, ruleset: RuleSet, text: str, is_cut: bool) -> None:
        self._ruleset, self._text, self._is_cut = ruleset, text, is_cut
        self._words = words_of(text)
        self._phrases = tuple(phrases_of(ruleset.questions.values()))
        self._spellings: dict[str, Forms] = {}

    def result(self) -> Understood:
        """What it points to."""
        met = self._met
        against = denied(self._words, {place for one in met for place in one.places})
        said = {one.line for one in met if against.isdisjoint(one.places)}
        unsaid = {one.line for one in met if not against.isdisjoint(one.places)}
        torn = (said & unsaid) | self._more_than_one(said)
        echoes = tuple(self._echoes(met, said - torn))
        both_ways = tuple(self._echoes(met, torn))
        unread = tuple(self._unread(met))
        return Understood(echoes, both_ways, unread, tuple(self._notes(echoes, both_ways)))

    def _more_than_one(self, said: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """What is said of questions that take one option and were told two."""
        counts: dict[str, int] = {}
        for question, _ in said:
            counts[question] = counts.get(question, 0) + 1
        questions = self._ruleset.questions
        return {
            place for place in said if questions[place[0]].kind.takes_one and counts[place[0]] > 1
        }

    def _notes(self, echoes: Sequence[Echo], both_ways: Sequence[Echo]) -> Iterator[str]:
        if self._is_cut:
            yield TOO_LONG.format(count=MOST_READ)
        if both_ways:
            words = dict.fromkeys(f"“{echo.words}”" for echo in both_ways)
            yield BOTH_WAYS.format(words=", ".join(words))
        if not self._words and self._text.strip():
            yield NO_LETTERS
        elif not echoes and not both_ways and self._text.strip():
            yield NOTHING

    # Where phrases stand

    @cached_property
    def _met(self) -> tuple[_Met, ...]:
        """The phrases that stand in the sentence; of those within a longer one, only the longer."""
        found = [
            _Met(phrase, places)
            for place, word in enumerate(self._words)
            for form in sorted(self._forms(word))
            for phrase in self._beginning.get(form, ())
            for places in [self._places(phrase, place)]
            if places
        ]
        found.sort(key=lambda met: (-len(met.places), met.places))
        around: dict[int, list[frozenset[int]]] = {}
        longest: list[_Met] = []
        for one in found:
            places = frozenset(one.places)
            if any(places < longer for longer in around.get(one.places[0], ())):
                continue
            longest.append(one)
            for place in one.places:
                around.setdefault(place, []).append(places)
        return tuple(longest)

    @cached_property
    def _beginning(self) -> Mapping[str, Sequence[Phrase]]:
        """The phrases by the forms of their first word."""
        found: dict[str, list[Phrase]] = {}
        for phrase in self._phrases:
            for form in phrase.forms[0]:
                found.setdefault(form, []).append(phrase)
        return found

    def _places(self, phrase: Phrase, start: int) -> tuple[int, ...]:
        """Where the words of the phrase stand from ``start`` on; empty where one is missing."""
        places = [start]
        for forms in phrase.forms[1:]:
            place = self._next(forms, places[-1])
            if place is None:
                return ()
            places.append(place)
        return tuple(places)

    def _next(self, forms: Forms, after: int) -> int | None:
        """The next word with one of these forms, in the same thought and not far away."""
        passed = 0
        for place in range(after + 1, len(self._words)):
            word = self._words[place]
            if forms & self._forms(word):
                return place
            if word.text in _BREAKS:
                return None
            passed += not (word.is_pause or word.is_filling)
            if passed > GAP:
                return None
        return None

    # Slips of the pen

    def _forms(self, word: Word) -> Forms:
        """The words of authors that this one stands for: itself, or the nearest ones."""
        if word.text not in self._spellings:
            self._spellings[word.text] = self._near(word)
        return self._spellings[word.text]

    def _near(self, word: Word) -> Forms:
        if word.text in self._known:
            return frozenset({word.text})
        if word.is_pause or word.is_filling or len(word.text) < SHORTEST:
            return frozenset()
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import extract

        alike = extract(
            word.text,
            self._known_by_letter.get(word.text[0], ()),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=CLOSENESS,
            limit=4,
        )
        best = max((score for _, score, _ in alike), default=0.0)
        return frozenset(form for form, score, _ in alike if score == best)

    @cached_property
    def _known(self) -> Forms:
        every = (form for phrase in self._phrases for forms in phrase.forms for form in forms)
        return frozenset(every)

    @cached_property
    def _known_by_letter(self) -> Mapping[str, Sequence[str]]:
        """The words of authors by their first letter, which is seldom the slip."""
        found: dict[str, list[str]] = {}
        for form in sorted(self._known):
            found.setdefault(form[0], []).append(form)
        return found

    # The person's own words

    def _echoes(self, met: Sequence[_Met], places: set[tuple[str, str]]) -> Iterator[Echo]:
        """Each place with the words that point to it, in the rule set's order."""
        for question in self._ruleset.questions.values():
            for option in question.option_ids:
                line = (question.id, option)
                if line in places:
                    quoted = self._quoted([one for one in met if one.line == line])
                    yield Echo(question.id, option, quoted)

    def _quoted(self, met: Sequence[_Met]) -> str:
        """The first of the phrases as it was written."""
        first = min(met, key=lambda one: one.places)
        start = self._words[first.places[0]].start
        return " ".join(self._text[start : self._words[first.places[-1]].end].split())

    def _unread(self, met: Iterable[_Met]) -> Iterator[str]:
        """What stands between the phrases and holds a word that no author lists."""
        read = {place for one in met for place in one.places}
        part: list[Word] = []
        for place, word in enumerate(self._words):
            if place in read or word.is_pause:
                yield from self._part(part)
                part = []
            else:
                part.append(word)
        yield from self._part(part)

    def _part(self, part: Sequence[Word]) -> Iterator[str]:
        known = DENYING | ENDING
        if any(not (word.is_filling or word.text in known or self._forms(word)) for word in part):
            yield self._text[part[0].start : part[-1].end]
