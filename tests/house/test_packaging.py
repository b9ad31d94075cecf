"""What is built installs and runs: a wheel and an sdist, far from the checkout, on each Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import triage
from tests.places import ROOT
from triage.engine import durable_problem
from triage.language.locating import locate, shipped

OWN = sys.version_info.minor
MINORS = (11, 12, 13, 14)


@dataclass(frozen=True)
class Built:
    """A wheel and an sdist of the checkout."""

    wheel: Path
    sdist: Path


def run(*words: str | Path, cwd: Path | None = None) -> str:
    """What a command writes; the test fails with its complaint where it fails."""
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def build(source: Path, into: Path, *kinds: str) -> None:
    targets = [word for kind in kinds for word in ("-t", kind)]
    run(sys.executable, "-m", "hatchling", "build", *targets, "-d", into, cwd=source)


def files_of(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    build(ROOT, folder, "wheel", "sdist")
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)


# The wheel


@pytest.mark.slow
def test_a_wheel_outside_the_checkout_carries_rules_and_runs(built: Built, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(built.wheel) as archive:
        archive.extractall(unpacked)
    code = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r});"
        " from triage.language.load import load; from triage.language.locating import locate;"
        " print(load(locate('leg_numbness')).folder)"
    )
    folder = run(sys.executable, "-I", "-c", code, cwd=tmp_path).strip()
    assert folder == str(unpacked / "triage" / "rules" / "leg_numbness")
    for name in (
        "py.typed",
        "render/formats/page.html",
        "language/catalogue.yaml",
        "schemas/rules.json",
        "analysis/authoring/templates/rule_set/ruleset.yaml.template",
    ):
        assert (unpacked / "triage" / name).is_file()


@pytest.mark.slow
def test_the_wheel_says_what_it_is(built: Built) -> None:
    told = metadata_of(built.wheel)
    assert told["Name"] == "triage-questionnaire"
    assert told["Version"] == triage.__version__
    assert told["Requires-Python"] == ">=3.11"
    pythons = {f"Programming Language :: Python :: 3.{minor}" for minor in MINORS}
    assert pythons <= set(told.get_all("Classifier", []))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("platform", "python", "wanted"),
    [
        ("linux", "3.11", True),
        ("darwin", "3.12", True),
        ("win32", "3.11", False),
        ("win32", "3.12", False),
        ("linux", "3.13", False),
        ("linux", "3.14", False),
    ],
)
def test_durable_rules_is_asked_for_only_where_it_can_be_built(
    built: Built, platform: str, python: str, wanted: bool
) -> None:
    lines = map(Requirement, metadata_of(built.wheel).get_all("Requires-Dist", []))
    marker = next(line.marker for line in lines if line.name == "durable-rules")
    assert marker is not None
    assert marker.evaluate({"sys_platform": platform, "python_version": python}) == wanted


def test_where_durable_rules_was_left_out_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert durable_problem() == (
        "durable-rules is not installed; on Windows and on Python 3.13 and newer it is left out"
    )


# Each Python


def interpreter(minor: int) -> str | None:
    """A Python 3.``minor`` that runs: on the path, or kept by pyenv."""
    if minor == OWN:
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted((pyenv / "versions").glob(f"3.{minor}.*/bin/python"))
    for found in (shutil.which(f"python3.{minor}"), *map(str, kept)):
        # A name on the path may stand for a Python that is not chosen, and fail.
        if (
            found
            and subprocess.run([found, "-V"], capture_output=True, check=False).returncode == 0
        ):
            return found
    return None


@pytest.mark.slow
@pytest.mark.parametrize("minor", sorted({OWN, *MINORS}))
def test_the_wheel_installs_and_runs_on(minor: int, built: Built, tmp_path: Path) -> None:
    python = interpreter(minor)
    if python is None:
        pytest.skip(f"no Python 3.{minor} here")
    run(python, "-m", "venv", "--without-pip", tmp_path / "venv")
    scripts = tmp_path / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python")]
    install = [*pip, "install", "--quiet", "--no-compile", str(built.wheel)]
    if minor == OWN:
        run(*install, "--no-index", "--no-deps")
        borrow_libraries(scripts / "python")
    else:
        install_with_libraries(install)

    assert run(scripts / "triage", "--version", cwd=tmp_path).split()[-1] == triage.__version__
    assert "sciatica" in run(scripts / "triage", "causes", cwd=tmp_path)
    about = run(scripts / "triage", "about", cwd=tmp_path)
    assert ("it is left out" in about) == (minor >= 13)
    imported = run(scripts / "python", "-c", "import triage; print(triage.__file__)", cwd=tmp_path)
    assert Path(imported.strip()).is_relative_to(tmp_path)


def borrow_libraries(python: Path) -> None:
    """Let a fresh Python use the libraries of the one that runs the tests: needs no index."""
    theirs = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    ours = sysconfig.get_path("purelib")
    (Path(theirs) / "borrowed.pth").write_text(f"{ours}\n", encoding="utf-8")


def install_with_libraries(install: list[str]) -> None:
    """Install a wheel with what it needs, compiled for another Python; needs the index."""
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        run(*install, "--no-index", "--no-deps")
        pytest.skip(f"its libraries cannot be installed here: {done.stderr.splitlines()[-1]}")


# The sdist


@pytest.mark.slow
def test_the_sdist_holds_the_tests_and_builds_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    for name in (
        "LICENSE",
        "README.md",
        ".assets/run.svg",
        ".github/CONTRIBUTING.md",
        "rules/README.md",
        "rules/leg_numbness/ruleset.yaml",
        "rules/wells_dvt/ruleset.yaml",
        "tests/house/test_packaging.py",
        "tests/golden/result.txt",
    ):
        assert (source / name).is_file(), name
    build(source, tmp_path / "again", "wheel")
    (wheel,) = (tmp_path / "again").glob("*.whl")
    assert files_of(wheel) == files_of(built.wheel)


def test_the_checkout_uses_the_rules_beside_it() -> None:
    assert shipped() == ROOT / "rules"
    assert locate("leg_numbness") == ROOT / "rules" / "leg_numbness"
