"""How many questions an interview can ask: a bound that is proved, and an interview that asks many.

The bound is the interview's own: what is open at the start is all that can be asked, for a question
once left out stays left out. A question that is asked again in plainer words counts once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product

from triage.answers.value import NOT_SURE, Answer, Answers, State, choose
from triage.interview.state import Interview
from triage.lacks.waiting import View
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind


class TooLong(Exception):
    """The time limit was reached; ``longest`` is the number of questions of the longest interview
    found.
    """

    def __init__(self, longest: int) -> None:
        self.longest = longest
        super().__init__("the time limit was reached")


def most_questions(ruleset: RuleSet) -> int:
    """A number of questions that no interview exceeds; some may not reach it."""
    return len(Interview(ruleset).open_questions)


def longer_than(ruleset: RuleSet, limit: int, deadline: float) -> Answers | None:
    """Answers to the first ``limit`` + 1 questions of an interview that asks so many; None proves
    that none does.

    Likely answers are tried first, then all; an interview that can no longer exceed the limit is
    not followed.

    Raises:
        TooLong: the ``deadline``, a time of ``time.monotonic``, passed.
    """
    likely = _likely_interview(ruleset, limit, deadline)
    if len(likely.answers.given) > limit:
        return likely.answers
    waiting = [_next_interviews(Interview(ruleset))]
    while waiting:
        if time.monotonic() > deadline:
            raise TooLong(len(likely.answers.given))
        interview = next(waiting[-1], None)
        if interview is None:
            waiting.pop()
        elif len(interview.answers.given) > limit:
            return interview.answers
        elif len(interview.answers.given) + len(interview.open_questions) > limit:
            waiting.append(_next_interviews(interview))
    return None


def _likely_interview(ruleset: RuleSet, limit: int, deadline: float) -> Interview:
    """The first ``limit`` + 1 questions of a long interview, or all of it where it is shorter.

    Each answer is, of some, the one that keeps most questions open and most rules waiting.
    """
    interview = Interview(ruleset)
    while (
        len(interview.answers.given) <= limit
        and interview.current is not None
        and time.monotonic() < deadline
    ):
        question = interview.current.question
        interview = max(
            (_after(interview, answer) for answer in _some_answers(question)), key=_promise
        )
    return interview


def _promise(interview: Interview) -> tuple[int, int]:
    waiting = View(interview.ruleset, interview.answers).waiting()
    return len(interview.open_questions), sum(1 for _ in waiting)


def _next_interviews(interview: Interview) -> Iterator[Interview]:
    """The interview after each answer to its current question."""
    if interview.current is not None:
        yield from (
            _after(interview, answer) for answer in _all_answers(interview.current.question)
        )


def _after(interview: Interview, answer: Answer) -> Interview:
    """The interview after the answer; where the question comes again in plainer words, the answer
    stays.
    """
    question = interview.current.question if interview.current else None
    interview = interview.answer(answer)
    is_again = interview.current is not None and interview.current.question is question
    return interview.answer(answer) if is_again else interview


def _some_answers(question: Question) -> Iterator[Answer]:
    """Not sure, each option alone, and of many also none and all."""
    yield NOT_SURE
    for option in question.option_ids:
        yield choose(question, option)
    if question.kind is Kind.MANY:
        yield choose(question)
        yield choose(question, *question.option_ids)


def _all_answers(question: Question) -> Iterator[Answer]:
    yield NOT_SURE
    if question.kind.takes_one:
        yield from (choose(question, option) for option in question.option_ids)
        return
    for said in product((True, False, None), repeat=len(question.option_ids)):
        named = dict(zip(question.option_ids, said, strict=True))
        yes = frozenset(option for option, word in named.items() if word is True)
        no = frozenset(option for option, word in named.items() if word is False)
        if yes or no:
            yield Answer(State.GIVEN, yes, no)
