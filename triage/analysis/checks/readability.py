"""How old a reader must be: the Flesch-Kincaid grade level, turned into years.

J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation of New Readability
Formulas for Navy Enlisted Personnel, Research Branch Report 8-75, 1975: grade = 0.39 words/sentence
+ 11.8 syllables/word − 15.59. A child in grade N of a US school is about N + 5 years old. The
formula was made for passages, so it is not used on less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

GRADE_TO_AGE = 5
SHORTEST_PASSAGE = 30
"""Words; of fewer the formula says nothing."""

_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]|\{\w+\}")
_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouyáéèêëíïóöúü]+")
_SILENT = re.compile(r"(?<=[^aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgl])es$")


def age(texts: Iterable[str]) -> float | None:
    """The age at which the texts, read as one passage, are easy; None where they are too short to
    say.

    Bracketed medical words are left out: the plain word before them carries the sentence.
    """
    sentences = [found for text in texts for found in _sentences(text)]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < SHORTEST_PASSAGE:
        return None
    return _grade(len(words), len(sentences), sum(map(syllables, words))) + GRADE_TO_AGE


def difficulty(text: str) -> float:
    """The grade of one text however short: fit to find the hardest of several, not to judge it."""
    sentences = list(_sentences(text))
    words = [word for sentence in sentences for word in sentence]
    return _grade(len(words), len(sentences), sum(map(syllables, words))) if words else 0.0


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less the silent ones at
    its end.

    >>> [syllables(word) for word in ("leg", "numbness", "able", "walked", "area", "disease")]
    [1, 2, 2, 1, 2, 2]
    """
    return sum(
        max(len(_VOWELS.findall(_SILENT.sub("", part))), 1)
        for part in re.split(r"['’-]", word.lower())
    )


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in _SENTENCE_END.split(_BRACKETED.sub("", text)):
        words = _WORD.findall(sentence)
        if words:
            yield words


def _grade(words: int, sentences: int, spoken: int) -> float:
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59
