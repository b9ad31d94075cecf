"""What a generated patient answers where nothing is aimed at: as people of the cases do, and
unremarkably.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations
from random import Random

from triage.answers.value import NOT_SURE, Answer, Answers, State, choose
from triage.cases.case_files import Case
from triage.language.conditions import Is, IsNot, atoms, opposite
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind

AGE = "age"
"""The question that a vignette begins with, in rule sets that have it; the middle option is the
ordinary one.
"""

COMMON = 2
"""In how many whole cases an answer stands that is not rare."""

NEAREST = 4
"""Out of how many of the nearest cases the model of a patient is drawn."""


Said = tuple[str, str]
"""A question with a chosen option, or with an empty text for none of them."""


class Background:
    """Ordinary answers for one rule set."""

    def __init__(self, ruleset: RuleSet, cases: tuple[Case, ...]) -> None:
        most = max((len(case.answers.given) for case in cases), default=0)
        whole = [case for case in cases if len(case.answers.given) * 3 >= most * 2]
        self._ruleset = ruleset
        ordered = (case.answers for case in sorted(whole, key=lambda case: case.id))
        self._cases = [(answers, frozenset(answers.facts())) for answers in ordered]
        said = [_said(answers) for answers, _ in self._cases]
        self._counts = Counter(one for together in said for one in together)
        self._answered = {question for question, _ in self._counts}
        self._seen = {pair for together in said for pair in combinations(sorted(together), 2)}
        self._readers = Counter(
            (fact.question, fact.option)
            for rule in ruleset.rules
            for fact in atoms(rule.when)
            if isinstance(fact, Is)
        )

    def model(self, facts: frozenset[Is | IsNot], random: Random) -> Answers:
        """The answers of a whole case that shares much with ``facts`` and denies little; none
        without a case.
        """
        denials = frozenset(opposite(fact) for fact in facts if self._takes_one(fact))
        distances = [
            (_distance(known, facts, denials), place)
            for place, (_, known) in enumerate(self._cases)
        ]
        near = sorted(distances)[:NEAREST]
        closest = [self._cases[place][0] for distance, place in near if distance <= near[0][0] + 1]
        return random.choice(closest) if closest else Answers()

    def offered(self, question: Question) -> Iterator[Answer]:
        """Answers to try, the least remarkable first; the last one says nothing at all."""
        yield self.unremarkable(question)
        yield from (choose(question, option) for option in question.option_ids)
        yield NOT_SURE

    def ages(self, question: Question) -> list[Answer]:
        """The ages that people of the cases have, or all where the cases tell of none."""
        usual = [
            option for option in question.option_ids if self._counts[question.id, option] >= COMMON
        ]
        return [choose(question, option) for option in usual or question.option_ids]

    def unremarkable(self, question: Question) -> Answer:
        """None of these, or the option that the fewest rules read."""
        if question.kind is Kind.MANY:
            return choose(question)
        if question.id == AGE:
            return choose(question, question.option_ids[(len(question.option_ids) - 1) // 2])
        return choose(
            question,
            min(question.option_ids, key=lambda option: self._readers[question.id, option]),
        )

    def strangeness(self, answers: Answers, aimed: Collection[str]) -> int:
        """How many answers may not fit, judged by the whole cases.

        Counted are rare answers to questions that are not ``aimed`` at, and pairs that stand
        together in no case though neither is rare.
        """
        said = sorted(_said(answers))
        common = [one for one in said if self._counts[one] >= COMMON]
        judged = self._answered.difference(aimed)
        rare = [one for one in said if one not in common and one[0] in judged]
        pairs = [pair for pair in combinations(common, 2) if pair[0][0] != pair[1][0]]
        unseen = [pair for pair in pairs if pair not in self._seen]
        return len(rare) + len(unseen)

    def _takes_one(self, fact: Is | IsNot) -> bool:
        return self._ruleset.questions[fact.question].kind.takes_one


def _distance(
    known: frozenset[Is | IsNot], facts: frozenset[Is | IsNot], denials: frozenset[Is | IsNot]
) -> int:
    """How badly a case fits the facts: single choices answered otherwise, less what they share."""
    return 3 * len(denials & known) - len(facts & known)


def _said(answers: Answers) -> set[Said]:
    """What was said: every chosen option, and every "none of these"."""
    return {
        (name, option)
        for name, answer in answers.given.items()
        if answer.state is State.GIVEN
        for option in answer.yes or ("",)
    }
