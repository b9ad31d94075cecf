"""What "not sure" leaves open and would make it an emergency: nobody may read it as "no"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.lacks.gates import applies
from triage.lacks.ways import Search, Way, smallest
from triage.language.conditions import Condition, Is, IsNot
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level

MOST_TOGETHER = 4
"""How many open answers are warned about as one combination."""

MOST_WAYS = 200
"""How many ways to one conclusion are followed, those with the fewest answers first."""

Lack = Is | IsNot


@dataclass(frozen=True, slots=True)
class Alarm:
    """Open answers that make it an emergency by ``rule``: any one of each part, all parts
    together.
    """

    parts: tuple[tuple[Lack, ...], ...]
    rule: Rule

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions they belong to, each once."""
        return tuple(dict.fromkeys(part[0].question for part in self.parts))


def alarms(assessment: Assessment) -> tuple[Alarm, ...]:
    """The unsure answers that an emergency rule lacks, those of warning-sign questions first.

    Every smallest set within one question, and of those over several questions the ones with the
    fewest answers for each rule. None where it is an emergency already.
    """
    ruleset = assessment.ruleset
    if assessment.level is Level.EMERGENCY:
        return ()
    search = Search(ruleset, _OpenOnly(assessment))
    found: dict[Way, Rule] = {}
    for rule in ruleset.rules:
        if rule.then is Level.EMERGENCY:
            found = dict.fromkeys(search.of(rule.when), rule) | found
    place = _places(ruleset)
    joined = _joined(
        _fewest({way: found[way] for way in smallest(sorted(found, key=len))[:MOST_WAYS]}), place
    )

    def order(alarm: Alarm) -> tuple[bool, bool, list[int]]:
        is_red = all(ruleset.is_red_flag(ruleset.questions[name]) for name in alarm.questions)
        return not is_red, len(alarm.questions) > 1, [place[part[0]] for part in alarm.parts]

    return tuple(sorted(joined, key=order))


def _places(ruleset: RuleSet) -> dict[Lack, int]:
    """Where each answer stands among all that can be given."""
    facts = (
        kind(name, option)
        for name, question in ruleset.questions.items()
        for option in question.option_ids
        for kind in (Is, IsNot)
    )
    return {fact: place for place, fact in enumerate(facts)}


class _OpenOnly:
    """Follows ways made of what "not sure" left open; what is known needs nothing more."""

    is_steady = True

    def __init__(self, assessment: Assessment) -> None:
        self._known = frozenset(assessment.answers.facts())
        self._open = frozenset(_open(assessment.ruleset, assessment.answers))

    def answer(self, fact: Lack) -> Iterable[Way]:
        """Nothing for a known fact, itself for an open one; there is no way to any other."""
        if fact in self._open:
            return (Way({fact}),)
        return (Way(),) if fact in self._known else ()

    def alternatives(self, conditions: Sequence[Condition]) -> Iterable[Condition]:
        """All of them."""
        return conditions

    def keep(self, ways: Iterable[Way]) -> list[Way]:
        """The smallest ways of a few answers, the shortest first."""
        few = (way for way in dict.fromkeys(ways) if len(way) <= MOST_TOGETHER)
        return smallest(sorted(few, key=len))[:MOST_WAYS]


def _open(ruleset: RuleSet, answers: Answers) -> Iterator[Lack]:
    """The facts that "not sure" left open."""
    for name, question in ruleset.questions.items():
        answer = answers[name]
        if answer.is_unsure(question) and applies(question, answers):
            for option in question.option_ids:
                if option not in answer.yes | answer.no:
                    yield from (Is(name, option), IsNot(name, option))


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


def _joined(found: dict[Way, Rule], place: dict[Lack, int]) -> Iterator[Alarm]:
    """One alarm a way; ways over several questions become one where any answer of each question
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
            yield Alarm(parts, rule)
        else:
            yield from (
                Alarm(tuple((fact,) for fact in facts if fact in way), rule) for way in ways
            )
