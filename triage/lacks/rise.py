"""What could still raise the level: for each open question, the highest level an answer reaches.

A question is decided on what the rules read of it. An option that is read in one way only, chosen
or not chosen, is set that way at once: the other way brings nothing. Only options that are read
both ways are branched on. Answers are tried many at a time, one bit each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage.engine.assessment import Assessment
from triage.lacks.gates import sensible
from triage.lacks.tries import MOST_BRANCHES, Options, Tries, trials
from triage.language.model import Question
from triage.language.words import Kind, Level


@dataclass(frozen=True, slots=True)
class Rise:
    """An answer to ``question`` that would raise the level to ``level``, all other answers staying
    as they are; no part of ``options`` would do.

    Where ``is_certain`` is false, there are more answers than can be tried: one of them may reach
    the level, and ``options`` names none.
    """

    question: Question
    options: tuple[str, ...]
    level: Level
    is_certain: bool = True


def could_rise(assessment: Assessment) -> tuple[Rise, ...]:
    """For each open question that makes sense, the highest level above today's that an answer
    would reach, the highest level first.

    Exact where rules read at most 12 options of a question both as chosen and as not chosen.
    """
    return tuple(sorted(_Moment(assessment).rises(), key=lambda rise: -rise.level.rank))


class _Moment:
    """One assessment, and the answers that can be tried on it."""

    def __init__(self, assessment: Assessment) -> None:
        self._ruleset, self._answers = assessment.ruleset, assessment.answers
        self._level, self._trials = assessment.level, trials(assessment.ruleset)
        self._known = self._trials.numbers(assessment.answers.facts())

    def rises(self) -> Iterator[Rise]:
        """The rises, in the order of the questions."""
        if self._level == self._ruleset.levels[-1]:
            return
        certain: dict[str, tuple[Tries, int, Level]] = {}
        for block, levels, ceiling in self._decided():
            question, level = block.question, max(levels, default=self._level)
            if level < ceiling and self._is_cut(question):
                yield Rise(question, (), ceiling, is_certain=False)
            elif level > self._level:
                certain[question.id] = block, levels.index(level), level
        yield from self._smallest(certain)

    def _decided(self) -> Iterator[tuple[Tries, list[Level], Level]]:
        """For each open question the answers that decide it, the level of each, and the level that
        all facts of the question together would reach, where that is higher than today's.
        """
        asked = [
            question
            for question in sensible(self._ruleset, self._answers)
            if self._answers[question.id].is_open(question)
        ]
        blocks = [self._trials.branches(question, self._unknown(question)) for question in asked]
        levels, ceilings = self._trials.decide(self._known, blocks)
        for block, found, ceiling in zip(blocks, levels, ceilings, strict=True):
            if ceiling > self._level:
                yield block, found, ceiling

    def _is_cut(self, question: Question) -> bool:
        """Whether there are more branches than are tried."""
        _, both_ways = self._trials.read_of(question)
        count = len(both_ways.intersection(self._unknown(question)))
        return question.kind is Kind.MANY and 2**count > MOST_BRANCHES

    def _smallest(self, open_ones: dict[str, tuple[Tries, int, Level]]) -> Iterator[Rise]:
        """For each question a smallest answer that reaches its level: few options where few do."""
        for size in (1, 2):
            few = [
                self._trials.few(block.question, block.unknown, size)
                for block, _, _ in open_ones.values()
            ]
            tried = [block for block in few if block.own]
            for block, levels in zip(tried, self._trials.levels(self._known, tried), strict=True):
                _, _, wanted = open_ones[block.question.id]
                if wanted in levels:
                    options = block.chosen(levels.index(wanted))
                    yield _rise(block.question, options, wanted)
                    del open_ones[block.question.id]
        for block, place, level in open_ones.values():
            yield _rise(block.question, self._shrunk(block, place, level), level)

    def _shrunk(self, block: Tries, place: int, level: Level) -> Options:
        """The options of that answer without any that it does not need.

        Its options that are read both ways stay: the first branch that reaches a level has the
        fewest of them. The others are read as chosen only, so each is needed or not by itself.
        """
        own, common = block.own[place], [name for name in block.unknown if name in block.common]
        singles = [Options({name}) for name in common]
        single = self._trials.block(block.question, block.unknown, block.chosen(place), singles)
        (levels,) = self._trials.levels(self._known, [single])
        spare = [name for name, found in zip(common, levels, strict=True) if found == level]
        return self._dropped(block.common | own, spare, block, level)

    def _dropped(
        self, chosen: Options, spare: Sequence[str], block: Tries, level: Level
    ) -> Options:
        """The chosen options without all of ``spare``, or without as many of them as can go."""
        if not spare:
            return chosen
        fewer = chosen.difference(spare)
        tried = self._trials.block(block.question, block.unknown, fewer, [Options()])
        if self._trials.levels(self._known, [tried]) == [[level]]:
            return fewer
        if len(spare) == 1:
            return chosen
        middle = len(spare) // 2
        chosen = self._dropped(chosen, spare[:middle], block, level)
        return self._dropped(chosen, spare[middle:], block, level)

    def _unknown(self, question: Question) -> tuple[str, ...]:
        answer = self._answers[question.id]
        said = answer.yes | answer.no
        return tuple(option for option in question.option_ids if option not in said)


def _rise(question: Question, options: Options, level: Level) -> Rise:
    return Rise(question, tuple(o for o in question.option_ids if o in options), level)
