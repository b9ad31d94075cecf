"""What differs between two rule sets, as text: downgrades first, each move with its number and
smallest example.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.diff.comparison import Example, Move, RuleSetDiff, Shift
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.diff.texts import TextChange
from triage.answers.value import Answer, Answers
from triage.engine.assessment import Assessment
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import Kind
from triage.render.author.difference_words import (
    ABOUT_SHARES,
    NOTHING,
    about,
    candidate,
    causing,
    ladder_words,
    level_words,
    number_words,
    rung_words,
    standing,
    unheard,
    verdict,
    version_note,
)
from triage.render.author.pasteable_case import case_lines


def comparison_text(comparison: RuleSetDiff) -> Safe:
    """The whole comparison; ends in a line break."""
    return Safe.joined(map(Safe.line, _lines(comparison))) + Safe("\n")


def _lines(comparison: RuleSetDiff) -> Iterator[str]:
    yield f"old: {comparison.old.stamp}"
    yield f"new: {comparison.new.stamp}"
    yield ""
    yield verdict(comparison)
    yield from level_words(comparison)
    yield about(comparison)
    if comparison.lacks_a_version:
        yield version_note(comparison)
    if comparison.edits:
        yield ""
        yield from (
            f"  {edit.done} {edit.kind} {edit.name}  ({edit.span.file}:{edit.span.line})"
            for edit in comparison.edits
        )
    for move in comparison.moves:
        yield ""
        yield from _move(move, comparison)
    for shift in comparison.shifts:
        yield ""
        yield from _shift(shift, comparison)
    for step in comparison.open:
        yield ""
        yield (
            f"not decided within the time: {ladder_words(step.ladder)}: "
            f"{rung_words(step.before)} → {rung_words(step.after)}"
        )
    for change in comparison.texts:
        yield ""
        yield from _text(change)
    for hint in comparison.hints:
        yield ""
        yield f"hint: {hint}"
    if comparison.moves or comparison.shifts:
        yield ""
        yield ABOUT_SHARES


def _text(change: TextChange) -> Iterator[str]:
    yield f"text  at the level {change.level.id}: {change.title}"
    yield f"  before: {change.old or NOTHING}"
    yield f"  after:  {change.new or NOTHING}"


def _move(move: Move, comparison: RuleSetDiff) -> Iterator[str]:
    word = "DOWNGRADE" if move.is_downgrade else "upgrade"
    yield (
        f"{word}  {ladder_words(move.ladder)}: {rung_words(move.before)} → {rung_words(move.after)}"
    )
    yield f"  answer sets: {number_words(move.number, comparison.answer_sets)}"
    yield from (f"  {line}" for line in causing(move))
    if move.example:
        yield (
            "  smallest example:"
            if move.example.is_smallest
            else "  an example (there may be smaller ones):"
        )
        name = "-".join(
            [move.ladder.cause or "level", rung_words(move.before), "to", rung_words(move.after)]
        )
        yield from _example(name.replace(" ", "-"), move.example, move.ladder)
    else:
        yield "  no example: the time ran out while one was looked for"


def _shift(shift: Shift, comparison: RuleSetDiff) -> Iterator[str]:
    yield f"order  cause {shift.cause}: the same fit, but another number of answers points to it"
    yield f"  answer sets: {number_words(shift.number, comparison.answer_sets)}"
    if shift.example:
        yield "  example:"
        yield from _example(f"{shift.cause}-support", shift.example, Ladder(shift.cause, ()))


def _example(name: str, example: Example, ladder: Ladder) -> Iterator[str]:
    """The case as the new rule set sees it, or the old one where only that knows all the
    answers.
    """
    sides = [("new", example.new, example.old, "old"), ("old", example.old, example.new, "new")]
    knowing = (one for one in sides if _is_sayable(example.answers, one[1].ruleset))
    side, result, other, other_side = next(knowing, sides[0])
    note = f"by the {side} rule set; by the {other_side} one: {standing(ladder, other)}"
    lines = case_lines(
        name[:64],
        f"Found by triage diff, about the {ladder_words(ladder)}",
        result.answers,
        result.ruleset,
        comments=[note, *unheard(example)],
        expect=expectation(ladder, result),
    )
    yield from (f"    {line}" for line in ("cases:", *lines))


def expectation(ladder: Ladder, assessment: Assessment) -> str:
    """What the result says on the ladder, as the expectation of a case, written as YAML."""
    if ladder.cause is None:
        rule = next((firing.rule.id for firing in assessment.deciding), None)
        return f"{{level: {{is: {assessment.level.id}, by: {rule}}}}}" if rule else "{}"
    found = candidate(ladder, assessment)
    if found is not None:
        best = next(one.rule.id for one in found.speaks_for if one.rule.strength is found.fit)
        return f"{{causes: {{include: {{{ladder.cause}: {best}}}}}}}"
    is_known = ladder.cause in assessment.ruleset.causes
    return f"{{causes: {{exclude: [{ladder.cause}]}}}}" if is_known else "{}"


def _is_sayable(answers: Answers, ruleset: RuleSet) -> bool:
    """Whether the rule set knows every question and every option said, so that a case of it can say
    this.
    """
    return all(
        name in ruleset.questions and _is_sayable_of(answer, ruleset.questions[name])
        for name, answer in answers.given.items()
    )


def _is_sayable_of(answer: Answer, question: Question) -> bool:
    if question.kind is Kind.MANY:
        return answer.yes | answer.no <= frozenset(question.option_ids)
    return len(answer.yes) == 1 and answer.yes <= frozenset(question.option_ids)
