"""Versions of libraries without `importlib.metadata`: the same as it finds."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from triage.cli.commands.about import LIBRARIES
from triage.cli.installed import NOT_INSTALLED, versions


def test_they_are_those_that_the_library_for_it_finds() -> None:
    assert versions(LIBRARIES) == {name: version(name) for name in LIBRARIES}
    assert versions(["no-such-thing"]) == {"no-such-thing": NOT_INSTALLED}


def test_the_first_folder_of_the_path_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "PyYAML-0.1.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "missing"), str(tmp_path), *sys.path])
    assert versions(["pyyaml"]) == {"pyyaml": "0.1"}


@pytest.mark.slow
def test_about_reads_no_rules_and_imports_little() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "triage", "about"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert loaded.isdisjoint({"importlib.metadata", "pydantic", "triage.language.load"})
