"""Texts that would steer a terminal, forge a line or reorder what is shown, and what of them may
not arrive.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

from tests.places import TINY

HIDDEN = "\u202e\u2066\u200e\u061c\u200b\u200d\u2060\ufeff\U000e0041"
"""What no reader of YAML refuses: writing direction, zero width, tags."""

STEERING = "\x1b[31m\x1b]52;c;ZXZpbA==\x07\x9b2J\x85\r\x08\x7f\u2028\u2029" + HIDDEN
ATTACKS = {
    "colour": "\x1b[31m",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "C1": "\x9b2J",
    "next line": "\x85",
    "override": "\u202e",
    "isolate": "\u2066",
    "marks": "\u200e\u200f\u061c",
    "zero width": "\u200b\u200c\u2060\ufeff",
    "lonely joiner": "a\u200db",
    "tags": "\U000e0041\U000e007f",
    "carriage return": "\r",
    "backspace": "\x08",
    "bell": "\x07",
    "delete": "\x7f",
    "separators": "\u2028\u2029",
    "lone surrogate": "\ud800",
}

HONEST = (
    "سلام عليكم",
    "שלום עולם",
    "脚が痺れる",
    "de\u0301ja\u0300 vu",
    "👩\u200d⚕\ufe0f 👨\u200d👩\u200d👧 🧑🏽\u200d🦽 ❤\ufe0f",
    "naïve “quotes” – 3 → 4",
)
"""Text of many scripts that arrives as it was written."""

_PROSE = re.compile(r"(?<=[a-z,] )(a|the|is|of|on|at|it|with|legs?|you|in) (?=[a-z])")


def steering(text: str) -> set[str]:
    """The characters of ``text`` outside honest texts that could steer, hide or reorder."""
    for honest in (*HONEST, "\n"):
        text = text.replace(honest, "")
    return {
        char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co")
    }


def evil_rules(folder: Path) -> Path:
    """The small rule set with what the reader lets pass hidden in all its prose."""
    made = Path(shutil.copytree(TINY, folder / "tiny"))
    for path in made.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        evil = _PROSE.sub(lambda word: f"{word[1]}{HIDDEN} ", text).replace(
            "name: ", f"name: {HIDDEN[1:]}"
        )
        path.write_text(evil, encoding="utf-8")
    return made
