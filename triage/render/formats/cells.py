"""Text measured in terminal cells: wide characters take two, combining ones none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from triage.language.safe import Safe


def cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes.

    >>> cells("脚 leg")
    6
    """
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def head(text: str, width: int) -> str:
    """The longest beginning of ``text`` that takes at most ``width`` cells."""
    if text.isascii():
        return text[:width]
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
    lines: list[list[str]] = [[]]
    used = 0
    for piece in _pieces(Safe(" ".join(text.split())).split(" "), width):
        taken = cells(piece)
        if lines[-1] and used + 1 + taken > width:
            lines.append([])
        used = used + 1 + taken if lines[-1] else taken
        lines[-1].append(piece)
    return [Safe(" ".join(line)) for line in lines]


def _pieces(words: list[str], width: int) -> Iterator[str]:
    for word in words:
        rest = word
        while rest:
            piece = head(rest, width)
            yield piece
            rest = rest[len(piece) :]


@cache
def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
