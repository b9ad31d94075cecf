"""Which words of a sentence are denied: "no pain, fever or weakness" denies three things.

The reach of a denial is found by rules of thumb, in the manner of NegEx (Chapman and others, A
simple algorithm for identifying negated findings and diseases, 2001): it runs from the word that
denies to the end of its thought. Where nobody can tell, it reaches on: a line that is not marked is
asked all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from triage.language.spoken import Word, word_set

DENYING = word_set("no not never without neither nor none nothing cannot deny denie denied")
"""Words that deny what follows, in their one spelling."""

ENDING = word_set(
    "but however although though except because when while until till unless why what how i"
    " apart besides only just despite"
)
"""Words with which a denial ends."""

_HARD = frozenset(".;:!?\n()…")
_GOING_ON = frozenset({"or", "nor"})
_STATING = word_set(
    "is are was were am have has had feel feels feeling felt hurts hurt hurting my went goes go"
    " started began came"
)
"""Words that show that what stands between two commas says something by itself."""

FARTHEST = 9
"""Words that carry something, as far as a denial reaches."""


def denied(words: Sequence[Word], spoken_for: Collection[int]) -> frozenset[int]:
    """The places of the words that are denied or doubted.

    Args:
        words: the sentence.
        spoken_for: places of words that belong to a phrase, as in "cannot feel": they deny nothing.
    """
    found: set[int] = set()
    for place, word in enumerate(words):
        if word.text in DENYING and place not in spoken_for and not _is_mere_talk(words, place):
            found.update(_reach(words, place))
    return frozenset(found)


def _is_mere_talk(words: Sequence[Word], place: int) -> bool:
    """Whether it denies nothing: "not only", "not just", "no idea why", "no matter"."""
    after = words[place + 1].text if place + 1 < len(words) else ""
    return after in ("only", "just", "idea", "matter", "wonder", "doubt")


def _reach(words: Sequence[Word], place: int) -> Iterator[int]:
    """The places after a denying word, to the end of its thought."""
    carried = 0
    for at in range(place + 1, len(words)):
        word = words[at]
        is_end = word.text in _HARD or word.text in ENDING or carried >= FARTHEST
        if is_end or (word.text in (",", "and", "or") and _begins_anew(words, at)):
            return
        if not (word.is_pause or word.is_filling):
            carried += 1
        yield at


def _begins_anew(words: Sequence[Word], at: int) -> bool:
    """Whether something else is said after a comma, "and" or "or": it states something by itself,
    or it stands after a comma and no "or" follows.
    """
    rest = [word.text for word in words[at + 1 :]]
    end = next((i for i, text in enumerate(rest) if text in _HARD or text in ENDING), len(rest))
    thought = rest[:end]
    parts = next((i for i, text in enumerate(thought) if text in (",", "and", "or", "nor")), end)
    if any(text in _STATING or text in DENYING for text in thought[:parts]):
        return True
    return words[at].text == "," and not _GOING_ON & set(thought)
