"""People as they are asked: gates that hide a level, and what no interview reaches. Both are proved
over all people, those included who are not sure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.checks.unread import shut
from triage.analysis.proofs.hidden_levels import Hidden, LevelVerdict, level_verdicts
from triage.analysis.search.goals import Fires, Goal, Met
from triage.analysis.search.people import premises
from triage.analysis.search.people_solver import SAID
from triage.answers.value import Answers
from triage.lacks.people import excluded
from triage.language.conditions import Is, IsNot, Supported, atoms
from triage.language.model import Accountable, Cause, Option, Question, Rule
from triage.language.ruleset import RuleSet


def hidden_levels(subject: Subject) -> Iterator[Remark]:
    """Gates that keep a person from a rule that would bring a protected level."""
    ruleset = subject.ruleset
    if not any(question.gates for question in ruleset.questions.values()):
        return
    told: set[tuple[str, ...]] = set()
    for verdict in level_verdicts(ruleset, subject.people):
        for hidden in verdict.hidden:
            if hidden.never_asked not in told:
                told.add(hidden.never_asked)
                yield _hiding(ruleset, verdict, hidden)


def _hiding(ruleset: RuleSet, verdict: LevelVerdict, hidden: Hidden) -> Remark:
    question, rule = ruleset.questions[hidden.never_asked[0]], hidden.lost[0]
    key = "ask_if" if "ask_if" in question.gates else "applies_if"
    return remark(
        "T215",
        f"`{key}` of `{question.id}` hides the rule `{rule.id}`, and `{verdict.level.id}` with it",
        question.at(key),
        f"a person who knows {known_words(hidden.known, ruleset)}, and is not sure about the rest, "
        f"is never asked {_named(hidden.never_asked)}",
    )


def never_reached(subject: Subject) -> Iterator[Remark]:
    """Rules, causes and options that no person reaches, though answers by themselves could."""
    if premises(subject.ruleset):
        depending = {question.id: question for question in _depending(subject.ruleset)}
        yield from _rules_and_causes(subject, depending)
        yield from _options(subject, depending)


def _rules_and_causes(subject: Subject, depending: Collection[str]) -> Iterator[Remark]:
    ruleset = subject.ruleset
    lost = [rule for rule in ruleset.rules if _is_lost(rule, subject, depending)]
    for rule in lost:
        if not isinstance(rule.when, Supported):
            yield _unreached(f"the rule `{rule.id}`", rule, rule)
    for cause in ruleset.causes.values():
        about = [rule for rule in ruleset.graph.about_cause(cause.id) if rule.speaks_for]
        ways = (Fires(rule.id, SAID) for rule in about)
        if any(rule in lost for rule in about) and not _is_reached(subject, *ways):
            yield _unreached(f"the cause `{cause.id}`", cause, cause)


def _options(subject: Subject, depending: Mapping[str, Question]) -> Iterator[Remark]:
    """The options of questions that are asked at all."""
    for name in depending.keys() - {question.id for question in shut(subject)}:
        for option in depending[name].options:
            if not _is_reached(subject, Met(Is(name, option.id), SAID)):
                what = f"the option `{option.id}` of `{name}`"
                yield _unreached(what, option, option, depending[name])


def _unreached(what: str, entry: Rule | Cause | Option, *about: Accountable) -> Remark:
    help_text = (
        "the gates of what it needs, or words that exclude each other, keep everybody from it: "
        "open them, or delete it"
    )
    return remark("T216", f"no interview reaches {what}", entry.at("id"), help_text, *about)


def _is_lost(rule: Rule, subject: Subject, depending: Collection[str]) -> bool:
    """Whether the rule fires on some answers that are called possible, and in no interview."""
    answers = subject.witnesses[rule.id]
    if answers is None or not any(name in answers.given for name in depending):
        return False
    if _is_reached(subject, Fires(rule.id, SAID)):
        return False
    entries = tuple(Met(entry.when) for entry in subject.ruleset.impossible)
    return subject.is_possible(Goal((Fires(rule.id),), entries))


def _is_reached(subject: Subject, *ways: Fires | Met) -> bool:
    """Whether somebody comes to one of the ways."""
    return any(subject.people.exists(Goal((way,))) for way in ways)


def _depending(ruleset: RuleSet) -> Iterator[Question]:
    """The questions that not everybody can answer freely: those with gates, and those that a
    premise reads.
    """
    read = {
        fact.question
        for condition in (
            *(question.applies_if for question in ruleset.questions.values()),
            *(entry.when for entry in excluded(ruleset)),
        )
        for fact in atoms(condition)
        if isinstance(fact, Is | IsNot)
    }
    for name, question in ruleset.questions.items():
        if question.gates or name in read:
            yield question


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
