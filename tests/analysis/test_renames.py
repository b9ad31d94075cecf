"""A rename is no change: whatever is called otherwise, and says so, nobody gets another result."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.everybody import drawn
from tests.examples import share
from triage.analysis.diff.compare import compare
from triage.analysis.diff.edits import Done
from triage.language.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Holds,
    Is,
    IsNot,
    Reaches,
    Supported,
)
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause

KINDS = ("question", "option", "finding", "cause", "rule")
Thing = tuple[str, str, str]
"""A kind, an id, and of an option the id of its question."""


class Renamer:
    """The rule set with things called otherwise, written apart from the code under test."""

    def __init__(self, ruleset: RuleSet, things: set[Thing], *, says_so: bool) -> None:
        self._ruleset, self._things, self._says_so = ruleset, things, says_so

    def made(self) -> RuleSet:
        old = self._ruleset
        questions = [self._question(one) for one in old.questions.values()]
        findings = [self._named("finding", one) for one in old.findings.values()]
        causes = [self._named("cause", one) for one in old.causes.values()]
        rules = []
        for rule in old.rules:
            changes: dict[str, object] = {"when": self._when(rule.when), "then": rule.then}
            if isinstance(rule.then, Holds):
                changes["then"] = Holds(self._id("finding", rule.then.finding))
            if isinstance(rule.then, ForCause):
                changes["then"] = replace(rule.then, cause=self._id("cause", rule.then.cause))
            renamed = self._named("rule", rule)
            if isinstance(rule.when, Supported):  # the level of a card is called after its cause
                changes["id"] = f"{self._id('cause', rule.when.cause)}-level"
                renamed = rule
            rules.append(renamed.model_copy(update=changes))
        return replace(
            old,
            questions={one.id: one for one in questions},
            findings={one.id: one for one in findings},
            causes={one.id: one for one in causes},
            rules=tuple(rules),
            impossible=tuple(
                one.model_copy(update={"when": self._when(one.when)}) for one in old.impossible
            ),
            digest="1",
        )

    def _id(self, kind: str, name: str, of: str = "") -> str:
        return f"{name}_now" if (kind, name, of) in self._things else name

    def _named(self, kind, entry, of=""):  # type: ignore[no-untyped-def] # any kind of entry
        name = self._id(kind, entry.id, of)
        was = entry.id if name != entry.id and self._says_so else None
        return entry.model_copy(update={"id": name, "was": was})

    def _question(self, question: Question) -> Question:
        renamed: Question = self._named("question", question)
        options = tuple(self._named("option", one, question.id) for one in question.options)
        gates = {key: self._when(getattr(question, key)) for key in ("ask_if", "applies_if")}
        return renamed.model_copy(update={"options": options, **gates})

    def _when(self, condition: Condition) -> Condition:
        match condition:
            case AllOf(parts) | AnyOf(parts) | Reaches(parts):
                return replace(condition, parts=tuple(map(self._when, parts)))
            case Is(question, option) | IsNot(question, option):
                name = self._id("option", option, question)
                return type(condition)(self._id("question", question), name)
            case Holds(finding):
                return Holds(self._id("finding", finding))
            case Supported(cause):
                return Supported(self._id("cause", cause))
        raise TypeError(condition)


def things(ruleset: RuleSet) -> Iterator[Thing]:
    """All that can be called otherwise."""
    for name, question in ruleset.questions.items():
        yield "question", name, ""
        yield from (("option", option, name) for option in question.option_ids)
    yield from (("finding", name, "") for name in ruleset.findings)
    yield from (("cause", name, "") for name in ruleset.causes)
    for rule in ruleset.rules:
        if not isinstance(rule.when, Supported):
            yield "rule", rule.id, ""


def told_apart(ruleset: RuleSet) -> RuleSet:
    """The rule set with words of its own for each thing, by which it is known again."""
    questions = {
        name: one.model_copy(
            update={
                "text": f"Is it {name}?",
                "options": tuple(
                    option.model_copy(update={"text": f"{name} {option.id}"})
                    for option in one.options
                ),
            }
        )
        for name, one in ruleset.questions.items()
    }
    return replace(ruleset, questions=questions)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(share(60)))
def test_what_is_renamed_and_says_so_moves_nobody(part: int) -> None:
    chance = random.Random(f"renames:{part}")
    old = drawn(chance)
    all_things = list(things(old))
    some = {thing for thing in all_things if chance.random() < 0.5} or set(all_things[:1])
    new = Renamer(old, some, says_so=True).made()
    found = compare(old, new)
    assert found.changes_nothing, (old, some)
    assert found.texts == ()
    assert sorted(edit.name for edit in found.edits) == sorted(called(some))


def called(some: set[Thing]) -> Iterator[str]:
    """How the renames are told; the level of a card is called after its cause."""
    now = {name: f"{name}_now" for kind, name, _ in some if kind == "question"}
    for kind, name, of in some:
        question = f"{now.get(of, of)}." if of else ""
        yield f"{question}{name} → {name}_now"
        if kind == "cause":
            yield f"{name}-level → {name}_now-level"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(share(20)))
def test_each_thing_by_itself_may_be_renamed(part: int) -> None:
    old = drawn(random.Random(f"one rename:{part}"))
    for thing in things(old):
        found = compare(old, Renamer(old, {thing}, says_so=True).made())
        assert found.changes_nothing, (old, thing)
        assert found.texts == ()
        assert {edit.done for edit in found.edits} == {Done.RENAMED}
        assert sorted(edit.name for edit in found.edits) == sorted(called({thing}))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(share(20)))
def test_without_was_the_likely_rename_is_offered(part: int) -> None:
    old = told_apart(drawn(random.Random(f"no was:{part}")))
    for thing in things(old):
        kind, name, of = thing
        found = compare(old, Renamer(old, {thing}, says_so=False).made())
        if kind == "rule":  # a rule of another id that reads and says the same is known by that
            assert found.changes_nothing
            continue
        before = f"{of}." if of else ""
        hint = f"the {kind} `{before}{name}` may be `{before}{name}_now` now: if it is, write"
        assert any(one.startswith(hint) for one in found.hints), (thing, found.hints)
