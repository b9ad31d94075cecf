"""Which versions of libraries are installed, read from the names of folders: `importlib.metadata`
takes three times as long to import as bare Python to start.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress

ABOUT = ".dist-info"
NOT_INSTALLED = "not installed"


def versions(names: Iterable[str]) -> Mapping[str, str]:
    """The version of each distribution; one that was installed in another way is looked up."""
    found = _in_folders()
    return {name: found.get(_one_spelling(name)) or _looked_up(name) for name in names}


def _in_folders() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.listdir(folder or "."):  # noqa: PTH208 # hundreds, of which few count
                if entry.endswith(ABOUT):
                    name, _, version = entry.removesuffix(ABOUT).partition("-")
                    found.setdefault(_one_spelling(name), version)
    return found


def _one_spelling(name: str) -> str:
    """The name as PEP 503 writes it.

    >>> _one_spelling("Durable_Rules")
    'durable-rules'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _looked_up(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return NOT_INSTALLED
