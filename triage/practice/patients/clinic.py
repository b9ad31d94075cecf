"""Where patients come from: the cases of a rule set, a seed, or the id that names either."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from random import Random

from triage.answers.value import Answers, State, facts_of
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.engine.reference import reference_engine
from triage.lacks.gates import applies
from triage.language.diagnostics import UnknownName
from triage.language.ruleset import RuleSet
from triage.practice.patients.background import Background
from triage.practice.patients.coherence import is_impossible
from triage.practice.patients.filling import Filler
from triage.practice.patients.generate import Generator, Recipe
from triage.practice.patients.outcome import fitting, outcome
from triage.practice.patients.patient import Patient


class Clinic:
    """All patients of one rule set."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset

    def patient(self, name: str) -> Patient:
        """The patient of an id: that of a case, or ``seed:`` and a number.

        Raises:
            UnknownName: no patient bears it.
            NoPatient: the generator finds none.
        """
        if name in self._cases:
            return self._completed(self._cases[name])
        try:
            recipe = Recipe.of(name)
        except ValueError:
            raise UnknownName("a case or a seed such as `seed:7`", name, self._cases) from None
        return self._generator.make(recipe)

    def cases_for(self, aim: str) -> tuple[str, ...]:
        """The cases of one possible person that lead to the cause or level called ``aim``, by
        id.
        """
        return self._by_aim.get(aim, ())

    @cached_property
    def _by_aim(self) -> dict[str, tuple[str, ...]]:
        engine = reference_engine(self.ruleset)
        found = defaultdict[str, list[str]](list)
        for name, case in sorted(self._cases.items()):
            if is_impossible(self.ruleset, frozenset(case.answers.facts())):
                continue
            result = engine.assess(case.answers)
            for aim in (*fitting(result), result.level.id):
                found[aim].append(name)
        return {aim: tuple(names) for aim, names in found.items()}

    @cached_property
    def _cases(self) -> dict[str, Case]:
        """The cases that say something and are not known to fail."""
        return {
            case.id: case
            for case in case_files.load_all(self.ruleset)
            if case.answers.given and not case.todo
        }

    @cached_property
    def _generator(self) -> Generator:
        return Generator(self.ruleset, tuple(self._cases.values()))

    def _completed(self, case: Case) -> Patient:
        """The person of a case with unremarkable answers to what it leaves open, where they change
        no outcome.
        """
        engine, background = reference_engine(self.ruleset), Background(self.ruleset, ())
        filler = Filler(self.ruleset, engine, background)
        wanted = outcome(engine.assess(case.answers))
        answers = case.answers
        for name, question in self.ruleset.questions.items():
            if answers[name].state is not State.NOT_ASKED or not applies(question, answers):
                continue
            known = frozenset(answers.facts())
            for answer in filler.possible(question, background.offered(question), known):
                fuller = answers.replaced(name, answer)
                is_idle = not engine.reads(facts_of(name, answer))
                if is_idle or outcome(engine.assess(fuller)) == wanted:
                    answers = fuller
                    break
        ordered = Answers(
            {name: answers[name] for name in self.ruleset.questions if name in answers.given}
        )
        return filler.patient(case.id, case.name, ordered, Random(case.id))
