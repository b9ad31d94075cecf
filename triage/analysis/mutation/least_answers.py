"""The least answers on which a wrong edit can show: what changes for anybody changes for one of
them, but for the order of causes.

Conditions are monotone: one more answer takes nothing back. So the rule fires just where one of the
smallest ways to its condition is among the answers, and so does the changed one. Where a level, a
finding or a fit differs, some such way is there, and what it brings by itself is not brought
without it: the same differs on this way alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.rule_ways import RuleWays
from triage.answers.value import Answers
from triage.lacks.ways import Way
from triage.language.conditions import AllOf, Is, IsNot
from triage.language.model import Rule


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

    _ways: RuleWays
    _reaching_causes: dict[str, bool] = field(default_factory=dict)

    def ways(self, mutant: Mutant) -> Least:
        """The least answers on which the rule or the changed one fires."""
        found = self._ways.ends(mutant)
        told = [self._ways.telling(way) for way in {way for one in found for way in one.ways}]
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
            graph = self._ways.ruleset.graph
            readers = (one for fact in rule.conclusions for one in graph.reading(fact))
            reaches = any(one.cause is not None for one in graph.onward(readers))
            self._reaching_causes[rule.finding] = reaches
        return self._reaching_causes[rule.finding]


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
