"""What a cause is missing: the answers that its rules lack, and the questions still open about
it.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.engine.assessment import Assessment
from triage.lacks.gates import sensible
from triage.lacks.ways import Lacking, lacks
from triage.language.conditions import Fact, Is, IsNot, atoms
from triage.language.model import Question, Rule
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


def why_not(assessment: Assessment, cause: str) -> tuple[Missing, ...]:
    """For a cause that nothing typical or compatible supports: its rules, each with the fewest
    answers it lacks.

    The nearest rule comes first. A rule that contradictory answers would be needed for is left out.
    """
    found = [
        Missing(rule, lacking.answers or (), lacking.is_certain)
        for rule in assessment.ruleset.graph.about_cause(cause)
        if rule.speaks_for
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
    ruleset, answers = assessment.ruleset, assessment.answers
    wanted = _lacking_questions(assessment, cause)
    return tuple(
        question
        for question in sensible(ruleset, answers)
        if question.id in wanted and answers[question.id].is_open(question)
    )


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
