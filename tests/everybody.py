"""Everybody whom a small rule set can ask, one by one, and random rule sets with gates to ask them
by: the theorems about people without a solver, written apart from the code under test.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain, combinations, product

from tests.random_rulesets import assemble, make_cause, make_question, make_rule, rule_holds
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Reaches,
)
from triage.language.model import Impossible, Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS, By, ForCause, Kind, Level, Strength

OPTIONS = ("a", "b")
Facts = frozenset[Fact]


class Everybody:
    """All people of a rule set; of the premises by id, those in ``lifted`` do not count."""

    def __init__(self, ruleset: RuleSet, lifted: Collection[str] = ()) -> None:
        self.ruleset, self._lifted = ruleset, lifted
        self._said: dict[Facts, Facts] = {}

    @cached_property
    def known(self) -> set[Facts]:
        """What somebody can know: all parts of what is true of someone."""
        questions = self.ruleset.questions.values()
        return {
            Facts(chain.from_iterable(parts))
            for truth in self.truths()
            for parts in product(*(list(_parts(question, truth)) for question in questions))
        }

    def truths(self) -> Iterator[Facts]:
        """What can be true of one person."""
        barred = [
            entry.when
            for entry in self.ruleset.impossible
            if entry.by is By.WORDS and entry.id not in self._lifted
        ]
        for truth in self._built(list(self.ruleset.questions.values()), Facts()):
            if not any(rule_holds(when, set(truth)) for when in barred):
                yield truth

    def _built(self, questions: list[Question], truth: Facts) -> Iterator[Facts]:
        if not questions:
            yield truth
            return
        first, *rest = questions
        is_meant = rule_holds(first.applies_if, set(truth))
        if not is_meant or first.id in self._lifted:
            yield from self._built(rest, truth)
        if is_meant or first.id in self._lifted:
            for answer in _full(first):
                yield from self._built(rest, truth | answer)

    def said(self, known: Facts) -> Facts:
        """What comes to be said: nothing of a question that is not asked."""
        if known not in self._said:
            asked = self.asked(known)
            self._said[known] = Facts(fact for fact in known if _about(fact) in asked)
        return self._said[known]

    def asked(self, known: Facts) -> set[str]:
        """The questions that are asked."""
        return asked_of(self.ruleset, known)

    def hidden(self, level: Level) -> Iterator[Facts]:
        """What those know of whom the level is hidden."""
        for known in self.known:
            if level_on(self.ruleset, known) >= level > level_on(self.ruleset, self.said(known)):
                yield known

    def lost(self) -> set[str]:
        """The rules that fire on some answers that are called possible, and that nobody reaches."""
        reached = set(
            chain.from_iterable(fired(self.ruleset, self.said(known)) for known in self.known)
        )
        barred = [entry.when for entry in self.ruleset.impossible]
        possible: set[str] = set()
        for answers in every_part(self.ruleset):
            if not any(rule_holds(when, set(answers)) for when in barred):
                possible |= fired(self.ruleset, answers)
        return possible - reached


def asked_of(ruleset: RuleSet, known: Facts) -> set[str]:
    """The questions that are asked of somebody who knows just this."""
    asked: set[str] = set()
    for name, question in ruleset.questions.items():
        if all(_may(gate, known, asked) for gate in (question.applies_if, question.ask_if)):
            asked.add(name)
    return asked


def every_part(ruleset: RuleSet) -> Iterator[Facts]:
    """All that could be answered, asked or not."""
    each = []
    for question in ruleset.questions.values():
        parts = {part for full in _full(question) for part in _parts(question, full)}
        each.append(sorted(parts, key=lambda part: sorted(map(str, part))))
    return (Facts(chain.from_iterable(parts)) for parts in product(*each))


@lru_cache(maxsize=20_000)
def fired(ruleset: RuleSet, answers: Facts) -> frozenset[str]:
    """The ids of the rules that fire; worked out once, for many people say the same."""
    facts: set[Fact] = set(answers)
    while True:
        firing = [rule for rule in ruleset.rules if rule_holds(rule.when, facts)]
        more = facts.union(*(rule.conclusions for rule in firing))
        if more == facts:
            return frozenset(rule.id for rule in firing)
        facts = more


@lru_cache(maxsize=20_000)
def level_on(ruleset: RuleSet, answers: Facts) -> Level:
    """The level of these answers."""
    rules = (ruleset.rule[name] for name in fired(ruleset, answers))
    return max((rule.level for rule in rules if rule.level is not None), default=ruleset.lowest)


def _full(question: Question) -> Iterator[Facts]:
    """Each full answer."""
    options = question.option_ids
    for size in (1,) if question.kind.takes_one else range(len(options) + 1):
        for chosen in combinations(options, size):
            yield Facts(
                (Is if option in chosen else IsNot)(question.id, option) for option in options
            )


def _parts(question: Question, truth: Facts) -> Iterator[Facts]:
    """What can be known of the true answer: of one choice all or nothing, of many any options."""
    facts = [fact for fact in truth if _about(fact) == question.id]
    sizes: Iterable[int] = range(len(facts) + 1)
    if question.kind.takes_one:
        sizes = {0, len(facts)}
    for size in sizes:
        yield from map(Facts, combinations(facts, size))


def _may(condition: Condition, known: Facts, asked: Collection[str]) -> bool:
    """Whether a gate holds, or may for all that is asked and left open."""
    match condition:
        case AllOf(parts):
            return all(_may(part, known, asked) for part in parts)
        case AnyOf(parts):
            return any(_may(part, known, asked) for part in parts)
        case Is(question, option):
            return question in asked and IsNot(question, option) not in known
        case IsNot(question, option):
            return question in asked and Is(question, option) not in known
        case Reaches(parts, points, least):
            open_to = (_may(part, known, asked) for part in parts)
            worth = zip(points, open_to, strict=True)
            return sum(point for point, is_open in worth if is_open) >= least
    raise TypeError(condition)


def _about(fact: Fact) -> str:
    assert isinstance(fact, Is | IsNot)
    return fact.question


def drawn(chance: random.Random) -> RuleSet:
    """A random rule set of up to four questions behind gates, with impossible answers."""
    kinds = [chance.choice((Kind.ONE, Kind.SCALE, Kind.MANY)) for _ in range(chance.randint(2, 4))]
    names = [f"q{place}" for place in range(len(kinds))]
    questions = [
        make_question(
            place,
            kind,
            _gate(chance, names[:place], 0.5),
            OPTIONS,
            applies_if=_gate(chance, names[:place], 0.3),
        )
        for place, kind in enumerate(kinds)
    ]
    cause = make_cause(0, chance.choice(USUAL_LEVELS))
    rules = [cause.level_rule]
    for number in range(chance.randint(2, 7)):
        findings = [Holds("f0")] if number > 2 and chance.random() < 0.3 else []
        when = _condition(chance, names, findings)
        rules.append(make_rule(f"r{number}", when, _conclusion(chance, bool(findings))))
    entries = [_condition(chance, names, []) for _ in range(chance.choice((0, 0, 1, 2)))]
    impossible = tuple(
        Impossible.model_validate(
            {"id": f"i{place}", "by": chance.choice(list(By)), "when": when, "because": "x"}
        )
        for place, when in enumerate(entries)
    )
    return replace(assemble(questions, ["f0"], [cause], rules), impossible=impossible)


def _gate(chance: random.Random, names: list[str], often: float) -> Condition:
    return _condition(chance, names, []) if names and chance.random() < often else ALWAYS


def _condition(chance: random.Random, names: list[str], findings: list[Holds]) -> Condition:
    parts: list[Condition] = [*findings]
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice((Is, Is, IsNot))
        parts.append(kind(chance.choice(names), chance.choice(OPTIONS)))
    return chance.choice((AllOf, AllOf, AnyOf))(tuple(parts))


def _conclusion(chance: random.Random, reads_finding: bool) -> object:
    level = chance.choice((Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY))
    cause = ForCause("c0", chance.choice(list(Strength)))
    return chance.choice((level, level, cause, *([] if reads_finding else [Holds("f0")])))


def written(rules: Iterable[Rule]) -> set[str]:
    """The ids of the rules that stand in a file, and not for the level of a cause."""
    return {rule.id for rule in rules if not rule.id.endswith("-level")}
