"""What scales and scores leave out: options between others that no rule reads, in a whole rule set
or in one row of a table, and scores that nobody asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.language.condition_writer import in_one_line
from triage.language.conditions import AllOf, AnyOf, Condition, Is, Reaches, atoms, compounds
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Conclusion, Kind


def holes(subject: Subject) -> Iterator[Remark]:
    """Options of a scale that no rule reads, between two that lead to the same."""
    for question in subject.ruleset.questions.values():
        if question.kind is Kind.SCALE:
            yield from _holes(question, _conclusions(question, subject.ruleset))


@dataclass(frozen=True)
class _Cell:
    """A rule that reads ``options`` of a scale, and what else it asks for."""

    rule: Rule
    others: tuple[Condition, ...]
    options: frozenset[str]


def table_holes(subject: Subject) -> Iterator[Remark]:
    """Options of a scale that rules pass over which ask for the same beside it: a row of a table
    with an empty cell. What no rule reads at all is a hole of the scale.
    """
    for question in subject.ruleset.questions.values():
        if question.kind is Kind.SCALE:
            found = [list(_cells(rule, question.id)) for rule in subject.ruleset.rules]
            yield from _empty_cells(question, [cell for cells in found for cell in cells])


def _cells(rule: Rule, scale: str) -> Iterator[_Cell]:
    parts = rule.when.parts if isinstance(rule.when, AllOf) else (rule.when,)
    for place, part in enumerate(parts):
        either = _either(part)
        options = {one.option for one in either if isinstance(one, Is) and one.question == scale}
        if len(options) == len(either):
            yield _Cell(rule, (*parts[:place], *parts[place + 1 :]), frozenset(options))


def _either(condition: Condition) -> list[Condition]:
    if not isinstance(condition, AnyOf):
        return [condition]
    return [inner for part in condition.parts for inner in _either(part)]


def _empty_cells(question: Question, cells: list[_Cell]) -> Iterator[Remark]:
    rows: dict[object, list[_Cell]] = defaultdict(list)
    readers: dict[str, list[_Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.rule.then, frozenset(cell.others)].append(cell)
        for option in cell.options:
            readers[option].append(cell)
    for row in rows.values():
        for name, after in _passed_over(question, row) if row[0].others else ():
            is_read = any(_covers(cell, row[0]) for cell in readers[name])
            if readers[name] and not is_read:
                yield _empty(question, name, next(c for c in row if after in c.options))


def _covers(cell: _Cell, other: _Cell) -> bool:
    """Whether the rule fires where the other one does, the scale left out, and says as much."""
    level = other.rule.level
    says_as_much = level is not None and cell.rule.brings(level)
    is_wider = set(cell.others) <= set(other.others)
    return is_wider and (says_as_much or cell.rule.then == other.rule.then)


def _passed_over(question: Question, row: list[_Cell]) -> Iterator[tuple[str, str]]:
    """Each option that the row leaves out, with the next one that it reads."""
    read = {option for cell in row for option in cell.options}
    places = [place for place, name in enumerate(question.option_ids) if name in read]
    for before, after in pairwise(places):
        for name in question.option_ids[before + 1 : after]:
            yield name, question.option_ids[after]


def _empty(question: Question, name: str, cell: _Cell) -> Remark:
    others = cell.others[0] if len(cell.others) == 1 else AllOf(cell.others)
    return remark(
        "T230",
        f"beside `{in_one_line(others)}` no rule reads `{name}` of the scale `{question.id}`, and"
        " what stands on either side of it leads to the same",
        cell.rule.at("when"),
        "widen the range of a rule, or say with `allow: {T230: …}` why it is left out",
        cell.rule,
        question.option(name),
        question,
    )


def _holes(question: Question, leads_to: Mapping[str, set[Conclusion]]) -> Iterator[Remark]:
    read = [place for place, name in enumerate(question.option_ids) if leads_to.get(name)]
    for before, after in pairwise(read):
        first, last = question.options[before], question.options[after]
        if leads_to[first.id] & leads_to[last.id]:
            for option in question.options[before + 1 : after]:
                yield remark(
                    "T230",
                    f"no rule reads `{option.id}`, which stands between `{first.id}` and"
                    f" `{last.id}` of the scale `{question.id}`",
                    option.at("id"),
                    "widen the range of a rule, or say with `allow: {T230: …}` why it is left out",
                    option,
                    question,
                )


def _conclusions(question: Question, ruleset: RuleSet) -> Mapping[str, set[Conclusion]]:
    """What the rules conclude that name each option."""
    found: dict[str, set[Conclusion]] = {}
    for rule in ruleset.rules:
        for fact in atoms(rule.when):
            if isinstance(fact, Is) and fact.question == question.id:
                found.setdefault(fact.option, set()).add(rule.then)
    return found


def unread_scores(subject: Subject) -> Iterator[Remark]:
    """Scores that no rule asks for."""
    asked_for = {
        part.score
        for rule in subject.ruleset.rules
        for part in compounds(rule.when)
        if isinstance(part, Reaches)
    }
    for name, score in subject.ruleset.scores.items():
        if name not in asked_for:
            yield remark(
                "T231",
                f"no rule reads the score `{name}`",
                score.at("id"),
                "let a rule ask for a threshold, as `{score: id, at_least: 2}`, or delete it",
                score,
            )
