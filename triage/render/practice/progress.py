"""A summary of results as a board: what goes well, what is worth practising, and when causes come
back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from triage.language.ruleset import RuleSet
from triage.practice.exercises.modes import MODES
from triage.practice.records.result import Points
from triage.practice.records.schedule import Due
from triage.practice.records.students import StudentComparison
from triage.practice.records.summary import Group, Summary
from triage.practice.records.tallies import CauseTally, QuestionTally, Tally
from triage.render.practice.board import Board, BoardBlock, Curve, Point, Row
from triage.render.results.phrases import question_words

MOST_NAMED = 3
LAST = 8
"""So many of the last times stand beside a bar."""

ABOUT_CAUSES = (
    "A cause counts in a work-up where it is among the first three of the engine’s list; it is a"
    " hit where you named it. Weakest first."
)
ABOUT_FLAGS = (
    "A question about warning signs counts where such a sign was there. In a work-up it is a hit"
    " where you asked it or were told, in “Spot the red flag” where you recognised the emergency."
    " Weakest first."
)
ABOUT_QUESTIONS = (
    "A question counts in a work-up where the result rests on its answer; it is a hit where you"
    " asked it. What was told unasked and warning signs are left out. Weakest first."
)
ABOUT_TRAILS = "The small signs are your last times, the oldest first; a full one is a hit."
ABOUT_DUE = (
    "Spaced repetition (FSRS) reckons from your work-ups when a cause is about to fade. A cause you"
    " named at its place returns later each time; one you did not name returns the same day."
)
ABOUT_DAYS = (
    "For each day the share of the points you got, and of the causes, warning signs and telling"
    " questions that you hit."
)
ABOUT_TOGETHER = "All students together. Weakest first."
INVENTED = "All patients are invented. The numbers are about your practice, not about you."


def progress_board(
    summary: Summary, ruleset: RuleSet, now: datetime, notes: Iterable[str] = ()
) -> Board:
    """The progress of one person."""
    blocks = [
        *_modes(summary.modes),
        _flags(summary.flags, ruleset, ABOUT_FLAGS),
        _causes(summary.causes, ruleset, ABOUT_CAUSES),
        _due(summary.due, ruleset, now),
        _questions(summary.questions, ruleset, ABOUT_QUESTIONS),
        BoardBlock("Over time", ABOUT_DAYS, curves=tuple(_curves(summary.days))),
    ]
    has_trails = any(row.trail for block in blocks for row in block.rows)
    return Board(
        f"Your progress: {ruleset.identity.title}",
        tuple(_facts(summary, ruleset)),
        tuple(block for block in blocks if block.rows or block.curves),
        (*notes, *([ABOUT_TRAILS] if has_trails else []), INVENTED),
    )


def empty_board(ruleset: RuleSet, notes: Iterable[str] = ()) -> Board:
    """The page before the first finished case."""
    return Board(
        f"Your progress: {ruleset.identity.title}",
        (Row("Cases practised", "none yet"), Row("To begin", "triage practise")),
        (),
        tuple(notes),
    )


def comparison_board(comparison: StudentComparison, ruleset: RuleSet) -> Board:
    """Several students side by side, by letter."""
    together = comparison.together
    facts = (
        Row("Students", str(len(comparison.students))),
        Row("Cases practised", str(together.cases)),
        *_emergency_fact(together),
        Row("Rule-set version", ", ".join(comparison.versions)),
    )
    blocks = [
        *_by_student(comparison),
        _causes(together.causes, ruleset, ABOUT_TOGETHER),
        _flags(together.flags, ruleset, ABOUT_TOGETHER),
        _questions(together.questions, ruleset, ABOUT_TOGETHER),
        BoardBlock(
            "Urgency named as the engine names it, by case",
            ABOUT_TOGETHER,
            tuple(_tally_row(tally.id, tally) for tally in together.patients),
        ),
    ]
    notes = ["Letters follow no order of the files."]
    if len(comparison.versions) > 1:
        notes.append(
            "These results were made with different versions of the rule set, so their cases may"
            " differ."
        )
    if comparison.cut_off:
        notes.append(f"Lines that were cut off and are left out: {comparison.cut_off}.")
    return Board(
        f"Students side by side: {ruleset.identity.title}",
        facts,
        tuple(_without_trails(block) for block in blocks if block.rows),
        tuple(notes),
    )


def cause_name(ruleset: RuleSet, cause: str) -> str:
    """The name of a cause; its id where the rule set knows it no longer."""
    return ruleset.causes[cause].name if cause in ruleset.causes else cause


def question_text(ruleset: RuleSet, question: str) -> str:
    """The text of a question with its name; its id where the rule set knows it no longer."""
    return (
        question_words(ruleset.questions[question]) if question in ruleset.questions else question
    )


def due_words(due: Due, now: datetime) -> str:
    """When a cause comes back, in words."""
    if due.at <= now:
        return "now"
    days = (due.at.astimezone().date() - now.astimezone().date()).days
    return f"in {counted(days, 'day')}" if days else "later today"


def counted(number: int, what: str) -> str:
    """A number and its noun.

    >>> counted(1, "case"), counted(2, "case")
    ('1 case', '2 cases')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _facts(summary: Summary, ruleset: RuleSet) -> Iterator[Row]:
    yield Row("Cases practised", f"{summary.cases:,}")
    yield from _emergency_fact(summary)
    urgency = summary.urgency
    if urgency.right or urgency.over or urgency.under:
        words = f"right {urgency.right:,}, too high {urgency.over:,}, too low {urgency.under:,}"
        yield Row("Urgency in work-ups", words)
    names = {
        **{tally.id: cause_name(ruleset, tally.id) for tally in summary.causes},
        **{
            tally.id: question_text(ruleset, tally.id)
            for tally in (*summary.flags, *summary.questions)
        },
    }
    met = [tally for tally in (*summary.flags, *summary.causes, *summary.questions) if tally.of]
    good = sorted(
        (tally for tally in met if tally.of > 1 and tally.hits == tally.of),
        key=lambda tally: -tally.of,
    )
    weak = sorted((tally for tally in met if tally.hits < tally.of), key=lambda tally: tally.share)
    for title, tallies in (("You are good at", good), ("Worth practising", weak)):
        if tallies:
            yield Row(title, " · ".join(names[tally.id] for tally in tallies[:MOST_NAMED]))


def _emergency_fact(summary: Summary) -> Iterator[Row]:
    if summary.emergencies.of:
        yield _tally_row("Emergencies recognised", summary.emergencies)


def _tally_row(name: str, tally: Tally, note: str = "", nothing: str = "not met") -> Row:
    return Row(
        name,
        f"{tally.hits:,} of {tally.of:,}" if tally.of else nothing,
        tally.share if tally.of else None,
        note,
        tally.history[-LAST:],
    )


def _points_row(name: str, mark: Points) -> Row:
    return Row(name, _points(mark), _share(mark))


def _points(mark: Points) -> str:
    return f"{round(mark.points, 1):,g} of {round(mark.most, 1):,g}"


def _share(mark: Points) -> float:
    """The share of the points, never outside 0 to 1."""
    return min(1.0, max(0.0, mark.points / mark.most)) if mark.most > 0 else 0.0


def _modes(groups: Iterable[Group]) -> Iterator[BoardBlock]:
    for group in groups:
        rows = tuple(_points_row(mark.name.capitalize(), mark) for mark in group.marks)
        title = f"{MODES[group.mode].title}: {counted(group.cases, 'case')}"
        yield BoardBlock(title, "Points you got, of those there were.", rows)


def _due(dues: tuple[Due, ...], ruleset: RuleSet, now: datetime) -> BoardBlock:
    known = [due for due in dues if due.cause in ruleset.causes]
    rows = tuple(
        Row(
            cause_name(ruleset, due.cause),
            due_words(due, now),
            note=f"{due.at.astimezone():%Y-%m-%d}, met in {counted(due.reviews, 'case')}",
        )
        for due in known
    )
    fresh = [
        cause.name
        for name, cause in ruleset.causes.items()
        if name not in {due.cause for due in known}
    ]
    return BoardBlock(
        "When causes come back",
        ABOUT_DUE,
        rows,
        more=f"Not met yet: {', '.join(fresh)}." if fresh else "",
    )


def _causes(tallies: Iterable[CauseTally], ruleset: RuleSet, about: str) -> BoardBlock:
    rows = tuple(
        _tally_row(cause_name(ruleset, tally.id), tally, _elsewhere(tally)) for tally in tallies
    )
    return BoardBlock("Causes named", about, rows)


def _elsewhere(tally: CauseTally) -> str:
    return (
        f"named {counted(tally.elsewhere, 'time')} where the engine did not list it"
        if tally.elsewhere
        else ""
    )


def _flags(tallies: Iterable[Tally], ruleset: RuleSet, about: str) -> BoardBlock:
    return BoardBlock(
        "Warning signs asked for",
        about,
        tuple(_tally_row(question_text(ruleset, tally.id), tally) for tally in tallies),
    )


def _questions(tallies: Iterable[QuestionTally], ruleset: RuleSet, about: str) -> BoardBlock:
    rows = tuple(
        _tally_row(question_text(ruleset, tally.id), tally, _idle(tally), "not needed")
        for tally in tallies
    )
    return BoardBlock("Telling questions asked", about, rows)


def _idle(tally: QuestionTally) -> str:
    return f"asked {counted(tally.idle, 'time')} where it changed nothing" if tally.idle else ""


def _curves(days: tuple[Group, ...]) -> Iterator[Curve]:
    """A curve for each kind of practice and mark."""
    points: dict[tuple[str, str], list[Point]] = {}
    for day in days:
        for mark in day.marks:
            words = f"{_points(mark)}, {counted(day.cases, 'case')}"
            point = Point(day.day, _share(mark), words)
            points.setdefault((day.mode, mark.name), []).append(point)
    for (mode, name), found in points.items():
        yield Curve(f"{MODES[mode].title}: {name}", tuple(found))


def _without_trails(block: BoardBlock) -> BoardBlock:
    """The block of several students, whose last times together tell of none of them."""
    return replace(block, rows=tuple(replace(row, trail=()) for row in block.rows))


def _by_student(comparison: StudentComparison) -> Iterator[BoardBlock]:
    """One block a mark, one row a student."""
    by_letter = {student.letter: student.summary for student in comparison.students}
    yield BoardBlock(
        "Emergencies recognised",
        "",
        tuple(
            _tally_row(letter, summary.emergencies)
            for letter, summary in by_letter.items()
            if summary.emergencies.of
        ),
    )
    for together in comparison.together.modes:
        for mark in together.marks:
            title = f"{MODES[together.mode].title}: {mark.name}"
            rows = tuple(_mark_rows(by_letter, together.mode, mark.name))
            yield BoardBlock(title, "Points, of those there were.", rows)


def _mark_rows(by_letter: Mapping[str, Summary], mode: str, name: str) -> Iterator[Row]:
    """The points of one mark, one row a student who has any."""
    for letter, summary in by_letter.items():
        for group in summary.modes:
            for mark in group.marks:
                if (group.mode, mark.name) == (mode, name):
                    yield _points_row(f"{letter}, {counted(group.cases, 'case')}", mark)
