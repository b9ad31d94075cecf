"""Whether the theorems about people are what asking everybody says.

    python -m tests.benchmarks.people NUMBER SEED

Draws NUMBER small rule sets with gates and impossible answers, and asks all their people one by one
(`tests.everybody`). Whether a gate hides a protected level, the person shown with the fewest
answers, what the proof rests on, and what no interview reaches must agree. Prints the first
differences; the exit code is 1 where there is any.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.everybody import Everybody, drawn, fired, written
from triage.analysis.checks.out_of_reach import out_of_reach
from triage.analysis.checks.subject import Subject
from triage.analysis.checks.unread import shut
from triage.analysis.proofs.hidden_levels import LevelVerdict, level_verdict
from triage.analysis.search.people import premises
from triage.language.conditions import Is, IsNot
from triage.language.ruleset import RuleSet

MOST_SHOWN = 5


def differences(ruleset: RuleSet, seen: Counter[str] | None = None) -> Iterator[str]:
    """What is proved, shown or found otherwise than asking everybody says; ``seen`` counts what was
    met.
    """
    everybody, subject = Everybody(ruleset), Subject(ruleset)
    if not everybody.known:
        return
    seen = Counter() if seen is None else seen
    for level in ruleset.protected:
        verdict = level_verdict(ruleset, level, subject.people)
        seen["levels proved" if verdict.is_proved else "levels broken"] += 1
        yield from _about_level(everybody, verdict)
    found = {remark.diagnostic.message for remark in out_of_reach(subject)}
    rules = {name for name in everybody.lost() if name in written(ruleset.rules)}
    seen["rules out of reach"] += len(rules)
    told = {message.split("`")[1] for message in found if "the rule" in message}
    if told != rules:
        yield f"out of reach are {sorted(rules)}, not {sorted(told)}"
    yield from _about_options(everybody, subject, found)
    for cause in ruleset.causes:
        yield from _about_the_cause(everybody, cause, found)


def _about_level(everybody: Everybody, verdict: LevelVerdict) -> Iterator[str]:
    ruleset = everybody.ruleset
    hidden = {known: size(known) for known in everybody.hidden(verdict.level)}
    if bool(hidden) == verdict.is_proved:
        yield f"{verdict.level.id}: proved {verdict.is_proved}, hidden from {len(hidden)}"
        return
    for place, person in enumerate(verdict.hidden):
        known = frozenset(person.known.facts())
        if known not in hidden:
            yield f"{verdict.level.id} is not hidden from {set(known)}"
        elif not place and hidden[known] != min(hidden.values()):
            yield f"{verdict.level.id}: fewer answers than {set(known)} do"
        if everybody.said(known) != frozenset(person.said.facts()):
            yield f"{set(known)} says something else"
        if not {rule.id for rule in person.lost} <= fired(ruleset, known):
            yield f"lost rules that do not fire on {set(known)}"
    if verdict.is_proved:
        yield from _about_premises(everybody.ruleset, verdict)


def _about_premises(ruleset: RuleSet, verdict: LevelVerdict) -> Iterator[str]:
    kept = {premise.id for premise in verdict.rests_on}
    lifted = {one.id for one in premises(ruleset) if one.about != "gate"} - kept
    if any(Everybody(ruleset, lifted).hidden(verdict.level)):
        yield f"{verdict.level.id} rests on more than {kept}"
    for name in kept:
        if not any(Everybody(ruleset, {*lifted, name}).hidden(verdict.level)):
            yield f"{verdict.level.id} does not rest on {name}"


def _about_options(everybody: Everybody, subject: Subject, found: set[str]) -> Iterator[str]:
    said = {fact for known in everybody.known for fact in everybody.said(known)}
    for message in found:
        if "the option" in message:
            _, option, _, question, _ = message.split("`")
            if Is(question, option) in said:
                yield f"{question}: {option} is reached"
    told = sum("the option" in message for message in found)
    dead = {question.id for question in shut(subject)}
    silent = [
        fact
        for name, question in everybody.ruleset.questions.items()
        for fact in (Is(name, option) for option in question.option_ids)
        if name not in dead and fact not in said
    ]
    if told != len(silent):
        yield f"{len(silent)} options are out of reach, not {told}"


def _about_the_cause(everybody: Everybody, cause: str, found: set[str]) -> Iterator[str]:
    ruleset = everybody.ruleset
    about = {rule.id for rule in ruleset.rules if rule.cause == cause and rule.speaks_for}
    is_reached = any(about & fired(ruleset, everybody.said(known)) for known in everybody.known)
    is_lost = bool(about & everybody.lost()) and not is_reached
    if is_lost != any(f"the cause `{cause}`" in message for message in found):
        yield f"the cause {cause} is {'not ' * (not is_lost)}out of reach"


def size(known: frozenset[object]) -> tuple[int, int]:
    """The questions and the facts, as the solver counts them."""
    facts = [fact for fact in known if isinstance(fact, Is | IsNot)]
    return len({fact.question for fact in facts}), len(facts)


def main() -> None:
    """Compare, and print what differs and how much was met."""
    parser = argparse.ArgumentParser(description="Ask everybody.")
    parser.add_argument("number", type=int, help="rule sets")
    parser.add_argument("seed", type=int)
    wanted = parser.parse_args()
    start, seen = time.monotonic(), Counter[str]()
    found = [
        f"rule set {wanted.seed}:{place}: {difference}"
        for place in range(wanted.number)
        for difference in differences(drawn(random.Random(f"{wanted.seed}:{place}")), seen)
    ]
    for difference in found[:MOST_SHOWN]:
        print(difference)
    met = ", ".join(f"{count:,} {what}" for what, count in sorted(seen.items()))
    seconds = time.monotonic() - start
    print(f"{wanted.number:,} rule sets: {len(found):,} differences ({met}; {seconds:,.0f} s)")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
