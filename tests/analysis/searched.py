"""What the tests of searches share: the whole answer space, and a search that takes for ever."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from tests.random_rulesets import assemble, make_rule
from triage.answers.value import Answer, Answers, State, choose
from triage.language.conditions import AllOf, AnyOf, Is
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level


def every_answer(question: Question) -> Iterator[Answer | None]:
    """Each answer of the answer space, None for nothing said."""
    yield None
    if question.kind.takes_one:
        yield from (choose(question, option) for option in question.option_ids)
        return
    for said in product((True, False, None), repeat=len(question.option_ids)):
        named = dict(zip(question.option_ids, said, strict=True))
        yes = frozenset(option for option, is_so in named.items() if is_so)
        no = frozenset(option for option, is_so in named.items() if is_so is False)
        if yes or no:
            yield Answer(State.GIVEN, yes, no)


def every_answers(ruleset: RuleSet) -> Iterator[Answers]:
    names = list(ruleset.questions)
    for given_ in product(*(list(every_answer(ruleset.questions[name])) for name in names)):
        yield Answers({name: answer for name, answer in zip(names, given_, strict=True) if answer})


def size(answers: Answers) -> tuple[int, int]:
    return len(answers.given), len(list(answers.facts()))


def question_with(name: str, count: int) -> Question:
    options = [{"id": f"h{place}", "text": "x", "said": "x"} for place in range(count)]
    return Question.model_validate(
        {
            "id": name,
            "section": "s",
            "kind": Kind.ONE,
            "text": "x",
            "help": "x",
            "cites": ["S"],
            "options": options,
        }
    )


def pigeons(holes: int) -> RuleSet:
    """One pigeon more than holes: that two share one is true, and hard to prove by search."""
    questions = [question_with(f"p{bird}", holes) for bird in range(holes + 1)]
    home = AllOf(
        tuple(
            AnyOf(tuple(Is(question.id, option) for option in question.option_ids))
            for question in questions
        )
    )
    shared = AnyOf(
        tuple(
            AllOf((Is(one.id, hole), Is(two.id, hole)))
            for one, two in combinations(questions, 2)
            for hole in one.option_ids
        )
    )
    return assemble(
        questions,
        [],
        [],
        [make_rule("all-at-home", home, Level.URGENT), make_rule("crowded", shared, Level.URGENT)],
    )
