"""Answers that a search found, as a case that can be pasted into a file of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from triage.answers.answer_file import to_plain
from triage.answers.value import Answers
from triage.language.ruleset import RuleSet
from triage.language.words import NOT_SURE_WORD

WIDEST = 100
"""Most characters on a line of a comment."""


def plain_answers(answers: Answers, ruleset: RuleSet) -> dict[str, object]:
    """The answers as a file holds them, in the order they are asked; of a mapping, only what was
    said.
    """
    plain: dict[str, object] = {}
    for name, question in ruleset.questions.items():
        if name in answers.given:
            said = to_plain(answers[name], question)
            plain[name] = _without_unsure(said) if isinstance(said, dict) else said
    return plain


def _without_unsure(said: dict[str, object]) -> dict[str, object]:
    return {option: word for option, word in said.items() if word != NOT_SURE_WORD}


def case_lines(
    name: str,
    title: str,
    answers: Answers,
    ruleset: RuleSet,
    *,
    comments: Sequence[str],
    expect: str,
) -> Iterator[str]:
    """The lines of one case, as they stand below `cases:`.

    Args:
        name: the id of the case.
        title: what it is called.
        answers: what the person answered, all of it known to ``ruleset``.
        ruleset: what the case belongs to.
        comments: sentences for the author, above what is expected.
        expect: what must follow, written as YAML.
    """
    yield f"  - id: {name}"
    yield f"    name: {title}"
    given = plain_answers(answers, ruleset)
    yield "    answers:" if given else "    answers: {}"
    yield from (f"      {question}: {_flow(said)}" for question, said in given.items())
    yield from comment_lines(comments, "    #")
    yield f"    expect: {expect}"


def comment_lines(comments: Iterable[str], mark: str) -> Iterator[str]:
    """Each comment behind ``mark``, wrapped where it is long."""
    for comment in comments:
        yield from wrap(
            comment,
            WIDEST,
            initial_indent=f"{mark} ",
            subsequent_indent=f"{mark}   ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _flow(said: object) -> str:
    """An id, a list of them or a mapping on one line; a rule set reads ids as text, so none needs
    quotes.
    """
    if isinstance(said, dict):
        return "{" + ", ".join(f"{option}: {word}" for option, word in said.items()) + "}"
    return "[" + ", ".join(map(str, said)) + "]" if isinstance(said, list) else str(said)
