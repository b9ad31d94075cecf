"""The command line: the only place that prints and exits. Commands are imported when they are
called.

Exit codes: 0 fine · 1 findings or failed cases · 2 wrong usage or bad input · 3 a bug of ours · 130
interrupted.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module

import click

from triage import __version__
from triage.cli import streams
from triage.cli.output import warn
from triage.engine import EnginesDiffer
from triage.language.diagnostics import TriageError, UnknownName, did_you_mean
from triage.language.safe import Safe

GROUPS = {
    "For you": {
        "ask": "Answer questions and see what they can mean. The default.",
        "again": "Ask again what can have changed since answers that you saved.",
        "assess": "Assess answers from files, or from a stream of any length.",
        "bulk": "Assess a table of people: Arrow, Parquet, CSV or JSON Lines.",
        "causes": "List the causes, or show the card of one.",
        "sources": "List the sources, or show what one says and where it is used.",
        "about": "Say what this is, and where it keeps things.",
    },
    "To learn": {
        "practise": "Practise on invented patients: ask, commit, and see why.",
        "progress": "Say what you are good at in practice and what to practise.",
        "why": "Explain a rule, a finding, a level, a cause or a question.",
        "why-not": "Say what keeps a rule, a finding, a level or a cause from being so.",
        "handbook": "Write a rule set as a web site that works offline and on paper.",
        "graph": "Draw a rule set, one cause, one question or one case.",
    },
    "To write rules": {
        "new": "Begin a new rule set, cause or case.",
        "check": "Check a rule set: its form, its meaning and its wording.",
        "code": "Say what the code of a problem means and how to put it right.",
        "explain": "The old spelling of `code`.",
        "fmt": "Give the files of a rule set one layout; no word and no comment changes.",
        "schema": "Print the JSON Schema of a kind of file, for editors.",
        "prove": "Prove what a rule set states about itself, over all answers.",
        "hazards": "Say how a rule set could harm, and try what guards against it.",
        "review": "Write a rule set as one page to read and sign, or sign its rules.",
        "test": "Run the cases of rule sets.",
        "cover": "Say what of a rule set its cases never put to the test.",
        "robust": "Try one wrong answer in each case and count how often the level falls.",
        "mutate": "Make wrong edits of the rules and say which no case notices.",
        "suggest": "Write the fewest cases that notice the wrong edits which survive.",
        "ci": "Run every gate of a rule set, on one page.",
        "diff": "Say what an edit of a rule set changes for the people who answer.",
        "completion": "Print the completion script for a shell.",
    },
}
"""The commands by who wants them, a person first, and what each is for."""
COMMANDS = {name: words for group in GROUPS.values() for name, words in group.items()}
"""What each command is for; its module bears its name."""
GLOBAL_FLAGS = ("--help", "-h", "--version")


class _LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"triage.cli.commands.{name}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_for_ask = not args or (args[0].startswith("-") and args[0] not in GLOBAL_FLAGS)
        return super().parse_args(
            ctx, ["ask", *args] if is_for_ask and not ctx.resilient_parsing else args
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            hint = did_you_mean(args[0], COMMANDS)
            ctx.fail(f"there is no command `{args[0]}`" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (
            BrokenPipeError
        ):  # who reads the output has seen enough; click would call it a failure
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="triage")
def triage() -> None:
    """Learn what signs can mean and when to see a doctor.

    This teaches; it does not diagnose. In an emergency call your local emergency number now.

    \b
    triage                      answer questions in the terminal
    triage ask --plain          the same as numbered lines, also for screen readers
    triage assess answers.yaml  assess answers from a file
    triage causes               list the causes that a rule set knows
    """


def main() -> None:
    """Run the programme and exit with its code; whatever goes wrong is said in one plain
    sentence.
    """
    code = _run()
    if not streams.flush():
        code = code or 2
    gc.freeze()  # what is left ends with the process; nobody need look through it
    sys.exit(code)


def _run() -> int:
    try:
        return _answered()
    except OSError:  # what went wrong cannot even be said
        return 2


def _answered() -> int:
    """Run the programme, and say what went wrong; the exit code."""
    code: object
    try:
        streams.stand_in()
        code = triage.main(standalone_mode=False, prog_name="triage")
    except click.exceptions.Exit as ending:
        code = ending.exit_code
    except click.ClickException as error:
        _show_usage(error)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        warn(Safe("Stopped."))
        code = 130
    except TriageError as error:
        show_error(error)
        code = 2
    except OSError as error:
        warn(Safe.line(f"triage: {_os_problem(error)}"))
        code = 2
    except EnginesDiffer as error:
        warn(Safe.line(f"triage: the two engines do not agree: {error}"))
        warn(Safe("This is a bug in triage; please report it with these answers."))
        code = 3
    except Exception as error:
        _show_bug(error)
        code = 3
    return code if isinstance(code, int) else 0


def show_error(error: TriageError) -> None:
    """Say on stderr what a person can put right, with its places where it has any."""
    diagnostics = getattr(error, "diagnostics", None)
    if diagnostics:
        from triage.render.author.problems import problems_text

        warn(problems_text(diagnostics, colour=False))
    else:
        hint = error.help if isinstance(error, UnknownName) else ""
        warn(Safe.line(f"triage: {error}" + (f"; {hint}" if hint else "")))


def _show_usage(error: click.ClickException) -> None:
    """Say on stderr what click would say of a wrong use, where arguments are repeated."""
    said, context = error.format_message(), getattr(error, "ctx", None)
    if not isinstance(error, click.MissingParameter):  # that repeats nothing, and lists choices
        said = Safe.line(said)
    shown = io.StringIO()
    click.UsageError(said, context).show(file=shown)
    warn(Safe(shown.getvalue().rstrip("\n")))


def _os_problem(error: OSError) -> str:
    what = (error.strerror or str(error)).lower()
    return f"{error.filename}: {what}" if error.filename else what


def _show_bug(error: Exception) -> None:
    if os.environ.get("TRIAGE_DEBUG"):
        import traceback

        warn(Safe(traceback.format_exc().rstrip("\n")))
    warn(Safe.line(f"triage: this is a bug in triage ({type(error).__name__}: {error})."))
    warn(Safe("Set TRIAGE_DEBUG=1 to see where, and please report it."))
