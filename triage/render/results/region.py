"""The emergency call number: a setting of the place, never a part of a rule."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

SETTING = "TRIAGE_EMERGENCY_NUMBER"
GUESSED = "{number} (or your local emergency number)"
UNKNOWN = "your local emergency number (112 or 911 in many countries)"

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_NUMBERS = {
    "GB": "999",
    "US": "911",
    "CA": "911",
    "AU": "000",
    "NZ": "111",
    "IN": "112",
    **dict.fromkeys(_EU.split(), "112"),
}


def emergency_number(environ: Mapping[str, str] = os.environ) -> str:
    """The number to call: the setting, else that of the locale's territory, else words that fit
    everywhere.

    A locale tells a language more surely than a place, so its number does not stand alone.

    >>> emergency_number({"LANG": "en_GB.UTF-8"})
    '999 (or your local emergency number)'
    """
    chosen = environ.get(SETTING, "").strip()
    number = _NUMBERS.get(_territory(environ))
    return chosen or (GUESSED.format(number=number) if number else UNKNOWN)


def digits(number: str) -> str:
    """The digits to dial at the beginning of ``number``; empty where it begins with words.

    >>> digits("999 (or your local emergency number)")
    '999'
    """
    found = re.match(r"[0-9]{2,15}(?![0-9])", number)
    return found[0] if found else ""


def _territory(environ: Mapping[str, str]) -> str:
    """The country of the first locale setting that is not empty, as in `en_GB.UTF-8@euro`."""
    found = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((value for value in found if value), "")
    return locale.split("@")[0].split(".")[0].partition("_")[2].upper()
