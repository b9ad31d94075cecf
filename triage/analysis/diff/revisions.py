"""Rule sets as they stand, or as they stood in a git revision.

Of a revision the files of one folder are taken out as objects and read like any others; nothing of
the repository is run, checked out or fetched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from triage.language.diagnostics import RuleSetError, TriageError, UnknownName
from triage.language.load import load
from triage.language.locating import IDENTITY, locate, shipped
from triage.language.ruleset import RuleSet


def open_pair(old: str, new: str, usual: str) -> tuple[RuleSet, RuleSet]:
    """Two rule sets to compare, each the name of a shipped one, a folder, `REVISION:FOLDER` or
    `REVISION`.

    A revision without a folder means the folder of the other side, or of the rule set ``usual``
    where that is a revision too.

    Raises:
        UnknownName: none of these.
        RuleSetError: one does not load; the places name the revision.
    """
    folders = [_folder(name) for name in (old, new)]
    beside = next((folder for folder in folders if folder), None) or locate(usual)
    first, second = (
        load(folder) if folder else _from_git(name, beside)
        for name, folder in zip((old, new), folders, strict=True)
    )
    return first, second


def _folder(name: str) -> Path | None:
    try:
        return locate(name)
    except UnknownName:
        return None


def _from_git(name: str, beside: Path) -> RuleSet:
    git_objects = _reader()
    revision_name, _, inside = name.partition(":")
    top = _top(name, git_objects)
    folder = inside.rstrip("/") or _inside(top, beside)
    with git_objects.opened(top) as repository:
        found = git_objects.revision(repository, revision_name) if revision_name else None
        if found is None:
            known = [*_shipped_names(), *git_objects.names(repository)]
            raise UnknownName("the name of a rule set, a folder or a git revision", name, known)
        files = dict(found.files(folder))
    if IDENTITY not in files:
        raise TriageError(
            f"there is no rule set in the folder `{folder}` of the revision `{revision_name}`"
        )
    return _load(files, f"{revision_name}:{folder}")


def _top(name: str, git_objects: ModuleType) -> Path:
    """The top folder of the repository that the person stands in; no other one is read."""
    try:
        top: Path = git_objects.top_around(Path.cwd())
    except TriageError as error:
        raise UnknownName(
            f"the name of a rule set or a folder, and no revision: {error}", name, _shipped_names()
        ) from error
    return top


def _reader() -> ModuleType:
    try:
        return import_module("triage.analysis.diff.git_objects")
    except ImportError as error:
        message = "a revision needs dulwich, which is not installed: pip install dulwich"
        raise TriageError(message) from error


def _inside(top: Path, folder: Path) -> str:
    """The path of a folder within the repository.

    Raises:
        TriageError: it lies elsewhere; only the repository that the person stands in is read.
    """
    try:
        return folder.resolve().relative_to(top.resolve()).as_posix()
    except ValueError as error:
        raise TriageError(f"`{folder}` is not in the git repository `{top}`") from error


def _shipped_names() -> list[str]:
    return sorted(path.parent.name for path in shipped().glob(f"*/{IDENTITY}"))


def _load(files: Mapping[str, bytes], shown: str) -> RuleSet:
    """The rule set made of these files; whatever is wrong is reported as of the revision."""
    with tempfile.TemporaryDirectory(prefix="triage-") as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        try:
            return load(Path(folder))
        except RuleSetError as error:
            raise RuleSetError(
                replace(
                    found, span=found.span._replace(file=found.span.file.replace(folder, shown))
                )
                for found in error.diagnostics
            ) from error
