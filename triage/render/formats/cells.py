"""Text measured in terminal cells: wide characters take two, combining ones none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from triage.language.safe import Safe


def cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes.

    >>> cells("脚 leg")
    6
    """
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def head(text: str, width: int) -> str:
    """The longest beginning of ``text`` that takes at most ``width`` cells."""
    used = 0
    for place, char in enumerate(text):
        used += _cells_of(char)
        if used > width:
            return text[:place]
    return text


def wrap(text: str, width: int) -> list[Safe]:
    """``text`` in lines of at most ``width`` cells (at least two), broken between words where
    possible.

    >>> wrap("a numb leg", 6)
    ['a numb', 'leg']
    """
    width = max(width, 2)
    lines = [""]
    for word in (piece for long in text.split() for piece in _pieces(Safe(long), width)):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return [Safe(line) for line in lines]


def _pieces(word: str, width: int) -> Iterator[str]:
    while word:
        piece = head(word, width)
        yield piece
        word = word[len(piece) :]


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
