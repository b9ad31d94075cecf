"""What a person answered, and the facts that it yields.

Not asked, not sure, declined and none of these are four different things and stay so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache

from triage.language.conditions import Is, IsNot
from triage.language.model import Question
from triage.language.words import DECLINED_WORD, NOT_SURE_WORD

YES_WORD, NO_WORD = "yes", "no"
OPTION_WORDS = (YES_WORD, NO_WORD, NOT_SURE_WORD)
"""What files say of one option; the last one where it was left open."""


class State(Enum):
    """What became of a question."""

    NOT_ASKED = "not_asked"
    NOT_SURE = NOT_SURE_WORD
    DECLINED = DECLINED_WORD
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; of a given one, the options that are so and those that are not. Other options stay
    unknown.
    """

    state: State
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    def is_unsure(self, question: Question) -> bool:
        """Whether any option of the question was left open by "not sure"."""
        if self.state is State.GIVEN:
            return len(self.yes) + len(self.no) < len(question.options)
        return self.state is State.NOT_SURE

    def is_open(self, question: Question) -> bool:
        """Whether anything about the question is still unknown: not asked, not sure, declined, or
        in part.
        """
        return self.state is not State.GIVEN or self.is_unsure(question)

    def word(self, option: str) -> str:
        """What files say of the option, of an answer that was given."""
        if option in self.yes:
            return YES_WORD
        return NO_WORD if option in self.no else NOT_SURE_WORD


LONGEST_NOTE = 100
"""So many signs say when somebody was last well; what stands behind them is not kept."""

NOT_ASKED = Answer(State.NOT_ASKED)
NOT_SURE = Answer(State.NOT_SURE)
DECLINED = Answer(State.DECLINED)


def choose(question: Question, *options: str, others: State = State.GIVEN) -> Answer:
    """The answer that these options are so.

    Args:
        question: where the options belong.
        options: the chosen ones; none of them means "none of these".
        others: GIVEN where the remaining options are not so, NOT_SURE where they stay unknown.
    """
    yes = frozenset(options)
    no = frozenset(question.option_ids) - yes if others is State.GIVEN else frozenset()
    return Answer(State.GIVEN, yes, no) if yes or no else NOT_SURE


def by_option(words: Mapping[str, object]) -> Answer:
    """The answer that a word for each option makes; one that is none of ours leaves it open."""
    yes = frozenset(option for option, word in words.items() if word == YES_WORD)
    no = frozenset(option for option, word in words.items() if word == NO_WORD)
    return Answer(State.GIVEN, yes, no) if yes or no else NOT_SURE


@dataclass(frozen=True)
class Answers:
    """All answers of one person to one rule set; a question that is absent was not asked.

    ``last_well`` is when they were last well, in their own words; no rule reads it.
    """

    given: Mapping[str, Answer] = field(default_factory=dict)
    last_well: str = ""

    def __getitem__(self, question: str) -> Answer:
        return self.given.get(question, NOT_ASKED)

    def __hash__(self) -> int:
        return hash(frozenset(self.given.items()))

    def replaced(self, question: str, answer: Answer) -> Answers:
        """These answers with one more, or another one, to ``question``."""
        return replace(self, given={**self.given, question: answer})

    def without(self, question: str) -> Answers:
        """These answers as if ``question`` had not been asked."""
        left = {name: answer for name, answer in self.given.items() if name != question}
        return replace(self, given=left)

    def facts(self) -> Iterator[Is | IsNot]:
        """The facts that the answers yield; not sure and declined yield none."""
        for question, answer in self.given.items():
            yield from facts_of(question, answer)


@lru_cache(maxsize=1 << 16)
def facts_of(question: str, answer: Answer) -> frozenset[Is | IsNot]:
    """The facts that one answer yields, made once: sweeps read the same answers again and
    again.
    """
    return frozenset(
        (
            *(Is(question, option) for option in answer.yes),
            *(IsNot(question, option) for option in answer.no),
        )
    )
