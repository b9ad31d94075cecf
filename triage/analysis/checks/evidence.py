"""Whether each added sentence can be checked: by a claim, at an address, read not long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.language.citing import citing
from triage.language.diagnostics import listed
from triage.language.words import HowRead

YEARS = 2
LONGEST = timedelta(days=365 * YEARS + 1)
"""So long after it was read a source may say something else."""
SLACK = timedelta(days=1)
"""In some places it is tomorrow already."""


def without_claim(subject: Subject) -> Iterator[Remark]:
    """Added rules and sentences that cite an added source, and nothing that it says."""
    ruleset = subject.ruleset
    for entry, cites, about in citing(ruleset):
        added = [cite for cite in cites if ruleset.source_of(cite).kind.is_added]
        if added and not any(cite in ruleset.claims for cite in added):
            yield remark(
                "T240",
                f"these added words cite no claim, only {listed(added)}",
                entry.at("cites"),
                "write down under `claims` what the source says, and cite that",
                *about,
            )


def unused_claims(subject: Subject) -> Iterator[Remark]:
    """Claims that nothing cites."""
    used = {str(cite) for _, cites, _ in citing(subject.ruleset) for cite in cites}
    for name, claim in subject.ruleset.claims.items():
        if name not in used:
            yield remark(
                "T241",
                f"nothing cites the claim `{name}`",
                claim.at("id"),
                "cite it where it is told, or delete it",
                claim,
            )


def without_address(subject: Subject) -> Iterator[Remark]:
    """Added sources that nobody can look up, or of which nothing says whether they were read; one
    that is marked as not read says itself that nobody did.
    """
    for name, source in subject.ruleset.sources.items():
        if not source.kind.is_added or (source.read and source.read.how is HowRead.NOT_READ):
            continue
        lacks = [f"`{key}`" for key in ("url", "read") if getattr(source, key) is None]
        if lacks:
            yield remark(
                "T242",
                f"the added source `{name}` has no {' and no '.join(lacks)}",
                source.at("id"),
                "where it was not found, say `read: {how: not_read}`",
                source,
            )


def not_read_lately(subject: Subject) -> Iterator[Remark]:
    """Sources that were read too long ago, or on a day that has not come."""
    for name, source in subject.ruleset.sources.items():
        read = source.read
        if read is None or read.date is None or read.how is HowRead.NOT_READ:
            continue
        if read.date > subject.today + SLACK:
            words = f"the source `{name}` was read on {read.date}, a day that has not come"
        elif subject.today - read.date > LONGEST:
            words = f"the source `{name}` was read more than {YEARS} years ago, on {read.date}"
        else:
            continue
        help_text = "read it again, compare its claims, and write down the day"
        yield remark("T243", words, read.at("date"), help_text, source)
