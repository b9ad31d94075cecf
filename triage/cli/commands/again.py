"""`triage again`: the answers of another day, and what has changed since."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.commands.ask import BAD_FILE, INTERRUPTED, deliver, save_answers, told
from triage.cli.options import (
    engine_option,
    json_option,
    load_rules,
    opened_engine,
    outputs_option,
    plain_option,
    rules_option,
)
from triage.cli.output import print_page
from triage.cli.result_files import check_format

if TYPE_CHECKING:
    from triage.answers.streams import Read
    from triage.language.ruleset import RuleSet


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@plain_option
@click.option(
    "--save",
    "save_to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write today's answers to FILE, for the next time.",
)
@outputs_option
@rules_option
@engine_option
@json_option
def again(  # noqa: PLR0913, PLR0917  # one argument an option
    file: Path,
    plain: bool,
    save_to: Path | None,
    outputs: tuple[Path, ...],
    rules: str,
    engine: str | None,
    as_json: bool,
) -> None:
    """Ask again what can have changed since FILE, which you saved with `triage ask --save FILE`.

    It says whether it is better, the same or worse than then, and what that means now. FILE stays
    as it is, and nothing is kept on this computer but what --save and --output name.
    """
    for path in outputs:
        check_format(path)
    from triage.interview.store import NoStore
    from triage.interview.whom import Whom
    from triage.prompts import open_prompter
    from triage.render.results.region import emergency_number
    from triage.render.results.since_then import since_then_json, since_then_page
    from triage.talk.conversation import Conversation, Left
    from triage.why.since_then import SinceThen

    ruleset = load_rules(rules)
    earlier = _earlier(file, ruleset)
    runner = opened_engine(ruleset, engine)
    prompter = open_prompter(plain)
    with closing(runner):
        ending = Conversation(
            ruleset,
            runner,
            prompter,
            NoStore(),
            emergency_number(),
            whom=Whom.MYSELF,
            complaint="",
            earlier=earlier.answers,
        ).run()
        are_saved = not save_to or told(lambda: save_answers(save_to, ending.answers, ruleset))
        if isinstance(ending, Left):
            sys.exit(INTERRUPTED)
        then = runner.assess(earlier.answers) if earlier.answers else ending
        since = SinceThen(then, ending, earlier.day)
        if not as_json:
            print_page(since_then_page(since), fold=True)
        more = {"since_then": since_then_json(since)}
        are_written = deliver(ending, runner.name, outputs, as_json, prompter, more)
    if not (are_saved and are_written):
        sys.exit(BAD_FILE)


def _earlier(file: Path, ruleset: RuleSet) -> Read:
    """The answers in the file, and their day.

    Raises:
        AnswerError: it cannot be read, is damaged, or belongs to another rule set.
    """
    from triage.answers.streams import read_file

    read = read_file(file, ruleset)
    if read.error:
        raise read.error
    return read
