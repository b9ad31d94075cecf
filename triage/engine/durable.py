"""The same rules on the Rete network of durable-rules. The only module that touches its C module.

Only the narrow part of that library whose answers are known to be right is used: flat conjunctions
of constant patterns (see ``network``), each fact asserted once and by itself, one live session,
freed after each case. What a rule matched is read back from the frames of the network, with hidden
patterns replaced by the facts they stand for.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import durable_rules_engine as library

from triage.engine.assessment import Assessment, Firing
from triage.engine.network import START, NetworkRule, Pattern, fact_of, lower, pattern
from triage.language.conditions import Reaches, atoms, compounds, support
from triage.language.diagnostics import EngineError

if TYPE_CHECKING:
    from triage.answers.value import Answers
    from triage.language.conditions import Fact
    from triage.language.model import Rule
    from triage.language.ruleset import RuleSet

MOST_NETWORK_RULES = 4000
MOST_NAMES_ON_A_LEVEL = 500
SESSION = "0"
FRESH, UNREAD = 0, 1
"""What the library answers to a new fact: stored, or read by no rule."""

Frames = dict[Pattern, list[tuple[Pattern, ...]]]
"""For each hidden pattern the patterns it followed from."""


class DurableEngine:
    """Runs one rule set; ``close`` frees its network.

    Raises:
        EngineError: the rule set is larger than the library holds.
    """

    name = "durable"

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._rules = lower(ruleset)
        _check_limits(self._rules)
        self._handle: int | None = library.create_ruleset(
            ruleset.id, _dump(_definition(self._rules))
        )
        self._adding = frozenset(rule.id for rule in ruleset.rules if _adds_points(rule))
        self._session([])  # a session in which no rule ever fired must not be the first one freed

    def assess(self, answers: Answers) -> Assessment:
        """Everything that follows from ``answers``."""
        fired, frames = self._session(pattern(fact) for fact in answers.facts())
        present = self._present(answers, fired)

        def facts(rule: Rule) -> tuple[Fact, ...]:
            if rule.id in self._adding:
                return support(rule.when, present)
            return _facts(rule, fired[rule.id], frames)

        firings = (Firing(rule, facts(rule)) for rule in self._ruleset.rules if rule.id in fired)
        return Assessment(self._ruleset, answers, tuple(firings))

    def close(self) -> None:
        """Free the network; the engine cannot be used afterwards."""
        if self._handle is not None:
            library.delete_ruleset(self._handle)
            self._handle = None

    def _present(self, answers: Answers, fired: Collection[str]) -> set[Fact]:
        """Every fact that holds, where a rule that fired adds up points.

        Of points the network follows only as many as are needed; whatever else is present and has
        some counts as well.
        """
        if self._adding.isdisjoint(fired):
            return set()
        return {*answers.facts()}.union(*(self._ruleset.rule[name].conclusions for name in fired))

    def _session(
        self, patterns: Iterable[Pattern]
    ) -> tuple[dict[str, tuple[Pattern, ...]], Frames]:
        session = _Session(self._handle)
        try:
            session.put(START)
            for shape in patterns:
                session.put(shape)
            return self._drain(session)
        except library.error as error:
            raise EngineError(f"durable-rules failed: {error}") from error
        finally:
            session.free()

    def _drain(self, session: _Session) -> tuple[dict[str, tuple[Pattern, ...]], Frames]:
        fired: dict[str, tuple[Pattern, ...]] = {}
        frames: Frames = {}
        for index, matched in session.firings():
            network_rule = self._rules[index]
            if network_rule.rule is not None:
                fired[network_rule.rule.id] = matched
            for shape in network_rule.concludes:
                if fact_of(shape) is None:
                    frames.setdefault(shape, []).append(matched)
                session.put(shape)
        return fired, frames


class _Session:
    """The one live session of a network."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle
        self._known: dict[Pattern, str] = {}
        self._by_id: dict[str, Pattern] = {}
        self._offset = 0

    def put(self, shape: Pattern) -> None:
        if shape in self._known:
            return
        fact_id = f"f{len(self._known)}"
        self._known[shape] = fact_id
        self._by_id[fact_id] = shape
        kind, question, name = shape
        fact = {"sid": SESSION, "id": fact_id, "kind": kind, "question": question, "name": name}
        code, self._offset = library.assert_fact(self._handle, _dump(fact))
        if code not in (FRESH, UNREAD):
            raise EngineError(f"durable-rules refused the fact {shape}: code {code}")

    def firings(self) -> Iterator[tuple[int, tuple[Pattern, ...]]]:
        """The network rules that fire, each with the patterns it matched; -1, the warm-up rule, is
        left out.
        """
        offset = self._offset
        result = library.start_action_for_state(self._handle, offset)
        message = result[1] if result else None
        while message:
            ((name, frame),) = json.loads(message).items()
            if name != "$warm":
                matched = (self._by_id[frame[f"c{place}"]["id"]] for place in range(len(frame)))
                yield int(name[1:]), tuple(matched)
            message = library.complete_and_start_action(self._handle, offset)

    def free(self) -> None:
        with suppress(library.error):  # where no fact was stored there is no session
            library.delete_state(self._handle, SESSION)


def _definition(rules: list[NetworkRule]) -> dict[str, object]:
    """The network in the JSON form of the library; the first rule fires in every session."""
    definition: dict[str, object] = {"$warm": {"all": [{"c0": _match(START)}]}}
    for index, rule in enumerate(rules):
        definition[f"r{index}"] = {
            "all": [{f"c{place}": _match(shape)} for place, shape in enumerate(rule.patterns)]
        }
    return definition


def _match(shape: Pattern) -> dict[str, object]:
    kind, question, name = shape
    return {"$and": [{"kind": kind}, {"question": question}, {"name": name}]}


def _adds_points(rule: Rule) -> bool:
    return any(isinstance(part, Reaches) for part in compounds(rule.when))


def _facts(rule: Rule, matched: tuple[Pattern, ...], frames: Frames) -> tuple[Fact, ...]:
    """What the firing rests on, in the order of the rule's condition."""
    found: set[Fact] = set()
    waiting, seen = list(matched), set(matched)
    while waiting:
        shape = waiting.pop()
        fact = fact_of(shape)
        if fact is not None:
            found.add(fact)
        below = {part for frame in frames.get(shape, ()) for part in frame} - seen
        seen |= below
        waiting.extend(below)
    return tuple(dict.fromkeys(fact for fact in atoms(rule.when) if fact in found))


def _check_limits(rules: list[NetworkRule]) -> None:
    if len(rules) > MOST_NETWORK_RULES:
        raise EngineError(
            f"durable-rules holds {MOST_NETWORK_RULES:,} network rules and this rule set needs "
            f"{len(rules):,}; use the engine `reference`"
        )
    names: dict[tuple[str, str], set[str]] = {}
    questions: dict[str, set[str]] = {}
    for kind, question, name in (shape for rule in rules for shape in rule.patterns):
        names.setdefault((kind, question), set()).add(name)
        questions.setdefault(kind, set()).add(question)
    widest = max(map(len, (*names.values(), *questions.values())), default=0)
    if widest > MOST_NAMES_ON_A_LEVEL:
        raise EngineError(
            f"durable-rules tells at most {MOST_NAMES_ON_A_LEVEL} names of one kind apart and this"
            f" rule set needs {widest:,}; use the engine `reference`"
        )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
