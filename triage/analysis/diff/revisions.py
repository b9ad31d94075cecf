"""Rule sets as they stand, or as they stood in a git revision.

Git is asked for the files of one folder, which are read like any others; nothing of them is run,
and nothing is checked out.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path

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
    revision, _, inside = name.partition(":")
    root = _root(beside, name)
    commit = _commit(root, revision, name)
    path = inside.rstrip("/") or beside.resolve().relative_to(root.resolve()).as_posix()
    if not _holds(root, commit, f"{path}/{IDENTITY}" if path != "." else IDENTITY):
        raise TriageError(
            f"there is no rule set in the folder `{path}` of the revision `{revision}`"
        )
    archive = _git(root, "archive", "--format=tar", f"{commit}:{path if path != '.' else ''}")
    with tempfile.TemporaryDirectory(prefix="triage-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        return _load(Path(folder), f"{revision}:{path}")


def _root(beside: Path, name: str) -> Path:
    """The top folder of the repository around a folder; where there is none, ``name`` can be no
    revision.
    """
    try:
        return Path(
            _git(
                beside,
                "rev-parse",
                "--show-toplevel",
                problem=f"`{beside}` is not in a git repository",
            )
            .decode()
            .strip()
        )
    except TriageError as error:
        raise UnknownName(
            f"the name of a rule set or a folder, and no revision: {error}", name, _shipped_names()
        ) from error


def _commit(root: Path, revision: str, name: str) -> str:
    """The commit that a revision stands for."""
    try:
        if revision and not revision.startswith("-"):
            return (
                _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
                .decode()
                .strip()
            )
    except TriageError:
        pass  # the message below says more
    raise UnknownName("the name of a rule set, a folder or a git revision", name, _known(root))


def _known(root: Path) -> list[str]:
    """The names that a revision could have been meant by: shipped rule sets, branches and tags."""
    references = (
        _git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags")
        .decode()
        .split()
    )
    return [*_shipped_names(), *references]


def _shipped_names() -> list[str]:
    return sorted(path.parent.name for path in shipped().glob(f"*/{IDENTITY}"))


def _holds(root: Path, commit: str, path: str) -> bool:
    try:
        _git(root, "cat-file", "-e", f"{commit}:{path}")
    except TriageError:
        return False
    return True


def _load(folder: Path, shown: str) -> RuleSet:
    """The rule set in a folder made for it; whatever is wrong is reported as of the revision."""
    try:
        return load(folder)
    except RuleSetError as error:
        raise RuleSetError(
            replace(
                found, span=replace(found.span, file=found.span.file.replace(str(folder), shown))
            )
            for found in error.diagnostics
        ) from error


def _git(folder: Path, *words: str, problem: str = "") -> bytes:
    try:
        run = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise TriageError("comparing with a revision needs git, which is not installed") from error
    if run.returncode:
        raise TriageError(
            problem or run.stderr.decode(errors="replace").strip() or f"git {words[0]} failed"
        )
    return run.stdout
