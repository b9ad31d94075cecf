"""What each verdict on a small rule set must say, by asking everybody: one function for each, from
the rule set to what differs.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from tests.benchmarks import both_told, people
from tests.benchmarks.plain_meaning import PlainRules
from tests.benchmarks.small_ruleset import Small, as_written, given, told
from tests.benchmarks.truth_tables import FITS, Result
from tests.everybody import Facts, written
from triage.analysis.checks import CHECKS, check
from triage.analysis.diff.compare import compare
from triage.analysis.diff.counted import Number
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.mutation.mutants import mutants
from triage.analysis.mutation.verdicts import Fate, verdicts
from triage.analysis.proofs import longest_interview
from triage.cases.case_files import Case
from triage.cases.expectations import Expected
from triage.language.conditions import AllOf, AnyOf, Condition, Holds, Is, IsNot
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import By

LONG = 600.0
MUTANTS = 12
Seen = Counter[str]


def about_meaning(small: Small, as_drawn: Path, seen: Seen) -> Iterator[str]:
    """That the tables say what the files say as they were drawn, read by the guide alone; and that
    no answers fire a rule that loading refused since nothing can trigger it (T131).
    """
    plain, order = PlainRules(as_drawn), [level.id for level in small.ruleset.levels]
    for place, facts in enumerate(small.table.people):
        meant, found = plain.meaning(as_written(facts)), small.table.result(place)
        causes = tuple((cause, FITS_BY_NAME[fit]) for cause, fit in meant.causes)
        if Result(order.index(meant.level), causes, meant.findings) != found:
            yield f"{told(facts)} means {meant}, not {found}"
        firing = {name for name, bits in small.table.fired.items() if bits >> place & 1}
        if firing != meant.firings.keys():
            yield f"{told(facts)} fires {sorted(meant.firings)}, not {sorted(firing)}"
    seen["answer sets"] += len(small.table.people)
    seen["T131 said"] += len(plain.names - small.ruleset.rule.keys())


FITS_BY_NAME = {str(fit): fit for fit in FITS}


def about_checks(small: Small, seen: Seen) -> Iterator[str]:
    """Rules that never fire or only on impossible answers, those that another repeats, gates that
    never open, and entries that bar nobody.
    """
    table, ruleset = small.table, small.ruleset
    barred = small.barred(*By)
    rules = [rule for rule in ruleset.rules if rule.id in written(ruleset.rules)]
    expected = {
        "T201": {rule.id for rule in rules if not table.fired[rule.id]},
        "T209": {
            rule.id for rule in rules if table.fired[rule.id] and not table.fired[rule.id] & ~barred
        },
        "T207": {name for name in ruleset.questions if not _is_open_to_somebody(small, name)},
        "T214": {one.id for one in ruleset.impossible if not table.holding(one.when)},
    }
    found = [(one.code, one.message.split("`")) for one in check(ruleset, CHECKS)]
    names = {"T201": 1, "T209": 1, "T207": -2, "T214": 1}
    for code, wanted in expected.items():
        told = {words[names[code]] for this, words in found if this == code}
        seen[f"{code} said"] += len(told)
        if told != wanted:
            yield f"{code} is said of {sorted(told)}, not of {sorted(wanted)}"
    yield from _about_repeats(small, [words for code, words in found if code == "T202"], seen)


def _about_repeats(small: Small, told: list[list[str]], seen: Seen) -> Iterator[str]:
    """A rule is called idle where another does all it does, and only there; of two that do the same
    one is, unless they read alike (T203).
    """
    fired, rules = small.table.fired, small.ruleset.rule
    idle = {words[1] for words in told}
    for words in told:
        seen["T202 said"] += 1
        rule, other = words[1], words[3]
        if fired[rule] & ~fired[other] or rules[rule].then != rules[other].then:
            yield f"{other} does not stand for {rule}"
    for one, other in permutations(small.ruleset.rules, 2):
        is_covered = fired[one.id] and not fired[one.id] & ~fired[other.id]
        is_more = fired[other.id] != fired[one.id]
        is_meant = one.then == other.then and one.id in written([one])
        is_silent = one.id not in idle and not _reads_like_another(one, small.ruleset)
        if is_meant and is_silent and is_covered and is_more:
            yield f"{one.id} is idle beside {other.id}, and nobody says so"


def _reads_like_another(rule: Rule, ruleset: RuleSet) -> bool:
    others = (one for one in ruleset.rules if one.id != rule.id)
    return any((one.when, one.then) == (rule.when, rule.then) for one in others)


def _is_open_to_somebody(small: Small, name: str) -> bool:
    """Whether the gates hold on some answers, those of what they read too."""
    bits, question = small.table.everybody, small.ruleset.questions[name]
    return bool(bits & small.table.holding(_unfolded(question.gate, small.ruleset)))


def _unfolded(condition: Condition, ruleset: RuleSet) -> Condition:
    """The gate with the gates of each question that it reads."""
    if isinstance(condition, Is | IsNot):
        gate = ruleset.questions[condition.question].gate
        return AllOf((condition, _unfolded(gate, ruleset)))
    if isinstance(condition, Holds):
        return condition
    parts = tuple(_unfolded(part, ruleset) for part in getattr(condition, "parts", ()))
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(parts)
    return type(condition)(  # type: ignore[call-arg]
        parts,
        condition.points,
        condition.least,  # type: ignore[union-attr]
    )


def about_people(small: Small, seen: Seen) -> Iterator[str]:
    """The theorem about gates, what it rests on, and what no interview reaches."""
    yield from people.differences(small.ruleset, seen)


def about_the_longest_interview(small: Small, seen: Seen) -> Iterator[str]:
    """The bound holds, nothing is longer than the longest, and one that is as long is shown."""
    most, later = small.longest, time.monotonic() + LONG
    seen[f"longest interviews of {most}"] += 1
    bound = longest_interview.most_questions(small.ruleset)
    if most > bound:
        yield f"an interview asks {most} questions, beyond the bound of {bound}"
    if longest_interview.longer_than(small.ruleset, most, later) is not None:
        yield f"an interview longer than the longest, {most}, is shown"
    if most:
        shown = longest_interview.longer_than(small.ruleset, most - 1, later)
        if shown is None or len(shown.given) != most:
            yield f"no interview of {most} questions is shown"


def about_mutants(small: Small, chance: random.Random, seen: Seen) -> Iterator[str]:
    """A wrong edit is called equivalent just where nobody's outcome changes; who is shown is told
    something else, and nobody who says less is.
    """
    made = list(mutants(small.ruleset))
    some = chance.sample(made, min(MUTANTS, len(made)))
    cases = [_case(small, chance, place) for place in range(chance.choice((0, 1, 2)))]
    for verdict in verdicts(small.ruleset, cases, some, LONG):
        mutant = verdict.mutant
        rules = [mutant.changed if rule is mutant.rule else rule for rule in small.ruleset.rules]
        after = small.table.changed(rule for rule in rules if rule is not None)
        moved = [
            facts
            for place, facts in enumerate(small.table.people)
            if small.table.result(place) != after.result(place)
        ]
        seen[f"mutants {verdict.fate.value}"] += 1
        what = f"{mutant.rule.id}, {mutant.description}: {verdict.fate.value}"
        if verdict.fate is Fate.UNDECIDED or (verdict.fate is Fate.EQUIVALENT) == bool(moved):
            yield f"{what}, it changes {[told(facts) for facts in moved[:3]]}"
        if verdict.witness is not None:
            shown = Facts(verdict.witness.facts())
            if shown not in moved:
                yield f"{what}, {told(shown)} is not told anything else"


def _case(small: Small, chance: random.Random, number: int) -> Case:
    place = chance.randrange(len(small.table.people))
    facts, result = small.table.people[place], small.table.result(place)
    listed = {cause: str(fit) for cause, fit in result.causes}
    causes = {"fits": listed, "exclude": sorted(small.ruleset.causes.keys() - listed)}
    return Case(f"case{number}", "x", given(facts), Expected.model_validate({"causes": causes}))


def about_diff(old: Small, new: Small, seen: Seen) -> Iterator[str]:
    """Every step with its number, every shift of support with its number, and nothing else."""
    pair = old.ruleset, new.ruleset
    counted, found = both_told.counts(*pair), compare(*pair)
    told = {
        (move.ladder.cause, _place(move.ladder, move.before), _place(move.ladder, move.after)): (
            move.number.least,
            move.number.most,
        )
        for move in found.moves
    }
    seen["moves"] += len(told)
    seen["diffs that change nothing"] += not told
    wanted = {step: (number, number) for step, number in counted.steps.items()}
    seen["diffs in which words exclude somebody"] += bool(found.assumed)
    if found.answer_sets != Number(counted.answer_sets, counted.answer_sets):
        yield f"{counted.answer_sets} answer sets, not {found.answer_sets}"
    if told != wanted:
        yield f"moves {told}, not {wanted}"
    shifts = {one.cause: one.number.most for one in found.shifts}
    if shifts != dict(counted.shifted):
        yield f"shifts {shifts}, not {dict(counted.shifted)}"


def _place(ladder: Ladder, rung: object) -> int:
    return ladder.rungs.index(rung)  # type: ignore[arg-type]
