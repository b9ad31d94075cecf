"""Random rule sets so small that everybody can be asked, with everything the language has, and
random edits of them.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from math import prod

from tests.benchmarks.made import Plain
from tests.benchmarks.random_folders import CITED, Drawn, Sizes

SMALL = Sizes(
    questions=(2, 4),
    options=(2, 3),
    findings=(0, 2),
    causes=(1, 2),
    wide_rules=(0, 2),
    level_rules=(1, 4),
)
MOST_ANSWERS = 300
"""A rule set to which there are more ways to answer is drawn anew."""

Files = dict[str, Plain]


def small(chance: random.Random) -> Files:
    """The files of a small rule set."""
    while True:
        files = dict(_Small(chance, SMALL).files())
        if ways(files) <= MOST_ANSWERS:
            return files


def ways(files: Files) -> int:
    """How many ways there are to answer the questions."""
    return prod(
        3 ** len(question["options"])
        if question["kind"] == "many"
        else 1 + len(question["options"])
        for question in files["questions.yaml"]["questions"]
    )


def edited(files: Files, chance: random.Random) -> Files:
    """The rule set after one to three edits: of rules, gates, kinds, options, scores and order."""
    made = copy.deepcopy(files)
    for _ in range(chance.randint(1, 3)):
        chance.choice((_rule, _rule, _rule, _kind, _gate, _option, _score))(made, chance)
    return made


class _Small(Drawn):
    """Questions that mean something only then, and answers that nobody gives."""

    def __init__(self, chance: random.Random, sizes: Sizes) -> None:
        super().__init__(chance, sizes)
        for place, question in enumerate(self._questions):
            if place and chance.random() < 0.4:
                question["applies_if"] = self._condition(self._questions[:place], [], 1)

    def files(self) -> Iterator[tuple[str, Plain]]:
        """Each file with its content."""
        yield from super().files()
        count = self._chance.choice((0, 1, 1, 2))
        yield "impossible.yaml", {"impossible": [self._impossible(place) for place in range(count)]}

    def _impossible(self, place: int) -> Plain:
        by = self._chance.choice(("words", "story"))
        two = [self._line(self._questions, []) for _ in range(2)]
        when = self._chance.choice(({"all": two}, self._condition(self._questions, [], 1)))
        return {"id": f"i{place}", "by": by, "when": when, "because": "x"}


def _rule(files: Files, chance: random.Random) -> None:
    """A rule is taken out, or takes the condition or the conclusion of another."""
    rules = _rules(files)
    lists = [content["rules"] for content in files.values() if content.get("rules")]
    if not lists:
        return
    way = chance.random()
    if way < 0.3:
        chosen = chance.choice(lists)
        del chosen[chance.randrange(len(chosen))]
    elif way < 0.7:
        one, other = chance.choice(rules), chance.choice(rules)
        one["when"] = {"any": [one["when"], other["when"]]} if way < 0.5 else other["when"]
    else:
        one = chance.choice(rules)
        if "level" in one["then"]:
            one["then"]["level"] = chance.choice(list(files["ruleset.yaml"]["levels"]))
        elif "strength" in one["then"]:
            one["then"]["strength"] = chance.choice(("typical", "compatible", "risk", "against"))


def _kind(files: Files, chance: random.Random) -> None:
    """A question takes one option, or many; a scale stays one, since ranges may read it."""
    question = chance.choice(_questions(files))
    if question["kind"] != "scale":
        question["kind"] = chance.choice(("one", "many"))


def _gate(files: Files, chance: random.Random) -> None:
    """A gate goes, or stands at another word, or stands before a later question too."""
    place = chance.randrange(len(_questions(files)))
    question = _questions(files)[place]
    word, other = chance.sample(("ask_if", "applies_if"), 2)
    gate = question.pop(word, None)
    if gate and chance.random() < 0.5:
        question[other] = gate
    for later in _questions(files)[place:]:
        if gate and chance.random() < 0.3:
            later[word] = gate


def _option(files: Files, chance: random.Random) -> None:
    """An option more."""
    options = chance.choice(_questions(files))["options"]
    if len(options) < SMALL.options[1]:
        options.append({"id": f"o{len(options)}", "text": "x", "said": "x"})


def _score(files: Files, chance: random.Random) -> None:
    """Other points for an item, or an item less, or another item."""
    scores = [score for score in files["scores.yaml"]["scores"] if len(score["items"]) > 1]
    if scores:
        items = chance.choice(scores)["items"]
        chance.choice(items)["points"] = str(chance.randint(1, 3))
        if chance.random() < 0.3:
            del items[chance.randrange(len(items))]
        elif _rules(files) and chance.random() < 0.3:
            items.append({"when": chance.choice(_rules(files))["when"], "points": "1", **CITED})


def _questions(files: Files) -> list[Plain]:
    found: list[Plain] = files["questions.yaml"]["questions"]
    return found


def _rules(files: Files) -> list[Plain]:
    return [rule for content in files.values() for rule in content.get("rules", ())]
