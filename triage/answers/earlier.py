"""Answers to an earlier version of a rule set, and what they mean in this one: ids that were
renamed, and what did not exist yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from triage.answers.value import Answer
from triage.language.model import Option, Question, Renamable
from triage.language.ruleset import RuleSet
from triage.language.versions import is_earlier

Made = TypeVar("Made", bound=Renamable)


@dataclass(frozen=True)
class Reading:
    """What the ids in answers mean to the rule set; ``version`` is that of the answers."""

    ruleset: RuleSet
    version: str

    @cached_property
    def is_earlier(self) -> bool:
        """Whether the answers are to an earlier version; False also where nobody can tell."""
        return is_earlier(self.version, self.ruleset.version) is True

    def question(self, name: str) -> Question | None:
        """The question that is meant by ``name``, or None."""
        return self._questions.get(name)

    def option(self, question: Question, name: str) -> Option | None:
        """The option of the question that is meant by ``name``, or None."""
        return self._named(question.options).get(name)

    def is_later(self, entry: Question | Option) -> bool:
        """Whether there was no such thing when the answers were given."""
        since = entry.since if self.is_earlier else None
        return since is not None and is_earlier(self.version, since) is True

    def unseen(self, question: Question) -> frozenset[str]:
        """The options that nobody could choose when the answers were given."""
        return frozenset(option.id for option in question.options if self.is_later(option))

    def without_unseen(self, answer: Answer, question: Question) -> Answer:
        """The answer, in which an option that did not exist yet stays unknown."""
        return replace(answer, no=answer.no - self.unseen(question)) if self.is_earlier else answer

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        return self._named(self.ruleset.questions.values())

    def _named(self, entries: Iterable[Made]) -> Mapping[str, Made]:
        """The entries by the ids that answers may call them."""
        known = list(entries)
        before = {one.was: one for one in known if one.was} if self.is_earlier else {}
        return {**before, **{one.id: one for one in known}}
