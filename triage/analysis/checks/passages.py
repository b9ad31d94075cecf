"""Every text of a rule set that a person reads, gathered into the passages in which it is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from triage.language.diagnostics import RuleSetError, Span
from triage.language.model import Accountable, Cause, Entry, LevelWords, Option, Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.screens import QuestionScreen
from triage.language.source import Text, read_text

LONGEST_TEXT = 80
"""Lines of a file searched for a part of a text."""


@dataclass(frozen=True, slots=True)
class Written:
    """One text, and the entries whose author answers for it."""

    text: Text
    about: tuple[Accountable, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts that are read together, under a name for messages."""

    name: str
    texts: tuple[Written, ...]
    about: tuple[Accountable, ...] = ()


def passages(ruleset: RuleSet) -> Iterator[Passage]:
    """Every text of the rule set, each in exactly one passage."""
    yield from _identity(ruleset)
    for question in ruleset.questions.values():
        yield Passage(f"the question `{question.id}`", tuple(_question(question)), (question,))
    findings = (
        Written(text, (f,))
        for f in ruleset.findings.values()
        for text in (f.word("name"), f.word("help"))
    )
    yield Passage("the findings", tuple(findings))
    for cause in ruleset.causes.values():
        yield Passage(f"the cause `{cause.id}`", tuple(_cause(cause)), (cause,))
        called = tuple(Written(text, (cause,)) for text in _known(cause, "call_it"))
        yield Passage(f"what to call `{cause.id}`", called, (cause,))
    yield from _scores(ruleset)
    for name, rules in _by_file(ruleset).items():
        yield Passage(
            f"the reasons in `{name}`",
            tuple(Written(rule.word("because"), (rule,)) for rule in rules),
        )
    yield Passage(
        "the impossible answers",
        tuple(Written(entry.word("because"), (entry,)) for entry in ruleset.impossible),
    )
    for screen in ruleset.screens:
        yield Passage(f"the screen `{screen.id}`", tuple(_screen(screen)), (screen,))
    for hazard in ruleset.hazards:
        texts = [hazard.word(key) for key in ("harm", "how", "left", "reviewed")]
        yield Passage(f"the hazard `{hazard.id}`", tuple(map(Written, texts)))
    for decision in ruleset.decisions:
        texts = [decision.word(key) for key in ("title", "why")]
        yield Passage(f"the decision `{decision.id}`", tuple(map(Written, texts)))


def place_of(text: Text, start: int, end: int) -> Span:
    """Where the part of a text stands in its file; the place of the whole text where that cannot be
    said.
    """
    lines = _lines(text.span.file)[text.span.line - 1 :][:LONGEST_TEXT]
    words = re.compile(r"\s+".join(map(re.escape, text[start:end].split())))
    matches = words.finditer("\n".join(lines), text.span.column - 1)
    skipped = len(words.findall(text[:start]))
    match = next(islice(matches, skipped, None), None)
    return text.span if match is None else _span(text.span, match)


def _span(whole: Span, match: re.Match[str]) -> Span:
    """The first line of the match, which was found in the lines from that of ``whole`` on."""
    begins = match.string.rfind("\n", 0, match.start()) + 1
    line = match.string[begins:].split("\n", 1)[0]
    return whole._replace(
        line=whole.line + match.string.count("\n", 0, begins),
        column=match.start() - begins + 1,
        end_column=min(match.end() - begins, len(line)) + 1,
        snippet=line,
    )


def _lines(file: str) -> tuple[str, ...]:
    try:
        return _lines_at(file, Path(file).stat().st_mtime_ns)
    except (OSError, RuleSetError):
        return ()


@lru_cache(maxsize=32)
def _lines_at(file: str, changed: int) -> tuple[str, ...]:  # noqa: ARG001  # a changed file is another key
    return tuple(read_text(Path(file)).splitlines())


def _scores(ruleset: RuleSet) -> Iterator[Passage]:
    for score in ruleset.scores.values():
        texts = [score.word("name"), *(item.word("because") for item in score.items)]
        yield Passage(
            f"the score `{score.id}`", tuple(Written(text, (score,)) for text in texts), (score,)
        )


def _identity(ruleset: RuleSet) -> Iterator[Passage]:
    identity = ruleset.identity
    levels = [text for words in identity.levels.values() for text in _level(words)]
    parts = {
        "the limits": [identity.word("title"), identity.word("purpose"), *identity.words("limits")],
        "the intended use": list(identity.words("intended_use")),
        "the words of the levels": levels,
        "what to watch for": [
            text for watch in identity.watch for text in _known(watch, "text", "brief")
        ],
        "the names of the sections": [section.word("name") for section in identity.sections],
        "the claims": [claim.word("says") for claim in identity.claims],
    }
    for name, texts in parts.items():
        yield Passage(name, tuple(map(Written, texts)))


def _level(words: LevelWords) -> Iterator[Text]:
    yield from _known(words, "name", "headline", "action", "by_when", "call", "when_closed", "say")
    yield from (statement.word("text") for statement in words.meanwhile)
    yield from words.mapped("unsaid")


def _known(entry: Entry, *keys: str) -> Iterator[Text]:
    """The texts of an entry under these keys, those that it has."""
    return (entry.word(key) for key in keys if getattr(entry, key) is not None)


def _question(question: Question) -> Iterator[Written]:
    for text in _known(question, "text", "plainer", "help"):
        yield Written(text, (question,))
    for advice in question.unsure:
        yield Written(advice.word("text"), (question,))
    for option in question.options:
        for text in (*_known(option, "text", "said", "brief", "help"), *_narrow(option)):
            yield Written(text, (option, question))


def _narrow(option: Option) -> Iterator[Text]:
    """What is asked right after the option, and each thing that can be meant."""
    if option.narrow is not None:
        yield option.narrow.word("ask")
        for meaning in (*option.narrow.keep, *option.narrow.drop):
            yield meaning.word("text")


def _screen(screen: QuestionScreen) -> Iterator[Written]:
    """What stands on the screen beside the words of its questions."""
    texts = [*_known(screen, "text", "help")]
    for line in screen.lines:
        texts.extend(_known(line, "text"))
    if screen.none is not None:
        texts.append(screen.none.word("says"))
    return (Written(text, (screen,)) for text in texts)


def _cause(cause: Cause) -> Iterator[Written]:
    yield Written(cause.word("name"), (cause,))
    yield Written(cause.level.word("because"), (cause,))
    for statement in cause.statements():
        yield Written(statement.word("text"), (cause,))


def _by_file(ruleset: RuleSet) -> dict[str, list[Rule]]:
    level_rules = {f"{name}-level" for name in ruleset.causes}
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in ruleset.rules:
        if rule.id not in level_rules:
            found[Path(rule.span.file).name].append(rule)
    return found
