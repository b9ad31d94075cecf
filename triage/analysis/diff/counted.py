"""What counting two rule sets against each other is about, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from triage.analysis.diff.answer_space import AnswerSpace, answer_space
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.diff.people import asks_about, hears_alike, truths, ungated
from triage.analysis.diff.possible import Possible
from triage.analysis.diff.renames import renamed, renames
from triage.answers.value import Answers
from triage.lacks.people import excluded
from triage.language.model import Impossible, Question
from triage.language.ruleset import RuleSet

Step = tuple[int, int]
"""The places of two rungs: before and after."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of answer sets: exact where ``least`` and ``most`` are equal."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether the number is known."""
        return self.least == self.most


@dataclass(frozen=True)
class Pair:
    """Two versions of a rule set in the same ids, and all that people may say to either; with
    ``gated`` of these what is asked, and nobody says what words exclude.
    """

    old: RuleSet
    new: RuleSet
    asked: tuple[Question, ...]
    space: AnswerSpace
    gated: bool

    @classmethod
    def of(cls, old: RuleSet, new: RuleSet, *, gated: bool) -> Pair:
        """The pair of these two, the old one told in the ids of the new one."""
        before = renamed(old, renames(old, new))
        asked = truths(before, new)
        return cls(before, new, asked, answer_space(asked), gated)

    @property
    def sides(self) -> tuple[RuleSet, RuleSet]:
        """The old one and the new one."""
        return self.old, self.new

    @property
    def excluded(self) -> tuple[Impossible, ...]:
        """What nobody says in truth, since its words exclude each other: by either version."""
        return tuple(entry for side in self.sides for entry in excluded(side) if self.gated)

    @cached_property
    def possible(self) -> Possible:
        """What nobody says is left out."""
        return Possible(self.new, self.asked, (entry.when for entry in self.excluded))

    @cached_property
    def answer_sets(self) -> Number:
        """How many ways there are to answer all that is asked."""
        return Number(*self.possible.number(self.space))

    def heard_otherwise(self, ladder: Ladder) -> tuple[str, ...]:
        """The questions of which the sides do not hear the same, and that the ladder rests on."""
        old, new = (self._concerned(side, ladder) for side in self.sides)
        return tuple(name for name in dict.fromkeys((*old, *new)) if not self.is_heard_alike(name))

    def is_heard_alike(self, name: str) -> bool:
        """Whether both sides hear the same of everybody by this question."""
        return hears_alike(self._asked(self.old, name), self._asked(self.new, name))

    def _concerned(self, side: RuleSet, ladder: Ladder) -> list[str]:
        return list(asks_about(side, ladder.rules_above(side), gated=self.gated))

    def _asked(self, side: RuleSet, name: str) -> Question | None:
        question = side.questions.get(name)
        return question if question is None or self.gated else ungated(question)


@dataclass(frozen=True)
class Counted:
    """Steps that some answer sets take, or may take, each with their number and the rules known to
    cause it alone.

    ``examples`` hold answers for each step where one option is picked of several that are true.
    ``shifted`` is the number of answer sets in which a cause keeps its fit and gains or loses
    support.
    """

    steps: Mapping[Step, Number]
    causing: Mapping[Step, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[Step, Answers] = field(default_factory=dict)
    shifted: Number = Number(0, 0)
    shifted_answers: Answers | None = None
