"""`triage ask`: the questionnaire in the terminal, and its result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    engine_option,
    json_option,
    load_rules,
    opened_engine,
    outputs_option,
    plain_option,
    rules_option,
)
from triage.cli.output import print_json, print_page, warn
from triage.cli.result_files import check_format, page_of, write
from triage.language.diagnostics import TriageError
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.answers.value import Answers
    from triage.engine.assessment import Assessment
    from triage.language.ruleset import RuleSet
    from triage.prompts import Prompter

INTERRUPTED, BAD_FILE = 130, 2


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]")
@plain_option
@click.option("--private", is_flag=True, help="Keep nothing on this computer.")
@click.option(
    "--for",
    "whom",
    type=click.Choice(["myself", "with-me", "elsewhere"]),
    help="Whom the answers are about; without it, that is the first thing asked.",
)
@click.option(
    "--save",
    "save_to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write your answers to FILE, for `triage assess`.",
)
@outputs_option
@rules_option
@engine_option
@json_option
def ask(  # noqa: PLR0913, PLR0917  # one argument an option
    words: tuple[str, ...],
    plain: bool,
    private: bool,
    whom: str | None,
    save_to: Path | None,
    outputs: tuple[Path, ...],
    rules: str,
    engine: str | None,
    as_json: bool,
) -> None:
    """Answer questions and see what the answers can mean.

    The first questions are about signs of an emergency. At every question you can go back, ask what
    it means and why it is asked. Stop at any time: your answers are kept for the next time.
    """
    for path in outputs:
        check_format(path)
    from triage.cli.first_question import begin

    is_usual = whom is None and save_to is None and engine is None
    begun = begin(rules, plain, private) if is_usual else None
    from triage.files.folders import default_folder
    from triage.interview.store import NoStore, Store
    from triage.interview.whom import Whom
    from triage.prompts import open_prompter
    from triage.render.results.region import emergency_number
    from triage.talk.conversation import Conversation, Left

    ruleset = begun.ruleset if begun else load_rules(rules)
    runner = opened_engine(ruleset, engine)
    prompter = begun.prompter if begun else open_prompter(plain)
    store = NoStore() if private else Store(default_folder())
    complaint = " ".join(words) if words else None
    named = Whom(whom.replace("-", "_")) if whom else None
    about = begun.whom if begun else named
    talk = partial(Conversation, whom=about, complaint=complaint, is_greeted=begun is not None)
    with (
        closing(runner),
        closing(talk(ruleset, runner, prompter, store, emergency_number())) as conversation,
    ):
        ending = conversation.run()
        are_saved = not save_to or told(lambda: save_answers(save_to, ending.answers, ruleset))
        if isinstance(ending, Left):
            sys.exit(INTERRUPTED)
        are_written = deliver(
            ending, runner.name, outputs, as_json, prompter, complaint=conversation.complaint
        )
        if not (are_saved and are_written):
            sys.exit(BAD_FILE)
        conversation.forget()


def told(write: Callable[[], str]) -> bool:
    """Say on stderr where the file is, or why it could not be written; a result is worth more than
    its file.
    """
    from triage.cli import show_error

    try:
        warn(Safe.line(write()))
    except TriageError as error:
        show_error(error)
        return False
    return True


def save_answers(path: Path, answers: Answers, ruleset: RuleSet) -> str:
    """Write the answers as a file that `triage assess` reads: JSON where its name says so, else
    YAML.
    """
    from datetime import datetime

    from triage.answers.answer_file import as_file
    from triage.files.writing import write_atomically
    from triage.language import source

    content = as_file(answers, ruleset, datetime.now().astimezone().date())
    if path.suffix.lower() == ".json":
        write_atomically(path, Safe.json(content, indent=1) + Safe("\n"))
    else:
        write_atomically(path, Safe(source.dump(content)))
    return f"Your answers are in {path}."


def deliver(  # noqa: PLR0913, PLR0917  # what it shows, where, and what stands beside
    assessment: Assessment,
    engine: str,
    outputs: tuple[Path, ...],
    as_json: bool,
    prompter: Prompter,
    more: Mapping[str, object] = MappingProxyType({}),
    complaint: str = "",
) -> bool:
    """Write the result where it was asked for and show it: whole on a pipe, the first screen on a
    terminal. ``more`` stands beside the result for programs, ``complaint`` is in own words.

    Returns whether every file could be written.
    """
    from triage.render.results.assessment_json import assessment_json
    from triage.render.results.region import emergency_number
    from triage.why.explanation import Explanation

    explanation = Explanation(assessment)
    page = page_of(explanation, engine, complaint)
    written = [told(partial(write, path, page, explanation, engine)) for path in outputs]
    if as_json:
        print_json({**assessment_json(explanation, engine, emergency_number()), **more})
    elif sys.stdin.isatty() and sys.stdout.isatty():
        from triage.talk.browse import browse, first_screen

        print_page(first_screen(page), fold=True)
        browse(prompter, page, lambda ending: write(_free_name(ending), page, explanation, engine))
    else:
        print_page(page)
    return all(written)


def _free_name(ending: str) -> Path:
    """A name in this folder that no file bears yet."""
    names = (Path(f"triage-result{number or ''}.{ending}") for number in count())
    return next(path for path in names if not path.exists())
