"""The house stays as it was drawn: one direction of imports, one door per library, light
start-up.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.places import ROOT
from triage.cli import COMMANDS

PACKAGE = ROOT / "triage"
DOORS = {
    "questionary": {"prompts/drawn.py"},
    "prompt_toolkit": {"prompts/drawn.py"},
    "durable_rules_engine": {"engine/durable.py", "engine/__init__.py"},
    "yaml": {"language/source.py"},
    "jinja2": {"render/formats/html.py"},
    "clingo": {"analysis/search/solver.py"},
    "pygraphviz": {"render/graph/svg.py"},
    "fsrs": {"practice/records/schedule.py"},
    "sqlite3": {"practice/records/database.py"},
    "dulwich": {"analysis/diff/git_objects.py"},
    "numpy": {
        "columnar/answer_columns.py",
        "columnar/bit_rows.py",
        "columnar/cause_lists.py",
        "columnar/judge.py",
        "columnar/person_lists.py",
    },
}

SEARCHES = {"Trail", "open_questions", "open_questions_of"}
"""What `Explanation` does for those who show a result."""


def importers(library: str) -> set[str]:
    pattern = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }


@pytest.mark.slow
def test_imports_follow_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", cache_dir=None) == 0


@pytest.mark.slow
@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    assert importers(library) == DOORS[library]


@pytest.mark.slow
def test_only_the_command_line_prints_or_exits() -> None:
    loud = re.compile(r"(?<![\w.])print\(|sys\.exit\(|click\.echo\(")
    found = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if loud.search(path.read_text(encoding="utf-8"))
    }
    assert found <= {"cli"}


WRITES = re.compile(
    r"(?<![\w.])print\(|\bclick\.(?:echo|secho|prompt|confirm|pause|echo_via_pager)\("
    r"|(?<!scaffold)\.write(?:_text|_bytes|_raw|lines)?\(|\bprint_exc\(|\.show\(file"
)
WRITERS = {
    "__main__.py",  # the help, a file of ours
    "cli/output.py",
    "files/folder.py",
    "prompts/drawn.py",
    "prompts/plain.py",
    "analysis/diff/revisions.py",  # the files of a revision, byte by byte, in a folder of its own
    "cli/__init__.py",  # what click says of a wrong use, into memory
    "columnar/sinks.py",  # tables as data; what a terminal shows of them is made safe before
    "cli/commands/bulk.py",  # rows that cannot be read, as ASCII
}
"""Where text leaves the programme; types see to it that it is safe."""


@pytest.mark.slow
def test_text_leaves_through_few_doors() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert found == WRITERS


def test_only_one_module_passes_text_as_safe() -> None:
    shortcuts = re.compile(r"cast\(.*\bSafe\b|str\.__new__\(Safe|Safe\.__new__")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if shortcuts.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"language/safe.py"}


def test_the_module_of_a_command_bears_its_name() -> None:
    modules = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert modules == {name.replace("-", "_") for name in COMMANDS}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "absent"),
    [
        (
            "--help",
            "pydantic yaml questionary prompt_toolkit rich durable_rules_engine jinja2 asyncio",
        ),
        ("about", "pydantic questionary prompt_toolkit rich jinja2 asyncio"),
        ("causes", "questionary prompt_toolkit jinja2 asyncio durable_rules_engine"),
    ],
)
def test_a_command_imports_nothing_it_does_not_need(command: str, absent: str) -> None:
    code = (
        "import sys\nfrom triage.cli import main\nsys.argv = ['triage', sys.argv[1]]\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, command], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert set(absent.split()) & set(run.stderr.split()) == set()


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """The names that a module takes from others, each with where it comes from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((PACKAGE / "render").rglob("*.py")), ids=lambda p: p.stem)
def test_a_renderer_is_given_values_and_works_out_nothing_about_rules(path: Path) -> None:
    for module, name in imported(path):
        assert name not in SEARCHES
        if module.startswith(("triage.engine", "triage.lacks")):
            assert dataclasses.is_dataclass(getattr(import_module(module), name)), name


def test_public_names_are_sorted_and_all_there() -> None:
    import triage

    assert list(triage.__all__) == sorted(triage.__all__)
    assert all(getattr(triage, name) is not None for name in triage.__all__)
    with pytest.raises(AttributeError):
        triage.nothing_of_the_kind  # noqa: B018


@pytest.mark.slow
def test_no_two_classes_share_a_name() -> None:
    where: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name, []).append(path.name)
    assert {name: files for name, files in where.items() if len(files) > 1} == {}
