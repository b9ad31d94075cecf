"""Load a rule set from its folder: read every file, build every entry, check that all names meet.

All problems are reported at once. Loading reads text only; nothing of a rule set is ever run.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from triage.language import building, chaining, identity, levels, references, source
from triage.language.diagnostics import Diagnostic, RuleSetError, Span, nearest
from triage.language.hazards import Hazard
from triage.language.known import declared_questions
from triage.language.locating import IDENTITY
from triage.language.model import (
    Cause,
    Entry,
    Finding,
    Identity,
    Impossible,
    Question,
    Rule,
    Score,
)
from triage.language.parts import Draft
from triage.language.ruleset import RuleSet, items_of
from triage.language.screens import QuestionScreen
from triage.language.signatures import Decision, Signature
from triage.language.source import Table

FILES = (
    IDENTITY,
    "questions.yaml",
    "scores.yaml",
    "findings.yaml",
    "guidance.yaml",
    "safety_net.yaml",
    "impossible.yaml",
)
REQUIRED, SCORES = FILES[:2], FILES[2]
HAZARDS, DECISIONS, REVIEWS = "hazards.yaml", "decisions.yaml", "reviews.yaml"
ABOUT_IT = (HAZARDS, DECISIONS, REVIEWS)
"""What is said about a rule set and not by it: read with it, no part of the digest."""
OPTIONAL = frozenset(
    {("questions.yaml", "screens"), ("guidance.yaml", "findings"), ("safety_net.yaml", "findings")}
)
"""The keys of files that need not be there."""

PROPERTIES = "properties.yaml"
"""What the author states about the rule set; read by ``analysis.properties``, part of the
digest.
"""


def load(folder: Path) -> RuleSet:
    """The rule set in ``folder``, cross-checked and frozen.

    Raises:
        RuleSetError: with every problem found, each with its place.
    """
    _check_is_rule_set(folder)
    problems: list[Diagnostic] = list(_unread(folder))
    with _nothing_collected():
        draft = _draft(folder, problems)
        references.check(draft, problems)
        identity.check(draft, problems)
        rules = chaining.in_order(draft, problems)
    if problems or draft.identity is None:
        raise RuleSetError(problems)
    return RuleSet(
        identity=draft.identity,
        questions=MappingProxyType({question.id: question for question in draft.questions}),
        findings=MappingProxyType({finding.id: finding for finding in draft.findings}),
        causes=MappingProxyType({cause.id: cause for cause in draft.causes}),
        rules=rules,
        digest=_digest(folder),
        folder=folder,
        impossible=tuple(draft.impossible),
        scores=MappingProxyType({score.id: score for score in draft.scores}),
        hazards=tuple(draft.hazards),
        decisions=tuple(draft.decisions),
        signatures=tuple(draft.signatures),
        screens=tuple(draft.screens),
    )


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Python does not look for rings to free meanwhile: all that is made here stays, and looking
    through it again and again took a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def written_files(folder: Path) -> tuple[Path, ...]:
    """Every file that the rule set in ``folder``, with its cases, is read from.

    Raises:
        RuleSetError: there is no rule set in the folder.
    """
    _check_is_rule_set(folder)
    about_it = (path for path in (folder / name for name in ABOUT_IT) if path.is_file())
    return (*_files(folder), *about_it, *sorted((folder / "cases").glob("*.yaml")))


def _check_is_rule_set(folder: Path) -> None:
    if not (folder / REQUIRED[0]).is_file():
        message = f"no rule set here: `{REQUIRED[0]}` is not in this folder"
        raise RuleSetError(
            [
                Diagnostic(
                    "T106", message, Span(str(folder)), "a rule set is a folder; see the README"
                )
            ]
        )


def _unread(folder: Path) -> Iterator[Diagnostic]:
    """Files that look like those of a rule set and that nothing reads: a misspelt name, or the
    ending `.yml`.
    """
    references = {name.removesuffix(".yaml"): name for name in (*FILES, PROPERTIES, *ABOUT_IT)}
    for path in sorted(
        path for pattern in ("*", "causes/*", "cases/*") for path in folder.glob(pattern)
    ):
        is_odd = path.suffix == ".yaml" and path.parent == folder and path.stem not in references
        meant = nearest(path.stem, references) if is_odd else ()
        if meant or path.suffix == ".yml":
            wanted = (
                f"the name `{references[meant[0]]}`" if meant else "a name that ends in `.yaml`"
            )
            yield Diagnostic(
                "T107",
                f"nothing reads the file `{path.name}`",
                Span(str(path)),
                f"give it {wanted}",
            )


def _draft(folder: Path, problems: list[Diagnostic]) -> Draft:
    draft, tables = Draft(), dict[str, Table]()
    for name in (*FILES, *ABOUT_IT):
        table = _table(folder / name, problems)
        if table is not None:
            tables[name] = table
            _take_file(draft, name, table, problems)
        elif (folder / name).exists():
            draft.give_up(name.removesuffix(".yaml"))
            if name == IDENTITY:
                draft.known = replace(draft.known, levels=())
            if name == SCORES:
                draft.known = replace(draft.known, are_scores_whole=False)
    for path in sorted((folder / "causes").glob("*.yaml")):
        table = _table(path, problems)
        if table is not None:
            _take_cause(draft, table, problems)
        else:
            draft.give_up("causes")
    if IDENTITY in tables:  # last, as what to watch for reads questions, findings and scores
        draft.identity = building.build(Identity, tables[IDENTITY], problems, draft.known)
    draft.broken = bool(problems)
    return draft


def _table(path: Path, problems: list[Diagnostic]) -> Table | None:
    if not path.exists() and path.name not in REQUIRED:
        return None
    try:
        return source.read(path)
    except RuleSetError as error:
        problems.extend(error.diagnostics)
        return None


def _take_file(draft: Draft, name: str, table: Table, problems: list[Diagnostic]) -> None:
    if name == IDENTITY:
        draft.known = replace(draft.known, levels=levels.declared(table.get("levels")))
        return
    if name == SCORES:
        _take_scores(draft, table, problems)
        return
    if name == "questions.yaml":
        declared = declared_questions(table.get("questions"))
        draft.known = replace(draft.known, questions=declared)
    known = replace(draft.known, can_read_scores=name != "questions.yaml")
    parts: dict[str, tuple[tuple[str, type[Entry], list[Entry]], ...]] = {
        "questions.yaml": (  # type: ignore[dict-item] # list is invariant
            ("questions", Question, draft.questions),
            ("screens", QuestionScreen, draft.screens),
        ),
        "impossible.yaml": (("impossible", Impossible, draft.impossible),),  # type: ignore[dict-item]
        HAZARDS: (("hazards", Hazard, draft.hazards),),  # type: ignore[dict-item]
        DECISIONS: (("decisions", Decision, draft.decisions),),  # type: ignore[dict-item]
        REVIEWS: (("reviews", Signature, draft.signatures),),  # type: ignore[dict-item]
    }
    of_rules = (("findings", Finding, draft.findings), ("rules", Rule, draft.rules))
    wanted = parts.get(name, of_rules)
    building.refuse_unknown_keys(table, tuple(key for key, _, _ in wanted), problems)
    for key, model, into in wanted:
        if key not in table and (name, key) in OPTIONAL:
            continue
        draft.declare(key, table.get(key))
        into.extend(building.entries(table, key, model, problems, known))  # type: ignore[arg-type]


def _take_scores(draft: Draft, table: Table, problems: list[Diagnostic]) -> None:
    before = len(problems)
    building.refuse_unknown_keys(table, ("scores",), problems)
    known = replace(draft.known, is_for_scores=True)
    draft.scores.extend(building.entries(table, "scores", Score, problems, known))
    is_whole = len(problems) == before
    draft.known = replace(draft.known, scores=items_of(draft.scores), are_scores_whole=is_whole)


def _take_cause(draft: Draft, table: Table, problems: list[Diagnostic]) -> None:
    card = Table({key: value for key, value in table.items() if key != "rules"})
    card.span = table.span
    draft.declare("causes", [table])
    cause = building.build(Cause, card, problems, draft.known)
    rules = building.entries(table, "rules", Rule, problems, draft.known)
    draft.rules.extend(rules)
    if cause is not None:
        draft.causes.append(cause)
        draft.cause_of_rule.update({rule.id: cause.id for rule in rules})
        draft.rules.append(cause.level_rule)


def _digest(folder: Path) -> str:
    hashed = hashlib.sha256()
    for path in _files(folder):
        hashed.update(path.relative_to(folder).as_posix().encode() + b"\0")
        hashed.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return hashed.hexdigest()[:12]


def _files(folder: Path) -> Iterable[Path]:
    named = (folder / name for name in (*FILES, PROPERTIES))
    return [
        path for path in (*named, *sorted((folder / "causes").glob("*.yaml"))) if path.is_file()
    ]
