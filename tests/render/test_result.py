"""What stands on the page of a result, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.conftest import Assess
from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import AllOf, AnyOf, Condition, Holds, Is, IsNot
from triage.language.diagnostics import Span
from triage.language.ruleset import RuleSet
from triage.language.source import Text
from triage.language.words import Level
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.result_page import WHY, result_page
from triage.why.explanation import Explanation

TITLES = [
    "What to do now",
    WHY,
    "What this can go with",
    "What could still change this",
    "All signs to watch for",
    "What a doctor may check and ask",
    "The page to hand over",
    "Your answers",
    "What this is and is not",
    "Sources",
]
CAUSES = "What this can go with"
UNSURE = "You were not sure about some signs. If any of these is true, call 999"

CASES: list[dict[str, object]] = [
    {},
    {"alarm": ["saddle"]},
    {"alarm": "not_sure"},
    {"leg": ["swollen", "hot"]},
    {"persistence": "constant"},
    {"walking_pain": "eases", "smoking": "now", "leg": ["hot"]},
    {"clothes": "yes", "severity": "not_sure"},
]


def page_of(assessment: Assessment) -> Page:
    return result_page(Explanation(assessment), "999", "reference")


def section(page: Page, title: str) -> PageSection:
    return next(section for section in page.sections if section.title == title)


def lines(part: PageSection) -> Iterator[Line]:
    yield from part.lines
    for inner in part.parts:
        yield from lines(inner)


def texts(part: PageSection) -> list[str]:
    return [line.text for line in lines(part)]


@pytest.mark.parametrize("written", CASES)
def test_sections_stand_in_one_order_and_all_but_the_first_are_folded(
    written: dict[str, object], assess: Assess
) -> None:
    sections = [part for part in page_of(assess(written)).sections if part.id != "unsure"]
    assert [part.title for part in sections] == TITLES
    assert [part.folded for part in sections] == [False] + [True] * (len(TITLES) - 1)


def test_the_level_comes_first_and_its_action_holds_the_number(assess: Assess) -> None:
    page = page_of(assess({"alarm": ["saddle"]}))
    headline, action = section(page, "What to do now").lines[:2]
    assert (headline.text, headline.kind) == ("Get emergency help now.", LineKind.STRONG)
    assert (action.label, action.text) == ("Do", "Call 999 now, even if the signs pass.")
    assert (page.urgency, page.phone) == (Level.EMERGENCY, "999")


def test_where_the_number_is_only_words_nothing_can_be_dialled(assess: Assess) -> None:
    explanation = Explanation(assess({"alarm": ["saddle"]}))
    assert result_page(explanation, "your local emergency number", "x").phone == ""


def test_every_number_leads_to_a_source_and_every_source_has_one(rich_case: Assessment) -> None:
    page = page_of(rich_case)
    used = {number for part in page.sections for line in lines(part) for number in line.numbers}
    for line in section(page, "What to do now").lines:
        used |= {
            int(one) for found in re.findall(r"\[([\d,]+)\]", line.text) for one in found.split(",")
        }
    listed = [line.label for line in lines(section(page, "Sources"))]
    assert sorted(listed) == sorted(f"[{number}]" for number in used)
    assert len(listed) == len(set(listed)) == 3


def test_added_knowledge_stands_apart_in_the_list_of_sources(rich_case: Assessment) -> None:
    documents, added = section(page_of(rich_case), "Sources").parts
    assert documents.title == "The documents that these rules are about"
    assert {line.text.split(".")[0] for line in documents.lines} == {
        "Document on legs",
        "Document on nerves",
    }
    assert added.title == "Added safety notes, not from those documents"
    (line,) = added.lines
    assert line.text == (
        "Legs at risk. Test health service. The page itself was read on 2026-11-20."
    )
    assert line.url == "https://example.org/legs"


def unsure_part(assessment: Assessment) -> PageSection:
    return next(part for part in page_of(assessment).sections if part.id == "unsure")


def test_unsure_options_that_would_be_an_emergency_are_listed_with_the_number(
    assess: Assess,
) -> None:
    part = unsure_part(assess({"alarm": "not_sure", "leg": "not_sure"}))
    assert part.title == UNSURE
    assert texts(part) == [
        "Do you notice any of these signs?",
        "Numbness between the legs",
        "A cold leg, together with: A pale leg",
    ]


def emergency_when(tiny: RuleSet, *conditions: Condition) -> RuleSet:
    """The small rule set with one more emergency rule."""
    rule = tiny.rule["sn-saddle"].model_copy(
        update={"id": Text("sn-more"), "when": AllOf(conditions)}
    )
    return replace(tiny, rules=(*tiny.rules, rule))


def alarm_points(ruleset: RuleSet, written: dict[str, object]) -> list[str]:
    answers = read_answers(written, ruleset, Span("<test>"))
    page = page_of(ReferenceEngine(ruleset).assess(answers))
    unsure = [part for part in page.sections if part.id == "unsure"]
    return [line.text for part in unsure for line in lines(part) if line.kind is LineKind.POINT]


def test_two_unsure_answers_that_only_together_would_be_an_emergency_are_listed(
    tiny: RuleSet,
) -> None:
    ruleset = emergency_when(tiny, Holds("lasting"), Is("severity", "severe"))
    assert alarm_points(ruleset, {"persistence": "not_sure", "severity": "not_sure"}) == [
        "The numbness is there all the time, together with: the numbness is severe."
    ]


def test_what_was_said_already_is_not_named_as_still_open(tiny: RuleSet) -> None:
    ruleset = emergency_when(tiny, Holds("lasting"), Is("severity", "severe"))
    assert alarm_points(ruleset, {"persistence": "constant", "severity": "not_sure"}) == ["Severe"]


@pytest.mark.parametrize("other", ["mild", None])
def test_an_unsure_answer_that_needs_one_nobody_is_unsure_about_is_not_listed(
    tiny: RuleSet, other: str | None
) -> None:
    ruleset = emergency_when(tiny, Holds("lasting"), Is("severity", "severe"))
    assert (
        alarm_points(ruleset, {"persistence": "not_sure"} | ({"severity": other} if other else {}))
        == []
    )


def test_options_of_one_question_that_do_the_same_share_a_line(tiny: RuleSet) -> None:
    ruleset = emergency_when(
        tiny, AnyOf((Is("leg", "swollen"), Is("leg", "hot"))), Is("severity", "severe")
    )
    assert alarm_points(ruleset, {"leg": "not_sure", "severity": "not_sure"}) == [
        "Your leg is swollen or your leg is hot, together with: the numbness is severe."
    ]


def test_two_options_of_a_single_choice_are_never_asked_for_together(tiny: RuleSet) -> None:
    ruleset = emergency_when(tiny, Is("severity", "severe"), Is("severity", "mild"))
    assert alarm_points(ruleset, {"severity": "not_sure"}) == []


def test_unsure_warning_signs_stand_before_other_unsure_answers(tiny: RuleSet) -> None:
    ruleset = emergency_when(tiny, Is("severity", "severe"))
    assert alarm_points(ruleset, {"severity": "not_sure", "alarm": "not_sure"})[-1] == "Severe"


def test_an_unsure_option_counts_together_with_those_chosen(assess: Assess) -> None:
    answers: dict[str, object] = {"alarm": {"saddle": "no", "cold": "yes", "pale": "not_sure"}}
    assert "A pale leg" in texts(unsure_part(assess(answers)))


@pytest.mark.parametrize(
    "written", [{}, {"alarm": []}, {"alarm": {"saddle": "yes", "cold": "not_sure"}}]
)
def test_no_unsure_warning_without_an_unsure_answer_or_in_an_emergency(
    written: dict[str, object],
    assess: Assess,
) -> None:
    assert "unsure" not in [part.id for part in page_of(assess(written)).sections]


def test_why_goes_from_the_fewest_answers_up_to_the_level(assess: Assess) -> None:
    why = section(page_of(assess({"walking_pain": "eases", "smoking": "now"})), WHY).lines
    assert [line.text for line in why] == [
        "Walking brings on pain that eases with rest.",
        "Narrowed arteries bring too little blood while walking.",
        "A doctor can treat narrowed arteries.",
    ]
    assert all(line.numbers for line in why[1:])


def test_why_tells_two_reasons_that_have_nothing_in_common(assess: Assess) -> None:
    written: dict[str, object] = {"persistence": "constant", "walking_pain": "eases"}
    why = texts(section(page_of(assess(written)), WHY))
    assert "The numbness is there all the time." in why
    assert "Walking brings on pain that eases with rest." in why


def test_without_an_answer_why_says_that_it_holds_whatever_is_answered(assess: Assess) -> None:
    assert texts(section(page_of(assess({})), WHY))[0] == "This holds whatever you answer."


def test_a_candidate_shows_what_points_to_it_and_away_and_what_is_open(assess: Assess) -> None:
    causes = section(page_of(assess({"walking_pain": "eases", "leg": ["hot"]})), CAUSES)
    candidate = causes.parts[0]
    found = {part.title: texts(part) for part in candidate.parts}
    assert candidate.title == "Narrowed leg arteries"
    assert texts(replace(candidate, parts=())) == [
        "Arteries of the legs grow narrow.",
        "Fit: a typical pattern.",
    ]
    assert found == {
        "What points to it": [
            "Walking brings on pain that eases with rest."
            " Narrowed arteries bring too little blood while walking."
        ],
        "What points away from it": ["Your leg is hot. Too little blood makes a leg cool."],
        "What is still open": ["Do you smoke?"],
    }


def test_what_only_makes_a_cause_likelier_stands_apart(assess: Assess) -> None:
    causes = section(page_of(assess({"walking_pain": "eases", "smoking": "now"})), CAUSES)
    found = {part.title: texts(part) for part in causes.parts[0].parts}
    assert found["What makes it likelier"] == ["You smoke. Smoking can narrow arteries."]


def test_a_risk_alone_is_one_line_below_the_word_that_nothing_matches(assess: Assess) -> None:
    found = section(page_of(assess({"smoking": "now"})), CAUSES)
    assert [line.text for line in found.lines] == [
        "No cause in these rules matches these answers.",
        "This does not mean that all is well.",
    ]
    (part,) = found.parts
    assert (part.title, texts(part), part.folded) == (
        "What only raises the chance",
        ["Could also matter: Narrowed leg arteries. Your answers only raise the chance of these."],
        False,
    )
    assert part.lines[0].numbers


def test_a_risk_alone_stands_below_every_cause_that_a_sign_points_to(assess: Assess) -> None:
    answers = {"smoking": "now", "leg": ["swollen", "hot"], "clothes": "yes"}
    found = section(page_of(assess(answers)), CAUSES)
    assert [part.title for part in found.parts] == [
        "Pressure on a nerve",
        "Clot in a leg vein",
        "What only raises the chance",
    ]


def test_at_an_emergency_a_risk_alone_is_folded_away(assess: Assess) -> None:
    page = page_of(assess({"smoking": "now", "alarm": ["saddle"]}))
    (part,) = section(page, CAUSES).parts
    assert part.folded
    assert "Narrowed leg arteries" not in " ".join(texts(page.sections[0]))


def test_dangers_that_brought_an_emergency_are_said_to_come_first(assess: Assess) -> None:
    mild = assess({"clothes": "yes"})
    cause = mild.causes[0].cause
    level = cause.level.model_copy(update={"is_": Level.EMERGENCY})
    grave = cause.model_copy(update={"level": level})
    ruleset = replace(mild.ruleset, causes={**mild.ruleset.causes, cause.id: grave})
    raised = replace(mild, ruleset=ruleset)
    first_lines = [section(page_of(one), CAUSES).lines[0].text for one in (mild, raised)]
    order = "The order shows how well the pattern fits, not how likely a cause is."
    assert first_lines == [order, f"The dangers that brought this come first. {order}"]


def test_candidates_beyond_the_third_are_folded(rich_case: Assessment) -> None:
    causes = section(page_of(rich_case), CAUSES)
    assert [part.folded for part in causes.parts] == [False, False, False, True]


def test_no_candidate_is_no_reassurance(assess: Assess) -> None:
    causes = section(page_of(assess({"severity": "mild"})), CAUSES)
    assert texts(causes) == [
        "No cause in these rules matches these answers.",
        "This does not mean that all is well.",
    ]


def test_what_could_change_is_grouped_by_level_most_urgent_first(assess: Assess) -> None:
    change = section(page_of(assess({"leg": {"hot": "yes"}})), "What could still change this")
    assert [part.title for part in change.parts] == [
        "Get emergency help now, for example if",
        "Get medical help today, for example if",
        "See a doctor, for example if",
    ]
    assert texts(change.parts[1]) == ["Your leg is swollen."]


def test_options_needed_together_are_named_together(assess: Assess) -> None:
    change = section(page_of(assess({"alarm": {"saddle": "no"}})), "What could still change this")
    assert texts(change.parts[0]) == ["Your leg is cold and pale."]


def test_none_of_these_can_change_it_too(tiny: RuleSet) -> None:
    neither = AllOf((IsNot("leg", "swollen"), IsNot("leg", "hot")))
    rule = tiny.rule["sn-saddle"].model_copy(update={"id": Text("neither"), "when": neither})
    changed = replace(tiny, rules=(*tiny.rules, rule))
    change = section(
        page_of(ReferenceEngine(changed).assess(Answers())), "What could still change this"
    )
    assert "Nothing that “Is a leg swollen or hot?” lists is so." in texts(change.parts[0])


def test_once_nothing_is_open_it_says_so(assess: Assess) -> None:
    written: dict[str, object] = {
        "alarm": [],
        "leg": [],
        "persistence": "settled",
        "severity": "mild",
        "walking_pain": "none",
        "stairs": "yes",
        "smoking": "never",
        "clothes": "no",
    }
    change = section(page_of(assess(written)), "What could still change this")
    assert texts(change) == ["No open answer by itself could raise the level. New signs can."]


def test_a_long_list_of_changes_is_folded_after_six(tiny: RuleSet) -> None:
    names = [f"more{number}" for number in range(8)]
    question, rule = tiny.questions["severity"], tiny.rule["severe-needs-a-doctor"]
    changed = replace(
        tiny,
        questions={name: question.model_copy(update={"id": Text(name)}) for name in names},
        rules=tuple(
            rule.model_copy(update={"id": Text(name), "when": Is(name, "severe")}) for name in names
        ),
    )
    change = section(
        page_of(ReferenceEngine(changed).assess(Answers())), "What could still change this"
    )
    see_doctor = change.parts[0]
    assert len(see_doctor.lines) == 6
    assert [(rest.title, len(rest.lines), rest.folded) for rest in see_doctor.parts] == [
        ("2 more", 2, True)
    ]


def test_in_an_emergency_nothing_can_change_it(assess: Assess) -> None:
    change = section(page_of(assess({"alarm": ["saddle"]})), "What could still change this")
    assert texts(change) == ["This is the most urgent level. No other answer can lower it."]


def test_signs_to_watch_for_start_with_the_most_urgent(assess: Assess) -> None:
    watch = section(page_of(assess({})), "All signs to watch for")
    assert [part.title for part in watch.parts] == ["Get emergency help now", "See a doctor"]


def test_tests_of_all_candidates_are_merged(assess: Assess) -> None:
    tests = section(
        page_of(assess({"walking_pain": "eases", "leg": ["swollen", "hot"]})),
        "What a doctor may check and ask",
    )
    assert [line.text for line in tests.lines] == [
        "A doctor may compare the blood pressure of arm and ankle.",
        "A doctor may take a picture of the vessels.",
    ]


def test_it_says_which_rules_and_which_engine_made_it(assess: Assess) -> None:
    assessment = assess({})
    about = texts(section(page_of(assessment), "What this is and is not"))
    assert (
        f"Rule set tiny, version 0.1.0, digest {assessment.ruleset.digest}; engine reference."
        in about
    )
    assert "3 of the 3 sources named here were read for these rules." in about
    assert "No clinician has reviewed this rule set yet." in about
    assert "It is for tests, and for nobody who is ill." in about


def test_a_doctor_may_ask_what_is_still_open_about_the_causes(assess: Assess) -> None:
    tests = section(page_of(assess({"walking_pain": "eases"})), "What a doctor may check and ask")
    assert [(part.title, texts(part)) for part in tests.parts] == [
        ("What a doctor may ask", ["Is a leg swollen or hot?", "Do you smoke?"])
    ]


def test_every_asked_question_is_repeated_with_its_answer(rich_case: Assessment) -> None:
    answers = section(page_of(rich_case), "Your answers")
    assert answers.folded
    assert texts(answers)[:2] == [
        "Do you notice any of these signs? Not sure.",
        "Is a leg swollen or hot? Swollen; Hot.",
    ]
    assert "Do you smoke? Prefer not to say." in texts(answers)
    assert len(answers.lines) == len(rich_case.answers.given)
