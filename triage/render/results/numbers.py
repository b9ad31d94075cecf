"""Sources as numbers: each source gets the next number when a line first rests on it."""

from __future__ import annotations

from collections.abc import Iterable

from triage.language.model import Statement
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.phrases import reading_words, sentence

TITLE = "Sources"
DOCUMENTS = "The documents that these rules are about"
ADDED = "Added safety notes, not from those documents"


class Numbers:
    """The sources of one page, numbered in the order in which its lines rest on them."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._number: dict[str, int] = {}

    def of(self, cites: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the sources of these claims and sources, each once, the lowest first."""
        sources = dict.fromkeys(self._ruleset.source_of(cite).id for cite in cites)
        found = [self._number.setdefault(one, len(self._number) + 1) for one in sources]
        return tuple(sorted(found))

    def line(self, text: str, cites: Iterable[str], kind: LineKind = LineKind.TEXT) -> Line:
        """A line that rests on something."""
        return Line(text, kind, numbers=self.of(cites))

    def row(self, label: str, text: str, cites: Iterable[str] = ()) -> Line:
        """A row that rests on something, or on nothing."""
        return Line(text, LineKind.ROW, numbers=self.of(cites), label=label)

    def statements(self, found: Iterable[Statement]) -> tuple[Line, ...]:
        """Each statement once, as entries of a list."""
        texts = {statement.text: statement for statement in found}.values()
        return tuple(self.line(one.text, one.cites, LineKind.POINT) for one in texts)

    def told(self, statements: Iterable[Statement]) -> str:
        """The statements in one line, each with its numbers behind it."""
        return " ".join(
            f"{one.text}{Line('', numbers=self.of(one.cites)).marks}" for one in statements
        )

    def section(self) -> PageSection:
        """The list that the numbers lead to; added knowledge stands apart."""
        parts = []
        for title, is_added in ((DOCUMENTS, False), (ADDED, True)):
            lines = tuple(
                self._entry(name, number)
                for name, number in self._number.items()
                if self._ruleset.sources[name].kind.is_added is is_added
            )
            if lines:
                parts.append(PageSection(title, lines))
        return PageSection(TITLE, parts=tuple(parts), folded=True, id="sources")

    def _entry(self, name: str, number: int) -> Line:
        source = self._ruleset.sources[name]
        date = f", {source.date}" if source.date else ""
        place = "" if source.url else f" {sentence(source.place)}"
        told = [sentence(source.title), f"{source.publisher}{date}.{place}"]
        about = [part for part in (source.jurisdiction, reading_words(source)) if part]
        told += [sentence("; ".join(about))] if about else []
        return Line(" ".join(told), LineKind.ROW, label=f"[{number}]", url=source.url or "")
