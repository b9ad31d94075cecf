"""The libraries that only tables of people need: those of the extra `bulk`."""

from __future__ import annotations

import importlib.util

from triage.language.diagnostics import TriageError, listed

LIBRARIES = ("numpy", "pyarrow")


class ExtraMissing(TriageError):
    """They are not installed."""


def check_installed() -> None:
    """Make sure that they are there.

    Raises:
        ExtraMissing: they are not.
    """
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        raise ExtraMissing(
            f"tables of people need {listed(missing)};"
            " install them with: pip install 'triage-questionnaire[bulk]'"
        )
