"""Random answers that put the table to the test: sparse and dense ones, and ones that are just
enough for a way of a row, or just not.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

from tests.rules.table import Said, Table, Told
from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, Answer, Answers, State, choose
from triage.language.model import Question
from triage.language.ruleset import RuleSet

ASKED = (0.0, 0.0, 0.05, 0.2, 0.5, 1.0)
"""How likely a question is answered, beside those that are meant."""

CHOSEN = (0.0, 0.03, 0.1, 0.4)
"""How likely an option of `many` is chosen."""

OPEN = (NOT_ASKED, NOT_SURE, DECLINED)


class Drawing:
    """Draws answers to one rule set that are aimed at the ways of the table."""

    def __init__(self, ruleset: RuleSet, table: Table, seed: int) -> None:
        self._questions = ruleset.questions
        self._chance = random.Random(seed)
        self._aims = tuple(
            tuple(told for told in fewest if self._can_be_said(told)) for fewest in table.fewest
        )

    def people(self, number: int) -> list[Answers]:
        """So many answer sets."""
        return [self._person() for _ in range(number)]

    def _person(self) -> Answers:
        chance = self._chance
        given = self._background(chance.choice(ASKED), chance.choice(CHOSEN))
        if chance.random() < 0.9:
            aim = chance.choice(chance.choice(self._aims))
            given |= self._aimed(aim)
            if chance.random() < 0.4:
                given |= self._flipped(chance.choice(sorted(aim)), given)
        return Answers({name: a for name, a in given.items() if self._applies(name, given)})

    def _background(self, asked: float, chosen: float) -> dict[str, Answer]:
        """Answers to some questions, each drawn by itself."""
        found = {}
        for name, question in self._questions.items():
            if self._chance.random() < asked:
                found[name] = self._answer(question, chosen)
        return found

    def _answer(self, question: Question, chosen: float) -> Answer:
        chance = self._chance
        if chance.random() < 0.1:
            return chance.choice(OPEN)
        if question.kind.takes_one:
            return choose(question, chance.choice(question.option_ids))
        yes = [option for option in question.option_ids if chance.random() < chosen]
        return choose(question, *yes, others=self._others())

    def _aimed(self, aim: Told) -> dict[str, Answer]:
        """Answers that say what is aimed at."""
        found = {}
        for name, said in _by_question(aim).items():
            question = self._questions[name]
            yes = {one.option for one in said if one.is_so}
            no = {one.option for one in said if not one.is_so}
            if question.kind.takes_one:
                free = [option for option in question.option_ids if option not in no]
                found[name] = choose(question, *(yes or {self._chance.choice(free)}))
            elif self._others() is State.GIVEN:
                found[name] = choose(question, *yes)
            else:
                found[name] = Answer(State.GIVEN, frozenset(yes), frozenset(no))
        return found

    def _flipped(self, said: Said, given: dict[str, Answer]) -> dict[str, Answer]:
        """The answer that said this, saying the contrary or nothing of it."""
        question, answer = self._questions[said.question], given[said.question]
        if self._chance.random() < 0.4:
            return {said.question: self._chance.choice(OPEN)}
        if question.kind.takes_one:
            return {said.question: choose(question, self._chance.choice(question.option_ids))}
        yes, no = answer.yes ^ {said.option}, answer.no ^ {said.option}
        return {said.question: Answer(State.GIVEN, yes, no - yes)}

    def _others(self) -> State:
        """What becomes of the options that were not chosen: not so, now and then left open."""
        return State.NOT_SURE if self._chance.random() < 0.15 else State.GIVEN

    def _applies(self, name: str, given: dict[str, Answer]) -> bool:
        """Whether the question makes sense; a sign of a pregnancy needs one that is not denied."""
        if given[name] is NOT_ASKED:
            return False
        pregnancy = given.get("pregnancy", NOT_ASKED)
        return name != "pregnancy_signs" or "no" not in pregnancy.yes

    def _can_be_said(self, told: Told) -> bool:
        """Whether no question of one option is answered with two, or with none."""
        for name, said in _by_question(told).items():
            question = self._questions[name]
            denied = {one.option for one in said if not one.is_so}
            is_full = denied == set(question.option_ids)
            if question.kind.takes_one and (sum(one.is_so for one in said) > 1 or is_full):
                return False
        return True


def _by_question(told: Iterable[Said]) -> dict[str, list[Said]]:
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for said in sorted(told):
        found[said.question].append(said)
    return found
