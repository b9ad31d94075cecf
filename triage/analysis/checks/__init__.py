"""Semantic checks of a rule set that loads: each is a function from the subject to remarks, listed
in one tuple.

To add a check: a function here or beside, a line in ``CHECKS``, its code in ``diagnostics``, its
page in ``catalogue.yaml``, and a bad file in ``tests/bad``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from triage.analysis.checks import (
    causes,
    dangers,
    evidence,
    hazards,
    hidden,
    idle_rules,
    impossible,
    out_of_reach,
    reviews,
    scales,
    units,
    unread,
    watching,
    wording,
)
from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.hazards.known import Nameable
from triage.language.diagnostics import CODES, Diagnostic, did_you_mean
from triage.language.model import Accountable
from triage.language.ruleset import RuleSet

Check = Callable[[Subject], Iterable[Remark]]

CHECKS: tuple[Check, ...] = (
    idle_rules.never_firing,
    idle_rules.idle,
    idle_rules.equal,
    unread.unread_findings,
    unread.unread_questions,
    unread.undistinguished_options,
    unread.never_asked,
    scales.holes,
    scales.table_holes,
    scales.unread_scores,
    causes.without_typical,
    causes.without_place,
    dangers.without_emergency,
    idle_rules.without_reason,
    units.contradictory,
    impossible.needed,
    impossible.never_given,
    evidence.without_claim,
    evidence.unused_claims,
    evidence.without_address,
    evidence.not_read_lately,
    watching.without_condition,
    watching.not_kept,
    hazards.uncontrolled,
    hazards.missing_controls,
    hazards.unproved_controls,
    hazards.guarding_against_nothing,
    reviews.outdated_signatures,
    hidden.hidden_levels,
    out_of_reach.out_of_reach,
    wording.forbidden,
    wording.long_sentences,
    wording.hard_passages,
)

PROVING: frozenset[Check] = frozenset(
    (
        idle_rules.never_firing,
        idle_rules.idle,
        idle_rules.equal,
        unread.never_asked,
        impossible.needed,
        impossible.never_given,
        hidden.hidden_levels,
        out_of_reach.out_of_reach,
        dangers.without_emergency,
        watching.not_kept,
        hazards.unproved_controls,
    )
)
"""The checks that ask the solver."""

WITHOUT_SOLVER = tuple(check for check in CHECKS if check not in PROVING)
"""The checks that need no proof."""

_NEVER = ("T215", "T220", "T244", "T250", "T251", "T252", "T254")
ALLOWABLE = frozenset(code for code in CODES if code.startswith("T2") and code not in _NEVER)
"""Codes that an ``allow`` can accept."""


def check(
    ruleset: RuleSet,
    checks: Sequence[Check] = CHECKS,
    today: date | None = None,
    beside: Nameable | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything the checks find that no author has accepted, and where all are run, every
    acceptance that accepts nothing.

    Args:
        ruleset: the rule set.
        checks: those to run.
        today: the day; by the calendar where none is given.
        beside: its cases and properties, where they were read already.
    """
    subject = Subject(ruleset, today or date.today(), beside)
    remarks = [found for run in checks for found in run(subject)]
    accepted = {
        (id(entry), found.diagnostic.code)
        for found in remarks
        for entry in found.about
        if _allows(entry, found.diagnostic.code)
    }
    kept = (
        found
        for found in remarks
        if not any((id(entry), found.diagnostic.code) in accepted for entry in found.about)
    )
    idle = _idle_allowances(ruleset, accepted) if checks is CHECKS else ()
    return tuple(found.diagnostic for found in (*kept, *idle))


def _allows(entry: Accountable, code: str) -> bool:
    return any(allowance.code == code for allowance in entry.allow)


def _idle_allowances(ruleset: RuleSet, accepted: set[tuple[int, str]]) -> Iterator[Remark]:
    for entry in _accountable(ruleset):
        for allowance in entry.allow:
            if (id(entry), allowance.code) not in accepted:
                help_text = (
                    did_you_mean(allowance.code, ALLOWABLE)
                    if allowance.code not in ALLOWABLE
                    else ""
                )
                yield remark(
                    "T220",
                    f"there is no `{allowance.code}` to allow here",
                    allowance.span,
                    help_text or "take it out: what it allowed is gone",
                )


def _accountable(ruleset: RuleSet) -> Iterator[Accountable]:
    yield from ruleset.questions.values()
    for question in ruleset.questions.values():
        yield from question.options
    yield from ruleset.findings.values()
    yield from ruleset.causes.values()
    yield from ruleset.rules
    yield from ruleset.impossible
    yield from ruleset.scores.values()
    yield from ruleset.identity.watch
    yield from ruleset.identity.sources
    yield from ruleset.identity.claims
