"""Every text of a rule set that a person reads, at the highest level that what it belongs to can
bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
class ReadText:
    """A text as it stands in a rule set."""

    text: str
    level: Level
    span: Span


TextPlace = tuple[str, str, str]
"""What kind of thing, which one, and which part of it."""
Texts = Iterator[tuple[TextPlace, ReadText]]


def texts_of(ruleset: RuleSet) -> Texts:
    """Every text that a person reads, with its place."""
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


def _common(ruleset: RuleSet, reach: Reach) -> Texts:
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
        yield place, ReadText(mark, level, section.at("red_flags"))


def _listed(identity: Identity, highest: Level) -> Texts:
    """What stands at the head of a rule set, in one text or in many."""
    for part in ("title", "purpose"):
        yield ("rule set", "", part), ReadText(getattr(identity, part), highest, identity.at(part))
    lists = {
        "limit": identity.words("limits"),
        "intended use": identity.words("intended_use"),
        "handover situation": identity.handover.words("situation"),
        "handover background": identity.handover.words("background"),
    }
    for part, texts in lists.items():
        for text in texts:
            yield ("rule set", "", part), ReadText(str(text), highest, text.span)


def _watch(watch: Watch) -> Texts:
    kind = "what to watch for"
    yield (kind, "", ""), ReadText(f"{watch.level.id}: {watch.text}", watch.level, watch.at("text"))
    if watch.brief is not None:
        yield (kind, "", "brief"), ReadText(watch.brief, watch.level, watch.at("brief"))
    if watch.when is not None:
        when = ReadText(in_one_line(watch.when), watch.level, watch.at("when"))
        yield (kind, "", "when"), when


def _level(words: LevelWords, level: Level) -> Texts:
    parts = ("name", "headline", "action", "by_when", "call", "when_closed", "say")
    yield from _parts("level", words, parts, level, level.id)
    yield from _statements("level", level.id, "meanwhile", words.meanwhile, level)
    for question, text in zip(words.words("unsaid"), words.mapped("unsaid"), strict=True):
        yield ("level", level.id, f"unsaid {question}"), ReadText(str(text), level, text.span)


def _statements(
    kind: str, name: str, part: str, statements: Iterable[Statement], level: Level
) -> Texts:
    for statement in statements:
        yield (kind, name, part), ReadText(statement.text, level, statement.at("text"))


def _question(question: Question, reach: Reach) -> Texts:
    level = reach.question(question)
    yield from _parts("question", question, ("text", "plainer", "help", "section"), level)
    for advice in question.unsure:
        said = f"{advice.level.id}: {advice.text}{_of_whom(advice)}"
        yield ("question", question.id, "unsure"), ReadText(said, level, advice.at("text"))
    for option in question.options:
        own = reach.option(question, option.id)
        name = f"{question.id}.{option.id}"
        yield from _parts("option", option, ("text", "said", "brief", "help"), own, name)
        for part, phrases in (
            ("words", option.phrases_written),
            ("also_fits", option.words("also_fits")),
        ):
            for phrase in phrases:
                yield ("option", name, part), ReadText(str(phrase), own, phrase.span)
        if option.narrow:
            yield from _narrow(option.narrow, name, own)


def _of_whom(advice: UnsureAdvice) -> str:
    """To whom the advice speaks, where that is not everybody who is unsure."""
    when = [] if advice.when == ALWAYS else [in_one_line(advice.when)]
    most = [] if advice.most is None else [f"at most {advice.most} unsure"]
    return f" ({', '.join([*when, *most])})" if when or most else ""


def _narrow(follow_up: FollowUp, name: str, level: Level) -> Texts:
    """What is asked after an option was chosen, and what can be meant by it."""
    yield from _parts("option", follow_up, ("ask",), level, name)
    for part, meanings in (("keep", follow_up.keep), ("drop", follow_up.drop)):
        for meaning in meanings:
            place = "option", name, f"meant ({part})"
            becomes = f" (becomes {meaning.becomes})" if meaning.becomes else ""
            yield place, ReadText(meaning.text + becomes, level, meaning.at("text"))


def _screen(screen: QuestionScreen, ruleset: RuleSet, reach: Reach) -> Texts:
    """What stands over the lines of a screen, instead of the texts of their options, and below."""

    def level(question: str, option: str) -> Level:
        return reach.option(ruleset.questions[question], option)

    highest = max(level(line.question, line.option) for line in screen.lines)
    yield from _parts("screen", screen, ("text", "help"), highest)
    for line in screen.lines:
        if line.text is not None:
            place = "screen", screen.id, f"line {line.question}.{line.option}"
            yield place, ReadText(line.text, level(line.question, line.option), line.at("text"))
    if screen.none is not None:
        none = screen.none
        yield ("screen", screen.id, "none says"), ReadText(none.says, highest, none.at("says"))
        for name, option in none.sets.items():
            place = "screen", screen.id, f"none sets {name}"
            yield place, ReadText(option, reach.question(ruleset.questions[name]), none.at("sets"))


def _score(score: Score, level: Level) -> Texts:
    yield from _parts("score", score, ("name",), level)
    for item in score.items:
        place = "score", score.id, "item"
        yield place, ReadText(f"{item.points}: {item.because}", level, item.at("because"))


def _cause(cause: Cause, level: Level) -> Texts:
    yield from _parts("cause", cause, ("name", "danger", "call_it"), level)
    for part in ("also", "stressed", "watch"):
        for text in cause.words(part):
            yield ("cause", cause.id, part), ReadText(str(text), level, text.span)
    for part in CARD:
        yield from _statements("cause", cause.id, f"card {part}", getattr(cause.card, part), level)
    if cause.last_well is not None:
        yield from _statements("cause", cause.id, "last_well", (cause.last_well,), level)
    for part in ("meanwhile", "helps"):
        yield from _statements("cause", cause.id, part, getattr(cause, part), level)


def _hazard(hazard: Hazard, ruleset: RuleSet, reach: Reach) -> Texts:
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
            yield ("hazard", hazard.id, part), ReadText(text, level, hazard.at(part))


def _citable(ruleset: RuleSet, reach: Reach) -> Texts:
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
            yield ("source", source.id, "read"), ReadText(read, level, source.at("read"))


def _cited(ruleset: RuleSet, rule: Rule) -> Iterator[str]:
    for cite in rule.cites:
        yield cite
        yield ruleset.source_of(cite).id


def _parts(kind: str, entry: Entry, parts: Iterable[str], level: Level, name: str = "") -> Texts:
    for part in parts:
        text = getattr(entry, part)
        if text is not None:
            place = kind, name or str(getattr(entry, "id", "")), part
            yield place, ReadText(str(text), level, entry.at(part))
