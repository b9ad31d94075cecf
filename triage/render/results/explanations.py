"""Pages that explain one thing: a question, a rule, a cause, a source, and why a cause is not in
the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from triage.answers.value import Answer, Answers, State
from triage.engine.assessment import Assessment
from triage.interview.state import Asking
from triage.language.conditions import All, Is, IsNot, Supported, atoms
from triage.language.model import Question, Rule, Source
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, Page, Section
from triage.render.results.candidates import statements
from triage.render.results.phrases import (
    UNANSWERED,
    answer_words,
    cited,
    conclusion_words,
    condition_words,
    fact_words,
    sentence,
    source_words,
    the_documents,
)
from triage.why.asked import WhyAsked
from triage.why.missing import Missing

MOST_RULES = 6
"""How many waiting rules are shown."""

MOST_WAYS = 3
"""How many rules that came near are shown."""


def why_asked_page(why: WhyAsked, ruleset: RuleSet, answers: Answers) -> Page:
    """Why a question is asked now: what is known, and which rules wait for it."""
    asked = (
        Line(why.question.text),
        cited(why.question.help, why.question.cites, ruleset),
    )
    waiting = [_waiting(rule, why, ruleset, answers) for rule in why.rules[:MOST_RULES]]
    if len(why.rules) > MOST_RULES:
        waiting.append(Line(f"And {len(why.rules) - MOST_RULES} more.", LineKind.POINT))
    nothing = Line("No rule waits for this answer any more.")
    return Page(
        "Why am I asked this?",
        (
            Section("The question", asked),
            Section("What is known so far", tuple(_known_so_far(why, ruleset, answers))),
            Section("What this answer can bring", tuple(waiting) or (nothing,)),
        ),
    )


def why_not_page(assessment: Assessment, cause: str, missing: tuple[Missing, ...]) -> Page:
    """Which rules come nearest to speaking for ``cause``, and what each of them lacks."""
    name = assessment.ruleset.causes[cause].name
    shown = tuple(_way(entry, assessment) for entry in missing[:MOST_WAYS])
    none = Section(
        "No way",
        (Line("No rule can speak for this cause: each needs answers that contradict others."),),
    )
    return Page(f"Why not {name}?", shown or (none,))


def help_page(asking: Asking) -> Page:
    """What a question and its options mean."""
    options = tuple(
        Line(f"{option.text}: {option.help}", LineKind.POINT)
        for option in asking.question.options
        if option.help
    )
    return Page(
        "What does this mean?", (Section(asking.text, (Line(asking.question.help), *options)),)
    )


def rule_page(ruleset: RuleSet, rule_id: str) -> Page:
    """One rule in words; KeyError where there is none."""
    rule = ruleset.rule[rule_id]
    parts = rule.when.parts if isinstance(rule.when, All) and rule.when.parts else (rule.when,)
    when = tuple(Line(sentence(condition_words(part, ruleset)), LineKind.POINT) for part in parts)
    then = Line(sentence(conclusion_words(rule, ruleset)), LineKind.POINT)
    place = Line(f"Written in {Path(rule.span.file).name}, line {rule.span.line}.")
    return Page(
        f"Rule {rule_id}",
        (
            Section("When all of this holds" if len(parts) > 1 else "When this holds", when),
            Section("Then", (then,)),
            Section("Because", (cited(rule.because, rule.cites, ruleset), place)),
        ),
    )


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
        Section(title, statements(found, ruleset, LineKind.POINT) or silent)
        for title, found in titled
    ]
    if cause.card.differs:
        differs = statements(cause.card.differs, ruleset, LineKind.POINT)
        card.append(Section(f"Where {the_documents(ruleset)} differ", differs))
    rules = tuple(_rule_line(rule, ruleset) for rule in ruleset.rules if _is_about(rule, cause_id))
    return Page(cause.name, (*card, Section("Its rules", rules)))


def question_page(ruleset: RuleSet, question_id: str) -> Page:
    """One question with its options and the rules that read it; KeyError where there is none."""
    question = ruleset.questions[question_id]
    text = (Line(question.text), cited(question.help, question.cites, ruleset))
    plainer = (Line(f"In plainer words: {question.plainer}"),) if question.plainer else ()
    options = tuple(
        Line(f"{option.text} – {option.help}" if option.help else option.text, LineKind.POINT)
        for option in question.options
    )
    readers = tuple(
        _rule_line(rule, ruleset) for rule in ruleset.rules if question_id in rule.questions
    )
    return Page(
        f"Question {question_id}",
        (
            Section("What is asked", (*text, *plainer)),
            Section("Options", options),
            Section("Rules that read it", readers or (Line("No rule reads it."),)),
        ),
    )


def causes_page(ruleset: RuleSet) -> Page:
    """Every cause by name, with the id to ask for and what it is."""
    lines = tuple(
        cited(
            f"{cause.name} ({name}): {cause.card.what[0].text}",
            cause.card.what[0].cites,
            ruleset,
            LineKind.POINT,
        )
        for name, cause in ruleset.causes.items()
    )
    return Page("Causes", (Section(f"{len(lines)} causes", lines),))


def sources_page(ruleset: RuleSet) -> Page:
    """Every source: first the documents, then the added ones."""
    groups = (("The documents", "document"), ("Added knowledge", "added"))
    return Page(
        "Sources",
        tuple(
            Section(
                title,
                tuple(
                    Line(f"{source_words(source)} ({name})", LineKind.POINT)
                    for name, source in ruleset.sources.items()
                    if source.kind == kind
                ),
            )
            for title, kind in groups
        ),
    )


def source_page(ruleset: RuleSet, cite: str) -> Page:
    """A source or a claim: what it says, and which rules and cards rest on it; KeyError where there
    is none.
    """
    source, claim = ruleset.source_of(cite), ruleset.claims.get(cite)
    names = {cite} if claim else _names_of(ruleset, source)
    says = tuple(
        cited(f"{ruleset.claims[name].says} ({name})", (name,), ruleset, LineKind.POINT)
        for name in ruleset.claims
        if name in names
    )
    rules = tuple(_rule_line(rule, ruleset) for rule in ruleset.rules if names & set(rule.cites))
    cards = tuple(_cards_citing(ruleset, names))
    return Page(
        f"Claim {cite}" if claim else source.title,
        (
            Section("Where it comes from", (Line(source_words(source)),)),
            Section(
                "What it says",
                says or (Line("No claim of it is written out; the rules cite it as a whole."),),
            ),
            Section("Rules that cite it", rules or (Line("No rule cites it."),)),
            Section("Cards that cite it", cards or (Line("No card cites it."),)),
        ),
    )


def _known_so_far(why: WhyAsked, ruleset: RuleSet, answers: Answers) -> Iterator[Line]:
    count = len(answers.without(why.question.id).given)
    yield Line(f"Questions answered: {count}. Level so far: {ruleset.words(why.level).name}.")
    if not why.findings:
        yield Line("No finding so far.")
    for name in why.findings:
        finding = ruleset.findings[name]
        yield cited(f"{finding.name}. {finding.help}", finding.cites, ruleset, LineKind.POINT)


def _waiting(rule: Rule, why: WhyAsked, ruleset: RuleSet, answers: Answers) -> Line:
    """What a waiting rule would conclude, why, and which of its answers are there already."""
    words = [sentence(conclusion_words(rule, ruleset)), rule.because]
    if rule.level is None and rule.id in why.leads_to:
        level = ruleset.words(why.leads_to[rule.id]).name
        words.append(f"This can lead to the level “{level}”.")
    known = set(answers.facts())
    for fact in dict.fromkeys(atoms(rule.when)):
        if fact in known:
            words.append(sentence(fact_words(fact, ruleset)))
    return cited(" ".join(words), rule.cites, ruleset, LineKind.POINT)


def _way(entry: Missing, assessment: Assessment) -> Section:
    ruleset, rule = assessment.ruleset, entry.rule
    reason = cited(rule.because, rule.cites, ruleset)
    if not entry.lacks:
        lines: tuple[Line, ...] = (Line("This rule lacks no answer."),)
    else:
        lacks = (Line(_lack_words(fact, assessment), LineKind.POINT) for fact in entry.lacks)
        lines = (Line("It would need:"), *lacks)
    return Section(f"Rule {rule.id}: {conclusion_words(rule, ruleset)}", (reason, *lines))


def _lack_words(fact: Is | IsNot, assessment: Assessment) -> str:
    question = assessment.ruleset.questions[fact.question]
    answer = assessment.answers[fact.question]
    return (
        f"{sentence(condition_words(fact, assessment.ruleset))}"
        f" {sentence(_instead(fact, question, answer))}"
    )


def _instead(fact: Is | IsNot, question: Question, answer: Answer) -> str:
    """What became of the answer that a fact needs."""
    if answer.state is not State.GIVEN or fact.option not in answer.yes | answer.no:
        return f"It was left open: {UNANSWERED.get(answer.state, 'not sure')}"
    return f"You answered otherwise: {answer_words(question, answer)}"


def _rule_line(rule: Rule, ruleset: RuleSet) -> Line:
    return cited(
        f"{rule.id} ({conclusion_words(rule, ruleset)}): {rule.because}",
        rule.cites,
        ruleset,
        LineKind.POINT,
    )


def _is_about(rule: Rule, cause: str) -> bool:
    return rule.cause == cause or Supported(cause) in atoms(rule.when)


def _names_of(ruleset: RuleSet, source: Source) -> set[str]:
    claims = {name for name, claim in ruleset.claims.items() if claim.source == source.id}
    return {source.id, *claims}


def _cards_citing(ruleset: RuleSet, names: set[str]) -> Iterator[Line]:
    for cause in ruleset.causes.values():
        for statement in cause.card.statements():
            if names & set(statement.cites):
                yield cited(
                    f"{cause.name}: {statement.text}", statement.cites, ruleset, LineKind.POINT
                )
