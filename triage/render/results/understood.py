"""What was understood of a person's own words: which lines are marked, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from triage.language.model import Question
from triage.language.ruleset import RuleSet

if TYPE_CHECKING:
    from triage.interview.own_words import Understood
    from triage.interview.ticks import Place

UNDERSTOOD = "This is marked on the screens that come. Only what you choose there counts."
LINE = "“{words}” points to: {text}"
UNREAD = "Not understood: {parts}."
MOST_UNREAD = 6
MARK = "you wrote “{words}”"


def understood_lines(found: Understood, ruleset: RuleSet) -> Iterator[str]:
    """What a person reads after their sentence, a line each."""
    yield from found.notes
    by_words: dict[str, list[str]] = {}
    for echo in found.echoes:
        text = ruleset.questions[echo.question].option(echo.option).text
        by_words.setdefault(echo.words, []).append(text)
    for words, texts in by_words.items():
        yield LINE.format(words=words, text="; ".join(texts))
    if found.echoes:
        yield UNDERSTOOD
    if found.unread and (found.echoes or found.both_ways):
        parts = ", ".join(f"“{part}”" for part in found.unread[:MOST_UNREAD])
        yield UNREAD.format(parts=parts)


def marked(found: Understood) -> Mapping[Place, str]:
    """What stands beside each line that is pointed to."""
    return {place: MARK.format(words=words) for place, words in found.marks.items()}


def pointed_to(question: Question, marks: Mapping[Place, str]) -> Iterator[str]:
    """The marks of a question that stands on no screen."""
    for option in question.options:
        words = marks.get((question.id, option.id))
        if words:
            yield f"{words[:1].upper()}{words[1:]}: {option.text}"
