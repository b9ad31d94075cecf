"""The order of causes: which comes first where several are listed.

The dangers, which at an emergency brought it; then the fit; then how many things the person said
that point to the cause, less those against it; then what stays the same for everybody
(``RuleSet.standing``). The number of rules plays no part: two rules that rest on one answer count
once.
"""

from __future__ import annotations

from triage.language.conditions import Is, IsNot
from triage.language.ruleset import RuleSet
from triage.language.words import Strength

Rank = tuple[int, int, int, str]
"""Sorts the causes of a case, best first. The third part is another one for each cause."""

Said = tuple[str, str]
"""One thing a person said: the question and the option; no option where the whole answer is
one.
"""


def said(fact: Is | IsNot, ruleset: RuleSet) -> Said:
    """The one thing said that yields the fact.

    An answer to a question that takes one option is one thing, whatever is read of it. Of a
    question that takes many each chosen option is one, and all that were not chosen are one
    together.
    """
    takes_one = ruleset.questions[fact.question].kind.takes_one
    return fact.question, "" if takes_one or isinstance(fact, IsNot) else fact.option


def rank(ruleset: RuleSet, cause: str, fit: Strength, balance: int) -> Rank:
    """The rank of a cause that is listed with this fit.

    Args:
        ruleset: where the cause belongs.
        cause: its id.
        fit: the strongest word for it.
        balance: how many things were said against it, less those that point to it.
    """
    is_danger = ruleset.causes[cause].is_danger(fit)
    group = fit.rank - len(Strength) if is_danger else fit.rank
    return group, balance, ruleset.standing[cause], cause
