"""`triage ci`: every gate of a rule set in one run and on one page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import rules_argument, timeout_option
from triage.cli.output import print_json, print_page, say
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.analysis.checks.check_folder import CheckReport
    from triage.cases.case_files import Case
    from triage.cases.results import CaseResult, Run
    from triage.engine import Engine
    from triage.language.ruleset import RuleSet
    from triage.render.author.gates import Gate
    from triage.render.formats.page import Page

FORMATS = ("text", "markdown", "html", "json")
PERCENT = click.FloatRange(0, 100)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@rules_argument
@click.option(
    "--fail-under",
    type=PERCENT,
    metavar="PERCENT",
    help="Also run `mutate`; red where its score is lower.",
)
@click.option(
    "--cover-under", type=PERCENT, metavar="PERCENT", help="Red where less is covered, in any line."
)
@timeout_option("How long proofs may take, for `prove` and for `mutate` each.")
@click.option("--sarif", type=FILE, metavar="FILE", help="Write what `check` finds to FILE.")
@click.option("--junit", type=FILE, metavar="FILE", help="Write what all gates find to FILE.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
def ci(  # noqa: PLR0913, PLR0917  # one argument an option
    rules: str,
    fail_under: float | None,
    cover_under: float | None,
    timeout: float,
    sarif: Path | None,
    junit: Path | None,
    form: str,
) -> None:
    """Run every gate of RULES: check --strict, test, cover, prove, and mutate where --fail-under
    asks for it.

    The rule set is loaded once. One that does not load, or whose cases or properties cannot be
    read, is red under `check`, and the other gates do not run. Exit codes: 0 every gate is green ·
    1 one is red · 2 there is no such rule set, or a file cannot be written.
    """
    from triage.analysis.checks.check_folder import check_folder
    from triage.cases.results import Run
    from triage.language.locating import locate
    from triage.render.author import gates

    folder = locate(rules)
    report = check_folder(folder)
    first, run = gates.check_gate(report), Run()
    found = [first]
    if report.ruleset is None or report.has_errors:
        names = ["test", "cover", "prove", *(["mutate"] if fail_under is not None else [])]
        found += [gates.not_run(name, "`check` finds errors") for name in names]
    else:
        run = _cases(report.ruleset)
        found += _further(report.ruleset, run, fail_under, cover_under, timeout)
    stamp = report.ruleset.stamp if report.ruleset else None
    _write(report, found, run, sarif, junit)
    if form == "json":
        print_json(gates.gates_json(stamp, str(folder), found))
    else:
        _show(gates.gates_page(stamp, str(folder), found), form)
    sys.exit(1 if any(gate.outcome is gates.GateOutcome.RED for gate in found) else 0)


def _cases(ruleset: RuleSet) -> Run:
    """Every case on every engine that can be used here."""
    from triage.cases.results import Run
    from triage.engine import NAMES, open_engine
    from triage.language.diagnostics import EngineError

    with ExitStack() as opened:
        engines = []
        for name in NAMES:
            with suppress(EngineError):
                engine = open_engine(ruleset, name)[0]
                engines.append(opened.enter_context(closing(engine)))
        cases = _loaded(ruleset)
        return Run(tuple(found for engine in engines for found in _results(cases, engine)))


def _results(cases: Sequence[Case], engine: Engine) -> Iterator[CaseResult]:
    """The cases on one engine, each followed by its tellings; last, the stories of every day."""
    from triage.render.author.case_verdict import case_verdict, stories_verdict, telling_verdict

    assessed = [(case, engine.assess(case.answers)) for case in cases]
    for case, assessment in assessed:
        yield case_verdict(case, assessment, engine.name)
        for telling in case.also_told:
            told = engine.assess(telling.answers)
            yield telling_verdict(case, telling, assessment, told, engine.name)
    yield from stories_verdict(assessed, engine.name)


def _loaded(ruleset: RuleSet) -> tuple[Case, ...]:
    from triage.cases import case_files

    return case_files.load_all(ruleset)


def _further(
    ruleset: RuleSet, run: Run, fail_under: float | None, cover_under: float | None, timeout: float
) -> Iterator[Gate]:
    """The gates after `check`."""
    from triage.analysis.proofs import properties
    from triage.analysis.proofs.prove import prove
    from triage.cases.coverage import measure
    from triage.cli.mutation_run import mutation_report
    from triage.render.author import gates

    def proved() -> Gate:
        return gates.proof_gate(prove(ruleset, properties.load(ruleset), timeout))

    def mutated(least: float) -> Gate:
        return gates.mutation_gate(mutation_report(ruleset, timeout), least)

    tested = gates.test_gate(run)
    yield tested
    yield gates.cover_gate(measure(ruleset, _loaded(ruleset)), cover_under)
    yield _unless_missing("prove", proved)
    if fail_under is not None and tested.outcome is gates.GateOutcome.GREEN:
        yield _unless_missing("mutate", lambda: mutated(fail_under))
    elif fail_under is not None:
        yield gates.not_run("mutate", "the cases must pass first")


def _unless_missing(name: str, made: Callable[[], Gate]) -> Gate:
    """The gate; red where the solver that it needs is not installed."""
    from triage.analysis.search.solver import SolverMissing
    from triage.render.author import gates

    try:
        return made()
    except SolverMissing as missing:
        return gates.not_proved(name, str(missing))


def _write(
    report: CheckReport, found: list[Gate], run: Run, sarif: Path | None, junit: Path | None
) -> None:
    from triage.files.folder import USUAL
    from triage.files.writing import write_atomically
    from triage.render.author import junit as junit_xml
    from triage.render.author import sarif as sarif_log

    stamp = report.ruleset.stamp if report.ruleset else None
    if sarif:
        log = sarif_log.sarif(report.diagnostics, report.ruleset)
        write_atomically(sarif, Safe.json(log, indent=1) + Safe("\n"), USUAL)
    if junit:
        write_atomically(junit, junit_xml.junit(stamp, found, run), USUAL)


def _show(page: Page, form: str) -> None:
    from triage.render.formats import html, markdown

    if form == "text":
        print_page(page)
    else:
        say(html.render(page) if form == "html" else markdown.render(page), ends=False)
