"""How often one wrong answer lowers the level of the cases at a level, by question.

All slips of one person are one pass over the rules: bit n of an integer stands for slip n.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from triage.analysis.robustness.slips import Slip, SlipKind, slips
from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.engine.bits import columns, places
from triage.engine.sliced import SlicedEngine
from triage.language.conditions import Is, atoms
from triage.language.ruleset import RuleSet, Stamp
from triage.language.words import Level

MOST_SHOWN = 10


@dataclass(frozen=True)
class Fall:
    """A slip that lowers the level of a case; ``still_said`` is what the person chose besides that
    rules for the level read: what would have to bring it.
    """

    case: Case
    slip: Slip
    level: Level
    fallen_to: Level
    still_said: tuple[Is, ...]

    @property
    def depth(self) -> int:
        """How many levels it falls."""
        return self.level.rank - self.fallen_to.rank


@dataclass(frozen=True, slots=True)
class Tried:
    """How many slips were tried, and how many lower the level."""

    tries: int
    falls: int

    @property
    def share(self) -> float:
        """The share that lowers it, 0 to 1; 0 where none was tried."""
        return self.falls / self.tries if self.tries else 0.0


@dataclass(frozen=True)
class Robustness:
    """What came of every slip of the cases that come to ``level``."""

    ruleset: Stamp
    level: Level
    cases: int
    by_question: Mapping[str, Tried]
    by_kind: Mapping[SlipKind, Tried]
    falls: tuple[Fall, ...]

    @property
    def all(self) -> Tried:
        """All slips together that hide something."""
        hiding = [one for kind, one in self.by_kind.items() if kind.hides]
        return Tried(sum(one.tries for one in hiding), sum(one.falls for one in hiding))

    @cached_property
    def worst(self) -> tuple[Fall, ...]:
        """The ten deepest falls, one for each case and question: those first that a property can
        close, as something else is said that could bring the level, and much of it.
        """

        def key(fall: Fall) -> tuple[bool, int, int]:
            return not fall.still_said, -fall.depth, -len(fall.still_said)

        deepest: dict[tuple[str, str], Fall] = {}
        for fall in sorted(self.falls, key=key):
            deepest.setdefault((fall.case.id, fall.slip.question), fall)
        return tuple(deepest.values())[:MOST_SHOWN]


def robustness(ruleset: RuleSet, cases: Iterable[Case], level: Level) -> Robustness:
    """Try every slip on each case that comes to the level; cases marked `todo` are left out."""
    engine, read = SlicedEngine(ruleset), _read(ruleset, level)
    judged = [case for case in cases if case.todo is None]
    today = _levels(engine, ruleset, [case.answers for case in judged])
    concerned = [case for case, found in zip(judged, today, strict=True) if found == level]
    by_question: Counter[str] = Counter()
    by_kind: Counter[SlipKind] = Counter()
    falls: list[Fall] = []
    for case in concerned:
        made = list(slips(case.answers, ruleset))
        by_question.update(slip.question for slip in made if slip.kind.hides)
        by_kind.update(slip.kind for slip in made)
        people = [case.answers.replaced(slip.question, slip.answer) for slip in made]
        for slip, found in zip(made, _levels(engine, ruleset, people), strict=True):
            if found < level:
                falls.append(Fall(case, slip, level, found, _still_said(case, slip, read)))
    fallen = Counter(fall.slip.question for fall in falls if fall.slip.kind.hides)
    fallen_by_kind = Counter(fall.slip.kind for fall in falls)
    return Robustness(
        ruleset.stamp,
        level,
        len(concerned),
        {name: Tried(by_question[name], fallen[name]) for name in ruleset.questions},
        {kind: Tried(by_kind[kind], fallen_by_kind[kind]) for kind in SlipKind},
        tuple(falls),
    )


def _read(ruleset: RuleSet, level: Level) -> frozenset[Is]:
    """What can be chosen that some rule for the level, or a higher one, rests on."""
    bringing = [rule for rule in ruleset.rules if rule.level is not None and rule.level >= level]
    facts = (fact for rule in ruleset.graph.upstream(bringing) for fact in atoms(rule.when))
    return frozenset(fact for fact in facts if isinstance(fact, Is))


def _still_said(case: Case, slip: Slip, read: frozenset[Is]) -> tuple[Is, ...]:
    """What is chosen with the slip as without it, and read."""
    meant = set(case.answers.facts())
    said = case.answers.replaced(slip.question, slip.answer)
    chosen = (fact for fact in said.facts() if isinstance(fact, Is))
    return tuple(
        sorted(
            (fact for fact in chosen if fact in read and fact in meant),
            key=lambda fact: (fact.question, fact.option),
        )
    )


def _levels(engine: SlicedEngine, ruleset: RuleSet, people: Sequence[Answers]) -> list[Level]:
    """The level of each of the people."""
    known = columns([list(person.facts()) for person in people])
    found = [ruleset.lowest] * len(people)
    for rule, bits in engine.fired(known, len(people)):
        if rule.level is not None:
            for place in places(bits):
                found[place] = max(found[place], rule.level)
    return found
