"""An HTML document as its tags and texts, and how far two colours stand apart."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Reader(HTMLParser):
    """Reads a document into its tags and notes which are closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += "" if "style" in self.open else data

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def unfolded_words(document: str) -> list[str]:
    """The words of a document that show while all that can be folded is."""
    return _Unfolded(document).words


class _Unfolded(HTMLParser):
    """The words of a document that show while all that can be folded is."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in ("details", "summary", "style"):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("details", "summary", "style"):
            assert self._hidden.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._hidden in ([], ["details", "summary"]):
            self.words += data.split()
