"""Gates that hide a level from people as they are asked: proved over all people, those included who
are not sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.proofs.hidden_levels import Hidden, has_gates, hidden
from triage.answers.value import Answers
from triage.language.ruleset import RuleSet
from triage.language.words import Level


def hidden_levels(subject: Subject) -> Iterator[Remark]:
    """Gates that keep a person from a rule that would bring a protected level."""
    ruleset = subject.ruleset
    if not has_gates(ruleset):
        return
    told: list[str] = []
    for level in reversed(ruleset.protected):
        for found in hidden(ruleset, level, subject.people, told):
            told.extend(found.shut)
            yield _hiding(ruleset, level, found)


def _hiding(ruleset: RuleSet, level: Level, found: Hidden) -> Remark:
    question, rule = ruleset.questions[found.shut[0]], found.lost[0]
    key = "ask_if" if "ask_if" in question.gates else "applies_if"
    return remark(
        "T215",
        f"`{key}` of `{question.id}` hides the rule `{rule.id}`, and `{level.id}` with it",
        question.at(key),
        f"a person who knows {known_words(found.known, ruleset)}, and is not sure about the rest, "
        f"is never asked {_named(found.never_asked)}",
    )


def known_words(known: Answers, ruleset: RuleSet) -> str:
    """What a person knows, answer by answer.

    A denial that only follows from the one choice of a question is left out.
    """
    said = []
    for name, question in ruleset.questions.items():
        answer = known[name]
        yes, no = sorted(answer.yes), sorted(answer.no)
        said += [f"`{name}: {_flow(yes)}`"] if yes else []
        if no and not (yes and question.kind.takes_one):
            said.append(f"`{name}: {{not: {_flow(no)}}}`")
    return ", ".join(said) or "nothing"


def _flow(options: Sequence[str]) -> str:
    return options[0] if len(options) == 1 else f"[{', '.join(options)}]"


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
