"""A person at a real pseudo-terminal: types keys, and reads the screen as a terminal would
draw it.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
import traceback
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pexpect
import pyte

from tests.places import TINY
from triage.cli import main

for _late in (
    "cli.commands.ask",
    "cli.commands.practise",
    "engine.durable",
    "practice.exercises.next_patient",
    "practice.records.progress",
    "practice.records.results_file",
    "prompts.keyboard",
    "prompts.plain",
    "prompts.shrinking",
    "render.results.assessment_json",
    "render.results.rise_card",
    "talk.conversation",
    "talk.lesson",
    "talk.tutor",
):
    import_module(f"triage.{_late}")

TRIAGE = str(Path(sys.executable).with_name("triage"))
UP, DOWN, LEFT, ESC, ENTER, CTRL_C, CTRL_D, F2 = (
    "\x1b[A",
    "\x1b[B",
    "\x1b[D",
    "\x1b",
    "\r",
    "\x03",
    "\x04",
    "\x1bOQ",
)
PATIENCE = 15.0
KEYS = MENU = "Ctrl-C leaves."
NONE = "none" + ENTER + ENTER
"""Find a line, then choose it."""

REVIEW = "That was the last question."

QUIET = [
    ("Do you notice any of these signs?", NONE),
    ("Is a leg swollen or hot?", NONE),
    ("Does the numbness last?", "gone" + ENTER + ENTER),
    ("How strong is the numbness?", "mild" + ENTER + ENTER),
    ("Does walking bring on pain?", UP + UP + ENTER),
    ("Do you smoke?", "never" + ENTER + ENTER),
    ("Do you wear tight clothes?", UP + UP + ENTER),
]
"""Every question of the small rule set with the keys of a person whose legs are quiet."""


class Terminal:
    """`triage` with ``arguments`` in a terminal of its own. It runs in a copy of this process, as
    start-up is most of what a short run costs; ``is_fresh`` starts the programme itself.
    """

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        is_fresh: bool = False,
        **environ: str,
    ) -> None:
        self.screen, self.raw, self.text = pyte.Screen(columns, rows), b"", ""
        self._stream = pyte.ByteStream(self.screen)
        env = _environ(environ)
        self.child = pexpect.spawn(
            TRIAGE,
            list(arguments),
            dimensions=(rows, columns),
            env=env,
            timeout=0,
            preexec_fn=None if is_fresh else partial(_go_on_as_triage, arguments, env),
        )
        self.child.delaybeforesend = None

    @property
    def written(self) -> str:
        """All that was ever written, without control sequences, in one line."""
        shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw.decode(errors="replace"))
        return " ".join(shown.split())

    def see(self, *words: str, last: str = "") -> None:
        """Wait until all these words stand on the screen together, and nothing behind the ``last``
        ones.
        """
        deadline = time.monotonic() + PATIENCE
        while not (all(part in self.text for part in words) and self.text.endswith(last)):
            assert self._read(deadline), f"{words} never stood on the screen:\n" + "\n".join(
                self.screen.display
            )

    def see_one(self, *words: str) -> str:
        """Wait until one of these stands on the screen, and say which."""
        deadline = time.monotonic() + PATIENCE
        while not any(part in self.text for part in words):
            assert self._read(deadline), f"none of {words} ever stood on the screen:\n{self.text}"
        return next(part for part in words if part in self.text)

    def see_gone(self, *words: str) -> None:
        """Wait until none of these stands on the screen any more."""
        deadline = time.monotonic() + PATIENCE
        while any(part in self.text for part in words):
            assert self._read(deadline), f"{words} stood on:\n{self.text}"

    def press(self, *keys: str) -> None:
        """Type keys."""
        for key in keys:
            self.child.send(key)

    def answer(self, question: str, keys: str, prompt: str = KEYS) -> None:
        """Wait for a prompt, then type."""
        self.see(question, prompt)
        self.press(keys)

    def end(self) -> int:
        """Wait for the end; the exit code, or 128 and the number of the signal."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        assert time.monotonic() < deadline, f"it did not end:\n{self.text}"
        self.child.wait()
        code = self.child.exitstatus
        return 128 + self.child.signalstatus if code is None else code

    def hang_up(self) -> None:
        """Close the window."""
        process = self.child.ptyproc
        process.fileobj.close()
        process.fd = self.child.child_fd = -1
        process.closed = self.child.closed = True
        process.wait()

    def is_restored(self) -> bool:
        """Whether echo and line editing are on as at the start, and the cursor can be seen."""
        flags = termios.ECHO | termios.ICANON | termios.ISIG
        are_on = termios.tcgetattr(self.child.child_fd)[3] & flags == flags
        return are_on and not self.screen.cursor.hidden

    def _read(self, deadline: float) -> bool:
        """Draw what was written next; False at the end of it, or of all patience."""
        try:
            data = self.child.read_nonblocking(65536, timeout=max(0.0, deadline - time.monotonic()))
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.raw += data
        self._stream.feed(data)
        self.text = self._drawn()
        if b"\x1b[6n" in data:
            self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        return True

    def _drawn(self) -> str:
        """What stands on the screen, in one line: only rows and cells that were written are there,
        and of a wide character the second cell is empty.
        """
        rows = [row for _, row in sorted(self.screen.buffer.items()) if row]
        lines = ("".join(row[place].data for place in range(max(row) + 1)) for row in rows)
        return " ".join(" ".join(lines).split())


@contextmanager
def at_terminal(
    *arguments: str, columns: int = 80, rows: int = 24, is_fresh: bool = False, **environ: str
) -> Iterator[Terminal]:
    """`triage ask` on the small rule set at a terminal; whatever happens, no process stays."""
    terminal = Terminal(
        "ask",
        "--rules",
        str(TINY),
        "--for",
        "myself",
        *arguments,
        columns=columns,
        rows=rows,
        is_fresh=is_fresh,
        **environ,
    )
    try:
        yield terminal
    finally:
        if not terminal.child.closed:
            terminal.child.close(force=True)


OWN_WORDS = "What is wrong? Say it in a sentence, or press Enter."


@contextmanager
def legs_at_terminal(
    *arguments: str, columns: int = 80, rows: int = 24, **environ: str
) -> Iterator[Terminal]:
    """`triage ask` on the shipped rule set, to a person who says nothing in words of their own."""
    arguments = ("--rules", "leg_numbness", *arguments)
    with at_terminal(*arguments, columns=columns, rows=rows, **environ) as terminal:
        if terminal.see_one(OWN_WORDS, CARD) == CARD:  # a small screen takes the greeting alone
            terminal.press(ENTER)
        terminal.see(OWN_WORDS, last="Your words:" if "--plain" in arguments else ">")
        terminal.press(ENTER)
        yield terminal


def answer_all(
    terminal: Terminal, but: dict[str, str] | None = None, without: Collection[str] = ()
) -> None:
    """Answer every question as a person with quiet legs, some of them otherwise; some are not
    asked.
    """
    for question, keys in QUIET:
        if question not in without:
            see_past_offers(terminal, question)
            terminal.answer(question, (but or {}).get(question, keys))


CARD = "Enter goes on."
OFFERS = ("No question left would change", "Go on, to learn whether it is more urgent")


def see_past_offers(terminal: Terminal, question: str) -> None:
    """Read each card and go on with the questions wherever the result is offered before this
    one.
    """
    while (seen := terminal.see_one(question, CARD, *OFFERS)) != question:
        if seen != CARD:
            terminal.see(seen, MENU)
        terminal.press(ENTER if seen == CARD else "go on" + ENTER + ENTER)
        terminal.see_gone(seen)


def see_result(terminal: Terminal) -> None:
    """From the review to the result."""
    see_past_offers(terminal, REVIEW)
    terminal.answer(REVIEW, ENTER, MENU)
    terminal.see("What do you want to do?")


def _go_on_as_triage(arguments: Collection[str], environ: Mapping[str, str]) -> NoReturn:
    """Be what a shell would start, with nothing of the tests but what they have imported."""
    code: object = 1
    try:
        os.closerange(3, 1 << 16)  # whoever forked waits for that
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environ)
        sys.argv = ["triage", *arguments]
        for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
            stream = os.fdopen(number, mode, buffering=1, encoding="utf-8")
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        main()
    except SystemExit as ending:
        code = ending.code
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code if isinstance(code, int) else 1)


def _environ(chosen: dict[str, str]) -> dict[str, str]:
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "PYTHONPATH", "COVERAGE_PROCESS_START")
        if name in os.environ
    }
    usual = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TRIAGE_EMERGENCY_NUMBER": "999"}
    return {name: value for name, value in {**kept, **usual, **chosen}.items() if value}
