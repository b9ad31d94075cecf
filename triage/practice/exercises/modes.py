"""Every kind of practice, in the order in which they are offered; the first one is the usual."""

from __future__ import annotations

from collections.abc import Mapping

from triage.practice.exercises.exercise import Exercise
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.exercises.work_up import WorkUp

MODES: Mapping[str, type[Exercise]] = {
    kind.mode: kind for kind in (WorkUp, OneNewFact, RedFlag, WhichQuestion)
}
"""The kinds by the name they have in files and on the command line."""
