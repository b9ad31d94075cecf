"""Patients without end: coherent answers aimed at a cause or a level, the same for a seed on every
machine.

Teaching choice: every cause comes equally often, and one patient in four is aimed at a level of
help instead, each level equally often. This says nothing about how common anything is.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from random import Random

from triage.answers.value import NOT_SURE, Answers
from triage.cases.case_files import Case
from triage.engine.reference import reference_engine
from triage.lacks.gates import applies
from triage.lacks.ways import Way
from triage.language.diagnostics import TriageError, UnknownName
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import HARD_WORD, Level, Strength
from triage.practice.patients.aims import Ways, aims, drawn, rules_for
from triage.practice.patients.background import AGE, Background
from triage.practice.patients.coherence import is_impossible
from triage.practice.patients.filling import Filler
from triage.practice.patients.outcome import fitting, warning_questions
from triage.practice.patients.patient import Patient

TEACHING_CHOICE = (
    "Where you choose no patient, every cause comes equally often, and one patient in four is drawn"
    " for a level of help; what is due comes more often, and so do emergencies among red flags."
    " That is a choice for teaching. It says nothing about how common a cause is."
)
MOST_TRIES = 200
CHOICE = 6
"""Out of how many patients that hit the aim the least strange one is taken."""

USUAL_DISTRACTORS, HARD_DISTRACTORS = 1, 3
USUAL_UNSURE, HARD_UNSURE = 1, 3
"""How many distractors and "not sure" answers a patient has."""


class NoPatient(TriageError):
    """No coherent patient of this aim was found."""


@dataclass(frozen=True)
class Recipe:
    """What a generated patient is made from; its text is the id of the patient."""

    seed: int
    aim: str = ""
    hard: bool = False

    def __str__(self) -> str:
        return ":".join(filter(None, ("seed", str(self.seed), self.aim, self.hard * HARD_WORD)))

    @classmethod
    def of(cls, text: str) -> Recipe:
        """The recipe that such a text names.

        >>> Recipe.of("seed:7:sciatica:hard")
        Recipe(seed=7, aim='sciatica', hard=True)

        Raises:
            ValueError: it names none.
        """
        word, number, *rest = text.split(":")
        hard = rest[-1:] == [HARD_WORD]
        aim = rest[:-1] if hard else rest
        if word != "seed" or len(aim) > 1 or not (number.isascii() and number.isdigit()):
            raise ValueError(text)
        return cls(int(number), "".join(aim), hard)


class Generator:
    """Makes patients for one rule set."""

    def __init__(self, ruleset: RuleSet, cases: tuple[Case, ...]) -> None:
        self._ruleset, self._engine = ruleset, reference_engine(ruleset)
        self._ways, self._background = Ways(ruleset), Background(ruleset, cases)
        self._filler = Filler(ruleset, self._engine, self._background)

    def make(self, recipe: Recipe) -> Patient:
        """The patient of the recipe.

        Raises:
            UnknownName: the aim is neither a cause nor a level.
            NoPatient: none was found; without an aim, for no cause and no level.
        """
        causes, levels = aims(self._ruleset)
        if recipe.aim and recipe.aim not in (*causes, *levels):
            raise UnknownName("a cause or a level", recipe.aim, (*causes, *levels))
        random = Random(str(recipe))
        wanted = [recipe.aim] if recipe.aim else [drawn(self._ruleset, random), *causes, *levels]
        for tried in filter(None, dict.fromkeys(wanted)):
            answers = self._best(tried, recipe.hard, random)
            if answers is not None:
                return self._filler.patient(str(recipe), f"Made for: {tried}", answers, random)
        raise NoPatient(
            f"no answers were found for the patient `{recipe}`; "
            "try another cause, level or seed, or see what `impossible.yaml` leaves over"
        )

    def _best(self, aim: str, hard: bool, random: Random) -> Answers | None:
        """The least strange of some patients; None where none of many tries hits the aim."""
        found: list[tuple[int, Answers]] = []
        for _ in range(MOST_TRIES):
            patient = self._try(aim, hard, random)
            if patient is not None:
                found.append(patient)
                if len(found) == CHOICE or not patient[0]:
                    break
        return min(found, key=itemgetter(0))[1] if found else None

    def _try(self, aim: str, hard: bool, random: Random) -> tuple[int, Answers] | None:
        """A patient who hits the aim, after how strange they are."""
        rule = random.choice(rules_for(self._ruleset, aim))
        facts = self._ways.to(rule.when, random)
        if facts is None or is_impossible(self._ruleset, facts):
            return None
        level = self._level(facts)
        if aim not in self._ruleset.causes and level.id != aim:
            return None
        for _ in range(HARD_DISTRACTORS if hard else USUAL_DISTRACTORS):
            facts = self._distracted(facts, aim, level, random)
        answers = self._filler.fill(facts, level, random)
        answers = self._unsure(answers, facts, HARD_UNSURE if hard else USUAL_UNSURE, random)
        if not self._is_right(answers, aim):
            return None
        return self._background.strangeness(answers, {fact.question for fact in facts}), answers

    def _level(self, facts: Way) -> Level:
        return self._ruleset.brought_by(self._engine.fired(facts))

    # Distractors

    def _distracted(self, facts: Way, aim: str, level: Level, random: Random) -> Way:
        """The facts with a risk factor of another cause, or an everyday cause beside a warning,
        where one fits.
        """
        wanted = (Strength.COMPATIBLE, Strength.RISK) if level.is_protected else (Strength.RISK,)
        rules = [rule for rule in self._ruleset.rules if self._is_distracting(rule, aim, wanted)]
        more = self._ways.to(random.choice(rules).when, random) if rules else None
        if more is None or {fact.question for fact in more} & {fact.question for fact in facts}:
            return facts
        both = facts | more
        is_quiet = self._level(both) == level
        return both if is_quiet and not is_impossible(self._ruleset, both) else facts

    def _is_distracting(self, rule: Rule, aim: str, wanted: tuple[Strength, ...]) -> bool:
        if rule.cause is None or rule.cause == aim or rule.strength not in wanted:
            return False
        is_everyday = not self._ruleset.causes[rule.cause].level.is_.is_protected
        return is_everyday or rule.strength is Strength.RISK

    # What stays open, and whether all is well

    def _unsure(self, answers: Answers, facts: Way, count: int, random: Random) -> Answers:
        """The answers with some left open: questions that nothing aims at and that ask for no
        warning sign.
        """
        fixed = {AGE, *(fact.question for fact in facts)}
        fixed |= {*warning_questions(self._ruleset, answers.given)}
        free = [
            name for name in self._ruleset.questions if name in answers.given and name not in fixed
        ]
        for name in random.sample(free, min(count, len(free))):
            loose = answers.replaced(name, NOT_SURE)
            if self._all_apply(loose):
                answers = loose
        return answers

    def _is_right(self, answers: Answers, aim: str) -> bool:
        """Whether the engine finds the aim, and the answers are those to all questions that make
        sense.
        """
        found = self._engine.assess(answers)
        is_hit = aim in fitting(found) if aim in self._ruleset.causes else found.level.id == aim
        return (
            is_hit
            and self._all_apply(answers)
            and not is_impossible(self._ruleset, frozenset(answers.facts()))
        )

    def _all_apply(self, answers: Answers) -> bool:
        return all(
            applies(question, answers) == (name in answers.given)
            for name, question in self._ruleset.questions.items()
        )
