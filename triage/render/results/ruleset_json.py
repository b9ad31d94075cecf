"""Parts of a rule set as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.assessment import Assessment
from triage.language.conditions import Fact, Holds, Is, IsNot, Supported, atoms
from triage.language.model import Option, Rule, SourceReading, Statement
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level
from triage.why.missing import WhyNot
from triage.why.totals import Toward, toward

Plain = dict[str, object]


def resting_on(cites: Iterable[str], ruleset: RuleSet) -> Plain:
    """What something rests on, and what of that was not checked against its source."""
    cites = list(cites)
    return {"cites": cites, "unchecked": list(ruleset.unchecked(cites))}


def rule(ruleset: RuleSet, name: str) -> Plain:
    """A rule: what it reads, what it concludes, and why."""
    found = ruleset.rule[name]
    return {
        "id": found.id,
        "reads": list(dict.fromkeys(map(_read, atoms(found.when)))),
        "concludes": conclusion(found),
        "because": found.because,
        **resting_on(found.cites, ruleset),
        "added": found.added,
        "file": found.span.file,
        "line": found.span.line,
    }


def conclusion(found: Rule) -> dict[str, str]:
    """What the rule concludes, as authors write it."""
    match found.then:
        case ForCause(cause, strength):
            return {"cause": cause, "strength": strength.value}
        case Holds(finding):
            return {"finding": finding}
        case Level() as level:
            return {"level": level.id}


def cause(ruleset: RuleSet, name: str) -> Plain:
    """A cause: its card, the level it brings, and the rules about it."""
    found = ruleset.causes[name]
    card = found.card
    parts = {
        "what": card.what,
        "shows": card.shows,
        "raises": card.raises,
        "tests": card.tests,
        "treatment": card.treatment,
        "prevention": card.prevention,
        "differs": card.differs,
    }
    about = [rule.id for rule in ruleset.rules if rule.cause == name]
    return {
        "id": name,
        "name": found.name,
        "also": list(found.also),
        "stressed": list(found.stressed),
        "danger": found.danger,
        "level": found.level.is_.id,
        "card": {part: _statements(texts, ruleset) for part, texts in parts.items()},
        "call_it": found.call_it,
        "last_well": found.last_well.text if found.last_well else None,
        "meanwhile": _statements(found.meanwhile, ruleset),
        "helps": _statements(found.helps, ruleset),
        "watch": list(found.watch),
        "rules": about,
    }


def question(ruleset: RuleSet, name: str) -> Plain:
    """A question: its wording, its options, and the rules that read it."""
    found = ruleset.questions[name]
    readers = [rule.id for rule in ruleset.rules if name in rule.questions]
    return {
        "id": name,
        "takes": found.kind.value,
        "text": found.text,
        "help": found.help,
        "options": [_option(option, ruleset) for option in found.options],
        "declinable": found.declinable,
        **resting_on(found.cites, ruleset),
        "rules": readers,
    }


def _option(option: Option, ruleset: RuleSet) -> Plain:
    """An option, with what is asked right after it where anything is."""
    plain: Plain = {"id": option.id, "text": option.text}
    if option.narrow is not None:
        plain["narrow"] = {
            "ask": option.narrow.ask,
            "keep": [meaning.text for meaning in option.narrow.keep],
            "drop": [meaning.text for meaning in option.narrow.drop],
            **resting_on(option.narrow.cites, ruleset),
        }
    return plain


def finding(ruleset: RuleSet, name: str) -> Plain:
    """A finding: what it means, the rules that bring it, and those that read it."""
    found = ruleset.findings[name]
    return {
        "id": name,
        "name": found.name,
        "help": found.help,
        **resting_on(found.cites, ruleset),
        "brought_by": [rule.id for rule in ruleset.graph.concluding(Holds(name))],
        "rules": [rule.id for rule in ruleset.graph.reading(Holds(name))],
    }


def level(ruleset: RuleSet, name: str) -> Plain:
    """A level: its words, and the rules that bring it."""
    found = ruleset.level(name)
    words = ruleset.words(found)
    return {
        "id": name,
        "name": words.name,
        "headline": words.headline,
        "action": words.action,
        "by_when": words.by_when,
        "call": words.call,
        "when_closed": words.when_closed,
        "say": words.say,
        "meanwhile": _statements(words.meanwhile, ruleset),
        "unsaid": dict(words.unsaid),
        **resting_on(words.cites, ruleset),
        "rules": [rule.id for rule in ruleset.graph.bringing(found)],
    }


def source(ruleset: RuleSet, name: str) -> Plain:
    """A source or a claim, and what rests on it; on a source also by one of its claims."""
    names = {name, *(claim.id for claim in ruleset.claims.values() if claim.source == name)}
    users = {
        "rules": [rule.id for rule in ruleset.rules if names & set(rule.cites)],
        "causes": [
            cause
            for cause, found in ruleset.causes.items()
            if any(names & set(statement.cites) for statement in found.statements())
        ],
    }
    if name in ruleset.claims:
        claim = ruleset.claims[name]
        return {
            "id": name,
            "kind": "claim",
            "source": claim.source,
            "section": claim.section,
            "says": claim.says,
            "strength": claim.strength,
            "within": claim.within,
            "checked": ruleset.source_of(name).is_checked,
            **users,
        }
    found = ruleset.sources[name]
    return {
        "id": name,
        "kind": found.kind,
        "title": found.title,
        "publisher": found.publisher,
        "place": found.place,
        "date": found.date,
        "url": found.url,
        "jurisdiction": found.jurisdiction,
        "read": _reading(found.read),
        "checked": found.is_checked,
        **users,
    }


def _reading(read: SourceReading | None) -> Plain | None:
    if read is None:
        return None
    return {"date": read.date and read.date.isoformat(), "how": read.how.value}


def why_not(assessment: Assessment, found: WhyNot) -> Plain:
    """Whether a thing is so, what brings it, or the rules that could, nearest first, each with the
    answers it lacks, and with the sums of points that are not reached.
    """
    return {
        found.about.kind.value: found.about.id,
        "listed": found.is_so,
        "brought_by": [firing.rule.id for firing in found.fired],
        "rules": [
            {
                "rule": m.rule.id,
                "concludes": conclusion(m.rule),
                "lacks": [_lack(assessment, fact) for fact in m.lacks],
                "points": [_still_needed(one) for one in toward(assessment, m.rule.when)],
                "certain": m.is_certain,
            }
            for m in found.missing
        ],
    }


def _still_needed(found: Toward) -> Plain:
    """A score, or what `at_least` counts (no score): what there is, what it takes, and for each
    part that does not hold what it reads and is worth.
    """
    return {
        "score": found.whole.score,
        "points": found.shown,
        "needed": found.whole.shown,
        "open": [
            {"reads": list(dict.fromkeys(map(_read, atoms(part)))), "points": points}
            for part, points in found.open_parts
        ],
    }


def _lack(assessment: Assessment, fact: Is | IsNot) -> Plain:
    key = "option" if isinstance(fact, Is) else "not"
    state = assessment.answers[fact.question].state.value
    return {"question": fact.question, key: fact.option, "answer": state}


def _statements(statements: Iterable[Statement], ruleset: RuleSet) -> list[Plain]:
    return [{"text": s.text, **resting_on(s.cites, ruleset)} for s in statements]


def _read(fact: Fact) -> str:
    match fact:
        case Is() | IsNot():
            return fact.question
        case Holds():
            return fact.finding
        case Supported():
            return fact.cause
