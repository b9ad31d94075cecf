"""What is written for people stays true: commands run, recipes load, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.places import ROOT, TINY, TRAFFIC_LIGHT
from tests.shell import run_triage
from triage.analysis.hazards.known import nameable
from triage.analysis.proofs import properties
from triage.cases import case_files
from triage.cli import COMMANDS
from triage.language.diagnostics import RuleSetError, UnknownName
from triage.language.load import load
from triage.language.locating import USUAL, locate
from triage.practice.patients import patient_set
from triage.practice.patients.clinic import Clinic

MOST_LINES = 130
README, GUIDE, FIGURES, CONTRIBUTING, CHANGELOG = DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "rules" / "README.md",
    ROOT / "tests" / "benchmarks" / "README.md",
    ROOT / ".github" / "CONTRIBUTING.md",
    ROOT / ".github" / "CHANGELOG.md",
)
TEXTS = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
SCRIPTS = Path(sys.executable).parent


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind, in all documents."""
    fence = re.compile(rf"^```{kind}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [block for text in TEXTS.values() for block in fence.findall(text)]


LINES = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
COMMANDS_SHOWN = list(dict.fromkeys(part for line in LINES for part in line.split(" && ")))
USES = [command for command in COMMANDS_SHOWN if command.startswith("triage")]
OTHERS = [command for command in COMMANDS_SHOWN if command not in USES]
YAML = blocks("yaml")


# Commands


IN_A_SMALL_ONE = re.compile(r"triage (check|cover|handbook|hazards|mutate|prove|review|test)\b")
"""Commands that take long on the usual rule set; they run standing in a small one, and on the usual
one in tests of their own.
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", USES)
def test_each_command_runs(command: str, tmp_path: Path) -> None:
    answers = next(text for text in YAML if text.startswith("ruleset:"))
    (tmp_path / "answers.yaml").write_text(answers, encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text(
        '{"ruleset": "leg_numbness", "answers": {}}\n' * 3, encoding="utf-8"
    )
    mine = "wells_dvt" if command.startswith("triage fmt") else "leg_numbness"
    shutil.copytree(locate(mine), tmp_path / "my_rules")
    here = tmp_path
    if IN_A_SMALL_ONE.match(command):
        here = shutil.copytree(locate("wells_dvt"), tmp_path / "wells_dvt")
    asks = command in ("triage", *(use for use in USES if use.startswith("triage ask")))
    typed = "1\n" * 9 if command.startswith("triage practise") else "1\n\nr\n" + "1\n" * 20
    _, *words = shlex.split(command)
    kept = {"TRIAGE_STATE": str(tmp_path / "state"), "TRIAGE_DATA": str(tmp_path / "data")}
    ran = run_triage(*words, typed=typed, cwd=here, PATH="", **kept)
    assert ran.code == 0, ran.err[-2000:]
    assert ran.out or asks or "nothing to suggest" in ran.err
    for written in re.findall(r"--output (\S+)", command):
        path = here / written
        assert (path / "index.html" if path.is_dir() else path).stat().st_size > 1000


@pytest.mark.slow
@pytest.mark.parametrize("command", OTHERS)
def test_each_other_command_is_a_real_one(command: str) -> None:
    """These are not run: they take minutes (`pytest`, benchmarks), change the machine (`venv`,
    `pip install`, `pre-commit install`), or are run by `test_packaging` (`hatchling`).
    """
    program, *words = shlex.split(command)
    match program.removeprefix(".venv/bin/"):
        case "python" | "python3":
            assert words[0] == "-m"
            assert is_module(words[1]), words[1]
        case "pip":
            assert words[0] == "install"
            assert extras_of(words[-1]) <= set(project()["optional-dependencies"])
        case ".":
            assert (ROOT / words[0]).name == "activate"
        case "triage":
            assert not words
        case "pytest":
            assert takes(["pytest"], words)
        case "pre-commit":
            assert takes(["pre-commit", words[0]], words[1:])
        case _:
            raise AssertionError(f"no test knows what `{command}` does")


def takes(program: list[str], words: list[str]) -> bool:
    """Whether the help of a programme knows the options, and the other words name something."""
    told = help_of(*program)
    options = {word for word in words if word.startswith("-")}
    values = {word for before, word in pairwise(words) if before == "-m"}
    paths = set(words) - options - values
    return all(option in told for option in options) and all(
        (ROOT / path).exists() for path in paths
    )


@cache
def help_of(program: str, *words: str) -> str:
    command = [SCRIPTS / program, *words, "--help"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def is_module(name: str) -> bool:
    """Whether `python -m` takes the name."""
    found = importlib.util.find_spec(name)
    if found is not None and found.submodule_search_locations:
        found = importlib.util.find_spec(f"{name}.__main__")
    return found is not None


def extras_of(requirement: str) -> set[str]:
    found = re.search(r"\[(.+)]", requirement)
    return set(found[1].split(",")) if found else set()


def project() -> dict[str, dict[str, object]]:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(content["project"])


def test_ci_runs_what_the_readme_says_passes_the_tests() -> None:
    passes = next(line for line in LINES if line.endswith(".venv/bin/pytest"))
    assert passes in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_command_is_in_the_readme_or_in_the_guide() -> None:
    told = TEXTS[README] + TEXTS[GUIDE]
    assert {name for name in COMMANDS if not re.search(rf"triage {name}\b", told)} == set()


def test_the_hooks_before_a_commit_are_programmes_of_the_extra_dev() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    programs = {hook["id"]: hook["entry"].split()[0] for hook in hooks}
    assert {"ruff-check", "ruff-format", "mypy", "import-linter", "pytest"} <= set(programs)
    assert all((SCRIPTS / program).is_file() for program in programs.values())


# Recipes


@pytest.mark.slow
def test_the_recipes_load(tmp_path: Path) -> None:
    """What the recipes add fits into the shipped rule set, and no recipe is left out."""
    starts = {
        "answers": "ruleset: leg_numbness\nanswers",
        "question": "- id: stairs",
        "narrow": "- id: ankles",
        "unsure": "  unsure:",
        "words": "- id: how_it_feels",
        "rule": "- id: claudication",
        "count": "- id: two-signs",
        "scale": "- id: distance",
        "score": "scores:",
        "sum": "- id: two-points",
        "levels": "levels:",
        "sources": "sources:",
        "claims": "claims:",
        "watch": "watch:",
        "impossible": "- id: cannot-walk",
        "properties": "- id: saddle",
        "hazards": "- id: missed-cauda",
        "decisions": "- id: slow-signs",
        "cases": "cases:\n  - id: saddle-numbness",
        "retold": "cases:\n  - id: weak-and-numb",
        "everyday": "everyday:",
        "table": "tables:",
        "patients": "ruleset: leg_numbness\nversion",
    }
    recipes = {name: _starting(start) for name, start in starts.items()}
    assert len(YAML) == len(recipes)

    folder = tmp_path / "leg_numbness"
    shutil.copytree(locate("leg_numbness"), folder)
    _append(folder / "impossible.yaml", recipes["impossible"].replace("id: ", "id: recipe-"))
    _append(folder / "properties.yaml", recipes["properties"].replace("id: ", "id: recipe-"))
    _append(folder / "hazards.yaml", recipes["hazards"].replace("id: ", "id: recipe-", 1))
    _append(folder / "decisions.yaml", recipes["decisions"])
    _before_screens(folder / "questions.yaml", recipes["question"])
    _append(
        folder / "guidance.yaml",
        '- id: stairs-are-hard\n  when: {stairs: "no"}\n  then: {level: see_doctor}\n'
        "  because: Hard stairs can mean weak legs.\n  cites: [A-stenosis]\n",
    )
    for name in ("count", "sum"):
        _append(folder / "guidance.yaml", recipes[name])
    _before_screens(folder / "questions.yaml", recipes["scale"])
    _before_screens(folder / "questions.yaml", recipes["narrow"] + recipes["unsure"])
    _before_screens(folder / "questions.yaml", recipes["words"])
    _append(
        folder / "guidance.yaml",
        "- id: ankles-are-swollen\n  when: {ankles: swollen_ankle}\n  then: {level: see_doctor}\n"
        "  because: A swollen ankle can mean a clot.\n  cites: [A-dvt]\n",
    )
    (folder / "scores.yaml").write_text(recipes["score"], encoding="utf-8")
    for part in ("sources", "claims", "watch"):
        _insert(folder / "ruleset.yaml", recipes[part])
    path = folder / "causes" / "peripheral_artery_disease.yaml"
    _append(path, recipes["rule"].replace("claudication-is", "the-recipe-is"))
    for name in ("cases", "retold", "everyday", "table"):
        renamed = recipes[name].replace("- id: ", "- id: recipe-")
        (folder / "cases" / f"recipe_{name}.yaml").write_text(renamed, encoding="utf-8")
    (tmp_path / "patients.yaml").write_text(recipes["patients"], encoding="utf-8")

    ruleset = load(folder)
    assert "stairs" in ruleset.questions
    assert ruleset.sources["leg-page"].is_checked
    assert ruleset.source_of("leg-page-weakness").id == "leg-page"
    assert {"weak-leg", "recipe-short-enough"} <= {entry.id for entry in properties.load(ruleset)}
    assert {"two-signs-of-too-little-blood", "two-points-need-a-doctor"} <= set(ruleset.rule)
    assert (ruleset.scores["arteries"].start, ruleset.scores["arteries"].most) == (-1, 2)
    assert "the-recipe-is-typical-of-pad" in ruleset.rule
    assert "recipe-cannot-walk-with-mild-numbness" in {entry.id for entry in ruleset.impossible}
    assert "slow-signs" in {entry.id for entry in ruleset.decisions}
    known = {entry.id: entry for entry in ruleset.hazards}
    can_be_named = nameable(ruleset)
    for control in known["recipe-missed-cauda-equina"].controls:
        assert can_be_named.has(control) or "saddle-numbness" in control.name
    numbers = {"cases": 1, "retold": 1, "everyday": 1, "table": 2}
    for name, number in numbers.items():
        assert len(case_files.load(folder / "cases" / f"recipe_{name}.yaml", ruleset)) == number
    assert len(patient_set.load(tmp_path / "patients.yaml", Clinic(ruleset))) == 3


@pytest.mark.slow
def test_the_recipe_for_levels_loads(tmp_path: Path) -> None:
    shutil.copytree(TRAFFIC_LIGHT, tmp_path / "light")
    path = tmp_path / "light" / "ruleset.yaml"
    written = path.read_text(encoding="utf-8")
    start, end = written.index("levels:"), written.index("watch:")
    path.write_text(written[:start] + _starting("levels:") + written[end:], encoding="utf-8")
    ruleset = load(tmp_path / "light")
    assert [level.id for level in ruleset.levels] == ["green", "amber", "red"]
    assert (len(ruleset.protected), ruleset.emergency) == (2, ruleset.levels[-1])


def _starting(start: str) -> str:
    (found,) = (text for text in YAML if text.startswith(start))
    return found


def _insert(path: Path, text: str) -> None:
    """Put the entries of the recipe first into the list of that name."""
    key = text.partition("\n")[0] + "\n"
    written = path.read_text(encoding="utf-8")
    assert f"\n{key}" in written
    path.write_text(written.replace(f"\n{key}", f"\n{text}", 1), encoding="utf-8")


def _before_screens(path: Path, text: str) -> None:
    """Put an entry at the end of the questions; the screens come after them."""
    questions, screens, rest = path.read_text(encoding="utf-8").partition("\nscreens:\n")
    path.write_text(questions + "\n" + _indented(text) + screens + rest, encoding="utf-8")


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n" + _indented(text))


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())


@pytest.mark.slow
def test_the_guide_among_the_rule_sets_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TINY, tmp_path / "tiny")
    shutil.copy(GUIDE, tmp_path / "README.md")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownName):
        locate(GUIDE.stem)
    with pytest.raises(RuleSetError, match="no rule set here"):
        load(locate("README.md"))
    run = subprocess.run(
        [sys.executable, "-m", "triage", "test", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "README" not in run.stdout


# Intended use


@pytest.mark.slow
def test_the_readme_tells_the_intended_use_that_the_usual_rule_set_states() -> None:
    """Either both tell it or neither does."""
    _, _, after = TEXTS[README].partition("\n## Intended use\n")
    part = after.partition("\n## ")[0]
    points = [" ".join(point.split()) for point in re.split(r"(?m)^- ", part)[1:]]
    assert points == list(load(locate(USUAL)).identity.intended_use)


# Form


def test_the_readme_is_short() -> None:
    assert len(TEXTS[README].splitlines()) <= MOST_LINES


def test_the_picture_of_the_readme_is_there() -> None:
    picture = re.search(r"!\[[^]]+\]\(([^)]+)\)", TEXTS[README])
    assert picture is not None
    assert "<svg" in (ROOT / picture[1]).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[document]):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def anchors(path: Path) -> set[str]:
    """The names of the headings, as GitHub makes them."""
    prose = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_is_named_exists(document: Path) -> None:
    named = re.findall(r"`((?:triage|tests|rules|\.github)/[\w./-]+)`", TEXTS[document])
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_room_is_described() -> None:
    rooms = {path.parent.name for path in (ROOT / "triage").glob("*/__init__.py")}
    assert {room for room in rooms if f"`triage/{room}`" not in TEXTS[CONTRIBUTING]} == set()
