"""`triage assess`: answers in, results out, for one file or millions of lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    engine_option,
    json_option,
    load_rules,
    opened_engine,
    rules_option,
)
from triage.cli.output import print_json, print_page, say
from triage.cli.progress_line import counted
from triage.cli.result_files import METAVAR, check_format, page_of, write
from triage.engine import EnginesDiffer
from triage.language.diagnostics import AnswerError, Diagnostic, Span
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.answers.streams import Read
    from triage.answers.value import Answers
    from triage.engine import Engine
    from triage.engine.assessment import Assessment
    from triage.language.ruleset import RuleSet

Show = Callable[["Read", "Assessment"], None]


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE…|-"
)
@rules_option
@engine_option
@json_option
@click.option(
    "--schema",
    type=click.Choice(("1", "2")),
    default="2",
    show_default=True,
    help="Which schema --json prints.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=METAVAR,
    help="Write the result of one case to FILE, to read, print or hand over.",
)
def assess(  # one argument an option
    files: tuple[str, ...],
    rules: str,
    engine: str | None,
    as_json: bool,
    schema: str,
    output: Path | None,
) -> None:
    """Assess the answers in each FILE: YAML, JSON, or JSON Lines with one case a line; `-` is
    standard input.

    \b
    ruleset: ID
    answers:
      QUESTION: OPTION
      QUESTION: [OPTION, OPTION]

    With --json, one object a case is printed on a line of its own. A case that cannot be read is
    reported with its place, the others still run, and the exit code is 2 at the end.

    With --output the result is written, and what is printed says where. Its page prints as the one
    page to hand over.
    """
    if output is not None:
        _check_one(files, output)
    ruleset = load_rules(rules)
    runner = opened_engine(ruleset, engine)
    if output is not None:
        with closing(runner):
            _write_one(files[0], ruleset, runner, output)
        return
    bad = 0
    with closing(runner):
        for name in files:
            is_stream, cases = _cases(name, ruleset)
            shows_json = _json(runner, int(schema)) if as_json else None
            show = shows_json or (_summary(name) if is_stream else _page(runner))
            if is_stream:
                cases = counted(cases, "cases", is_shown=not sys.stdout.isatty())
            bad += _run(name, cases, runner, show)
    sys.exit(2 if bad else 0)


def read_one(name: str, ruleset: RuleSet) -> Answers:
    """The answers in the file called ``name``, or on standard input for `-`.

    Raises:
        AnswerError: it cannot be read, or does not hold exactly one case.
    """
    found = [*islice(_cases(name, ruleset)[1], 2)]
    if found and found[0].error:
        raise found[0].error
    if len(found) != 1 or found[0].answers is None:
        message = f"exactly one case belongs here, not {'several' if found else 'none'}"
        raise AnswerError([Diagnostic("T503", message, Span(name))])
    return found[0].answers


def _check_one(files: tuple[str, ...], output: Path) -> None:
    """Refuse a file to write that says no format, or more than one to read.

    Raises:
        UsageError: it is so.
    """
    check_format(output)
    if len(files) > 1:
        raise click.UsageError(f"`--output` takes one FILE to assess, not {len(files)}")


def _write_one(name: str, ruleset: RuleSet, engine: Engine, output: Path) -> None:
    from triage.why.explanation import Explanation

    explanation = Explanation(engine.assess(read_one(name, ruleset)))
    page = page_of(explanation, engine.name)
    say(Safe.line(write(output, page, explanation, engine.name)))


def _run(name: str, cases: Iterable[Read], engine: Engine, show: Show) -> int:
    """Assess and show each case; the number of those that could not be read.

    Raises:
        EnginesDiffer: both engines ran and do not agree; the text names the case.
    """
    from triage.cli import show_error

    bad = 0
    for read in cases:
        if read.answers is None:
            bad += 1
            if read.error:
                show_error(read.error)
        else:
            try:
                assessment = engine.assess(read.answers)
            except EnginesDiffer as difference:
                raise EnginesDiffer(f"{name}:{read.line}: {difference}") from difference
            show(read, assessment)
    return bad


def _cases(name: str, ruleset: RuleSet) -> tuple[bool, Iterator[Read]]:
    """Whether the input is a stream, and its cases."""
    from triage.answers import streams

    if name == "-":
        return streams.read_unknown(sys.stdin.buffer, "<stdin>", ruleset)
    path = Path(name)
    if streams.is_stream(path):
        return True, streams.read_lines(path, ruleset)
    return False, iter([streams.read_file(path, ruleset)])


def _json(engine: Engine, schema: int) -> Show:
    from triage.render.results.assessment_json import assessment_json
    from triage.render.results.region import emergency_number
    from triage.why.explanation import Explanation

    number = emergency_number()

    def show(read: Read, assessment: Assessment) -> None:
        label = {"id": read.label} if read.label is not None else {}
        made = assessment_json(Explanation(assessment), engine.name, number, schema)
        print_json({**made, **label})

    return show


def _page(engine: Engine) -> Show:
    from triage.why.explanation import Explanation

    def show(_: Read, assessment: Assessment) -> None:
        print_page(page_of(Explanation(assessment), engine.name))

    return show


def _summary(name: str) -> Show:
    """One line a case: where it stands, the level in words, the first causes that a sign points
    to.
    """

    def show(read: Read, assessment: Assessment) -> None:
        level = assessment.ruleset.words(assessment.level).name
        found = [one.cause.name for one in assessment.causes if not one.is_risk_only]
        causes = ", ".join(found[:3]) or "no cause matches"
        say(Safe.line(f"{read.label or f'{name}:{read.line}'}: {level} · {causes}"))

    return show
