"""An educational, rule-based triage questionnaire that explains every step.

    files ─ source ▶ values with places ─ load ▶ RuleSet ─┬─ engine ▶ Assessment ─┬─ render ▶ text, HTML, JSON …
                                                          └─ interview ◀─▶ prompts ┘

The public names below are imported when first used, so that `triage --help` stays quick.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "1.0.0"

_HOMES = {
    "Answers": "triage.answers:Answers",
    "Assessment": "triage.assessment:Assessment",
    "Interview": "triage.interview:Interview",
    "Level": "triage.vocabulary:Level",
    "RuleSet": "triage.ruleset:RuleSet",
    "TriageError": "triage.diagnostics:TriageError",
    "load_ruleset": "triage.load:load",
    "locate_ruleset": "triage.places:locate",
    "open_engine": "triage.engine:open_engine",
    "read_answers": "triage.answer_file:read_answers",
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
