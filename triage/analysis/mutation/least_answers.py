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
from itertools import product

from triage.analysis.mutation.mutants import Mutant
from triage.answers.value import Answer, Answers, State
from triage.lacks.ways import Search, Way, WaysFound, smallest
from triage.language.agreement import agree_together, joined
from triage.language.conditions import Condition, Is, IsNot
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Strength

MOST_WAYS = 32
"""How many ways to one condition are followed."""

MOST_SPEAKING, RIVALS = 2, 2
"""How many rules for a cause, and how many rules for causes on either side of it, are
tried for its place."""


@dataclass(frozen=True, eq=False)
class LeastAnswers:
    """The least answers for the mutants of one rule set."""

    ruleset: RuleSet
    _ways: dict[str, tuple[Way, ...]] = field(default_factory=dict)

    def ways(self, mutant: Mutant) -> tuple[list[Answers], bool]:
        """The least answers on which the rule or the changed one fires, the fewest first, and
        whether they prove that nothing changes where nothing changes on them.
        """
        found = [self._search.of(condition) for condition in _ends(mutant)]
        ways = dict.fromkeys(way for one in found for way in one.ways)
        is_proof = not self._weighs_causes(mutant) and all(one.is_whole for one in found)
        return sorted(map(_answers, ways), key=_size), is_proof

    def _weighs_causes(self, mutant: Mutant) -> bool:
        """Whether a cause may rest on other things said, and so stand in another place, though what
        is concluded stays.
        """
        ends = [mutant.rule, *([mutant.changed] if mutant.changed else [])]
        facts = [fact for one in ends for fact in one.conclusions]
        readers = [one for fact in facts for one in self.ruleset.graph.reading(fact)]
        below = self.ruleset.graph.downstream(readers)
        return any(one.cause is not None for one in (*ends, *below))

    def turning(self, mutant: Mutant) -> list[Answers]:
        """Answers on which one rule more or less about a cause may change its place: something else
        speaks for it, and as much for a cause that stands next to it by name.
        """
        cause = mutant.rule.cause
        if cause is None:
            return []
        ends = [self._search.of(condition).ways for condition in _ends(mutant)]
        found: dict[Answers, None] = {}
        pairs = list(self._pairs(cause, mutant.rule))
        for ways, others in zip(ends, [*reversed(ends)], strict=True):
            own = [way for way in ways if ways is others or not _has_part(way, others)]
            for way, pair in product(own[:1], pairs):
                if agree_together(way, pair, self.ruleset.questions):
                    found[_answers(way | pair)] = None
        return list(found)

    def _pairs(self, cause: str, rule: Rule) -> Iterator[Way]:
        """Ways to a rule that speaks for the cause beside ``rule``, or two such rules, together
        with one that speaks the same way for a rival.
        """
        about = self.ruleset.graph.about_cause(cause)
        speaking = [one for one in about if one.speaks_for and one is not rule][:MOST_SPEAKING]
        for one in speaking:
            for other in self._rivals(one):
                yield from self._joined(one, other)
                for third in speaking:
                    if third is not one:
                        yield from self._joined(one, other, third)

    def _joined(self, *rules: Rule) -> Iterator[Way]:
        """A way to all of the rules, where their first ways agree."""
        ways = [self._first(rule) for rule in rules]
        for parts in product(*ways):
            whole = joined(parts, self.ruleset.questions)
            if whole is not None:
                yield whole

    def _rivals(self, rule: Rule) -> list[Rule]:
        """Rules that speak the same way for causes next to that of ``rule`` by name."""
        alike = self._speaking[rule.strength]
        place = bisect_left(alike, rule.cause or "", key=_cause_of)
        after = bisect_right(alike, rule.cause or "", key=_cause_of)
        return [*alike[max(0, place - RIVALS) : place], *alike[after : after + RIVALS]]

    def _first(self, rule: Rule) -> tuple[Way, ...]:
        """The first way to the rule; none where nothing fires it."""
        if rule.id not in self._ways:
            self._ways[rule.id] = self._search.of(rule.when).ways[:1]
        return self._ways[rule.id]

    @cached_property
    def _speaking(self) -> Mapping[Strength | None, list[Rule]]:
        """The rules about causes by how they speak, each in the order of the causes' names."""
        found: defaultdict[Strength | None, list[Rule]] = defaultdict(list)
        for rule in sorted(self.ruleset.rules, key=_cause_of):
            found[rule.strength].append(rule)
        return found

    @cached_property
    def _search(self) -> Search:
        return Search(self.ruleset, _Whole(self.ruleset.questions), is_bounded=False)


@dataclass(frozen=True)
class _Whole:
    """Follows all ways; each holds all that its answers yield."""

    questions: Mapping[str, Question]
    is_steady: bool = True

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

    def alternatives(self, conditions: Sequence[Condition]) -> Iterable[Condition]:
        """All of them."""
        return conditions

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """The smallest ways, without those that contain another one."""
        return smallest(sorted(dict.fromkeys(ways), key=len), MOST_WAYS)


def _cause_of(rule: Rule) -> str:
    return rule.cause or ""


def _ends(mutant: Mutant) -> list[Condition]:
    """The condition before and after."""
    ends = [mutant.rule.when, *([mutant.changed.when] if mutant.changed else [])]
    return list(dict.fromkeys(ends))


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


def _size(answers: Answers) -> tuple[int, int, str]:
    return len(answers.given), sum(1 for _ in answers.facts()), str(answers)
