"""Put the rules of a draft into chaining order and find those that can never fire.

A rule comes after every rule that concludes a finding it reads, so one pass over the rules reaches
the fixpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from triage.language.agreement import joined
from triage.language.conditions import Condition, Fact, Holds, Supported, atoms, fold
from triage.language.diagnostics import Diagnostic
from triage.language.model import Question, Rule
from triage.language.parts import Draft

CONFUSING = frozenset({"T120", "T121", "T122", "T123", "T124", "T136"})
"""Problems with the names in rules; while there are any, a rule may be dead for no other reason."""


def in_order(draft: Draft, problems: list[Diagnostic]) -> tuple[Rule, ...]:
    """The rules in chaining order; a cycle, a dead rule or a cause without a rule is added to
    ``problems``.
    """
    cycle = _find_cycle(draft.rules)
    if cycle:
        problems.append(_cycle_problem(cycle))
        return ()
    ordered = sorted(draft.rules, key=_rank(draft.rules))
    if not draft.broken and not any(problem.code in CONFUSING for problem in problems):
        problems.extend(_dead_rules(ordered, draft.questions))
        problems.extend(_causes_without_rule(draft))
    return tuple(ordered)


def _rank(rules: Iterable[Rule]) -> Callable[[Rule], tuple[int, int]]:
    depths = _depths(rules)

    def rank(rule: Rule) -> tuple[int, int]:
        if rule.finding is not None:
            return 0, depths[rule.finding]
        return (1, 0) if rule.cause is not None else (2, 0)

    return rank


def _reads(rule: Rule) -> set[str]:
    return {fact.finding for fact in atoms(rule.when) if isinstance(fact, Holds)}


def _readers(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """For each finding the findings that its rules read."""
    reads: dict[str, set[str]] = {}
    for rule in rules:
        if rule.finding is not None:
            reads.setdefault(rule.finding, set()).update(_reads(rule))
    return reads


def _depths(rules: Iterable[Rule]) -> dict[str, int]:
    """For each finding the length of the longest chain of findings below it; the graph has no
    cycle.
    """
    reads = _readers(rules)
    depths: dict[str, int] = {}
    waiting = list(reads)
    while waiting:
        name = waiting[-1]
        missing = [below for below in reads[name] if below in reads and below not in depths]
        if missing:
            waiting.extend(missing)
        else:
            depths[waiting.pop()] = 1 + max(
                (depths.get(below, 0) for below in reads[name]), default=0
            )
    return depths


def _find_cycle(rules: Iterable[Rule]) -> list[Rule]:
    """Rules whose findings read each other in a ring, or an empty list."""
    rules = list(rules)
    reads = _readers(rules)
    open_names = _left_over(reads)
    if not open_names:
        return []
    ring = [next(iter(open_names))]
    while ring.count(ring[-1]) == 1:
        ring.append(min(open_names[ring[-1]] & open_names.keys()))
    ring = ring[ring.index(ring[-1]) + 1 :]
    return [
        next(
            rule
            for rule in rules
            if rule.finding == name and ring[(place + 1) % len(ring)] in _reads(rule)
        )
        for place, name in enumerate(ring)
    ]


def _left_over(reads: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The findings that cannot be put in order: those in a ring, and those that read one."""
    missing = {name: len(below & reads.keys()) for name, below in reads.items()}
    readers: dict[str, list[str]] = {}
    for name, below in reads.items():
        for finding in below:
            readers.setdefault(finding, []).append(name)

    placed = [name for name, count in missing.items() if count == 0]
    for name in placed:  # grows while it is read
        for reader in readers.get(name, ()):
            missing[reader] -= 1
            if missing[reader] == 0:
                placed.append(reader)
    return {name: reads[name] for name, count in missing.items() if count}


def _cycle_problem(cycle: list[Rule]) -> Diagnostic:
    names = [rule.finding for rule in cycle]
    ring = " ← ".join(f"`{name}`" for name in [*names, names[0]])
    places = ", ".join(f"`{rule.id}` ({rule.span.file}:{rule.span.line})" for rule in cycle)
    return Diagnostic(
        "T130",
        f"these findings need each other: {ring}",
        cycle[0].at("id"),
        f"the rules are {places}",
    )


def _causes_without_rule(draft: Draft) -> Iterable[Diagnostic]:
    spoken_for = {rule.cause for rule in draft.rules if rule.speaks_for}
    for cause in draft.causes:
        if cause.id not in spoken_for:
            message = f"no rule speaks for the cause `{cause.id}`"
            yield Diagnostic("T132", message, cause.at("id"), "add a rule that concludes it")


def _dead_rules(rules: Iterable[Rule], questions: Iterable[Question]) -> Iterable[Diagnostic]:
    """Rules whose condition contradicts itself or needs a finding or cause that nothing concludes.

    What every way of meeting a condition needs is collected through the chain; a contradiction in
    it is a proof.
    """
    needs = _Needs(questions)
    for rule in rules:
        if needs.of_rule(rule) is None and not isinstance(rule.when, Supported):
            help_text = (
                "its answers contradict each other, or it needs a finding that nothing concludes"
            )
            yield Diagnostic(
                "T131", f"nothing can trigger the rule `{rule.id}`", rule.at("id"), help_text
            )


class _Needs:
    """The facts that every way of reaching a fact or condition needs; None where there is no
    way.
    """

    def __init__(self, questions: Iterable[Question]) -> None:
        self._questions = {question.id: question for question in questions}
        self._reached: dict[Fact, frozenset[Fact]] = {}

    def of_rule(self, rule: Rule) -> frozenset[Fact] | None:
        """What the rule needs; remembered for the rules after it, so rules come in chaining
        order.
        """
        found = self._of(rule.when)
        if found is not None:
            for fact in rule.conclusions:
                known = self._reached.get(fact)
                self._reached[fact] = found if known is None else found & known
        return found

    def _of(self, condition: Condition) -> frozenset[Fact] | None:
        return fold(condition, self._of_fact, self._of_all, self._of_any)

    def _of_fact(self, fact: Fact) -> frozenset[Fact] | None:
        return self._reached.get(fact) if isinstance(fact, Holds | Supported) else frozenset({fact})

    def _of_all(self, parts: Iterable[frozenset[Fact] | None]) -> frozenset[Fact] | None:
        return joined(parts, self._questions)

    def _of_any(self, parts: Iterable[frozenset[Fact] | None]) -> frozenset[Fact] | None:
        ways = [way for way in parts if way is not None]
        return frozenset.intersection(*ways) if ways else None
