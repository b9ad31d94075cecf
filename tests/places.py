"""Where the tests find what they share."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
TINY = TESTS / "rulesets" / "tiny"
TRAFFIC_LIGHT = TESTS / "rulesets" / "traffic_light"
WELLS = ROOT / "rules" / "wells_dvt"
BAD_FILES = TESTS / "bad"
