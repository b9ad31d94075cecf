"""One more signature in the text of `reviews.yaml`: what stands there stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator

from triage.language import source
from triage.language.diagnostics import RuleSetError, TriageError
from triage.language.load import REVIEWS
from triage.language.signatures import Signature
from triage.language.source import Listing, Table, Value

HEAD = """\
# Who signed which rules, each by the digest of how it read. `triage review --sign ROLE` adds to it.
reviews:
"""


class CannotSign(TriageError):
    """A file to which nothing can be added without changing what stands there."""


def with_signature(text: str, signature: Signature) -> str:
    """The text of the file with the signature behind all others.

    Args:
        text: the file as it is; empty where there is none.
        signature: what is added.

    Raises:
        RuleSetError: the file cannot be read.
        CannotSign: it is written so that nothing can be put behind it.
    """
    before = _entries(text)
    start = text.rstrip("\n") + "\n\n" if before else HEAD
    made = start + "\n".join(_lines(signature)) + "\n"
    try:
        after = _entries(made)
    except RuleSetError:
        after = []
    if [_plain(entry) for entry in after[:-1]] != [_plain(entry) for entry in before]:
        raise CannotSign(
            f"`{REVIEWS}` is written in a way that nothing can be added to: begin each entry with"
            " `-` on a line of its own"
        )
    return made


def _entries(text: str) -> list[Value]:
    listed = source.parse(text, REVIEWS).get("reviews") if text.strip() else None
    return list(listed) if isinstance(listed, Listing) else []


def _lines(signature: Signature) -> Iterator[str]:
    yield f"  - role: {_quoted(signature.role)}"
    if signature.name:
        yield f"    name: {_quoted(signature.name)}"
    yield f"    date: {signature.date}"
    yield f"    version: {signature.version}"
    yield "    rules:"
    yield from (f"      {name}: {digest}" for name, digest in signature.rules.items())


def _quoted(text: str) -> str:
    """The text as a YAML scalar; JSON is one way to write it."""
    return json.dumps(text, ensure_ascii=False)


def _plain(value: Value) -> object:
    if isinstance(value, Table):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, Listing) else str(value)
