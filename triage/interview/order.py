"""Which screen comes next: the one that can still matter most.

First the screens that open, as the author put them. Then those with a question for which a level
above today's still waits, the highest level first, and the questions that reach it alone before
those that need company. Then what can change which causes are listed or how well they fit, then
what adds to a listed cause. Within a class the author's order. Every order ends at the same level:
what is asked at all does not hang on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from triage.answers.value import Answers
from triage.lacks.gates import applies
from triage.lacks.waiting import View, closure
from triage.language.conditions import questions_of
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.screens import QuestionScreen, ScreenLine
from triage.language.words import Level


class Use(IntEnum):
    """What the answer to a question can still do, the most useful first."""

    RAISES_ALONE = 0
    RAISES_TOGETHER = 1
    LISTS_CAUSES = 2
    ADDS = 3


@dataclass(frozen=True, slots=True)
class Rank:
    """How much a question can still matter, and up to which level."""

    use: Use
    level: Level | None = None

    @property
    def key(self) -> tuple[int, int]:
        """For sorting: the highest level first, and within it who reaches it alone."""
        if self.level is None:
            return (0, int(self.use))
        return (-self.level.rank, int(self.use))


@dataclass(frozen=True, slots=True)
class AskingScreen:
    """What stands on the screen now: those of its questions that make sense, and ``ways`` to find
    out, in plainer words.
    """

    screen: QuestionScreen
    questions: tuple[Question, ...]
    ways: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[ScreenLine, ...]:
        """The lines of these questions, in the author's order."""
        shown = {question.id for question in self.questions}
        return tuple(line for line in self.screen.lines if line.question in shown)

    def text(self, question: str, option: str) -> str:
        """What a line reads, or what the option reads that has none."""
        found = next(one for one in self.questions if one.id == question)
        texts = {line.option: line.text for line in self.screen.lines_of(question)}
        return texts.get(option) or found.option(option).text


def ranks(ruleset: RuleSet, answers: Answers) -> Mapping[str, Rank]:
    """What each question that is still worth asking can do; one whose gate is read by a better one
    has its rank.
    """
    view = View(ruleset, answers)
    found = dict(_ranked(ruleset, answers, view))
    for question in reversed(list(ruleset.questions.values())):
        if question.id not in found:
            continue
        for name in questions_of(question.gate):
            if name in view.askable:
                best = found.get(name, found[question.id])
                found[name] = min(best, found[question.id], key=lambda rank: rank.key)
    return {name: rank for name, rank in found.items() if name in view.askable}


def _ranked(ruleset: RuleSet, answers: Answers, view: View) -> Iterator[tuple[str, Rank]]:
    together = {name: level for level in ruleset.levels for name in view.wanted(_brings(level))}
    alone = _alone(ruleset, answers, view, together)
    listing, adding = view.wanted(_lists(view)), view.wanted()
    for name in ruleset.questions:
        if name in alone:
            yield name, Rank(Use.RAISES_ALONE, max(alone[name], together[name]))
        elif name in together:
            yield name, Rank(Use.RAISES_TOGETHER, together[name])
        elif name in listing:
            yield name, Rank(Use.LISTS_CAUSES)
        elif name in adding:
            yield name, Rank(Use.ADDS)


def _alone(
    ruleset: RuleSet, answers: Answers, view: View, waited_for: Collection[str]
) -> Mapping[str, Level]:
    """The level that some answer to the question brings by itself, where it is above today's; only
    one that a rule for a higher level waits for can do so.
    """
    known = set(answers.facts())
    found: dict[str, Level] = {}
    for name in view.askable.intersection(waited_for):
        fired, _ = closure(ruleset, known.union(ruleset.questions[name].facts))
        level = ruleset.brought_by(fired.values())
        if level > view.level:
            found[name] = level
    return found


def _brings(level: Level) -> Callable[[Rule], bool]:
    return lambda rule: rule.level == level


def _lists(view: View) -> Callable[[Rule], bool]:
    """Whether a rule would list its cause, or say that it fits better."""
    best: dict[str, int] = {}
    for rule in view.fired.values():
        if rule.cause is not None and rule.strength is not None and rule.speaks_for:
            best[rule.cause] = min(best.get(rule.cause, rule.strength.rank), rule.strength.rank)

    def is_listed_better(rule: Rule) -> bool:
        if rule.cause is None or rule.strength is None or not rule.speaks_for:
            return False
        return rule.cause not in best or rule.strength.rank < best[rule.cause]

    return is_listed_better


def next_shown(ruleset: RuleSet, answers: Answers) -> AskingScreen | Question | None:
    """What to show next; None where nothing is left that could change something."""
    found = ranks(ruleset, answers)
    places = sorted(_places(ruleset, found), key=lambda place: place[0])
    for _, shown in places:
        if isinstance(shown, QuestionScreen):
            questions = tuple(_standing_on(shown, ruleset, answers, found))
            if questions:
                return AskingScreen(shown, questions)
        elif applies(shown, answers):
            return shown
    return None


@dataclass(frozen=True)
class Coming:
    """What is still worth showing: a screen, or a question that stands on none, with what each of
    its open questions can do.
    """

    screen: QuestionScreen | None
    questions: Mapping[str, Rank]

    @property
    def rank(self) -> Rank:
        """The best that it can do."""
        return min(self.questions.values(), key=lambda rank: rank.key)


def to_come(ruleset: RuleSet, answers: Answers) -> Iterator[Coming]:
    """What is still worth showing, in the order in which it would come now."""
    found = ranks(ruleset, answers)
    for _, shown in sorted(_places(ruleset, found), key=lambda place: place[0]):
        if isinstance(shown, QuestionScreen):
            yield Coming(shown, {name: found[name] for name in shown.questions if name in found})
        else:
            yield Coming(None, {shown.id: found[shown.id]})


def still_open(ruleset: RuleSet, answers: Answers) -> int:
    """How many screens may still come, whatever is asked once more."""
    return sum(1 for _ in _places(ruleset, ranks(ruleset, answers)))


def left_to_show(ruleset: RuleSet, answers: Answers) -> int:
    """How many screens may still come, with the questions that may be asked once more in plainer
    words.
    """
    shown = [one for _, one in _places(ruleset, ranks(ruleset, answers))]
    again = [
        question
        for one in shown
        for question in (_all_on(one, ruleset) if isinstance(one, QuestionScreen) else [one])
        if question.plainer and question.id not in answers.given
    ]
    return len(shown) + len(again)


def _all_on(screen: QuestionScreen, ruleset: RuleSet) -> list[Question]:
    return [ruleset.questions[name] for name in screen.questions]


def _places(
    ruleset: RuleSet, found: Mapping[str, Rank]
) -> Iterator[tuple[tuple[int, ...], QuestionScreen | Question]]:
    """The screens, and the questions that stand on none, that are worth showing, each with what
    sorts it.
    """
    on_screens: set[str] = set()
    for place, screen in enumerate(ruleset.screens):
        on_screens.update(screen.questions)
        worth = [found[name].key for name in screen.questions if name in found]
        if worth:
            yield ((0, 0, 0, place) if screen.opens else (1, *min(worth), place)), screen
    for place, (name, question) in enumerate(ruleset.questions.items(), len(ruleset.screens)):
        if name in found and name not in on_screens:
            yield (1, *found[name].key, place), question


def _standing_on(
    screen: QuestionScreen, ruleset: RuleSet, answers: Answers, found: Collection[str]
) -> Iterator[Question]:
    """The open questions of a screen that make sense; none of them while a gate is undecided."""
    questions = [ruleset.questions[name] for name in screen.questions]
    waits_for = {
        name
        for question in questions
        if question.id in found
        for name in questions_of(question.gate)
    }
    if waits_for & set(found) - set(screen.questions):
        return
    for question in questions:
        if question.id not in answers.given and applies(question, answers):
            yield question
