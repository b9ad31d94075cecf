"""The first screen of a result: a plan on few lines, in words for everybody, for every case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from rich.cells import cell_len

from tests.conftest import HERE, Assess
from tests.html_reader import unfolded_words
from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.cases import case_files
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import locate
from triage.language.model import Statement
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats import html, text
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.plan import UNASKED, Plan
from triage.render.results.result_page import result_page
from triage.render.results.what_to_do import first_page
from triage.talk.browse import LINES, first_screen
from triage.why.explanation import Explanation

RULE_SETS = ("leg_numbness", "wells_dvt", "tiny", "traffic_light")
NUMBERS = (
    "112",
    "999 (or your local emergency number)",
    "your local emergency number (112 or 911 in many countries)",
)
NEVER = (
    r"\bshould\b|\ball clear\b|nothing to worry|rule out|%|probabl|\bfindings?\b|shares a sign"
    r"|document [ab]\b|the two documents|the documents|you said|\bfired?\b|\byou have\b(?! had)"
)
"""Words that promise, command or diagnose, and those that only authors know."""


@cache
def rule_set(name: str) -> RuleSet:
    path = HERE / "rulesets" / name
    return load(path if path.exists() else locate(name))


@cache
def pages(name: str) -> dict[str, tuple[Assessment, Page]]:
    """The result of every case of a rule set, of nothing said, of "not sure" to everything, and of
    every single answer.
    """
    ruleset = rule_set(name)
    engine = ReferenceEngine(ruleset)
    cases = case_files.load_all(ruleset)
    stories = [case for case in cases if not case.is_row] or cases
    answered = {case.id: case.answers for case in stories}
    answered |= dict(_made(ruleset))
    found = {}
    for place, (case, answers) in enumerate(answered.items()):
        number = NUMBERS[place % len(NUMBERS)]
        assessment = engine.assess(answers)
        found[case] = assessment, result_page(Explanation(assessment), number, "reference")
    return found


def _made(ruleset: RuleSet) -> Iterator[tuple[str, Answers]]:
    def read(written: dict[str, object]) -> Answers:
        return read_answers(written, ruleset, Span("<test>"))

    yield "nothing", Answers()
    yield "not sure", read({name: "not_sure" for name in ruleset.questions})
    for name, question in ruleset.questions.items():
        for option in question.option_ids:
            chosen: object = option if question.kind.takes_one else [option]
            yield f"{name}={option}", read({name: chosen})


def screen(page: Page, width: int) -> str:
    first = first_page(page.sections[0], page)
    return text.render(first, width, colour=False, unicode=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SETS)
def test_the_first_screen_takes_at_most_15_lines(name: str) -> None:
    shown = {case: screen(page, 80) for case, (_, page) in pages(name).items()}
    assert {case: first for case, first in shown.items() if first.count("\n") > 15} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SETS)
def test_the_first_screen_fits_on_24_lines_with_its_menu(name: str) -> None:
    question, keys, empty_line = 1, 1, 1
    tall = []
    for case, (_, page) in pages(name).items():
        menu = question + keys + len(LINES) + any(part.id == "unsure" for part in page.sections)
        first = text.render(first_screen(page), 80, colour=False, unicode=True, fold=True)
        if first.count("\n") + empty_line + menu > 24:
            tall.append(case)
    assert tall == []


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SETS)
@pytest.mark.parametrize("width", [80, 60, 40])
def test_it_fits_its_width_and_repeats_no_line(name: str, width: int) -> None:
    for case, (_, page) in pages(name).items():
        assert max(map(cell_len, screen(page, width).splitlines())) <= width, case
        told = [line.text for line in page.sections[0].lines]
        assert len(told) == len(set(told)), case


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SETS)
def test_no_word_promises_commands_diagnoses_or_is_for_authors(name: str) -> None:
    ids = {rule.id for rule in rule_set(name).rules if "-" in rule.id}
    for case, (_, page) in pages(name).items():
        sections = [part for part in page.sections if part.id not in ("sources", "answers")]
        said = text.render(replace(page, sections=tuple(sections)), 80, colour=False, unicode=True)
        flat = " ".join(said.split())
        assert re.findall(NEVER, flat, re.IGNORECASE) == [], case
        assert ids.isdisjoint(flat.replace(",", " ").split()), case


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SETS)
def test_it_always_says_what_to_do_and_names_no_level_below_the_result(name: str) -> None:
    for case, (assessment, page) in pages(name).items():
        headline, *rows = page.sections[0].lines
        plan = Plan(Explanation(assessment), "112")
        advised = assessment.ruleset.words(assessment.level).headline != headline.text
        assert not advised or plan.advice, case
        assert [row.label for row in rows].count("Do") == (not plan.is_led_by_advice), case
        assert all(watch.level >= assessment.level for watch in plan.watch), case


@pytest.mark.slow
@pytest.mark.parametrize("name", RULE_SETS)
def test_before_the_folds_html_has_at_most_700_words(name: str) -> None:
    """Tried with the pages that have the most to say before the folds."""
    by_length = sorted(pages(name).items(), key=lambda item: words_before_folds(item[1][1]))
    for case, (_, page) in by_length[-60:]:
        assert len(unfolded_words(html.render(page))) <= 700, case


def words_before_folds(page: Page) -> int:
    lines = (line for part in page.sections if not part.folded for line in part.lines)
    return sum(len(line.text.split()) for line in lines)


def test_the_count_of_words_leaves_out_what_is_folded_and_nothing_else() -> None:
    part = PageSection("One two", (Line("three four"),), folded=True)
    page = Page("Five", (PageSection("Six", (Line("seven"),)), part))
    words = unfolded_words(html.render(page))
    assert {"Five", "Six", "seven", "One", "two"} <= set(words)
    assert {"three", "four"}.isdisjoint(words)


@pytest.mark.slow
def test_every_emergency_of_the_legs_says_whom_to_call_and_what_to_say() -> None:
    for case, (assessment, page) in pages("leg_numbness").items():
        if assessment.level is Level.EMERGENCY:
            rows = {row.label: row.text for row in page.sections[0].lines}
            assert "Call" in rows["Do"], case
            assert rows["Say"].startswith("“I need an ambulance."), case
            assert rows["When"].startswith("Now"), case


def rows_of(assessment: Assessment) -> list[Line]:
    page = result_page(Explanation(assessment), "999", "reference")
    return list(page.sections[0].lines[1:])


def told(assessment: Assessment) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in rows_of(assessment)]


def with_words(assessment: Assessment, **update: object) -> Assessment:
    """The result, its level in more words."""
    ruleset, level = assessment.ruleset, assessment.level.id
    words = ruleset.identity.levels[level].model_copy(update=update)
    levels = {**ruleset.identity.levels, level: words}
    identity = ruleset.identity.model_copy(update={"levels": levels})
    return replace(assessment, ruleset=replace(ruleset, identity=identity))


def test_a_rule_set_without_words_for_the_plan_still_gives_one(assess: Assess) -> None:
    assert told(assess({"alarm": [], "leg": ["swollen", "hot"]})) == [
        ("Do", "Speak to a doctor today, and call 999 if it gets worse."),
        ("Why", "Your leg is swollen and hot."),
        ("Can fit", "Clot in a leg vein: your answers fit some of its signs"),
        ("Watch for", "Numbness between the legs needs help at once."),
    ]


def test_a_level_says_by_when_where_and_what_to_say_first(assess: Assess) -> None:
    assessment = with_words(
        assess({"leg": ["swollen", "hot"]}),
        by_when="Today.",
        when_closed="If closed, go to hospital.",
        say="I need to be seen today.",
        meanwhile=(Statement(text="Sit down.", cites=("guide",)),),
    )
    rows = dict(told(assessment))
    assert rows["When"] == "Today. If closed, go to hospital."
    assert rows["Say"] == "“I need to be seen today. Swollen, Hot.”"
    assert rows["Meanwhile"] == "Sit down. [1]"


def test_what_was_not_said_and_the_level_rests_on_comes_first(assess: Assess) -> None:
    assert told(assess({}))[0] == (
        "Open",
        f"{UNASKED} You did not say whether it lasts or how severe it is.",
    )
    assert told(assess({"alarm": [], "severity": "mild", "persistence": "not_sure"}))[0] == (
        "Open",
        "You did not say whether it lasts.",
    )
    said = assess({"alarm": [], "persistence": "settled", "severity": "mild"})
    assert "Open" not in dict(told(said))
    assert dict(told(assess({"leg": ["swollen", "hot"]})))["Open"] == UNASKED
    assert "Open" not in dict(told(assess({"alarm": ["saddle"]})))


def test_not_sure_about_a_sign_of_an_emergency_comes_before_all_else(assess: Assess) -> None:
    label, words = told(assess({"alarm": "not_sure"}))[0]
    assert (label, "call 999 if it is so" in words) == ("Unsure", True)
    assert "Unsure" not in dict(told(assess({"clothes": "not_sure"})))


def test_without_a_cause_it_is_no_comfort(assess: Assess) -> None:
    words = dict(told(assess({"severity": "mild"})))["Can fit"]
    assert words == "No cause in these rules matches. This does not mean that all is well."


def test_what_does_not_fit_is_left_out_last_things_first(assess: Assess) -> None:
    long = " ".join(["Rest the leg and keep it still until somebody has looked at it."] * 8)
    assessment = assess({"leg": ["swollen", "hot"], "clothes": "yes"})
    assert {"Watch for", "or"} <= {row.label for row in rows_of(assessment)}
    crowded = with_words(assessment, by_when=long, say=long)
    labels = [row.label for row in rows_of(crowded)]
    assert "Watch for" not in labels
    assert {"Do", "Why", "When", "Say"} <= set(labels)


def test_the_signs_of_one_level_stand_together_with_what_to_do(assess: Assess) -> None:
    assessment = assess({})
    watch = tuple(
        one.model_copy(update={"brief": f"sign {place}"})
        for place, one in enumerate(assessment.ruleset.identity.watch)
    )
    identity = assessment.ruleset.identity.model_copy(update={"watch": watch})
    rows = told(replace(assessment, ruleset=replace(assessment.ruleset, identity=identity)))
    assert [words for label, words in rows if label == "Watch for"] == [
        "Get emergency help now if you notice sign 1 [2].",
        "See a doctor if you notice sign 0 [1].",
    ]


def test_labels_stand_in_a_column_where_there_is_room_and_before_the_text_else() -> None:
    lines = (Line("Rest.", LineKind.ROW, label="Do"), Line("Now.", LineKind.ROW, label="When"))
    page = Page("T", (PageSection("", lines),))
    wide, narrow = (
        text.render(page, width, colour=False, unicode=True).splitlines()[2:] for width in (50, 49)
    )
    assert wide == ["Do    Rest.", "When  Now."]
    assert narrow == ["Do: Rest.", "When: Now."]


def test_a_cause_of_a_lower_level_is_not_what_helpers_are_told(
    tiny: RuleSet, assess: Assess
) -> None:
    pressed = tiny.causes["nerve_pressure"].model_copy(update={"call_it": "possible pinch"})
    ruleset = replace(tiny, causes={**tiny.causes, "nerve_pressure": pressed})
    for written, is_named in (
        ({"clothes": "yes"}, True),
        ({"clothes": "yes", "alarm": ["saddle"]}, False),
    ):
        assessment = ReferenceEngine(ruleset).assess(assess(dict(written)).answers)
        plan = Plan(Explanation(with_words(assessment, say="Help me.")), "999")
        assert plan.say.startswith("Help me.")
        assert ("possible pinch" in plan.say.lower()) is is_named
