"""Hostile text through every door: what arrives steers no terminal, forges no line, and hides
nothing.
"""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from tests.attack import ATTACKS, HIDDEN, HONEST, STEERING, evil_rules, steering
from tests.places import TINY
from tests.terminal import ENTER, KEYS, MENU, Terminal
from triage.cli import main

pytestmark = pytest.mark.slow

EVIL = STEERING.replace("\x00", "")
"""What an argument and the environment can hold."""

ANSWERS = {"alarm": ["saddle"], "leg": ["swollen", "hot"]}
FORGED = "evil\nforged: Look after yourself · no cause matches"


class Door:
    """Runs `triage` and asserts that nothing it prints steers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capfd = monkeypatch, capfd

    def __call__(self, *arguments: str, typed: bytes = b"", codes: tuple[int, ...] = (0,)) -> str:
        self._monkeypatch.setattr(sys, "argv", ["triage", *arguments])
        stdin = io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8")
        self._monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(SystemExit) as ending:
            main()
        text = "".join(self._capfd.readouterr())
        assert ending.value.code in codes, text
        assert steering(text) == set(), text
        return text


@pytest.fixture
def door(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> Door:
    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    monkeypatch.setenv("TRIAGE_EMERGENCY_NUMBER", "999")
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return Door(monkeypatch, capfd)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evil_rules(tmp_path_factory.mktemp("evil"))


def stream(*labels: str) -> bytes:
    lines = (json.dumps({"id": label, "ruleset": "tiny", "answers": ANSWERS}) for label in labels)
    return ("\n".join(lines) + "\n").encode()


def test_an_id_steers_nothing_and_json_gives_it_back_as_it_was(door: Door) -> None:
    ids = [f"{name}{attack}" for name, attack in ATTACKS.items()] + list(HONEST)
    text = door("assess", "-", "--json", typed=stream(*ids))
    read = [label.replace("\ud800", "?") for label in ids]  # half a pair is no text
    assert [json.loads(line)["id"] for line in text.splitlines()] == read


def test_an_id_forges_no_result_line(door: Door) -> None:
    ids = [FORGED, f"a{STEERING}b", *HONEST]
    lines = door("assess", "-", typed=stream(*ids)).splitlines()
    assert len(lines) == len(ids)
    assert lines[0].startswith("evil?forged")
    assert [line.split(": ")[0] for line in lines[2:]] == list(HONEST)


@pytest.mark.parametrize(
    "arguments",
    [
        ("why", EVIL),
        ("why-not", EVIL, "nowhere.yaml"),
        ("causes", EVIL),
        ("sources", EVIL),
        ("explain", EVIL),
        ("schema", EVIL),
        ("check", EVIL),
        ("diff", f"HEAD{EVIL}:x", "leg_numbness"),
        ("assess", f"{EVIL}.yaml"),
        ("assess", f"a{EVIL}\nforged: fine.jsonl"),
        ("new", "cause", EVIL, str(TINY)),
        ("practise", "--case", EVIL),
        ("practise", "--mode", EVIL),
        ("graph", "--output", f"x.{EVIL}"),
        ("ask", "--output", f"x{EVIL}\nforged.exe"),
        ("test", EVIL),
        (f"--{EVIL}\nforged",),
        (f"{EVIL}\nforged",),
    ],
    ids=lambda arguments: arguments[0] if arguments[0].isalpha() else "other",
)
def test_what_an_error_repeats_steers_nothing(arguments: tuple[str, ...], door: Door) -> None:
    lines = door(*arguments, codes=(2,)).splitlines()
    assert not any(line.startswith("forged") for line in lines)


def test_the_environment_steers_nothing(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TRIAGE_STATE", "TRIAGE_DATA"):
        monkeypatch.setenv(name, f"{tmp_path}/state{EVIL}\nforged")
    monkeypatch.setenv("TRIAGE_EMERGENCY_NUMBER", f"9{EVIL}\nforged")
    for text in (door("about"), door("ask", "--plain", typed=b"1\n", codes=(130,))):
        assert not any(line.startswith("forged") for line in text.splitlines())


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "check --format json",
        "check --format sarif",
        "check --format github",
        "causes",
        "causes clot",
        "sources",
        "sources A-clot --json",
        "why clot-signs",
        "why leg --json",
        "graph --format svg",
        "graph --format dot",
        "graph --format mermaid",
        "graph --json",
        "cover",
        "prove",
        "practise --plain --seed 1",
        "about",
    ],
)
def test_what_an_author_hid_in_a_rule_set_steers_nothing(
    command: str, evil: Path, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIAGE_RULES", str(evil))
    door(*command.split(), codes=(0, 1, 130))


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_name_of_a_folder_steers_nothing(form: str, door: Door, tmp_path: Path) -> None:
    folder = tmp_path / f"rules{HIDDEN}\x1b[31m\n::error::forged"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text("id: [\n", encoding="utf-8")
    assert "\n::error::forged" not in door("check", str(folder), "--format", form, codes=(1,))


def test_files_that_are_written_steer_nothing(evil: Path, door: Door, tmp_path: Path) -> None:
    outputs = [tmp_path / f"result.{ending}" for ending in ("md", "html", "json")]
    options = [part for path in outputs for part in ("--output", str(path))]
    options += ["--save", str(tmp_path / "answers.yaml"), "--rules", str(evil), "--for", "myself"]
    door("ask", "--plain", *options, typed=b"1\n1\n")
    door("handbook", "--output", "site", "--rules", str(evil))
    written = [*outputs, tmp_path / "answers.yaml", *(tmp_path / "site").rglob("*.*")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in written if path.is_file()}
    assert len(texts) > len(outputs) + 10
    assert {name: found for name, text in texts.items() if (found := steering(text))} == {}


def test_numbered_lines_steer_nothing(evil: Path, door: Door) -> None:
    typed = b"h\nw\nn\nn\nn\nn\nn\nn\nn\nn\n\n\n"
    assert "saddle" in door(
        "ask", "--plain", "--for", "myself", "--rules", str(evil), typed=typed, codes=(0, 130)
    )


def ours(raw: bytes) -> str:
    """What was written at a terminal but for the sequences that draw menus."""
    return re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[78=>])|[\r\x08\x07]", "", raw.decode())


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["menus", "lines"])
def test_a_terminal_shows_nothing_hidden(
    options: tuple[str, ...], evil: Path, tmp_path: Path
) -> None:
    terminal = Terminal(
        "ask",
        "--for",
        "myself",
        "--rules",
        str(evil),
        *options,
        columns=100,
        rows=50,
        TRIAGE_STATE=str(tmp_path),
    )
    try:
        if options:
            for keys in ("h", "w", "1", "1"):
                terminal.see(last=":")
                terminal.press(keys + ENTER)
        else:
            terminal.see(KEYS)
            terminal.press("?")
            terminal.see("touch", KEYS)
            terminal.press("between" + ENTER + " " + ENTER)
            terminal.see("Do that first.", MENU)
            terminal.press(ENTER)
        terminal.see("What do you want to do?")
        terminal.press("\x03")
        assert terminal.end() == 0
    finally:
        terminal.child.close(force=True)
    assert "?" in terminal.written
    assert steering(ours(terminal.raw)) == set()
