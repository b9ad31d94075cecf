"""The picture of the README: a real run in a real terminal, drawn as SVG. `python -m
tests.picture`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / ".assets" / "run.svg"
WIDTH, HEIGHT = 80, 26
DOWN, SPACE, ENTER = "\x1b[B", " ", "\r"


class Terminal:
    """triage in a pseudo-terminal, and what its screen shows."""

    def __init__(self, folder: str) -> None:
        self._screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.ByteStream(self._screen)
        environ = {
            "TERM": "xterm-256color",
            "LANG": "en_GB.UTF-8",
            "PYTHONUTF8": "1",
            "TRIAGE_STATE": folder,
            "PATH": "/usr/bin:/bin",
            "TRIAGE_EMERGENCY_NUMBER": "999",
        }
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "triage"],
            dimensions=(HEIGHT, WIDTH),
            env=environ,
            cwd=ROOT,
            timeout=20,
        )
        self._screen.write_process_input = self._child.send  # type: ignore[method-assign]

    def settle(self) -> None:
        """Take in all that the programme writes until it waits."""
        try:
            while True:
                self._stream.feed(self._child.read_nonblocking(65536, timeout=1.0))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    def press(self, *keys: str) -> None:
        """Press keys, each after the screen has settled."""
        for key in keys:
            self._child.send(key)
            self.settle()

    def shows(self, text: str) -> bool:
        """Whether the screen shows the text."""
        return any(text in line for line in self._screen.display)

    def picture(self) -> list[Text]:
        """The lines of the screen, in their colours."""
        lines = []
        for row in range(HEIGHT):
            line = Text()
            for column in range(WIDTH):
                cell = self._screen.buffer[row][column]
                style = "bold " * cell.bold + "reverse " * cell.reverse + _colour(cell.fg)
                line.append(cell.data, style)
            line.rstrip()
            lines.append(line)
        while lines and not lines[-1].plain:
            lines.pop()
        return lines


def _colour(name: str) -> str:
    if name == "default":
        return ""
    return (
        f"#{name}"
        if len(name) == 6 and name.isalnum() and not name.isalpha()
        else name.replace("brown", "yellow")
    )


def main() -> None:
    """Walk into an emergency sign and draw the first question and the card."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(folder)
        terminal.settle()
        first = terminal.picture()
        terminal.press(DOWN, SPACE, ENTER, ENTER)
        card = terminal.picture()
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in (*first, Rule(), *card):
        console.print(line)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(console.export_svg(title="triage", unique_id="triage"), encoding="utf-8")


if __name__ == "__main__":
    main()
