"""Hostile text through every door: what arrives steers no terminal, forges no line, and hides
nothing.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.attack import ATTACKS, HIDDEN, HONEST, STEERING, evil_rules, steering
from tests.places import TINY
from tests.terminal import ENTER, KEYS, MENU, TRIAGE, Terminal

pytestmark = pytest.mark.slow

EVIL = STEERING.replace("\x00", "")
"""What an argument and the environment can hold."""

ANSWERS = {"alarm": ["saddle"], "leg": ["swollen", "hot"]}
FORGED = "evil\nforged: Look after yourself · no cause matches"


def run(
    *arguments: str, typed: bytes = b"", cwd: Path, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    env = os.environ | {
        "PYTHONUTF8": "1",
        "TRIAGE_EMERGENCY_NUMBER": "999",
        "TRIAGE_STATE": str(cwd / "state"),
        "TRIAGE_DATA": str(cwd / "data"),
        **environ,
    }
    return subprocess.run(
        [TRIAGE, *arguments],
        input=typed,
        capture_output=True,
        cwd=cwd,
        env=env,
        check=False,
        timeout=100,
    )


def assert_harmless(done: subprocess.CompletedProcess[bytes], *codes: int) -> str:
    """What was printed, without anything that steers."""
    text = (done.stdout + done.stderr).decode()
    assert done.returncode in (codes or (0,)), text
    assert steering(text) == set(), text
    assert "bug in triage" not in text
    return text


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evil_rules(tmp_path_factory.mktemp("evil"))


def stream(*labels: str) -> bytes:
    lines = (json.dumps({"id": label, "ruleset": "tiny", "answers": ANSWERS}) for label in labels)
    return ("\n".join(lines) + "\n").encode()


def test_an_id_steers_nothing_and_json_gives_it_back_as_it_was(tmp_path: Path) -> None:
    ids = [f"{name}{attack}" for name, attack in ATTACKS.items()] + list(HONEST)
    done = run("assess", "-", "--json", "--rules", str(TINY), typed=stream(*ids), cwd=tmp_path)
    printed = [json.loads(line)["id"] for line in assert_harmless(done).splitlines()]
    assert printed == ids


def test_an_id_forges_no_result_line(tmp_path: Path) -> None:
    ids = [FORGED, f"a{STEERING}b", *HONEST]
    done = run("assess", "-", "--rules", str(TINY), typed=stream(*ids), cwd=tmp_path)
    lines = assert_harmless(done).splitlines()
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
        ("ask", "--output", f"x{EVIL}.exe"),
        ("test", EVIL),
        ("test", "-k", f"({EVIL}"),
        (f"--{EVIL}",),
        (EVIL,),
    ],
    ids=lambda arguments: " ".join(arguments).encode("ascii", "ignore").decode()[:16],
)
def test_what_an_error_repeats_steers_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    text = assert_harmless(done, 1, 2)
    assert "forged" not in [line[:6] for line in text.splitlines()]


def test_the_environment_steers_nothing(tmp_path: Path) -> None:
    evil = f"{tmp_path}/state{EVIL}\nEngine in use: forged"
    done = run("about", cwd=tmp_path, TRIAGE_STATE=evil, TRIAGE_DATA=evil)
    assert "\nEngine in use: forged" not in assert_harmless(done)
    typed = b"1\n1\n"
    text = assert_harmless(
        run(
            "ask",
            "--plain",
            "--rules",
            str(TINY),
            typed=typed,
            cwd=tmp_path,
            TRIAGE_STATE=evil,
            TRIAGE_EMERGENCY_NUMBER=f"9{EVIL}\n9",
        ),
        0,
        130,
    )
    assert "\nEngine in use: forged" not in text


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
        "test",
        "cover",
        "prove",
        "practise --plain --seed 1",
        "about",
    ],
)
def test_what_an_author_hid_in_a_rule_set_steers_nothing(
    command: str, evil: Path, tmp_path: Path
) -> None:
    done = run(*command.split(), cwd=tmp_path, TRIAGE_RULES=str(evil))
    assert_harmless(done, 0, 1, 130)


def test_names_of_files_steer_nothing(tmp_path: Path) -> None:
    folder = tmp_path / f"rules{HIDDEN}\x1b[31m\n::error::forged"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text("id: [\n", encoding="utf-8")
    for form in ("text", "json", "sarif", "github"):
        text = assert_harmless(run("check", str(folder), "--format", form, cwd=tmp_path), 1, 2)
        assert "\n::error::forged" not in text


def test_files_that_are_written_steer_nothing(evil: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / f"result.{ending}" for ending in ("md", "html", "json")]
    options = [part for path in outputs for part in ("--output", str(path))]
    options += ["--save", str(tmp_path / "answers.yaml"), "--rules", str(evil)]
    done = run("ask", "--plain", *options, typed=b"1\n1\n", cwd=tmp_path)
    assert_harmless(done)
    done = run("handbook", "--output", "site", "--rules", str(evil), cwd=tmp_path)
    assert_harmless(done)
    written = [*outputs, tmp_path / "answers.yaml", *(tmp_path / "site").rglob("*.*")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in written if path.is_file()}
    assert len(texts) > len(outputs) + 10
    assert {name: found for name, text in texts.items() if (found := steering(text))} == {}


def test_numbered_lines_steer_nothing(evil: Path, tmp_path: Path) -> None:
    typed = b"h\nw\n1\n2\nn\nn\nn\nn\nn\nn\nn\nn\n\n\n"
    done = run("ask", "--plain", "--rules", str(evil), typed=typed, cwd=tmp_path)
    assert "saddle" in assert_harmless(done, 0, 130)


def ours(raw: bytes) -> str:
    """What was written at a terminal but for the sequences that draw menus."""
    return re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[78=>])|[\r\x08\x07]", "", raw.decode())


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["menus", "lines"])
def test_a_terminal_shows_nothing_hidden(
    options: tuple[str, ...], evil: Path, tmp_path: Path
) -> None:
    terminal = Terminal(
        "ask", "--rules", str(evil), *options, columns=100, rows=50, TRIAGE_STATE=str(tmp_path)
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
            terminal.press("between " + ENTER)
            terminal.see(MENU)
            terminal.press(ENTER)
        terminal.see("What do you want to do?")
        terminal.press("\x03")
        assert terminal.end() == 0
    finally:
        terminal.child.close(force=True)
    assert "?" in terminal.written
    assert steering(ours(terminal.raw)) == set()
