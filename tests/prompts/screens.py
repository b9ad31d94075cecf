"""A small screen with all that a screen can hold: either/or, many, one that may stay unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.interview.order import AskingScreen
from triage.language.model import Question
from triage.language.screens import NoneOfThese, QuestionScreen, ScreenLine


def made(name: str, kind: str, said: Mapping[str, str], declinable: bool = False) -> Question:
    """A question whose options read as they are ``said``."""
    options = [
        {"id": option, "text": f"Yes, {text}", "said": text} for option, text in said.items()
    ]
    return Question.model_validate(
        {
            "id": name,
            "section": "s",
            "kind": kind,
            "text": f"About {name}?",
            "help": "Help.",
            "cites": ["A"],
            "options": options,
            "declinable": declinable,
        }
    )


def screen(
    lines: Sequence[tuple[str, str, str]], questions: Sequence[Question], none: NoneOfThese | None
) -> AskingScreen:
    """A screen of these lines: question, option, text."""
    shown = tuple(
        ScreenLine(sets={question: option}, text=text) for question, option, text in lines
    )
    return AskingScreen(
        QuestionScreen(id="legs", text="Is one of these so?", lines=shown, none=none),
        tuple(questions),
    )


WALKING = made("walking", "one", {"usual": "you walk as usual", "harder": "it is", "cannot": "no"})
LEG = made("leg", "many", {"swollen": "it is swollen", "hot": "it is hot"})
ALCOHOL = made(
    "alcohol", "one", {"none": "you drink nothing", "a_lot": "you drink"}, declinable=True
)

LEGS = screen(
    [
        ("walking", "harder", "Walking is harder"),
        ("walking", "cannot", "I cannot walk"),
        ("leg", "swollen", "A leg is swollen"),
        ("leg", "hot", "A leg is hot"),
        ("alcohol", "a_lot", "I drink a lot"),
    ],
    [WALKING, LEG, ALCOHOL],
    NoneOfThese(
        sets={"walking": "usual", "alcohol": "none"},
        says="You walk as usual and drink no alcohol.",
    ),
)
MARKED = {("walking", "harder"): "you wrote this"}

ONSET = made("onset", "one", {"sudden": "it was sudden", "slow": "it was slow"})
MANY_SIGNS = made("signs", "many", {f"s{number}": f"sign {number}" for number in range(1, 12)})
PAGES = screen(
    [
        *(("signs", f"s{number}", f"Sign {number}") for number in range(1, 12)),
        ("onset", "sudden", "It was sudden"),
        ("onset", "slow", "It was slow"),
    ],
    [MANY_SIGNS, ONSET],
    None,
)
