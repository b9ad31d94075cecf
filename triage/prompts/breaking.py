"""Lines too long for a terminal, broken between words."""

from __future__ import annotations

import re
import textwrap

from triage.language.safe import Safe

NARROWEST = 20
NUMBERED = re.compile(r"(\d+\.|[np] =) ")


def broken(text: Safe, width: int) -> list[Safe]:
    """The text in lines that fit, each part below the text of its line; coloured lines were broken
    before.
    """
    return [part for line in text.lines() for part in _parts(line, max(width, NARROWEST))]


def _parts(line: Safe, width: int) -> list[Safe]:
    if len(line) <= width or "\x1b" in line:
        return [line]
    mark = NUMBERED.match(line)
    indent = " " * len(mark[0]) if mark else ""
    return [Safe(part) for part in textwrap.wrap(line, width, subsequent_indent=indent)]
