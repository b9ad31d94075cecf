"""A practice patient in plain prose: what is said to "you" in a rule set, told about someone
else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, cycle

from triage.answers.value import Answer, State
from triage.language.ruleset import RuleSet
from triage.language.words import Kind as QuestionKind
from triage.practice.patients.background import AGE
from triage.practice.patients.patient import Patient, reveal
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.phrases import sentence

INVENTED = "This patient is invented."
SENSELESS = "This question makes no sense for this patient."
UNSURE = "The patient is not sure."
DECLINED = "The patient prefers not to say."
TELLING = "They say that"
NOTHING = "The patient has told nothing yet."

_OBJECT = re.compile(
    r"\b(for|to|on|at|with|of|from|told|made|make|stops?|under|behind|in|near) you\b", re.IGNORECASE
)
_WORDS = {"you": "they", "your": "their", "yours": "theirs", "yourself": "themselves"}


def third_person(text: str) -> str:
    """The text about "they" instead of "you".

    >>> third_person("You said your leg is hot and it is hard for you to walk.")
    'They said their leg is hot and it is hard for them to walk.'
    """
    return re.sub(
        r"\b(yourself|yours|your|you)\b",
        _turned,
        _OBJECT.sub(r"\1 them", text),
        flags=re.IGNORECASE,
    )


def _turned(match: re.Match[str]) -> str:
    turned = _WORDS[match[0].lower()]
    return turned.capitalize() if match[0][0].isupper() else turned


def told(ruleset: RuleSet, question_id: str, answer: Answer) -> str:
    """What the patient answers, as one or two sentences about them."""
    question = ruleset.questions[question_id]
    plain = {State.NOT_ASKED: SENSELESS, State.NOT_SURE: UNSURE, State.DECLINED: DECLINED}
    if answer.state in plain:
        return plain[answer.state]
    said = [option.said for option in question.options if option.id in answer.yes]
    unsure = [option.text for option in question.options if option.id not in answer.yes | answer.no]
    denied = "; ".join(option.text for option in question.options if option.id in answer.no)
    words = (
        sentence(f"{TELLING} " + ", and that ".join(map(third_person, said)))
        if said
        else sentence(f"None of these: {denied}")
    )
    if unsure and question.kind is QuestionKind.MANY:
        words += f" They are not sure about: {sentence('; '.join(unsure))}"
    return words


def vignette_page(ruleset: RuleSet, patient: Patient, shown: Iterable[str]) -> Page:
    """The patient before the first question.

    Told are the answers to the questions in ``shown``, and what the patient tells beside the
    questionnaire.
    """
    names = (*(name for name in patient.volunteered if name in patient.aside.given), *shown)
    answers = {name: told(ruleset, name, reveal(patient, name)) for name in names}
    said = {name: words for name, words in answers.items() if words.startswith(TELLING)}
    asked = (
        Line(f"Asked “{ruleset.questions[name].text}”: {words}", LineKind.POINT)
        for name, words in answers.items()
        if name not in said
    )
    return Page(
        "Your patient", (PageSection(INVENTED, (Line(" ".join(_story(said)) or NOTHING), *asked)),)
    )


def _story(said: Mapping[str, str]) -> Iterator[str]:
    """What was said, told as one story: the age as a fact, then why the person comes, then the
    rest.
    """
    if AGE in said:
        yield sentence(said[AGE].removeprefix(TELLING).strip())
    leads = chain(("They come and say that",), cycle(("They add that", "They also say that")))
    yield from (
        words.replace(TELLING, next(leads), 1) for name, words in said.items() if name != AGE
    )
