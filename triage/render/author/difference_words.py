"""What differs between two rule sets, in words that every form of the report shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triage.analysis.diff.comparison import Example, Move, RuleSetDiff
from triage.analysis.diff.counted import Number
from triage.analysis.diff.edits import Done
from triage.analysis.diff.graded_results import Ladder, Rung
from triage.answers.value import Answer
from triage.engine.assessment import Assessment, Candidate
from triage.language.model import Question
from triage.language.words import Level

NOT_LISTED, NOTHING = "not listed", "(nothing)"
MOST_NAMED = 5
"""Impossible entries that are named; `--json` names them all."""
ABOUT_PEOPLE = (
    "This is about people as they are asked: the same is true of them for both rule sets, and each"
    " one hears what it asks for. Where two options are true and one is taken, each is tried, and"
    " the worst is reported."
)
ABOUT_ANSWERS = "This is about any answers, whether they are asked for or not."
ABOUT_SHARES = (
    "An answer set is one way to answer all the questions, any of them left open. Shares are shares"
    " of answer sets, never of people: nobody knows how often people give which answers."
)


def about(comparison: RuleSetDiff) -> str:
    """Of whose answers the comparison speaks."""
    if not comparison.is_about_people:
        return ABOUT_ANSWERS
    return ABOUT_PEOPLE + _assumed(comparison.assumed)


def _assumed(entries: Sequence[str]) -> str:
    """What is taken for true of everybody."""
    if not entries:
        return ""
    shown = ", ".join(f"`{name}`" for name in entries[:MOST_NAMED])
    more = f" and {len(entries) - MOST_NAMED} more" if len(entries) > MOST_NAMED else ""
    return f" Nobody is counted whose answers are impossible by words: {shown}{more}."


def verdict(comparison: RuleSetDiff) -> str:
    """The comparison in one sentence or two."""
    if comparison.old.digest == comparison.new.digest:
        return "The same rule set: nothing differs."
    return f"{_results(comparison)}{_texts(comparison)}"


def _results(comparison: RuleSetDiff) -> str:
    total = f"{total_words(comparison.answer_sets)} answer sets"
    if comparison.changes_nothing:
        return f"No result changes (proved for all {total})."
    numbers = [
        (len(comparison.downgrades), "downgrade"),
        (len(comparison.upgrades), "upgrade"),
    ]
    parts = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in numbers]
    if comparison.shifts:
        parts.append(f"{len(comparison.shifts)} possible changes of order")
    if comparison.scores:
        parts.append(f"another total may come of {', '.join(comparison.scores)}")
    if comparison.levels:
        number = len(comparison.levels)
        parts.append(f"{number} level{' differs' if number == 1 else 's differ'}")
    if comparison.open:
        parts.append(f"{len(comparison.open)} not decided")
    return ", ".join(parts) + f", of {total}."


def _texts(comparison: RuleSetDiff) -> str:
    if not comparison.texts:
        return ""
    number, highest = len(comparison.texts), comparison.texts[0].level.id
    texts = "1 text has" if number == 1 else f"{number} texts have"
    return f" {texts} changed, the highest at the level {highest}."


def level_words(comparison: RuleSetDiff) -> Iterator[str]:
    """How levels that differ are compared, a sentence for each, the most urgent first."""
    added = sum(change.done is Done.ADDED for change in comparison.levels)
    for change in reversed(comparison.levels):
        name = change.level.id
        place = f"number {change.level.rank + 1} of {len(comparison.old.levels) + added}"
        if change.old is None or change.new is None:
            what = "is gone" if change.new is None else "is new"
            yield f"The level {name} {what}; it stands as {place}, from the least urgent."
        elif change.done is Done.RENAMED:
            why = "by rank" if not change.level.is_emergency else "as the emergency of both"
            yield f"The level {change.old.id} is compared with {name}, {why}; it is {place}."
        else:
            yield f"The level {name} has other marks (`emergency`, `protected`); it is {place}."


def version_note(comparison: RuleSetDiff) -> str:
    """What is to be said of the version; empty where nothing is."""
    if not comparison.lacks_a_version:
        return ""
    what = "a text changes" if comparison.changes_nothing else "a result changes"
    version = comparison.new.version
    return f"The version is still {version}, and {what}: give ruleset.yaml a new `version`."


def rung_words(rung: Rung) -> str:
    """A level or fit by the name it has in files."""
    return rung.id if isinstance(rung, Level) else NOT_LISTED if rung is None else rung.value


def ladder_words(ladder: Ladder) -> str:
    """What moves."""
    return "level" if ladder.cause is None else f"cause {ladder.cause}"


def total_words(number: Number) -> str:
    """How many answer sets there are, or between which numbers."""
    most = count_words(number.most)
    return most if number.is_exact else f"between {count_words(number.least)} and {most}"


def number_words(number: Number, of: Number) -> str:
    """The number with its share, where that is known, and whether it is exact."""
    share = f", {share_words(number.most, of.most)}" if of.is_exact else ""
    most = f"{count_words(number.most)}{share}"
    if number.is_exact:
        return f"{most} (exact)"
    return f"between {count_words(number.least)} and {most} (bounds: too many to count exactly)"


def count_words(number: int) -> str:
    """The number in full, or rounded where it is very large."""
    return f"{number:,}" if number < 10**12 else _rounded(number)


def share_words(number: int, of: int) -> str:
    """The share in few digits.

    >>> share_words(1, 4), share_words(3, 1_000_000), share_words(0, 8)
    ('25 %', '1 in 330,000', 'none')
    """
    if number == 0:
        return "none"
    if number * 1000 >= of:
        return f"{100 * number / of:.3g} %"
    return f"1 in {_rounded(of / number)}"


def _rounded(value: float) -> str:
    if value >= 1e12:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa} × 10^{int(exponent)}"
    digits = len(str(int(value))) - 2
    return f"{round(value, -digits):,.0f}"


def causing(move: Move) -> Iterator[str]:
    """The edits known to bring the move about."""
    if move.rules:
        yield f"rules: {', '.join(move.rules)}"
    if move.questions:
        yield f"asked in another way: {', '.join(move.questions)}"
    if not move.rules and not move.questions:
        yield "rules: several of the edited rules together"


def standing(ladder: Ladder, assessment: Assessment) -> str:
    """Where the result stands on the ladder, and by which rules."""
    if ladder.cause is None:
        by = ", ".join(firing.rule.id for firing in assessment.deciding)
        return f"level {assessment.level.id}" + (f" by {by}" if by else "")
    found = candidate(ladder, assessment)
    if found is None:
        return f"{ladder.cause} {NOT_LISTED}"
    rules = ", ".join(one.rule.id for one in found.speaks_for)
    return f"{ladder.cause} {found.fit} by {rules}"


def candidate(ladder: Ladder, assessment: Assessment) -> Candidate | None:
    """The cause of the ladder, where it is listed."""
    return next((found for found in assessment.causes if found.cause.id == ladder.cause), None)


def person(example: Example) -> Iterator[str]:
    """What the person says, a question a line, in the words of the questions."""
    for name, answer in example.answers.given.items():
        known = [
            side.ruleset.questions[name]
            for side in (example.new, example.old)
            if name in side.ruleset.questions
        ]
        yield f"{known[0].text if known else name} {'; '.join(_said(answer, known))}"


def _said(answer: Answer, known: list[Question]) -> Iterator[str]:
    words = {option.id: option.text for one in reversed(known) for option in one.options}
    yield from (f"{words.get(option, option)}: yes" for option in sorted(answer.yes))
    if not answer.yes or len(answer.no) < len(words) - 1:
        yield from (f"{words.get(option, option)}: no" for option in sorted(answer.no))


def unheard(example: Example) -> Iterator[str]:
    """What one of the rule sets never asks this person, and what they would have said."""
    for side, names in zip(("old", "new"), example.unheard, strict=True):
        if names:
            missed = (f"{name}: {_in_ids(example.answers[name])}" for name in names)
            yield f"not heard by the {side} rule set: {'; '.join(missed)}"


def _in_ids(answer: Answer) -> str:
    return ", ".join(sorted(answer.yes)) or "not " + ", ".join(sorted(answer.no))
