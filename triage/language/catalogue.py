"""The page of every code: what it means, why it matters, a wrong and a right example. Its words are
in catalogue.yaml.

Titles are in ``diagnostics.CODES``. A code never changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from triage.language import source
from triage.language.diagnostics import CODES, Severity, UnknownName
from triage.language.source import Table

_FILE = Path(__file__).with_name("catalogue.yaml")


@dataclass(frozen=True, slots=True)
class CodePage:
    """What ``triage code`` says about one code."""

    code: str
    title: str
    severity: Severity
    means: str
    matters: str
    wrong: str
    right: str


def page(code: str) -> CodePage:
    """The page of a code.

    Raises:
        UnknownName: there is no such code.
    """
    found = {known.upper(): known for known in CODES}.get(code.strip().upper())
    if found is None or found not in _words():
        raise UnknownName("a code", code, CODES)
    words = _words()[found]
    assert isinstance(words, Table)
    return CodePage(
        found,
        CODES[found],
        severity_of(found),
        *(str(words[key]).rstrip("\n") for key in ("means", "matters", "wrong", "right")),
    )


def codes() -> tuple[str, ...]:
    """The codes that have a page, in order."""
    return tuple(sorted(_words()))


def severity_of(code: str) -> Severity:
    """How much a finding with this code weighs: an error unless its page says warning."""
    words = _words().get(code)
    return Severity(str(words.get("severity", "error")) if isinstance(words, Table) else "error")


@lru_cache(maxsize=1)
def _words() -> Table:
    return source.read(_FILE)
