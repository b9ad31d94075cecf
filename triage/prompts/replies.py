"""How a reply in numbered lines is read, whatever it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from triage.language.safe import Safe

SHORTEST_WORD = 3
"""Fewer letters of an option's text do not choose it; too many texts contain them."""


def on_a_line(text: str) -> Safe:
    """The text on one line, so that none passes for another."""
    return Safe(" ".join(text.split()))


def begins_a_word(part: str, text: str) -> bool:
    """Whether a word of ``text`` begins with ``part``, which is long enough to mean it."""
    long_enough = SHORTEST_WORD <= len(part) <= len(text)
    return long_enough and re.search(rf"\b{re.escape(part)}", text) is not None


def unclear(fitting: Mapping[str, str], keys: Iterable[str]) -> str:
    """What to say to a reply that chooses no line: which ones it could mean, each with what to type
    for it, else everything that can be typed.
    """
    if not fitting:
        return f"That is not one of the lines. Type one of these: {', '.join(keys)}."
    shown = "; ".join(f"{key}: {text}" for key, text in fitting.items())
    return f"Which line do you mean? Type what stands before it. {shown}"
