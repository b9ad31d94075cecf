"""The canonical layout of a YAML file: two columns a level, one blank where one belongs, nothing at
the end of a line.

Each scalar and each comment stays as its author wrote it; only what stands between them changes. A
file of which the result would say anything else stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from triage.language import source
from triage.language.source import Listing, Table, Token, Value

STEP = 2
"""Columns from a level to the one below it."""

BLOCKS = {"<block mapping start>": "map", "<block sequence start>": "list"}
OPENING, CLOSING = ("{", "["), ("}", "]")


def laid_out(text: str, name: str) -> str:
    """The text in canonical layout; ``name`` is the file name used in messages.

    Raises:
        RuleSetError: it is no file that a rule set could hold.
    """
    before = source.parse(text, name)
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        found = _Layout(plain).run()
    except _Unusual:
        return text
    is_same = _plain(source.parse(found, name)) == _plain(before)
    return found if is_same and _comments(found) == _comments(plain) else text


class _Unusual(Exception):
    """Something that rule sets hardly ever hold, and that is left alone."""


@dataclass
class _Block:
    """A list or mapping that is open: the column it had, and the one it gets."""

    kind: str
    old: int
    new: int


class _Layout:
    """Goes once over the tokens and puts together what stands between them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out = ""
        self._blocks: list[_Block] = []
        self._closed: list[_Block] = []
        self._opening = ""
        self._is_key = False
        self._flows: list[int] = []
        self._shift = 0
        self._end = 0
        self._before = ""

    def run(self) -> str:
        for token in source.tokens(self._text):
            if token.end > token.start:
                self._take(token)
            else:
                self._structure(token.kind)
        self._gap(self._text[self._end :], None)
        return self._out.strip("\n") + "\n"

    def _structure(self, kind: str) -> None:
        if kind in BLOCKS:
            self._opening = BLOCKS[kind]
        elif kind == "<block end>":
            self._leave_bare_list()
            self._closed.append(self._blocks.pop())
        elif kind == "?" and not self._flows:
            self._is_key = True
            if not self._opening:
                self._leave_bare_list()

    def _leave_bare_list(self) -> None:
        """A list whose dashes stand under their key has no end of its own."""
        if self._blocks and self._blocks[-1].kind == "bare list":
            self._closed.append(self._blocks.pop())

    def _take(self, token: Token) -> None:
        if token.kind in ("?", "<directive>", "<document start>", "<document end>"):
            raise _Unusual
        if token.kind == "-" and not self._opening and self._blocks[-1].kind == "map":
            self._opening = "bare list"
        self._gap(self._text[self._end : token.start], token)
        if token.kind in OPENING:
            column = len(self._out) - self._out.rfind("\n") - 1
            self._flows.append(column - self._old_column(token))
        elif token.kind in CLOSING:
            self._flows.pop()
        self._out += self._written(token)
        self._before, self._is_key = token.kind, False
        self._closed.clear()

    # What stands between two tokens

    def _gap(self, gap: str, token: Token | None) -> None:
        is_first = not self._out
        if token is not None and not is_first and "\n" not in gap:
            self._out += self._blank(gap, token.kind)
            self._open(token, len(self._out) - self._out.rfind("\n") - 1)
            return
        after, *lines = gap.split("\n") if not is_first else ["", *gap.split("\n")]
        self._out += after.rstrip() + "\n" * (not is_first)
        *between, last = lines or [""]
        old, new = len(last), 0
        if token is None:
            between = [*between, last]
        else:
            new = self._column(token)
            self._open(token, new)
        for line in _single_blanks(between):
            self._out += " " * self._comment_column(line, old, new) * bool(line.strip())
            self._out += line.strip() + "\n"
        if token is not None:
            self._out += " " * new
            self._shift = new - old

    def _blank(self, gap: str, kind: str) -> str:
        """What belongs between two tokens on one line."""
        if kind in (":", ",", *CLOSING) or self._before in OPENING:
            return ""
        return " " if self._before in ("-", ":", ",") else gap

    def _column(self, token: Token) -> int:
        """Where a token goes that is the first one on its line."""
        if self._flows:
            return max(0, self._old_column(token) + self._flows[0])
        if not self._blocks:
            return 0
        is_below = self._opening or not (self._is_key or token.kind == "-")
        return self._blocks[-1].new + STEP * bool(is_below)

    def _open(self, token: Token, column: int) -> None:
        if self._opening:
            self._blocks.append(_Block(self._opening, self._old_column(token), column))
            self._opening = ""

    def _old_column(self, token: Token) -> int:
        return token.start - self._text.rfind("\n", 0, token.start) - 1

    def _comment_column(self, line: str, old: int, new: int) -> int:
        """With what comes after it, or with the block that ended before it and stood as deep."""
        column = _indent(line)
        if column <= old:
            return new
        known = [*self._blocks, *self._closed]
        return next((block.new for block in known if block.old == column), new)

    # Tokens

    def _written(self, token: Token) -> str:
        """The token as it stands; the further lines of a long one move with its first."""
        written = self._text[token.start : token.end]
        self._end = token.end
        if token.kind == "<scalar>" and written[0] in "|>":
            return self._block_text(token.start, written)
        first, *rest = written.split("\n")
        return "\n".join([first, *(_moved(line.rstrip(), self._shift, 0) for line in rest)])

    def _block_text(self, start: int, written: str) -> str:
        """A text behind `|` or `>`: all its lines begin one level below their key."""
        head, *lines = written.split("\n")
        if any(sign in head.split("#")[0] for sign in "+123456789"):
            raise _Unusual
        column = min((_indent(line) for line in lines if line.strip()), default=0)
        while lines and len(lines[-1]) <= column and not lines[-1].strip():
            lines.pop()
        self._end = start + len("\n".join([head, *lines]))
        shift = self._blocks[-1].new + STEP - column
        return "\n".join([head.rstrip(), *(_moved(line, shift, column) for line in lines)])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _moved(line: str, shift: int, least: int) -> str:
    """The line so many columns further to the right, or as near as it can be; of blanks only those
    beyond the ``least`` ones count.
    """
    if len(line) <= least or not line:
        return ""
    return " " * max(0, _indent(line) + shift) + line.lstrip(" ")


def _single_blanks(lines: list[str]) -> list[str]:
    """The lines, with no two blank ones in a row."""
    found: list[str] = []
    for is_blank, group in groupby(lines, key=lambda line: not line.strip()):
        found.extend([""] if is_blank else group)
    return found


def _comments(text: str) -> list[str]:
    """Every comment, in order."""
    end, found = 0, list[str]()
    for token in source.tokens(text):
        found.extend(text[end : token.start].split("\n"))
        end = max(end, token.end)
    found.extend(text[end:].split("\n"))
    return [line.strip() for line in found if line.strip()]


def _plain(value: Value) -> object:
    """The value with the order of its keys."""
    if isinstance(value, Table):
        return [(str(key), _plain(inner)) for key, inner in value.items()]
    return [_plain(inner) for inner in value] if isinstance(value, Listing) else str(value)
