"""Cases beside a rule set: answers of an invented person, and what must follow from them.

An expected level or cause names the rule that must bring it, so a case cannot pass for the wrong reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, InstanceOf

from triage import shape, source
from triage.answers import Answers, read_answers
from triage.assessment import Assessment
from triage.diagnostics import AnswerError, Diagnostic, RuleSetError, did_you_mean
from triage.fields import LevelName, Name, Prose
from triage.model import Entry
from triage.ruleset import RuleSet
from triage.source import Table, Text
from triage.vocabulary import ForCause

CauseByRule = dict[Name, Name]


class ExpectedLevel(Entry):
    """The level that must result, and a rule that must bring it."""

    is_: LevelName = Field(alias="is")
    by: Name


class ExpectedCauses(Entry):
    """Causes with a rule that must speak for each, the first of all, and causes that must not be listed."""

    first: CauseByRule = Field(default_factory=dict, max_length=1)
    include: CauseByRule = Field(default_factory=dict)
    exclude: tuple[Name, ...] = ()


class Expected(Entry):
    """What must follow from the answers of a case."""

    level: ExpectedLevel | None = None
    causes: ExpectedCauses = ExpectedCauses()
    fires: tuple[Name, ...] = ()
    silent: tuple[Name, ...] = ()


class CaseEntry(Entry):
    """A case as its author writes it."""

    id: Name
    name: Prose
    answers: Annotated[InstanceOf[Table], BeforeValidator(lambda value: value)]
    expect: Expected


@dataclass(frozen=True)
class Case:
    """One invented person."""

    id: str
    name: str
    answers: Answers
    expect: Expected


def files(ruleset: RuleSet) -> tuple[Path, ...]:
    """The case files of a rule set."""
    return tuple(sorted((ruleset.folder / "cases").glob("*.yaml")))


def load_all(ruleset: RuleSet) -> tuple[Case, ...]:
    """Every case of a rule set.

    Raises:
        RuleSetError: with every problem found in the case files.
    """
    problems: list[Diagnostic] = []
    found: list[Case] = []
    for path in files(ruleset):
        try:
            found += load(path, ruleset)
        except RuleSetError as error:
            problems += error.diagnostics
    if problems:
        raise RuleSetError(problems)
    return tuple(found)


def load(path: Path, ruleset: RuleSet) -> tuple[Case, ...]:
    """The cases in one file.

    Raises:
        RuleSetError: with every problem found.
    """
    table = source.read(path)
    problems: list[Diagnostic] = []
    shape.refuse_unknown_keys(table, ("cases",), problems)
    entries = shape.entries(table, "cases", CaseEntry, problems)
    found = [case for entry in entries if (case := _case(entry, ruleset, problems)) is not None]
    problems.extend(_repeats(entries))
    if problems:
        raise RuleSetError(problems)
    return tuple(found)


def mismatches(case: Case, assessment: Assessment) -> list[str]:
    """What of the expectations does not hold, one sentence each; empty where the case passes."""
    return [*_wrong_level(case.expect, assessment), *_wrong_causes(case.expect.causes, assessment),
            *_wrong_rules(case.expect, assessment)]


def _case(entry: CaseEntry, ruleset: RuleSet, problems: list[Diagnostic]) -> Case | None:
    problems.extend(_unknown_names(entry.expect, ruleset))
    try:
        answers = read_answers(entry.answers, ruleset, entry.span)
    except AnswerError as error:
        problems.extend(error.diagnostics)
        return None
    return Case(str(entry.id), str(entry.name), answers, entry.expect)


def _unknown_names(expect: Expected, ruleset: RuleSet) -> Iterator[Diagnostic]:
    causes = expect.causes
    for cause in (*causes.first, *causes.include, *causes.exclude):
        if cause not in ruleset.causes:
            yield Diagnostic("T124", f"unknown cause `{cause}`", cause.span, did_you_mean(cause, ruleset.causes))
    by = (expect.level.by,) if expect.level else ()
    for rule in (*by, *causes.first.values(), *causes.include.values(), *expect.fires, *expect.silent):
        if rule not in ruleset.rule:
            yield Diagnostic("T127", f"unknown rule `{rule}`", rule.span, did_you_mean(rule, ruleset.rule))


def _repeats(entries: Iterable[CaseEntry]) -> Iterator[Diagnostic]:
    first: dict[str, Text] = {}
    for entry in entries:
        if entry.id in first:
            place = first[entry.id].span
            yield Diagnostic("T120", f"the id `{entry.id}` is used twice", entry.id.span, f"first at {place}")
        first.setdefault(entry.id, entry.id)


def _wrong_level(expect: Expected, assessment: Assessment) -> Iterator[str]:
    if expect.level is None:
        return
    got = [str(firing.rule.id) for firing in assessment.deciding]
    if assessment.level is not expect.level.is_:
        yield (f"expected level {expect.level.is_.id} by {expect.level.by}, "
               f"got {assessment.level.id} by {', '.join(got) or 'no rule'}")
    elif expect.level.by not in got:
        yield f"expected level {expect.level.is_.id} by {expect.level.by}, got it by {', '.join(got)}"


def _wrong_causes(expect: ExpectedCauses, assessment: Assessment) -> Iterator[str]:
    listed = [str(candidate.cause.id) for candidate in assessment.causes]
    fired = {str(firing.rule.id): firing.rule for firing in assessment.firings}
    for cause, rule_id in {**expect.first, **expect.include}.items():
        rule = fired.get(rule_id)
        if cause not in listed:
            yield f"expected cause {cause} by {rule_id}, got {', '.join(listed) or 'no cause'}"
        elif rule is None or not isinstance(rule.then, ForCause) or rule.then.cause != cause:
            yield f"expected {rule_id} to speak for {cause}; it did not"
    for cause in expect.first:
        if listed[:1] != [cause]:
            yield f"expected {cause} first, got {', '.join(listed) or 'no cause'}"
    for cause in expect.exclude:
        if cause in listed:
            yield f"expected {cause} not to be listed"


def _wrong_rules(expect: Expected, assessment: Assessment) -> Iterator[str]:
    fired = {str(firing.rule.id) for firing in assessment.firings}
    for rule in expect.fires:
        if rule not in fired:
            yield f"expected {rule} to fire"
    for rule in expect.silent:
        if rule in fired:
            yield f"expected {rule} to stay silent"
