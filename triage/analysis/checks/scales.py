"""What scales and scores leave out: options between others that no rule reads, and scores that
nobody asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.language.conditions import Is, Reaches, atoms, compounds
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Conclusion, Kind


def holes(subject: Subject) -> Iterator[Remark]:
    """Options of a scale that no rule reads, between two that lead to the same."""
    for question in subject.ruleset.questions.values():
        if question.kind is Kind.SCALE:
            yield from _holes(question, _conclusions(question, subject.ruleset))


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
