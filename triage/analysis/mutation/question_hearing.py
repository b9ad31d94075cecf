"""What the questions hear of a person, as they are and with one of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from triage.analysis.diff.people import heard
from triage.analysis.mutation.outcomes import AssessmentOutcome, outcome
from triage.analysis.mutation.question_mutants import QuestionMutant
from triage.answers.value import Answer, Answers, choose
from triage.cases.expectations import questions_asked
from triage.engine.assessment import Assessment
from triage.engine.reference import reference_engine
from triage.lacks.gates import applies
from triage.lacks.people import said
from triage.language.conditions import Is, IsNot, atoms
from triage.language.model import Question
from triage.language.ruleset import RuleSet


class Hearing:
    """The rules of one rule set over what its questions hear."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, self._engine = ruleset, reference_engine(ruleset)
        self._said: dict[Answers, Answers] = {}
        self._today: dict[Answers, Assessment] = {}
        self._asked: dict[Answers, frozenset[str]] = {}

    @cached_property
    def _truths(self) -> tuple[Question, ...]:
        return tuple(self.ruleset.questions.values())

    def today(self, known: Answers) -> Assessment:
        """What follows of what a person who knows ``known`` comes to say."""
        if known not in self._today:
            (told,) = heard(self.ruleset, known, self._truths, gated=True)
            self._today[known] = self._engine.assess(told)
        return self._today[known]

    def otherwise(self, mutant: QuestionMutant, known: Answers) -> Iterator[Assessment]:
        """What follows with the mutant in place, for each way to hear the person; nothing where the
        same is heard.
        """
        if self._is_touched(mutant, known):
            meant = _misheard(mutant, known)
            for told in heard(mutant.of(self.ruleset), meant, self._truths, gated=True):
                yield self._engine.assess(told)

    def outcome_otherwise(self, mutant: QuestionMutant, known: Answers) -> AssessmentOutcome | None:
        """Another outcome than today that the mutant gives the person; None where there is none."""
        for found in self.otherwise(mutant, known):
            if outcome(found) != outcome(self.today(known)):
                return outcome(found)
        return None

    def asked_today(self, known: Answers) -> frozenset[str]:
        """The questions that an interview over these answers asks."""
        if known not in self._asked:
            self._asked[known] = frozenset(questions_asked(self.ruleset, known))
        return self._asked[known]

    def asked_otherwise(self, mutant: QuestionMutant, known: Answers) -> frozenset[str]:
        """The questions that it asks with the mutant in place."""
        return frozenset(questions_asked(mutant.of(self.ruleset), known))

    def opened_by(self, question: str) -> frozenset[str]:
        """The question, and those that are asked or not by what it hears."""
        found = {question}
        for name, other in self.ruleset.questions.items():
            facts = (fact for fact in atoms(other.gate) if isinstance(fact, Is | IsNot))
            if any(fact.question in found for fact in facts):
                found.add(name)
        return frozenset(found)

    def _is_touched(self, mutant: QuestionMutant, known: Answers) -> bool:
        """Whether the mutant may hear something else of the person; gates read earlier questions
        only, and these are as they were.
        """
        if known not in self._said:
            self._said[known] = said(self.ruleset, known)
        told, question = self._said[known], mutant.question
        was_asked = question.id in told.given
        if applies(mutant.changed, told) is not was_asked:
            return True
        hears_otherwise = mutant.misheard or mutant.changed.kind is not question.kind
        return bool(was_asked and hears_otherwise and question.id in known.given)


def _misheard(mutant: QuestionMutant, known: Answers) -> Answers:
    answer = known[mutant.question.id]
    for meant, instead in mutant.misheard:
        if meant.option in (answer.yes if isinstance(meant, Is) else answer.no):
            changed = _said_instead(mutant.question, answer, instead)
            return known.replaced(mutant.question.id, changed)
    return known


def _said_instead(question: Question, answer: Answer, instead: Is | IsNot) -> Answer:
    if question.kind.takes_one:
        return choose(question, instead.option)
    option = {instead.option}
    if isinstance(instead, Is):
        return replace(answer, yes=answer.yes | option, no=answer.no - option)
    return replace(answer, yes=answer.yes - option, no=answer.no | option)
