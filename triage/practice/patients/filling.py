"""An answer to every question that makes sense for a patient: as aimed, as in a similar case, or
unremarkable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from triage.answers.value import NOT_SURE, Answer, Answers, State, choose, facts_of
from triage.engine.reference import ReferenceEngine, WorkingMemory
from triage.lacks.gates import applies
from triage.lacks.ways import Way
from triage.language.conditions import Is, IsNot
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level
from triage.practice.patients.background import AGE, Background
from triage.practice.patients.coherence import becomes_impossible, is_impossible
from triage.practice.patients.complaint import volunteered
from triage.practice.patients.patient import Patient


class Filler:
    """Fills in what nothing aims at, so that one person can give all answers together."""

    def __init__(self, ruleset: RuleSet, engine: ReferenceEngine, background: Background) -> None:
        self._ruleset, self._engine, self._background = ruleset, engine, background

    def fill(self, facts: Way, level: Level, random: Random) -> Answers:
        """An answer to every question that applies: as aimed, as in a similar case, or
        unremarkable.
        """
        model = self._background.model(facts, random)
        answers, known, memory = Answers(), facts, self._engine.memory(facts)
        for name, question in self._ruleset.questions.items():
            mine = frozenset(fact for fact in facts if fact.question == name)
            if mine:
                answer = self._aimed(question, mine, model[name], known)
            elif applies(question, answers):
                answer = self._background_answer(question, model[name], known, memory, level)
            else:
                continue
            answers, more = answers.replaced(name, answer), facts_of(name, answer)
            known |= more
            memory.add(more)
        return answers

    def _background_answer(
        self, question: Question, model: Answer, known: Way, memory: WorkingMemory, level: Level
    ) -> Answer:
        """What the similar case answers, or a little more, unless that raises the level; else what
        brings no news.
        """

        def news(answer: Answer) -> list[Rule]:
            return memory.news(facts_of(question.id, answer))

        if model.state is State.GIVEN and not model.is_unsure(question):
            for answer in self.possible(question, _and_more(question, model), known):
                if all(rule.level is None or rule.level <= level for rule in news(answer)):
                    return answer
        for answer in self.possible(question, self._background.offered(question), known):
            if not any(_speaks(rule, self._ruleset.lowest) for rule in news(answer)):
                return answer
        return NOT_SURE

    def possible(
        self, question: Question, offered: Iterable[Answer], known: Way
    ) -> Iterator[Answer]:
        """The answers that one person can give together with what is known; all, where nobody could
        say that.
        """
        is_lost = is_impossible(self._ruleset, known)
        for answer in offered:
            facts = facts_of(question.id, answer)
            if is_lost or not becomes_impossible(self._ruleset, known, facts):
                yield answer

    def _aimed(self, question: Question, facts: Way, model: Answer, known: Way) -> Answer:
        """The answer that the facts ask for; what they leave open follows the similar case."""
        chosen = {fact.option for fact in facts if isinstance(fact, Is)}
        refused = {fact.option for fact in facts if isinstance(fact, IsNot)}
        if question.kind is Kind.MANY:
            aimed = choose(question, *chosen)
            fuller = (answer for answer in _and_more(question, aimed) if not answer.yes & refused)
            return next(self.possible(question, fuller, known), aimed)
        left = [option for option in question.option_ids if option not in refused]
        like = [option for option in left if option in model.yes]
        return choose(question, *(chosen or {*like[:1]} or {*left[:1]}))

    def patient(self, name: str, title: str, answers: Answers, random: Random) -> Patient:
        """The patient of these answers, with all that a student may ask and what is told
        unasked.
        """
        aside = self._aside(answers, random)
        return Patient(
            name, title, answers, volunteered(self._ruleset, answers, aside, random), aside
        )

    def _aside(self, answers: Answers, random: Random) -> Answers:
        """An answer to every question that the questionnaire would keep back from this person,
        unremarkable.

        Practice tells it when asked; no engine reads it, and none would find anything new in it.
        Only the age is drawn, for each patient has one.
        """
        found, known = Answers(), frozenset(answers.facts())
        memory = self._engine.memory(known)
        for name, question in self._ruleset.questions.items():
            if name in answers.given:
                continue
            ages = self._background.ages(question) if name == AGE else []
            offered = random.sample(ages, len(ages)) or self._background.offered(question)
            answer = self._quiet(question, offered, known, memory)
            found, more = found.replaced(name, answer), facts_of(name, answer)
            known |= more
            memory.add(more)
        return found

    def _quiet(
        self, question: Question, offered: Iterable[Answer], known: Way, memory: WorkingMemory
    ) -> Answer:
        """The first answer with which no more rules fire; not sure where there is none."""
        for answer in self.possible(question, offered, known):
            if not memory.news(facts_of(question.id, answer)):
                return answer
        return NOT_SURE


def _and_more(question: Question, answer: Answer) -> Iterator[Answer]:
    """The answer; of a multiple choice also the answer with one option more."""
    yield answer
    if question.kind is Kind.MANY:
        yield from (
            choose(question, *answer.yes, option)
            for option in question.option_ids
            if option not in answer.yes
        )


def _speaks(rule: Rule, lowest: Level) -> bool:
    """Whether a firing of the rule would be news about the patient: a cause or a level above the
    lowest.
    """
    return rule.supports if rule.level is None else rule.level != lowest
