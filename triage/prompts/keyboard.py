"""Menus drawn on the terminal; the only module that knows questionary and prompt_toolkit.

What those libraries would do by themselves and must not: answer from keys typed ahead, let a stray
Enter or a filter without a hit record the first option, invert every tick on Tab, cut long lines,
write on stdout, and leave a terminal without echo behind when a signal ends the programme.
"""

from __future__ import annotations

import contextlib
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import questionary
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.output import ColorDepth, Output, create_output
from questionary.prompts import common

from triage.answers.value import Answer
from triage.interview.state import Asking
from triage.language.model import Question
from triage.language.safe import Safe
from triage.language.words import Kind
from triage.prompts import Choice, Command, InputEnded, Interrupted, NoMenus, Screen
from triage.prompts.findable import Findable
from triage.prompts.picks import Other, Pick, Refused, answer_of, offered, picks_of
from triage.prompts.signals import leaving_in_order
from triage.prompts.terminal import can_encode

POINTER = ">"
MARKS = {"INDICATOR_SELECTED": "[x]", "INDICATOR_UNSELECTED": "[ ]"}
"""Signs that every output can show: the library's own two circles look alike where output is not
UTF-8.
"""

COMMANDS: Mapping[Command, tuple[str, ...]] = {
    Command.BACK: ("left", "c-b", "escape"),
    Command.HELP: ("?", "f1"),
    Command.WHY: ("f2",),
}
LEAVE: Mapping[str, type[BaseException]] = {"c-d": EOFError, "<sigint>": KeyboardInterrupt}
IGNORED = ("c-a", "c-i", "c-j", "c-k", "c-l", "c-o")
"""Ctrl-A and Tab would tick or invert every line, Ctrl-O would send off an empty answer; the others
would go into the filter.
"""

HELP_ONE = (
    "Up and Down move, letters filter, Enter chooses. Left or Esc goes back. "
    "? tells what this means, F2 why it is asked. Ctrl-C saves and leaves."
)
HELP_MANY = (
    "Up and Down move, letters filter, Space ticks, Enter goes on. Left or Esc goes back. "
    "? tells what this means, F2 why it is asked. Ctrl-C saves and leaves."
)
HELP_MENU = "Up and Down move, letters filter, Enter chooses, Esc goes back, Ctrl-C leaves."
MORE = "Enter shows more. Esc leaves the rest out."
END = "Enter goes on."


class KeyboardPrompter:
    """Asks with menus that the arrow keys move through; every prompt gives way to one line with the
    answer.
    """

    def __init__(self, keys: Input, output: Output) -> None:
        self._keys, self._output = keys, output
        vars(common).update(MARKS)

    @property
    def screen(self) -> Screen:
        """What can be shown at this moment."""
        colour = self._output.get_default_color_depth() is not ColorDepth.DEPTH_1_BIT
        return Screen(self._output.get_size().columns, colour, can_encode(self._output.encoding()))

    def show(self, text: Safe) -> None:
        """Write a line, or several; what fills half the screen or more is read part by part before
        it scrolls away.
        """
        lines, rows = self.screen.fit(text).lines(), self._output.get_size().rows
        if len(lines) * 2 < rows:
            self._write(lines)
            return
        size = max(rows - 3, 1)
        for start in range(0, len(lines), size):
            self._write(lines[start : start + size])
            words = MORE if start + size < len(lines) else END
            if self._run(partial(questionary.press_any_key_to_continue, words)) in COMMANDS:
                return

    def _write(self, lines: list[Safe]) -> None:
        self._output.write_raw(Safe.joined(lines) + Safe("\n"))
        self._output.flush()

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``Prompter.ask``."""
        question, refusal = asking.question, ""
        ticked = picks_of(question, default)
        while True:
            head = [line for line in (note, asking.text, refusal) if line]
            picked = self._run(partial(self._menu, head, question, ticked))
            if isinstance(picked, Command):
                return picked
            ticked = frozenset(picked if isinstance(picked, list) else [picked])
            try:
                answer = answer_of(question, ticked)
            except Refused as refused:
                refusal = str(refused)
                continue
            self._echo(
                asking.text, [label for pick, label in offered(question).items() if pick in ticked]
            )
            return answer

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """See ``Prompter.choose``."""
        labels: dict[Pick, str] = {choice.id: choice.label for choice in choices}
        keywords: dict[Pick, str] = {choice.id: choice.keywords for choice in choices}
        picked = self._run(
            partial(self._select, message.split("\n"), labels, default, HELP_MENU, keywords)
        )
        return picked if isinstance(picked, Command) else str(picked)

    def _menu(
        self, head: list[str], question: Question, ticked: frozenset[Pick]
    ) -> questionary.Question:
        if question.kind is Kind.MANY:
            return self._checkbox(head, question, ticked)
        return self._select(head, offered(question), next(iter(ticked), Other.NOT_SURE), HELP_ONE)

    def _select(
        self,
        head: list[str],
        labels: Mapping[Pick, str],
        start: Pick,
        keys: str,
        keywords: Mapping[Pick, str] = MappingProxyType({}),
    ) -> questionary.Question:
        found_by = {pick: f"{label} {keywords.get(pick, '')}" for pick, label in labels.items()}
        lines = {
            pick: questionary.Choice(Findable(self._label(label, 3), found_by[pick]), value=pick)
            for pick, label in labels.items()
        }
        return questionary.select(
            self._head(head),
            choices=list(lines.values()),
            default=lines[start],
            qmark="",
            pointer=POINTER,
            instruction=self._instruction(keys),
            use_search_filter=True,
            use_jk_keys=False,
        )

    def _checkbox(
        self, head: list[str], question: Question, ticked: frozenset[Pick]
    ) -> questionary.Question:
        lines = [
            questionary.Choice(self._label(label, 7), value=pick, checked=pick in ticked)
            for pick, label in offered(question).items()
        ]
        return questionary.checkbox(
            self._head(head),
            choices=lines,
            qmark="",
            pointer=POINTER,
            instruction=self._instruction(HELP_MANY),
            use_search_filter=True,
            use_jk_keys=False,
        )

    def _run(self, make: Callable[[], questionary.Question]) -> Any:
        """What the person chose, or the command; keys typed before the prompt stood there do not
        count.
        """
        with create_app_session(self._keys, self._output), leaving_in_order():
            prompt = make()
            _tame(prompt.application)
            self._forget_typed_keys()
            try:
                return prompt.unsafe_ask()
            except KeyboardInterrupt:
                raise Interrupted from None
            except EOFError:
                raise InputEnded from None

    def _forget_typed_keys(self) -> None:
        clear_typeahead(self._keys)
        with contextlib.suppress(ImportError, OSError, NotImplementedError):
            import termios

            with contextlib.suppress(termios.error):
                termios.tcflush(self._keys.fileno(), termios.TCIFLUSH)

    def _echo(self, text: str, labels: list[str]) -> None:
        answer = textwrap.fill(
            "; ".join(labels), self._width, initial_indent="  > ", subsequent_indent="    "
        )
        self._write([self._wrapped(text), self.screen.fit(Safe(answer)), Safe("")])

    @property
    def _width(self) -> int:
        return max(20, min(self.screen.width, 80) - 1)

    def _wrapped(self, text: str) -> Safe:
        return self.screen.fit(Safe(textwrap.fill(text, self._width - 1)))

    def _head(self, lines: list[str]) -> Safe:
        return Safe.joined(Safe.joined(map(self._wrapped, lines)).lines(), by="\n ")

    def _instruction(self, keys: str) -> Safe:
        return Safe("\n" + textwrap.indent(self._wrapped(keys), " "))

    def _label(self, text: str, margin: int) -> Safe:
        fitting = self.screen.fit(Safe(text))
        return Safe(("\n" + " " * margin).join(textwrap.wrap(fitting, self._width - margin)))


def open_keyboard() -> KeyboardPrompter:
    """A prompter on the terminal: keys from stdin, menus on stderr.

    Raises:
        NoMenus: a console of Windows that cannot draw them.
    """
    if sys.platform == "win32":
        from prompt_toolkit.output.win32 import NoConsoleScreenBufferError

        try:
            return KeyboardPrompter(create_input(), create_output(sys.stderr))
        except NoConsoleScreenBufferError:
            raise NoMenus from None
    return KeyboardPrompter(create_input(sys.stdin), create_output(sys.stderr))


def _tame(app: Application[Any]) -> None:
    """Give the prompt our keys, and let it vanish when it is answered."""
    app.ttimeoutlen = 0.1
    app.erase_when_done = True
    app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), _bindings()])
    _mind_the_filter(app)


def _bindings() -> KeyBindings:
    """Our keys, which win over the library's and over longer ones: Esc and a quick Enter are never
    Alt-Enter.
    """
    bindings = KeyBindings()
    for command, keys in COMMANDS.items():
        for key in keys:
            bindings.add(key, eager=True)(_exit_with(command))
    for key, error in LEAVE.items():
        bindings.add(key, eager=True)(_fail_with(error))
    for key in IGNORED:
        bindings.add(key, eager=True)(lambda _event: None)
    return bindings


def _exit_with(command: Command) -> Callable[[KeyPressEvent], None]:
    return lambda event: event.app.exit(result=command)


def _fail_with(error: type[BaseException]) -> Callable[[KeyPressEvent], None]:
    return lambda event: event.app.exit(exception=error)


def _mind_the_filter(app: Application[Any]) -> None:
    """Put the pointer back where it started whenever the filter is cleared or nothing fits it.

    The library would leave it on the first line, and Enter would record an option that nobody
    looked for.
    """
    menus = [
        control
        for control in app.layout.find_all_controls()
        if isinstance(control, common.InquirerControl)
    ]
    if not menus:
        return
    menu = menus[0]
    start, seen = menu.pointed_at, menu.search_filter

    def settle(_: object) -> None:
        nonlocal seen
        if menu.search_filter != seen:
            seen = menu.search_filter
            if menu.choice_count == len(menu.choices):
                menu.pointed_at = start

    app.key_processor.after_key_press += settle
