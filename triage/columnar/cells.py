"""What stands in a cell: one option, a list of options, `not_sure` or `declined`; nothing where the
question was not asked.

In a list `hot?` leaves an option open: the person was not sure about it. Where a column holds text
only, a list is written `swollen;hot`, and `[]` is none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.answers.value import NO_WORD, YES_WORD
from triage.language.model import Question
from triage.language.words import DECLINED_WORD, NOT_SURE_WORD, Kind

BETWEEN = ";"
NONE_OF_THESE = "[]"
OPEN = "?"
RAW = {b"triage.json": b"1"}
"""Marks a column that answers no question, and whose texts are JSON values."""
WORDS = (NOT_SURE_WORD, DECLINED_WORD)
"""What stands for a whole answer."""


class Codes:
    """Numbers for what a cell, or a part of its list, can say to one question.

    Options have the numbers from 0 in the author's order; then come the words for a whole answer,
    ``unknown`` for anything else, and from ``opened`` on the options again, left open. None is
    above ``most``.
    """

    def __init__(self, question: Question) -> None:
        options = question.option_ids
        self.options = self.not_sure = len(options)
        self.declined, self.unknown, self.opened = range(self.options + 1, self.options + 4)
        self.most = self.opened + self.options
        self._numbers: dict[str | None, int] = {name: place for place, name in enumerate(options)}
        self._numbers[NOT_SURE_WORD] = self.not_sure
        if question.declinable:
            self._numbers[DECLINED_WORD] = self.declined
        if question.kind is Kind.MANY:
            for place, name in enumerate(options, start=self.opened):
                self._numbers[f"{name}{OPEN}"] = place

    def of(self, words: Iterable[str | None]) -> list[int]:
        """The number of each word; ``unknown`` where it is none."""
        return [self._numbers.get(word, self.unknown) for word in words]


def written(cell: object, question: Question) -> object:
    """What a cell says, as an answer file says it; whatever is wrong with it stays wrong.

    >>> from types import SimpleNamespace
    >>> written("swollen;hot", SimpleNamespace(kind=Kind.MANY, option_ids=("swollen", "hot")))
    ['swollen', 'hot']
    """
    if question.kind is Kind.MANY:
        if isinstance(cell, str) and cell not in WORDS:
            cell = [] if cell == NONE_OF_THESE else [part.strip() for part in cell.split(BETWEEN)]
        if isinstance(cell, list) and len(cell) == 1 and cell[0] in WORDS:
            return cell[0]
        if isinstance(cell, list) and any(map(_is_open, cell)):
            return _by_option(cell, question)
    return cell


def _is_open(part: object) -> bool:
    return isinstance(part, str) and part.endswith(OPEN)


def _by_option(parts: list[object], question: Question) -> Mapping[str, object]:
    """What is said of each option where some are left open; an odd word of ours where two things
    are said of one.
    """
    said: dict[str, object] = dict.fromkeys(question.option_ids, NO_WORD)
    told: dict[str, str] = {}
    for part in parts:
        name, word = str(part), YES_WORD
        if _is_open(part):
            name, word = name.removesuffix(OPEN), NOT_SURE_WORD
        said[name] = word if told.get(name, word) == word else f"{YES_WORD} and {NOT_SURE_WORD}"
        told[name] = word
    return said
