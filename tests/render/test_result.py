"""What a result says, whatever it is rendered to."""

from __future__ import annotations

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
from triage.render.results.result_page import emergency_page, result_page
from triage.why.explanation import Explanation

TITLES = [
    "What to do now",
    "Why",
    "What this pattern can go with",
    "What could still change this",
    "What to watch for and when to get help",
    "What a doctor may check",
    "What this is and is not",
    "Your answers",
]

NEVER = ["should", "you have", "all clear", "nothing to worry", "rule out", "%", "probabl"]

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


def everything(page: Page) -> Iterator[str]:
    def titles(part: PageSection) -> Iterator[str]:
        yield part.title
        for inner in part.parts:
            yield from titles(inner)

    for part in page.sections:
        yield from titles(part)
        yield from texts(part)


@pytest.mark.parametrize("written", CASES)
def test_sections_stand_in_one_order(written: dict[str, object], assess: Assess) -> None:
    assert [part.title for part in page_of(assess(written)).sections] == TITLES


@pytest.mark.parametrize("written", CASES)
def test_no_word_promises_commands_or_diagnoses(written: dict[str, object], assess: Assess) -> None:
    said = " ".join(everything(page_of(assess(written)))).lower()
    assert [word for word in NEVER if word in said] == []


def test_the_level_comes_first_and_its_action_holds_the_number(assess: Assess) -> None:
    headline, action = section(page_of(assess({"alarm": ["saddle"]})), "What to do now").lines[:2]
    assert (headline.text, headline.kind) == ("Get emergency help now.", LineKind.STRONG)
    assert action.text == "Call 999 now, even if the signs pass."
    assert page_of(assess({"alarm": ["saddle"]})).urgency is Level.EMERGENCY


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            {},
            (
                "You did not say whether it lasts or how severe it is. If it lasts or is severe,"
                " see a doctor."
            ),
        ),
        ({"severity": "mild"}, "You did not say whether it lasts. If it lasts, see a doctor."),
        (
            {"persistence": "settled", "severity": "not_sure"},
            "You did not say how severe it is. If it is severe, see a doctor.",
        ),
    ],
)
def test_self_care_says_first_what_was_not_said(
    written: dict[str, object], sentence: str, assess: Assess
) -> None:
    assert section(page_of(assess(written)), "What to do now").lines[1].text == sentence


@pytest.mark.parametrize(
    "written", [{"persistence": "settled", "severity": "mild"}, {"leg": ["swollen", "hot"]}]
)
def test_nothing_is_missed_once_it_was_said_or_the_level_is_higher(
    written: dict[str, object], assess: Assess
) -> None:
    assert "You did not say" not in " ".join(
        texts(section(page_of(assess(written)), "What to do now"))
    )


def test_a_level_above_self_care_names_what_brought_it(assess: Assess) -> None:
    now = texts(
        section(page_of(assess({"leg": ["swollen", "hot"], "clothes": "yes"})), "What to do now")
    )
    assert now[2:] == [
        "What brought this:",
        "You said your leg is swollen.",
        "You said your leg is hot.",
    ]


def test_beyond_three_answers_the_rest_is_counted(assess: Assess) -> None:
    written: dict[str, object] = {
        "persistence": "constant",
        "severity": "severe",
        "walking_pain": "eases",
        "stairs": "no",
    }
    now = texts(section(page_of(assess(written)), "What to do now"))
    assert (len(now), now[-1]) == (7, "And 1 more, under “Why”.")


def unsure_part(assessment: Assessment) -> PageSection:
    return section(page_of(assessment), "What to do now").parts[0]


def test_unsure_options_that_would_be_an_emergency_are_listed_with_the_number(
    assess: Assess,
) -> None:
    part = unsure_part(assess({"alarm": "not_sure", "leg": "not_sure"}))
    assert part.title == "You were not sure about some signs. If any of these is true, call 999"
    assert texts(part) == [
        "Do you notice any of these signs?",
        "Numbness between the legs",
        "A cold leg, together with: A pale leg",
        "Where this comes from:",
    ]


def test_the_sources_of_unsure_options_stand_once_below_their_list(assess: Assess) -> None:
    notes = [line.note for line in lines(unsure_part(assess({"alarm": "not_sure"})))]
    assert notes == ["", "", "", "added safety note: Test health service, Legs at risk, Alarms"]


def emergency_when(tiny: RuleSet, *conditions: Condition) -> RuleSet:
    """The small rule set with one more emergency rule."""
    rule = tiny.rule["sn-saddle"].model_copy(
        update={"id": Text("sn-more"), "when": AllOf(conditions)}
    )
    return replace(tiny, rules=(*tiny.rules, rule))


def alarm_points(ruleset: RuleSet, written: dict[str, object]) -> list[str]:
    answers = read_answers(written, ruleset, Span("<test>"))
    now = section(page_of(ReferenceEngine(ruleset).assess(answers)), "What to do now")
    return [line.text for part in now.parts for line in lines(part) if line.kind is LineKind.POINT]


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


def test_the_action_stands_without_a_list_of_sources(assess: Assess) -> None:
    now = section(page_of(assess({"leg": ["swollen", "hot"]})), "What to do now")
    assert [line.note for line in now.lines] == [""] * 5


def test_an_unsure_option_counts_together_with_those_chosen(assess: Assess) -> None:
    answers: dict[str, object] = {"alarm": {"saddle": "no", "cold": "yes", "pale": "not_sure"}}
    assert "A pale leg" in texts(section(page_of(assess(answers)), "What to do now"))


@pytest.mark.parametrize(
    "written", [{}, {"alarm": []}, {"alarm": {"saddle": "yes", "cold": "not_sure"}}]
)
def test_no_unsure_warning_without_an_unsure_answer_or_in_an_emergency(
    written: dict[str, object],
    assess: Assess,
) -> None:
    assert section(page_of(assess(written)), "What to do now").parts == ()


def test_why_walks_down_through_findings_and_causes_to_the_answers(assess: Assess) -> None:
    why = section(page_of(assess({"walking_pain": "eases"})), "Why").lines
    assert [line.text for line in why] == [
        "You said walking brings on pain that eases with rest.",
        (
            "Pain that comes with walking: Working muscles need more blood than narrowed arteries"
            " bring."
        ),
        "Typical of Narrowed leg arteries: Narrowed arteries bring too little blood while walking.",
        "A doctor can treat narrowed arteries.",
    ]
    assert [line.note for line in why[1:]] == ["from the documents: A, Blood"] * 3


def test_why_tells_each_rule_once(assess: Assess) -> None:
    why = texts(section(page_of(assess({"leg": ["swollen", "hot"], "smoking": "now"})), "Why"))
    assert sum(text.startswith("Signs that fit a clot") for text in why) == 1
    assert why[0] == "You said your leg is swollen. You said your leg is hot. You said you smoke."


def test_added_knowledge_bears_another_badge_than_the_documents(assess: Assess) -> None:
    why = section(page_of(assess({"alarm": ["saddle"]})), "Why").lines
    assert why[-1].note == "added safety note: Test health service, Legs at risk, Alarms"


def test_a_candidate_shows_what_speaks_for_it_against_it_and_what_is_open(assess: Assess) -> None:
    causes = section(
        page_of(assess({"walking_pain": "eases", "leg": ["hot"]})), "What this pattern can go with"
    )
    candidate = causes.parts[0]
    found = {part.title: texts(part) for part in candidate.parts}
    assert (candidate.title, candidate.lines[0].text) == (
        "Narrowed leg arteries",
        "Fit: a typical pattern.",
    )
    assert found == {
        "What speaks for it": [
            "You said walking brings on pain that eases with rest."
            " Narrowed arteries bring too little blood while walking."
        ],
        "What speaks against it": ["You said your leg is hot. Too little blood makes a leg cool."],
        "What was not asked or not sure": ["Do you smoke? Not asked."],
    }


def test_a_risk_alone_is_one_line_below_the_word_that_nothing_matches(assess: Assess) -> None:
    found = section(page_of(assess({"smoking": "now"})), "What this pattern can go with")
    assert [line.text for line in found.lines] == [
        "No cause in the documents matches these answers.",
        "This does not mean that all is well.",
    ]
    (part,) = found.parts
    assert (part.title, texts(part), part.folded) == (
        "What only raises the chance",
        ["Could also matter: Narrowed leg arteries. Your answers only raise the chance of these."],
        False,
    )
    assert part.lines[0].note


def test_a_risk_alone_stands_below_every_cause_that_a_sign_points_to(assess: Assess) -> None:
    answers = {"smoking": "now", "leg": ["swollen", "hot"], "clothes": "yes"}
    found = section(page_of(assess(answers)), "What this pattern can go with")
    assert [part.title for part in found.parts] == [
        "Pressure on a nerve",
        "Clot in a leg vein",
        "What only raises the chance",
    ]


def test_at_an_emergency_a_risk_alone_is_folded_away(assess: Assess) -> None:
    page = page_of(assess({"smoking": "now", "alarm": ["saddle"]}))
    (part,) = section(page, "What this pattern can go with").parts
    assert part.folded
    assert "Narrowed leg arteries" not in " ".join(texts(page.sections[0]))


def test_dangers_that_brought_an_emergency_are_said_to_come_first(assess: Assess) -> None:
    mild = assess({"clothes": "yes"})
    cause = mild.causes[0].cause
    level = cause.level.model_copy(update={"is_": Level.EMERGENCY})
    grave = cause.model_copy(update={"level": level})
    ruleset = replace(mild.ruleset, causes={**mild.ruleset.causes, cause.id: grave})
    raised = replace(mild, ruleset=ruleset)
    first_lines = [
        section(page_of(one), "What this pattern can go with").lines[0].text
        for one in (mild, raised)
    ]
    order = "The order shows how well the pattern fits, not how likely a cause is."
    assert first_lines == [order, f"The dangers that brought this come first. {order}"]


def test_it_says_where_the_documents_differ(assess: Assess) -> None:
    candidate = section(page_of(assess({"clothes": "yes"})), "What this pattern can go with").parts[
        0
    ]
    differs = next(part for part in candidate.parts if part.title == "Where the documents differ")
    assert texts(differs) == ["Document A speaks of clothes only. Document B adds shoes."]


def test_candidates_beyond_the_third_are_folded(rich_case: Assessment) -> None:
    causes = section(page_of(rich_case), "What this pattern can go with")
    assert [part.folded for part in causes.parts] == [False, False, False, True]


def test_no_candidate_is_no_reassurance(assess: Assess) -> None:
    causes = section(page_of(assess({"severity": "mild"})), "What this pattern can go with")
    assert texts(causes) == [
        "No cause in the documents matches these answers.",
        "This does not mean that all is well.",
    ]


def test_what_could_change_is_grouped_by_level_most_urgent_first(assess: Assess) -> None:
    change = section(page_of(assess({"leg": {"hot": "yes"}})), "What could still change this")
    assert [part.title for part in change.parts] == [
        "Get emergency help now, for example if the answer is",
        "Get medical help today, for example if the answer is",
        "See a doctor, for example if the answer is",
    ]
    assert texts(change.parts[1]) == ["“Swollen” to “Is a leg swollen or hot?”"]


def test_options_needed_together_are_named_together(assess: Assess) -> None:
    change = section(page_of(assess({"alarm": {"saddle": "no"}})), "What could still change this")
    assert texts(change.parts[0]) == [
        "“A cold leg” and “A pale leg” to “Do you notice any of these signs?”"
    ]


def test_none_of_these_can_change_it_too(tiny: RuleSet) -> None:
    neither = AllOf((IsNot("leg", "swollen"), IsNot("leg", "hot")))
    rule = tiny.rule["sn-saddle"].model_copy(update={"id": Text("neither"), "when": neither})
    changed = replace(tiny, rules=(*tiny.rules, rule))
    change = section(
        page_of(ReferenceEngine(changed).assess(Answers())), "What could still change this"
    )
    assert "“None of these” to “Is a leg swollen or hot?”" in texts(change.parts[0])


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
    watch = section(page_of(assess({})), "What to watch for and when to get help")
    assert [part.title for part in watch.parts] == ["Get emergency help now", "See a doctor"]


def test_tests_of_all_candidates_are_merged(assess: Assess) -> None:
    tests = section(
        page_of(assess({"walking_pain": "eases", "leg": ["swollen", "hot"]})),
        "What a doctor may check",
    )
    assert texts(tests) == [
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
    assert "A: Document on legs. Test press, 2023-01-15. shelf A." in about


def test_every_asked_question_is_repeated_with_its_answer(rich_case: Assessment) -> None:
    answers = section(page_of(rich_case), "Your answers")
    assert answers.folded
    assert texts(answers)[:2] == [
        "Do you notice any of these signs? Not sure.",
        "Is a leg swollen or hot? Swollen; Hot.",
    ]
    assert "Do you smoke? Prefer not to say." in texts(answers)
    assert len(answers.lines) == len(rich_case.answers.given)


def test_the_emergency_card_holds_the_action_and_what_brought_it_and_no_more(
    assess: Assess,
) -> None:
    card = emergency_page(Explanation(assess({"alarm": ["saddle"], "clothes": "yes"})), "112")
    assert [line.note for line in lines(card.sections[1])] == ["", "added safety note"]
    assert list(everything(card)) == [
        "What to do now",
        "Get emergency help now.",
        "Call 112 now, even if the signs pass.",
        "Why",
        "You said it is numb between your legs.",
        "Nerves low in the spine may be pressed.",
    ]
