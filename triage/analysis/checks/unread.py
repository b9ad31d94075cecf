"""What nothing reads: findings, questions and options that make no difference, and questions nobody
is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.search.goals import Goal, Met
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    atoms,
    questions_of,
    rebuilt,
    unordered,
)
from triage.language.model import Option, Question
from triage.language.ruleset import RuleSet


def unread_findings(subject: Subject) -> Iterator[Remark]:
    """Findings that stand in no condition."""
    graph = subject.ruleset.graph
    for name, finding in subject.ruleset.findings.items():
        if not graph.reading(Holds(name)):
            yield remark(
                "T204",
                f"no rule reads the finding `{name}`",
                finding.at("id"),
                "let a rule read it, or delete it and its rules",
                finding,
            )


def unread_questions(subject: Subject) -> Iterator[Remark]:
    """Questions that neither a rule nor a gate reads, so their answers change nothing."""
    read = _reading(subject.ruleset)
    for name, question in subject.ruleset.questions.items():
        if name not in read:
            yield remark(
                "T205",
                f"no rule reads the question `{name}`",
                question.at("id"),
                "let a rule read it, or delete it: each question costs the person time",
                question,
            )


def undistinguished_options(subject: Subject) -> Iterator[Remark]:
    """Options of a question that some rule reads, of which no rule takes notice."""
    read = _reading(subject.ruleset)
    for name, question in subject.ruleset.questions.items():
        found = _alike if question.kind.takes_one else _unnamed
        for option, message in found(question, read[name]) if name in read else ():
            yield remark(
                "T206",
                message,
                option.at("id"),
                "let a rule read it, join or delete it, or say with "
                "`allow: {T206: …}` what it is there for",
                option,
                question,
            )


def never_asked(subject: Subject) -> Iterator[Remark]:
    """Questions whose gates, with those of the questions they read, hold on no answers."""
    for question in shut(subject):
        yield remark(
            "T207",
            f"{_gates(question)} on no answers at all",
            question.at("id"),
            "its answers contradict each other, or need a question that is never asked",
            question,
        )


def shut(subject: Subject) -> Iterator[Question]:
    """The questions that nobody is asked who knows every answer."""
    gates: dict[str, Condition] = {}
    for name, question in subject.ruleset.questions.items():
        gates[name] = _gated(question.gate, gates)
        if gates[name] != ALWAYS and not subject.is_possible(Goal(holds=(Met(gates[name]),))):
            yield question


def _gates(question: Question) -> str:
    keys = " and ".join(f"`{key}`" for key in question.gates)
    return f"{keys} of `{question.id}` {'hold' if len(question.gates) > 1 else 'holds'}"


def _reading(ruleset: RuleSet) -> dict[str, list[Condition]]:
    """For each question that is read at all, the conditions that read it."""
    rules, questions = ruleset.rules, ruleset.questions.values()
    found: dict[str, list[Condition]] = defaultdict(list)
    for condition in (*(rule.when for rule in rules), *(asked.gate for asked in questions)):
        for name in dict.fromkeys(questions_of(condition)):
            found[name].append(condition)
    return found


def _unnamed(question: Question, conditions: Sequence[Condition]) -> Iterator[tuple[Option, str]]:
    named = {
        fact.option
        for condition in conditions
        for fact in atoms(condition)
        if isinstance(fact, Is | IsNot) and fact.question == question.id
    }
    for option in question.options:
        if option.id not in named:
            yield option, f"no rule reads the option `{option.id}` of `{question.id}`"


def _alike(question: Question, conditions: Sequence[Condition]) -> Iterator[tuple[Option, str]]:
    """Options that can be exchanged for an earlier one in every condition without changing any."""
    distinct: list[str] = []
    before = [_form(condition) for condition in conditions]

    def is_alike(name: str, other: str) -> bool:
        exchanged = {(question.id, name): other, (question.id, other): name}
        return before == [_form(condition, exchanged) for condition in conditions]

    for option in question.options:
        name = option.id
        twin = next((other for other in distinct if is_alike(name, other)), None)
        if twin is None:
            distinct.append(name)
        else:
            yield option, f"no rule tells the option `{name}` of `{question.id}` from `{twin}`"


def _form(
    condition: Condition, renamed: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> object:
    """The condition without the order of its parts, with options renamed."""

    def exchanged(fact: Fact) -> Condition:
        if not isinstance(fact, Is | IsNot):
            return fact
        return replace(fact, option=renamed.get((fact.question, fact.option), fact.option))

    return unordered(rebuilt(condition, exchanged))


def _gated(condition: Condition, gates: Mapping[str, Condition]) -> Condition:
    """The condition, together with what must hold for each question that it reads to be asked."""

    def with_gate(fact: Fact) -> Condition:
        gate = gates.get(fact.question, ALWAYS) if isinstance(fact, Is | IsNot) else ALWAYS
        return fact if gate == ALWAYS else AllOf((fact, gate))

    return rebuilt(condition, with_gate)
