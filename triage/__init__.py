"""An educational, rule-based triage questionnaire that explains every step.

    files ─ source ▶ values with places ─ load ▶ RuleSet ─┬─ engine ▶ Assessment ─┬─ render ▶ text, HTML, JSON …
                                                          └─ interview ◀─▶ prompts ┘

The public names below are imported when first used, so that `triage --help` stays quick.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "1.0.0"

_HOMES = {
    "Answers": "triage.answers",
    "Assessment": "triage.assessment",
    "Interview": "triage.interview",
    "Level": "triage.vocabulary",
    "RuleSet": "triage.ruleset",
    "TriageError": "triage.diagnostics",
    "load": "triage.load",
    "locate": "triage.places",
    "open_engine": "triage.engine",
    "read_answers": "triage.answers",
}

__all__ = [  # noqa: PLE0604  # the names are texts
    *sorted(_HOMES),
]


def __getattr__(name: str) -> object:
    """The public name, imported now; AttributeError where there is none."""
    if name not in _HOMES:
        raise AttributeError(f"module 'triage' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
