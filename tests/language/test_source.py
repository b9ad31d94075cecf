"""The text of a file: how deep it may be nested."""

from __future__ import annotations

import pytest

from triage.language.diagnostics import RuleSetError
from triage.language.source import parse


def nested(levels: int) -> str:
    """A file of so many levels, the outermost one a line `key: value`."""
    return "key: " + "[" * (levels - 1) + "]" * (levels - 1)


def test_a_file_may_be_nested_32_levels_deep_and_no_deeper() -> None:
    assert list(parse(nested(32), "x.yaml")) == ["key"]
    with pytest.raises(RuleSetError, match="nested more than 32 levels deep"):
        parse(nested(33), "x.yaml")
