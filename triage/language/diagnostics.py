"""Words for what is wrong: places, findings about files, and the errors that carry them.

First step of the pipeline; imports nothing of triage. A diagnostic is a value: only ``render``
knows how it looks.

    TriageError             anything a person can put right
    ├── RuleSetError        a rule set that does not load (carries diagnostics)
    ├── AnswerError         answers that do not fit the rule set (carries diagnostics)
    ├── UnknownName         a name the person typed that nothing bears
    └── EngineError         an engine that cannot run this rule set
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

CODES = {
    "T101": "file that cannot be read as text",
    "T102": "YAML that cannot be read",
    "T103": "key written twice",
    "T104": "YAML feature that rule sets do not use",
    "T105": "empty file",
    "T106": "folder without a rule set",
    "T107": "file that nothing reads",
    "T110": "unknown key",
    "T111": "missing key",
    "T112": "wrong kind of value",
    "T113": "malformed id",
    "T120": "id used twice",
    "T121": "unknown question",
    "T122": "unknown option",
    "T123": "unknown finding",
    "T124": "unknown cause",
    "T125": "unknown claim or source",
    "T126": "unknown section",
    "T127": "unknown rule",
    "T128": "unknown patient",
    "T129": "unknown score",
    "T130": "cycle of findings",
    "T131": "rule that nothing can trigger",
    "T132": "cause that no rule concludes",
    "T133": "`added` does not agree with the sources",
    "T134": "condition on a later question",
    "T135": "warning-sign question without a plainer wording",
    "T136": "rule about another cause",
    "T137": "level without words",
    "T138": "impossible answers that are no answers",
    "T139": "levels that cannot be put in order",
    "T140": "points that are always or never reached",
    "T141": "range that a question does not have",
    "T142": "score that counts a thing twice",
    "T143": "follow-up that does not say what becomes of an answer",
    "T144": "one name of two causes",
    "T145": "answer that a screen sets twice",
    "T146": "answer that a screen cannot give",
    "T147": "“none of these” that sets nothing",
    "T148": "question on two screens",
    "T149": "question on the screen that decides about it",
    "T150": "one earlier id of two entries",
    "T151": "earlier id that is still in use",
    "T152": "earlier ids in a circle",
    "T153": "`since` that is no version so far",
    "T154": "unknown line of what to watch for",
    "T156": "one phrase of two options",
    "T157": "phrase that fits nothing else",
    "T158": "phrase that nobody can write",
    "T201": "rule that can never fire",
    "T202": "rule that another one makes idle",
    "T203": "rules equal but for their ids",
    "T204": "finding that no rule reads",
    "T205": "question that no rule reads",
    "T206": "option that no rule distinguishes",
    "T207": "question that is never asked",
    "T208": "cause that no rule calls typical",
    "T209": "rule that needs impossible answers",
    "T210": "words that the house forbids",
    "T211": "sentence of 20 words or more",
    "T212": "text that is hard to read",
    "T213": "source without a place",
    "T214": "impossible answers that nobody can give",
    "T215": "gate that hides a level",
    "T216": "thing that no interview reaches",
    "T217": "one number with two units",
    "T218": "result without a reason",
    "T220": "allowance that allows nothing",
    "T230": "option that a scale leaves out",
    "T231": "score that no rule reads",
    "T240": "added words that cite no claim",
    "T241": "claim that nothing cites",
    "T242": "source without an address",
    "T243": "source that was not read lately",
    "T244": "watch line that the rules do not keep",
    "T245": "watch line without a condition",
    "T250": "hazard without a control",
    "T251": "control that does not exist",
    "T252": "control that is not proved",
    "T253": "emergency rule that guards against no hazard",
    "T254": "signature of a rule that has changed",
    "T255": "danger without an emergency",
    "T501": "answers for another rule set",
    "T502": "answers for another version",
    "T503": "answer of the wrong kind",
    "T504": "answer that this question does not take",
    "T510": "answer from before this could be answered",
}
"""Every code with its title. A code never changes its meaning."""


class Severity(Enum):
    """How much a diagnostic weighs: an error stops, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A place in a file: 1-based line and column, and the line's own text for the snippet."""

    file: str
    line: int = 1
    column: int = 1
    end_column: int = 1
    snippet: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong, where it is, and what would put it right."""

    code: str
    message: str
    span: Span
    help: str = ""
    severity: Severity = Severity.ERROR


class TriageError(Exception):
    """Anything a person can put right; its text is ready to be shown."""


class _Diagnosed(TriageError):
    """An error that carries every problem found, in the order of their places."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        ordered = sorted(
            set(diagnostics), key=lambda d: (d.span.file, d.span.line, d.span.column, d.code)
        )
        self.diagnostics: tuple[Diagnostic, ...] = tuple(ordered)
        super().__init__("; ".join(f"{d.span}: {d.message}" for d in self.diagnostics))


class RuleSetError(_Diagnosed):
    """A rule set that does not load."""


class AnswerError(_Diagnosed):
    """Answers that do not fit the rule set."""


class UnknownName(TriageError):
    """A name the person typed that nothing bears; ``help`` offers the nearest ones."""

    def __init__(self, what: str, name: str, candidates: Iterable[str]) -> None:
        self.help = did_you_mean(name, candidates)
        super().__init__(f"`{name}` is not {what}")


class EngineError(TriageError):
    """An engine that cannot run this rule set."""


MOST_LISTED = 40
"""Names listed in one sentence."""

MOST_HINTS = 100
"""Who misspells more names than this is told of the rest without the nearest ones."""

_LEAST_ALIKE, _TRIED = 0.6, 16
"""How alike two names are at least, from 0 to 1, and how many of the nearest are compared well."""


def nearest(name: str, candidates: Iterable[str]) -> Sequence[str]:
    """At most two candidates that ``name`` may stand for, best first.

    >>> nearest("sudenly", ["sudden", "gradual"])
    ['sudden']
    >>> nearest("true", ["no", "yes"])
    ['yes']
    """
    from difflib import get_close_matches

    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    spoken = {"true": "yes", "on": "yes", "y": "yes", "false": "no", "off": "no", "n": "no"}
    by_fold = {c.casefold(): c for c in candidates}
    folded = name.strip().casefold().replace(" ", "_")
    if spoken.get(folded) in by_fold:
        return [by_fold[spoken[folded]]]
    # two names are never more alike by matching blocks than by edits: the fast measure loses none
    close = extract(
        folded,
        by_fold.keys(),
        scorer=Indel.normalized_similarity,
        score_cutoff=_LEAST_ALIKE,
        limit=_TRIED,
    )
    found = get_close_matches(folded, [c for c, *_ in close], n=2, cutoff=_LEAST_ALIKE)
    return [by_fold[match] for match in found]


def listed(names: Iterable[str]) -> str:
    """The names between commas, the first so many of them.

    >>> listed(["left", "right"])
    '`left`, `right`'
    """
    known = list(names)
    more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
    return ", ".join(f"`{name}`" for name in known[:MOST_LISTED]) + more


def did_you_mean(name: str, candidates: Iterable[str], problems: Sized = ()) -> str:
    """A help sentence with the nearest names, or an empty text where none is near.

    Args:
        name: what was written.
        candidates: what it may stand for.
        problems: those found before; after the first so many nothing is offered.
    """
    found = nearest(name, candidates) if len(problems) < MOST_HINTS else ()
    return "did you mean " + " or ".join(f"`{c}`" for c in found) + "?" if found else ""
