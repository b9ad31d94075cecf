"""Answers as they stand in a file, read and written.

Every problem is reported at once, with the nearest name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from triage.answers.earlier import Reading
from triage.answers.value import (
    DECLINED,
    LONGEST_NOTE,
    NOT_SURE,
    OPTION_WORDS,
    Answer,
    Answers,
    State,
    by_option,
    choose,
)
from triage.language.diagnostics import AnswerError, Diagnostic, Span, did_you_mean, listed
from triage.language.model import Option, Question
from triage.language.ruleset import RuleSet
from triage.language.source import Value
from triage.language.words import DECLINED_WORD, NOT_SURE_WORD, Kind


def to_plain(answer: Answer, question: Question) -> object:
    """The answer as it is written in a file: text, list or mapping."""
    if answer.state is not State.GIVEN:
        return answer.state.value
    chosen = [option for option in question.option_ids if option in answer.yes]
    if question.kind.takes_one and chosen:
        return chosen[0]
    if not answer.is_unsure(question):
        return chosen
    return {option: answer.word(option) for option in question.option_ids}


def as_file(answers: Answers, ruleset: RuleSet, on: date | None = None) -> dict[str, object]:
    """The content of an answer file; ``on`` is the day on which it was answered."""
    plain = {
        name: to_plain(answer, ruleset.questions[name]) for name, answer in answers.given.items()
    }
    day = {"date": on.isoformat()} if on else {}
    well = {"last_well": answers.last_well} if answers.last_well else {}
    about = {"ruleset": ruleset.id, "version": ruleset.version}
    return {**about, **day, **well, "answers": plain}


def day_of(value: object) -> date | None:
    """The day on which the answers in the content of an answer file were given, where it says
    one.
    """
    written = value.get("date") if isinstance(value, Mapping) else None
    try:
        found = date.fromisoformat(str(written))
    except ValueError:
        return None
    return found if found.isoformat() == written else None


def read_case(value: object, ruleset: RuleSet, where: Span) -> Answers:
    """The answers in the content of an answer file.

    Args:
        value: the mapping with ``ruleset`` and ``answers``, from YAML (with places) or JSON
            (without).
        ruleset: what the answers belong to.
        where: the place to name where a value knows none.

    Raises:
        AnswerError: with every problem found.
    """
    reader = _Reader(ruleset, where)
    found = reader.case(value)
    if reader.problems:
        raise AnswerError(reader.problems)
    return found


def read_answers(value: object, ruleset: RuleSet, where: Span) -> Answers:
    """The answers in a mapping from question to answer, as below ``answers:`` of a file.

    Raises:
        AnswerError: with every problem found.
    """
    reader = _Reader(ruleset, where)
    found = reader.answers(value)
    if reader.problems:
        raise AnswerError(reader.problems)
    return found


class _Reader:
    """Reads answers and collects what is wrong with them."""

    def __init__(self, ruleset: RuleSet, where: Span) -> None:
        self._ruleset, self._where = ruleset, where
        self._reading = Reading(ruleset, ruleset.version)
        self.problems: list[Diagnostic] = []

    def case(self, value: object) -> Answers:
        if not isinstance(value, Mapping):
            self._report("T503", "a case is a mapping with `ruleset` and `answers`", value)
            return Answers()
        known = ("ruleset", "version", "id", "date", "last_well", "answers")
        for key in value:
            if key not in known:
                self._report("T110", f"unknown key `{key}`", key, self._nearest(key, known))
        for key in ("ruleset", "answers"):
            if key not in value:
                self._report("T111", f"the key `{key}` is missing", value)
        if "date" in value and day_of(value) is None:
            written = value["date"]
            message = f"`{written}` is no day"
            self._report("T503", message, written, "write it as `2026-11-20`", "date")
        last_well = self._last_well(value)
        is_ours = self._check_target(value)
        found = self.answers(value.get("answers", {})) if is_ours else Answers()
        return replace(found, last_well=last_well)

    def _last_well(self, value: Mapping[object, object]) -> str:
        """When the person was last well, on one line."""
        written = value.get("last_well", "")
        words = " ".join(written.split()) if isinstance(written, str) else ""
        if "last_well" in value and not 0 < len(words) <= LONGEST_NOTE:
            message = f"`last_well` takes some words, at most {LONGEST_NOTE} letters of them"
            help_text = "write it as the person said it, as in `at 7 this morning`"
            self._report("T503", message, written, help_text, "last_well")
        return words

    def _check_target(self, value: Mapping[object, object]) -> bool:
        """Whether the answers say that they are for this rule set, or do not say."""
        ruleset = self._ruleset
        name, version = value.get("ruleset", ruleset.id), value.get("version", ruleset.version)
        if name != ruleset.id:
            self._report(
                "T501", f"these answers are for the rule set `{name}`, not `{ruleset.id}`", name
            )
            return False
        self._reading = Reading(ruleset, str(version))
        if version != ruleset.version and not self._reading.is_earlier:
            message = f"these answers are for version {version}; this is version {ruleset.version}"
            self._report(
                "T502", message, version, "check the answers, then take the line `version` out"
            )
        return True

    def answers(self, value: object) -> Answers:
        if not isinstance(value, Mapping):
            self._report("T503", "`answers` is a mapping from question to answer", value)
            return Answers()
        given: dict[str, Answer] = {}
        told: dict[str, object] = {}
        for name, written in value.items():
            question = self._question(name)
            if question is None:
                continue
            if question.id in given:
                before = name if name != question.id else told[question.id]
                message = f"`{before}` is called `{question.id}` now, and that stands here too"
                self._report("T103", message, name, "keep one of the two")
            told[question.id] = name
            answer = self._answer(question, written, name)
            given[question.id] = self._reading.without_unseen(answer, question)
        return Answers(given)

    def _question(self, name: object) -> Question | None:
        question = self._reading.question(str(name))
        if question is None:
            questions = self._ruleset.questions
            now = next((one.id for one in questions.values() if one.was == name), None)
            help_text = f"it is called `{now}` now" if now else self._nearest(name, questions)
            self._report("T121", f"unknown question `{name}`", name, help_text)
        elif self._reading.is_later(question):
            self._refuse_later("question", question, name)
        return question

    def _refuse_later(
        self, kind: str, entry: Question | Option, name: object, key: object = None
    ) -> None:
        version = self._reading.version
        message = (
            f"the {kind} `{name}` exists since {entry.since}, and these answers are to {version}"
        )
        help_text = "ask again: an earlier answer of this name meant something else"
        self._report("T510", message, name, help_text, key)

    def _answer(self, question: Question, written: object, key: object) -> Answer:
        if written == NOT_SURE_WORD:
            return NOT_SURE
        if written == DECLINED_WORD:
            if not question.declinable:
                self._report(
                    "T504",
                    f"`{question.id}` does not take `declined`",
                    written,
                    "write `not_sure`",
                    key,
                )
            return DECLINED
        if isinstance(written, Mapping):
            return self._by_option(question, written, key)
        if isinstance(written, list):
            return self._listed(question, written, key)
        if not isinstance(written, str):
            return self._wrong_kind(question, written, key)
        if question.kind is Kind.MANY:
            message = f"`{question.id}` takes a list of options"
            self._report("T503", message, written, f"write `[{written}]`", key)
            return NOT_SURE
        return choose(question, *self._known(question, [written], key))

    def _listed(self, question: Question, written: list[object], key: object) -> Answer:
        if question.kind.takes_one:
            count = "two options" if len(written) == 2 else f"a list of {len(written)}"
            message = f"`{question.id}` takes exactly one option, not {count}"
            self._report("T503", message, written, "write one option, or `not_sure`", key)
            return NOT_SURE
        return choose(question, *self._known(question, written, key))

    def _by_option(
        self, question: Question, written: Mapping[object, object], key: object
    ) -> Answer:
        if question.kind.takes_one:
            return self._wrong_kind(question, written, key)
        said = {
            found: written[option]
            for option in written
            for found in self._known(question, [option], key)
        }
        for option, word in said.items():
            if word not in OPTION_WORDS:
                self._report(
                    "T503",
                    f"`{option}: {word}` is none of `yes`, `no`, `not_sure`",
                    word,
                    self._nearest(word, OPTION_WORDS),
                    key,
                )
        return by_option(said)

    def _wrong_kind(self, question: Question, written: object, key: object) -> Answer:
        wanted = "one option" if question.kind.takes_one else "a list of options"
        spoken = "a mapping" if isinstance(written, Mapping) else f"`{json.dumps(written)}`"
        help_text = self._nearest(spoken.strip("`"), question.option_ids)
        self._report(
            "T503", f"`{question.id}` takes {wanted}, not {spoken}", written, help_text, key
        )
        return NOT_SURE

    def _known(self, question: Question, written: list[object], key: object) -> list[str]:
        """The ids of the options that are meant; what is none is reported."""
        found = []
        for name in written:
            option = self._reading.option(question, str(name))
            if option is None:
                help_text = self._nearest(name, question.option_ids)
                known = f"its options are {listed(question.option_ids)}"
                message = f"`{name}` is not an option of the question `{question.id}`"
                self._report("T122", message, name, help_text or known, key)
                continue
            if self._reading.is_later(option):
                self._refuse_later("option", option, name, key)
            found.append(option.id)
        return found

    def _nearest(self, name: object, known: Collection[str]) -> str:
        return did_you_mean(str(name), known, self.problems)

    def _report(
        self, code: str, message: str, at: object, help_text: str = "", key: object = None
    ) -> None:
        span = next((value.span for value in (at, key) if isinstance(value, Value)), self._where)
        self.problems.append(Diagnostic(code, message, span, help_text))
