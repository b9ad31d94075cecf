"""Whom it is for, asked before the rules are read: they are read while the person does.

Only for a rule set that comes with triage and where no answers wait; else the talk begins with what
is wrong with the files, or with those answers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

from triage.cli.ahead import Ahead
from triage.prompts import InputEnded, Interrupted, Prompter, open_prompter

if TYPE_CHECKING:
    from triage.interview.whom import Whom
    from triage.language.ruleset import RuleSet

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Begun:
    """A talk whose first question is answered."""

    prompter: Prompter
    whom: Whom
    ruleset: RuleSet


def begin(rules: str, plain: bool, private: bool) -> Begun | None:
    """Greet the person and ask for whom it is; None where something else comes first. Who leaves
    there ends the programme.

    Args:
        rules: the rule set that `--rules` names.
        plain: whether `--plain` was given.
        private: whether no answers are kept, and none are looked for.

    Raises:
        UnknownName: there is no such rule set.
        RuleSetError: it does not load.
    """
    from triage.language.introduction import introduction
    from triage.language.locating import locate

    folder = locate(rules)
    about = introduction(folder)
    if about is None or not (private or _is_new(about.id)):
        return None
    from triage.language.safe import Safe
    from triage.render.results.greeting import greeting
    from triage.render.results.region import emergency_number
    from triage.talk.for_whom import NOTHING_YET, ask_for_whom

    prompter = open_prompter(plain)
    reading = Ahead(lambda: _loaded(folder))
    try:
        prompter.show(greeting(about, emergency_number(), prompter.screen.width))
        whom = ask_for_whom(prompter)
    except (Interrupted, InputEnded, KeyboardInterrupt):
        reading.cancel()
        prompter.show(Safe(NOTHING_YET))
        sys.exit(INTERRUPTED)
    return Begun(prompter, whom, reading.result())


def _is_new(name: str) -> bool:
    """Whether no answers to the rule set are kept, as far as can be seen."""
    from triage.files.folders import default_folder

    return not lexists(default_folder() / f"{name}.json")


def _loaded(folder: Path) -> RuleSet:
    import triage.talk.conversation  # noqa: F401 # all that is needed next
    from triage.language.load import load

    return load(folder)
