"""Whether each hazard is guarded against, and each emergency rule guards against one."""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.hazards.promises import PROMISES
from triage.analysis.hazards.standing import named_properties
from triage.analysis.proofs.prove import Broken, Proved, prove
from triage.language.diagnostics import did_you_mean, listed
from triage.language.hazards import ControlKind

SECONDS = 60.0
"""How long the proofs may take that hazards rest on."""


def uncontrolled(subject: Subject) -> Iterator[Remark]:
    """Hazards that name nothing that guards against them."""
    for hazard in subject.ruleset.hazards:
        if not hazard.controls:
            message = f"the hazard `{hazard.id}` has no control: it is open"
            help_text = "name under `controls` what guards against it"
            yield remark("T250", message, hazard.at("id"), help_text)


def missing_controls(subject: Subject) -> Iterator[Remark]:
    """Controls that are not there."""
    if not subject.ruleset.hazards:
        return
    known = subject.nameable
    for hazard in subject.ruleset.hazards:
        for control in hazard.controls:
            if not known.has(control):
                message = f"there is no `{control}`, so the hazard `{hazard.id}` is open again"
                names = known.names(control.kind) or ()
                help_text = did_you_mean(control.name.removesuffix("*"), names)
                yield remark("T251", message, control.name.span, help_text or _wanted(control.kind))


def unproved_controls(subject: Subject) -> Iterator[Remark]:
    """Properties that hazards rest on and that are not proved."""
    ruleset = subject.ruleset
    if not ruleset.hazards:
        return
    named = named_properties(ruleset, subject.nameable)
    verdicts = {one.property.id: one.verdict for one in prove(ruleset, named, SECONDS).results}
    for hazard in ruleset.hazards:
        for control in hazard.controls:
            verdict = verdicts.get(control.name)
            if control.kind is not ControlKind.PROPERTY or isinstance(verdict, Proved | None):
                continue
            how = "is broken" if isinstance(verdict, Broken) else "was not proved in time"
            message = f"the control `{control}` {how}, so the hazard `{hazard.id}` is open again"
            help_text = "`triage prove` shows the smallest answers that break it"
            yield remark("T252", message, control.name.span, help_text)


def guarding_against_nothing(subject: Subject) -> Iterator[Remark]:
    """Rules that bring an emergency and that no hazard is about, where hazards are written down."""
    ruleset = subject.ruleset
    if not ruleset.hazards or ruleset.emergency is None:
        return
    named = {name for hazard in ruleset.hazards for name in hazard.rules}
    causes = {f"{name}-level": cause for name, cause in ruleset.causes.items()}
    for rule in ruleset.rules:
        if rule.level == ruleset.emergency and rule.id not in named:
            message = f"no hazard names `{rule.id}`, which brings `{ruleset.emergency.id}`"
            help_text = "name it under `rules` of the hazard that it guards against"
            yield remark("T253", message, rule.at("id"), help_text, causes.get(rule.id, rule))


def _wanted(kind: ControlKind) -> str:
    if kind is ControlKind.TEST:
        return f"the programme promises {listed(PROMISES)}"
    return "take it out, or write down what should guard"
