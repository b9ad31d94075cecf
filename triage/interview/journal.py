"""An interview as JSON and back: what the file of unfinished answers holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from triage.answers.earlier import Reading
from triage.answers.value import (
    DECLINED,
    LONGEST_NOTE,
    NOT_SURE,
    OPTION_WORDS,
    Answer,
    State,
    by_option,
    choose,
)
from triage.interview.own_words import MOST_READ
from triage.interview.state import Answered, Event, Interview, LastWell, Narrowed, Reopened, Told
from triage.interview.whom import Whom
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import NOT_SURE_WORD

SCHEMA = 2
LARGEST = 1_000_000
"""No interview comes near so many bytes; more of them are not read."""

CHANGED = "The questions have changed since then. Look through your answers before the result."
LEFT_OUT = "Some answers no longer fit the questions and were left out."


class Damaged(Exception):
    """Content that is no interview for us; the text says what it is, after "the file"."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was kept: an interview to go on with, where there is one, and what the person needs to
    know about it.
    """

    interview: Interview | None = None
    notes: tuple[str, ...] = ()
    at: datetime | None = field(default=None, compare=False)
    """When the last answer was kept; None where the file does not say."""


def dumps(interview: Interview, at: datetime | None = None) -> Safe:
    """The interview as JSON, kept ``at`` this moment."""
    ruleset = interview.ruleset
    events = [_event_content(event, ruleset) for event in interview.events]
    content = {
        "schema": SCHEMA,
        "ruleset": ruleset.id,
        "version": ruleset.version,
        "digest": ruleset.digest,
        **({"at": at.isoformat(timespec="minutes")} if at else {}),
        **({"complaint": interview.complaint} if interview.complaint else {}),
        **({"for": interview.whom.value} if interview.whom is not Whom.MYSELF else {}),
        "events": events,
    }
    return Safe.json(content, indent=1) + Safe("\n")


def _event_content(event: Event, ruleset: RuleSet) -> dict[str, object]:
    """The event with every option the person saw, so that an option added later is never taken for
    a "no".
    """
    if isinstance(event, Reopened):
        return {"reopened": event.question}
    if isinstance(event, LastWell):
        return {"last_well": event.words}
    if isinstance(event, Narrowed):
        meant = event.meaning.text if event.meaning else NOT_SURE_WORD
        return {"narrowed": event.question, "option": event.option, "meant": meant}
    if isinstance(event, Told):
        told = {
            name: _answer_content(answer, ruleset.questions[name])
            for name, answer in event.answers.items()
        }
        return {"told": event.screen, "answers": told}
    content = _answer_content(event.answer, ruleset.questions[event.question])
    return {"answered": event.question, "answer": content}


def _answer_content(answer: Answer, question: Question) -> object:
    if answer.state is not State.GIVEN:
        return answer.state.value
    return {option: answer.word(option) for option in question.option_ids}


def loads(data: bytes, ruleset: RuleSet) -> Unfinished:
    """The interview in JSON, without the answers that no longer fit ``ruleset``.

    Raises:
        Damaged: this is not what ``dumps`` makes, or it is meant for someone else.
    """
    content = _parsed(data)
    reading = Reading(ruleset, str(content.get("version")))
    found = [_event(event, reading) for event in _events(content, ruleset)]
    kept = tuple(event for event in found if event is not None)
    notes = []
    if content.get("digest") != ruleset.digest:
        notes.append(CHANGED)
    if len(kept) < len(found):
        notes.append(LEFT_OUT)
    about = _whom(content.get("for")), _complaint(content.get("complaint"))
    interview = Interview(ruleset, kept, *about) if kept else None
    return Unfinished(interview, tuple(notes) if found else (), _moment(content.get("at")))


def _complaint(written: object) -> str:
    return written[:MOST_READ] if isinstance(written, str) else ""


def _whom(written: object) -> Whom:
    try:
        return Whom(str(written))
    except ValueError:
        return Whom.MYSELF


def _moment(written: object) -> datetime | None:
    """The moment that is written, in the time of this place; None where none is."""
    try:
        return datetime.fromisoformat(str(written)).replace(tzinfo=None)
    except ValueError:
        return None


def _parsed(data: bytes) -> Mapping[str, object]:
    if len(data) > LARGEST:
        raise Damaged("is far too large to be one")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged("is damaged") from None
    if not isinstance(content, Mapping):
        raise Damaged("is damaged")
    return content


def _events(content: Mapping[str, object], ruleset: RuleSet) -> list[Mapping[str, object]]:
    schema, events = content.get("schema"), content.get("events")
    if not isinstance(schema, int):
        raise Damaged("is damaged")
    if schema > SCHEMA:
        raise Damaged("comes from a newer version of triage")
    if content.get("ruleset") != ruleset.id:
        raise Damaged("belongs to another rule set")
    if not isinstance(events, list) or not all(isinstance(event, Mapping) for event in events):
        raise Damaged("is damaged")
    return events


def _event(written: Mapping[str, object], reading: Reading) -> Event | None:
    """The event, or None where it does not fit the rule set."""
    if "told" in written:
        return _told(written, reading)
    if "last_well" in written:
        words = written["last_well"]
        return LastWell(words[:LONGEST_NOTE]) if isinstance(words, str) else None
    names = (written[key] for key in ("answered", "reopened", "narrowed") if key in written)
    question = reading.question(str(next(names, "")))
    if question is None or reading.is_later(question):
        return None
    if "narrowed" in written:
        return _narrowed(written, question, reading)
    if "reopened" in written:
        return Reopened(question.id)
    answer = _answer(written.get("answer"), question, reading)
    return Answered(question.id, answer) if answer else None


def _told(written: Mapping[str, object], reading: Reading) -> Told | None:
    """The screen with the answers that still fit; None where not all of them do."""
    told = written.get("answers")
    found: dict[str, Answer] = {}
    for name, content in told.items() if isinstance(told, Mapping) else ():
        question = reading.question(str(name))
        if question is None or reading.is_later(question):
            return None
        answer = _answer(content, question, reading)
        if answer is None:
            return None
        found[question.id] = answer
    return Told(str(written.get("told")), found) if found else None


def _narrowed(
    written: Mapping[str, object], question: Question, reading: Reading
) -> Narrowed | None:
    """What was meant by an option, where that choice is still offered; else the option stays."""
    option = reading.option(question, str(written.get("option")))
    follow_up = option.narrow if option else None
    if option is None or follow_up is None:
        return None
    meanings = {meaning.text: meaning for meaning in (*follow_up.keep, *follow_up.drop)}
    meant = str(written.get("meant"))
    if meant != NOT_SURE_WORD and meant not in meanings:
        return None
    return Narrowed(question.id, option.id, meanings.get(meant))


def _answer(written: object, question: Question, reading: Reading) -> Answer | None:
    if written == State.NOT_SURE.value:
        return NOT_SURE
    if written == State.DECLINED.value and question.declinable:
        return DECLINED
    words = _words(written, question, reading) if isinstance(written, Mapping) else {}
    seen = frozenset(question.option_ids) - reading.unseen(question)
    if set(words) != seen or not all(word in OPTION_WORDS for word in words.values()):
        return None
    answer = by_option(words)
    if question.kind.takes_one:
        one = choose(question, *answer.yes) if len(answer.yes) == 1 else None
        return one and reading.without_unseen(one, question)
    return answer


def _words(
    written: Mapping[object, object], question: Question, reading: Reading
) -> dict[str, object]:
    """What was said of each option, by the id it has now; of one that there is not, by the id
    written.
    """
    named = ((reading.option(question, str(name)), name, word) for name, word in written.items())
    return {option.id if option else str(name): word for option, name, word in named}
