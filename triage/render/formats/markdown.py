"""A page as Markdown, for a file that is read as it is or shown by any Markdown viewer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from triage.language.safe import Safe
from triage.render.formats.page import Line, LineKind, Page, PageSection

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&]")
_LIST_MARK = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


def render(page: Page) -> Safe:
    """The page as Markdown that ends in a line break; folded sections become `<details>`."""
    blocks = [f"# {escape(page.title)}"]
    for section in page.sections:
        blocks.extend(_section(section, 2))
    return Safe("\n\n".join(blocks) + "\n")


def escape(text: str) -> str:
    r"""``text`` with everything escaped that Markdown would read as a mark.

    >>> escape("1. a *b*")
    '1\\. a \\*b\\*'
    """
    words = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return _LIST_MARK.sub(r"\1\\\2", words)


def _section(section: PageSection, level: int) -> Iterator[str]:
    if section.folded:
        yield f"<details>\n<summary>{html.escape(section.title)}</summary>"
    elif section.title:
        yield f"{'#' * min(level, 6)} {escape(section.title)}"
    yield from _lines(section.lines)
    for part in section.parts:
        yield from _section(part, level + 1)
    if section.folded:
        yield "</details>"


def _lines(lines: tuple[Line, ...]) -> Iterator[str]:
    """Paragraphs, with neighbouring points as one list."""
    points: list[str] = []
    for line in lines:
        if line.kind in (LineKind.POINT, LineKind.ROW):
            points.append(
                f"- {_label(line)}{escape(line.text + line.marks)}{_link(line)}{_note(line)}"
            )
            continue
        if points:
            yield "\n".join(points)
            points = []
        yield (
            f"> **{escape(line.text)}**"
            if line.kind is LineKind.STRONG
            else escape(line.text + line.marks) + _note(line)
        )
    if points:
        yield "\n".join(points)


def _label(line: Line) -> str:
    return f"**{escape(line.label)}:** " if line.label else ""


def _link(line: Line) -> str:
    return f" <{line.url}>" if line.url else ""


def _note(line: Line) -> str:
    return f" *({escape(line.note)})*" if line.note else ""
