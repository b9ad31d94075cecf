"""What can become of a mutant, and who notices one."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from triage.answers.value import Answers


class Fate(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    UNDECIDED = "undecided"


class Noticing(Enum):
    """Who notices a mutant."""

    CASE = "cases"
    PROPERTY = "properties"
    THEOREM = "the proof that no gate hides a level"
    CHECK = "`triage check`"


class Found(NamedTuple):
    """What became of a mutant, cases by their numbers: little to send from one process to
    another.
    """

    fate: Fate
    cases: tuple[int, ...] = ()
    witness: Answers | None = None
    by: Noticing | None = None
    because: str = ""
