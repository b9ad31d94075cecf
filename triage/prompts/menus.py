"""Menus of named lines: one choice, with or without a way back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from triage.language.safe import Safe
from triage.prompts import Choice, Command, Interrupted, Prompter

HELP = "Choose one of the lines. Nothing is sent anywhere."


def choose(
    prompter: Prompter,
    message: str,
    lines: Mapping[str, str],
    default: str,
    keywords: Mapping[str, str] = MappingProxyType({}),
) -> str | None:
    """The name of the chosen line; None for going back. Typing finds a line by its text or its
    ``keywords``.

    Raises:
        Interrupted: the person wants to leave.
        InputEnded: nothing more can be read.
    """
    choices = [Choice(name, label, keywords.get(name, "")) for name, label in lines.items()]
    while True:
        match prompter.choose(message, choices, default):
            case str(chosen):
                return chosen
            case Command.BACK:
                return None
            case Command.QUIT:
                raise Interrupted
        prompter.show(Safe(HELP))
