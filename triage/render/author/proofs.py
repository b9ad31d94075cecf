"""What became of the properties of a rule set: a line each, and what breaks them as cases to paste;
and as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from triage.analysis.proofs.contradictions import Contradiction
from triage.analysis.proofs.properties import ABOUT, Assume, Property, StatedOutcome
from triage.analysis.proofs.property_goals import named
from triage.analysis.proofs.prove import (
    Broken,
    GateResult,
    Proof,
    PropertyResult,
    Proved,
    Undecided,
)
from triage.analysis.search.people import About
from triage.engine.assessment import Assessment
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import Strength
from triage.render.author.pasteable_case import case_lines, plain_answers

_PREMISES = {
    About.APPLIES_IF: "`applies_if` of `{}`",
    About.IMPOSSIBLE: "the impossible `{}`",
}
WORDS = {Proved: "proved", Broken: "broken", Undecided: "undecided"}


def proof_text(proof: Proof, ruleset: RuleSet) -> Safe:
    """The rule set, a line for each property, contradictions, the counts, and the
    counterexamples; ends in a line break.
    """
    blocks = [str(ruleset.stamp)]
    blocks += ["\n".join(map(property_line, proof.results))] if proof.results else []
    blocks += ["\n".join(map(gate_line, proof.gates))] if proof.gates else []
    blocks += ["\n".join(_contradiction_lines(found, ruleset)) for found in proof.contradictions]
    blocks += [_counts(proof)] if proof.results else []
    cases = [line for result in proof.results for line in _case(result, ruleset)]
    cases += [line for gate in proof.gates for line in _people(gate, ruleset)]
    if cases:
        blocks.append(
            "\n".join(
                [
                    "# What breaks them, as cases to paste into a file of the folder `cases`:",
                    "cases:",
                    *cases,
                ]
            )
        )
    return Safe("\n\n".join(blocks) + "\n")


def proof_json(proof: Proof, ruleset: RuleSet) -> dict[str, object]:
    """The verdicts as plain data."""
    return {
        "ruleset": asdict(ruleset.stamp),
        "proved_all": proof.is_complete,
        "properties": [_result_json(result, ruleset) for result in proof.results],
        "gates": [_gate_json(gate, ruleset) for gate in proof.gates],
        "contradictions": [
            {
                "properties": [entry.id for entry in found.properties],
                "about": str(found.thing),
                "answers": plain_answers(found.answers, ruleset),
            }
            for found in proof.contradictions
        ],
    }


def property_line(result: PropertyResult) -> str:
    """The verdict on one property, with its place where it is not proved."""
    word, about = WORDS[type(result.verdict)], ABOUT[result.property.about]
    return f"{word:<9}  {result.property.id}: {_why(result)} [{about}]{_place(result)}"


def gate_line(gate: GateResult) -> str:
    """Whether a gate hides a level."""
    about = ABOUT[Assume.INTERVIEW]
    return f"{_gate_word(gate):<9}  no gate hides `{gate.level.id}`: {_gate_why(gate)} [{about}]"


def _gate_word(gate: GateResult) -> str:
    return WORDS[
        Undecided if isinstance(gate.verdict, Undecided) else Proved if gate.is_proved else Broken
    ]


def _gate_why(gate: GateResult) -> str:
    verdict = gate.verdict
    if isinstance(verdict, Undecided):
        return verdict.reason
    if verdict.hidden:
        found = verdict.hidden[0]
        rules = ", ".join(f"`{rule.id}`" for rule in found.lost)
        names = ", ".join(f"`{name}`" for name in found.never_asked)
        return f"somebody is never asked {names}, and loses {rules}"
    rests_on = ", ".join(_PREMISES[one.about].format(one.id) for one in verdict.rests_on)
    return f"it rests on {rests_on or 'no `applies_if` and on nothing impossible'}"


def _people(gate: GateResult, ruleset: RuleSet) -> Iterator[str]:
    """The people from whom the level is hidden, as cases."""
    for place, person in enumerate(getattr(gate.verdict, "hidden", ()), start=1):
        names = ", ".join(person.never_asked)
        rules = ", ".join(rule.id for rule in person.lost)
        yield from case_lines(
            f"hidden-{gate.level.id}-{place}",
            f"A person who is never asked {names}",
            person.known,
            ruleset,
            comments=[
                "All that this person knows; about the rest they are not sure.",
                f"Never asked: {names}. Lost with it: {rules}, level {gate.level.id}.",
            ],
            expect=f"{{asked: [{names}]}}",
        )


def _gate_json(gate: GateResult, ruleset: RuleSet) -> dict[str, object]:
    verdict = gate.verdict
    hidden = () if isinstance(verdict, Undecided) else verdict.hidden
    rests_on = () if isinstance(verdict, Undecided) else verdict.rests_on
    return {
        "level": gate.level.id,
        "about": ABOUT[Assume.INTERVIEW],
        "verdict": _gate_word(gate),
        "why": _gate_why(gate),
        "rests_on": [{"about": one.about.value, "id": one.id} for one in rests_on],
        "people": [
            {
                "knows": plain_answers(person.known, ruleset),
                "never_asked": list(person.never_asked),
                "lost": [rule.id for rule in person.lost],
            }
            for person in hidden
        ],
    }


def _place(result: PropertyResult) -> str:
    span = result.property.at("id")
    return "" if isinstance(result.verdict, Proved) else f" ({span.file}:{span.line})"


def _why(result: PropertyResult) -> str:
    verdict = result.verdict
    if isinstance(verdict, Proved):
        return verdict.how
    if isinstance(verdict, Undecided):
        return verdict.reason
    return _how_broken(result.property, verdict)


def _how_broken(entry: Property, verdict: Broken) -> str:
    if verdict.questions:
        return (
            f"an interview can ask {verdict.questions} questions, more than {entry.decided_within}"
        )
    if entry.monotone:
        rules = ", ".join(verdict.missing)
        return f"a condition is not made of `all`, `any`, points and facts in {rules}"
    if verdict.assessment is None:
        return f"no answers lead to {', '.join(verdict.missing)}"
    answered = (
        "for some answers"
        if verdict.is_smallest
        else "for some answers (there may be smaller ones)"
    )
    return f"{answered} {_got(entry, verdict.assessment)}"


def _here(entry: Property, verdict: Broken) -> str:
    """How the property is broken, said beside the answers that break it."""
    if verdict.questions or verdict.assessment is None:
        return _how_broken(entry, verdict)
    return f"for these answers {_got(entry, verdict.assessment)}"


def _got(entry: Property, assessment: Assessment) -> str:
    """What the result is, of all that the property speaks about."""
    if (asked := entry.asked or entry.never_asked) is not None:
        return f"the question `{asked.question}` is {'not ' if entry.asked else ''}asked"
    outcome = _outcome(entry)
    if outcome is None:
        return "the first condition holds and the second does not"
    if outcome.cause is not None:
        return _cause_words(outcome.cause, assessment)
    if outcome.finding is not None:
        return (
            f"the finding `{outcome.finding}`"
            f" {'holds' if outcome.finding in assessment.findings else 'fails'}"
        )
    if outcome.rule is not None:
        is_silent = all(firing.rule.id != outcome.rule for firing in assessment.firings)
        return f"the rule `{outcome.rule}` {'stays silent' if is_silent else 'fires'}"
    by = ", ".join(f"`{firing.rule.id}`" for firing in assessment.deciding) or "no rule"
    return f"the level is `{assessment.level.id}`, by {by}"


def _cause_words(cause: str, assessment: Assessment) -> str:
    for candidate in assessment.causes:
        if candidate.cause.id == cause:
            by = ", ".join(f"`{firing.rule.id}`" for firing in candidate.speaks_for)
            return f"the cause `{cause}` is listed as {candidate.fit}, by {by}"
    return f"the cause `{cause}` is not listed"


def _outcome(entry: Property) -> StatedOutcome | None:
    then = entry.implies.then if entry.implies else None
    return entry.never or entry.always or (then if isinstance(then, StatedOutcome) else None)


def _counts(proof: Proof) -> str:
    kinds = [type(result.verdict) for result in proof.results]
    found = [(kinds.count(kind), word) for kind, word in WORDS.items() if kind in kinds]
    counts = ", ".join(f"{count} {word}" for count, word in found)
    return f"{len(kinds)} {'property' if len(kinds) == 1 else 'properties'}: {counts}"


def _contradiction_lines(found: Contradiction, ruleset: RuleSet) -> Iterator[str]:
    ids = ", ".join(f"`{entry.id}`" for entry in found.properties)
    verb = "contradicts itself" if len(found.properties) == 1 else "contradict each other"
    yield f"contradiction  {ids} {verb}: no rule set can keep them"
    said = ", ".join(
        f"{name}: {_flow(answer)}" for name, answer in plain_answers(found.answers, ruleset).items()
    )
    if any(entry.reachable for entry in found.properties):
        yield (
            f"               about {found.thing}: what is asked to be reachable is forbidden"
            " whatever the answers"
        )
    else:
        where = f"for these answers: {said}" if said else "even where nothing is answered"
        yield f"               they forbid all that could become of {found.thing}, {where}"


def _case(result: PropertyResult, ruleset: RuleSet) -> Iterator[str]:
    """The counterexample as a case."""
    entry, verdict = result.property, result.verdict
    if isinstance(verdict, Broken) and verdict.assessment is not None:
        comments = [
            entry.because,
            f"The property asks: {_asked(entry)}.",
            f"But {_here(entry, verdict)}.",
        ]
        yield from case_lines(
            f"breaks-{entry.id}"[:64],
            f"Breaks the property {entry.id}",
            verdict.assessment.answers,
            ruleset,
            comments=comments,
            expect=_expected(entry, verdict.assessment),
        )


def _asked(entry: Property) -> str:
    outcome = _outcome(entry)
    if entry.decided_within is not None:
        return f"the number of questions in an interview is at most {entry.decided_within}"
    if (asked := entry.asked or entry.never_asked) is not None:
        return f"the question `{asked.question}` is {'always' if entry.asked else 'never'} asked"
    if outcome is None:
        return "what `then` of the property says"
    return f"{'never' if entry.never else 'always'} {named(outcome)}"


def _expected(entry: Property, assessment: Assessment) -> str:
    """What a case can expect so that it passes once the property holds; nothing where an author has
    to say by what.
    """
    outcome = _outcome(entry)
    if outcome is None or outcome.level is not None:
        return "{}"
    if entry.never is None:
        return f"{{fires: [{outcome.rule}]}}" if outcome.rule else "{}"
    if outcome.cause is not None:
        is_any_fit = outcome.strength is Strength.RISK
        return f"{{causes: {{exclude: [{outcome.cause}]}}}}" if is_any_fit else "{}"
    unwanted = [firing.rule.id for firing in assessment.firings if _concludes(firing.rule, outcome)]
    return f"{{silent: [{', '.join(unwanted)}]}}"


def _concludes(rule: Rule, outcome: StatedOutcome) -> bool:
    """Whether the rule alone makes the outcome so."""
    if outcome.at_least is not None:
        return rule.brings(outcome.at_least)
    if outcome.finding is not None:
        return rule.finding == outcome.finding
    return rule.id == outcome.rule


def _flow(answer: object) -> str:
    if isinstance(answer, dict):
        return ", ".join(f"{option} {word}" for option, word in answer.items())
    return " ".join(answer) if isinstance(answer, list) else str(answer)


def _result_json(result: PropertyResult, ruleset: RuleSet) -> dict[str, object]:
    verdict, span = result.verdict, result.property.at("id")
    found: dict[str, object] = {
        "id": result.property.id,
        "file": span.file,
        "line": span.line,
        "because": result.property.because,
        "about": ABOUT[result.property.about],
        "verdict": WORDS[type(verdict)],
        "why": _why(result),
    }
    if isinstance(verdict, Broken) and verdict.assessment is not None:
        found["counterexample"] = {
            "answers": plain_answers(verdict.assessment.answers, ruleset),
            "is_smallest": verdict.is_smallest,
            "level": verdict.assessment.level.id,
            "causes": {one.cause.id: one.fit.value for one in verdict.assessment.causes},
        }
    elif isinstance(verdict, Broken):
        found["missing"] = list(verdict.missing)
    return found
