"""What is wrong with a rule set as SARIF 2.1.0, which editors and code hosts read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from triage import __version__
from triage.language.catalogue import page
from triage.language.diagnostics import Diagnostic, Span
from triage.language.ruleset import RuleSet

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif(diagnostics: Sequence[Diagnostic], ruleset: RuleSet | None = None) -> dict[str, object]:
    """One SARIF log with one run about the rule set, None where it does not load.

    Rules are the codes that occur, and files inside this folder are named relatively.
    """
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    driver = {
        "name": "triage",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    results = [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in diagnostics]
    about = {"properties": {"ruleset": asdict(ruleset.stamp)}} if ruleset else {}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
        **about,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, object]:
    about = page(code)
    return {
        "id": code,
        "name": about.title,
        "shortDescription": {"text": about.title},
        "fullDescription": {"text": f"{about.means} {about.matters}"},
        "help": {
            "text": (
                f"{about.means} {about.matters}\n\nWrong:\n{about.wrong}\n\nRight:\n{about.right}"
            )
        },
        "defaultConfiguration": {"level": about.severity.value},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    text = diagnostic.message + (f"; {diagnostic.help}" if diagnostic.help else "")
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(diagnostic.span)}],
    }


def _location(span: Span) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": span.line,
        "startColumn": span.column,
        "endColumn": max(span.end_column, span.column),
    }
    if span.snippet:
        region["snippet"] = {"text": span.snippet}
    return {"artifactLocation": {"uri": _uri(span.file)}, "region": region}


def _uri(file: str) -> str:
    path = Path(file).absolute()
    if path.is_relative_to(Path.cwd()):
        from urllib.parse import quote

        return quote(path.relative_to(Path.cwd()).as_posix())
    return path.as_uri()
