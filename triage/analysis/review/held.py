"""What holds each rule: the cases that name it, and the properties that ask for what it brings.

For each rule some answers are found on which it fires. A property holds the rule where it speaks of
these answers and the rule stands on the way to what the property asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from triage.analysis.checks.subject import Subject
from triage.analysis.proofs.properties import NOTHING_ANSWERED, Property, StatedOutcome
from triage.cases.case_files import Case
from triage.engine.assessment import Assessment, Firing
from triage.engine.reference import reference_engine
from triage.language.conditions import Condition, holds
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.why.grounds import Trail


@dataclass(frozen=True, slots=True)
class Held:
    """What holds one rule, by ids: properties, cases in which it must fire, and those in which it
    must not.
    """

    properties: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def held(
    ruleset: RuleSet, cases: Sequence[Case], properties: Sequence[Property]
) -> dict[str, Held]:
    """What holds each rule, by its id.

    Raises:
        SolverMissing: answers on which a rule fires have to be searched for, and clingo is not
            installed.
    """
    subject, engine = Subject(ruleset), reference_engine(ruleset)
    fires: dict[str, list[str]] = {}
    silent: dict[str, list[str]] = {}
    for case in cases:
        for into, names in ((fires, case.expect.firing), (silent, case.expect.silent)):
            for name in names:
                into.setdefault(name, []).append(case.id)
    found: dict[str, Held] = {}
    for name in ruleset.rule:
        answers = subject.witness(name)
        known = () if answers is None else _asking(name, engine.assess(answers), properties)
        own = (tuple(told.get(name, ())) for told in (fires, silent))
        found[name] = Held(tuple(known), *own)
    return found


def _asking(rule: str, assessment: Assessment, properties: Iterable[Property]) -> Iterator[str]:
    trail = Trail(assessment)
    for entry in properties:
        for when, outcome in _demands(entry):
            if _speaks(when, assessment) and any(
                rule in {step.rule.id for step in trail.grounds(firing).steps}
                for firing in assessment.firings
                if _brings(firing, outcome)
            ):
                yield entry.id
                break


def _demands(entry: Property) -> Iterator[tuple[Condition | str, StatedOutcome]]:
    if entry.always is not None:
        yield entry.always.when, entry.always
    if entry.implies is not None and isinstance(entry.implies.then, StatedOutcome):
        yield entry.implies.when, entry.implies.then


def _speaks(when: Condition | str, assessment: Assessment) -> bool:
    if isinstance(when, str):
        return when == NOTHING_ANSWERED and not list(assessment.answers.facts())
    return holds(when, assessment.facts)


def _brings(firing: Firing, outcome: StatedOutcome) -> bool:
    """Whether this firing alone makes the outcome so."""
    rule, least = firing.rule, outcome.at_least or outcome.level
    if least is not None:
        return rule.brings(least)
    if outcome.cause is not None:
        return _fits(rule, outcome)
    return outcome.finding == rule.finding if outcome.finding else outcome.rule == rule.id


def _fits(rule: Rule, outcome: StatedOutcome) -> bool:
    strength = rule.strength
    return (
        strength is not None
        and rule.cause == outcome.cause
        and strength.speaks_for
        and strength.rank <= outcome.strength.rank
    )
