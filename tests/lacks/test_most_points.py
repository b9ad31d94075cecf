"""The most points that open answers could bring: what the best of all ways to answer comes to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.benchmarks.random_folders import settled
from tests.benchmarks.small_folders import small
from tests.places import TRAFFIC_LIGHT
from triage.answers.value import NOT_SURE, Answer, Answers, by_option, choose
from triage.engine.reference import reference_engine
from triage.lacks.gates import sensible
from triage.lacks.most_points import most_points
from triage.language.conditions import holds
from triage.language.load import load
from triage.language.model import Question
from triage.language.ruleset import RuleSet

LADDERS = 8
"""So many questions with four options each: 65,536 ways to answer them."""


def full(question: Question, answer: Answer) -> Iterator[Answer]:
    """Every whole answer that says no other than what was said."""
    unknown = [name for name in question.option_ids if name not in answer.yes | answer.no]
    if question.kind.takes_one:
        yield from (choose(question, name) for name in unknown)
    else:
        for ticks in product((False, True), repeat=len(unknown)):
            ticked = (name for name, tick in zip(unknown, ticks, strict=True) if tick)
            yield choose(question, *answer.yes, *ticked)


def best(ruleset: RuleSet, answers: Answers) -> dict[str, int]:
    asked = [one for one in sensible(ruleset, answers) if answers[one.id].is_open(one)]
    found: dict[str, int] = {}
    for told in product(*(full(one, answers[one.id]) for one in asked)):
        given = dict(zip((one.id for one in asked), told, strict=True))
        facts = {*Answers({**answers.given, **given}).facts()}
        facts.update(f for rule in reference_engine(ruleset).fired(facts) for f in rule.conclusions)
        for score in ruleset.scores.values():
            held = (item.points for item in score.items if holds(item.when, facts))
            found[score.id] = max(score.start + sum(held), found.get(score.id, score.start))
    return found


def some(ruleset: RuleSet, chance: random.Random) -> Answers:
    given = {}
    for question in ruleset.questions.values():
        words = {name: chance.choice(("yes", "no", "not_sure")) for name in question.option_ids}
        one = choose(question, chance.choice(question.option_ids))
        if chance.random() < 0.5:
            told = one if question.kind.takes_one else by_option(words)
            given[question.id] = chance.choice((told, NOT_SURE))
    return Answers(given)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_of_all_ways_to_answer(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    files = small(chance)
    while not files["scores.yaml"]["scores"]:
        files = small(chance)
    ruleset = settled(tmp_path / "r", files)
    for _ in range(5):
        answers = some(ruleset, chance)
        assert most_points(ruleset, answers) == best(ruleset, answers)


def test_steps_of_one_scale_count_once_however_many_scales_there_are(tmp_path: Path) -> None:
    folder = tmp_path / "lights"
    folder.mkdir()
    identity = (TRAFFIC_LIGHT / "ruleset.yaml").read_text()
    unwatched = identity.replace(", when: {alarm: blue_lips}", "")
    (folder / "ruleset.yaml").write_text(unwatched)
    options = ", ".join(f"{{id: o{n}, text: x, said: x}}" for n in range(4))
    asked = "text: x, help: x, cites: [C-count], kind: scale, section: course"
    questions = (f"  - {{id: q{n}, {asked}, options: [{options}]}}\n" for n in range(LADDERS))
    (folder / "questions.yaml").write_text(f"questions:\n{''.join(questions)}")
    items = (
        f"      - {{when: {{q{n}: o{step}}}, points: {step}, because: x, cites: [C-count]}}\n"
        for n in range(LADDERS)
        for step in (1, 2, 3)
    )
    score = f"scores:\n  - id: news\n    name: x\n    items:\n{''.join(items)}"
    (folder / "scores.yaml").write_text(score)
    rule = "{id: base, when: always, then: {level: green}, because: x, cites: [C-count]}"
    (folder / "guidance.yaml").write_text(f"rules: [{rule}]\n")
    ruleset = load(folder)
    first = ruleset.questions["q0"]
    assert most_points(ruleset, Answers()) == {"news": 3 * LADDERS}
    assert most_points(ruleset, Answers({"q0": choose(first, "o1")})) == {"news": 3 * LADDERS - 2}
