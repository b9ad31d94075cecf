"""Whom an interview is about. Asked first, so this imports nothing."""

from __future__ import annotations

from enum import StrEnum


class Whom(StrEnum):
    """Whom the answers are about; ``MYSELF`` is who answers."""

    MYSELF = "myself"
    WITH_ME = "with_me"
    ELSEWHERE = "elsewhere"
