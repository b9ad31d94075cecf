"""The level so far: told at once whenever it rises, and in a line that stays."""

from __future__ import annotations

from enum import Enum

from triage.engine.assessment import Assessment
from triage.lacks.advice import Advised, advised
from triage.language.safe import Safe
from triage.language.words import Level
from triage.prompts import Prompter
from triage.render.results.interview_words import so_far
from triage.talk.showing import show_page

TAKEN_BACK = "With that answer taken back, the card above no longer counts."


class RiseTold(Enum):
    """What there was to tell."""

    NOTHING = "nothing"
    RISE = "a rise"
    CARD = "a card"


class Rises:
    """What the person was told about the level, beginning at what nobody's answers bring."""

    def __init__(self, prompter: Prompter, base: Assessment, number: str) -> None:
        self._prompter, self._base, self._number = prompter, base, number
        self._level, self._calling = base.level, frozenset[str]()
        self._advised: frozenset[tuple[str, str]] = frozenset()
        self._beside: tuple[Advised, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What stays in sight: the level since its first rise, and the advice beside it."""
        ruleset, lines = self._base.ruleset, []
        if self._level > self._base.level:
            lines.append(so_far(self._level, ruleset))
        if self._beside:
            lines.append(self._words(self._beside[0]))
        return tuple(lines)

    @property
    def sooner(self) -> tuple[str, ...]:
        """The advice that counts and is more urgent than the level, if there is any."""
        return tuple(self._words(one) for one in self._beside[:1] if one.level > self._level)

    @property
    def level(self) -> Level:
        """The level that the person was told of last."""
        return self._level

    def tell(self, assessment: Assessment) -> RiseTold:
        """Tell a rise of the level, or a new reason for the highest one; and that one was taken
        back.
        """
        level, before = assessment.level, self._level
        calling = frozenset(firing.rule.id for firing in assessment.deciding)
        had = self._calling if before.is_emergency else frozenset()
        self._level, self._calling = level, calling
        if level < before and before.is_protected:
            self._prompter.show(Safe(TAKEN_BACK))
        is_new_reason = level.is_emergency and bool(calling - had)
        if level <= max(before, self._base.level) and not is_new_reason:
            return RiseTold.NOTHING
        return self._told(assessment, level)

    def _told(self, assessment: Assessment, level: Level) -> RiseTold:
        from triage.render.results.rise_card import because, rise_page
        from triage.why.explanation import Explanation

        explanation = Explanation(assessment)
        if level.is_protected:
            show_page(self._prompter, rise_page(explanation, self._number))
            return RiseTold.CARD
        said = f"{so_far(level, assessment.ruleset)} {because(explanation)}"
        self._prompter.show(Safe.line(said) + Safe("\n"))
        return RiseTold.RISE

    def advise(self, assessment: Assessment) -> tuple[Advised, ...]:
        """Show what a person can do who stays not sure of a sign; returns what is new of it. No
        card comes after a more urgent one that still counts: who was told to call now is not told
        that today is soon enough.
        """
        found = tuple(
            one
            for one in advised(assessment.ruleset, assessment.answers)
            if one.level > assessment.level or one.level == self._base.level == assessment.level
        )
        names = {(one.question.id, one.advice.text) for one in found}
        new = tuple(one for one in found if (one.question.id, one.advice.text) not in self._advised)
        self._beside, self._advised = found, frozenset(names)
        if new and new[0].level == found[0].level:
            from triage.render.results.rise_card import unsure_page

            show_page(self._prompter, unsure_page(new[0], assessment.ruleset, self._number))
        return new

    @property
    def beside(self) -> tuple[Advised, ...]:
        """All advice that counts now, the most urgent first."""
        return self._beside

    def _words(self, one: Advised) -> str:
        from triage.render.results.rise_card import advice_words

        return advice_words(one, self._number)
