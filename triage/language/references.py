"""Check that every name in a rule set means something: ids are unique, references meet, marks
agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from triage.language import conditions, levels, phrases, screens
from triage.language.conditions import Condition, Holds, Is, IsNot
from triage.language.diagnostics import Diagnostic, Span, did_you_mean, listed
from triage.language.model import (
    Cause,
    FollowUp,
    Impossible,
    Option,
    Question,
    Rule,
    Score,
    ScoreItem,
)
from triage.language.parts import Draft
from triage.language.ruleset import folded
from triage.language.source import Text
from triage.language.words import DECLINED_WORD, HARD_WORD, NOT_SURE_WORD, ForCause


def check(draft: Draft, problems: list[Diagnostic]) -> None:
    """Add a diagnostic for every name in ``draft`` that is used twice, unknown or out of place."""
    _Check(draft, problems).run()


def check_condition(condition: Condition, draft: Draft, problems: list[Diagnostic]) -> None:
    """Add a diagnostic for every name in ``condition`` that ``draft`` does not know."""
    _Check(draft, problems).check_condition(condition)


def refuse_repeats(ids: Iterable[Text], problems: list[Diagnostic]) -> None:
    """Add a diagnostic for each id that stands there already."""
    first: dict[str, Text] = {}
    for name in ids:
        if name in first:
            message = f"the id `{name}` is used twice"
            problems.append(Diagnostic("T120", message, name.span, f"first at {first[name].span}"))
        first.setdefault(name, name)


class _Check:
    def __init__(self, draft: Draft, problems: list[Diagnostic]) -> None:
        self._draft, self._problems = draft, problems
        self._questions = {question.id: question for question in draft.questions}
        self._declared = {
            kind: draft.declared.get(kind, set()) for kind in ("questions", "findings", "causes")
        }
        identity = draft.identity
        self._levels = [level.id for level in levels.ladder(identity.levels)] if identity else []
        self._sections = {s.id: s for s in identity.sections} if identity else None
        self._sources = {s.id: s for s in identity.sources} if identity else {}
        self._claims = {c.id: c for c in identity.claims} if identity else {}
        self._citable = {**self._claims, **self._sources}
        self._places = {name: place for place, name in enumerate(self._questions)}

    def run(self) -> None:
        self._check_unique()
        self._check_identity()
        for question in self._draft.questions:
            self._check_question(question)
        for finding in self._draft.findings:
            self._check_cites(finding.words("cites"))
        self._check_cause_names()
        for cause in self._draft.causes:
            self._check_cause_id(cause.word("id"))
            if self._draft.identity:
                self._check_stressed(cause)
            self._check_watched(cause)
            for statement in cause.statements():
                self._check_cites(statement.words("cites"))
        for score in self._draft.scores:
            self._check_score(score)
        for rule in self._draft.rules:
            self._check_rule(rule)
        for entry in self._draft.impossible:
            self._check_impossible(entry)
        self._problems.extend(screens.check(self._draft.screens, self._questions))
        self._problems.extend(phrases.check(self._questions))
        self._check_said_about_it()

    def _check_said_about_it(self) -> None:
        for decision in self._draft.decisions:
            self._check_cites(decision.words("cites"))
        if self._draft.broken:
            return  # a rule that nobody could build may be meant
        rules = {rule.id for rule in self._draft.rules}
        for hazard in self._draft.hazards:
            for name in hazard.words("rules"):
                self._check_known(name, rules, "T127", "rule")

    def _report(self, code: str, message: str, span: Span | None, help_text: str = "") -> None:
        self._problems.append(Diagnostic(code, message, span or Span("<rule set>"), help_text))

    def _check_unique(self) -> None:
        draft, identity = self._draft, self._draft.identity
        options = [
            [option.word("id") for option in question.options] for question in draft.questions
        ]
        groups = [
            [entry.word("id") for entry in group]
            for group in (
                draft.questions,
                draft.findings,
                draft.causes,
                draft.rules,
                draft.impossible,
                draft.scores,
                draft.hazards,
                draft.decisions,
                draft.screens,
            )
        ]
        if identity:
            groups += [
                [section.word("id") for section in identity.sections],
                [source.word("id") for source in identity.sources]
                + [claim.word("id") for claim in identity.claims],
            ]
        for group in (*groups, *options):
            refuse_repeats(group, self._problems)

    def _check_identity(self) -> None:
        identity = self._draft.identity
        if identity is None:
            return
        for claim in identity.claims:
            self._check_known(claim.word("source"), self._sources, "T125", "source")
        refuse_repeats((name for name, _ in identity.watched()), self._problems)
        for watch in identity.watch:
            self.check_condition(watch.when or conditions.ALWAYS)
        for words in identity.levels.values():
            for entry in (words, *words.meanwhile):
                self._check_cites(entry.words("cites"))
            self._check_questions(words.words("unsaid"))
        for watch in identity.watch:
            self._check_cites(watch.words("cites"))
        for key in ("situation", "background"):
            self._check_questions(identity.handover.words(key))
        self._problems.extend(levels.check(identity))

    def _check_question(self, question: Question) -> None:
        self._check_cites(question.words("cites"))
        self._check_unsure(question)
        if question.id in conditions.RESERVED:
            self._report(
                "T113", f"`{question.id}` is a word of the condition language", question.at("id")
            )
        for option in question.options:
            if option.narrow is not None:
                self._check_follow_up(question, option, option.narrow)
            if option.id in (NOT_SURE_WORD, DECLINED_WORD):
                self._report(
                    "T113",
                    f"`{option.id}` is a word of the answers, no option",
                    option.at("id"),
                    "this choice is offered without being listed",
                )
        if self._sections is not None:
            self._check_known(question.word("section"), self._sections, "T126", "section")
            section = self._sections.get(question.section)
            if section and section.red_flags and not question.plainer:
                message = f"the warning-sign question `{question.id}` has no `plainer` wording"
                self._report(
                    "T135", message, question.at("id"), "it is asked once after “not sure”"
                )
        for key, gate in question.gates.items():
            self.check_condition(gate)
            self._check_asked_earlier(question, key, gate)

    def _check_unsure(self, question: Question) -> None:
        for advice in question.unsure:
            self._check_cites(advice.words("cites"))
            self.check_condition(advice.when)
            for fact in conditions.atoms(advice.when):
                if not isinstance(fact, Is | IsNot):
                    message = f"`when` under `unsure` of `{question.id}` reads answers only"
                    self._report("T134", message, fact.span)

    def _check_follow_up(self, question: Question, option: Option, follow_up: FollowUp) -> None:
        self._check_cites(follow_up.words("cites"))
        others = [name for name in question.option_ids if name != option.id]
        for meaning in follow_up.keep:
            if meaning.becomes is not None:
                message = "what keeps an option becomes no other one"
                self._report("T143", message, meaning.at("becomes"))
        for meaning in follow_up.drop:
            if not question.kind.takes_one and meaning.becomes is not None:
                message = f"`{question.id}` takes many options: what drops one becomes no other"
                self._report("T143", message, meaning.at("becomes"), "take `becomes` away")
            elif question.kind.takes_one and meaning.becomes is None:
                message = f"`{question.id}` takes one option: what is dropped becomes another one"
                help_text = f"say which with `becomes`: {listed(others)}"
                self._report("T143", message, meaning.span, help_text)
            elif meaning.becomes is not None and meaning.becomes not in others:
                self._check_known(meaning.word("becomes"), others, "T122", "option")

    def _check_asked_earlier(self, question: Question, key: str, gate: Condition) -> None:
        for fact in conditions.atoms(gate):
            if isinstance(fact, Holds):
                message = f"`{key}` of `{question.id}` reads a finding; it reads answers only"
                self._report("T134", message, fact.span)
            elif (
                isinstance(fact, Is | IsNot)
                and fact.question in self._questions
                and self._places[fact.question] >= self._places[question.id]
            ):
                message = (
                    f"`{key}` of `{question.id}` reads `{fact.question}`, which is asked later"
                )
                self._report("T134", message, fact.span)

    def _check_score(self, score: Score) -> None:
        first: dict[object, ScoreItem] = {}
        for item in score.items:
            self.check_condition(item.when)
            self._check_cites(item.words("cites"))
            other = first.setdefault(conditions.unordered(item.when), item)
            if other is not item:
                message = f"the score `{score.id}` counts the same thing twice"
                help_text = f"first at {other.span}; give it more points"
                self._report("T142", message, item.span, help_text)

    def _check_rule(self, rule: Rule) -> None:
        self.check_condition(rule.when)
        self._check_cites(rule.words("cites"))
        # the conclusion itself and no accessor: the place of the name stands in it
        if isinstance(rule.then, Holds):
            self._check_declared(Text(rule.then.finding, rule.then.span), "findings", "T123")
        if isinstance(rule.then, ForCause):
            self._check_cause(Text(rule.then.cause, rule.then.span))
            self._check_own_cause(rule, rule.then)
        cites_added = any(map(self._is_added, rule.cites))
        if self._draft.identity and cites_added and not rule.added:
            self._report(
                "T133",
                f"the rule `{rule.id}` cites an added source without `added: true`",
                rule.at("id"),
            )
        if self._draft.identity and rule.added and not cites_added:
            self._report(
                "T133",
                f"the rule `{rule.id}` says `added` but cites no added source",
                rule.at("id"),
            )

    def _check_impossible(self, entry: Impossible) -> None:
        self.check_condition(entry.when)
        if conditions.holds(entry.when, ()):
            self._report(
                "T112",
                f"`{entry.id}` holds whatever is answered, so nobody would be possible",
                entry.at("id"),
            )
        for fact in conditions.atoms(entry.when):
            if isinstance(fact, Holds):
                message = (
                    f"`{entry.id}` reads a finding; what people can say together is about answers"
                    " only"
                )
                self._report("T138", message, fact.span, "write the answers that bring the finding")

    def _check_cause_id(self, name: Text) -> None:
        if name in (*self._levels, HARD_WORD):
            message = f"`{name}` is a word that says what patients to practise on, no cause"
            self._report("T113", message, name.span, f"such as `{name}_cause`")

    def _check_cause_names(self) -> None:
        """Each name, in any spelling, finds one cause; ids come first, and lay names last."""
        causes = self._draft.causes
        named = [(cause.word(key), cause) for key in ("id", "name") for cause in causes]
        named += [(name, cause) for cause in causes for name in cause.words("also")]
        first: dict[str, Cause] = {}
        for name, cause in named:
            other = first.setdefault(folded(name), cause)
            if other.id != cause.id:
                message = f"two causes are called `{name}`: `{other.id}` and `{cause.id}`"
                self._report("T144", message, name.span, "who types it means one of them")

    def _check_stressed(self, cause: Cause) -> None:
        for cite in cause.words("stressed"):
            self._check_known(cite, self._claims, "T125", "claim")
            if cite in self._claims and self._is_added(cite):
                message = f"no document says `{cite}`, which `stressed` of `{cause.id}` names"
                self._report("T133", message, cite.span, "name what a document itself stresses")

    def _check_watched(self, cause: Cause) -> None:
        """What to watch for with a cause stands in ruleset.yaml."""
        identity = self._draft.identity
        if identity is not None:
            known = [name for name, _ in identity.watched()]
            for name in cause.words("watch"):
                self._check_known(name, known, "T154", "line of `watch`")

    def _check_questions(self, names: Iterable[Text]) -> None:
        for name in names:
            self._check_declared(name, "questions", "T121")

    def _check_own_cause(self, rule: Rule, then: ForCause) -> None:
        own = self._draft.cause_of_rule.get(rule.id, then.cause)
        if own != then.cause and then.cause in (self._declared["causes"] or ()):
            message = f"the file of `{own}` holds a rule about `{then.cause}`"
            self._report("T136", message, then.span, "move the rule to the file of that cause")

    def _is_added(self, cite: str) -> bool:
        claim = self._claims.get(cite)
        source = self._sources.get(claim.source if claim else cite)
        return source is not None and source.kind.is_added

    def _check_cites(self, cites: Iterable[Text]) -> None:
        if self._draft.identity:
            for cite in cites:
                self._check_known(cite, self._citable, "T125", "claim or source")

    def check_condition(self, condition: Condition) -> None:
        for fact in conditions.atoms(condition):
            if isinstance(fact, Holds):
                self._check_declared(Text(fact.finding, fact.span), "findings", "T123")
            elif isinstance(fact, Is | IsNot):
                self._check_answer_fact(fact)

    def _check_answer_fact(self, fact: Is | IsNot) -> None:
        question = self._questions.get(fact.question)
        if question is None:
            self._check_declared(Text(fact.question, fact.question_span), "questions", "T121")
        elif fact.option not in question.option_ids:
            nearest = did_you_mean(fact.option, question.option_ids, self._problems)
            help_text = nearest or f"its options are {listed(question.option_ids)}"
            message = f"`{fact.option}` is not an option of the question `{fact.question}`"
            self._report("T122", message, fact.span, help_text)

    def _check_declared(self, name: str, kind: str, code: str) -> None:
        known = self._declared[kind]
        if known is not None:
            self._check_known(
                name if isinstance(name, Text) else Text(name), known, code, kind.removesuffix("s")
            )

    def _check_cause(self, name: Text) -> None:
        """As any other name; who writes a lay name is told the id."""
        known = self._declared["causes"]
        meant = None if known is None or name in known else self._cause_of_name.get(folded(name))
        if meant is None:
            self._check_declared(name, "causes", "T124")
        else:
            help_text = f"did you mean `{meant}`?"
            self._report("T124", f"unknown cause `{name}`", name.span, help_text)

    @cached_property
    def _cause_of_name(self) -> Mapping[str, str]:
        return {folded(one): cause.id for cause in self._draft.causes for one in cause.names}

    def _check_known(self, name: Text, known: Collection[str], code: str, what: str) -> None:
        if name not in known:
            self._report(
                code,
                f"unknown {what} `{name}`",
                name.span,
                did_you_mean(name, known, self._problems),
            )
