"""`triage ask`: the questionnaire in the terminal, and its result."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import engine_option, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page

if TYPE_CHECKING:
    from triage.answers import Answers
    from triage.assessment import Assessment
    from triage.prompts import Prompter
    from triage.render.page import Page
    from triage.ruleset import RuleSet

FORMATS = (".md", ".html", ".json")
INTERRUPTED = 130
FIRST_SCREEN = 2
"""Sections shown at once on a terminal: what to do now, and why."""


@click.command()
@click.option("--plain", is_flag=True, help="Numbered lines instead of menus; also for screen readers and pipes.")
@click.option("--private", is_flag=True, help="Keep nothing on this computer.")
@click.option("--save", "save_to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Also write your answers to FILE, for `triage assess`.")
@click.option("--output", "outputs", multiple=True, type=click.Path(dir_okay=False, path_type=Path),
              metavar="FILE.md|.html|.json", help="Also write the result to FILE, to read later or take to a doctor.")
@rules_option
@engine_option
@json_option
def ask(  # noqa: PLR0913, PLR0917  # one argument an option
    plain: bool, private: bool, save_to: Path | None, outputs: tuple[Path, ...], rules: str, engine: str | None,
    as_json: bool,
) -> None:
    """Answer questions about numb legs and see what they can mean.

    The first questions are about signs of an emergency. At every question you can go back, ask what it means and why
    it is asked. Stop at any time: your answers are kept for the next time.
    """
    for path in outputs:
        _check_format(path)
    from triage.conversation import Conversation, Left
    from triage.engine import open_engine
    from triage.places import default_folder
    from triage.prompts import open_prompter
    from triage.render.region import emergency_number
    from triage.store import NoStore, Store

    ruleset = load_rules(rules)
    runner, note = open_engine(ruleset, engine)
    if note:
        click.echo(f"triage: {note}; the engine `{runner.name}` runs", err=True)
    prompter = open_prompter(plain)
    store = NoStore() if private else Store(default_folder())
    with closing(runner):
        ending = Conversation(ruleset, runner, prompter, store, emergency_number()).run()
        if save_to:
            _save_answers(save_to, ending.answers, ruleset)
        if isinstance(ending, Left):
            sys.exit(INTERRUPTED)
        _deliver(ending, runner.name, outputs, as_json, prompter)
        store.remove(ruleset)


def _check_format(path: Path) -> None:
    if path.suffix.lower() not in FORMATS:
        raise click.UsageError(f"`--output {path}` ends in none of {', '.join(FORMATS)}")


def _save_answers(path: Path, answers: Answers, ruleset: RuleSet) -> None:
    """Write the answers as a file that `triage assess` reads: JSON where its name says so, else YAML."""
    from triage import source
    from triage.answers import as_file
    from triage.store import write_atomically

    content = as_file(answers, ruleset)
    as_json = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, as_json if path.suffix.lower() == ".json" else source.dump(content))
    click.echo(f"Your answers are in {path}.", err=True)


def _deliver(assessment: Assessment, engine: str, outputs: tuple[Path, ...], as_json: bool, prompter: Prompter) -> None:
    """Write the result where it was asked for, then show it: whole on a pipe, the first screen on a terminal."""
    from triage.render.json import assessment_json
    from triage.render.page import Page
    from triage.render.region import emergency_number
    from triage.render.result import result_page

    page = result_page(assessment, emergency_number(), engine)
    for path in outputs:
        click.echo(_write(path, page, assessment, engine), err=True)
    if as_json:
        print_json(assessment_json(assessment, engine))
    elif sys.stdin.isatty() and sys.stdout.isatty():
        from triage.browse import browse

        print_page(Page(page.title, page.sections[:FIRST_SCREEN], page.urgency))
        browse(prompter, page, lambda ending: _write(_free_name(ending), page, assessment, engine))
    else:
        print_page(page)


def _write(path: Path, page: Page, assessment: Assessment, engine: str) -> str:
    """Write the result in the format of the file's name; returns the sentence that says where it is."""
    from triage.render import html, markdown
    from triage.render.json import assessment_json
    from triage.store import write_atomically

    ending = path.suffix.lower()
    if ending == ".json":
        text = json.dumps(assessment_json(assessment, engine), ensure_ascii=False, indent=1) + "\n"
    else:
        text = html.render(page) if ending == ".html" else markdown.render(page)
    write_atomically(path, text)
    return f"The result is in {path}."


def _free_name(ending: str) -> Path:
    """A name in this folder that no file bears yet."""
    names = (Path(f"triage-result{number or ''}.{ending}") for number in count())
    return next(path for path in names if not path.exists())
