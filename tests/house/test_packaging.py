"""A wheel finds its rule sets far from the checkout, and so does the checkout itself."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.places import ROOT
from triage.language.locating import locate, shipped


def test_a_wheel_outside_the_checkout_carries_rules_and_runs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    code = (
        "from triage.language.load import load; from triage.language.locating import locate;"
        " print(load(locate('leg_numbness')).folder)"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == str(unpacked / "triage" / "rules" / "leg_numbness")
    assert (unpacked / "triage" / "render" / "formats" / "page.html").is_file()
    assert (unpacked / "triage" / "py.typed").is_file()
    for name in (
        "language/catalogue.yaml",
        "schemas/rules.json",
        "analysis/authoring/templates/rule_set/ruleset.yaml.template",
    ):
        assert (unpacked / "triage" / name).is_file()


def test_the_checkout_uses_the_rules_beside_it() -> None:
    assert shipped() == ROOT / "rules"
    assert locate("leg_numbness") == ROOT / "rules" / "leg_numbness"
