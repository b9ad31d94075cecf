"""A programme that somebody wrote against `import triage` keeps working, wherever modules move.

The programme below ran as it stands on 1.0.0, before the modules had rooms.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import triage

PROGRAMME = """
from triage import (
    Answers, Assessment, Interview, Level, RuleSet, TriageError,
    load_ruleset, locate_ruleset, open_engine, read_answers,
)

ruleset = load_ruleset(locate_ruleset("leg_numbness"))
assert isinstance(ruleset, RuleSet)
place = ruleset.identity.span

answers = read_answers({"leg_signs": ["swollen", "hot"], "onset": "sudden"}, ruleset, place)
assert isinstance(answers, Answers)
engine, note = open_engine(ruleset, "reference")
assessment = engine.assess(answers)
assert isinstance(assessment, Assessment)
assert (engine.name, note, assessment.level) == ("reference", "", Level.URGENT)
assert assessment.firings and assessment.deciding

interview = Interview(ruleset)
while not interview.finished:
    name = interview.current.question.id
    interview = interview.answer(read_answers({name: "not_sure"}, ruleset, place)[name])
assert interview.events and not interview.open_questions
assert engine.assess(interview.answers).level == Level.SELF_CARE
assert interview.back().events == interview.events[:-1]
engine.close()

for mistake in (
    lambda: locate_ruleset("no_such_rule_set"),
    lambda: read_answers({"no_such_question": "yes"}, ruleset, place),
    lambda: read_answers({"onset": "no_such_option"}, ruleset, place),
):
    try:
        mistake()
    except TriageError as error:
        assert str(error)
    else:
        raise AssertionError("a mistake went unnoticed")
"""


def test_the_public_names_are_those_of_the_first_release_and_bulk() -> None:
    assert triage.__all__ == [
        "Answers",
        "Assessment",
        "Interview",
        "Level",
        "RuleSet",
        "TriageError",
        "bulk",
        "load_ruleset",
        "locate_ruleset",
        "open_engine",
        "read_answers",
    ]


@pytest.mark.slow
def test_a_programme_of_the_first_release_runs(tmp_path: Path) -> None:
    path = tmp_path / "programme.py"
    path.write_text(PROGRAMME, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, path], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
