"""Small values in words: facts, answers, conclusions, conditions and what a statement rests on."""

from __future__ import annotations

from collections.abc import Iterable

from triage.answers.value import Answer, State
from triage.language.conditions import All, Any, Condition, Fact, Holds, Is, Supported
from triage.language.model import Question, Rule, Source
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength
from triage.render.formats.page import Line, LineKind

ADDED = "added safety note"
UNANSWERED = {
    State.NOT_ASKED: "not asked",
    State.NOT_SURE: "not sure",
    State.DECLINED: "prefer not to say",
}

_ABOUT_CAUSE = {
    Strength.TYPICAL: "typical of",
    Strength.COMPATIBLE: "shares a sign with",
    Strength.RISK: "raises the chance of",
    Strength.AGAINST: "speaks against",
}


def the_documents(ruleset: RuleSet) -> str:
    """The documents that the rule set is about, in words."""
    number = sum(source.kind == "document" for source in ruleset.sources.values())
    return {1: "the document", 2: "the two documents"}.get(number, "the documents")


def question_words(question: Question) -> str:
    """The text of a question and a name for it, as several questions begin alike."""
    return f"{question.text} ({question_name(question)})"


def question_name(question: Question) -> str:
    """The id of a question in words.

    >>> from types import SimpleNamespace
    >>> question_name(SimpleNamespace(id="spine_signs"))
    'spine signs'
    """
    return question.id.replace("_", " ").replace("-", " ")


def fact_words(fact: Fact, ruleset: RuleSet) -> str:
    """The fact as the person would know it, without a full stop."""
    if isinstance(fact, Holds):
        return ruleset.findings[fact.finding].name
    if isinstance(fact, Supported):
        return f"Something speaks for {ruleset.causes[fact.cause].name}"
    question = ruleset.questions[fact.question]
    option = question.option(fact.option)
    if isinstance(fact, Is):
        return f"You said {option.said}"
    return f"You did not choose “{option.text}” for “{question.text}”"


def answer_words(question: Question, answer: Answer) -> str:
    """What became of the question: the chosen options, or which of the four kinds of no answer it
    was.
    """
    if answer.state is not State.GIVEN:
        return UNANSWERED[answer.state]
    chosen = _option_words(question, answer.yes)
    if not answer.is_unsure(question):
        return chosen or "none of these"
    known = chosen or "no to: " + _option_words(question, answer.no)
    unsure = _option_words(question, set(question.option_ids) - answer.yes - answer.no)
    return f"{known}; not sure about: {unsure}"


def open_words(answer: Answer) -> str:
    """Why the answer to a question is open, in few words."""
    return UNANSWERED.get(answer.state, "not sure about part of it")


def badge(cites: Iterable[str], ruleset: RuleSet) -> str:
    """Whether the documents say it, or knowledge that was added to them."""
    is_added = any(ruleset.source_of(cite).kind == "added" for cite in cites)
    return ADDED if is_added else f"from {the_documents(ruleset)}"


def cite_words(cites: Iterable[str], ruleset: RuleSet) -> tuple[str, ...]:
    """Each cited claim or source in words, without repeats."""
    return tuple(dict.fromkeys(_cite_words(cite, ruleset) for cite in cites))


def cited(
    text: str, cites: Iterable[str], ruleset: RuleSet, kind: LineKind = LineKind.TEXT
) -> Line:
    """A line that states medicine, with its badge and its sources."""
    cites = tuple(cites)
    return Line(text, kind, badge(cites, ruleset), cite_words(cites, ruleset))


def conclusion_words(rule: Rule, ruleset: RuleSet) -> str:
    """What the rule concludes, as part of a sentence."""
    then = rule.then
    if isinstance(then, ForCause):
        return f"{_ABOUT_CAUSE[then.strength]} {ruleset.causes[then.cause].name}"
    if isinstance(then, Level):
        return f"level: {ruleset.words(then).name}"
    return f"finding: {ruleset.findings[then.finding].name}"


def source_words(source: Source) -> str:
    """The source as an entry of a list of references."""
    name = f"{source.id}: " if source.kind == "document" else ""
    date = f", {source.date}" if source.date else ""
    return f"{name}{source.title}. {source.publisher}{date}. {source.place}."


def condition_words(condition: Condition, ruleset: RuleSet) -> str:
    """The condition as part of a sentence."""
    if isinstance(condition, All):
        return " and ".join(_part_words(part, ruleset) for part in condition.parts) or "always"
    if isinstance(condition, Any):
        same = _options_of_one_question(condition)
        if same:
            question = ruleset.questions[same[0].question]
            return (
                f"“{question.text}” is answered"
                f" {either(str(question.option(fact.option).text) for fact in same)}"
            )
        return " or ".join(_part_words(part, ruleset) for part in condition.parts)
    if isinstance(condition, Holds):
        return f"the finding “{ruleset.findings[condition.finding].name}” holds"
    if isinstance(condition, Supported):
        return f"something speaks for {ruleset.causes[condition.cause].name}"
    question = ruleset.questions[condition.question]
    answered = "answered" if isinstance(condition, Is) else "answered, but not with"
    return f"“{question.text}” is {answered} “{question.option(condition.option).text}”"


def either(names: Iterable[str], word: str = "or") -> str:
    """The names in quotes, the last one joined by ``word``.

    >>> either(["hot", "red", "sore"])
    '“hot”, “red” or “sore”'
    """
    *first, last = (f"“{name}”" for name in names)
    return f"{', '.join(first)} {word} {last}" if first else last


def sentence(text: str) -> str:
    """``text`` with a capital and a full stop.

    >>> sentence("your leg is hot")
    'Your leg is hot.'
    """
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def _option_words(question: Question, options: Iterable[str]) -> str:
    chosen = set(options)
    return "; ".join(option.text for option in question.options if option.id in chosen)


def _cite_words(cite: str, ruleset: RuleSet) -> str:
    claim, source = ruleset.claims.get(cite), ruleset.source_of(cite)
    name = source.id if source.kind == "document" else f"{source.publisher}, {source.title}"
    if claim:
        return f"{name}, {claim.section}"
    return f"{name}, {source.title}" if source.kind == "document" else name


def _part_words(part: Condition, ruleset: RuleSet) -> str:
    words = condition_words(part, ruleset)
    return f"({words})" if isinstance(part, All | Any) else words


def _options_of_one_question(condition: Any) -> list[Is]:
    """The parts, where all are options of the same question."""
    parts = [part for part in condition.parts if isinstance(part, Is)]
    is_same = len(parts) == len(condition.parts) and len({part.question for part in parts}) == 1
    return parts if is_same else []
