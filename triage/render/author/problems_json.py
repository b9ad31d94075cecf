"""What is wrong with a file, as plain values for JSON."""

from __future__ import annotations

from triage.language.diagnostics import CODES, Diagnostic


def problem(diagnostic: Diagnostic) -> dict[str, object]:
    """One diagnostic with its place; columns count characters from 1, and the end is not
    included.
    """
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "title": CODES[diagnostic.code],
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_column": span.end_column,
    }
