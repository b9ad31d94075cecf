"""One patient with a student, in any mode: what is said, asked and shown until the choice is made.

Knows what to say next and nothing of how it is shown; what is under way goes to ``keep`` after
every choice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises import one_new_fact, which_question
from triage.practice.exercises.recording import Recorder
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.score import score
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.patient import Patient
from triage.practice.records.commitment import NO_CAUSE, Commitment, Draft
from triage.practice.records.result import ONE_NEW_FACT, RED_FLAG, WHICH_QUESTION, WORK_UP, Result
from triage.practice.records.session import Session
from triage.prompts import Prompter
from triage.prompts.menus import choose, must_choose
from triage.render.formats.cells import wrap
from triage.render.formats.page import Page
from triage.render.practice import lesson_words as words
from triage.render.practice import reveal
from triage.render.practice.vignette import told, vignette_page
from triage.render.results.phrases import question_name, question_words
from triage.talk.showing import show_page


@dataclass(frozen=True)
class Means:
    """What a tutor needs from outside: a clock, perhaps a stopwatch, and to know whether menus fill
    the screen.
    """

    now: Callable[[], str]
    seconds: Callable[[], float] | None = None
    menus: bool = False


class Tutor:
    """Takes a student through patients of one rule set."""

    def __init__(
        self, ruleset: RuleSet, prompter: Prompter, means: Means, keep: Callable[[Session], None]
    ) -> None:
        self._ruleset, self._prompter, self._means, self._keep = ruleset, prompter, means, keep

    def practise(self, session: Session, patient: Patient) -> tuple[Result, Page]:
        """The record of the first patient of the session, and the page that reveals the engine's
        choice.

        Raises:
            NoExercise: the mode can ask nothing of this patient.
            Interrupted, InputEnded: the student leaves; every choice was handed to ``keep``.
        """
        modes = {
            WORK_UP: self._work_up,
            RED_FLAG: self._red_flag,
            ONE_NEW_FACT: self._one_new_fact,
            WHICH_QUESTION: self._which_question,
        }
        return modes[session.mode](session, patient)

    # The four modes

    def _work_up(self, session: Session, patient: Patient) -> tuple[Result, Page]:
        work_up = WorkUp(self._ruleset, patient, session.asked)
        self._show_so_far(work_up)
        commitment = self._commit(session) if session.picks else None
        while commitment is None:
            work_up = self._ask(work_up, session)
            commitment = self._commit(replace(session, asked=work_up.asked, picks=()))
        found = score(self._ruleset, patient, work_up.asked, commitment)
        recorder = self._recorder(session, patient)
        page = reveal.work_up_page(work_up, commitment, found, recorder.whole)
        return recorder.result(commitment, found.marks, work_up.asked, found.missed_flags), page

    def _red_flag(self, session: Session, patient: Patient) -> tuple[Result, Page]:
        exercise = RedFlag(self._ruleset, patient)
        self._show(vignette_page(self._ruleset, patient, exercise.shown.given))
        seconds = self._means.seconds
        start = seconds() if seconds else 0.0
        is_emergency = must_choose(self._prompter, words.EMERGENCY, words.JUDGING) == words.YES
        mark = exercise.judge(is_emergency)
        page = reveal.red_flag_page(
            exercise, mark, is_emergency, seconds() - start if seconds else None
        )
        level = Level.EMERGENCY if is_emergency else Level.SELF_CARE
        return self._recorder(session, patient).result(Commitment(level), (mark,)), page

    def _one_new_fact(self, session: Session, patient: Patient) -> tuple[Result, Page]:
        exercise = one_new_fact.draw(self._ruleset, patient)
        self._show(vignette_page(self._ruleset, patient, exercise.shown))
        question = self._ruleset.questions[exercise.question]
        answer = told(self._ruleset, exercise.question, patient.answers[exercise.question])
        fact = f"“{question.text}” {answer}"
        message = words.FACT.format(cause=self._ruleset.causes[exercise.cause].name, fact=fact)
        chosen = int(must_choose(self._prompter, message, words.SCALE, "0"))
        mark = exercise.judge(chosen)
        recorder = self._recorder(session, patient)
        result = recorder.result(
            Commitment(recorder.whole.level, ((exercise.cause, (chosen + 2) / 4),)), (mark,)
        )
        return result, reveal.new_fact_page(exercise, mark, chosen)

    def _which_question(self, session: Session, patient: Patient) -> tuple[Result, Page]:
        exercise = which_question.draw(self._ruleset, patient)
        self._show(vignette_page(self._ruleset, patient, patient.volunteered))
        order = tuple(name for name in session.picks if name in exercise.questions)
        while len(order) < len(exercise.questions) - 1:
            left = {
                name: question_words(self._ruleset.questions[name])
                for name in exercise.questions
                if name not in order
            }
            ask = choose if order else must_choose
            chosen = ask(self._prompter, words.RANK[len(order)], left, next(iter(left)))
            order = order[:-1] if chosen is None else (*order, chosen)
            self._keep(replace(session, picks=order))
        ranking = (*order, *(name for name in exercise.questions if name not in order))
        mark = exercise.judge(ranking)
        recorder = self._recorder(session, patient)
        result = recorder.result(Commitment(recorder.whole.level), (mark,), ranking)
        return result, reveal.which_question_page(exercise, mark, ranking)

    # Asking and committing

    def _ask(self, work_up: WorkUp, session: Session) -> WorkUp:
        """Ask until the student stops, or nothing is left."""
        while work_up.open_questions:
            lines = words.STOPPING | (words.SAID_SO_FAR if work_up.asked else {})
            lines |= {question.id: self._line(question) for question in work_up.open_questions}
            found_by = {
                question.id: " ".join(option.text for option in question.options)
                for question in work_up.open_questions
            }
            message = (
                f"{self._in_sight(work_up)}\n{words.ASK.format(count=len(work_up.asked))}".strip()
            )
            chosen = choose(self._prompter, message, lines, work_up.open_questions[0].id, found_by)
            if chosen == words.STOP:
                break
            if chosen == words.SAID:
                self._show_so_far(work_up)
                choose(self._prompter, words.SO_FAR, words.ASKING_ON, words.GO_ON)
                continue
            if chosen is None:
                self._prompter.show(words.HEARD)
                continue
            work_up = work_up.ask(chosen)
            self._keep(replace(session, asked=work_up.asked, picks=()))
            self._tell(work_up, chosen)
        return work_up

    def _show_so_far(self, work_up: WorkUp) -> None:
        self._show(vignette_page(self._ruleset, work_up.patient, work_up.patient.volunteered))
        for name in work_up.asked:
            self._tell(work_up, name)

    def _line(self, question: Question) -> str:
        """A question to choose: its section, a name for it, and its text."""
        return (
            f"{self._ruleset.sections[question.section].name} ({question_name(question)}):"
            f" {question.text}"
        )

    def _in_sight(self, work_up: WorkUp) -> str:
        """What a menu that fills the screen would push out of sight: the last answer, or what was
        told.
        """
        if not self._means.menus:
            return ""
        if work_up.asked:
            return self._heard(work_up, work_up.asked[-1])
        return (
            vignette_page(self._ruleset, work_up.patient, work_up.patient.volunteered)
            .sections[0]
            .lines[0]
            .text
        )

    def _heard(self, work_up: WorkUp, name: str) -> str:
        return (
            f"“{self._ruleset.questions[name].text}”"
            f" {told(self._ruleset, name, work_up.answer(name))}"
        )

    def _tell(self, work_up: WorkUp, name: str) -> None:
        lines = wrap(self._heard(work_up, name), min(self._prompter.screen.width, 80) - 1)
        self._prompter.show("\n".join(lines))

    def _commit(self, session: Session) -> Commitment | None:
        """The student's choice; None for going back to the questions."""
        draft = Draft(session.picks)
        while not draft.is_whole:
            chosen = self._pick(draft)
            if chosen is None and not draft.picks:
                return None
            draft = Draft(draft.picks[:-1] if chosen is None else (*draft.picks, chosen))
            self._keep(replace(session, picks=draft.picks))
        return draft.commitment

    def _pick(self, draft: Draft) -> str | None:
        """The next choice of a commitment; None for going back."""
        labels = (
            {level.id: str(self._ruleset.words(level).name) for level in Level}
            | words.SURENESS
            | words.NO_FURTHER
        )
        labels |= {name: cause.name for name, cause in self._ruleset.causes.items()}
        lines = {name: labels[name] for name in draft.offered(self._ruleset.causes)}
        if not draft.picks:
            return choose(self._prompter, words.LEVEL, lines, Level.EMERGENCY.id)
        if draft.wants_sureness:
            return choose(self._prompter, words.SURE, lines, "0.5")
        return choose(self._prompter, words.CAUSES[len(draft.causes)], lines, NO_CAUSE)

    def _recorder(self, session: Session, patient: Patient) -> Recorder:
        return Recorder(self._ruleset, patient, session.mode, self._means.now())

    def _show(self, page: Page) -> None:
        show_page(self._prompter, page)
