"""The lines of a file that change where a mutant takes the place of a question."""

from __future__ import annotations

from triage.analysis.mutation.mutants import Operator
from triage.analysis.mutation.question_mutants import NEVER, QuestionMutant
from triage.analysis.mutation.rule_lines import Editor, LineEdit, Writer, block_of
from triage.language.conditions import ALWAYS
from triage.language.model import Option, Question
from triage.language.words import Kind


def question_edit(mutant: QuestionMutant, editor: Editor) -> LineEdit:
    """The lines that make the mutant of its question; no lines where words say it better: a
    question that nobody is asked, and a choice that moves within a follow-up.
    """
    narrowed = _narrowed(mutant)
    entry: Question | Option = narrowed[0] if narrowed else mutant.question
    lines, indent = editor.lines(entry), entry.span.column - 1
    start, before = block_of(lines, mutant.key, indent)
    place = entry.span.file, entry.span.line + start
    if mutant.operator is Operator.KIND and before:
        after = [before[0].replace(Kind.MANY, Kind.ONE)]
        return LineEdit(*place, tuple(before), tuple(after))
    if narrowed:
        return LineEdit(*place, () if narrowed[1].narrow else tuple(before), ())
    gate = mutant.changed.gates.get(mutant.key, ALWAYS)
    if gate == NEVER or not before:
        return LineEdit(*place, (), ())
    if gate == ALWAYS:
        return LineEdit(*place, tuple(before), ())
    head = " " * indent
    writer = Writer(line.strip() for line in before)
    after = [head + line for line in writer.when(gate, mutant.key)]
    return LineEdit(*place, tuple(before), tuple(after))


def _narrowed(mutant: QuestionMutant) -> tuple[Option, Option] | None:
    """The option whose follow-up is another one, before and after."""
    pairs = zip(mutant.question.options, mutant.changed.options, strict=True)
    return next(((old, new) for old, new in pairs if old.narrow != new.narrow), None)
