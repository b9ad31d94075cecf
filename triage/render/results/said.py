"""What a person said, in one natural sentence: texts that begin alike are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from triage.answers.value import Answers, State
from triage.language.conditions import Is, IsNot
from triage.language.model import Question
from triage.language.ruleset import RuleSet

_LOOSE_ENDS = frozenset(
    {"a", "an", "the", "your", "my", "one", "both", "no", "not", "so", "that", "it", "is"}
    | {"on", "in", "of", "at", "from", "to", "with", "for", "and", "or"}
)
"""Words at which no common beginning may end: what follows belongs to them."""
_LINKS = frozenset({"or", "and", "but", "than", "that", "of"})
"""Words with which no rest may begin: they belong to what stands before."""
_KEPT = frozenset({"is", "it"})


def together(texts: Iterable[str]) -> str:
    """The texts as one clause without a full stop.

    >>> together(["your leg is swollen", "your leg is hot", "you smoke"])
    'your leg is swollen and hot, and you smoke'
    >>> together(["your leg is swollen", "you smoke", "your leg hurts"])
    'your leg is swollen and hurts, and you smoke'
    >>> together(["you did not choose “It rings”", "you did not choose “It hurts”"])
    'you did not choose “It rings” and “It hurts”'
    """
    return _joined(list(_told([text.split() for text in dict.fromkeys(texts)])))


def said(fact: Is | IsNot, ruleset: RuleSet, answers: Answers) -> str:
    """The fact as the person knows it: what they chose, also where they chose something else."""
    question = ruleset.questions[fact.question]
    answer = answers[fact.question]
    chosen = answer.yes if answer.state is State.GIVEN else frozenset[str]()
    if isinstance(fact, IsNot) and question.kind.takes_one and chosen:
        return question.option(next(iter(chosen))).said
    option = question.option(fact.option)
    return option.said if isinstance(fact, Is) else f"you did not choose “{option.text}”"


def told(facts: Iterable[Is | IsNot], ruleset: RuleSet, answers: Answers) -> str:
    """The facts as one clause without a full stop; empty where there are none."""
    return together(said(fact, ruleset, answers) for fact in facts)


def brief(question: Question, option: str) -> str:
    """The option in the few words of a note."""
    found = question.option(option)
    return found.brief or found.text


def _told(texts: Sequence[list[str]]) -> Iterator[str]:
    """The texts, those with a common beginning as one, where the first of them stood."""
    left = list(texts)
    while left:
        alike = _alike(left)
        left = [words for words in left if words not in alike]
        shared = _shared(alike) if len(alike) > 1 else 0
        rests = [words[shared:] for words in alike]
        told = _joined(list(_told(rests))) if shared else " ".join(alike[0])
        yield " ".join([*alike[0][:shared], told])


def _alike(texts: Sequence[list[str]]) -> list[list[str]]:
    """The first text, and all that can be told together with it: of those that begin alike in
    different ways, the ones that share most.
    """
    first, *others = texts
    shared = [(_shared([first, other]), other) for other in others]
    alike = [first, *(other for count, other in shared if count)]
    if len(alike) == 1 or _shared(alike):
        return alike
    most = max(count for count, _ in shared)
    return [first, *(other for count, other in shared if count == most)]


def _shared(texts: Sequence[list[str]]) -> int:
    """How many words all texts begin with, so that what is left can be joined by "and"."""
    most = min(map(len, texts)) - 1
    count = 0
    while count < most and len({words[count] for words in texts}) == 1:
        count += 1
    while count and not _is_cut(texts, count):
        count -= 1
    return count


def _is_cut(texts: Sequence[list[str]], at: int) -> bool:
    """Whether the texts can be cut before this word: not within a quotation."""
    last = texts[0][at - 1]
    is_loose = last.casefold() in _LOOSE_ENDS - _KEPT or (last == "it" and at == 1)
    before = " ".join(texts[0][:at])
    is_quoted = before.count("“") > before.count("”")
    return not is_loose and not is_quoted and not any(words[at] in _LINKS for words in texts)


def _joined(parts: list[str]) -> str:
    """The parts with commas and "and"; a comma before "and" where a part is a list itself."""
    if len(parts) < 2:  # one part needs no joint
        return "".join(parts)
    *firsts, last = parts
    is_nested = any("," in part or " and " in part or " or " in part for part in parts)
    joint = ", and " if is_nested else " and "
    return f"{', '.join(firsts)}{joint}{last}"
