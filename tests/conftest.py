"""What the tests share: the small rule set, an engine for it, and golden files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.ruleset import RuleSet

HERE = Path(__file__).parent

Read = Callable[[dict[str, object]], Answers]
Assess = Callable[[dict[str, object]], Assessment]
Golden = Callable[[str, str], None]


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
