"""Which words belong to which kind of practice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.practice.exercises.exercise import Exercise
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.exercises.work_up import WorkUp
from triage.render.practice.one_new_fact import OneNewFactPresentation
from triage.render.practice.presentation import Presentation
from triage.render.practice.red_flag import RedFlagPresentation
from triage.render.practice.which_question import WhichQuestionPresentation
from triage.render.practice.work_up import WorkUpPresentation

PRESENTATIONS: Mapping[type[Exercise], Presentation[Any]] = {
    WorkUp: WorkUpPresentation(),
    OneNewFact: OneNewFactPresentation(),
    RedFlag: RedFlagPresentation(),
    WhichQuestion: WhichQuestionPresentation(),
}
"""One for each kind of practice."""
