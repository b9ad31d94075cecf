"""What comparing two rule sets comes to, as values."""

from __future__ import annotations

from dataclasses import dataclass

from triage.analysis.diff.counted import Number
from triage.analysis.diff.edits import Edit
from triage.analysis.diff.graded_results import Ladder, Rung
from triage.analysis.diff.level_scale import LevelChange
from triage.analysis.diff.texts import TextChange
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.language.ruleset import RuleSet


@dataclass(frozen=True)
class Example:
    """What a person says, with the results of what the old and the new rule set hear of it;
    ``is_smallest`` whether no one who says less will do.
    """

    answers: Answers
    old: Assessment
    new: Assessment
    is_smallest: bool = True

    @property
    def unheard(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The questions that the old and the new rule set know and do not hear of."""
        old, new = (
            tuple(
                name
                for name in self.answers.given
                if name in side.ruleset.questions and name not in side.answers.given
            )
            for side in (self.old, self.new)
        )
        return old, new


@dataclass(frozen=True)
class Move:
    """Answer sets that lead from ``before`` to ``after``, the edited rules known to bring that
    about, and the questions below that are asked in another way.
    """

    ladder: Ladder
    before: Rung
    after: Rung
    number: Number
    rules: tuple[str, ...]
    questions: tuple[str, ...]
    example: Example | None

    @property
    def height(self) -> int:
        """How many rungs up; a downgrade is below zero."""
        rungs = self.ladder.rungs
        return rungs.index(self.after) - rungs.index(self.before)

    @property
    def is_downgrade(self) -> bool:
        """Whether the level falls, or the cause fits less well or is no longer listed."""
        return self.height < 0


@dataclass(frozen=True)
class Shift:
    """Answer sets in which a cause keeps its fit but another number of answers points to it: its
    place may change.
    """

    cause: str
    number: Number
    example: Example | None


@dataclass(frozen=True)
class Open:
    """A step of which the time allowed no decision whether any answer set takes it."""

    ladder: Ladder
    before: Rung
    after: Rung


@dataclass(frozen=True)
class RuleSetDiff:
    """What differs between two rule sets; ``moves`` stand with downgrades first.

    ``scores`` may come to another total. ``is_about_people`` says whether people are meant as they
    are asked, or any answers. ``assumed`` are the impossible entries of either that are taken for
    true: nobody is as their words exclude. ``levels`` are those that are not the same in both.
    """

    old: RuleSet
    new: RuleSet
    answer_sets: Number
    edits: tuple[Edit, ...]
    texts: tuple[TextChange, ...]
    hints: tuple[str, ...]
    moves: tuple[Move, ...]
    shifts: tuple[Shift, ...]
    open: tuple[Open, ...]
    scores: tuple[str, ...] = ()
    is_about_people: bool = True
    assumed: tuple[str, ...] = ()
    levels: tuple[LevelChange, ...] = ()

    @property
    def downgrades(self) -> tuple[Move, ...]:
        """The moves that go down."""
        return tuple(move for move in self.moves if move.is_downgrade)

    @property
    def upgrades(self) -> tuple[Move, ...]:
        """The moves that go up."""
        return tuple(move for move in self.moves if not move.is_downgrade)

    @property
    def changes_nothing(self) -> bool:
        """Whether it is proved that every answer set has the same level, the same causes in the
        same order, and the same scores; another scale of levels is a change.
        """
        return not (self.moves or self.shifts or self.open or self.scores or self.levels)

    @property
    def lacks_a_version(self) -> bool:
        """Whether a result changes, or a text that people read, under the version of before."""
        is_same = self.old.id == self.new.id and self.old.version == self.new.version
        return is_same and not (self.changes_nothing and not self.texts)
