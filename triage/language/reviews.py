"""Who signed which rules, and what was decided on the way: the files `reviews.yaml` and
`decisions.yaml`.

A signature is of a rule as it was read: its condition, what that asks in words, what it concludes,
why, and what its claims and sources say. Whatever of this changes, the rule is unsigned again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from triage.language.conditions import Fact, Holds, Reaches, Supported, fold
from triage.language.model import Option, Rule
from triage.language.ruleset import RuleSet
from triage.language.signatures import Signature
from triage.language.words import ForCause, Level

DIGITS = 12
"""Hexadecimal digits of a digest."""

_Plain = list[object]


def rule_digest(rule: Rule, ruleset: RuleSet) -> str:
    """What tells the rule as it reads today from every other text of it."""
    told = [rule.id, _when(rule, ruleset), _then(rule), rule.because, rule.added]
    told += (_cited(cite, ruleset) for cite in rule.cites)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:DIGITS]


def digests(rules: Iterable[Rule], ruleset: RuleSet) -> dict[str, str]:
    """The digest of each rule by its id."""
    return {rule.id: rule_digest(rule, ruleset) for rule in rules}


def signed_rules(ruleset: RuleSet) -> Mapping[str, tuple[Signature, ...]]:
    """Each rule that bears a signature as it reads today, with all of them."""
    found: dict[str, list[Signature]] = {}
    for signature in ruleset.signatures:
        for name, digest in signature.rules.items():
            rule = ruleset.rule.get(name)
            if rule is not None and rule_digest(rule, ruleset) == digest:
                found.setdefault(name, []).append(signature)
    return {name: tuple(signatures) for name, signatures in found.items()}


def _when(rule: Rule, ruleset: RuleSet) -> object:
    def reaches(weighed: list[tuple[object, int]], whole: Reaches) -> object:
        score = ruleset.scores[whole.score] if whole.score else None
        reasons = [(item.points, item.because) for item in score.items] if score else []
        return ["points", weighed, whole.least, score and score.name, whole.start, reasons]

    def all_of(parts: Iterable[object]) -> object:
        return ["all", *parts]

    def any_of(parts: Iterable[object]) -> object:
        return ["any", *parts]

    return fold(rule.when, lambda fact: _fact(fact, ruleset), all_of, any_of, reaches)


def _fact(fact: Fact, ruleset: RuleSet) -> object:
    if isinstance(fact, Holds):
        finding = ruleset.findings[fact.finding]
        return ["finding", finding.id, finding.name, finding.help]
    if isinstance(fact, Supported):
        return ["cause", fact.cause, ruleset.causes[fact.cause].name]
    question = ruleset.questions[fact.question]
    asked = [question.id, question.kind, question.text, question.plainer, question.help]
    return [type(fact).__name__, asked, list(_option(question.option(fact.option)))]


def _option(option: Option) -> Iterator[object]:
    yield from (option.id, option.text, option.said, option.help)
    if option.narrow is not None:
        yield option.narrow.ask
        yield [meaning.text for meaning in option.narrow.keep]
        yield [[meaning.text, meaning.becomes] for meaning in option.narrow.drop]


def _then(rule: Rule) -> _Plain:
    match rule.then:
        case ForCause(cause, strength):
            return [cause, strength]
        case Holds(finding):
            return [finding]
        case Level() as level:
            return [level.rank, level.id]


def _cited(cite: str, ruleset: RuleSet) -> _Plain:
    claim, source = ruleset.claims.get(cite), ruleset.source_of(cite)
    says = [claim.section, claim.says, claim.strength, claim.within] if claim else []
    return [cite, *says, source.title, source.publisher, source.kind, source.url]
