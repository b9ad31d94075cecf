"""Check what entries were called before (`was`), and since when they exist (`since`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from triage.language.diagnostics import Diagnostic, Span
from triage.language.model import Option, Question, Renamable
from triage.language.parts import Draft
from triage.language.versions import is_earlier


def check(draft: Draft, problems: list[Diagnostic]) -> None:
    """Add a diagnostic for every `was` and `since` in ``draft`` that cannot be so."""
    groups: list[tuple[str, Sequence[Renamable]]] = [
        ("question", draft.questions),
        ("finding", draft.findings),
        ("cause", draft.causes),
        ("rule", draft.rules),
        *(("option", question.options) for question in draft.questions),
    ]
    for kind, entries in groups:
        problems.extend(_renames(kind, entries))
    if draft.identity:
        dated: list[Question | Option] = [*draft.questions]
        dated += (option for question in draft.questions for option in question.options)
        for entry in dated:
            problems.extend(_since(entry, draft.identity.version))


def _renames(kind: str, entries: Sequence[Renamable]) -> Iterator[Diagnostic]:
    by_id = {entry.id: entry for entry in entries}
    circles = list(_circles(by_id))
    for circle in circles:
        told = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        message = f"each of these was called like another one: {told}"
        yield Diagnostic("T152", message, _place(by_id[circle[0]]), "an id that is free is needed")
    circling = {name for circle in circles for name in circle}
    first: dict[str, Renamable] = {}
    for entry in entries:
        if entry.was is None:
            continue
        if entry.was in by_id and entry.id not in circling:
            message = f"`{entry.id}` was `{entry.was}`, but there still is the {kind} `{entry.was}`"
            yield Diagnostic("T151", message, _place(entry), "take `was` out where both are meant")
        if entry.was in first:
            message = f"two {kind}s were `{entry.was}`: `{first[entry.was].id}` and `{entry.id}`"
            help_text = "one of them goes on, and the other one is new and has no `was`"
            yield Diagnostic("T150", message, _place(entry), help_text)
        first.setdefault(entry.was, entry)


def _circles(by_id: Mapping[str, Renamable]) -> Iterator[list[str]]:
    """The ids that lead back to themselves through `was`, each circle once."""
    seen: set[str] = set()
    for start in by_id:
        path: dict[str, int] = {}
        name: str | None = start
        while name is not None and name in by_id and name not in seen:
            seen.add(name)
            path[name] = len(path)
            name = by_id[name].was
        if name in path:
            yield list(path)[path[name] :]


def _since(entry: Question | Option, version: str) -> Iterator[Diagnostic]:
    if entry.since is None or is_earlier(version, entry.since) is False:
        return
    message = f"`{entry.id}` exists since `{entry.since}`, and this is version {version}"
    help_text = "a version is made of numbers, and nothing is newer than the rule set"
    yield Diagnostic("T153", message, entry.at("since"), help_text)


def _place(entry: Renamable) -> Span:
    return entry.at("was")
