"""What a person meets: how many screens until the level is settled, what is told when, and how much
there is to read, beside the figures of the first edition and the goals.

``python -m tests.benchmarks.interview`` walks through all cases of ``leg_numbness``; the exit code
is 1 where a goal is missed. A case leaves questions out: they are answered with "none of these", or
with the option that fewest rules read.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from statistics import median

from tests.benchmarks.walks import Plainly, Walk, screens_until_told_whom_to_call, walk
from tests.html_reader import unfolded_words
from triage.answers.answer_file import read_answers
from triage.answers.value import NOT_SURE, Answers
from triage.cases import case_files
from triage.engine.reference import ReferenceEngine
from triage.lacks.advice import advised
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats import html, text
from triage.render.results.plan import Plan
from triage.render.results.result_page import result_page
from triage.render.results.what_to_do import first_page
from triage.why.explanation import Explanation

RULES = "leg_numbness"
NUMBER = "your local emergency number (112 or 911 in many countries)"
"""The longest that the number is called."""
WIDTH = 80
ASLEEP: Mapping[str, object] = {
    "brain_signs": [],
    "onset": "sudden",
    "persistence": "settled",
    "trend": "better",
    "side": "left",
    "area": ["foot"],
    "sensation": ["tingling", "prickling"],
    "trigger": ["crossed_legs"],
    "severity": "mild",
    "age": "18_to_49",
}
CLOT: Mapping[str, object] = {
    "leg_signs": ["swollen", "hot", "painful"],
    "onset": "days_to_weeks",
    "persistence": "constant",
    "area": ["lower_leg"],
    "side": "left",
    "clot_risks": ["long_journey"],
    "age": "18_to_49",
}
EMERGENCIES: Sequence[Mapping[str, object]] = (
    {"brain_signs": ["face_arm_speech"]},
    {"spine_signs": ["saddle_numbness"]},
    {"breathing_signs": ["breathless"]},
)
"""A stroke, numbness where one sits on a saddle, and somebody out of breath."""


@dataclass(frozen=True)
class Met:
    """What the person of one case meets."""

    case: str
    level: Level
    walk: Walk
    lines: int
    words: int


@dataclass(frozen=True)
class Row:
    """One measure, as text, beside its goal."""

    what: str
    before: str
    goal: str
    now: str
    is_met: bool


@cache
def rules() -> RuleSet:
    """The rule set that is measured."""
    return load(locate(RULES))


def met(name: str, answers: Answers) -> Met:
    """What somebody with these answers meets."""
    found = walk(rules(), Plainly(rules()).person(answers))
    explanation = _explained(found.answers)
    page = result_page(explanation, NUMBER, "reference")
    first = text.render(first_page(page.sections[0], page), WIDTH, colour=False, unicode=True)
    words = len(unfolded_words(html.render(page)))
    return Met(name, explanation.assessment.level, found, first.count("\n"), words)


def _explained(answers: Answers) -> Explanation:
    return Explanation(ReferenceEngine(rules()).assess(answers))


def met_by_case(place: int) -> Met:
    """What the person of the case at this place meets."""
    case = cases()[place]
    return met(case.id, case.answers)


@cache
def cases() -> tuple[case_files.Case, ...]:
    """All cases beside the rule set."""
    return case_files.load_all(rules())


def met_by_all(number: int | None, jobs: int) -> list[Met]:
    """What the people of so many cases meet, drawn from all; None takes every case."""
    places = list(range(len(cases())))
    if number is not None and number < len(places):
        places = sorted(random.Random(1).sample(places, number))
    # what all cases share is looked through for garbage in no step of an interview
    with ProcessPoolExecutor(jobs, initializer=gc.freeze) as pool:
        return list(pool.map(met_by_case, places, chunksize=8))


def table(people: Sequence[Met]) -> Iterator[Row]:
    """All measures."""
    calm = [one for one in people if not one.level.is_emergency]
    yield _two("screens until settled, median / longest", "24 / 30", (10, 13), _settled(calm))
    yield _two("screens to the end, median / longest", "24 / 30", (15, 16), _ends(people))
    yield from named()
    yield from results(people)
    yield _one("a step of the interview, ms (longest)", "", 100, _slowest(people))


def _settled(people: Sequence[Met]) -> list[int]:
    return [one.walk.settled for one in people]


def _ends(people: Sequence[Met]) -> list[int]:
    return [one.walk.screens for one in people]


def _slowest(people: Sequence[Met]) -> int:
    return round(1000 * max(one.walk.slowest for one in people))


def named() -> Iterator[Row]:
    """The measures of people who have a row of their own."""
    asleep = _walk(ASLEEP)
    yield _one("leg asleep after crossing it: settled after", "24", 9, asleep.settled)
    stopped = screens_until_told_whom_to_call(rules())
    yield _one("sure of nothing: told whom to call after", "38", 6, stopped)
    urgent = _walk(CLOT).told.get(Level.URGENT)
    yield _one("swollen hot calf after a flight: told “today” after", "27", 4, urgent)
    told = [_walk(one).told.get(Level.EMERGENCY) for one in EMERGENCIES]
    is_met = all(
        after is not None and after <= most for after, most in zip(told, (1, 3, 2), strict=True)
    )
    now = ", ".join(map(str, told))
    yield Row("stroke, saddle, breathless: told after", "1, 3, 2", "no later", now, is_met)


def _walk(written: Mapping[str, object]) -> Walk:
    return walk(rules(), Plainly(rules()).person(read_answers(written, rules(), Span("<named>"))))


def results(people: Sequence[Met]) -> Iterator[Row]:
    """The measures of what is read at the end."""
    lines, words = (max(one.lines for one in people), max(one.words for one in people))
    yield _one("first screen of the result, lines (most)", "20 to 98, folded", 15, lines)
    yield _one("words in HTML before the folds (most)", "1,900 to 2,500", 700, words)
    unsure = Answers(dict.fromkeys(rules().questions, NOT_SURE))
    plan = Plan(_explained(unsure), NUMBER)
    soonest = next(iter(advised(rules(), unsure)), None)
    is_met = plan.do == plan.advice and soonest is not None and soonest.level.is_protected
    yield Row("“not sure” to everything: headline", "self-care", "today or sooner", plan.do, is_met)


def _one(what: str, before: str, most: int, now: int | None) -> Row:
    shown = "never" if now is None else str(now)
    return Row(what, before, f"≤ {most}", shown, now is not None and now <= most)


def _two(what: str, before: str, most: tuple[int, int], found: Sequence[int]) -> Row:
    middle, longest = median(found), max(found)
    is_met = middle <= most[0] and longest <= most[1]
    return Row(what, before, f"≤ {most[0]} / ≤ {most[1]}", f"{middle:g} / {longest}", is_met)


def main() -> int:
    """Print the table, and who settles last."""
    parser = argparse.ArgumentParser(description="Measure what a person meets.")
    parser.add_argument("--cases", type=int, help="so many cases instead of all")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    people = met_by_all(options.cases, options.jobs)
    found = list(table(people))
    print(f"| {len(people)} cases | first edition | goal | now | |\n|---|---|---|---|---|")
    for row in found:
        is_met = "met" if row.is_met else "missed"
        print(f"| {row.what} | {row.before} | {row.goal} | {row.now} | {is_met} |")
    _print_the_last(people)
    return int(not all(row.is_met for row in found))


def _print_the_last(people: Sequence[Met]) -> None:
    calm = [one for one in people if not one.level.is_emergency]
    print("\nSettled last:")
    for one in sorted(calm, key=lambda one: -one.walk.settled)[:8]:
        print(f"  {one.walk.settled} of {one.walk.screens} screens: {one.case}")
    print("Longest to the end:")
    for one in sorted(people, key=lambda one: -one.walk.screens)[:8]:
        print(f"  {one.walk.screens} screens: {one.case}")
    pages, settled = (
        f"{median(found):g} / {max(found)}"
        for found in (
            [one.walk.pages for one in people],
            [one.walk.settled_pages for one in calm],
        )
    )
    print(f"Pages of at most nine lines, median / longest: settled {settled}, to the end {pages}.")
    print(f"Follow-ups beside the screens: at most {max(one.walk.follow_ups for one in people)}.")


if __name__ == "__main__":
    sys.exit(main())
