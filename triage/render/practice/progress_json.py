"""Progress as plain data for other programs, and the file that holds everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from triage.language.ruleset import RuleSet
from triage.practice.records.result import PracticeResult
from triage.practice.records.schedule import Due
from triage.practice.records.students import StudentComparison
from triage.practice.records.summary import Group, Summary
from triage.practice.records.tallies import Tally

SCHEMA = 1

Object = dict[str, object]


def progress_json(summary: Summary, ruleset: RuleSet, notes: Iterable[str] = ()) -> Object:
    """The progress of one person; tallies weakest first, causes by the moment at which they come
    back.
    """
    return {**_head(ruleset), **_summary(summary), "notes": list(notes)}


def comparison_json(comparison: StudentComparison, ruleset: RuleSet) -> Object:
    """Students by letter, and all of them together."""
    return {
        **_head(ruleset),
        "versions": list(comparison.versions),
        "cut_off": comparison.cut_off,
        "students": [
            {"student": student.letter, **_summary(student.summary)}
            for student in comparison.students
        ],
        "together": _summary(comparison.together),
    }


def export_json(results: Iterable[PracticeResult], unread: Iterable[str] = ()) -> Object:
    """Every result, whole, whatever rule set it belongs to; what could not be read stands there as
    it was kept.
    """
    return {
        "schema": SCHEMA,
        "results": [result.to_plain() for result in results],
        "unread": list(unread),
    }


def _head(ruleset: RuleSet) -> Object:
    return {
        "schema": SCHEMA,
        "ruleset": asdict(ruleset.stamp),
    }


def _summary(summary: Summary) -> Object:
    return {
        "cases": summary.cases,
        "emergencies": {"recognised": summary.emergencies.hits, "of": summary.emergencies.of},
        "urgency": {
            "right": summary.urgency.right,
            "too_high": summary.urgency.over,
            "too_low": summary.urgency.under,
        },
        "modes": [{"mode": group.mode, **_group(group)} for group in summary.modes],
        "causes": [
            {
                "cause": tally.id,
                "named": tally.hits,
                "of": tally.of,
                "named_elsewhere": tally.elsewhere,
                "history": list(tally.history),
            }
            for tally in summary.causes
        ],
        "warning_signs": [_asked(tally) for tally in summary.flags],
        "questions": [
            _asked(tally) | {"asked_for_nothing": tally.idle} for tally in summary.questions
        ],
        "patients": [
            {"patient": tally.id, "urgency_right": tally.hits, "of": tally.of}
            for tally in summary.patients
        ],
        "days": [{"day": group.day, "mode": group.mode, **_group(group)} for group in summary.days],
        "due": [_due(due) for due in summary.due],
    }


def _group(group: Group) -> Object:
    marks = {
        mark.name: {"points": round(mark.points, 1), "most": round(mark.most, 1)}
        for mark in group.marks
    }
    return {"cases": group.cases, "marks": marks}


def _asked(tally: Tally) -> Object:
    return {
        "question": tally.id,
        "asked": tally.hits,
        "of": tally.of,
        "history": list(tally.history),
    }


def _due(due: Due) -> Object:
    return {
        "cause": due.cause,
        "at": due.at.isoformat(),
        "reviews": due.reviews,
        "recall": round(due.chance, 4),
    }
