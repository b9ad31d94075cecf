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
    """A CLIPS environment that holds the flat rules of a rule set."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._environment = clips.Environment()
        self._environment.build("(deftemplate f (slot kind) (slot question) (slot name))")
        self._environment.build("(deftemplate fired (slot rule))")
        for index, rule in enumerate(lower(ruleset)):
            self._environment.build(_defrule(index, rule))
        self._template = self._environment.find_template("f")

    def fired(self, answers: Answers) -> set[str]:
        """The ids of the rules that fire."""
        self._environment.reset()
        for kind, question, name in (START, *map(pattern, answers.facts())):
            self._template.assert_fact(
                kind=clips.Symbol(kind), question=clips.Symbol(question), name=clips.Symbol(name)
            )
        self._environment.run()
        return {
            str(fact["rule"]) for fact in self._environment.facts() if fact.template.name == "fired"
        }

    def stream(self, path: Path, ruleset: RuleSet) -> None:
        """Read JSON Lines, run each case and make its JSON."""
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                answers = read_case(json.loads(line), ruleset, Span(path.name, number))
                json.dumps(sorted(self.fired(answers)))


def _defrule(index: int, rule: NetworkRule) -> str:
    asserts = [_fact(shape) for shape in rule.concludes]
    if rule.rule is not None:
        asserts.append(f"(fired (rule {rule.rule.id}))")
    return (
        f"(defrule r{index} {' '.join(map(_fact, rule.patterns))} => (assert {' '.join(asserts)}))"
    )


def _fact(shape: Pattern) -> str:
    kind, question, name = shape
    return f"(f (kind {kind}) (question {question}) (name {name}))"
