"""Edits of the files of a rule set."""

from __future__ import annotations

from pathlib import Path


def change(folder: Path, file: str, old: str, new: str, most: int = -1) -> None:
    """Write ``new`` wherever ``old`` stands in the file, or the first ``most`` times; it has to be
    there.
    """
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, most), encoding="utf-8")
