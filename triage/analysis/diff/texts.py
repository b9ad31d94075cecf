"""Every text that a person reads and that is another one, at the level where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from triage.analysis.diff.reach import Reach
from triage.language.condition_writer import in_one_line
from triage.language.conditions import ALWAYS
from triage.language.diagnostics import Span
from triage.language.hazards import Hazard
from triage.language.model import (
    Card,
    Cause,
    Entry,
    FollowUp,
    Identity,
    LevelWords,
    Question,
    Rule,
    Score,
    Statement,
    UnsureAdvice,
    Watch,
)
from triage.language.ruleset import RuleSet
from triage.language.screens import QuestionScreen
from triage.language.words import Level

CARD = tuple(Card.model_fields)[1:]
"""The parts of a card."""


CLAIM = ("says", "section", "source", "strength", "within")
SOURCE = ("title", "publisher", "kind", "place", "date", "url", "jurisdiction")


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it stands in a rule set."""

    text: str
    level: Level
    span: Span


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that is another one, was added (no ``old``) or taken out (no ``new``).

    ``level`` is the highest that what it belongs to can bring, before or after.
    """

    kind: str
    name: str
    part: str
    old: str | None
    new: str | None
    level: Level
    span: Span

    @property
    def title(self) -> str:
        """What it is a text of."""
        return " ".join(filter(None, (self.kind, self.name, self.part)))


_Place = tuple[str, str, str]
"""What kind of thing, which one, and which part of it."""


def changed_texts(old: RuleSet, new: RuleSet) -> tuple[TextChange, ...]:
    """Every text that differs, those at the highest level first; both rule sets in the same ids."""
    before, after = (_by_place(side) for side in (old, new))
    found = [
        change
        for place in dict.fromkeys((*after, *before))
        for change in _between(place, before.get(place, []), after.get(place, []))
    ]
    return tuple(sorted(found, key=lambda change: change.level, reverse=True))


def _between(place: _Place, old: list[_Read], new: list[_Read]) -> Iterator[TextChange]:
    """The texts of one place that are on one side only, side by side in their order."""
    pairs = zip_longest(_only(old, new), _only(new, old))
    for before, after in pairs:
        there = [one for one in (after, before) if one]
        yield TextChange(
            *place,
            before.text if before else None,
            after.text if after else None,
            max(one.level for one in there),
            there[0].span,
        )


def _only(these: list[_Read], those: list[_Read]) -> Iterator[_Read]:
    left = Counter(one.text for one in those)
    for one in these:
        if left[one.text]:
            left[one.text] -= 1
        else:
            yield one


def _by_place(ruleset: RuleSet) -> dict[_Place, list[_Read]]:
    found: dict[_Place, list[_Read]] = {}
    for place, read in _texts(ruleset):
        found.setdefault(place, []).append(read)
    return found


_Texts = Iterator[tuple[_Place, _Read]]


def _texts(ruleset: RuleSet) -> _Texts:
    reach = Reach(ruleset)
    yield from _common(ruleset, reach)
    for question in ruleset.questions.values():
        yield from _question(question, reach)
    for screen in ruleset.screens:
        yield from _screen(screen, ruleset, reach)
    for finding in ruleset.findings.values():
        yield from _parts("finding", finding, ("name", "help"), reach.finding(finding))
    for score in ruleset.scores.values():
        yield from _score(score, reach.score(score))
    for cause in ruleset.causes.values():
        yield from _cause(cause, reach.cause(cause))
    for rule in ruleset.rules:
        yield from _parts("rule", rule, ("because",), reach.rule(rule))
    yield from _citable(ruleset, reach)
    for hazard in ruleset.hazards:
        yield from _hazard(hazard, ruleset, reach)
    for decision in ruleset.decisions:
        yield from _parts("decision", decision, ("title", "why"), reach.highest)


def _common(ruleset: RuleSet, reach: Reach) -> _Texts:
    """What everybody reads, or everybody at a level."""
    identity = ruleset.identity
    yield from _listed(identity, reach.highest)
    for level in ruleset.levels:
        yield from _level(ruleset.words(level), level)
    for watch in identity.watch:
        yield from _watch(watch)
    for section in identity.sections:
        level, mark = reach.section(section.id), "yes" if section.red_flags else "no"
        yield from _parts("section", section, ("name",), level)
        place = "section", section.id, "red_flags"
        yield place, _Read(mark, level, section.at("red_flags"))


def _listed(identity: Identity, highest: Level) -> _Texts:
    """What stands at the head of a rule set, in one text or in many."""
    for part in ("title", "purpose"):
        yield ("rule set", "", part), _Read(getattr(identity, part), highest, identity.at(part))
    lists = {
        "limit": identity.words("limits"),
        "intended use": identity.words("intended_use"),
        "handover situation": identity.handover.words("situation"),
        "handover background": identity.handover.words("background"),
    }
    for part, texts in lists.items():
        for text in texts:
            yield ("rule set", "", part), _Read(str(text), highest, text.span)


def _watch(watch: Watch) -> _Texts:
    kind = "what to watch for"
    yield (kind, "", ""), _Read(f"{watch.level.id}: {watch.text}", watch.level, watch.at("text"))
    if watch.brief is not None:
        yield (kind, "", "brief"), _Read(watch.brief, watch.level, watch.at("brief"))
    if watch.when is not None:
        when = _Read(in_one_line(watch.when), watch.level, watch.at("when"))
        yield (kind, "", "when"), when


def _level(words: LevelWords, level: Level) -> _Texts:
    parts = ("name", "headline", "action", "by_when", "call", "when_closed", "say")
    yield from _parts("level", words, parts, level, level.id)
    yield from _statements("level", level.id, "meanwhile", words.meanwhile, level)
    for question, text in zip(words.words("unsaid"), words.mapped("unsaid"), strict=True):
        yield ("level", level.id, f"unsaid {question}"), _Read(str(text), level, text.span)


def _statements(
    kind: str, name: str, part: str, statements: Iterable[Statement], level: Level
) -> _Texts:
    for statement in statements:
        yield (kind, name, part), _Read(statement.text, level, statement.at("text"))


def _question(question: Question, reach: Reach) -> _Texts:
    level = reach.question(question)
    yield from _parts("question", question, ("text", "plainer", "help", "section"), level)
    for advice in question.unsure:
        said = f"{advice.level.id}: {advice.text}{_of_whom(advice)}"
        yield ("question", question.id, "unsure"), _Read(said, level, advice.at("text"))
    for option in question.options:
        own = reach.option(question, option.id)
        name = f"{question.id}.{option.id}"
        yield from _parts("option", option, ("text", "said", "brief", "help"), own, name)
        for part, phrases in (
            ("words", option.phrases_written),
            ("also_fits", option.words("also_fits")),
        ):
            for phrase in phrases:
                yield ("option", name, part), _Read(str(phrase), own, phrase.span)
        if option.narrow:
            yield from _narrow(option.narrow, name, own)


def _of_whom(advice: UnsureAdvice) -> str:
    """To whom the advice speaks, where that is not everybody who is unsure."""
    when = [] if advice.when == ALWAYS else [in_one_line(advice.when)]
    most = [] if advice.most is None else [f"at most {advice.most} unsure"]
    return f" ({', '.join([*when, *most])})" if when or most else ""


def _narrow(follow_up: FollowUp, name: str, level: Level) -> _Texts:
    """What is asked after an option was chosen, and what can be meant by it."""
    yield from _parts("option", follow_up, ("ask",), level, name)
    for part, meanings in (("keep", follow_up.keep), ("drop", follow_up.drop)):
        for meaning in meanings:
            place = "option", name, f"meant ({part})"
            becomes = f" (becomes {meaning.becomes})" if meaning.becomes else ""
            yield place, _Read(meaning.text + becomes, level, meaning.at("text"))


def _screen(screen: QuestionScreen, ruleset: RuleSet, reach: Reach) -> _Texts:
    """What stands over the lines of a screen, instead of the texts of their options, and below."""

    def level(question: str, option: str) -> Level:
        return reach.option(ruleset.questions[question], option)

    highest = max(level(line.question, line.option) for line in screen.lines)
    yield from _parts("screen", screen, ("text", "help"), highest)
    for line in screen.lines:
        if line.text is not None:
            place = "screen", screen.id, f"line {line.question}.{line.option}"
            yield place, _Read(line.text, level(line.question, line.option), line.at("text"))
    if screen.none is not None:
        none = screen.none
        yield ("screen", screen.id, "none says"), _Read(none.says, highest, none.at("says"))
        for name, option in none.sets.items():
            place = "screen", screen.id, f"none sets {name}"
            yield place, _Read(option, reach.question(ruleset.questions[name]), none.at("sets"))


def _score(score: Score, level: Level) -> _Texts:
    yield from _parts("score", score, ("name",), level)
    for item in score.items:
        place = "score", score.id, "item"
        yield place, _Read(f"{item.points}: {item.because}", level, item.at("because"))


def _cause(cause: Cause, level: Level) -> _Texts:
    yield from _parts("cause", cause, ("name", "danger", "call_it"), level)
    for part in ("also", "stressed", "watch"):
        for text in cause.words(part):
            yield ("cause", cause.id, part), _Read(str(text), level, text.span)
    for part in CARD:
        yield from _statements("cause", cause.id, f"card {part}", getattr(cause.card, part), level)
    if cause.last_well is not None:
        yield from _statements("cause", cause.id, "last_well", (cause.last_well,), level)
    for part in ("meanwhile", "helps"):
        yield from _statements("cause", cause.id, part, getattr(cause, part), level)


def _hazard(hazard: Hazard, ruleset: RuleSet, reach: Reach) -> _Texts:
    """What may harm stands at the highest level that its rules can bring; those that took a new id
    are passed over.
    """
    known = (ruleset.rule.get(name) for name in hazard.rules)
    levels = [reach.rule(rule) for rule in known if rule is not None]
    level = max(levels, default=reach.highest)
    yield from _parts("hazard", hazard, ("harm", "how", "severity", "left", "reviewed"), level)
    listed = {"rules": hazard.rules, "controls": tuple(map(str, hazard.controls))}
    for part, texts in listed.items():
        for text in texts:
            yield ("hazard", hazard.id, part), _Read(text, level, hazard.at(part))


def _citable(ruleset: RuleSet, reach: Reach) -> _Texts:
    """Claims and sources stand where the rules stand that cite them."""
    levels: dict[str, Level] = {}
    for rule in ruleset.rules:
        for cite in _cited(ruleset, rule):
            levels[cite] = max(levels.get(cite, ruleset.lowest), reach.rule(rule))
    for claim in ruleset.claims.values():
        level = levels.get(claim.id, ruleset.lowest)
        yield from _parts("claim", claim, CLAIM, level)
    for source in ruleset.sources.values():
        level = levels.get(source.id, ruleset.lowest)
        yield from _parts("source", source, SOURCE, level)
        if source.read is not None:
            read = " ".join(filter(None, (source.read.how, str(source.read.date or ""))))
            yield ("source", source.id, "read"), _Read(read, level, source.at("read"))


def _cited(ruleset: RuleSet, rule: Rule) -> Iterator[str]:
    for cite in rule.cites:
        yield cite
        yield ruleset.source_of(cite).id


def _parts(kind: str, entry: Entry, parts: Iterable[str], level: Level, name: str = "") -> _Texts:
    for part in parts:
        text = getattr(entry, part)
        if text is not None:
            place = kind, name or str(getattr(entry, "id", "")), part
            yield place, _Read(str(text), level, entry.at(part))
