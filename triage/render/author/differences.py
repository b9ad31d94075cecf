"""What differs between two rule sets, as text: downgrades first, each move with its number and
smallest example.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.diff.compare import Example, Move, RuleSetDiff, Shift
from triage.analysis.diff.counting import Number
from triage.analysis.diff.graded_results import Ladder, Rung
from triage.answers.value import Answer, Answers
from triage.engine.assessment import Assessment, Candidate
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import Kind, Level
from triage.render.author.pasteable_case import case_lines

NOT_LISTED = "not listed"
ABOUT_SHARES = (
    "An answer set is one way to answer all the questions, any of them left open. Shares are shares"
    " of answer sets, never of people: nobody knows how often people give which answers."
)


def comparison_text(comparison: RuleSetDiff) -> Safe:
    """The whole comparison; ends in a line break."""
    return Safe.joined(map(Safe.line, _lines(comparison))) + Safe("\n")


def rung_words(rung: Rung) -> str:
    """A level or fit by the name it has in files."""
    return rung.id if isinstance(rung, Level) else NOT_LISTED if rung is None else rung.value


def ladder_words(ladder: Ladder) -> str:
    """What moves."""
    return "level" if ladder.cause is None else f"cause {ladder.cause}"


def share_words(number: int, of: int) -> str:
    """The share in few digits.

    >>> share_words(1, 4), share_words(3, 1_000_000), share_words(0, 8)
    ('25 %', '1 in 330,000', 'none')
    """
    if number == 0:
        return "none"
    if number * 1000 >= of:
        return f"{100 * number / of:.3g} %"
    return f"1 in {_rounded(of / number)}"


def _rounded(value: float) -> str:
    if value >= 1e12:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa} × 10^{int(exponent)}"
    digits = len(str(int(value))) - 2
    return f"{round(value, -digits):,.0f}"


def _lines(comparison: RuleSetDiff) -> Iterator[str]:
    yield f"old: {_named(comparison.old)}"
    yield f"new: {_named(comparison.new)}"
    yield ""
    yield verdict(comparison)
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
    if comparison.moves or comparison.shifts:
        yield ""
        yield ABOUT_SHARES


def _named(ruleset: RuleSet) -> str:
    return f"{ruleset.id} {ruleset.version} ({ruleset.digest})"


def verdict(comparison: RuleSetDiff) -> str:
    """The comparison in one sentence."""
    proved = f"proved for all {_count(comparison.answer_sets)} answer sets"
    if comparison.old.digest == comparison.new.digest:
        return "The same rule set: nothing differs."
    if comparison.changes_nothing:
        return (
            f"No result changes ({proved})."
            if comparison.edits
            else f"Wording only: no result changes ({proved})."
        )
    down, up = len(comparison.downgrades), len(comparison.moves) - len(comparison.downgrades)
    parts = [
        f"{down} {'downgrade' if down == 1 else 'downgrades'}",
        f"{up} {'upgrade' if up == 1 else 'upgrades'}",
    ]
    if comparison.shifts:
        parts.append(f"{len(comparison.shifts)} possible changes of order")
    if comparison.open:
        parts.append(f"{len(comparison.open)} not decided")
    return ", ".join(parts) + f", of {_count(comparison.answer_sets)} answer sets."


def _move(move: Move, comparison: RuleSetDiff) -> Iterator[str]:
    word = "DOWNGRADE" if move.is_downgrade else "upgrade"
    yield (
        f"{word}  {ladder_words(move.ladder)}: {rung_words(move.before)} → {rung_words(move.after)}"
    )
    yield f"  answer sets: {_number(move.number, comparison.answer_sets)}"
    yield f"  rules: {', '.join(move.rules) or 'several of the edited rules together'}"
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
    yield f"order  cause {shift.cause}: the same fit, but another number of rules speaks for it"
    yield f"  answer sets: {_number(shift.number, comparison.answer_sets)}"
    if shift.example:
        yield "  example:"
        yield from _example(f"{shift.cause}-support", shift.example, Ladder(shift.cause, ()))


def _number(number: Number, of: int) -> str:
    most = f"{_count(number.most)}, {share_words(number.most, of)}"
    if number.is_exact:
        return f"{most} (exact)"
    return f"between {_count(number.least)} and {most} (bounds: too many to count exactly)"


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**12 else _rounded(number)


def _example(name: str, example: Example, ladder: Ladder) -> Iterator[str]:
    """The case as the new rule set sees it, or the old one where only that knows all the
    answers.
    """
    sides = [("new", example.new, example.old, "old"), ("old", example.old, example.new, "new")]
    for side, result, other, other_side in sides:
        if _is_sayable(example.answers, result.ruleset):
            note = f"by the {side} rule set; by the {other_side} one: {_standing(ladder, other)}"
            lines = case_lines(
                name[:64],
                f"Found by triage diff, about the {ladder_words(ladder)}",
                example.answers,
                result.ruleset,
                comments=[note],
                expect=expectation(ladder, result),
            )
            yield from (f"    {line}" for line in ("cases:", *lines))
            return
    yield (
        f"    {', '.join(example.answers.given)}: neither rule set knows all of these answers, so"
        " it is no case"
    )


def _standing(ladder: Ladder, assessment: Assessment) -> str:
    if ladder.cause is None:
        by = ", ".join(firing.rule.id for firing in assessment.deciding)
        return f"level {assessment.level.id}" + (f" by {by}" if by else "")
    found = _candidate(ladder, assessment)
    if found is None:
        return f"{ladder.cause} {NOT_LISTED}"
    rules = ", ".join(one.rule.id for one in found.speaks_for)
    return f"{ladder.cause} {found.fit} by {rules}"


def expectation(ladder: Ladder, assessment: Assessment) -> str:
    """What the result says on the ladder, as the expectation of a case, written as YAML."""
    if ladder.cause is None:
        rule = next((firing.rule.id for firing in assessment.deciding), None)
        return f"{{level: {{is: {assessment.level.id}, by: {rule}}}}}" if rule else "{}"
    found = _candidate(ladder, assessment)
    if found is not None:
        best = next(one.rule.id for one in found.speaks_for if one.rule.strength is found.fit)
        return f"{{causes: {{include: {{{ladder.cause}: {best}}}}}}}"
    is_known = ladder.cause in assessment.ruleset.causes
    return f"{{causes: {{exclude: [{ladder.cause}]}}}}" if is_known else "{}"


def _candidate(ladder: Ladder, assessment: Assessment) -> Candidate | None:
    return next((found for found in assessment.causes if found.cause.id == ladder.cause), None)


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
