"""Causes without a picture of their own, and sources that nobody could look up."""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.language.model import Source
from triage.language.words import Strength

PLACEHOLDERS = frozenset(
    {
        "-",
        "--",
        "?",
        "x",
        "n/a",
        "na",
        "none",
        "no",
        "null",
        "~",
        "tbd",
        "todo",
        "tba",
        "unknown",
        "here",
        "internet",
        "web",
        "online",
        "website",
        "link",
        "see above",
    }
)
"""Texts that stand where a place belongs and name none."""


def without_typical(subject: Subject) -> Iterator[Remark]:
    """Causes of which no rule says what is typical."""
    rules = subject.ruleset.rules
    typical = {rule.cause for rule in rules if rule.strength is Strength.TYPICAL}
    for name, cause in subject.ruleset.causes.items():
        if name not in typical:
            yield remark(
                "T208",
                f"no rule says what is typical of the cause `{name}`",
                cause.at("id"),
                "add a rule with `strength: typical` for the pattern the documents describe",
                cause,
            )


def without_place(subject: Subject) -> Iterator[Remark]:
    """Sources whose `place` names no place: a placeholder, or the title or publisher once more."""
    for name, source in subject.ruleset.sources.items():
        if _says_no_place(source):
            yield remark(
                "T213",
                f"the source `{name}` does not say where it is",
                source.at("place"),
                "name what a reader can look up: the site and page, the guideline number, the"
                " shelf",
            )


def _says_no_place(source: Source) -> bool:
    place = _bare(source.place)
    return (
        not place
        or place in PLACEHOLDERS
        or place in {_bare(source.title), _bare(source.publisher)}
    )


def _bare(text: str) -> str:
    return text.strip().strip(".…").casefold()
