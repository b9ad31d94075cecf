"""What the tests share: the small and the shipped rule set, their cases and patients, and golden
files.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from tests import examples, read_once  # noqa: F401 # say how many examples, and read files once
from tests.shell import run_triage
from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.patient import Patient

HERE = Path(__file__).parent

# A process that may not keep what it compiled lets all that come after compile it anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.set_threshold(50_000)  # nearly all stays, for tests share it; looking for garbage takes long

Read = Callable[[dict[str, object]], Answers]
Assess = Callable[[dict[str, object]], Assessment]
Golden = Callable[[str, str], None]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores, as tests at a terminal or in a browser mostly wait. The fast
    ones run in this process: each worker would take a quarter of their time to collect them.
    """
    return 0 if config.option.markexpr == "not slow" else (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the renderers say now as golden files",
    )


@pytest.fixture(scope="session")
def tiny() -> RuleSet:
    """The small rule set of the tests."""
    return load(HERE / "rulesets" / "tiny")


@pytest.fixture(scope="session")
def legs() -> RuleSet:
    """The shipped rule set."""
    return load(locate("leg_numbness"))


@pytest.fixture(scope="session")
def leg_cases(legs: RuleSet) -> tuple[Case, ...]:
    """The cases of the shipped rule set."""
    return case_files.load_all(legs)


@pytest.fixture(scope="session")
def leg_handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook of the shipped rule set as its command writes it, once for all processes."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "leg_handbook"
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            made = tmp_path_factory.mktemp("made") / "handbook"
            ran = run_triage("handbook", "--output", made, TRIAGE_EMERGENCY_NUMBER="112")
            assert ran.code == 0, ran.err
            made.rename(folder)
    return folder


class _OneClinic(Clinic):
    """Makes each patient once in a session: whoever bears a name is always the same."""

    @cache  # noqa: B019
    def patient(self, name: str) -> Patient:
        return super().patient(name)


@pytest.fixture(scope="session")
def clinic(legs: RuleSet) -> Clinic:
    """All patients of the shipped rule set."""
    return _OneClinic(legs)


@pytest.fixture(scope="session")
def read(tiny: RuleSet) -> Read:
    """Reads answers to the small rule set, written as below `answers:` of a file."""
    return lambda written: read_answers(written, tiny, Span("<test>"))


@pytest.fixture(scope="session")
def assess(tiny: RuleSet, read: Read) -> Assess:
    """Assesses answers to the small rule set."""
    return lambda written: ReferenceEngine(tiny).assess(read(written))


@pytest.fixture(scope="session")
def rich_case(assess: Assess) -> Assessment:
    """A case that fills every section: four candidates, one opposed, answers of every kind."""
    return assess(
        {
            "alarm": "not_sure",
            "leg": ["swollen", "hot"],
            "walking_pain": "eases",
            "stairs": "no",
            "smoking": "declined",
            "clothes": "yes",
            "severity": "mild",
        }
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with a golden file; `--update-golden` writes it instead."""

    def check(name: str, text: str) -> None:
        path = HERE / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check
