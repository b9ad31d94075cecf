"""The least answers on which a wrong edit can show: what changes for anybody changes for one of
them, but for the order of causes.

Conditions are monotone: one more answer takes nothing back. So the rule fires just where one of the
smallest ways to its condition is among the answers, and so does the changed one. Where a level, a
finding or a fit differs, some such way is there, and what it brings by itself is not brought
without it: the same differs on this way alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product
from operator import itemgetter
from typing import NamedTuple

from triage.analysis.mutation.mutants import Mutant
from triage.answers.value import Answer, Answers, State
from triage.engine.order import rank, said
from triage.lacks.ways import Search, Way, WaysFound, smallest
from triage.language.agreement import agree_together, joined
from triage.language.conditions import AllOf, Is, IsNot
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet

MOST_WAYS = 32
"""How many ways to one condition are followed."""

MOST_SPEAKING, RIVALS = 2, 1
"""How many rules for a cause are tried for its place, and against how many rules for causes on
either side of it, of those that rest on as many things said, one less and one more."""


_Size = tuple[int, int, list[str]]
"""How many questions and facts, and in equal numbers the facts in order."""


class Least(NamedTuple):
    """The least answers, the fewest first; whether they are all there are; and whether they prove
    that nothing changes for anybody where nothing changes on them.
    """

    answers: Sequence[Answers]
    is_whole: bool = False
    is_proof: bool = False


@dataclass(frozen=True, eq=False)
class LeastAnswers:
    """The least answers for the mutants of one rule set."""

    ruleset: RuleSet
    _found: dict[str, WaysFound] = field(default_factory=dict)
    _told: dict[Way, tuple[_Size, Answers]] = field(default_factory=dict)
    _reaching_causes: dict[str, bool] = field(default_factory=dict)

    def ways(self, mutant: Mutant) -> Least:
        """The least answers on which the rule or the changed one fires."""
        found = self._ends(mutant)
        told = [self._telling(way) for way in {way for one in found for way in one.ways}]
        told.sort(key=itemgetter(0))
        is_whole = all(one.is_whole for one in found)
        rests_alike = not self._weighs_causes(mutant) or _says_it_twice(mutant, found[-1].ways)
        return Least([answers for _, answers in told], is_whole, is_whole and rests_alike)

    def _weighs_causes(self, mutant: Mutant) -> bool:
        """Whether a cause may rest on other things said, and so stand in another place, though what
        is concluded stays.
        """
        return any(map(self._reaches_a_cause, (mutant.rule, mutant.changed)))

    def _reaches_a_cause(self, rule: Rule | None) -> bool:
        """Whether the rule speaks about a cause, or a rule does that rests on what it concludes."""
        if rule is None or rule.finding is None:
            return rule is not None and rule.cause is not None
        if rule.finding not in self._reaching_causes:
            graph = self.ruleset.graph
            readers = (one for fact in rule.conclusions for one in graph.reading(fact))
            reaches = any(one.cause is not None for one in graph.onward(readers))
            self._reaching_causes[rule.finding] = reaches
        return self._reaching_causes[rule.finding]

    def turning(self, mutant: Mutant) -> Iterator[Answers]:
        """Answers on which one rule more or less about a cause may change its place, the likeliest
        first: something else speaks for it, and as much for a rival.
        """
        cause = mutant.rule.cause
        if cause is None:
            return
        ends = [one.ways for one in self._ends(mutant)]
        own: list[Way] = []
        for ways, others in zip(ends, [*reversed(ends)], strict=True):
            alone = (way for way in ways if ways is others or not _has_part(way, others))
            own.extend(islice(alone, 1))
        for pair in self._pairs(cause, mutant.rule):
            for way in own:
                if agree_together(way, pair, self.ruleset.questions):
                    yield self._telling(way | pair)[1]

    def _pairs(self, cause: str, rule: Rule) -> Iterator[Way]:
        """Ways to a rule that speaks for the cause beside ``rule``, or two such rules, together
        with one that speaks the same way for a rival.
        """
        about = self.ruleset.graph.about_cause(cause)
        speaking = [one for one in about if one.speaks_for and one is not rule][:MOST_SPEAKING]
        rivals = [(one, other) for one in speaking for other in self._rivals(one)]
        for pair in rivals:
            yield from self._joined(*pair)
        for pair in rivals:
            for third in speaking:
                if third is not pair[0]:
                    yield from self._joined(*pair, third)

    def _joined(self, *rules: Rule) -> Iterator[Way]:
        """A way to all of the rules, where their first ways agree."""
        ways = [self._first(rule) for rule in rules]
        for parts in product(*ways):
            whole = joined(parts, self.ruleset.questions)
            if whole is not None:
                yield whole

    def _rivals(self, rule: Rule) -> Iterator[Rule]:
        """Rules that speak the same way, on about as many things said, for causes next to that of
        ``rule`` where nothing else decides: one thing more or less puts these in another order.
        """
        group, things = self._group(rule)
        here = self._standing(rule)
        for number in (things, things - 1, things + 1):
            alike = self._speaking[group, number]
            place = bisect_left(alike, here, key=self._standing)
            after = bisect_right(alike, here, key=self._standing)
            yield from alike[max(0, place - RIVALS) : place]
            yield from alike[after : after + RIVALS]

    def _first(self, rule: Rule) -> tuple[Way, ...]:
        """The first way to the rule; none where nothing fires it."""
        return self._to(rule).ways[:1]

    def _ends(self, mutant: Mutant) -> list[WaysFound]:
        """The ways to the condition before, and after where that is another one."""
        rule, changed = mutant.rule, mutant.changed
        found = [self._to(rule)]
        if changed is not None and changed.when != rule.when:
            found.append(self._search.of(changed.when))
        return found

    def _to(self, rule: Rule) -> WaysFound:
        """The ways to a rule as it stands."""
        if rule.id not in self._found:
            self._found[rule.id] = self._search.of(rule.when)
        return self._found[rule.id]

    def _telling(self, way: Way) -> tuple[_Size, Answers]:
        """Answers that say what the way says, with their size."""
        if way not in self._told:
            answers = _answers(way)
            self._told[way] = (len(answers.given), len(way), sorted(map(str, way))), answers
        return self._told[way]

    @cached_property
    def _speaking(self) -> Mapping[tuple[int, int], list[Rule]]:
        """The rules for causes by their group in the order and by how many things their first way
        says, each as the causes stand.
        """
        found: defaultdict[tuple[int, int], list[Rule]] = defaultdict(list)
        rules = (rule for rule in self.ruleset.rules if rule.speaks_for)
        for rule in sorted(rules, key=self._standing):
            found[self._group(rule)].append(rule)
        return found

    def _group(self, rule: Rule) -> tuple[int, int]:
        """The group of its cause where the rule alone speaks for it, and the things it rests on."""
        assert rule.cause is not None and rule.strength is not None
        things = {said(fact, self.ruleset) for way in self._first(rule) for fact in way}
        group, *_ = rank(self.ruleset, rule.cause, rule.strength, 0)
        return group, len(things)

    def _standing(self, rule: Rule) -> int:
        return self.ruleset.standing[rule.cause or ""]

    @cached_property
    def _search(self) -> Search:
        return Search(self.ruleset, _Whole(self.ruleset.questions), is_bounded=False)


@dataclass(frozen=True)
class _Whole:
    """Follows all ways; each holds all that its answers yield."""

    questions: Mapping[str, Question]

    def answer(self, fact: Is | IsNot) -> Iterator[Way]:
        """The fact; of a question that takes one option, with all that the choice yields."""
        question = self.questions[fact.question]
        if not question.kind.takes_one:
            yield Way({fact})
            return
        for chosen in question.option_ids:
            facts = Way(
                Is(question.id, option) if option == chosen else IsNot(question.id, option)
                for option in question.option_ids
            )
            if fact in facts:
                yield facts

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """The smallest ways, without those that contain another one."""
        return smallest(sorted(dict.fromkeys(ways), key=len), MOST_WAYS)


def _says_it_twice(mutant: Mutant, after: Iterable[Way]) -> bool:
    """Whether all that was dropped is an answer that every way to the rest has anyway: the rule
    then fires as before, and rests on the same things said.
    """
    rule, changed = mutant.rule, mutant.changed
    if changed is None or changed.then != rule.then or not isinstance(rule.when, AllOf):
        return False
    kept = changed.when.parts if isinstance(changed.when, AllOf) else (changed.when,)
    parts = rule.when.parts
    dropped = (
        part for place, part in enumerate(parts) if parts[:place] + parts[place + 1 :] == kept
    )
    return any(
        isinstance(part, Is | IsNot) and all(part in way for way in after) for part in dropped
    )


def _has_part(way: Way, others: Iterable[Way]) -> bool:
    return any(other <= way for other in others)


def _answers(way: Way) -> Answers:
    said: dict[str, tuple[set[str], set[str]]] = {}
    for fact in way:
        said.setdefault(fact.question, (set(), set()))[isinstance(fact, IsNot)].add(fact.option)
    return Answers(
        {
            name: Answer(State.GIVEN, frozenset(yes), frozenset(no))
            for name, (yes, no) in said.items()
        }
    )
