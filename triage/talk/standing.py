"""Where an interview stands, in words: how much is still to come, what can still raise the level,
and what was answered.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.interview.order import AskingScreen, Use, ranks
from triage.interview.state import Asking, AskingWhich, Interview, Reopened
from triage.interview.ticks import ticks_of
from triage.language.ruleset import RuleSet
from triage.prompts.sheet import echo
from triage.render.results.greeting import ABOUT
from triage.render.results.interview_words import at_most, left_open, settled

PLAINER = "The same question in plainer words. Check it now, if you can."
CHANGING = "This is your earlier answer. Change it, or leave it as it is."


def progress(interview: Interview, shown: AskingScreen | Asking) -> str:
    """The progress in words; no number where a changed answer can open questions that are closed
    now.
    """
    said = [ABOUT[interview.whom]]
    if isinstance(shown, Asking):
        sections = interview.ruleset.sections
        said.append(f"{sections[shown.question.section].name}.")
    if isinstance(shown, Asking) and shown.plainer:
        said.append(PLAINER)
    elif is_reopened(interview):
        said.append(CHANGING)
    else:
        said.append(_still_to_come(interview))
    return " ".join(filter(None, said))


def is_reopened(interview: Interview) -> bool:
    """Whether an earlier answer is being changed."""
    return isinstance(next(reversed(interview.events), None), Reopened)


def is_settled(interview: Interview) -> bool:
    """Whether something was told, and nothing that is still open can raise the level."""
    return bool(interview.events) and interview.is_settled


def before_the_result(interview: Interview) -> str:
    """What the result leaves open, where it comes now."""
    count, thing = interview.screens_open, _thing(interview)
    if is_settled(interview):
        return settled(count, thing)
    return left_open(count, thing, list(_rising(interview)))


def place_of(ruleset: RuleSet, question: str) -> str:
    """The screen of a question, or the question where it stands on none."""
    screen = ruleset.screen_of(question)
    return screen.id if screen else question


def ticked(which: AskingWhich, ruleset: RuleSet) -> str:
    """The line that was chosen, as it stood on its screen."""
    screen = ruleset.screen_of(which.question.id)
    if screen is None:
        return which.option.text
    return AskingScreen(screen, (which.question,)).text(which.question.id, which.option.id)


def answered(interview: Interview) -> dict[str, str]:
    """A line for each screen, by its first answered question, and for each question that stands on
    none.
    """
    from triage.render.results.phrases import answer_words, sentence

    ruleset, given = interview.ruleset, interview.answers.given
    lines: dict[str, str] = {}
    on_screens: set[str] = set()
    for screen in ruleset.screens:
        on_screens.update(screen.questions)
        questions = tuple(ruleset.questions[name] for name in screen.questions if name in given)
        if questions:
            asking = AskingScreen(screen, questions)
            said = " ".join(map(sentence, echo(asking, ticks_of(asking, given))))
            lines[questions[0].id] = f"{screen.text} {said}"
    for name, question in ruleset.questions.items():
        if name in given and name not in on_screens:
            said = sentence(answer_words(question, given[name]))
            lines[name] = f"{question.text} {said}"
    return lines


def _still_to_come(interview: Interview) -> str:
    """How many screens follow; that some signs can be asked once more is told at the first, and
    where it seems to be the last.
    """
    count = interview.screens_open - 1
    can_repeat = interview.screens_left > interview.screens_open
    says_again = can_repeat and (not interview.events or not count)
    return at_most(count, _thing(interview), says_again=says_again)


def _rising(interview: Interview) -> Iterator[str]:
    """What is still to be asked and can raise the level, by its title."""
    found = ranks(interview.ruleset, interview.answers)
    rising = {name for name, rank in found.items() if rank.use <= Use.RAISES_TOGETHER}
    on_screens: set[str] = set()
    for screen in interview.ruleset.screens:
        on_screens.update(screen.questions)
        if rising.intersection(screen.questions):
            yield screen.text
    for name, question in interview.ruleset.questions.items():
        if name in rising - on_screens:
            yield question.text


def _thing(interview: Interview) -> str:
    return "screen" if interview.ruleset.screens else "question"
