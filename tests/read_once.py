"""Importing this lets a process parse each file of the checkout's rule sets once: they stay as they
are while tests run. A file anywhere else is read anew each time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.places import ROOT
from triage.language import source

_read = source.read
_kept = cache(_read)


def read(path: Path) -> source.Table:
    """The mapping in the file at ``path``, as ``source.read``."""
    return _kept(path) if path.is_relative_to(ROOT) else _read(path)


source.read = read
