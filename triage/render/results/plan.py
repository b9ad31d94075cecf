"""The result as a plan: what to do, by when and where, whom to call and what to say, what to do
until then, what it can go with, and what to watch for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from triage.answers.value import State
from triage.engine.assessment import Assessment, Candidate
from triage.lacks.advice import Advised
from triage.language.conditions import Fact, Is
from triage.language.model import LevelWords, Statement, Watch
from triage.language.words import Level, Strength
from triage.render.formats.page import Line
from triage.render.results.numbers import Numbers
from triage.render.results.phrases import sentence
from triage.render.results.said import brief, told
from triage.why.explanation import Explanation
from triage.why.leading import (
    asked_when_well,
    leading,
    meanwhile,
    points_to,
    to_watch,
    what_helps,
)

TITLE = "What to do now"
TELL = "Tell who helps"
MOST_SAID = 4
"""How many answers are named as the reason."""
LAST_WELL = "Last well: {when}."
MOST_TO_DO = 2
"""How much to do meanwhile, or that helps, is named first."""

FITS = {
    Strength.TYPICAL: "your answers fit its typical pattern",
    Strength.COMPATIBLE: "your answers fit some of its signs",
}
NO_CAUSE = "No cause in these rules matches. This does not mean that all is well."
UNASKED = "Some signs that can need help at once were not asked."
UNSURE_BRINGS_IT = "you were not sure about a sign that can be serious"
UNSURE = (
    "You were not sure about a sign of an emergency. Look below which one, and call {number} if it"
    " is so."
)


@dataclass(frozen=True)
class Plan:
    """What a person reads first; ``number`` is the emergency number in words."""

    explanation: Explanation
    number: str

    @property
    def assessment(self) -> Assessment:
        """The result that the plan is for."""
        return self.explanation.assessment

    @property
    def words(self) -> LevelWords:
        """What the level of the result says."""
        return self.assessment.ruleset.words(self.assessment.level)

    @cached_property
    def advised(self) -> Advised | None:
        """What signs left unsure ask for, where that is more urgent than the level."""
        soonest = next(iter(self.explanation.advised), None)
        return soonest if soonest and soonest.level > self.assessment.level else None

    @property
    def advice(self) -> str:
        """What to do about signs left unsure, where that is more urgent than the level; empty
        where it is not. It stands beside the level: unknown is no fact.
        """
        return self._numbered(self.advised.advice.text) if self.advised else ""

    @property
    def is_led_by_advice(self) -> bool:
        """Whether the advice comes instead of the lowest level: "not sure" is never the way
        home.
        """
        return bool(self.advised) and self.assessment.level == self.assessment.ruleset.lowest

    @property
    def do(self) -> str:
        """How soon to get help, in one short sentence."""
        return self.advice if self.is_led_by_advice else self.words.headline

    @property
    def action(self) -> str:
        """What to do, and what if it changes; empty where the advice says it."""
        return "" if self.is_led_by_advice else self._numbered(self.words.action)

    @property
    def urgency(self) -> Level:
        """The level that ``do`` speaks of: what the advice warns of where it leads. It is what the
        plan looks like, never what the rules found.
        """
        if self.advised and self.is_led_by_advice:
            return self.advised.level
        return self.assessment.level

    @property
    def _urgency(self) -> LevelWords:
        """The words on how soon, where and whom to call."""
        return self.assessment.ruleset.words(self.urgency)

    @property
    def by_when(self) -> str:
        """How soon; empty where the rule set does not say."""
        return self._urgency.by_when or ""

    @property
    def where(self) -> str:
        """Where to go when it is closed; empty where the rule set does not say."""
        return self._urgency.when_closed or ""

    @property
    def call(self) -> str:
        """Whom to call; empty where the rule set does not say."""
        return self._numbered(self._urgency.call or "")

    @cached_property
    def causes(self) -> tuple[Candidate, ...]:
        """The causes to name first."""
        return leading(self.assessment)

    @cached_property
    def facts(self) -> tuple[Is, ...]:
        """The answers that brought it, and those that point to the first cause."""
        assessment = self.assessment
        lead = self._lead
        proofs = self.explanation.proofs if assessment.level != assessment.ruleset.lowest else ()
        firsts: list[Fact] = [fact for proof in proofs for fact in proof.answers]
        if lead is not None:
            for firing in lead.speaks_for:
                firsts += self.explanation.grounds(firing).answers
        return points_to(assessment, firsts, lead)[:MOST_SAID]

    @property
    def _lead(self) -> Candidate | None:
        """The first cause, where it brings this level by itself."""
        lead = next(iter(self.causes), None)
        is_behind = lead is not None and lead.cause.level.is_ == self.assessment.level
        return lead if is_behind else None

    @cached_property
    def because(self) -> str:
        """What brought it, as one clause; empty where nothing that was said did."""
        if self.is_led_by_advice:
            return UNSURE_BRINGS_IT
        return told(self.facts, self.assessment.ruleset, self.assessment.answers)

    @cached_property
    def say(self) -> str:
        """The words for who helps; empty where the rule set does not say how to begin, and where
        the advice says what to say.
        """
        if self.is_led_by_advice or not self.words.say:
            return ""
        questions = self.assessment.ruleset.questions
        signs = ", ".join(
            dict.fromkeys(brief(questions[fact.question], fact.option) for fact in self.facts)
        )
        called = self._lead.cause.call_it if self._lead else None
        about = ": ".join(part for part in (called, signs) if part)
        well = LAST_WELL.format(when=self.last_well) if self.last_well else ""
        told_all = (self.words.say, about and sentence(about), well)
        return " ".join(part for part in told_all if part)

    @cached_property
    def last_well(self) -> str:
        """When the person was last well, in their own words, where a sign points to something for
        which that is asked; empty where they did not say.
        """
        is_asked = any(True for _ in asked_when_well(self.assessment))
        return self.assessment.answers.last_well if is_asked else ""

    @cached_property
    def meanwhile(self) -> tuple[Statement, ...]:
        """What to do until help comes."""
        return meanwhile(self.assessment)

    @cached_property
    def helps(self) -> tuple[Statement, ...]:
        """What a person can do alone, once nothing more urgent is left to find out."""
        return () if self.is_led_by_advice else what_helps(self.assessment)

    @cached_property
    def watch(self) -> tuple[Watch, ...]:
        """The signs to watch for."""
        return to_watch(self.assessment)

    @property
    def unsaid(self) -> str:
        """What was not said and the level rests on, and before it that signs of an emergency were
        not asked; empty where nothing is missing, and where the advice leads instead.
        """
        if self.is_led_by_advice:
            return ""
        answers = self.assessment.answers
        missing = [
            words
            for question, words in self.words.unsaid.items()
            if answers[question].state is not State.GIVEN
        ]
        found = [UNASKED] if self._is_an_emergency_unasked else []
        found += [f"You did not say {' or '.join(missing)}."] if missing else []
        return " ".join(found)

    @property
    def _is_an_emergency_unasked(self) -> bool:
        """Whether a question about warning signs was not asked that can bring an emergency."""
        return any(
            rise.level.is_emergency
            and self.assessment.ruleset.is_red_flag(rise.question)
            and self.assessment.answers[rise.question.id].state is State.NOT_ASKED
            for rise in self.explanation.rises
        )

    @property
    def is_unsure_of_an_emergency(self) -> bool:
        """Whether something left "not sure" would make it an emergency."""
        return any(rise.level.is_emergency for rise in self.explanation.unsure)

    @property
    def warned_of(self) -> Level | None:
        """What signs left unsure can mean, where that is more urgent than the level."""
        if self.advised:
            return self.advised.level
        return self.assessment.ruleset.emergency if self.is_unsure_of_an_emergency else None

    @property
    def asks_to_call_now(self) -> bool:
        """Whether the advice is that of an emergency, whichever sign it turns out to be."""
        return self.advised is not None and self.advised.level.is_emergency

    def _numbered(self, text: str) -> str:
        return text.replace("{emergency_number}", self.number)


@dataclass(frozen=True, slots=True)
class Room:
    """How much of what can be left out is shown."""

    causes: int = 3
    watch: int = 3
    to_do: int = MOST_TO_DO


def rows(plan: Plan, numbers: Numbers, room: Room) -> Iterator[Line]:
    """The plan as rows, the most urgent first."""
    yield from _do(plan, numbers)
    yield from _until_then(plan, numbers, room)
    yield from _fits(plan, numbers, room)
    yield from _watch(plan, numbers, room)


def _do(plan: Plan, numbers: Numbers) -> Iterator[Line]:
    if plan.advice and not plan.is_led_by_advice:
        yield numbers.row("Unsure", plan.advice)
    elif plan.is_unsure_of_an_emergency and not plan.asks_to_call_now:
        yield numbers.row("Unsure", UNSURE.format(number=plan.number))
    if plan.unsaid:
        yield numbers.row("Open", plan.unsaid)
    if plan.action:
        yield numbers.row("Do", plan.action, plan.words.cites)
    if plan.because:
        yield numbers.row("Why", sentence(plan.because))
    if plan.by_when:
        yield numbers.row("When", " ".join(filter(None, (plan.by_when, plan.where))))
    if plan.say and plan.assessment.level != plan.assessment.ruleset.lowest:
        yield numbers.row("Say", f"“{plan.say}”")


def _until_then(plan: Plan, numbers: Numbers, room: Room) -> Iterator[Line]:
    if plan.meanwhile and room.to_do:
        yield numbers.row("Meanwhile", numbers.told(plan.meanwhile[: room.to_do]))
    if plan.helps and room.to_do:
        yield numbers.row("Helps", numbers.told(plan.helps[: room.to_do]))


def _fits(plan: Plan, numbers: Numbers, room: Room) -> Iterator[Line]:
    if not plan.causes:
        yield numbers.row("Can fit", NO_CAUSE)
    for place, candidate in enumerate(plan.causes[: room.causes]):
        cites = next(one.rule.cites for one in candidate.speaks_for if one.rule.supports)
        text = f"{candidate.cause.name}: {FITS[candidate.fit]}"
        yield numbers.row("Can fit" if place == 0 else "or", text, cites)


def _watch(plan: Plan, numbers: Numbers, room: Room) -> Iterator[Line]:
    """The signs, those of one level in one row that says what to do about them."""
    shown = sorted(plan.watch[: room.watch], key=lambda watch: watch.level, reverse=True)
    for level, group in groupby(shown, key=lambda watch: watch.level):
        signs = list(group)
        brief_ones = "; ".join(_sign(one, one.brief, numbers) for one in signs if one.brief)
        if brief_ones:
            is_there = level == plan.assessment.level
            name = TELL if is_there else plan.assessment.ruleset.words(level).name
            yield numbers.row("Watch for", sentence(f"{name} if you notice {brief_ones}"))
        for one in signs:
            if not one.brief:
                yield numbers.row("Watch for", one.text, one.cites)


def _sign(watch: Watch, text: str, numbers: Numbers) -> str:
    return f"{text}{Line('', numbers=numbers.of(watch.cites)).marks}"
