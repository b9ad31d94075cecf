"""Why a question is asked."""

from __future__ import annotations

from triage.answers.value import Answers, choose
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.why.asked import why_asked


def test_why_asked_names_the_rules_that_wait_and_nothing_else(tiny: RuleSet) -> None:
    why = why_asked(tiny, Answers(), "smoking")
    assert [rule.id for rule in why.rules] == ["sn-clot-risk", "smoking-narrows"]
    not_swollen = Answers({"leg": choose(tiny.questions["leg"])})
    assert [rule.id for rule in why_asked(tiny, not_swollen, "smoking").rules] == [
        "smoking-narrows"
    ]


def test_why_asked_says_what_is_known_so_far(tiny: RuleSet) -> None:
    lasting = Answers({"persistence": choose(tiny.questions["persistence"], "constant")})
    why = why_asked(tiny, lasting, "smoking")
    assert (why.level, why.findings) == (Level.SEE_DOCTOR, ("lasting",))
