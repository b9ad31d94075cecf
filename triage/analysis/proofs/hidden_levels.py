"""The theorem about people who are asked: no gate hides a level that the rule set protects.

For every person who can be, and each protected level: where all that they know brings the level or
a higher one, what they come to say in an interview does too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from triage.analysis.search.confirm_on_engines import Disagreement
from triage.analysis.search.goals import AtLeast, Goal
from triage.analysis.search.people import About, Premise, premises
from triage.analysis.search.people_solver import KNOWN, SAID, PeopleSolver
from triage.answers.value import NOT_SURE, Answers
from triage.engine.reference import reference_engine
from triage.lacks.gates import applies
from triage.lacks.people import said
from triage.language.conditions import questions_of
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level


@dataclass(frozen=True)
class Hidden:
    """A person who knows only ``known``, the questions of it that are ``never_asked``, and the
    rules that are ``lost`` with them: none of their level fires on what is ``said``.

    ``shut`` are the questions whose own gates do it: others are never asked, too, since theirs read
    an answer that is never heard.
    """

    known: Answers
    said: Answers
    never_asked: tuple[str, ...]
    shut: tuple[str, ...]
    lost: tuple[Rule, ...]


@dataclass(frozen=True)
class LevelVerdict:
    """What became of the theorem for one level: proved where nobody is hidden and no time ran out.

    ``rests_on`` is what the proof needs: without any one of these it fails.
    """

    level: Level
    hidden: tuple[Hidden, ...] = ()
    rests_on: tuple[Premise, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether no gate hides the level from anybody."""
        return not self.hidden


def has_gates(ruleset: RuleSet) -> bool:
    """Whether anything can be hidden: without a gate everybody is asked everything."""
    return any(question.gates for question in ruleset.questions.values())


def level_verdict(
    ruleset: RuleSet, level: Level, solver: PeopleSolver, deadline: float | None = None
) -> LevelVerdict:
    """Whether a gate hides the level from somebody, and what the proof rests on where none does.

    Raises:
        SearchTimedOut: the ``deadline``, a time of ``time.monotonic``, passed.
        Disagreement: the engine does not confirm what the solver found.
    """
    search = _Search(ruleset, level, solver, deadline)
    found = tuple(search.hidden([]))
    return LevelVerdict(level, found, () if found else search.needed())


def hidden(
    ruleset: RuleSet, level: Level, solver: PeopleSolver, opened: Iterable[str] = ()
) -> Iterator[Hidden]:
    """For each gate that hides the level from somebody, or several that do it together, the person
    with the fewest answers; the gates of questions in ``opened`` are passed over.
    """
    return _Search(ruleset, level, solver, None).hidden(list(opened))


@dataclass(frozen=True)
class _Search:
    ruleset: RuleSet
    level: Level
    solver: PeopleSolver
    deadline: float | None

    @property
    def goal(self) -> Goal:
        """Somebody knows enough for the level, and comes to say too little."""
        return Goal((AtLeast(self.level, KNOWN),), (AtLeast(self.level, SAID),))

    def hidden(self, opened: list[str]) -> Iterator[Hidden]:
        """A person for each gate that hides the level beside those opened."""
        while (known := self._person([Premise(About.GATE, name) for name in opened])) is not None:
            found = self._hidden(known, opened)
            opened.extend(found.shut)
            yield found

    def needed(self) -> tuple[Premise, ...]:
        """Few premises that the proof rests on: it fails without any one of them."""
        kept = [premise for premise in premises(self.ruleset) if premise.about is not About.GATE]
        if not self._fails(kept):
            return ()
        lifted: list[Premise] = []
        for premise in kept:
            if not self._fails([*lifted, premise]):
                lifted.append(premise)
        return tuple(premise for premise in kept if premise not in lifted)

    def _hidden(self, known: Answers, opened: Sequence[str]) -> Hidden:
        """What is lost to the person, as the interview and the engine say it."""
        heard = said(self.ruleset, known, opened)
        before, after = self._rules(known), self._rules(heard)
        unheard = known.given.keys() - heard.given
        if after or not (before and unheard):
            raise Disagreement(f"from nobody who knows {known} is {self.level.id} hidden")
        shut = self._shut(unheard, known, heard)
        never_asked, closed = (
            tuple(name for name in self.ruleset.questions if name in names)
            for names in (unheard | shut, shut)
        )
        return Hidden(known, said(self.ruleset, known), never_asked, closed, tuple(before))

    def _shut(self, unheard: Iterable[str], known: Answers, heard: Answers) -> set[str]:
        """Of questions that are never asked those whose own gates shut them, or else those that
        their gates wait for.
        """
        found: set[str] = set()
        for name in unheard:
            question = self.ruleset.questions[name]
            waits_for = set(questions_of(question.gate)) - heard.given.keys()
            told = {one: known.given.get(one, NOT_SURE) for one in waits_for}
            if waits_for and applies(question, Answers({**heard.given, **told})):
                found |= self._shut(waits_for, known, heard)
            else:
                found.add(name)
        return found

    def _rules(self, answers: Answers) -> list[Rule]:
        """The rules that bring the level or a higher one."""
        firings = reference_engine(self.ruleset).assess(answers).firings
        return [firing.rule for firing in firings if firing.rule.brings(self.level)]

    def _person(self, lifted: Sequence[Premise]) -> Answers | None:
        return self.solver.find_without(lifted, self.goal, self._left())

    def _fails(self, lifted: Sequence[Premise]) -> bool:
        return self.solver.exists_without(lifted, self.goal, self._left())

    def _left(self) -> float | None:
        return None if self.deadline is None else self.deadline - time.monotonic()
