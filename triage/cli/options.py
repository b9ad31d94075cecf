"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from triage.cli.output import warn
from triage.cli.result_files import METAVAR
from triage.engine import BOTH, NAMES
from triage.language.diagnostics import UnknownName, did_you_mean
from triage.language.safe import Safe

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from triage.engine import Engine
    from triage.language.ruleset import RuleSet

Command = TypeVar("Command", bound=Callable[..., Any])
RULES_SETTING = "TRIAGE_RULES"
RULES_HELP = (
    "Rule set: the name of one that is installed, or a folder. [default: the one you stand in, then"
    f" {RULES_SETTING}, then the usual one]"
)


class OneOf(click.Choice[str]):
    """A choice between names that offers the nearest one for a misspelt name."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        hint = did_you_mean(str(value), self.choices)
        return super().get_invalid_choice_message(value, ctx).removesuffix(".") + (
            f"; {hint}" if hint else "."
        )


def chosen_rules(typed: str | None = None, *, may_be_installed: bool = True) -> str:
    """The rule set to act on: the one that was typed, the one the person stands in, the one that
    the setting names, the usual one of those installed.

    Args:
        typed: what the person wrote, if anything.
        may_be_installed: whether one that comes with triage may be taken without being named; not
            for a command that writes into it.

    Raises:
        NoneChosen: nothing says which is meant.
    """
    from triage.language.locating import standing_in, usual

    here = standing_in() if not typed else None
    if here is not None:
        return str(here)
    named = typed or os.environ.get(RULES_SETTING)
    return named or (usual() if may_be_installed else ".")


def rules_option(command: Command) -> Command:
    """Add `--rules NAME|FOLDER`."""
    return click.option(
        "--rules",
        metavar="NAME|FOLDER",
        callback=_chosen_option,
        shell_complete=complete_rules,
        help=RULES_HELP,
    )(command)


def rules_argument(command: Command) -> Command:
    """Add the optional argument RULES, which `--rules` names as well."""
    return _argument(command, _chosen_argument)


def written_rules_argument(command: Command) -> Command:
    """The same, for a command that writes into the rule set: an installed one has to be named."""
    return _argument(command, _chosen_to_write)


def rules_argument_written_with(option: str) -> Callable[[Command], Command]:
    """The same, for a command that writes into the rule set where ``option``, which must be eager,
    is given.
    """

    def chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
        typed = value or ctx.meta.get("triage.rules")
        return chosen_rules(typed, may_be_installed=not ctx.params.get(option))

    return lambda command: _argument(command, chosen)


def _argument(command: Command, callback: Callable[..., str]) -> Command:
    argument = click.argument(
        "rules",
        metavar="[RULES]",
        required=False,
        callback=callback,
        shell_complete=complete_rules,
    )
    option = click.option(
        "--rules",
        "named_rules",
        metavar="NAME|FOLDER",
        is_eager=True,
        expose_value=False,
        callback=_remember_rules,
        shell_complete=complete_rules,
        help="The same as RULES. " + RULES_HELP,
    )
    return argument(option(command))


def _remember_rules(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta["triage.rules"] = value


def _chosen_option(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    return chosen_rules(value)


def _chosen_argument(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    return chosen_rules(value or ctx.meta.get("triage.rules"))


def _chosen_to_write(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    return chosen_rules(value or ctx.meta.get("triage.rules"), may_be_installed=False)


def json_option(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")(
        command
    )


def plain_option(command: Command) -> Command:
    """Add `--plain`."""
    return click.option(
        "--plain",
        is_flag=True,
        help="Numbered lines instead of menus; also for screen readers and pipes.",
    )(command)


def outputs_option(command: Command) -> Command:
    """Add `--output FILE`, as often as somebody likes."""
    return click.option(
        "--output",
        "outputs",
        multiple=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=METAVAR,
        help="Also write the result to FILE, to read later or take to a doctor.",
    )(command)


def engine_option(command: Command) -> Command:
    """Add `--engine NAME`."""
    return click.option(
        "--engine",
        type=OneOf((*NAMES, BOTH)),
        help="Rule engine; `both` runs the two and compares. [default: durable where it can be"
        " used]",
    )(command)


def timeout_option(help_text: str) -> Callable[[Command], Command]:
    """Add `--timeout SECONDS`; ``help_text`` says of what."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help=help_text,
    )


def load_rules(name: str) -> RuleSet:
    """The rule set that `--rules` names.

    Raises:
        UnknownName: there is none.
        RuleSetError: it does not load.
    """
    from triage.language.load import load
    from triage.language.locating import locate

    return load(locate(name))


def opened_engine(ruleset: RuleSet, name: str | None) -> Engine:
    """The engine that `--engine` names; stderr says so where another one runs."""
    from triage.engine import open_engine

    engine, note = open_engine(ruleset, name)
    if note:
        warn(Safe.line(f"triage: {note}; the engine `{engine.name}` runs"))
    return engine


def check_known(what: str, name: str | None, known: Collection[str]) -> None:
    """Refuse a name that is not ``known``; None was not given, and is fine.

    Raises:
        UnknownName: ``name`` is not ``what`` it should be.
    """
    if name is not None and name not in known:
        raise UnknownName(what, name, list(known))


def cause_id(ruleset: RuleSet, name: str) -> str:
    """The id of the cause that bears the name: its id, its name, or a lay or short name.

    Raises:
        UnknownName: none does.
    """
    found = ruleset.cause_called(name)
    if found is None:
        raise UnknownName("a cause", name, ruleset.names_of_causes)
    return found


def complete_rules(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The shipped rule sets and the folders that the name may become."""
    from click.shell_completion import CompletionItem

    from triage.language.locating import installed

    found = [CompletionItem(name) for name in installed() if name.startswith(incomplete)]
    return [*found, CompletionItem(incomplete, type="dir")]


def complete_levels(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The levels of the chosen rule set."""
    ruleset = load_rules(chosen_rules(ctx.params.get("rules")))
    return [level.id for level in ruleset.levels if level.id.startswith(incomplete)]


def complete_names(*kinds: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """A completion of the ids in the chosen rule set.

    Args:
        kinds: which of its mappings: `rule`, `causes`, `questions`, `findings`, `sources`,
            `claims`.
    """

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        ruleset = load_rules(chosen_rules(ctx.params.get("rules")))
        return [
            name for kind in kinds for name in getattr(ruleset, kind) if name.startswith(incomplete)
        ]

    return complete
