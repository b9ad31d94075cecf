"""Where unfinished answers and the results of practice are kept."""

from __future__ import annotations

import os
from pathlib import Path


def default_folder() -> Path:
    """Where unfinished answers are kept: ``TRIAGE_STATE``, or the user's folder for such things."""
    chosen = os.environ.get("TRIAGE_STATE")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_state_path("triage", appauthor=False)


def data_folder() -> Path:
    """Where the results of practice are kept: ``TRIAGE_DATA``, or the user's folder for data."""
    chosen = os.environ.get("TRIAGE_DATA")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("triage", appauthor=False)
