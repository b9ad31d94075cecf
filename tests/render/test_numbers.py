"""Sources as numbers: each has one, and the marks of a line stand in their order."""

from __future__ import annotations

from triage.language.ruleset import RuleSet
from triage.render.results.numbers import Numbers


def test_the_marks_of_a_line_stand_in_the_order_of_the_list(legs: RuleSet) -> None:
    first, second, third = _claims_of_three_sources(legs)
    numbers = Numbers(legs)
    assert numbers.of([first, second]) == (1, 2)
    assert numbers.of([third, second, first, third]) == (1, 2, 3)
    assert numbers.line("So it is.", [third, first]).marks == " [1,3]"


def _claims_of_three_sources(legs: RuleSet) -> list[str]:
    by_source: dict[str, str] = {}
    for rule in legs.rules:
        for cite in rule.cites:
            by_source.setdefault(legs.source_of(cite).id, cite)
    return list(by_source.values())[:3]
