"""Quantities that contradict each other: one number with two units in texts that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.analysis.checks.passages import place_of
from triage.analysis.checks.subject import Remark, Subject, remark
from triage.language.model import Accountable, Option, Question
from triage.language.source import Text

_MEASURE = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)[\s-]*(?P<unit>"
    r"(?:second|minute|hour|day|week|month|year|degree)s?\b|°\s?[CF]\b"
    r"|(?:milli|centi|kilo)?met(?:re|er)s?\b|(?:milli|kilo)?grams?\b|pounds?\b"
    r"|(?:mm|cm|km|mg|kg|lb)\b)",
    re.IGNORECASE,
)


def contradictory(subject: Subject) -> Iterator[Remark]:
    """Second wordings of a question or an option that give a number of the first another unit."""
    for question in subject.ruleset.questions.values():
        yield from _differing(question, "text", "plainer", (question,))
        for option in question.options:
            for key in ("said", "help"):
                yield from _differing(option, "text", key, (option, question))


def _differing(
    entry: Question | Option, first: str, second: str, about: tuple[Accountable, ...]
) -> Iterator[Remark]:
    if getattr(entry, second) is None:
        return
    meant, text = _units(entry.word(first)), entry.word(second)
    said = _units(text)
    for match in _MEASURE.finditer(text):
        number = match["number"]
        if number in meant and not meant[number].keys() & said[number].keys():
            other = next(iter(meant[number].values()))
            yield remark(
                "T217",
                f"`{match.group()}` contradicts `{other}` in `{first}`",
                place_of(text, match.start(), match.end()),
                "both texts say the same to a person: give the number one unit",
                *about,
            )


def _units(text: Text) -> dict[str, dict[str, str]]:
    """For each number the units it stands with, and the words for both."""
    found: dict[str, dict[str, str]] = {}
    for match in _MEASURE.finditer(text):
        unit = match["unit"].casefold().removesuffix("s").replace(" ", "")
        found.setdefault(match["number"], {}).setdefault(unit, match.group())
    return found
