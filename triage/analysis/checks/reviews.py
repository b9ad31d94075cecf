"""Whether signatures are of rules as they read today."""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.language.diagnostics import did_you_mean
from triage.language.reviews import rule_digest


def outdated_signatures(subject: Subject) -> Iterator[Remark]:
    """Signatures of rules that have changed since, or that are gone."""
    ruleset = subject.ruleset
    for signature in ruleset.signatures:
        for name, digest in zip(signature.words("rules"), signature.mapped("rules"), strict=True):
            rule = ruleset.rule.get(name)
            if rule is None:
                message = f"`{name}` was signed ({signature.by}), and there is no such rule"
                help_text = did_you_mean(name, ruleset.rule) or "take the line out"
            elif rule_digest(rule, ruleset) != digest:
                message = f"`{name}` has changed since it was signed ({signature.by})"
                help_text = "it counts as unsigned: read it again, and sign it or take the line out"
            else:
                continue
            yield remark("T254", message, digest.span, help_text)
