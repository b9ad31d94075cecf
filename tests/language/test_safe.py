"""What may leave the programme: nothing that steers, everything that people wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attack import ATTACKS, HONEST, STEERING, steering
from tests.places import ROOT
from triage.language.safe import Safe

EVERY = "".join(map(chr, (*range(0x3000), *range(0xD7F0, 0xE100), *range(0xE0000, 0xE0100))))
WRITERS = {
    "triage.cli.output": ["say({})", "warn({})", "is_confirmed({})"],
    "triage.files.writing": ["write_atomically(Path(), {})"],
    "triage.files.folder": ["Folder.keep(p, 'a', {})", "Folder.create(p, 'a', {})"],
    "triage.prompts": ["Prompter.show(p, {})"],
    "triage.prompts.plain": ["PlainPrompter.show(p, {})", "PlainPrompter._write(p, {})"],
    "triage.prompts.keyboard": ["KeyboardPrompter.show(p, {})"],
    "triage.prompts.drawn": ["MenuDrawing.put(p, [{}])"],
}
"""Every call that lets text out."""

HEAD = """from pathlib import Path
from typing import Any
from triage.language.safe import Safe
"""


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_steers_is_shown_as_a_question_mark(attack: str) -> None:
    shown = Safe(f"before{attack}after")
    assert steering(shown) == set()
    assert shown.startswith("before") and shown.endswith("after") and "?" in shown


@pytest.mark.parametrize("text", HONEST)
def test_text_of_any_script_arrives_as_it_was_written(text: str) -> None:
    assert Safe(text) == Safe.line(text) == json.loads(Safe.json(text)) == text


def test_a_line_holds_no_line_break() -> None:
    assert "\n" not in Safe.line(f"case\nforged: urgent{STEERING}")


def test_no_letter_number_or_sign_is_taken_out() -> None:
    kept = [char for char in EVERY if char.isprintable() and not char.isspace()]
    assert Safe("".join(kept)) == "".join(kept)


def test_safe_text_stays_as_it_is_also_where_we_styled_it() -> None:
    styled = Safe("a\x1b[1mb").styled(fg="red", bold=True)
    assert Safe(styled) == styled == "\x1b[31m\x1b[1ma?[1mb\x1b[0m"


def test_only_two_safe_texts_make_a_safe_one() -> None:
    assert type(Safe("a") + Safe("b")) is Safe
    assert type(Safe("a") + "\x1b") is str
    assert type(f"{Safe('a')}") is str


def test_json_loses_nothing_and_shows_nothing_that_steers() -> None:
    value = {"id": STEERING + "\ud800\n", STEERING: [STEERING]}
    for text in (Safe.json(value), Safe.json(value, indent=1), Safe.json(value, in_ascii=True)):
        assert steering(text) == set()
        assert json.loads(text) == value


@pytest.mark.slow
def test_the_types_refuse_a_writer_that_is_handed_a_plain_string(tmp_path: Path) -> None:
    calls = [call for known in WRITERS.values() for call in known]
    handed = "\n".join(call.format(text) for call in calls for text in ('"plain"', 'Safe("safe")'))
    imports = "\n".join(
        f"from {module} import {call.split('(')[0].split('.')[0]}"
        for module, known in WRITERS.items()
        for call in known
    )
    file = tmp_path / "writers.py"
    file.write_text(
        f"{HEAD}{imports}\np: Any\n{handed}\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    refused = [line for line in run.stdout.splitlines() if ": error: " in line]
    assert len(refused) == len(calls), run.stdout
    assert all('expected "Safe"' in line for line in refused), run.stdout
