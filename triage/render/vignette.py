"""A practice patient in plain prose: what is said to "you" in a rule set, told about someone else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from triage.answers import Answer, State
from triage.practice.patient import Patient
from triage.render.page import Kind, Line, Page, Section
from triage.render.phrases import sentence
from triage.ruleset import RuleSet
from triage.vocabulary import Kind as QuestionKind

INVENTED = "This patient is invented."
SENSELESS = "This question makes no sense for this patient."
UNSURE = "The patient is not sure."
DECLINED = "The patient prefers not to say."
TELLING = "They say that"
NOTHING = "The patient has told nothing yet."

_OBJECT = re.compile(r"\b(for|to|on|at|with|of|from|told|made|make|stops?|under|behind|in|near) you\b", re.IGNORECASE)
_WORDS = {"you": "they", "your": "their", "yours": "theirs", "yourself": "themselves"}


def third_person(text: str) -> str:
    """The text about "they" instead of "you".

    >>> third_person("You said your leg is hot and it is hard for you to walk.")
    'They said their leg is hot and it is hard for them to walk.'
    """
    return re.sub(r"\b(yourself|yours|your|you)\b", _turned, _OBJECT.sub(r"\1 them", text), flags=re.IGNORECASE)


def _turned(match: re.Match[str]) -> str:
    turned = _WORDS[match[0].lower()]
    return turned.capitalize() if match[0][0].isupper() else turned


def told(ruleset: RuleSet, question_id: str, answer: Answer) -> str:
    """What the patient answers, as one or two sentences about them."""
    question = ruleset.questions[question_id]
    plain = {State.NOT_ASKED: SENSELESS, State.NOT_SURE: UNSURE, State.DECLINED: DECLINED}
    if answer.state in plain:
        return plain[answer.state]
    said = [str(option.said) for option in question.options if option.id in answer.yes]
    unsure = [str(option.text) for option in question.options if option.id not in answer.yes | answer.no]
    words = sentence(f"{TELLING} " + ", and that ".join(map(third_person, said))) if said else "None of these."
    if unsure and question.kind is QuestionKind.MANY:
        words += f" They are not sure about: {sentence('; '.join(unsure))}"
    return words


def vignette_page(ruleset: RuleSet, patient: Patient, shown: Iterable[str]) -> Page:
    """The patient before the first question; ``shown`` are the questions whose answers are told."""
    answers = {name: told(ruleset, name, patient.answers[name]) for name in shown}
    prose = [words for words in answers.values() if words.startswith(TELLING)]
    asked = (Line(f"Asked “{ruleset.questions[name].text}”: {words}", Kind.POINT) for name, words in answers.items()
             if not words.startswith(TELLING))
    varied = (words.replace("say", "add", 1) if place % 2 else words for place, words in enumerate(prose))
    lines = (Line(" ".join(varied) or NOTHING), *asked)
    return Page("Your patient", (Section(INVENTED, lines),))
