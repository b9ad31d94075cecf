"""Answers to "why": why this question, why not that cause, what could still change, all as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from triage.answers import NOT_ASKED, Answer, Answers, State, choose
from triage.assessment import Assessment
from triage.chaining import conclusions
from triage.conditions import All, Any, Condition, Fact, Holds, Is, IsNot, Supported, atoms
from triage.engine.sliced import SlicedEngine
from triage.interview import View, applies
from triage.model import Question, Rule
from triage.ruleset import RuleSet
from triage.vocabulary import ForCause, Kind, Level, Strength

MOST_JOINT_OPTIONS = 3
"""How many options of one question are tried together when no single one reaches the highest level possible."""


@dataclass(frozen=True, slots=True)
class Rise:
    """An answer to ``question`` that would raise the level to ``level``, all other answers staying as they are."""

    question: Question
    options: tuple[str, ...]
    level: Level


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What is known before a question, and the rules that wait for its answer."""

    question: Question
    level: Level
    findings: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The rule that comes nearest to firing, and the answer facts it lacks."""

    rule: Rule
    lacks: tuple[Is | IsNot, ...]


def is_unanswered(question: Question, answers: Answers) -> bool:
    """Whether an answer to the question is still missing or was left open."""
    answer = answers[str(question.id)]
    return answer.state is not State.GIVEN or answer.is_unsure(question)


def open_questions(assessment: Assessment, cause: str) -> tuple[Question, ...]:
    """The questions not asked, not sure or declined that rules about ``cause`` still wait for."""
    ruleset, answers = assessment.ruleset, assessment.answers
    wanted = {f.question for rule in _about(ruleset, cause) for f in _lacking(rule.when, assessment)}
    return tuple(question for question in ruleset.questions.values()
                 if question.id in wanted and is_unanswered(question, answers))


def could_rise(assessment: Assessment) -> tuple[Rise, ...]:
    """For each unanswered question that makes sense, the highest level above today's that an answer would reach."""
    asked = [question for question in assessment.ruleset.questions.values()
             if is_unanswered(question, assessment.answers) and _may_apply(question, assessment.answers)]
    ceilings = _ceilings(assessment, asked)
    best: dict[str, Rise] = {}
    for size in range(1, MOST_JOINT_OPTIONS + 1):
        asked = [question for question in asked if (size == 1 or question.kind is Kind.MANY)
                 and _level(best, question, assessment.level) < ceilings[str(question.id)]]
        best.update(_try(assessment, asked, size, best))
    return tuple(sorted(best.values(), key=lambda rise: -rise.level))


def why_asked(ruleset: RuleSet, answers: Answers, question: str) -> WhyAsked:
    """What is known before ``question`` and which rules wait for its answer, the most urgent first."""
    view = View(ruleset, answers.without(question))
    waiting = [rule for rule, lacking in view.waiting()
               if any(isinstance(fact, Is | IsNot) and fact.question == question for fact in lacking)]
    found = tuple(name for name in ruleset.findings if view.known(Holds(name)))
    return WhyAsked(ruleset.questions[question], view.level, found, tuple(sorted(waiting, key=_weight)))


def why_not(assessment: Assessment, cause: str) -> tuple[Missing, ...]:
    """For a cause that nothing typical or compatible supports: its rules, each with the fewest answers it lacks.

    The nearest rule comes first. A rule that contradictory answers would be needed for is left out.
    """
    supporting = [rule for rule in _about(assessment.ruleset, cause)
                  if isinstance(rule.then, ForCause) and rule.then.strength is not Strength.AGAINST]
    shortest = _Shortest(assessment)
    found = [Missing(rule, tuple(sorted(lacks, key=str))) for rule in supporting
             if (lacks := shortest.of(rule.when)) is not None]
    return tuple(sorted(found, key=lambda missing: (len(missing.lacks), _weight(missing.rule))))


def _about(ruleset: RuleSet, cause: str) -> list[Rule]:
    return [rule for rule in ruleset.rules if isinstance(rule.then, ForCause) and rule.then.cause == cause]


def _weight(rule: Rule) -> tuple[int, str]:
    if isinstance(rule.then, Level):
        return -rule.then, str(rule.id)
    order = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK, Strength.AGAINST)
    return (1 + order.index(rule.then.strength), str(rule.id)) if isinstance(rule.then, ForCause) else (9, str(rule.id))


def _known(assessment: Assessment) -> set[Fact]:
    known: set[Fact] = set(assessment.answers.facts())
    known.update(fact for firing in assessment.firings for fact in conclusions(firing.rule))
    return known


def _lacking(condition: Condition, assessment: Assessment) -> Iterator[Is | IsNot]:
    """The answer facts below ``condition`` that do not hold, through all the findings it reads."""
    known = _known(assessment)
    waiting, seen = [condition], set[str]()
    while waiting:
        for fact in atoms(waiting.pop()):
            if fact in known:
                continue
            if isinstance(fact, Is | IsNot):
                yield fact
            elif isinstance(fact, Holds) and fact.finding not in seen:
                seen.add(fact.finding)
                waiting.extend(rule.when for rule in assessment.ruleset.rules if rule.then == fact)


def _may_apply(question: Question, answers: Answers) -> bool:
    """Whether the question makes sense, counting a prerequisite that was not asked as open."""
    reads = {fact.question for fact in atoms(question.ask_if) if isinstance(fact, Is | IsNot)}
    return any(answers[name] == NOT_ASKED for name in reads) or applies(question, answers)


def _extra(question: Question, answer: Answer, options: tuple[str, ...]) -> list[Fact]:
    """The facts that choosing these options adds; what was said of other options stays."""
    name = str(question.id)
    if question.kind is Kind.ONE:
        return list(Answers({name: choose(question, *options)}).facts())
    rest = [option for option in question.option_ids if option not in options and option not in answer.yes]
    return [*(Is(name, option) for option in options), *(IsNot(name, option) for option in rest)]


def _variants(question: Question, answer: Answer, size: int) -> Iterator[tuple[str, ...]]:
    unknown = [option for option in question.option_ids if option not in answer.yes | answer.no]
    yield from combinations(unknown, size)
    if size == 1 and question.kind is Kind.MANY and answer.state is not State.GIVEN:
        yield ()


def _try(assessment: Assessment, questions: list[Question], size: int, best: dict[str, Rise]) -> dict[str, Rise]:
    """For each question the best answer of ``size`` options that beats ``best``, all tried in one sweep."""
    answers = assessment.answers
    tried = [(question, options) for question in questions
             for options in _variants(question, answers[str(question.id)], size)]
    levels = _sweep(assessment, [_extra(q, answers[str(q.id)], options) for q, options in tried])
    better: dict[str, Rise] = {}
    for (question, options), level in zip(tried, levels, strict=True):
        if level > _level({**best, **better}, question, assessment.level):
            better[str(question.id)] = Rise(question, options, level)
    return better


def _ceilings(assessment: Assessment, questions: list[Question]) -> dict[str, Level]:
    """A level that no answer to the question can exceed: that of all its facts at once."""
    everything: list[list[Fact]] = [[fact for option in question.option_ids
                   for fact in (Is(str(question.id), option), IsNot(str(question.id), option))]
                  for question in questions]
    levels = _sweep(assessment, everything)
    return {str(question.id): level for question, level in zip(questions, levels, strict=True)}


def _sweep(assessment: Assessment, extras: Sequence[Sequence[Fact]]) -> list[Level]:
    """The level of the case with each list of extra facts, one bit a list."""
    if not extras:
        return []
    everywhere = (1 << len(extras)) - 1
    known: dict[Fact, int] = dict.fromkeys(assessment.answers.facts(), everywhere)
    for place, extra in enumerate(extras):
        for fact in extra:
            known[fact] = known.get(fact, 0) | 1 << place
    levels = [Level.SELF_CARE] * len(extras)
    for rule, bits in _level_engine(assessment.ruleset).fired(known, len(extras)):
        if isinstance(rule.then, Level):
            levels = [max(level, rule.then) if bits >> place & 1 else level for place, level in enumerate(levels)]
    return levels


@lru_cache(maxsize=4)
def _level_engine(ruleset: RuleSet) -> SlicedEngine:
    """An engine for the rules that can raise a level."""
    return SlicedEngine(ruleset, lambda rule: rule.then != Level.SELF_CARE
                        and (not isinstance(rule.then, ForCause) or bool(conclusions(rule))))


def _level(best: dict[str, Rise], question: Question, default: Level) -> Level:
    rise = best.get(str(question.id))
    return rise.level if rise else default


class _Shortest:
    """The fewest answer facts that a condition lacks, through the chain of findings."""

    def __init__(self, assessment: Assessment) -> None:
        self._ruleset = assessment.ruleset
        self._known = _known(assessment)
        self._derived: dict[Fact, frozenset[Is | IsNot] | None] = {}
        for rule in assessment.ruleset.rules:
            self._remember(rule)

    def of(self, condition: Condition) -> frozenset[Is | IsNot] | None:
        """The facts still needed; empty where it holds, None where there is no way."""
        if isinstance(condition, All):
            return self._joined([self.of(part) for part in condition.parts])
        if isinstance(condition, Any):
            return min((way for part in condition.parts if (way := self.of(part)) is not None),
                       key=len, default=None)
        if condition in self._known:
            return frozenset()
        if isinstance(condition, Holds | Supported):
            return self._derived.get(condition)
        return frozenset({condition})

    def _remember(self, rule: Rule) -> None:
        facts = conclusions(rule)
        way = self.of(rule.when) if facts else None
        for fact in facts:
            old = self._derived.get(fact)
            if way is not None and (old is None or len(way) < len(old)):
                self._derived[fact] = way

    def _joined(self, parts: list[frozenset[Is | IsNot] | None]) -> frozenset[Is | IsNot] | None:
        facts: set[Is | IsNot] = set()
        for part in parts:
            if part is None:
                return None
            facts |= part
        return frozenset(facts) if self._agree(facts) else None

    def _agree(self, facts: set[Is | IsNot]) -> bool:
        """Whether one answer to each question can bring all these facts."""
        for fact in facts:
            if isinstance(fact, Is) and IsNot(fact.question, fact.option) in facts:
                return False
        chosen: dict[str, set[str]] = {}
        for fact in facts:
            if isinstance(fact, Is) and self._ruleset.questions[fact.question].kind is Kind.ONE:
                chosen.setdefault(fact.question, set()).add(fact.option)
        return all(len(options) == 1 for options in chosen.values())


