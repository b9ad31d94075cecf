"""Text that may leave the programme: it steers no terminal and shows in the order it is written.

Every plain `str` counts as untrusted. What writes to a terminal or a file takes `Safe`, and only
this module makes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import final, overload

TAB = 4

STAND_IN = "?"
"""What is shown for a character that is taken out."""

_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_STEERING = re.compile(
    # C0 without the line break, DEL and C1
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"
    # marks, embeddings, overrides and isolates of writing direction
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    # what takes no room, breaks lines, or annotates
    "\u180e\u200b\u200c\u2028\u2029\u2060-\u2065\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a"
    # halves of pairs, tags that nobody sees, and the joiner
    "\ud800-\udfff\U000e0000-\U000e007f\u200d]"
    # of joiners only what joins no emoji; said last, for a pattern that begins with one set of
    # characters is searched for ten times as fast
    f"(?:(?<!\u200d)|(?<![{_EMOJI}\ufe0f]\u200d)|(?![{_EMOJI}]))"
)


@final
class Safe(str):
    """Text without any character that could steer a terminal or reorder what is shown; each is
    shown as `?`. Line breaks stay, a tab becomes blanks.

    >>> Safe("a\\x1b[31m\\u202eb")
    'a?[31m?b'
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Safe:
        """``text`` made safe; what is safe already stays as it is."""
        if type(text) is Safe:
            return text
        return _known(_STEERING.sub(STAND_IN, text.expandtabs(TAB)))

    @classmethod
    def line(cls, text: str) -> Safe:
        r"""``text`` made safe on one line, so that it can pass for no other line.

        >>> Safe.line("a\nb")
        'a?b'
        """
        return _known(Safe(text).replace("\n", STAND_IN))

    @classmethod
    def json(cls, value: object, indent: int | None = None, in_ascii: bool = False) -> Safe:
        r"""``value`` as JSON without a break at its end; nothing is lost, for what steers is
        escaped.

        >>> Safe.json({"id": "a\u202eb"})
        '{"id": "a\\u202eb"}'

        Raises:
            ValueError: a number is not finite.
        """
        from json import dumps

        text = dumps(value, ensure_ascii=in_ascii, allow_nan=False, indent=indent)
        return _known(_STEERING.sub(lambda found: dumps(found[0])[1:-1], text))

    @classmethod
    def joined(cls, parts: Iterable[Safe], by: str = "\n") -> Safe:
        """The parts as one text."""
        return _known(Safe(by).join(parts))

    def lines(self) -> list[Safe]:
        """What stands between the line breaks."""
        return [_known(line) for line in self.split("\n")]

    def with_signs(self, signs: Mapping[int, str]) -> Safe:
        """The text with some characters written as others, as ``str.translate`` takes them."""
        return _known(self.translate({sign: Safe(other) for sign, other in signs.items()}))

    def styled(self, *, fg: str | None = None, bold: bool = False, dim: bool = False) -> Safe:
        """The text in a style of the terminal."""
        import click

        return _known(click.style(self, fg=fg, bold=bold or None, dim=dim or None))

    @overload
    def __add__(self, other: Safe) -> Safe: ...

    @overload
    def __add__(self, other: str) -> str: ...

    def __add__(self, other: str) -> str:
        """Both texts as one, which is safe where both are."""
        both = str.__add__(self, other)
        return _known(both) if type(other) is Safe else both


def _known(text: str) -> Safe:
    """What is known to be safe."""
    return str.__new__(Safe, text)
