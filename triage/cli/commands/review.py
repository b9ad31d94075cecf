"""`triage review`: a rule set as one page to read and sign, and signatures of its rules."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    check_known,
    load_rules,
    rules_argument_written_with,
    timeout_option,
)
from triage.cli.output import is_confirmed, say, warn
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.language.ruleset import RuleSet
    from triage.language.signatures import Signature
    from triage.render.author.review import ForReview

SUFFIXES = (".html", ".md")


@click.command()
@rules_argument_written_with("sign")
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page to FILE.html or FILE.md.",
)
@click.option(
    "--since",
    metavar="REVISION",
    help="Say on the page what changed since a git revision or another rule set.",
)
@click.option(
    "--sign", metavar="ROLE", is_eager=True, help="Sign in this role, as `general practitioner`."
)
@click.option("--name", metavar="NAME", help="Who signs, where that may be written down.")
@click.option(
    "--rule", "only", metavar="ID", multiple=True, help="Sign this rule only; may be repeated."
)
@click.option("--yes", is_flag=True, help="Sign without being asked.")
@timeout_option("How long all proofs may take, and the comparison.")
def review(  # noqa: PLR0913, PLR0917  # one argument an option
    rules: str,
    output: Path | None,
    since: str | None,
    sign: str | None,
    name: str | None,
    only: tuple[str, ...],
    yes: bool,
    timeout: float,
) -> None:
    """Write RULES as one page to read and sign, or sign its rules.

    \b
    triage review my_rules --output review.html --since v1.0   a page of all there is to know
    triage review my_rules --sign "general practitioner"       then reviews.yaml says who signed

    A signature is of each rule as it reads today. Whatever changes in what a rule asks, says or
    rests on, it is unsigned again, and `triage check` says so. Exits with 1 where nothing was
    signed.
    """
    if (output is None) is (sign is None):
        raise click.UsageError("either --output FILE or --sign ROLE is needed, and not both")
    if sign is None and (name or only or yes):
        raise click.UsageError("--name, --rule and --yes go with --sign")
    if sign is not None and since:
        raise click.UsageError("--since goes with --output")
    ruleset = load_rules(rules)
    if output is not None:
        _write(output, _review(ruleset, rules, since, timeout))
    elif sign is not None:
        _sign(ruleset, _signature(ruleset, sign, name, only), yes)


def _review(ruleset: RuleSet, rules: str, since: str | None, timeout: float) -> ForReview:
    from triage.analysis.diff.compare import compare
    from triage.analysis.diff.revisions import open_pair
    from triage.analysis.hazards.standing import guarded
    from triage.analysis.proofs import properties
    from triage.analysis.review.held import held
    from triage.cases import case_files
    from triage.render.author.review import ForReview

    changes = compare(*open_pair(since, rules, rules), timeout=timeout) if since else None
    holding = held(ruleset, case_files.load_all(ruleset), properties.load(ruleset))
    return ForReview(ruleset, holding, guarded(ruleset, timeout), changes)


def _write(output: Path, found: ForReview) -> None:
    from triage.files.folder import USUAL
    from triage.files.writing import write_atomically
    from triage.render.author.review import review_html, review_page
    from triage.render.formats import markdown
    from triage.render.results.reviewed import reviewed_words

    if output.suffix not in SUFFIXES:
        raise click.UsageError(f"`{output}` must end in {' or '.join(SUFFIXES)}")
    is_html = output.suffix == ".html"
    text = review_html(found) if is_html else markdown.render(review_page(found))
    write_atomically(output, text, USUAL)
    say(Safe.line(f"{output}: {found.ruleset.stamp}: {reviewed_words(found.ruleset)}"))


def _signature(ruleset: RuleSet, role: str, name: str | None, only: Sequence[str]) -> Signature:
    from triage.language.reviews import digests
    from triage.language.signatures import Signature

    if not role.strip():
        raise click.UsageError("--sign needs a role, such as `general practitioner`")
    for rule in only:
        check_known("a rule", rule, ruleset.rule)
    rules = [rule for rule in ruleset.rules if not only or rule.id in only]
    return Signature(
        role=role,
        name=name or None,
        date=date.today(),
        version=ruleset.version,
        rules=digests(rules, ruleset),
    )


def _sign(ruleset: RuleSet, signature: Signature, is_agreed: bool) -> None:
    from triage.analysis.review.signing import with_signature
    from triage.files.folder import USUAL, Folder
    from triage.files.writing import reported
    from triage.language.load import REVIEWS
    from triage.language.source import read_text

    path = ruleset.folder / REVIEWS
    text = with_signature(read_text(path) if path.exists() else "", signature)
    words = f"{len(signature.rules)} rules of {ruleset.stamp}, as {signature.by}"
    if not is_agreed:
        if not sys.stdin.isatty():
            raise click.UsageError("a signature needs a yes in a terminal, or --yes")
        question = Safe.line(f"Did you read them, and do you sign {words}?")
        if not is_confirmed(question):
            warn(Safe("Nothing was signed."))
            sys.exit(1)
    with reported(path):
        Folder(ruleset.folder.resolve()).keep(REVIEWS, Safe(text), USUAL)
    say(Safe.line(f"{path}: signed {words}"))
