"""The table of the safety net beside the rules: who comes out lower, and what goes beyond it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice, product
from operator import or_

from tests.rules.table import LEVELS, Said, Table, Told, Way
from triage.answers.value import Answers, choose
from triage.engine.bits import columns, places
from triage.engine.sliced import SlicedEngine
from triage.lacks.ways import Nearest, Search, WaysFound, smallest
from triage.lacks.ways import Way as Few
from triage.language.conditions import Holds, Is, IsNot, Supported
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

Facts = Collection[Is | IsNot]
"""What one person answered."""


class Comparison:
    """The table beside the rules of one rule set."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        options = {name: question.option_ids for name, question in ruleset.questions.items()}
        self.table = Table(options)
        self.engine = SlicedEngine(ruleset)

    def doers(self, rule: Rule) -> list[str]:
        """The rules behind a level: those that conclude the one finding that ``rule`` gives it to,
        or that speak for the one cause it makes an emergency; else the rule itself.
        """
        when, level = rule.when, rule.level
        is_emergency = level is not None and level.is_emergency
        if isinstance(when, Holds) or (isinstance(when, Supported) and is_emergency):
            return [other.id for other in self.ruleset.graph.concluding(when)]
        return [rule.id]

    def not_kept(self) -> dict[Way, Facts]:
        """The ways of the table that the rules do not keep, each with answers that are just enough.

        Nobody else comes out lower: who meets a way has said what is just enough for it, and what
        more was said takes nothing back.
        """
        meant = [
            (way, person)
            for way, fewest in zip(self.table.ways, self.table.fewest, strict=True)
            for told in fewest
            for person in self._people(_facts(told))
        ]
        reached = Beside(self, [person for _, person in meant]).reached
        return {
            way: person
            for place, (way, person) in enumerate(meant)
            if not reached[way.level] >> place & 1
        }

    def beyond(self) -> dict[str, Facts]:
        """The rules that go beyond the table, each with answers that are just enough to see it.

        No other rule does: who is raised by a rule has said what is just enough for it, and of that
        alone the table says no more.
        """
        search = Search(self.ruleset, _AllWays(()), is_bounded=False)
        doers = {doer for rule in self.ruleset.rules if rule.level for doer in self.doers(rule)}
        people = [
            person
            for doer in sorted(doers)
            for few in search.of(self.ruleset.rule[doer].when).ways
            for person in self._people(few)
        ]
        higher = Beside(self, people).higher()
        return {doer: people[place] for doer, sets in higher for place in islice(places(sets), 1)}

    def _people(self, facts: Facts) -> Iterator[Facts]:
        """Everybody who says this and no more; of a question of one option one is chosen."""
        facts, chosen = frozenset(facts), []
        for name in sorted({fact.question for fact in facts}):
            question = self.ruleset.questions[name]
            if question.kind.takes_one:
                answers = [choose(question, option) for option in question.option_ids]
                said = [frozenset(Answers({name: answer}).facts()) for answer in answers]
                own = {fact for fact in facts if fact.question == name}
                chosen.append([one for one in said if own <= one])
        for one in product(*chosen):
            yield facts.union(*one)


class Beside:
    """Some answer sets: what the table says of them beside what the rules do.

    ``said`` is that of the table, ``reached`` the sets that come to each level or above it by the
    rules.
    """

    def __init__(self, comparison: Comparison, people: Sequence[Facts]) -> None:
        self._comparison = comparison
        self.said = comparison.table.levels([_told(facts) for facts in people])
        self._fired = comparison.engine.fired(columns(people), len(people))
        self._by_id = {rule.id: bits for rule, bits in self._fired}
        self.reached = dict.fromkeys(LEVELS, 0)
        for rule, bits in self._fired:
            for level in LEVELS[: rule.level.rank + 1] if rule.level else ():
                self.reached[level] |= bits

    def decided(self) -> Iterator[tuple[Way, int]]:
        """For each way the sets that it gives their level."""
        for way, met in zip(self._comparison.table.ways, self.said.ways, strict=True):
            yield way, met & self.said.exactly[way.level]

    def lower(self) -> Iterator[tuple[Way, int]]:
        """For each way the sets that come out lower by the rules."""
        for way, bits in self.decided():
            yield way, bits & ~self.reached[way.level]

    def higher(self) -> Iterator[tuple[str, int]]:
        """For each rule the sets in which the table says less than the level that it brings."""
        for rule, bits in self._fired:
            if rule.level:
                lesser = LEVELS[: rule.level.rank]
                less = reduce(or_, (self.said.exactly[level] for level in lesser), 0)
                for doer in self._comparison.doers(rule):
                    yield doer, bits & less & self._by_id.get(doer, 0)


class _AllWays(Nearest):
    """Follows every way that contains no other one."""

    def keep(self, ways: Iterable[Few]) -> WaysFound:
        return smallest(sorted(dict.fromkeys(ways), key=len), sys.maxsize)


def _told(facts: Facts) -> Told:
    """The answers as the table reads them."""
    return frozenset(Said(fact.question, fact.option, isinstance(fact, Is)) for fact in facts)


def _facts(told: Told) -> Facts:
    """The answers as the rules read them."""
    return [(Is if said.is_so else IsNot)(said.question, said.option) for said in told]
