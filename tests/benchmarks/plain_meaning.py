"""What the rules of a folder mean, worked out from the guide for authors alone.

Reads the YAML as plain mappings, lists and texts, and imports nothing of triage, so that it shares
no mistake with the engines. It is slow and short: one function for each sentence of the guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LEVELS = ("self_care", "see_doctor", "urgent", "emergency")
FITS = ("typical", "compatible", "risk")

Plain = dict[str, Any]
PlainFact = tuple[str, str, str]
"""What kind of fact, and what it is about: `is`, `is_not`, `finding` or `cause`."""


@dataclass(frozen=True)
class Meaning:
    """What follows from answers: the causes with their fit, best first, and each rule that fires
    with the facts it rests on.
    """

    level: str
    causes: tuple[tuple[str, str], ...]
    findings: frozenset[str]
    firings: Mapping[str, tuple[PlainFact, ...]]


class PlainRules:
    """The rules in a folder."""

    def __init__(self, folder: Path) -> None:
        self.questions = {
            question["id"]: question for question in _read(folder, "questions.yaml")["questions"]
        }
        levels = _read(folder, "ruleset.yaml")["levels"]
        marked = [name for name, words in levels.items() if words.get("emergency") == "true"]
        is_usual = not marked and not any(words.get("protected") for words in levels.values())
        self.order = list(LEVELS) if is_usual else list(levels)
        self._emergency = "emergency" if is_usual else "".join(marked)
        scores = folder / "scores.yaml"
        self._scores = {
            score["id"]: score
            for score in (_read(folder, "scores.yaml")["scores"] if scores.exists() else [])
        }
        cards = [
            _read(folder, f"causes/{path.name}") for path in sorted(folder.glob("causes/*.yaml"))
        ]
        self._levels = {card["id"]: card["level"]["is"] for card in cards}
        self._stressed = {card["id"] for card in cards if card.get("stressed")}
        self._dangers = {
            card["id"]: "compatible"
            if card["level"]["is"] == self._emergency
            else card.get("danger", "none")
            for card in cards
        }
        self._rules: list[Plain] = [
            rule
            for path in [
                *(folder / f"{name}.yaml" for name in ("findings", "guidance", "safety_net")),
                *sorted(folder.glob("causes/*.yaml")),
            ]
            if path.exists()
            for rule in _read(path.parent, path.name).get("rules", [])
        ]
        for rule in self._rules:
            rule["when"] = self._spelled_out(rule["when"])
        self._bringing: dict[str, list[Any]] = {}
        for rule in self._rules:
            if "finding" in rule["then"]:
                self._bringing.setdefault(rule["then"]["finding"], []).append(rule["when"])

    @property
    def names(self) -> set[str]:
        """The ids of the rules in the files."""
        return {rule["id"] for rule in self._rules}

    def _spelled_out(self, when: Any) -> Any:
        """The condition with the items of scores and the options of ranges written out."""
        if not isinstance(when, dict):
            return when
        if "score" in when:
            score = self._scores[when["score"]]
            items = [(self._spelled_out(i["when"]), int(i["points"])) for i in score["items"]]
            return {"points": (items, int(when["at_least"]) - int(score.get("start", 0)))}
        return {key: self._spelled_value(key, value) for key, value in when.items()}

    def _spelled_value(self, key: str, value: Any) -> Any:
        if key in ("all", "any"):
            return list(map(self._spelled_out, value))
        if key == "at_least":
            return {"n": value["n"], "of": list(map(self._spelled_out, value["of"]))}
        if isinstance(value, dict) and "not" not in value:
            options = [option["id"] for option in self.questions[key]["options"]]
            first = options.index(value["from"]) if "from" in value else 0
            last = options.index(value["to"]) if "to" in value else len(options) - 1
            return options[first : last + 1]
        return value

    def meaning(self, answers: Mapping[str, Any]) -> Meaning:
        """What follows from answers, written as in an answer file."""
        case = _Case(self._bringing, set(self._facts(answers)))
        firings = {
            rule["id"]: facts
            for rule in self._rules
            if (facts := case.rests_on(rule["when"])) is not None
        }
        fired = [rule for rule in self._rules if rule["id"] in firings]
        levels = [rule["then"]["level"] for rule in fired if "level" in rule["then"]]
        for cause, level in self._levels.items():
            strengths = _strengths(fired, cause)
            if "typical" in strengths or "compatible" in strengths:
                firings[f"{cause}-level"] = (("cause", "", cause),)
                levels.append(level)
        return Meaning(
            max(levels, key=self.order.index, default=self.order[0]),
            tuple(self._listed(fired, case)),
            frozenset(rule["then"]["finding"] for rule in fired if "finding" in rule["then"]),
            firings,
        )

    def _listed(self, fired: list[Plain], case: _Case) -> list[tuple[str, str]]:
        """The causes that something speaks for, in the order of the guide: the dangers, by their
        level or as their card says, the best fit, the most things said that point to it less those
        against it, the higher level, what a document stresses, the order of the files.
        """
        ranked = []
        for place, (cause, level) in enumerate(self._levels.items()):
            strengths = _strengths(fired, cause)
            speaking = [strength for strength in strengths if strength != "against"]
            if not speaking:
                continue
            fit = min(map(FITS.index, speaking))
            is_sign = FITS[fit] != "risk"
            words = ("typical", "compatible") if is_sign else ("risk",)
            points_to = self._said_for(case, fired, cause, words)
            against = self._said_for(case, fired, cause, ("against",))
            is_danger = (
                FITS[fit]
                in {
                    "none": (),
                    "typical": ("typical",),
                    "compatible": ("typical", "compatible"),
                }[self._dangers[cause]]
            )
            rank = (
                not is_danger,
                fit,
                len(against) - len(points_to),
                -self.order.index(level),
                cause not in self._stressed,
                place,
            )
            ranked.append((rank, cause, FITS[fit]))
        return [(cause, fit) for _, cause, fit in sorted(ranked)]

    def _said_for(
        self, case: _Case, fired: list[Plain], cause: str, words: tuple[str, ...]
    ) -> set[tuple[str, str]]:
        """The different things said that rules of this strength rest on: an answer to a question
        that takes one; each chosen option of others; all that was not chosen of one question.
        """
        found = set()
        for rule in fired:
            then = rule["then"]
            if then.get("cause") == cause and then["strength"] in words:
                for kind, name, option in case.answers_behind(rule["when"]):
                    takes_many = self.questions[name]["kind"] == "many"
                    found.add((name, option if takes_many and kind == "is" else ""))
        return found

    def _facts(self, answers: Mapping[str, Any]) -> Iterator[PlainFact]:
        """What was chosen, and what was answered and not chosen."""
        for name, answer in answers.items():
            options = [option["id"] for option in self.questions[name]["options"]]
            if answer in ("not_sure", "declined"):
                continue
            if isinstance(answer, dict):
                words = answer
            else:
                chosen = answer if isinstance(answer, list) else [answer]
                words = {option: "yes" if option in chosen else "no" for option in options}
            for option, word in words.items():
                if word != "not_sure":
                    yield "is" if word == "yes" else "is_not", name, option


class _Case:
    """The facts of one person, and what of the rules holds on them."""

    def __init__(self, bringing: Mapping[str, list[Any]], facts: set[PlainFact]) -> None:
        self._bringing, self._facts = bringing, facts
        self._findings: dict[str, bool] = {}

    def rests_on(self, when: Any) -> tuple[PlainFact, ...] | None:
        """The facts that help the condition to hold, in its order; None where it does not hold."""
        helping = self._helping(when)
        if helping is None:
            return None
        return tuple(fact for fact in dict.fromkeys(_mentioned(when)) if fact in helping)

    def answers_behind(self, when: Any) -> set[PlainFact]:
        """The answers that a condition that holds rests on, be it through findings."""
        found: set[PlainFact] = set()
        for fact in self.rests_on(when) or ():
            if fact[0] == "finding":
                for other in self._bringing.get(fact[2], ()):
                    found |= self.answers_behind(other)
            else:
                found.add(fact)
        return found

    def _helping(self, when: Any) -> set[PlainFact] | None:
        if when == "always":
            return set()
        return _every(self._of_key(key, value) for key, value in when.items())

    def _of_key(self, key: str, value: Any) -> set[PlainFact] | None:
        if key == "all":
            return _every(self._helping(part) for part in value)
        if key == "any":
            return _some(self._helping(part) for part in value)
        if key == "at_least":
            return self._adding_up([(part, 1) for part in value["of"]], int(value["n"]))
        if key == "points":
            return self._adding_up(*value)
        facts = [{fact} if self._holds(fact) else None for fact in _facts_of(key, value)]
        is_denied = key != "finding" and isinstance(value, dict)
        return _every(facts) if is_denied else _some(facts)

    def _adding_up(self, items: list[tuple[Any, int]], least: int) -> set[PlainFact] | None:
        """What holds of the items, where their points are enough."""
        helping = [(self._helping(part), points) for part, points in items]
        held = [(facts, points) for facts, points in helping if facts is not None]
        enough = sum(points for _, points in held) >= least
        return set().union(*(facts for facts, _ in held)) if enough else None

    def _holds(self, fact: PlainFact) -> bool:
        kind, _, name = fact
        if kind != "finding":
            return fact in self._facts
        if name not in self._findings:
            self._findings[name] = any(
                self._helping(when) is not None for when in self._bringing.get(name, ())
            )
        return self._findings[name]


def _read(folder: Path, name: str) -> Plain:
    read: Plain = yaml.load((folder / name).read_text(encoding="utf-8"), yaml.CBaseLoader)
    return read


def _strengths(fired: list[Plain], cause: str) -> list[str]:
    return [rule["then"]["strength"] for rule in fired if rule["then"].get("cause") == cause]


def _mentioned(when: Any) -> Iterator[PlainFact]:
    """The facts of a condition as they stand in it."""
    if when == "always":
        return
    for key, value in when.items():
        if key in ("all", "any"):
            for part in value:
                yield from _mentioned(part)
        elif key == "at_least":
            for part in value["of"]:
                yield from _mentioned(part)
        elif key == "points":
            for part, _ in value[0]:
                yield from _mentioned(part)
        else:
            yield from _facts_of(key, value)


def _facts_of(key: str, value: Any) -> list[PlainFact]:
    """The facts of one line of a condition: a question or `finding`, and what belongs to it."""
    if key == "finding":
        return [("finding", "", name) for name in _as_list(value)]
    if isinstance(value, dict):
        return [("is_not", key, option) for option in _as_list(value["not"])]
    return [("is", key, option) for option in _as_list(value)]


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _every(parts: Iterable[set[PlainFact] | None]) -> set[PlainFact] | None:
    together: set[PlainFact] = set()
    for part in parts:
        if part is None:
            return None
        together |= part
    return together


def _some(parts: Iterable[set[PlainFact] | None]) -> set[PlainFact] | None:
    holding = [part for part in parts if part is not None]
    return set().union(*holding) if holding else None
