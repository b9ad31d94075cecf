"""`triage practise`: reason about invented patients, commit, and see why."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    OneOf,
    check_known,
    complete_levels,
    complete_names,
    json_option,
    load_rules,
    plain_option,
    rules_option,
)
from triage.cli.output import print_json, print_page
from triage.language.diagnostics import TriageError, UnknownName
from triage.language.safe import Safe
from triage.practice.exercises.modes import MODES

if TYPE_CHECKING:
    from triage.language.ruleset import RuleSet
    from triage.practice.exercises.next_patient import NextPatient, Wish
    from triage.practice.patients.clinic import Clinic
    from triage.practice.records.result import PracticeResult
    from triage.practice.records.unfinished import Desk
    from triage.prompts import Prompter
    from triage.render.formats.page import Page

INTERRUPTED, NOT_KEPT = 130, 2
LARGEST_SEED = 2**53


@click.command()
@click.option(
    "--mode",
    type=OneOf(tuple(MODES)),
    default=next(iter(MODES)),
    show_default=True,
    help="Ask and commit; weigh one new fact; spot the red flag; or rank three questions.",
)
@click.option(
    "--case",
    "case",
    metavar="ID",
    help="A case of the rule set, or a patient such as `seed:7:hard`.",
)
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), help="Repeat a generated patient.")
@click.option(
    "--cause",
    metavar="ID",
    shell_complete=complete_names("causes"),
    help="A patient with this cause.",
)
@click.option(
    "--level",
    metavar="ID",
    shell_complete=complete_levels,
    help="A patient who needs this level of help.",
)
@click.option(
    "--hard", is_flag=True, help="More distractors, and more that the patient is not sure about."
)
@click.option(
    "--set",
    "set_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The patients of a teacher's list (YAML), one after the other.",
)
@click.option(
    "--results",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also add each result to FILE, one JSON object a line, for a teacher to gather.",
)
@click.option(
    "--timed",
    is_flag=True,
    help="With `red_flag`: say how many seconds you took. Time brings no points.",
)
@plain_option
@click.option("--private", is_flag=True, help="Keep nothing on this computer.")
@rules_option
@json_option
def practise(  # noqa: PLR0913, PLR0917  # one argument an option
    mode: str,
    case: str | None,
    seed: int | None,
    cause: str | None,
    level: str | None,
    hard: bool,
    set_file: Path | None,
    results: Path | None,
    timed: bool,
    plain: bool,
    private: bool,
    rules: str,
    as_json: bool,
) -> None:
    """Practise on invented patients: ask, commit to a level and causes, and see what the rules make
    of it.

    You decide what to ask and when to stop. Then your choice stands beside the engine's, every
    point with its rule and its source. Leave with Ctrl-C at any moment: the practice is kept for
    the next time.
    """
    from triage.practice.exercises.next_patient import NextPatient, Wish
    from triage.practice.patients.clinic import Clinic
    from triage.practice.records import results_file
    from triage.practice.records.session import Session
    from triage.prompts import open_prompter
    from triage.prompts.terminal import can_draw
    from triage.talk.lesson import Lesson, LessonSetting
    from triage.talk.tutor import TutorSetting

    _check_together(case, seed, cause, level, set_file, hard)
    if results:
        results_file.check(results)
    clinic = Clinic(load_rules(rules))
    ruleset = clinic.ruleset
    check_known("a level", level, [known.id for known in ruleset.levels])
    wish = Wish(MODES[mode], cause or level or "", hard)
    coming = NextPatient(
        clinic, wish, SystemRandom(), partial(_due, ruleset) if not private else str
    )
    patients = _listed(clinic, case, set_file) or (_first(clinic, wish, seed, coming),)
    prompter = open_prompter(plain)
    setting = TutorSetting(
        now=lambda: datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=time.monotonic if timed else None,
        menus=not plain and can_draw(sys.stdin, sys.stderr),
    )
    delivery = _Delivery(prompter, results, private, as_json)
    delivery.catch_up()
    lesson = Lesson(
        clinic,
        prompter,
        _desk(ruleset, private),
        LessonSetting(setting, coming.draw, delivery.record, delivery.show),
    )
    is_chosen = any(option is not None for option in (case, seed, cause, level, set_file))
    if not lesson.run(Session(mode, patients), set_file is not None, is_chosen):
        sys.exit(INTERRUPTED)
    if not delivery.is_complete:
        sys.exit(NOT_KEPT)


def _check_together(
    case: str | None,
    seed: int | None,
    cause: str | None,
    level: str | None,
    set_file: object,
    hard: bool,
) -> None:
    """Refuse options that name different patients."""
    if cause and level:
        raise click.UsageError("`--cause` and `--level` cannot stand together")
    if case is not None and (seed is not None or cause or level or hard):
        raise click.UsageError(
            "`--case` names one patient; `--seed`, `--cause`, `--level` and `--hard` choose another"
        )
    if set_file and (case is not None or seed is not None or cause or level or hard):
        raise click.UsageError("`--set` names the patients, so no other option can choose one")


def _listed(clinic: Clinic, case: str | None, set_file: Path | None) -> tuple[str, ...]:
    """The patients chosen by name, each known to exist before the first one begins."""
    from triage.practice.patients import patient_set

    if set_file:
        return patient_set.load(set_file, clinic)
    return (clinic.patient(case).id,) if case is not None else ()


def _first(clinic: Clinic, wish: Wish, seed: int | None, coming: NextPatient) -> str:
    """The patient that the options name, known to exist."""
    from triage.practice.patients.aims import aims
    from triage.practice.patients.generate import Recipe

    causes, levels = aims(clinic.ruleset)
    if wish.aim and wish.aim not in (*causes, *levels):
        raise UnknownName(
            "a cause or a level that this rule set leads to", wish.aim, (*causes, *levels)
        )
    if seed is None:
        return coming.draw()
    name = str(Recipe(seed, wish.aim, wish.hard))
    clinic.patient(name)
    return name


def _due(ruleset: RuleSet) -> str:
    """The cause to practise next, by what was recorded; none where nothing was, or nothing can be
    read.
    """
    from triage.practice.records import progress

    try:
        results = progress.recorded().results
    except TriageError:
        return ""  # what cannot be read is reported when a result is recorded
    return (results and progress.next_cause(ruleset, results)) or ""


class _Delivery:
    """Shows what is finished and keeps it; a reveal is shown whatever happens to its record."""

    def __init__(
        self, prompter: Prompter, results: Path | None, private: bool, as_json: bool
    ) -> None:
        self._prompter, self._results, self._private, self._as_json = (
            prompter,
            results,
            private,
            as_json,
        )
        self.is_complete = True
        """Whether everything is where it was asked for so far."""

    def catch_up(self) -> None:
        """Record what waits since an earlier practice."""
        from triage.practice.records import progress

        if not self._private:
            self._told(lambda: self._noted(progress.catch_up()))

    def record(self, result: PracticeResult) -> bool:
        """Keep the record wherever it was asked for; whether it is kept anywhere, if it should
        be.
        """
        from triage.practice.records import results_file

        keeping = list[bool]()
        if self._results:
            keeping.append(self._told(partial(results_file.append, self._results, result)))
        if not self._private:
            keeping.append(self._told(partial(self._record, result)))
        return any(keeping) or not keeping

    def show(self, result: PracticeResult, page: Page) -> None:
        """Show the reveal: on the screen of the talk, or on stdout where that is read by something
        else.
        """
        if self._as_json:
            print_json(result.to_plain())
        elif sys.stdin.isatty() and sys.stdout.isatty():
            from triage.talk.showing import show_page

            show_page(self._prompter, page)
        else:
            print_page(page)

    def _told(self, keep: Callable[[], None]) -> bool:
        """Whether it is kept; what could not be done as it was asked for is told."""
        from triage.practice.records.database import KeptBeside

        try:
            keep()
        except TriageError as error:
            self.is_complete = False
            self._prompter.show(Safe.line(str(error)))
            return isinstance(error, KeptBeside)
        return True

    def _record(self, result: PracticeResult) -> None:
        from triage.practice.records import progress

        self._noted(progress.record(result))

    def _noted(self, notes: tuple[str, ...]) -> None:
        for note in notes:
            self._prompter.show(Safe.line(note))


def _desk(ruleset: RuleSet, private: bool) -> Desk:
    from triage.files.folders import default_folder
    from triage.practice.records.unfinished import FolderDesk, NoDesk

    return NoDesk() if private else FolderDesk(default_folder(), ruleset)
