"""What differs between two rule sets as plain data, for `--json`. Numbers of answer sets are texts:
they grow large.
"""

from __future__ import annotations

from dataclasses import asdict

from triage.analysis.diff.comparison import Example, Move, RuleSetDiff, Shift
from triage.analysis.diff.counted import Number
from triage.answers.value import Answers
from triage.render.author.difference_words import rung_words, verdict


def plain(comparison: RuleSetDiff) -> dict[str, object]:
    """The comparison."""
    total = comparison.answer_sets
    return {
        "old": asdict(comparison.old.stamp),
        "new": asdict(comparison.new.stamp),
        "verdict": verdict(comparison),
        "about": "people as they are asked" if comparison.is_about_people else "any answers",
        "assumed": list(comparison.assumed),
        "changes_nothing": comparison.changes_nothing,
        "needs_a_version": comparison.lacks_a_version,
        "answer_sets": str(total.most),
        "answer_sets_are_exact": total.is_exact,
        "edits": [
            {
                "done": edit.done.value,
                "kind": edit.kind,
                "name": edit.name,
                "file": edit.span.file,
                "line": edit.span.line,
            }
            for edit in comparison.edits
        ],
        "levels": [
            {
                "done": change.done.value,
                "rank": change.level.rank,
                "old": change.old.id if change.old else None,
                "new": change.new.id if change.new else None,
            }
            for change in comparison.levels
        ],
        "moves": [_move(move, total) for move in comparison.moves],
        "order": [_shift(shift, total) for shift in comparison.shifts],
        "scores": list(comparison.scores),
        "texts": [
            {
                "level": change.level.id,
                "kind": change.kind,
                "name": change.name,
                "part": change.part,
                "before": change.old,
                "after": change.new,
                "file": change.span.file,
                "line": change.span.line,
            }
            for change in comparison.texts
        ],
        "hints": list(comparison.hints),
        "undecided": [
            {
                "cause": step.ladder.cause,
                "before": rung_words(step.before),
                "after": rung_words(step.after),
            }
            for step in comparison.open
        ],
    }


def _move(move: Move, total: Number) -> dict[str, object]:
    return {
        "cause": move.ladder.cause,
        "before": rung_words(move.before),
        "after": rung_words(move.after),
        "downgrade": move.is_downgrade,
        **_number(move.number, total),
        "rules": list(move.rules),
        "questions": list(move.questions),
        **_example(move.example),
    }


def _shift(shift: Shift, total: Number) -> dict[str, object]:
    return {"cause": shift.cause, **_number(shift.number, total), **_example(shift.example)}


def _number(number: Number, total: Number) -> dict[str, object]:
    return {
        "least": str(number.least),
        "most": str(number.most),
        "exact": number.is_exact,
        "share": [number.least / total.most, min(1.0, number.most / total.least)],
    }


def _example(example: Example | None) -> dict[str, object]:
    if example is None:
        return {"example": None}
    return {
        "example": _answers(example.answers),
        "heard_by_old": _answers(example.old.answers),
        "heard_by_new": _answers(example.new.answers),
        "smallest": example.is_smallest,
        "old_level": example.old.level.id,
        "new_level": example.new.level.id,
    }


def _answers(answers: Answers) -> dict[str, dict[str, list[str]]]:
    """For each question the options that are so and those that are not."""
    return {
        question: {"yes": sorted(answer.yes), "no": sorted(answer.no)}
        for question, answer in answers.given.items()
    }
