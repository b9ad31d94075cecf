"""What is wrong, in the person's own words: asked before the first screen, where the rule set lists
words. It marks lines and chooses none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from triage.interview.state import Interview
from triage.interview.ticks import Place
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.prompts import Prompter
from triage.render.formats.cells import wrap
from triage.render.results.greeting import WIDEST
from triage.render.results.understood import marked, understood_lines

WHAT_IS_WRONG = "What is wrong? Say it in a sentence, or press Enter."


class Complaint:
    """The own words of one person; ``given`` are those they came with, None asks."""

    def __init__(self, prompter: Prompter, given: str | None) -> None:
        self._prompter, self._given = prompter, given
        self._read: tuple[str, Mapping[Place, str]] = ("", {})

    def told(self, interview: Interview) -> Interview:
        """The interview with what is wrong; one that was begun keeps what was said then, and is
        not asked.
        """
        said = self._given
        if said is None:
            if interview.events or not has_words(interview.ruleset):
                return interview
            said = self._prompter.tell(WHAT_IS_WRONG)
        if not said.strip():
            return interview
        from triage.interview.own_words import MOST_READ, understood

        found = understood(interview.ruleset, said)
        width = min(self._prompter.screen.width, WIDEST) - 1
        for line in understood_lines(found, interview.ruleset):
            self._prompter.show(Safe("\n".join(wrap(Safe.line(line), width))))
        self._prompter.show(Safe(""))
        return replace(interview, complaint=" ".join(said[:MOST_READ].split()))

    def marks(self, interview: Interview) -> Mapping[Place, str]:
        """What to show beside each line that is pointed to."""
        if self._read[0] != interview.complaint:
            from triage.interview.own_words import understood

            found = understood(interview.ruleset, interview.complaint)
            self._read = interview.complaint, marked(found)
        return self._read[1]


def has_words(ruleset: RuleSet) -> bool:
    """Whether any own words can be understood."""
    return any(
        option.phrases for question in ruleset.questions.values() for option in question.options
    )
