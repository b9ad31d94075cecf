"""Whether own words are understood: precision and recall of the marks on a hundred sentences that
were not written for the words.

``python -m tests.benchmarks.own_words`` prints both, and ``--each`` what is wrong or missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.interview.own_words import understood
from triage.language import source
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet

SENTENCES = Path(__file__).with_name("own_words.yaml")

Lines = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote, what has to be marked, and what may be."""

    says: str
    marks: Lines
    may: Lines


@dataclass(frozen=True)
class Measured:
    """What became of the marks of one sentence."""

    sentence: Sentence
    right: Lines
    wrong: Lines
    missed: Lines


def sentences() -> tuple[Sentence, ...]:
    """The sentences in the file."""
    entries = source.read(SENTENCES)["sentences"]
    assert isinstance(entries, list)
    return tuple(_sentence(entry) for entry in entries if isinstance(entry, Mapping))


def _sentence(entry: Mapping[str, source.Value]) -> Sentence:
    lines = (frozenset(_lines(entry.get(key))) for key in ("marks", "may"))
    return Sentence(str(entry["says"]), *lines)


def _lines(written: object) -> Iterator[tuple[str, str]]:
    for question, options in written.items() if isinstance(written, Mapping) else ():
        for option in options:
            yield str(question), str(option)


def measure(ruleset: RuleSet) -> tuple[Measured, ...]:
    """Every sentence with the marks that are right, wrong and missed."""
    found = []
    for sentence in sentences():
        marks = frozenset(understood(ruleset, sentence.says).marks)
        right = marks & sentence.marks
        wrong = marks - sentence.marks - sentence.may
        found.append(Measured(sentence, right, wrong, sentence.marks - marks))
    return tuple(found)


def precision(measured: tuple[Measured, ...]) -> float:
    """Of the marks that count, the part that is right."""
    right, wrong = (sum(len(part(one)) for one in measured) for part in (_right, _wrong))
    return right / (right + wrong)


def recall(measured: tuple[Measured, ...]) -> float:
    """Of the marks that a reader sets, the part that is found."""
    right = sum(len(one.right) for one in measured)
    return right / (right + sum(len(one.missed) for one in measured))


def _right(one: Measured) -> Lines:
    return one.right


def _wrong(one: Measured) -> Lines:
    return one.wrong


def main() -> None:
    """Print the figures."""
    measured = measure(load(locate("leg_numbness")))
    if "--each" in sys.argv:
        for one in measured:
            if one.wrong or one.missed:
                print(one.sentence.says)
                print("   wrong: ", *sorted(f"{name}.{option}" for name, option in one.wrong))
                print("   missed:", *sorted(f"{name}.{option}" for name, option in one.missed))
    counts = [sum(len(part) for part in parts) for parts in _parts(measured)]
    print(f"sentences {len(measured)}, right {counts[0]}, wrong {counts[1]}, missed {counts[2]}")
    print(f"precision {precision(measured):.3f}, recall {recall(measured):.3f}")


def _parts(measured: tuple[Measured, ...]) -> Iterator[list[Lines]]:
    yield [one.right for one in measured]
    yield [one.wrong for one in measured]
    yield [one.missed for one in measured]


if __name__ == "__main__":
    main()
