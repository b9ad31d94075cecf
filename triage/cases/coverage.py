"""What of a rule set its cases put to the test: rules, conditions, options, levels and claims.

A rule counts twice: some case makes it fire, and some case holds it back by exactly one missing
condition. Without the second, nothing would notice that the rule asks for too little. A condition
is false where the question was answered otherwise, or where no rule concludes the finding; an
answer that is not known makes it neither true nor false. Cases that fail count as well: they show
that something was put to the test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from triage.cases.case_files import Case, mismatches
from triage.cases.edges import bound_measures, point_measures
from triage.cases.measures import Gap, Measure, measured
from triage.cases.sweep import Sweep
from triage.engine.bits import Numbering
from triage.language.conditions import (
    Fact,
    Is,
    IsNot,
    atoms,
    opposite,
)
from triage.language.diagnostics import Span
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level


@dataclass(frozen=True, slots=True)
class RuleCount:
    """In how many cases a rule fires, and in how many one missing condition holds it back."""

    rule: Rule
    fired: int
    held_back: int


@dataclass(frozen=True)
class Coverage:
    """What the cases of a rule set cover, and those of them that fail."""

    ruleset: RuleSet
    cases: int
    failing: tuple[Case, ...]
    rules: tuple[RuleCount, ...]
    measures: tuple[Measure, ...]


def measure(ruleset: RuleSet, cases: Sequence[Case]) -> Coverage:
    """What ``cases`` cover of ``ruleset``."""
    sweep = Sweep(ruleset, [case.answers for case in cases])
    failing = tuple(
        case
        for place, case in enumerate(cases)
        if case.todo is None and mismatches(case, sweep.assessment(place))
    )
    counted = tuple(
        RuleCount(rule, bits.bit_count(), _held_back(rule, bits, sweep).bit_count())
        for rule, bits in zip(ruleset.rules, sweep.fired, strict=True)
    )
    return Coverage(
        ruleset,
        len(cases),
        failing,
        counted,
        (
            *_rule_measures(counted),
            *_condition_measures(sweep),
            *point_measures(sweep),
            *bound_measures(sweep),
            _options(sweep),
            _levels(sweep),
            _claims(sweep),
        ),
    )


def _held_back(rule: Rule, fired: int, sweep: Sweep) -> int:
    """The cases in which one condition is false, whichever, and the rule would fire if it were
    true.
    """
    known = {fact: sweep.where(fact) for fact in atoms(rule.when)}
    facts = Numbering(known)
    where = facts.compiled(rule.when)
    found = 0
    for missing in known:
        as_if = facts.table({**known, missing: sweep.everywhere}, len(sweep.answers))
        found |= where(as_if) & _false(missing, sweep)
    return found & ~fired


def _rule_measures(counted: Sequence[RuleCount]) -> Iterator[Measure]:
    yield measured("rules fired", ((_gap(count.rule), bool(count.fired)) for count in counted))
    yield measured(
        "rules held back by one condition",
        (
            (_gap(count.rule), bool(count.held_back))
            for count in counted
            if any(atoms(count.rule.when))
        ),
    )


def _gap(rule: Rule) -> Gap:
    return Gap(rule.id, rule.at("id"))


def _condition_measures(sweep: Sweep) -> Iterator[Measure]:
    places = dict(_conditions(sweep.ruleset))
    yield measured(
        "conditions true",
        ((Gap(fact, span), bool(sweep.where(fact))) for fact, span in places.items()),
    )
    yield measured(
        "conditions false",
        ((Gap(fact, span), bool(_false(fact, sweep))) for fact, span in places.items()),
    )


def _conditions(ruleset: RuleSet) -> Iterator[tuple[Fact, Span]]:
    """Each condition of a rule or of a gate, with a place where it stands."""
    for question in ruleset.questions.values():
        yield from (
            (fact, getattr(fact, "span", None) or question.span) for fact in atoms(question.gate)
        )
    for rule in ruleset.rules:
        yield from ((fact, getattr(fact, "span", None) or rule.span) for fact in atoms(rule.when))


def _false(fact: Fact, sweep: Sweep) -> int:
    """The cases that say that the fact is not so, or whose rules do not conclude it."""
    if isinstance(fact, Is | IsNot):
        return sweep.where(opposite(fact))
    return sweep.everywhere & ~sweep.where(fact)


def _options(sweep: Sweep) -> Measure:
    options = (
        (Is(name, option.id), option.at("id"))
        for name, question in sweep.ruleset.questions.items()
        for option in question.options
    )
    return measured(
        "options chosen", ((Gap(chosen, span), chosen in sweep.given) for chosen, span in options)
    )


def _levels(sweep: Sweep) -> Measure:
    reached = set(_reached(sweep))
    return measured(
        "levels reached",
        (
            (Gap(level.id, sweep.ruleset.words(level).span), level in reached)
            for level in sweep.ruleset.levels
        ),
    )


def _reached(sweep: Sweep) -> Iterator[Level]:
    """The levels that some case results in."""
    lower = sweep.everywhere
    for level in reversed(sweep.ruleset.levels):
        found = lower if level == sweep.ruleset.lowest else 0
        for rule, bits in zip(sweep.ruleset.rules, sweep.fired, strict=True):
            found |= bits & lower if rule.level == level else 0
        lower &= ~found
        if found:
            yield level


def _claims(sweep: Sweep) -> Measure:
    """A claim is exercised where something that cites it comes into play in a case."""
    used = {cite for cites in _cites_in_play(sweep) for cite in cites}
    return measured(
        "claims exercised",
        ((Gap(name, claim.at("id")), name in used) for name, claim in sweep.ruleset.claims.items()),
    )


def _cites_in_play(sweep: Sweep) -> Iterator[Iterable[str]]:
    """What is cited by rules that fire, findings that hold, causes that are listed, questions that
    are answered and follow-ups of options that are ticked.
    """
    ruleset = sweep.ruleset
    fired = [rule for rule, bits in zip(ruleset.rules, sweep.fired, strict=True) if bits]
    listed = {rule.cause for rule in fired if rule.cause is not None and rule.speaks_for}
    answered = {fact.question for fact in sweep.given}
    yield from (rule.cites for rule in fired)
    yield from (ruleset.findings[rule.finding].cites for rule in fired if rule.finding is not None)
    yield from (
        statement.cites for cause in listed for statement in ruleset.causes[cause].statements()
    )
    yield from (ruleset.questions[name].cites for name in answered)
    yield from (
        option.narrow.cites
        for question in ruleset.questions.values()
        for option in question.options
        if option.narrow and Is(question.id, option.id) in sweep.given
    )
    yield from (ruleset.words(rule.level).cites for rule in fired if rule.level is not None)
    yield from (watch.cites for watch in ruleset.identity.watch if sweep.answers)
