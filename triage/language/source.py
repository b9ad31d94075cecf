"""Read YAML files into plain values that remember their place. The only module that imports the
YAML reader.

Every scalar is the text its author wrote: ``no``, ``12:30`` and ``1.0`` stay what they are, so no
YAML surprise exists. Nothing is constructed and nothing runs. Values are built from the parser's
events, not recursively, so a hostile file cannot exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from triage.language.diagnostics import Diagnostic, RuleSetError, Span

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes; of a larger file no more is read, and it is refused."""

DEEPEST = 32
"""Levels of nesting, that of the file itself among them; a deeper file is refused."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar with its place."""

    span: Span

    def __new__(cls, text: str, span: Span | None = None) -> Text:
        made = super().__new__(cls, text)
        made.span = span or Span("<text>")
        return made


class Listing(list["Value"]):
    """A sequence with its place."""

    span: Span


class Table(dict[str, "Value"]):
    """A mapping with its place; the keys are ``Text`` and know theirs."""

    span: Span

    def __init__(self, entries: Mapping[str, Value] | None = None) -> None:
        super().__init__(entries or {})
        self._keys: dict[str, Text] = {}

    def put(self, key: Text, value: Value) -> None:
        """Enter the value; of a key that is written twice the first one counts."""
        self.setdefault(key, value)
        self._keys.setdefault(key, key)

    def key(self, name: str) -> Text:
        """The key ``name`` as its author wrote it."""
        if len(self._keys) < len(self):
            self._keys = {key: key for key in self if isinstance(key, Text)}
        return self._keys[name]


Value = Text | Listing | Table


def read(path: Path) -> Table:
    """The mapping in the file at ``path``.

    Raises:
        RuleSetError: the file is missing, too large, not text, not YAML, empty, or not a mapping
            (T101–T105, T112).
    """
    return parse(read_text(path), str(path))


def read_head(path: Path, wanted: frozenset[str]) -> Table | None:
    """The mapping in the file down to the last of the ``wanted`` keys, without what stands below;
    None where they are not all there, or the file has a fault before.
    """
    try:
        return _Builder(read_text(path), str(path)).head(wanted)
    except RuleSetError:
        return None


def read_text(path: Path) -> str:
    """The text of a file of bounded size.

    Raises:
        RuleSetError: it cannot be read, is too large or is not UTF-8 text (T101).
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # a pipe or a device does not say how long it is
    except OSError as error:
        raise RuleSetError([unreadable(path, error)]) from error
    return decode(content, str(path))


def unreadable(path: Path, error: OSError) -> Diagnostic:
    """That the system does not let us read a file, and why."""
    reason = (error.strerror or "unreadable").lower()
    return Diagnostic("T101", f"the file cannot be read: {reason}", Span(str(path)))


def decode(content: bytes, name: str) -> str:
    """``content`` as text.

    Raises:
        RuleSetError: it is too large or not UTF-8 text (T101).
    """
    if len(content) > LARGEST_FILE:
        raise RuleSetError(
            [
                Diagnostic(
                    "T101", f"the file is larger than {LARGEST_FILE // 1024**2} MB", Span(name)
                )
            ]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the file is not text: byte {error.start + 1} is not UTF-8"
        raise RuleSetError([Diagnostic("T101", message, Span(name, line))]) from error
    if "\0" in text:
        place = Span(name, text.count("\n", 0, text.index("\0")) + 1)
        raise RuleSetError(
            [Diagnostic("T101", "the file is not text: it holds a NUL character", place)]
        )
    return text


def parse(text: str, name: str) -> Table:
    """The mapping that ``text`` holds; ``name`` is the file name used in messages.

    Raises:
        RuleSetError: as for ``read``.
    """
    return _Builder(text, name).build()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of YAML text, such as a scalar or a bracket; one that only says where a block begins
    or ends has no width.
    """

    kind: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a text that ``parse`` takes; between them are blanks and comments only."""
    for token in yaml.scan(text, Loader=_LOADER):
        kind: str = token.id  # type: ignore[attr-defined]  # each has one; the stubs do not say so
        yield Token(kind, token.start_mark.index, token.end_mark.index)


def dump(value: object) -> str:
    """Plain lists, mappings and texts as YAML that ``parse`` reads back."""
    return yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100
    )


class _Builder:
    """Builds one value from parser events and collects every problem on the way."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name, self._lines = text, name, text.splitlines()
        self._problems: list[Diagnostic] = []
        self._open: list[Listing | Table] = []
        self._keys: list[Text | None] = []
        self._root: Value | None = None
        self._measured: dict[int, tuple[str, int]] = {}

    def build(self) -> Table:
        try:
            for event in self._events():
                self._take(event)
        except yaml.YAMLError as error:
            self._problems.append(self._syntax(error))
        root = self._root
        if not self._problems and (root is None or root == ""):
            self._problems.append(Diagnostic("T105", "the file is empty", Span(self._name)))
        elif not self._problems and not isinstance(root, Table):
            message = "the file holds a list or a single text, not `key: value` lines"
            self._problems.append(Diagnostic("T112", message, Span(self._name)))
        if self._problems or not isinstance(root, Table):
            raise RuleSetError(self._problems)
        return root

    def head(self, wanted: frozenset[str]) -> Table | None:
        """The mapping as soon as it has the ``wanted`` keys."""
        try:
            for event in self._events():
                self._take(event)
                root, is_whole = self._root, len(self._open) == 1
                if is_whole and isinstance(root, Table) and wanted <= root.keys():
                    return None if self._problems else root
        except yaml.YAMLError:
            return None
        return None

    def _events(self) -> Iterator[yaml.Event]:
        documents = 0
        for event in yaml.parse(self._text, Loader=_LOADER):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                self._refuse(event, "a second document (`---`) in the file")
                return
            yield event
            if len(self._open) > DEEPEST:
                self._refuse_depth(self._open[-1])
                return

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_decoration(event)
            self._put(Text(self._printable(event), self._span(event)))
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias `*{event.anchor}`")
            self._put(Text("", self._span(event)))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_decoration(event)
            made = Table() if isinstance(event, yaml.MappingStartEvent) else Listing()
            made.span = self._span(event)
            self._put(made)
            self._open.append(made)
            self._keys.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()

    def _put(self, value: Value) -> None:
        if not self._open:
            self._root = value
        elif isinstance(self._open[-1], Listing):
            self._open[-1].append(value)
        else:
            self._put_in_table(self._open[-1], value)

    def _put_in_table(self, table: Table, value: Value) -> None:
        key = self._keys[-1]
        if key is not None:
            self._keys[-1] = None
            table.put(key, value)
        elif not isinstance(value, Text):
            self._problems.append(
                Diagnostic("T104", "a list or mapping cannot be a key", value.span)
            )
            self._keys[-1] = Text("", value.span)
        else:
            if value in table:
                first = table.key(value).span.line
                message = f"`{value}` is written twice in one mapping"
                self._problems.append(
                    Diagnostic("T103", message, value.span, f"it stands on line {first} already")
                )
            self._keys[-1] = value

    def _refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, f"the anchor `&{event.anchor}`")
        if event.tag and event.tag != "!":
            self._refuse(event, f"the tag `{event.tag}`")

    def _printable(self, event: yaml.ScalarEvent) -> str:
        """The text without characters that steer a terminal; these are refused, so nothing prints
        them later.
        """
        text = str(event.value)
        if _CONTROL.search(text) is None:
            return text
        found = dict.fromkeys(f"U+{ord(character):04X}" for character in _CONTROL.findall(text))
        message = f"characters that steer a terminal cannot stand in a text: {', '.join(found)}"
        self._problems.append(
            Diagnostic("T104", message, self._span(event), "write the text without them")
        )
        return _CONTROL.sub("", text)

    def _refuse(self, event: yaml.Event, what: str) -> None:
        message = f"{what} is not used in rule sets"
        self._problems.append(
            Diagnostic("T104", message, self._span(event), "write the value out in full")
        )

    def _refuse_depth(self, value: Listing | Table) -> None:
        message = f"from here on this is nested more than {DEEPEST} levels deep"
        help_text = "join nested conditions of one kind, or make a finding of a part"
        self._problems.append(Diagnostic("T104", message, value.span, help_text))

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Span(self._name)
        line, length = self._line(start.line)
        is_one_line = start.line == end.line and isinstance(
            event, (yaml.ScalarEvent, yaml.AliasEvent)
        )
        stop = end.column if is_one_line else length
        return Span(self._name, start.line + 1, start.column + 1, max(stop, start.column) + 1, line)

    def _line(self, number: int) -> tuple[str, int]:
        """A line, and its length without the blanks at its end; measured once, for a long line
        holds many values.
        """
        if number not in self._measured:
            line = self._lines[number] if number < len(self._lines) else ""
            self._measured = {number: (line, len(line.rstrip()))}
        return self._measured[number]

    def _syntax(self, error: yaml.YAMLError) -> Diagnostic:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        problem = (
            getattr(error, "problem", None)
            or getattr(error, "reason", None)
            or "it is cut off or malformed"
        )
        snippet = self._lines[line] if line < len(self._lines) else ""
        place = Span(self._name, line + 1, column + 1, column + 2, snippet)
        return Diagnostic(
            "T102",
            f"this is not valid YAML: {problem}",
            place,
            "look at this line and the one above",
        )
