"""What of a result is named first."""

from __future__ import annotations

from dataclasses import replace

from tests.conftest import Assess
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.model import Cause, Statement
from triage.language.ruleset import RuleSet
from triage.why.leading import leading, meanwhile, to_watch, what_helps


def with_cause(ruleset: RuleSet, cause: str, **update: object) -> RuleSet:
    changed: Cause = ruleset.causes[cause].model_copy(update=update)
    return replace(ruleset, causes={**ruleset.causes, cause: changed})


def again(assessment: Assessment, ruleset: RuleSet) -> Assessment:
    return ReferenceEngine(ruleset).assess(assessment.answers)


def names(assessment: Assessment) -> list[str]:
    return [one.cause.id for one in leading(assessment)]


def texts(statements: tuple[Statement, ...]) -> list[str]:
    return [one.text for one in statements]


def statement(text: str) -> Statement:
    return Statement(text=text, cites=("guide",))


def test_a_danger_is_named_before_a_better_fit(assess: Assess) -> None:
    assessment = assess({"clothes": "yes", "leg": ["swollen", "hot"]})
    assert [one.cause.id for one in assessment.causes] == ["nerve_pressure", "clot"]
    assert names(assessment) == ["clot", "nerve_pressure"]


def test_a_danger_by_its_fit_is_named_before_a_higher_level(tiny: RuleSet, assess: Assess) -> None:
    ruleset = with_cause(tiny, "nerve_pressure", danger="typical", meanwhile=(statement("Stop."),))
    assessment = again(assess({"clothes": "yes", "leg": ["swollen", "hot"]}), ruleset)
    assert names(assessment) == ["nerve_pressure", "clot"]
    assert texts(meanwhile(assessment)) == ["Stop."]


def test_at_most_three_are_named_and_none_that_only_a_risk_speaks_for(
    rich_case: Assessment, assess: Assess
) -> None:
    assert len(rich_case.causes) == 4
    assert len(leading(rich_case)) == 3
    assert names(assess({"smoking": "now"})) == []


def test_only_the_cause_that_leads_says_what_to_do_meanwhile(tiny: RuleSet, assess: Assess) -> None:
    ruleset = with_cause(tiny, "clot", meanwhile=(statement("Do not rub it."),))
    ruleset = with_cause(ruleset, "nerve_pressure", meanwhile=(statement("Rub it."),))
    assessment = again(assess({"clothes": "yes", "leg": ["swollen", "hot"]}), ruleset)
    assert texts(meanwhile(assessment)) == ["Do not rub it."]
    assert texts(meanwhile(again(assess({"clothes": "yes"}), ruleset))) == ["Rub it."]


def test_what_helps_is_told_at_the_lowest_level_only_and_once(
    tiny: RuleSet, assess: Assess
) -> None:
    helps = (statement("Loosen it."),)
    ruleset = with_cause(tiny, "nerve_pressure", helps=helps)
    ruleset = with_cause(ruleset, "stiff_muscle", helps=helps)
    written: dict[str, object] = {"clothes": "yes"}
    assert texts(what_helps(again(assess(written), ruleset))) == ["Loosen it."]
    lasting = again(assess(written | {"persistence": "constant"}), ruleset)
    assert texts(what_helps(lasting)) == []


def test_what_is_so_already_or_brings_nothing_new_is_not_watched_for(assess: Assess) -> None:
    both = [
        "See a doctor about numbness that lasts.",
        "Numbness between the legs needs help at once.",
    ]
    watched = {
        name: [one.text for one in to_watch(assess(written))]
        for name, written in {
            "nothing said": dict[str, object](),
            "lasting": {"persistence": "constant"},
            "urgent": {"leg": ["swollen", "hot"]},
            "emergency": {"alarm": ["saddle"]},
        }.items()
    }
    assert sorted(watched["nothing said"]) == sorted(both)
    assert watched["lasting"] == watched["urgent"] == both[1:]
    assert watched["emergency"] == []


def test_what_the_causes_name_comes_alone(tiny: RuleSet, assess: Assess) -> None:
    ruleset = with_cause(tiny, "nerve_pressure", watch=("watch-1",))
    assessment = again(assess({"clothes": "yes"}), ruleset)
    assert [one.text for one in to_watch(assessment)] == ["See a doctor about numbness that lasts."]


def test_without_such_a_cause_the_nearest_sign_comes_first(tiny: RuleSet, assess: Assess) -> None:
    first, second = tiny.identity.watch
    clot = next(rule.when for rule in tiny.rules if rule.finding == "possible_clot")
    near = second.model_copy(update={"when": clot, "text": "A clot."})
    identity = tiny.identity.model_copy(update={"watch": (first, second, near)})
    ruleset = replace(tiny, identity=identity)
    assessment = again(assess({"leg": {"hot": "yes", "swollen": "not_sure"}}), ruleset)
    assert to_watch(assessment)[0].text == "A clot."
