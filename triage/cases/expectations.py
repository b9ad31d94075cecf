"""What a case expects, and whether it came so.

An expected level or cause names the rule that must bring it, so a case cannot pass for the wrong
reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from pydantic import Field

from triage.answers.value import NOT_SURE, Answer, Answers, choose
from triage.engine.assessment import Assessment
from triage.interview.state import Interview
from triage.language.diagnostics import Diagnostic, did_you_mean
from triage.language.model import Entry, Question
from triage.language.ruleset import RuleSet
from triage.language.source import Text
from triage.language.values import LevelName, Name

CauseByRule = dict[Name, Name]


class ExpectedLevel(Entry):
    """The level that must result, and a rule that must bring it."""

    is_: LevelName = Field(alias="is")
    by: Name


class ExpectedCauses(Entry):
    """Causes with a rule that must speak for each, the first of all, how well causes fit, and
    causes not listed.
    """

    first: CauseByRule = Field(default_factory=dict, max_length=1)
    include: CauseByRule = Field(default_factory=dict)
    fits: dict[Name, Literal["typical", "compatible", "risk"]] = Field(default_factory=dict)
    exclude: tuple[Name, ...] = ()

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Every cause that must be listed, with the rule that must speak for it."""
        return (*self.first.items(), *self.include.items())


class Expected(Entry):
    """What must follow from the answers of a case; ``asked`` and ``not_asked`` speak of the
    interview over them.
    """

    level: ExpectedLevel | None = None
    causes: ExpectedCauses = ExpectedCauses()
    fires: tuple[Name, ...] = ()
    silent: tuple[Name, ...] = ()
    asked: tuple[Name, ...] = ()
    not_asked: tuple[Name, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is expected."""
        return not any(
            (
                self.level,
                self.firing,
                self.causes.fits,
                self.causes.exclude,
                self.silent,
                self.asked,
                self.not_asked,
            )
        )

    @property
    def firing(self) -> tuple[str, ...]:
        """Every rule that must fire, once."""
        by = (self.level.by,) if self.level else ()
        return tuple(dict.fromkeys((*by, *(rule for _, rule in self.causes.named), *self.fires)))


def unknown_names(expect: Expected, ruleset: RuleSet) -> Iterator[Diagnostic]:
    """A diagnostic for each name that the rule set does not know."""
    causes = expect.causes
    named = [name for key in ("first", "include", "fits", "exclude") for name in causes.words(key)]
    yield from _unknown("T124", "cause", named, ruleset.causes)
    yield from _unknown("T127", "rule", _rule_names(expect), ruleset.rule)
    asked = (*expect.words("asked"), *expect.words("not_asked"))
    yield from _unknown("T121", "question", asked, ruleset.questions)


def _rule_names(expect: Expected) -> Iterator[Text]:
    """Every rule that is named, each once among those that must fire, with its place."""
    by = (expect.level.word("by"),) if expect.level else ()
    speaking = (*expect.causes.mapped("first"), *expect.causes.mapped("include"))
    yield from dict.fromkeys((*by, *speaking, *expect.words("fires")))
    yield from expect.words("silent")


def unmet(expect: Expected, assessment: Assessment) -> list[str]:
    """What of the expectations does not hold, one sentence each; empty where all do."""
    return [
        *_wrong_level(expect, assessment),
        *_wrong_causes(expect.causes, assessment),
        *_wrong_fits(expect.causes, assessment),
        *_wrong_rules(expect, assessment),
        *_wrong_questions(expect, assessment),
    ]


def questions_asked(ruleset: RuleSet, answers: Answers) -> tuple[str, ...]:
    """The questions that an interview over these answers asks, in order.

    What the answers leave out is answered with "none of these", or "not sure" where one option must
    be chosen.
    """
    interview, asked = Interview(ruleset), dict[str, None]()
    while interview.current is not None:
        question = interview.current.question
        asked[question.id] = None
        interview = interview.answer(_said(question, answers))
    return tuple(asked)


def _said(question: Question, answers: Answers) -> Answer:
    absent = NOT_SURE if question.kind.takes_one else choose(question)
    return answers.given.get(question.id, absent)


def _unknown(
    code: str, what: str, names: Iterable[Text], known: Collection[str]
) -> Iterator[Diagnostic]:
    for name in names:
        if name not in known:
            yield Diagnostic(code, f"unknown {what} `{name}`", name.span, did_you_mean(name, known))


def _wrong_level(expect: Expected, assessment: Assessment) -> Iterator[str]:
    if expect.level is None:
        return
    got = [firing.rule.id for firing in assessment.deciding]
    if assessment.level != expect.level.is_:
        yield (
            f"expected level {expect.level.is_.id} by {expect.level.by}, "
            f"got {assessment.level.id} by {', '.join(got) or 'no rule'}"
        )
    elif expect.level.by not in got:
        yield (
            f"expected level {expect.level.is_.id} by {expect.level.by}, got it by {', '.join(got)}"
        )


def _wrong_causes(expect: ExpectedCauses, assessment: Assessment) -> Iterator[str]:
    listed = [candidate.cause.id for candidate in assessment.causes]
    fired = {firing.rule.id: firing.rule for firing in assessment.firings}
    for cause, rule_id in dict.fromkeys(expect.named):
        rule = fired.get(rule_id)
        if cause not in listed:
            yield f"expected cause {cause} by {rule_id}, got {', '.join(listed) or 'no cause'}"
        elif rule is None or rule.cause != cause:
            yield f"expected {rule_id} to speak for {cause}; it did not"
    for cause in expect.first:
        if listed[:1] != [cause]:
            yield f"expected {cause} first, got {', '.join(listed) or 'no cause'}"
    for cause in expect.exclude:
        if cause in listed:
            yield f"expected {cause} not to be listed"


def _wrong_fits(expect: ExpectedCauses, assessment: Assessment) -> Iterator[str]:
    fits = {candidate.cause.id: candidate.fit.value for candidate in assessment.causes}
    for cause, fit in expect.fits.items():
        if fits.get(cause) != fit:
            yield f"expected cause {cause} as {fit}, got {fits.get(cause, 'it not listed')}"


def _wrong_rules(expect: Expected, assessment: Assessment) -> Iterator[str]:
    fired = {firing.rule.id for firing in assessment.firings}
    for rule in expect.fires:
        if rule not in fired:
            yield f"expected {rule} to fire"
    for rule in expect.silent:
        if rule in fired:
            yield f"expected {rule} to stay silent"


def _wrong_questions(expect: Expected, assessment: Assessment) -> Iterator[str]:
    if not expect.asked and not expect.not_asked:
        return
    asked = questions_asked(assessment.ruleset, assessment.answers)
    for question in expect.asked:
        if question not in asked:
            yield f"expected {question} to be asked; the interview over these answers leaves it out"
    for question in expect.not_asked:
        if question in asked:
            yield f"expected {question} not to be asked; the interview over these answers asks it"
