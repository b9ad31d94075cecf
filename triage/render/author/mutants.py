"""The mutants that survive as text and JSON, and the cases that would notice them as YAML to
paste.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from triage.analysis.mutation.fates import Fate, Noticing
from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.outcomes import AssessmentOutcome, differences, outcome_words
from triage.analysis.mutation.question_lines import question_edit
from triage.analysis.mutation.question_mutants import QuestionMutant
from triage.analysis.mutation.rule_lines import Editor, LineEdit
from triage.analysis.mutation.suggest import Suggestion
from triage.analysis.mutation.verdicts import AnyMutant, MutationReport, Verdict
from triage.analysis.proofs.properties import ABOUT, Assume
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.render.author.pasteable_case import case_lines, comment_lines, plain_answers

ABOUT_EDITS = {"rules": ABOUT[Assume.NOTHING], "questions": ABOUT[Assume.INTERVIEW]}
"""Over whom an edit of each is judged."""
NAMELESS = "Say in a few words who this is"

_SHADES = {"-": "red", "+": "green"}


def report_text(ruleset: RuleSet, report: MutationReport, colour: bool) -> Safe:
    """Every survivor with its place and the edit as a diff, then the score; ends in a line
    break.
    """
    editor = Editor()
    blocks = [Safe.joined(_survivor(verdict, editor, colour)) for verdict in report.alive]
    summary = Safe("\n".join([f"{ruleset.stamp}:", *_summary(report)]) + "\n")
    return Safe.joined([*blocks, summary], by="\n\n")


def score_words(report: MutationReport) -> str:
    """The score in percent, rounded down: only a full score reads 100.

    >>> score_words(MutationReport(()))
    '100.0 %'
    """
    return f"{int(report.score * 1000) / 10:.1f} %"


def report_json(ruleset: RuleSet, report: MutationReport) -> dict[str, object]:
    """The counts, the score, and every survivor with its edit."""
    editor = Editor()
    return {
        "ruleset": asdict(ruleset.stamp),
        "about": ABOUT_EDITS,
        "mutants": len(report.verdicts),
        **{fate.value: len(report.of(fate)) for fate in Fate},
        "noticed_by": {by.name.lower(): report.noticed(by) for by in Noticing},
        "score": round(report.score, 4),
        "survivors": [_survivor_json(verdict, editor) for verdict in report.alive],
    }


def suggestions_text(ruleset: RuleSet, suggestions: Sequence[Suggestion]) -> Safe:
    """The suggestions as the content of a case file; what stands in existing cases comes first, as
    comments.
    """
    existing = [f"# About {ABOUT[Assume.NOTHING]}, whoever is asked what they answer."]
    if any(found.is_about_people for found in suggestions):
        existing.append("# What stands beside “asked in order” is about people as they are asked.")
    existing += [line for found in suggestions if found.case for line in _existing(found)]
    new = [found for found in suggestions if not found.case]
    cases = [line for found in _named(new) for line in _new_case(*found, ruleset)]
    lines = [f"# {ruleset.stamp}", *existing, *(["cases:", *cases] if new else [])]
    return Safe("\n".join(lines) + "\n")


def suggestions_json(ruleset: RuleSet, suggestions: Sequence[Suggestion]) -> dict[str, object]:
    """The suggestions as plain data; ``case`` is None for a new case."""
    plain = [
        {
            "case": found.case.id if found.case else None,
            "about": ABOUT[_about(found)],
            "answers": plain_answers(found.answers, ruleset),
            "today": _outcome_json(found.today),
            "tells": [
                {
                    "rule": told.mutant.name if isinstance(told.mutant, Mutant) else None,
                    "question": None if isinstance(told.mutant, Mutant) else told.mutant.name,
                    "edit": told.mutant.description,
                    "outcome": _outcome_json(told.outcome),
                }
                for told in found.tells
            ],
        }
        for found in suggestions
    ]
    return {"ruleset": asdict(ruleset.stamp), "suggestions": plain}


def _about(found: Suggestion) -> Assume:
    return Assume.INTERVIEW if found.is_about_people else Assume.NOTHING


def _survivor(verdict: Verdict, editor: Editor, colour: bool) -> Iterator[Safe]:
    mutant = verdict.mutant
    edit = _edit(mutant, editor)
    yield Safe.line(f"{edit.file}:{edit.line}: {mutant.name}: {mutant.description}")
    for line in map(Safe.line, edit.diff):
        yield line.styled(fg=_SHADES[line[0]]) if colour and line[0] in _SHADES else line
    yield Safe.line(f"  {_why_alive(verdict)}")


def _edit(mutant: AnyMutant, editor: Editor) -> LineEdit:
    if isinstance(mutant, QuestionMutant):
        return question_edit(mutant, editor)
    return editor.edit(mutant.rule, mutant.changed)


def _why_alive(verdict: Verdict) -> str:
    if verdict.fate is Fate.UNDECIDED:
        return "not settled within the time limit: it may change nothing for anybody"
    if not verdict.cases:
        return "no case shows the difference"
    named = ", ".join(f"`{case.id}`" for case in verdict.cases[:3])
    more = f" and {len(verdict.cases) - 3} more" if len(verdict.cases) > 3 else ""
    return f"the difference shows in {named}{more}, which expects nothing of it"


def _summary(report: MutationReport) -> Iterator[str]:
    killed, alive = len(report.of(Fate.KILLED)), len(report.alive)
    others = [f"{report.noticed(by):,} by {by.value}" for by in Noticing if report.noticed(by)]
    by_cases = killed == report.noticed(Noticing.CASE)
    yield (
        f"mutation score {score_words(report)}: "
        + (f"the cases notice {killed:,}" if by_cases else f"noticed are {killed:,}")
        + f" of {killed + alive:,} wrong edits"
        + ("" if by_cases else f", {', '.join(others)}")
    )
    equivalent, undecided = len(report.of(Fate.EQUIVALENT)), len(report.of(Fate.UNDECIDED))
    if equivalent:
        changes = (
            "changes nothing for anybody (proved) and is"
            if equivalent == 1
            else ("change nothing for anybody (proved) and are")
        )
        yield f"{equivalent:,} more {changes} left out"
    if undecided:
        yield (
            f"{undecided:,} are not settled within the time limit and count as not noticed; see"
            " --timeout"
        )
    yield (
        f"Edits of rules are about {ABOUT_EDITS['rules']}, edits of questions about"
        f" {ABOUT_EDITS['questions']}"
    )
    if alive:
        yield "`triage suggest` writes the fewest cases that would notice the rest"


def _survivor_json(verdict: Verdict, editor: Editor) -> dict[str, object]:
    mutant = verdict.mutant
    edit = _edit(mutant, editor)
    is_rule = isinstance(mutant, Mutant)
    return {
        "rule": mutant.name if is_rule else None,
        "question": None if is_rule else mutant.name,
        "file": edit.file,
        "line": edit.line,
        "operator": mutant.operator.name.lower(),
        "edit": mutant.description,
        "diff": list(edit.diff),
        "fate": verdict.fate.value,
        "shown_by": [case.id for case in verdict.cases],
    }


def _existing(found: Suggestion) -> Iterator[str]:
    assert found.case is not None
    yield (
        f"# {found.case.span.file}:{found.case.span.line}: `{found.case.id}` shows the difference"
        " already and"
    )
    yield "# expects nothing of it. Add what must follow there."
    yield from comment_lines(_comments(found), "#")
    yield ""


def _named(new: Sequence[Suggestion]) -> Iterator[tuple[str, Suggestion]]:
    """Each new case with an id of its own, made of the rule or question that it tells first."""
    used: set[str] = set()
    for found in new:
        stem = f"notices-{found.tells[0].mutant.name}"[:60]
        name = next(
            name
            for count in range(len(used) + 1)
            if (name := stem if count == 0 else f"{stem}-{count + 1}") not in used
        )
        used.add(name)
        yield name, found


def _new_case(name: str, found: Suggestion, ruleset: RuleSet) -> Iterator[str]:
    comments = tuple(_comments(found))
    yield from case_lines(name, NAMELESS, found.answers, ruleset, comments=comments, expect="{}")
    yield ""


def _comments(found: Suggestion) -> Iterator[str]:
    """What the rules give today, and what each edit gives; edits of one rule that give the same
    stand together.
    """
    way = ", asked in order" if found.is_about_people else ""
    yield f"rules of today{way}: {outcome_words(found.today)}"
    if found.unasked:
        names = ", ".join(found.unasked)
        yield f"not asked today, so expect `not_asked: [{names}]`: a case hears all its answers"
    alike: dict[tuple[str, str], list[str]] = {}
    for told in found.tells:
        gives = "; ".join(differences(found.today, told.outcome))
        alike.setdefault((told.mutant.name, gives), []).append(told.mutant.description)
    for (rule, gives), edits in alike.items():
        more = f" and {len(edits) - 1} more" if len(edits) > 1 else ""
        yield f"- {rule}, {edits[0]}{more}: {gives}"


def _outcome_json(found: AssessmentOutcome) -> dict[str, object]:
    return {
        "level": found.level.id,
        "causes": dict(found.causes),
        "findings": sorted(found.findings),
    }
