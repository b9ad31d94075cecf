"""Pages of a rule set: a rule, a cause, a question, a source, and what there is of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from triage.language.conditions import Holds, Supported, atoms
from triage.language.model import Meaning, Option, Question, Rule, Score, Source
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.candidates import statements
from triage.render.results.phrases import (
    cited,
    claim_words,
    conclusion_words,
    condition_lines,
    condition_words,
    item_words,
    sentence,
    source_words,
    start_words,
    the_documents,
)

EMERGENCY_NUMBER, LOCAL = "{emergency_number}", "your local emergency number"
GATES = {"applies_if": "Applies only if", "ask_if": "Asked only if"}


def rule_page(ruleset: RuleSet, rule_id: str) -> Page:
    """One rule in words; KeyError where there is none."""
    rule = ruleset.rule[rule_id]
    lines = condition_lines(rule.when, ruleset)
    when = tuple(Line(words, LineKind.POINT) for words in lines)
    then = Line(sentence(conclusion_words(rule, ruleset)), LineKind.POINT)
    place = Line(f"Written in {Path(rule.span.file).name}, line {rule.span.line}.")
    return Page(
        f"Rule {rule_id}",
        (
            PageSection("When all of this holds" if len(lines) > 1 else "When this holds", when),
            *(_score_section(score, ruleset) for score in ruleset.scores_in(rule.when)),
            PageSection("Then", (then,)),
            PageSection("Because", (cited(rule.because, rule.cites, ruleset), place)),
        ),
    )


def _score_section(score: Score, ruleset: RuleSet) -> PageSection:
    """What a score counts, each item with what it rests on."""
    start = map(Line, start_words(score))
    items = (
        cited(item_words(item, ruleset), item.cites, ruleset, LineKind.POINT)
        for item in score.items
    )
    return PageSection(f"What the score “{score.name}” counts", (*start, *items))


def cause_page(ruleset: RuleSet, cause_id: str) -> Page:
    """The card of one cause and its rules; KeyError where there is none."""
    cause = ruleset.causes[cause_id]
    titled = (
        ("What it is", cause.card.what),
        ("How it shows", cause.card.shows),
        ("What raises the chance", cause.card.raises),
        ("Tests a doctor may use", cause.card.tests),
        ("Treatment", cause.card.treatment),
        ("Prevention", cause.card.prevention),
    )
    silent = (Line(f"Nothing about this stands in {the_documents(ruleset)}."),)
    card = [
        PageSection(title, statements(found, ruleset, LineKind.POINT) or silent)
        for title, found in titled
    ]
    if cause.card.differs:
        differs = statements(cause.card.differs, ruleset, LineKind.POINT)
        card.append(PageSection(f"Where {the_documents(ruleset)} differ", differs))
    for title, found in (
        ("Asked at once", (cause.last_well,) if cause.last_well else ()),
        ("Until help comes", cause.meanwhile),
        ("What a person can do", cause.helps),
    ):
        if found:
            card.append(PageSection(title, statements(found, ruleset, LineKind.POINT)))
    rules = tuple(_rule_line(rule, ruleset) for rule in ruleset.rules if _is_about(rule, cause_id))
    also = (Line(f"{', '.join(cause.also)}."),)
    called = (PageSection("Also called", also),) if cause.also else ()
    return Page(cause.name, (*called, *card, PageSection("Its rules", rules)))


def meant(meaning: Meaning, question: Question, *, drops: bool) -> str:
    """What becomes of an option whose chooser means this."""
    if meaning.becomes is not None:
        return f"this counts as “{question.option(meaning.becomes).text}”."
    return "this takes the answer back." if drops else "this counts."


def _option_lines(option: Option, question: Question, ruleset: RuleSet) -> Iterator[Line]:
    """An option, and what a person is asked right after choosing it."""
    words = f"{option.text} – {option.help}" if option.help else option.text
    yield Line(words, LineKind.POINT)
    if option.narrow is not None:
        follow_up = option.narrow
        yield cited(f"Then: {follow_up.ask}", follow_up.cites, ruleset)
        for meaning in (*follow_up.keep, *follow_up.drop):
            becomes = meant(meaning, question, drops=meaning in follow_up.drop)
            yield Line(f"“{meaning.text}”: {becomes}", LineKind.POINT)


def question_page(ruleset: RuleSet, question_id: str) -> Page:
    """One question with its options and the rules that read it; KeyError where there is none."""
    question = ruleset.questions[question_id]
    text = (Line(question.text), cited(question.help, question.cites, ruleset))
    plainer = (Line(f"In plainer words: {question.plainer}"),) if question.plainer else ()
    unsure = tuple(
        cited(
            f"Who is still not sure: {advice.text.replace(EMERGENCY_NUMBER, LOCAL)}",
            advice.cites,
            ruleset,
        )
        for advice in question.unsure
    )
    options = tuple(
        line for option in question.options for line in _option_lines(option, question, ruleset)
    )
    gates = (
        Line(f"{GATES[key]} {condition_words(gate, ruleset)}.")
        for key, gate in question.gates.items()
    )
    readers = tuple(
        _rule_line(rule, ruleset) for rule in ruleset.rules if question_id in rule.questions
    )
    return Page(
        f"Question {question_id}",
        (
            PageSection("What is asked", (*text, *plainer, *gates, *unsure)),
            PageSection("Options", options),
            PageSection("Rules that read it", readers or (Line("No rule reads it."),)),
        ),
    )


def finding_page(ruleset: RuleSet, finding_id: str) -> Page:
    """One finding with the rules around it; KeyError where there is none."""
    finding, fact = ruleset.findings[finding_id], Holds(finding_id)
    bringing = tuple(_rule_line(rule, ruleset) for rule in ruleset.graph.concluding(fact))
    reading = tuple(_rule_line(rule, ruleset) for rule in ruleset.graph.reading(fact))
    return Page(
        f"Finding {finding_id}: {finding.name}",
        (
            PageSection("What it means", (cited(finding.help, finding.cites, ruleset),)),
            PageSection("Rules that bring it", bringing or (Line("No rule brings it."),)),
            PageSection("Rules that read it", reading or (Line("No rule reads it."),)),
        ),
    )


def level_page(ruleset: RuleSet, level_id: str) -> Page:
    """One level with the rules that bring it; KeyError where there is none."""
    level = ruleset.level(level_id)
    words = ruleset.words(level)
    bringing = tuple(_rule_line(rule, ruleset) for rule in ruleset.graph.bringing(level))
    return Page(
        f"Level {level_id}: {words.name}",
        (
            PageSection("What a person reads", (cited(words.headline, words.cites, ruleset),)),
            PageSection("Rules that bring it", bringing or (Line("No rule brings it."),)),
        ),
    )


def causes_page(ruleset: RuleSet) -> Page:
    """Every cause by name, with the id to ask for and what it is."""
    lines = tuple(
        cited(
            f"{cause.name} ({', '.join((name, *cause.also))}): {cause.card.what[0].text}",
            cause.card.what[0].cites,
            ruleset,
            LineKind.POINT,
        )
        for name, cause in ruleset.causes.items()
    )
    return Page("Causes", (PageSection(f"{len(lines)} causes", lines),))


def sources_page(ruleset: RuleSet) -> Page:
    """Every source: first the documents, then the added ones."""
    return Page(
        "Sources",
        (
            PageSection("The documents", _sources_of(ruleset, is_added=False)),
            PageSection("Added knowledge", _sources_of(ruleset, is_added=True)),
        ),
    )


def source_page(ruleset: RuleSet, cite: str) -> Page:
    """A source or a claim: what it says, and which rules and cards rest on it; KeyError where there
    is none.
    """
    source, claim = ruleset.source_of(cite), ruleset.claims.get(cite)
    names = {cite} if claim else _names_of(ruleset, source)
    says = tuple(
        cited(f"{claim_words(ruleset.claims[name])} ({name})", (name,), ruleset, LineKind.POINT)
        for name in ruleset.claims
        if name in names
    )
    rules = tuple(_rule_line(rule, ruleset) for rule in ruleset.rules if names & set(rule.cites))
    cards = tuple(_cards_citing(ruleset, names))
    return Page(
        f"Claim {cite}" if claim else source.title,
        (
            PageSection("Where it comes from", (Line(source_words(source)),)),
            PageSection(
                "What it says",
                says or (Line("No claim of it is written out; the rules cite it as a whole."),),
            ),
            PageSection("Rules that cite it", rules or (Line("No rule cites it."),)),
            PageSection("Cards that cite it", cards or (Line("No card cites it."),)),
        ),
    )


def _rule_line(rule: Rule, ruleset: RuleSet) -> Line:
    return cited(
        f"{rule.id} ({conclusion_words(rule, ruleset)}): {rule.because}",
        rule.cites,
        ruleset,
        LineKind.POINT,
    )


def _is_about(rule: Rule, cause: str) -> bool:
    return rule.cause == cause or Supported(cause) in atoms(rule.when)


def _sources_of(ruleset: RuleSet, *, is_added: bool) -> tuple[Line, ...]:
    return tuple(
        Line(f"{source_words(source)} ({name})", LineKind.POINT)
        for name, source in ruleset.sources.items()
        if source.kind.is_added is is_added
    )


def _names_of(ruleset: RuleSet, source: Source) -> set[str]:
    claims = {name for name, claim in ruleset.claims.items() if claim.source == source.id}
    return {source.id, *claims}


def _cards_citing(ruleset: RuleSet, names: set[str]) -> Iterator[Line]:
    for cause in ruleset.causes.values():
        for statement in cause.statements():
            if names & set(statement.cites):
                yield cited(
                    f"{cause.name}: {statement.text}", statement.cites, ruleset, LineKind.POINT
                )
