"""What is said on stderr of a table of people: its columns, each once, and the rows that cannot be
read, the first ones by number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from triage.cli.output import warn
from triage.language.diagnostics import did_you_mean, listed
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.columnar.rejected import Rejected
    from triage.columnar.table import JudgedPiece
    from triage.language.ruleset import RuleSet

SHORTEST = 4
"""How many letters a name has at least that may be a misspelt one."""
MOST_ROWS = 20
"""How many rows are told one by one."""


class TableNotes:
    """Says what is to say of one table; ``people`` were judged, ``rejected`` could not be read."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.people = self.rejected = 0
        self._ruleset = ruleset
        self._told: set[str] = set()

    def about_piece(self, piece: JudgedPiece) -> None:
        """Say what is new in this piece."""
        self.people += piece.people
        self.about_columns(piece.others, piece.made_for)
        for rejected in piece.rejected:
            self.about_row(rejected)

    def about_columns(self, others: Iterable[str], made_for: str) -> None:
        """Say which columns are no questions, and that the table was made for another version."""
        news = [name for name in others if name not in self._told]
        self._told.update(news)
        ruleset = self._ruleset
        if news:
            self.say(f"no question of `{ruleset.id}`, passed through: {listed(news)}")
        for name in news:
            hint = did_you_mean(name, ruleset.questions)
            if hint and len(name) >= SHORTEST:
                self.say(f"`{name}`: {hint}")
        own = f"{ruleset.version} {ruleset.digest}"
        if made_for and made_for != own and made_for not in self._told:
            self._told.add(made_for)
            self.say(f"it says that it is for {ruleset.id} {made_for}; this is {own}")

    def about_row(self, rejected: Rejected) -> None:
        """Say that a row cannot be read; of many the first ones."""
        self.rejected += 1
        if self.rejected <= MOST_ROWS:
            self.say(f"row {rejected.row:,}: {rejected.reason}")

    def summary(self) -> str:
        """How much it was in all; says how many rows were not told one by one."""
        if self.rejected > MOST_ROWS:
            self.say(f"and {self.rejected - MOST_ROWS:,} more rows that cannot be read")
        left_out = f", {self.rejected:,} could not be read" if self.rejected else ""
        return f"{self.people:,} people judged by {self._ruleset.stamp}{left_out}"

    def say(self, text: str) -> None:
        """Say one line."""
        warn(Safe.line(f"triage: {text}"))
