"""An educational, rule-based triage questionnaire that explains every step.

    files ─ language ▶ RuleSet ─┬─ engine ▶ Assessment ─┬─ render ▶ text, HTML, JSON …
                                └─ interview ◀─▶ talk ──┘

The public names below are imported when first used, so that `triage --help` stays quick.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "1.0.0"

_HOMES = {
    "Answers": "triage.answers.value:Answers",
    "Assessment": "triage.engine.assessment:Assessment",
    "Interview": "triage.interview.state:Interview",
    "Level": "triage.language.words:Level",
    "RuleSet": "triage.language.ruleset:RuleSet",
    "TriageError": "triage.language.diagnostics:TriageError",
    "bulk": "triage.columnar.bulk:bulk",
    "load_ruleset": "triage.language.load:load",
    "locate_ruleset": "triage.language.locating:locate",
    "open_engine": "triage.engine:open_engine",
    "read_answers": "triage.answers.answer_file:read_answers",
}
"""Each public name with the module it lives in and its name there."""

__all__ = [  # noqa: PLE0604  # the names are texts
    *sorted(_HOMES),
]


def __getattr__(name: str) -> object:
    """The public name, imported now; AttributeError where there is none."""
    if name not in _HOMES:
        raise AttributeError(f"module 'triage' has no attribute {name!r}")
    module, _, own_name = _HOMES[name].partition(":")
    return getattr(import_module(module), own_name)
