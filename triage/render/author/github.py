"""What is wrong with a rule set as the lines that GitHub Actions shows beside the changed files."""

from __future__ import annotations

from collections.abc import Sequence

from triage.language.diagnostics import CODES, Diagnostic
from triage.language.safe import Safe


def github_lines(diagnostics: Sequence[Diagnostic]) -> Safe:
    """One workflow command a line for each diagnostic."""
    return Safe("".join(_line(diagnostic) + "\n" for diagnostic in diagnostics))


def _line(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    values = {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endColumn": max(span.end_column, span.column),
        "title": f"{diagnostic.code} {CODES[diagnostic.code]}",
    }
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    text = diagnostic.message + (f"; {diagnostic.help}" if diagnostic.help else "")
    return f"::{diagnostic.severity.value} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
