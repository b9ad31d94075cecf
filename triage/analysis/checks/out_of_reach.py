"""Rules, causes and options that no interview reaches: proved over all people, those included who
are not sure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.checks.unread import shut
from triage.analysis.search.goals import Fires, Goal, Met
from triage.analysis.search.people import premises
from triage.analysis.search.people_solver import SAID
from triage.answers.value import Answers, choose
from triage.lacks.people import excluded, said
from triage.language.conditions import Is, Supported, questions_of
from triage.language.model import Accountable, Cause, Option, Rule


def out_of_reach(subject: Subject, about: Collection[str] | None = None) -> Iterator[Remark]:
    """Rules, causes and options that no person reaches, though answers by themselves could; of all
    questions, or of those in ``about`` and what rests on them.
    """
    if premises(subject.ruleset):
        names = subject.ruleset.questions.keys() if about is None else about
        yield from _rules_and_causes(_Somebody(subject), names)
        yield from _options(_Somebody(subject), names)


def _rules_and_causes(reach: _Somebody, names: Collection[str]) -> Iterator[Remark]:
    ruleset = reach.subject.ruleset
    reading = (rule for rule in ruleset.rules if not rule.questions.isdisjoint(names))
    lost = [rule for rule in ruleset.graph.downstream(reading) if reach.is_lost(rule)]
    for rule in lost:
        if not isinstance(rule.when, Supported):
            yield _unreached(f"the rule `{rule.id}`", rule, rule)
    for cause in ruleset.causes.values():
        about = [rule for rule in ruleset.graph.about_cause(cause.id) if rule.speaks_for]
        ways = (Fires(rule.id, SAID) for rule in about)
        if any(rule in lost for rule in about) and not reach.is_proved(*ways):
            yield _unreached(f"the cause `{cause.id}`", cause, cause)


def _options(reach: _Somebody, names: Collection[str]) -> Iterator[Remark]:
    """The options of questions that are asked at all."""
    never = {question.id for question in shut(reach.subject)}
    for name, question in reach.subject.ruleset.questions.items():
        for option in question.options if name in names and name not in never else ():
            is_told = reach.is_said(Answers({name: choose(question, option.id)}))
            if not is_told and not reach.is_proved(Met(Is(name, option.id), SAID)):
                what = f"the option `{option.id}` of `{name}`"
                yield _unreached(what, option, option, question)


def _unreached(what: str, entry: Rule | Cause | Option, *about: Accountable) -> Remark:
    help_text = (
        "the gates of what it needs, or words that exclude each other, keep everybody from it: "
        "open them, or delete it"
    )
    return remark("T216", f"no interview reaches {what}", entry.at("id"), help_text, *about)


@dataclass(frozen=True, eq=False)
class _Somebody:
    """Who comes to what: a person who knows little is tried before all are searched."""

    subject: Subject

    def is_lost(self, rule: Rule) -> bool:
        """Whether the rule fires on some answers that are called possible, and in no interview."""
        answers = self.subject.witness(rule.id)
        if answers is None or self.is_said(answers) or self.is_proved(Fires(rule.id, SAID)):
            return False
        entries = tuple(Met(entry.when) for entry in self.subject.ruleset.impossible)
        return self.subject.is_possible(Goal((Fires(rule.id),), entries))

    def is_said(self, answers: Answers) -> bool:
        """Whether somebody who knows just these answers comes to say them all, and is bound by
        nothing else.
        """
        names, questions = answers.given.keys(), self.subject.ruleset.questions
        if not self._bound.isdisjoint(names):
            return False
        if not any(questions[name].gates for name in names):
            return True
        return names <= said(self.subject.ruleset, answers).given.keys()

    def is_proved(self, *ways: Fires | Met) -> bool:
        """Whether somebody comes to one of the ways."""
        return any(self.subject.people.exists(Goal((way,))) for way in ways)

    @cached_property
    def _bound(self) -> frozenset[str]:
        """The questions with an `applies_if`, and those that a premise reads: what is true of them
        depends on other answers.
        """
        ruleset = self.subject.ruleset
        gated = {name: one.applies_if for name, one in ruleset.questions.items()}
        conditions = (*gated.values(), *(entry.when for entry in excluded(ruleset)))
        named = (name for condition in conditions for name in questions_of(condition))
        meant = (name for name, one in ruleset.questions.items() if "applies_if" in one.gates)
        return frozenset((*named, *meant))
