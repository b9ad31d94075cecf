"""The smallest ways to the rules of a rule set, remembered, and the answers that say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from triage.analysis.mutation.mutants import Mutant
from triage.answers.value import Answer, Answers, State
from triage.lacks.ways import Search, Way, WaysFound, smallest
from triage.language.conditions import Fact, Is, IsNot
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet

MOST_WAYS = 32
"""How many ways to one condition are followed."""

Size = tuple[int, int, list[str]]
"""How many questions and facts, and in equal numbers the facts in order."""


@dataclass(frozen=True, eq=False)
class RuleWays:
    """The ways to the rules of one rule set."""

    ruleset: RuleSet
    _found: dict[str, WaysFound] = field(default_factory=dict)
    _told: dict[Way, tuple[Size, Answers]] = field(default_factory=dict)

    def of(self, fact: Fact) -> tuple[Way, ...]:
        """The ways to a fact."""
        return self._search.of(fact).ways

    def first(self, rule: Rule) -> tuple[Way, ...]:
        """The first way to the rule; none where nothing fires it."""
        return self.to(rule).ways[:1]

    def ends(self, mutant: Mutant) -> list[WaysFound]:
        """The ways to the condition before, and after where that is another one."""
        rule, changed = mutant.rule, mutant.changed
        found = [self.to(rule)]
        if changed is not None and changed.when != rule.when:
            found.append(self._search.of(changed.when))
        return found

    def to(self, rule: Rule) -> WaysFound:
        """The ways to a rule as it stands."""
        if rule.id not in self._found:
            self._found[rule.id] = self._search.of(rule.when)
        return self._found[rule.id]

    def telling(self, way: Way) -> tuple[Size, Answers]:
        """Answers that say what the way says, with their size."""
        if way not in self._told:
            answers = _answers(way)
            self._told[way] = (len(answers.given), len(way), sorted(map(str, way))), answers
        return self._told[way]

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
