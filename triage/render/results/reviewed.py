"""How much of a rule set is signed, in one line: the same in results, `about` and the handbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.language.ruleset import RuleSet
    from triage.language.signatures import Signature

NOBODY = "No clinician has reviewed this rule set yet."


def reviewed_words(ruleset: RuleSet) -> str:
    """How many rules bear a signature as they read today, and whose."""
    from triage.language.reviews import signed_rules

    signed = signed_rules(ruleset) if ruleset.signatures else {}
    if not signed:
        return NOBODY
    words = f"{len(signed)} of {len(ruleset.rules)} rules are signed as they read today"
    return f"{words}: {signers(one for found in signed.values() for one in found)}."


def signers(signatures: Iterable[Signature]) -> str:
    """Who signed and when, each once."""
    return "; ".join(dict.fromkeys(f"{one.by}, on {one.date}" for one in signatures))
