"""CLIPS with the same rules: the peer of the benchmark."""

from __future__ import annotations

import json
from pathlib import Path

import clips
from clips._clips import lib

from triage.answers.answer_file import read_case
from triage.answers.value import Answers
from triage.engine.network import START, NetworkRule, Pattern, lower, pattern
from triage.language.diagnostics import Span
from triage.language.ruleset import RuleSet


def _release(fact: clips.facts.Fact) -> None:
    lib.ReleaseFact(fact._fact)


clips.facts.Fact.__del__ = _release
"""clipspy 1.0.6 calls ReleaseFact with one argument too many and swallows the error, so it never
frees a fact and slows down with every case. A fair peer does not.
"""


class ClipsPeer:
    """A CLIPS environment that holds the flat rules of a rule set, made well: facts by their
    template, and what fired in one global. Facts in one string took five times as long with
    clipspy 1.0.6.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._environment = clips.Environment()
        self._environment.build("(defglobal ?*fired* = (create$))")
        self._environment.build("(deftemplate f (slot kind) (slot question) (slot name))")
        for index, rule in enumerate(lower(ruleset)):
            self._environment.build(_defrule(index, rule))
        self._fired = self._environment.find_global("fired")
        self._template = self._environment.find_template("f")

    def fired(self, answers: Answers) -> set[str]:
        """The ids of the rules that fire."""
        self._environment.reset()
        for kind, question, name in (START, *map(pattern, answers.facts())):
            self._template.assert_fact(
                kind=clips.Symbol(kind), question=clips.Symbol(question), name=clips.Symbol(name)
            )
        self._environment.run()
        return set(map(str, self._fired.value))

    def stream(self, path: Path, ruleset: RuleSet) -> None:
        """Read JSON Lines, run each case and make its JSON."""
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                answers = read_case(json.loads(line), ruleset, Span(path.name, number))
                json.dumps(sorted(self.fired(answers)))


def _defrule(index: int, rule: NetworkRule) -> str:
    asserts = " ".join(f"(assert {_fact(shape)})" for shape in rule.concludes)
    told = f"(bind ?*fired* ?*fired* {rule.rule.id})" if rule.rule is not None else ""
    return f"(defrule r{index} {' '.join(map(_fact, rule.patterns))} => {asserts} {told})"


def _fact(shape: Pattern) -> str:
    kind, question, name = shape
    return f"(f (kind {kind}) (question {question}) (name {name}))"
