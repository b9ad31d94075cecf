"""The work of `triage cover` on a rule set and many people, as one job for the scale benchmark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.cases.coverage import measure
from triage.cases.expectations import Expected
from triage.language.ruleset import RuleSet


def cover(ruleset: RuleSet, people: Sequence[Answers]) -> Callable[[], object]:
    """Measures what these people cover of the rule set; a case expects nothing, so that only
    coverage is timed.
    """
    found = [Case(str(place), "made", answers, Expected()) for place, answers in enumerate(people)]
    return lambda: measure(ruleset, found)
