"""Small values in words: facts, answers, conclusions, conditions and what a statement rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from triage.answers.value import Answer, State
from triage.language.conditions import (
    AllOf,
    Condition,
    Fact,
    Holds,
    Is,
    Reaches,
    Supported,
    fold,
)
from triage.language.model import Claim, Question, Rule, Score, ScoreItem, Source
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, HowRead, Level, SourceKind, Strength
from triage.render.formats.page import Line, LineKind

ADDED = "added safety note"
UNCHECKED = "not checked against the source"
UNANSWERED = {
    State.NOT_ASKED: "not asked",
    State.NOT_SURE: "not sure",
    State.DECLINED: "prefer not to say",
}

KINDS = {
    SourceKind.DOCUMENT: "",
    SourceKind.GUIDELINE: "guideline",
    SourceKind.HEALTH_SERVICE_PAGE: "page of a health service",
    SourceKind.TEXTBOOK_CHAPTER: "chapter of a textbook",
    SourceKind.PAPER: "paper",
    SourceKind.ADDED: "",
}
"""What a source is, where more is known than that it is a document or was added."""
READ = {
    HowRead.PAGE_ITSELF: "the page itself was read",
    HowRead.STORED_COPY: "a stored copy was read",
}

_ABOUT_CAUSE = {
    Strength.TYPICAL: "typical of",
    Strength.COMPATIBLE: "shares a sign with",
    Strength.RISK: "raises the chance of",
    Strength.AGAINST: "speaks against",
}


def the_documents(ruleset: RuleSet) -> str:
    """The documents that the rule set is about, in words."""
    number = sum(not source.kind.is_added for source in ruleset.sources.values())
    return "the document" if number == 1 else "the documents"


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
    others = [one for one in question.options if one is not option]
    if question.kind.takes_one and len(others) == 1:
        return f"You said {others[0].said}"
    return f"You did not choose “{option.text}” for “{question.text}”"


def fact_sentence(fact: Fact, ruleset: RuleSet) -> str:
    """The fact as the person would know it, as a sentence."""
    return sentence(fact_words(fact, ruleset))


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
    is_added = any(ruleset.source_of(cite).kind.is_added for cite in cites)
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
    match rule.then:
        case ForCause(cause, strength):
            return f"{_ABOUT_CAUSE[strength]} {ruleset.causes[cause].name}"
        case Holds(finding):
            return f"finding: {ruleset.findings[finding].name}"
        case Level() as level:
            return f"level: {ruleset.words(level).name}"


def source_words(source: Source) -> str:
    """The source as an entry of a list of references: where it is, what it is, how it was read."""
    name = "" if source.kind.is_added else f"{source.id}: "
    date = f", {source.date}" if source.date else ""
    about = (KINDS[source.kind], source.jurisdiction, reading_words(source))
    told = "; ".join(filter(None, about))
    parts = (
        f"{name}{ended(source.title)} {source.publisher}{date}. {ended(source.place)}",
        sentence(told) if told else None,
        source.url,
    )
    return " ".join(filter(None, parts))


def reading_words(source: Source) -> str:
    """How and when the source was read, or that it was not; empty where nobody says of a
    document.
    """
    read = source.read
    if not source.is_checked:
        looked = f" (looked for on {read.date})" if read and read.date else ""
        return f"{UNCHECKED}{looked}"
    return f"{READ[read.how]} on {read.date}" if read else ""


def claim_words(claim: Claim) -> str:
    """What the claim says, with its strength and its time limit where they are written down."""
    marks = [f"strength: {claim.strength}"] if claim.strength else []
    marks += [f"time: {claim.within}"] if claim.within else []
    return f"{claim.says} [{'; '.join(marks)}]" if marks else claim.says


def condition_words(condition: Condition, ruleset: RuleSet) -> str:
    """The condition as part of a sentence."""

    def of_fact(fact: Fact) -> _Phrase:
        option = fact if isinstance(fact, Is) else None
        return _Phrase(_needed_words(fact, ruleset), option)

    def all_of(parts: Iterable[_Phrase]) -> _Phrase:
        return _Phrase(" and ".join(part.inner for part in parts) or "always", is_compound=True)

    def any_of(parts: Iterable[_Phrase]) -> _Phrase:
        found = list(parts)
        words = _choice_words(found, ruleset) or " or ".join(part.inner for part in found)
        return _Phrase(words, is_compound=True)

    def points(weighed: list[tuple[_Phrase, int]], whole: Reaches) -> _Phrase:
        if whole.score:
            score = ruleset.scores[whole.score]
            return _Phrase(f"the score “{score.name}” is {whole.shown} or more")
        words = points_words([(part.text, worth) for part, worth in weighed], whole.least)
        return _Phrase(words, is_compound=True)

    return fold(condition, of_fact, all_of, any_of, points).text


def condition_lines(condition: Condition, ruleset: RuleSet) -> list[str]:
    """The parts that must hold together, a sentence each."""
    parts = condition.parts if isinstance(condition, AllOf) and condition.parts else (condition,)
    return [sentence(condition_words(part, ruleset)) for part in parts]


def item_words(item: ScoreItem, ruleset: RuleSet) -> str:
    """What an item of a score counts, and why."""
    words = sentence(condition_words(item.when, ruleset))
    return f"{_points_count(item.points)}: {words} {item.because}"


def start_words(score: Score) -> list[str]:
    """Where the points begin, if not at 0."""
    return [f"The points start at {score.start}."] if score.start else []


def _points_count(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def points_words(weighed: Sequence[tuple[str, int]], least: int) -> str:
    """What has to add up.

    >>> points_words([("hot", 1), ("red", 1), ("sore", 1)], 2)
    'at least 2 of these 3: hot; red; sore'
    >>> points_words([("hot", 1), ("red", 2)], 2)
    'at least 2 points from these: hot (1); red (2)'
    """
    if all(worth == 1 for _, worth in weighed):
        return f"at least {least} of these {len(weighed)}: {'; '.join(text for text, _ in weighed)}"
    worth_words = "; ".join(f"{text} ({worth})" for text, worth in weighed)
    return f"at least {least} points from these: {worth_words}"


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
    whole = ended(text)
    return whole[:1].upper() + whole[1:]


def ended(text: str) -> str:
    """``text`` with a full stop, unless it ends otherwise.

    >>> ended("What is a clot?"), ended("Clots")
    ('What is a clot?', 'Clots.')
    """
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _option_words(question: Question, options: Iterable[str]) -> str:
    chosen = set(options)
    return "; ".join(option.text for option in question.options if option.id in chosen)


def _cite_words(cite: str, ruleset: RuleSet) -> str:
    claim, source = ruleset.claims.get(cite), ruleset.source_of(cite)
    name = f"{source.publisher}, {source.title}" if source.kind.is_added else source.id
    if claim:
        name = f"{name}, {claim.section}"
    elif not source.kind.is_added:
        name = f"{name}, {source.title}"
    return name if source.is_checked else f"{name} ({UNCHECKED})"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A part of a condition in words; ``option`` where the part is that an option was chosen."""

    text: str
    option: Is | None = None
    is_compound: bool = False

    @property
    def inner(self) -> str:
        """The words inside a longer phrase."""
        return f"({self.text})" if self.is_compound else self.text


def _needed_words(fact: Fact, ruleset: RuleSet) -> str:
    """What has to be so for the fact to hold."""
    if isinstance(fact, Holds):
        return f"the finding “{ruleset.findings[fact.finding].name}” holds"
    if isinstance(fact, Supported):
        return f"something speaks for {ruleset.causes[fact.cause].name}"
    question = ruleset.questions[fact.question]
    answered = "answered" if isinstance(fact, Is) else "answered, but not with"
    return f"“{question.text}” is {answered} “{question.option(fact.option).text}”"


def _choice_words(parts: list[_Phrase], ruleset: RuleSet) -> str:
    """Alternatives that are all options of one question, in one phrase; empty for any others."""
    options = [part.option for part in parts if part.option]
    questions = {option.question for option in options}
    if len(options) < len(parts) or len(questions) != 1:
        return ""
    question = ruleset.questions[questions.pop()]
    texts = (question.option(option.option).text for option in options)
    return f"“{question.text}” is answered {either(texts)}"
