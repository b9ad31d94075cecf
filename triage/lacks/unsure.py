"""What "not sure" leaves open and would raise the level: nobody may read it as "no"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, product

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.lacks.gates import applies
from triage.lacks.ways import Search, Way, WaysFound, smallest
from triage.language.conditions import Fact, Is, IsNot, holds
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level

MOST_TOGETHER = 4
"""How many open answers are warned about as one combination."""

MOST_WAYS = 200
"""How many ways to one conclusion are followed, those with the fewest answers first."""

Lack = Is | IsNot


@dataclass(frozen=True, slots=True)
class UnsureRise:
    """Answers left "not sure" that raise the level to ``level`` by ``rule``: any one of each part,
    all parts together.

    Where ``is_certain`` is false, there are more sets of answers than are followed: one of them may
    raise the level so far, and ``parts`` names none.
    """

    level: Level
    rule: Rule
    parts: tuple[tuple[Lack, ...], ...]
    is_certain: bool = True

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions they belong to, each once."""
        return tuple(dict.fromkeys(part[0].question for part in self.parts))


def unsure_rises(assessment: Assessment) -> tuple[UnsureRise, ...]:
    """The unsure answers that a rule for a higher level lacks, each set with the highest level that
    it brings.

    The highest level comes first, and for each level the warning-sign questions. Every smallest set
    within one question is there, and of those over several questions the ones with the fewest
    answers for each rule. Where there are too many to follow, and a higher level than those listed
    cannot be excluded, that level comes first and names no answers.
    """
    ruleset = assessment.ruleset
    left_open = frozenset(_open(ruleset, assessment.answers))
    if not left_open or assessment.level == ruleset.levels[-1]:
        return ()
    known = frozenset(assessment.answers.facts())
    search = Search(ruleset, _OpenOnly(known, left_open))
    place = _places(ruleset)
    listed: list[Way] = []
    rises: list[UnsureRise] = []
    for level in reversed(ruleset.levels):
        if level > assessment.level:
            found = _ways_to(level, ruleset, search, listed)
            if not found and not rises:
                rises += _perhaps(level, ruleset, search, known | left_open)
            listed += found
            joined = _joined(level, _fewest(found), place)
            rises += sorted(joined, key=lambda rise: _order(rise, ruleset, place))
    return tuple(rises)


def _ways_to(
    level: Level, ruleset: RuleSet, search: Search, higher: Sequence[Way]
) -> dict[Way, Rule]:
    """The smallest ways to the level and the first rule of each; none that holds a way to a higher
    level.
    """
    found: dict[Way, Rule] = {}
    for rule in ruleset.rules:
        if rule.level == level:
            found = dict.fromkeys(search.of(rule.when).ways, rule) | found
    shortest = smallest(sorted(found, key=len), MOST_WAYS + len(higher)).ways
    news = [way for way in shortest if not any(known <= way for known in higher)]
    return {way: found[way] for way in news[:MOST_WAYS]}


def _perhaps(
    level: Level, ruleset: RuleSet, search: Search, facts: frozenset[Lack]
) -> Iterator[UnsureRise]:
    """The level, by the first rule of it whose ways were not all followed and that would fire if
    every open fact held at once.
    """
    reached: set[Fact] = set(facts)
    for rule in ruleset.rules:
        if holds(rule.when, reached):
            reached.update(rule.conclusions)
            if rule.level == level and not search.of(rule.when).is_whole:
                yield UnsureRise(level, rule, (), is_certain=False)
                return


def _order(
    rise: UnsureRise, ruleset: RuleSet, place: Mapping[Lack, int]
) -> tuple[bool, bool, list[int]]:
    """Sorts warning signs first, then what one question can bring, then as the questions stand."""
    is_red = all(ruleset.is_red_flag(ruleset.questions[name]) for name in rise.questions)
    return not is_red, len(rise.questions) > 1, [place[part[0]] for part in rise.parts]


@lru_cache(maxsize=4)
def _places(ruleset: RuleSet) -> dict[Lack, int]:
    """Where each answer stands among all that can be given."""
    return {fact: place for place, fact in enumerate(ruleset.answer_facts)}


class _OpenOnly:
    """Follows ways made of what "not sure" left open; what is known needs nothing more."""

    def __init__(self, known: frozenset[Lack], left_open: frozenset[Lack]) -> None:
        self._known, self._open = known, left_open

    def answer(self, fact: Lack) -> Iterable[Way]:
        """Nothing for a known fact, itself for an open one; there is no way to any other."""
        if fact in self._open:
            return (Way({fact}),)
        return (Way(),) if fact in self._known else ()

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """The smallest ways of a few answers, the shortest first."""
        every = dict.fromkeys(ways)
        few = [way for way in every if len(way) <= MOST_TOGETHER]
        found = smallest(sorted(few, key=len), MOST_WAYS)
        return WaysFound(found.ways, found.is_whole and len(few) == len(every))


def _open(ruleset: RuleSet, answers: Answers) -> Iterator[Lack]:
    """The facts that "not sure" left open."""
    for name, question in ruleset.questions.items():
        answer = answers[name]
        if answer.is_unsure(question) and applies(question, answers):
            said = answer.yes | answer.no
            yield from (fact for fact in question.facts if fact.option not in said)


def _fewest(found: dict[Way, Rule]) -> dict[Way, Rule]:
    """The ways within one question, and for each rule the shortest of the others."""
    over_several = {way for way in found if len({fact.question for fact in way}) > 1}
    fewest: dict[str, int] = {}
    for way in over_several:
        name = found[way].id
        fewest[name] = min(len(way), fewest.get(name, MOST_TOGETHER))
    return {
        way: rule
        for way, rule in found.items()
        if way not in over_several or len(way) == fewest[rule.id]
    }


def _joined(
    level: Level, found: Mapping[Way, Rule], place: Mapping[Lack, int]
) -> Iterator[UnsureRise]:
    """One rise a way; ways over several questions become one where any answer of each question
    goes with any other.
    """

    def key(entry: tuple[Way, Rule]) -> tuple[str, list[str]]:
        way, rule = entry
        return rule.id, sorted({fact.question for fact in way})

    for (_, questions), group in groupby(sorted(found.items(), key=key), key=key):
        ways = dict(group)
        rule = next(iter(ways.values()))
        facts = sorted({fact for way in ways for fact in way}, key=place.__getitem__)
        parts = tuple(tuple(part) for _, part in groupby(facts, key=lambda fact: fact.question))
        if len(questions) > 1 and {Way(chosen) for chosen in product(*parts)} == set(ways):
            yield UnsureRise(level, rule, parts)
            continue
        for way in ways:
            yield UnsureRise(level, rule, tuple((fact,) for fact in facts if fact in way))
