"""What a cause, a finding, a level or a rule is missing: the answers that rules lack, and the
questions still open about a cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from triage.engine.assessment import Assessment, Firing
from triage.lacks.gates import sensible
from triage.lacks.ways import Lacking, lacks
from triage.language.conditions import Fact, Is, IsNot, atoms
from triage.language.diagnostics import UnknownName
from triage.language.model import Question, Rule
from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.ruleset import RuleSet
from triage.why.urgency import urgency


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule that did not fire, and the fewest answer facts it lacks.

    Where ``is_certain`` is false not every way to it was followed: there may be a shorter one, and
    where ``lacks`` is empty there may be one at all.
    """

    rule: Rule
    lacks: tuple[Is | IsNot, ...]
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What keeps a thing from being so; where it is so, the firings that bring it."""

    about: NodeKey
    fired: tuple[Firing, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def is_so(self) -> bool:
        """Whether the cause is listed, the finding holds, the level is reached or the rule
        fired.
        """
        return bool(self.fired)


def thing(ruleset: RuleSet, name: str) -> NodeKey:
    """The cause, finding, level or rule that bears the name, or the cause with this lay name.

    Raises:
        UnknownName: nothing does.
    """
    known: Mapping[NodeKind, Collection[str]] = {
        NodeKind.CAUSE: ruleset.causes,
        NodeKind.FINDING: ruleset.findings,
        NodeKind.LEVEL: [level.id for level in ruleset.levels],
        NodeKind.RULE: ruleset.rule,
    }
    for kind, names in known.items():
        if name in names:
            return NodeKey(kind, name)
    if (cause := ruleset.cause_called(name)) is not None:
        return NodeKey(NodeKind.CAUSE, cause)
    candidates = [*ruleset.names_of_causes]
    candidates += [candidate for names in known.values() for candidate in names]
    raise UnknownName("a cause, a finding, a level or a rule", name, candidates)


def why_not_so(assessment: Assessment, about: NodeKey) -> WhyNot:
    """What keeps the thing from being so, or what brings it."""
    rules = _bringing(assessment.ruleset, about)
    names = {rule.id for rule in rules}
    fired = tuple(firing for firing in assessment.firings if firing.rule.id in names)
    return WhyNot(about, fired, () if fired else _nearest(assessment, rules))


def why_not(assessment: Assessment, cause: str) -> tuple[Missing, ...]:
    """For a cause that nothing typical or compatible supports: its rules, each with the fewest
    answers it lacks.

    The nearest rule comes first. A rule that contradictory answers would be needed for is left out.
    """
    return _nearest(assessment, _bringing(assessment.ruleset, NodeKey(NodeKind.CAUSE, cause)))


def _bringing(ruleset: RuleSet, about: NodeKey) -> Sequence[Rule]:
    """The rules any one of which suffices; for a level also those that bring a higher one."""
    if about.kind is NodeKind.RULE:
        return (ruleset.rule[about.id],)
    if about.kind is NodeKind.LEVEL:
        least = ruleset.level(about.id)
        return [rule for rule in ruleset.rules if rule.brings(least)]
    rules = ruleset.graph.into(about)
    return [rule for rule in rules if rule.cause is None or rule.speaks_for]


def _nearest(assessment: Assessment, rules: Iterable[Rule]) -> tuple[Missing, ...]:
    """The rules, each with the fewest answers it lacks, the nearest first."""
    found = [
        Missing(rule, lacking.answers or (), lacking.is_certain)
        for rule in rules
        if (lacking := lacks(assessment, rule.when)) != Lacking(None, is_certain=True)
    ]
    return tuple(sorted(found, key=_nearness))


def _nearness(missing: Missing) -> tuple[bool, int, tuple[int, str]]:
    """Sorts the nearest rule first, and last those of which no way is known."""
    is_unknown = not missing.is_certain and not missing.lacks
    return is_unknown, len(missing.lacks), urgency(missing.rule)


def open_questions(assessment: Assessment, cause: str) -> tuple[Question, ...]:
    """The questions not asked, not sure or declined that make sense and that rules about ``cause``
    still wait for.
    """
    return open_questions_of(assessment, (cause,))[cause]


def open_questions_of(
    assessment: Assessment, causes: Iterable[str]
) -> Mapping[str, tuple[Question, ...]]:
    """The same of several causes; which questions make sense is worked out once."""
    answers = assessment.answers
    asked = sensible(assessment.ruleset, answers)
    left_open = [question for question in asked if answers[question.id].is_open(question)]
    found = {}
    for cause in causes:
        wanted = _lacking_questions(assessment, cause)
        found[cause] = tuple(question for question in left_open if question.id in wanted)
    return found


def _lacking_questions(assessment: Assessment, cause: str) -> set[str]:
    """The questions behind facts that do not hold, through all the findings that rules about the
    cause read.
    """
    graph = assessment.ruleset.graph
    waiting = [rule.when for rule in graph.about_cause(cause)]
    found, seen = set(), set[Fact]()
    while waiting:
        for fact in set(atoms(waiting.pop())) - assessment.facts - seen:
            seen.add(fact)
            if isinstance(fact, Is | IsNot):
                found.add(fact.question)
            else:
                waiting.extend(rule.when for rule in graph.concluding(fact))
    return found
