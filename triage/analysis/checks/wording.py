"""Wording that the house forbids: words that scold, reassure or diagnose, long sentences, passages
hard to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.analysis.checks.passages import Written, passages, place_of
from triage.analysis.checks.readability import age, difficulty
from triage.analysis.checks.subject import Remark, Subject, remark

LONGEST, OLDEST = 19, 11
"""Most words of a sentence, and most years of reading age."""

FORBIDDEN = {
    r"\bshould(?:n['’]t)?\b|\bought to\b": "it scolds: say what a person can do",
    r"(?<!\bdo )(?<!\bif )(?<!\bwhen )(?<!\bonce )(?<!\bunless )(?<!\bwhether )\byou have\b"
    r"|\byou['’]ve got\b": ("it diagnoses: say what the answers can go with"),
    r"\ball clear\b|\bnothing to worry\b|\bdo(?:n['’]t| not) worry\b"
    r"|\bnothing (?:serious|is wrong)\b": ("it reassures: no answers show that all is well"),
    r"\brul(?:e|es|ed|ing) out\b": "it promises too much: questions cannot exclude a cause",
    r"\d ?%|\bper ?cent\b": "it states a likelihood: rules give none",
}
"""Patterns, each with what is wrong with it. A question ("do you have") and a condition ("if you
have") say of nobody what they have.
"""

PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), why) for pattern, why in FORBIDDEN.items())
_SENTENCE = re.compile(r"\S.*?(?:[.?!](?=\s)|$)", re.DOTALL)


def forbidden(subject: Subject) -> Iterator[Remark]:
    """Words that scold, reassure, diagnose or count."""
    for written in _texts(subject):
        for pattern, why in PATTERNS:
            for match in pattern.finditer(written.text):
                yield remark(
                    "T210",
                    f"the house forbids the wording `{match.group()}`",
                    place_of(written.text, match.start(), match.end()),
                    why,
                    *written.about,
                )


def long_sentences(subject: Subject) -> Iterator[Remark]:
    """Sentences that are longer than a person reads at one go."""
    for written in _texts(subject):
        for match in _SENTENCE.finditer(written.text):
            count = len(match.group().split())
            if count > LONGEST:
                yield remark(
                    "T211",
                    f"this sentence has {count} words",
                    place_of(written.text, match.start(), match.end()),
                    f"split it: at most {LONGEST} words",
                    *written.about,
                )


def hard_passages(subject: Subject) -> Iterator[Remark]:
    """Passages whose reading age is too high; the place is the hardest text of each."""
    for passage in passages(subject.ruleset):
        years = age(written.text for written in passage.texts)
        if years is not None and years > OLDEST:
            hardest = max(passage.texts, key=lambda written: difficulty(written.text))
            place = place_of(hardest.text, 0, len(hardest.text))
            yield remark(
                "T212",
                f"reading age {years:.1f} of {passage.name}; {OLDEST} is the most",
                place,
                "this is the hardest text of it: use shorter words and sentences",
                *passage.about,
            )


def _texts(subject: Subject) -> Iterator[Written]:
    for passage in passages(subject.ruleset):
        yield from passage.texts
