"""Small wrong edits of the questions: of their gates, of how many options they take, and of what is
asked after an option.

Left out are edits that no answers could ever show: the order of the questions never changes a
level, and a scale read as `one` hears the same of everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from triage.analysis.mutation.mutants import Operator, condition_named, is_range, moved_bounds
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compound,
    Condition,
    Is,
    IsNot,
    Reaches,
    atoms,
)
from triage.language.diagnostics import Span
from triage.language.model import FollowUp, Meaning, Option, Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind

NEVER = AnyOf(())
"""A gate that nothing opens."""

Mishearing = tuple[Is | IsNot, Is | IsNot]
"""What a person means, and what is heard instead."""


@dataclass(frozen=True)
class QuestionMutant:
    """One wrong edit: ``changed`` stands in place of ``question``.

    ``key`` is where it stands. Where the edit is of a follow-up, ``misheard`` says what is heard of
    a person who means a choice that it moved: they may be anybody of whom the first is so.
    """

    question: Question
    changed: Question
    operator: Operator
    description: str
    key: str
    misheard: tuple[Mishearing, ...] = ()

    @property
    def name(self) -> str:
        """The id of the question."""
        return self.question.id

    @property
    def place(self) -> Span:
        """Where the question stands."""
        return self.question.at("id")

    @property
    def opens_only(self) -> bool:
        """Whether the question is asked of more people and of nobody less, with no other change:
        who is asked more hides nothing.
        """
        return self.operator is Operator.OPEN and self.key == "ask_if"

    def of(self, ruleset: RuleSet) -> RuleSet:
        """The rule set with the edit made."""
        questions = {**ruleset.questions, self.question.id: self.changed}
        return replace(ruleset, questions=questions)


def question_mutants(ruleset: RuleSet) -> Iterator[QuestionMutant]:
    """Every mutant of the questions, in their order; of those of one question by which the same is
    heard of everybody, the first.
    """
    for question in ruleset.questions.values():
        seen = {_meaning(question, ())}
        for mutant in _of_question(question, ruleset):
            meaning = _meaning(mutant.changed, mutant.misheard)
            if meaning not in seen:
                seen.add(meaning)
                yield mutant


def _meaning(question: Question, misheard: tuple[Mishearing, ...]) -> tuple[object, ...]:
    return question.applies_if, question.ask_if, question.kind, misheard


def _of_question(question: Question, ruleset: RuleSet) -> Iterator[QuestionMutant]:
    hidden = question.model_copy(update={"ask_if": NEVER})
    yield QuestionMutant(question, hidden, Operator.HIDE, "nobody is asked", "ask_if")
    for key, gate in question.gates.items():
        for condition, operator, description in _gates(gate, ruleset):
            changed = question.model_copy(update={key: condition})
            what = f"`{key}`: {description}"
            yield QuestionMutant(question, changed, operator, what, key)
    if question.kind is Kind.MANY and len(question.options) > 1:
        changed = question.model_copy(update={"kind": Kind.ONE})
        yield QuestionMutant(question, changed, Operator.KIND, "`one` instead of `many`", "kind")
    for option in question.options:
        if option.narrow is not None:
            yield from _of_follow_up(question, option, option.narrow)


def _gates(gate: Condition, ruleset: RuleSet) -> Iterator[tuple[Condition, Operator, str]]:
    yield ALWAYS, Operator.OPEN, "drop it, so that everybody is asked"
    yield from _changed(gate, ruleset)


def _changed(gate: Condition, ruleset: RuleSet) -> Iterator[tuple[Condition, Operator, str]]:
    """One condition less, and one option more, at every depth."""
    if is_range(gate, ruleset):
        yield from _other_bounds(gate, ruleset)
    elif isinstance(gate, Is):
        yield from _wider((gate,), gate.question, ruleset)
    elif isinstance(gate, Reaches):
        yield from _other_numbers(gate)
        yield from _fewer_items(gate)
        yield from _deeper(gate, ruleset)
    elif isinstance(gate, AllOf | AnyOf):
        yield from _shorter(gate)
        if isinstance(gate, AnyOf):
            for name in dict.fromkeys(part.question for part in gate.parts if isinstance(part, Is)):
                yield from _wider(gate.parts, name, ruleset)
        yield from _deeper(gate, ruleset)


def _other_bounds(gate: Condition, ruleset: RuleSet) -> Iterator[tuple[Condition, Operator, str]]:
    before = {*atoms(gate)}
    for moved, description in moved_bounds(gate, ruleset):
        operator = Operator.OPEN if before < {*atoms(moved)} else Operator.SHUT
        yield moved, operator, description


def _shorter(gate: AllOf | AnyOf) -> Iterator[tuple[Condition, Operator, str]]:
    operator = Operator.OPEN if isinstance(gate, AllOf) else Operator.SHUT
    for place, part in enumerate(gate.parts if len(gate.parts) > 1 else ()):
        rest = gate.parts[:place] + gate.parts[place + 1 :]
        left = rest[0] if len(rest) == 1 else replace(gate, parts=rest)
        yield left, operator, f"drop {condition_named(part)}"


def _deeper(gate: Compound, ruleset: RuleSet) -> Iterator[tuple[Condition, Operator, str]]:
    for place, part in enumerate(gate.parts):
        if isinstance(gate, AnyOf) and isinstance(part, Is):
            continue  # one option more of a list is one more of the whole
        for condition, operator, description in _changed(part, ruleset):
            parts = (*gate.parts[:place], condition, *gate.parts[place + 1 :])
            yield replace(gate, parts=parts), operator, description


def _other_numbers(gate: Reaches) -> Iterator[tuple[Condition, Operator, str]]:
    for least, operator in ((gate.least - 1, Operator.OPEN), (gate.least + 1, Operator.SHUT)):
        if 1 <= least <= sum(gate.points):
            moved = replace(gate, least=least)
            yield moved, operator, f"{moved.shown} instead of {gate.shown}"


def _fewer_items(gate: Reaches) -> Iterator[tuple[Condition, Operator, str]]:
    """One item, or one of what is counted, left out; not where the rest can never be enough."""
    for place, part in enumerate(gate.parts):
        parts = gate.parts[:place] + gate.parts[place + 1 :]
        points = gate.points[:place] + gate.points[place + 1 :]
        if gate.least <= sum(points):
            what = f"drop {condition_named(part)} from what is counted"
            yield replace(gate, parts=parts, points=points), Operator.SHUT, what


def _wider(
    parts: tuple[Condition, ...], question: str, ruleset: RuleSet
) -> Iterator[tuple[Condition, Operator, str]]:
    """The next option too: what one option more does, it does as a rule for each."""
    facts = [Is(question, option) for option in ruleset.questions[question].option_ids]
    for fact in [one for one in facts if one not in parts][:1]:
        yield AnyOf((*parts, fact)), Operator.OPEN, f"also {condition_named(fact)}"


def _of_follow_up(question: Question, option: Option, asked: FollowUp) -> Iterator[QuestionMutant]:
    """The follow-up left out, and one choice on the other side, where one is left on its own."""
    name = f"of `{option.id}`"
    dropping = [_dropping(question, option, meaning) for meaning in asked.drop]
    yield QuestionMutant(
        question,
        _with_narrow(question, option, None),
        Operator.NARROW,
        f"drop `narrow` {name}",
        "narrow",
        tuple(dict.fromkeys((heard, meant) for meant, heard in dropping)),
    )
    for place, meaning in enumerate(asked.keep if len(asked.keep) > 1 else ()):
        becomes = asked.drop[0].becomes
        moved = meaning.model_copy(update={"becomes": becomes})
        left = asked.keep[:place] + asked.keep[place + 1 :]
        changed = asked.model_copy(update={"keep": left, "drop": (*asked.drop, moved)})
        yield QuestionMutant(
            question,
            _with_narrow(question, option, changed),
            Operator.NARROW,
            f"`narrow` {name}: “{meaning.text}” drops it",
            "narrow",
            (_dropping(question, option, moved),),
        )
    for place, meaning in enumerate(asked.drop if len(asked.drop) > 1 else ()):
        moved = meaning.model_copy(update={"becomes": None})
        left = asked.drop[:place] + asked.drop[place + 1 :]
        changed = asked.model_copy(update={"keep": (*asked.keep, moved), "drop": left})
        meant, heard = _dropping(question, option, meaning)
        yield QuestionMutant(
            question,
            _with_narrow(question, option, changed),
            Operator.NARROW,
            f"`narrow` {name}: “{meaning.text}” keeps it",
            "narrow",
            ((heard, meant),),
        )


def _dropping(question: Question, option: Option, meaning: Meaning) -> Mishearing:
    """The option, and what is heard instead of whoever means this."""
    chosen = Is(question.id, option.id)
    if meaning.becomes is not None:
        return chosen, Is(question.id, meaning.becomes)
    return chosen, IsNot(question.id, option.id)


def _with_narrow(question: Question, option: Option, narrow: FollowUp | None) -> Question:
    changed = option.model_copy(update={"narrow": narrow})
    options = tuple(changed if one is option else one for one in question.options)
    return question.model_copy(update={"options": options})
