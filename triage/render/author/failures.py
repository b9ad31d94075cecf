"""A failed case as text for its author: what was expected, what came, and why, each with its
place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from triage.answers.answer_file import to_plain
from triage.answers.value import State
from triage.cases.failures import Blocker, Failure, Silence, with_facts
from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import Fact, Holds, Is, Supported
from triage.language.diagnostics import Span
from triage.language.safe import Safe


def failure_text(failure: Failure) -> Safe:
    """The case with its place, then every reason; a row of a table is told by its id too."""
    case = failure.case
    title = f"{case.id}: {case.name}" if "." in case.id else case.name
    lines = [f"{place(case.span)}: {title}", *_reasons(failure)]
    return Safe.joined(map(Safe.line, lines))


def place(span: Span) -> str:
    """File and line.

    >>> place(Span("rules/guidance.yaml", 7, 3))
    'rules/guidance.yaml:7'
    """
    return f"{span.file}:{span.line}"


def fact_text(fact: Fact) -> str:
    """The fact as a rule would write it.

    >>> fact_text(Is("leg", "hot"))
    'leg: hot'
    """
    if isinstance(fact, Holds):
        return f"finding: {fact.finding}"
    if isinstance(fact, Supported):
        return f"something typical or compatible for {fact.cause}"
    return (
        f"{fact.question}: {fact.option}"
        if isinstance(fact, Is)
        else f"{fact.question}: {{not: {fact.option}}}"
    )


def _reasons(failure: Failure) -> Iterator[str]:
    yield from (f"  {sentence}" for sentence in failure.says)
    yield from (_brought(firing) for firing in failure.brought_by)
    for silence in failure.silences:
        yield from _silent(silence, failure.assessment)


def _brought(firing: Firing) -> str:
    facts = ", ".join(map(fact_text, firing.facts)) or "always"
    return f"  {firing.rule.id} fired ({place(firing.rule.at('id'))}) on {facts}"


def _silent(silence: Silence, assessment: Assessment) -> Iterator[str]:
    yield f"  {silence.rule.id} stayed silent ({place(silence.rule.at('id'))})"
    for blocker in silence.blockers:
        yield from _blocker(blocker, assessment)
    if silence.nearest is None:
        yield "    no change of only the answers it lacks makes it fire"
    else:
        yield f"    it would fire with {_answers(silence, assessment)}"


def _blocker(blocker: Blocker, assessment: Assessment) -> Iterator[str]:
    """The condition that does not hold, what is known of it, and the line where it stands."""
    yield f"    {fact_text(blocker.fact)} does not hold{_known(blocker.fact, assessment)}"
    span = getattr(blocker.fact, "span", None) or blocker.rule.span
    if span.snippet.strip():
        yield f"      {place(span)}: {span.snippet.strip()}"


def _known(fact: Fact, assessment: Assessment) -> str:
    """What the case says of the question behind the fact."""
    if isinstance(fact, Holds | Supported):
        return "; the nearest rule for it lacks:"
    answer = assessment.answers[fact.question]
    if answer.state is State.NOT_ASKED:
        return f": the case does not answer {fact.question}"
    return f": the case says {fact.question}: {_answer(fact.question, assessment)}"


def _answers(silence: Silence, assessment: Assessment) -> str:
    changed = Assessment(assessment.ruleset, with_facts(assessment, silence.nearest or ()), ())
    names = dict.fromkeys(fact.question for fact in silence.nearest or ())
    return ", ".join(f"{name}: {_answer(name, changed)}" for name in names)


def _answer(name: str, assessment: Assessment) -> str:
    """The answer on one line, as an answer file holds it."""
    written = to_plain(assessment.answers[name], assessment.ruleset.questions[name])
    return json.dumps(written, ensure_ascii=False).replace('"', "")
