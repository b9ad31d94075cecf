"""One menu drawn on the terminal; the only module that knows questionary and prompt_toolkit.

What those libraries would do by themselves and must not: answer from keys typed ahead, let a stray
Enter or a filter record a line, cut long lines, write on stdout, and leave a terminal without echo
behind when a signal ends the programme.
"""

from __future__ import annotations

import contextlib
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import questionary
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import Dimension, Window
from prompt_toolkit.output import ColorDepth, Output, create_output
from questionary.prompts import common

from triage.language.safe import Safe
from triage.prompts import Command, InputEnded, Interrupted, NoMenus, Screen, TooSmall
from triage.prompts.findable import Findable
from triage.prompts.signals import leaving_in_order
from triage.prompts.terminal import can_encode

POINTER = ">"
MARGIN = 3
"""What the pointer takes at the left of each line."""
WIDEST, NARROWEST = 80, 20
ROOMY = 12
"""So many rows of lines in sight are enough for the keys to be told in full."""
MORE_BELOW = "Down shows more."

MENU_COMMANDS: Mapping[Command, tuple[str, ...]] = {
    Command.BACK: ("left", "c-b", "escape"),
    Command.HELP: ("?", "f1"),
    Command.WHY: ("f2",),
}
LEAVE: Mapping[str, type[BaseException]] = {"c-d": EOFError, "<sigint>": KeyboardInterrupt}
IGNORED = ("c-a", "c-i", "c-j", "c-k", "c-l", "c-o")
"""Some of them tick every line or send off an empty answer; the others would go into the filter."""


@dataclass(frozen=True)
class MenuLine:
    """A line of a menu as it reads now, and what typing finds it by."""

    text: str
    sign: str = ""
    found_by: str = ""


@dataclass(frozen=True)
class Menu:
    """What to draw.

    Args:
        head: what stands above the lines; those at the places in ``spare`` give way on a small
            screen, one after the other.
        lines: the lines by what choosing them returns, asked for after every key.
        start: where the pointer stands at first.
        keys: what the keys do; ``short`` where there is little room.
        commands: the keys that leave the menu with something else than a line.
        acts: the keys that change lines, and stay.
    """

    head: tuple[str, ...]
    lines: Callable[[], Mapping[Any, MenuLine]]
    start: Any
    keys: str
    short: str
    commands: Mapping[Command, tuple[str, ...]]
    acts: Mapping[str, Callable[[Any], None]] = field(default_factory=dict)
    spare: tuple[int, ...] = ()


class _Resized(Exception):
    """The window has another size than the menu was drawn for; ``at`` is where the pointer was."""

    def __init__(self, at: Any) -> None:
        super().__init__()
        self.at = at


class MenuDrawing:
    """A terminal that menus are drawn on; each gives way to what is written next."""

    def __init__(self, keys: Input, output: Output) -> None:
        self._keys, self._output = keys, output

    @property
    def screen(self) -> Screen:
        """What can be shown at this moment."""
        colour = self._output.get_default_color_depth() is not ColorDepth.DEPTH_1_BIT
        return Screen(self._output.get_size().columns, colour, can_encode(self._output.encoding()))

    @property
    def rows(self) -> int:
        """How many lines the window has."""
        return self._output.get_size().rows

    @property
    def width(self) -> int:
        """How wide the text of a menu may be."""
        return max(NARROWEST, min(self.screen.width, WIDEST) - 1)

    def put(self, lines: list[Safe]) -> None:
        """Write finished lines."""
        self._output.write_raw(Safe.joined(lines) + Safe("\n"))
        self._output.flush()

    def wait(self, words: str, commands: Mapping[Command, tuple[str, ...]]) -> Command | None:
        """Wait for any key; returns the command that it is."""
        pressed = self._run(partial(questionary.press_any_key_to_continue, words), commands, None)
        return pressed if isinstance(pressed, Command) else None

    def line(self, message: str) -> str:
        """A line as it was typed; raises as ``choose`` does."""
        if self.screen.width < NARROWEST:
            raise TooSmall
        words = self.wrapped(message) + Safe("\n >")
        return str(self._run(partial(questionary.text, words, qmark=""), {}, None))

    def choose(self, menu: Menu) -> Any:
        """What was chosen, or the command.

        Raises:
            Interrupted: Ctrl-C.
            InputEnded: Ctrl-D or the end of the input.
            TooSmall: the window cannot show one line.
        """
        while True:
            try:
                return self._run(partial(self._made, menu), menu.commands, menu)
            except _Resized as resized:
                menu = replace(menu, start=resized.at)

    def wrapped(self, text: str) -> Safe:
        """The text in lines that fit, as the person wrote or the author did."""
        parts = [textwrap.fill(line, self.width - 1) for line in text.split("\n")]
        return self.screen.fit(Safe("\n".join(parts)))

    def leave(self, text: str, lines: Sequence[str]) -> None:
        """Leave the question and what was said to it on the screen."""
        said = [
            textwrap.fill(line, self.width, initial_indent="  > ", subsequent_indent="    ")
            for line in lines
        ]
        fitting = [self.screen.fit(Safe(line)) for line in said]
        self.put([self.wrapped(text), *fitting, Safe("")])

    # MenuDrawing

    def _made(self, menu: Menu) -> questionary.Question:
        lines = {key: self._line(line) for key, line in menu.lines().items()}
        head, keys = self._that_fits(menu, [title.count("\n") + 1 for title in lines.values()])
        prompt = questionary.select(
            Safe.joined(head, by="\n "),
            choices=[questionary.Choice(title, value=key) for key, title in lines.items()],
            default=menu.start,
            qmark="",
            pointer=POINTER,
            instruction=Safe("\n") + Safe.joined(keys, by="\n") if keys else Safe(" "),
            use_search_filter=True,
            use_jk_keys=False,
        )
        _give_room(prompt.application, len(head) + len(keys))
        return prompt

    def _that_fits(self, menu: Menu, heights: Sequence[int]) -> tuple[list[Safe], list[Safe]]:
        """The lines of the head and of the keys that leave room for at least one line of the menu.

        Raises:
            TooSmall: nothing does.
        """
        if self.screen.width < NARROWEST:
            raise TooSmall
        whole, tallest = sum(heights), max(heights)
        ways = (
            (menu.keys, whole),
            (f"{menu.keys} {MORE_BELOW}", max(ROOMY, tallest + 1)),
            (menu.short, whole),
            (f"{menu.short} {MORE_BELOW}", tallest + 1),
        )
        for count in range(len(menu.spare) + 1):
            gone = menu.spare[:count]
            shown = (text for place, text in enumerate(menu.head) if place not in gone)
            head = Safe.joined(map(self.wrapped, shown)).lines()
            for words, room in ways:
                keys = Safe(textwrap.indent(self.wrapped(words), " ")).lines()
                if len(head) + len(keys) + room <= self.rows:
                    return head, keys
        if len(head) + tallest < self.rows:
            return head, []
        raise TooSmall

    def _line(self, line: MenuLine) -> Findable:
        margin = MARGIN + (len(line.sign) + 1 if line.sign else 0)
        parts = textwrap.wrap(self.screen.fit(Safe(line.text)), self.width - margin)
        text = ("\n" + " " * margin).join(parts)
        return Findable(
            Safe(f"{line.sign} {text}" if line.sign else text), f"{line.text} {line.found_by}"
        )

    # Keys

    def _run(
        self,
        make: Callable[[], questionary.Question],
        commands: Mapping[Command, tuple[str, ...]],
        menu: Menu | None,
    ) -> Any:
        """What the person chose, or the command; keys typed before the prompt stood there do not
        count.
        """
        with create_app_session(self._keys, self._output), leaving_in_order():
            prompt = make()
            app = prompt.application
            app.ttimeoutlen = 0.1
            app.erase_when_done = True
            bindings = _bindings(commands)
            if menu is not None:
                self._mind(app, menu, bindings)
            app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), bindings])
            self._forget_typed_keys()
            try:
                return prompt.unsafe_ask()
            except KeyboardInterrupt:
                raise Interrupted from None
            except EOFError:
                raise InputEnded from None

    def _mind(self, app: Application[Any], menu: Menu, bindings: KeyBindings) -> None:
        """Let typing only find lines, let keys change them, and draw anew where the window
        changes.
        """
        control = _control(app)
        search = _TypedSearch(control)
        app.key_processor.after_key_press += search.settle
        bindings.add("enter", eager=True)(search.enter)
        bindings.add(" ", eager=True)(search.blank)
        for key, act in menu.acts.items():
            bindings.add(key, eager=True)(self._change(control, menu, act, key))
        size = self._output.get_size()

        def look(_: object) -> None:
            if self._output.get_size() != size and not app.is_done:
                app.exit(exception=_Resized(control.get_pointed_at().value))

        app.before_render += look

    def _change(
        self,
        control: common.InquirerControl,
        menu: Menu,
        act: Callable[[Any], None],
        key: str,
    ) -> Callable[[KeyPressEvent], None]:
        """What a key does that changes lines; while somebody types it is a letter like others."""

        def change(_: KeyPressEvent) -> None:
            if control.search_filter and len(key) == 1:
                control.search_filter += key
                control.pointed_at = 0
                return
            act(control.get_pointed_at().value)
            lines = menu.lines()
            for choice in control.choices:
                choice.title = self._line(lines[choice.value])

        return change

    def _forget_typed_keys(self) -> None:
        clear_typeahead(self._keys)
        with contextlib.suppress(ImportError, OSError, NotImplementedError):
            import termios

            with contextlib.suppress(termios.error):
                termios.tcflush(self._keys.fileno(), termios.TCIFLUSH)


def in_parts(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(filter(None, text.split("\n")))


def open_drawing() -> MenuDrawing:
    """A drawing on the terminal: keys from stdin, menus on stderr.

    Raises:
        NoMenus: a console of Windows that cannot draw them.
    """
    if sys.platform == "win32":
        from prompt_toolkit.output.win32 import NoConsoleScreenBufferError

        try:
            return MenuDrawing(create_input(), create_output(sys.stderr))
        except NoConsoleScreenBufferError:
            raise NoMenus from None
    return MenuDrawing(create_input(sys.stdin), create_output(sys.stderr))


def _control(app: Application[Any]) -> common.InquirerControl:
    return next(
        control
        for control in app.layout.find_all_controls()
        if isinstance(control, common.InquirerControl)
    )


def _give_room(app: Application[Any], rows: int) -> None:
    """Keep the head in sight, and let the lines scroll in what is left."""
    for window in app.layout.find_all_windows():
        if isinstance(window.content, common.InquirerControl):
            window.height = Dimension(min=1)
        elif isinstance(window, Window) and window.dont_extend_height():
            window.height = Dimension(min=rows - 1 if _is_upper(window) else 1)


def _is_upper(window: Window) -> bool:
    """Whether the window holds the head but for its last line."""
    return not hasattr(window.content, "buffer")


def _bindings(commands: Mapping[Command, tuple[str, ...]]) -> KeyBindings:
    """Our keys, which win over the library's and over longer ones: Esc and a quick Enter are never
    Alt-Enter.
    """
    bindings = KeyBindings()
    for command, keys in commands.items():
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


class _TypedSearch:
    """What typing does in a menu: it finds lines, and never chooses one."""

    def __init__(self, control: common.InquirerControl) -> None:
        self._control = control
        self._home, self._seen = control.pointed_at, control.search_filter

    def enter(self, event: KeyPressEvent) -> None:
        """Choose the line; while a filter stands only bring all lines back, with the pointer on
        the one that was found.
        """
        control, found = self._control, self._control.get_pointed_at()
        if not control.search_filter:
            event.app.exit(result=found.value)
            return
        control.search_filter = self._seen = None
        control.pointed_at = self._home = control.choices.index(found)

    def blank(self, _: KeyPressEvent) -> None:
        """Put a blank between words; where nobody types, Space has nothing to find."""
        if self._control.search_filter:
            self._control.search_filter += " "

    def settle(self, _: object) -> None:
        """Put the pointer back where it was when nothing fits the letters, or the last one is
        taken away; the library would leave it on the first line.
        """
        control = self._control
        if control.search_filter == self._seen:
            if not self._seen:
                self._home = control.pointed_at
            return
        self._seen = control.search_filter
        if control.choice_count == len(control.choices):
            control.pointed_at = self._home
