"""What a stream can show: typographic signs, colour, menus. What is not certain counts as no."""

from __future__ import annotations

import os
from typing import TextIO

SIGNS = "“”‘’–—…•·●○▸→─│░█▁"
"""What the programme adds to texts by itself; an encoding has to have all of them."""


def can_encode(encoding: str | None) -> bool:
    """Whether the typographic signs of the programme can be written in this encoding.

    >>> can_encode("utf-8"), can_encode("ascii"), can_encode(None)
    (True, False, False)
    """
    try:
        SIGNS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def shows_unicode(stream: TextIO) -> bool:
    """Whether the stream can show the typographic signs of the programme."""
    return can_encode(getattr(stream, "encoding", None))


def shows_colour(stream: TextIO | None) -> bool:
    """Whether the stream is a terminal that says it has colour, and its owner wants it
    (no-color.org).
    """
    return is_terminal(stream) and not _is_dumb() and not os.environ.get("NO_COLOR")


def can_draw(source: TextIO | None, out: TextIO | None) -> bool:
    """Whether menus can be drawn: both streams are a terminal that moves its cursor, and nobody
    asked for lines.
    """
    # a console of Windows moves its cursor without a TERM that says so
    moves_cursor = os.name == "nt" or not _is_dumb()
    asked_for_lines = os.environ.get("TRIAGE_PLAIN") or os.environ.get("ACCESSIBLE")
    wants_menus = moves_cursor and not asked_for_lines
    return wants_menus and is_terminal(source) and is_terminal(out)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether the stream is there, open, and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def _is_dumb() -> bool:
    return os.environ.get("TERM", "") in ("", "dumb")
