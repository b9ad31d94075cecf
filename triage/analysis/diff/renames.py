"""Who is who in two versions of a rule set: what an author renamed says so with `was`.

The old rule set is told in the ids of the new one, so that all that compares them sees the same
things under the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from triage.language.conditions import (
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Supported,
    rebuilt,
)
from triage.language.hazards import Hazard
from triage.language.model import (
    Identity,
    Impossible,
    LevelWords,
    Option,
    Question,
    Renamable,
    Rule,
    Score,
    ScoreItem,
    UnsureAdvice,
    Watch,
)
from triage.language.ruleset import RuleSet
from triage.language.screens import NoneOfThese, QuestionScreen, ScreenLine
from triage.language.words import Conclusion, ForCause

Named = TypeVar("Named", bound=Renamable)
Conditional = TypeVar("Conditional", Rule, ScoreItem, Impossible, UnsureAdvice)
Setting = TypeVar("Setting", ScreenLine, NoneOfThese)
Names = Mapping[str, str]
"""New ids by old ones."""


@dataclass(frozen=True)
class Renames:
    """What bears another id; ``options`` by the old id of their question."""

    questions: Names = field(default_factory=dict)
    options: Mapping[str, Names] = field(default_factory=dict)
    findings: Names = field(default_factory=dict)
    causes: Names = field(default_factory=dict)
    rules: Names = field(default_factory=dict)

    @cached_property
    def is_empty(self) -> bool:
        """Whether everything bears the id that it bore."""
        by_kind = (self.questions, self.options, self.findings, self.causes, self.rules)
        return not any(by_kind)


def renames(old: RuleSet, new: RuleSet) -> Renames:
    """What the new rule set says with `was` of what the old one holds.

    An id that both know stands for the same thing, whatever else is said.
    """
    questions = _pairs(old.questions, new.questions.values())
    causes = _pairs(old.causes, new.causes.values())
    levels = {f"{before}-level": f"{after}-level" for before, after in causes.items()}
    return Renames(
        questions,
        dict(_options(old, new, questions)),
        _pairs(old.findings, new.findings.values()),
        causes,
        {**_pairs(old.rule, new.rules), **levels},
    )


def renamed(old: RuleSet, names: Renames) -> RuleSet:
    """The old rule set in the ids of the new one; the same in every other way."""
    if names.is_empty:
        return old
    questions = [_question(question, names) for question in old.questions.values()]
    findings = [_called(one, names.findings) for one in old.findings.values()]
    causes = [_called(one, names.causes) for one in old.causes.values()]
    return replace(
        old,
        identity=_identity(old.identity, names),
        questions={question.id: question for question in questions},
        findings={finding.id: finding for finding in findings},
        causes={cause.id: cause for cause in causes},
        rules=tuple(_rule(rule, names) for rule in old.rules),
        scores={name: _score(score, names) for name, score in old.scores.items()},
        impossible=tuple(_when(one, names) for one in old.impossible),
        screens=tuple(_screen(one, names) for one in old.screens),
        hazards=tuple(_hazard(one, names) for one in old.hazards),
    )


def _options(
    old: RuleSet, new: RuleSet, questions: Names
) -> Iterable[tuple[str, Mapping[str, str]]]:
    for name, question in old.questions.items():
        after = new.questions.get(_new(questions, name))
        options = {option.id: option for option in question.options}
        pairs = _pairs(options, after.options) if after else {}
        if pairs:
            yield name, pairs


def _pairs(old: Mapping[str, object], new: Iterable[Renamable]) -> dict[str, str]:
    entries = list(new)
    kept = {entry.id for entry in entries}
    return {
        entry.was: entry.id
        for entry in reversed(entries)
        if entry.was in old and entry.was and entry.was not in kept and entry.id not in old
    }


def _new(names: Names, name: str) -> str:
    return names.get(name, name)


def _called(entry: Named, names: Names) -> Named:
    return entry.model_copy(update={"id": _new(names, entry.id)})


def _when(entry: Conditional, names: Renames) -> Conditional:
    return entry.model_copy(update={"when": _condition(entry.when, names)})


def _question(question: Question, names: Renames) -> Question:
    changes = {
        "options": tuple(_option(one, question.id, names) for one in question.options),
        "unsure": tuple(_when(one, names) for one in question.unsure),
        "applies_if": _condition(question.applies_if, names),
        "ask_if": _condition(question.ask_if, names),
    }
    return _called(question, names.questions).model_copy(update=changes)


def _option(option: Option, question: str, names: Renames) -> Option:
    options = names.options.get(question, {})
    called = _called(option, options)
    if option.narrow is None:
        return called
    dropped = tuple(
        one.model_copy(update={"becomes": one.becomes and _new(options, one.becomes)})
        for one in option.narrow.drop
    )
    narrow = option.narrow.model_copy(update={"drop": dropped})
    return called.model_copy(update={"narrow": narrow})


def _identity(identity: Identity, names: Renames) -> Identity:
    """The head, whose levels, lines to watch for and page to hand over name questions."""
    handover = {
        part: tuple(_new(names.questions, name) for name in getattr(identity.handover, part))
        for part in ("situation", "background")
    }
    changes = {
        "levels": {name: _level(words, names) for name, words in identity.levels.items()},
        "watch": tuple(_watch(one, names) for one in identity.watch),
        "handover": identity.handover.model_copy(update=handover),
    }
    return identity.model_copy(update=changes)


def _level(words: LevelWords, names: Renames) -> LevelWords:
    unsaid = {_new(names.questions, name): text for name, text in words.unsaid.items()}
    return words.model_copy(update={"unsaid": unsaid})


def _watch(watch: Watch, names: Renames) -> Watch:
    if watch.when is None:
        return watch
    return watch.model_copy(update={"when": _condition(watch.when, names)})


def _score(score: Score, names: Renames) -> Score:
    return score.model_copy(update={"items": tuple(_when(item, names) for item in score.items)})


def _hazard(hazard: Hazard, names: Renames) -> Hazard:
    rules = tuple(_new(names.rules, name) for name in hazard.rules)
    return hazard.model_copy(update={"rules": rules})


def _screen(screen: QuestionScreen, names: Renames) -> QuestionScreen:
    changes = {
        "lines": tuple(_setting(line, names) for line in screen.lines),
        "none": _setting(screen.none, names) if screen.none else None,
    }
    return screen.model_copy(update=changes)


def _setting(entry: Setting, names: Renames) -> Setting:
    sets = {
        _new(names.questions, name): _new(names.options.get(name, {}), option)
        for name, option in entry.sets.items()
    }
    return entry.model_copy(update={"sets": sets})


def _rule(rule: Rule, names: Renames) -> Rule:
    made = _when(_called(rule, names.rules), names)
    return made.model_copy(update={"then": _conclusion(rule.then, names)})


def _conclusion(then: Conclusion, names: Renames) -> Conclusion:
    if isinstance(then, Holds):
        return replace(then, finding=_new(names.findings, then.finding))
    if isinstance(then, ForCause):
        return replace(then, cause=_new(names.causes, then.cause))
    return then


def _condition(condition: Condition, names: Renames) -> Condition:
    return rebuilt(condition, lambda fact: _fact(fact, names))


def _fact(fact: Fact, names: Renames) -> Fact:
    if isinstance(fact, Is | IsNot):
        options = names.options.get(fact.question, {})
        question = _new(names.questions, fact.question)
        return replace(fact, question=question, option=_new(options, fact.option))
    if isinstance(fact, Holds):
        return replace(fact, finding=_new(names.findings, fact.finding))
    if isinstance(fact, Supported):
        return replace(fact, cause=_new(names.causes, fact.cause))
    return fact
