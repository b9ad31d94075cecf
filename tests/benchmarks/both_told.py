"""Two rule sets told the same truths, counted one by one: what `diff` must say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tests.benchmarks.truth_tables import FITS, Result, Table
from tests.everybody import Facts, asked_of
from tests.random_rulesets import rule_holds
from triage.language.conditions import Fact, Is, IsNot
from triage.language.ruleset import RuleSet
from triage.language.words import By, Kind

Told = dict[str, tuple[set[str], set[str]]]
"""Of each question the options that are so, and those that are not."""
Step = tuple[str | None, int, int]
"""A cause, None for the level, and the places on its ladder before and after."""


@dataclass(frozen=True)
class Counts:
    """How many answer sets there are, how many take each step, and for how many a cause keeps its
    fit with other support.
    """

    answer_sets: int
    steps: Counter[Step]
    shifted: Counter[str]


def counts(old: RuleSet, new: RuleSet) -> Counts:
    """Everything counted: of those whom a rule set may hear in several ways the deepest fall, and
    of who never falls the highest rise. Nobody says what words exclude by either.
    """
    told = list(_everybody(old, new))
    sides = [_Side(one, told) for one in (old, new)]
    steps: Counter[Step] = Counter()
    shifted: Counter[str] = Counter()
    causes = list(dict.fromkeys((*old.causes, *new.causes)))
    for ways in zip(*(side.ways for side in sides), strict=True):
        was, is_now = (
            [side.table.result(place) for place in heard]
            for side, heard in zip(sides, ways, strict=True)
        )
        for cause in (None, *causes):
            before, after = _taken(
                [rung(one, cause) for one in was], [rung(one, cause) for one in is_now]
            )
            if before != after:
                steps[cause, before, after] += 1
            elif cause is not None:
                supports = {
                    side.table.support(place, cause) if rung(one, cause) else 0
                    for side, heard, found in zip(sides, ways, (was, is_now), strict=True)
                    for place, one in zip(heard, found, strict=True)
                }
                shifted[cause] += len(supports) > 1
    return Counts(len(told), steps, +shifted)


def rung(result: Result, cause: str | None) -> int:
    """The place on the ladder: of levels, or of fits with 0 for a cause that is not listed."""
    if cause is None:
        return result.level
    fit = dict(result.causes).get(cause)
    return 0 if fit is None else len(FITS) - FITS.index(fit)


def _taken(before: list[int], after: list[int]) -> tuple[int, int]:
    worst = max(before), min(after)
    return worst if worst[0] > worst[1] else (min(before), max(after))


def _names(old: RuleSet, new: RuleSet) -> list[str]:
    return list(dict.fromkeys((*old.questions, *new.questions)))


def _everybody(old: RuleSet, new: RuleSet) -> Iterator[Told]:
    """All that can be said to both: of each question what is so, and what is not."""
    names = _names(old, new)
    words = [one.when for side in (old, new) for one in side.impossible if one.by is By.WORDS]
    for way in product(*(_said(name, old, new) for name in names)):
        told = dict(zip(names, way, strict=True))
        facts: set[Fact] = set()
        for name, (so, not_so) in told.items():
            facts |= {Is(name, option) for option in so}
            facts |= {IsNot(name, option) for option in not_so}
        if not any(rule_holds(when, facts) for when in words):
            yield told


def _said(name: str, old: RuleSet, new: RuleSet) -> Iterator[tuple[set[str], set[str]]]:
    """What can be said of a question of either: what is so and what is not, the rest left open."""
    both = [side.questions[name] for side in (old, new) if name in side.questions]
    options = list(dict.fromkeys(option for one in both for option in one.option_ids))
    if all(one.kind is not Kind.MANY for one in both):
        yield set(), set()
        for option in options:
            yield {option}, {other for other in options if other != option}
        return
    yield from every_way(options)


def every_way(options: Sequence[str]) -> Iterator[tuple[set[str], set[str]]]:
    """Each option said, denied or left open."""
    for words in product((True, False, None), repeat=len(options)):
        word = dict(zip(options, words, strict=True))
        yield (
            {option for option in options if word[option]},
            {option for option in options if word[option] is False},
        )


class _Side:
    """One rule set: for each way to tell it what is so the people it may hear, by their places in
    its table.
    """

    def __init__(self, ruleset: RuleSet, told: list[Told]) -> None:
        heard = [list(dict.fromkeys(_heard(ruleset, one))) for one in told]
        people = list(dict.fromkeys(facts for one in heard for facts in one))
        place = {facts: number for number, facts in enumerate(people)}
        self.table = Table(ruleset, people)
        self.ways = [[place[facts] for facts in one] for one in heard]


def _heard(ruleset: RuleSet, told: Told) -> Iterator[Facts]:
    ways: list[list[Facts]] = []
    for name, question in ruleset.questions.items():
        options = question.option_ids
        so, not_so = (side & set(options) for side in told[name])
        if question.kind is Kind.MANY:
            yes: list[Fact] = [Is(name, option) for option in so]
            ways.append([Facts((*yes, *(IsNot(name, option) for option in not_so)))])
        else:
            ways.append([_one(name, options, option) for option in so] or [Facts()])
    for parts in product(*ways):
        known = Facts().union(*parts)
        asked = asked_of(ruleset, known)
        yield Facts(fact for fact in known if fact.question in asked)  # type: ignore[union-attr]


def _one(name: str, options: Collection[str], chosen: str) -> Facts:
    return Facts(
        Is(name, option) if option == chosen else IsNot(name, option) for option in options
    )
