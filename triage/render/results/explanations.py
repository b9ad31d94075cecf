"""Pages that explain one moment or one result: why a question is asked, and why something is not
so.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.answers.value import Answer, Answers, State
from triage.engine.assessment import Assessment
from triage.interview.state import Asking
from triage.language.conditions import Is, IsNot, atoms
from triage.language.model import Question, Rule
from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.phrases import (
    UNANSWERED,
    answer_words,
    cited,
    conclusion_words,
    condition_words,
    fact_sentence,
    points_words,
    sentence,
)
from triage.why.asked import WhyAsked
from triage.why.missing import Missing, WhyNot
from triage.why.totals import toward

MOST_RULES = 6
"""How many waiting rules are shown."""

IS_SO = {
    NodeKind.CAUSE: "It is listed",
    NodeKind.FINDING: "It holds",
    NodeKind.LEVEL: "It is reached",
    NodeKind.RULE: "It fired",
}
NO_WAY = {
    NodeKind.CAUSE: "No rule can speak for this cause: each needs answers that contradict others.",
    NodeKind.FINDING: "No rule can bring it: each needs answers that contradict others.",
    NodeKind.LEVEL: "No rule can bring it: each needs answers that contradict others.",
    NodeKind.RULE: "It cannot fire: it needs answers that contradict others.",
}
UNKNOWN_WAY = "There are too many ways to this rule to follow them all; none was found."
SHORTER_WAY = "There are too many ways to follow them all, so a shorter one may exist."
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
            PageSection("The question", asked),
            PageSection("What is known so far", tuple(_known_so_far(why, ruleset, answers))),
            PageSection("What this answer can bring", tuple(waiting) or (nothing,)),
        ),
    )


def why_not_page(assessment: Assessment, found: WhyNot) -> Page:
    """Which rules come nearest to what is asked about, and what each of them lacks; what brings it
    where it is so.
    """
    title = f"Why not {_thing_words(found.about, assessment.ruleset)}?"
    if found.is_so:
        return Page(title, (_so(found, assessment.ruleset),))
    shown = tuple(_way(entry, assessment) for entry in found.missing[:MOST_WAYS])
    none = PageSection("No way", (Line(NO_WAY[found.about.kind]),))
    return Page(title, shown or (none,))


def _thing_words(about: NodeKey, ruleset: RuleSet) -> str:
    if about.kind is NodeKind.CAUSE:
        return ruleset.causes[about.id].name
    if about.kind is NodeKind.FINDING:
        return f"the finding “{ruleset.findings[about.id].name}”"
    if about.kind is NodeKind.LEVEL:
        level = ruleset.level(about.id)
        return f"the level “{ruleset.words(level).name}”"
    return f"the rule {about.id}"


def _so(found: WhyNot, ruleset: RuleSet) -> PageSection:
    rules = (
        cited(
            f"Rule {firing.rule.id}: {firing.rule.because}",
            firing.rule.cites,
            ruleset,
            LineKind.POINT,
        )
        for firing in found.fired
    )
    more = Line(f"`triage why {found.about.id}` says more about it.")
    return PageSection(IS_SO[found.about.kind], (Line("These rules fired:"), *rules, more))


def help_page(asking: Asking) -> Page:
    """What a question and its options mean."""
    options = tuple(
        Line(f"{option.text}: {option.help}", LineKind.POINT)
        for option in asking.question.options
        if option.help
    )
    return Page(
        "What does this mean?", (PageSection(asking.text, (Line(asking.question.help), *options)),)
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
            words.append(fact_sentence(fact, ruleset))
    return cited(" ".join(words), rule.cites, ruleset, LineKind.POINT)


def _way(entry: Missing, assessment: Assessment) -> PageSection:
    ruleset, rule = assessment.ruleset, entry.rule
    reason = cited(rule.because, rule.cites, ruleset)
    if not entry.lacks:
        lacks_none = "This rule lacks no answer."
        lines: tuple[Line, ...] = (Line(lacks_none if entry.is_certain else UNKNOWN_WAY),)
    else:
        lacks = (Line(_lack_words(fact, assessment), LineKind.POINT) for fact in entry.lacks)
        lines = (Line("It would need:"), *lacks, *_toward(rule, assessment))
        if not entry.is_certain:
            lines = (*lines, Line(SHORTER_WAY))
    return PageSection(f"Rule {rule.id}: {conclusion_words(rule, ruleset)}", (reason, *lines))


def _toward(rule: Rule, assessment: Assessment) -> Iterator[Line]:
    """For each sum of points that is not reached, what could bring what is missing."""
    for sum_of in toward(assessment, rule.when):
        parts = [
            (condition_words(part, assessment.ruleset), points)
            for part, points in sum_of.open_parts
        ]
        points = " points" if sum_of.whole.score else ""
        there = f"It has {sum_of.shown} of the {sum_of.whole.shown}{points} it needs"
        yield Line(f"{there}; still to come: {points_words(parts, sum_of.missing)}.")


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
