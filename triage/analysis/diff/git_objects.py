"""Read files of a git revision as objects. The only module that knows how git stores things.

Nothing is checked out, archived, filtered or fetched, and no programme is started: a repository
from a stranger is data. Its configuration can name commands; none of it is acted upon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from dulwich.errors import NotGitRepository
from dulwich.objects import Blob, Commit, Tree
from dulwich.objectspec import parse_commit, parse_object
from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion

from triage.language.diagnostics import TriageError

UNREADABLE = (KeyError, ValueError, IndexError, AssertionError, OSError, EOFError)
"""What reading an object raises that is missing, cut off or made up."""

_PLAIN = re.compile(r"[^/\\\0]+")


class Revision:
    """One commit of a repository, by the name a person gave it."""

    def __init__(self, repository: Repo, commit: Commit, name: str) -> None:
        self._repository, self._commit, self._name = repository, commit, name

    def files(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """The files below a folder of the revision, by their paths from there, however deep.

        Links and other repositories inside are passed over.

        Raises:
            TriageError: the repository does not hold what the folder consists of.
        """
        try:
            tree = self._tree(folder)
            yield from self._below(tree, "") if tree else ()
        except UNREADABLE as error:
            raise TriageError(
                f"the repository does not hold all of `{folder}` at `{self._name}`"
            ) from error

    def _tree(self, folder: str) -> Tree | None:
        found = self._repository[self._commit.tree]
        for part in Path(folder).parts:
            entries = dict(_entries(found)) if isinstance(found, Tree) else {}
            if part not in entries:
                return None
            found = self._repository[entries[part][1]]
        return found if isinstance(found, Tree) else None

    def _below(self, tree: Tree, path: str) -> Iterator[tuple[str, bytes]]:
        for name, (mode, sha) in _entries(tree):
            found = self._repository[sha] if S_ISREG(mode) or S_ISDIR(mode) else None
            if isinstance(found, Blob):
                yield path + name, found.as_raw_string()
            elif isinstance(found, Tree):
                yield from self._below(found, f"{path}{name}/")


def _entries(tree: Tree) -> Iterator[tuple[str, tuple[int, bytes]]]:
    """What a folder holds, without names that would lead out of it."""
    for entry in tree.iteritems():
        name = entry.path.decode("utf-8", errors="replace")
        if _PLAIN.fullmatch(name) and name not in (".", "..", ".git"):
            yield name, (entry.mode, entry.sha)


def top_around(folder: Path) -> Path:
    """The top folder of the work tree that ``folder`` belongs to. A bare repository is none.

    Raises:
        TriageError: it belongs to none.
    """
    for path in (folder, *folder.parents):
        if (path / ".git").exists():
            return path
    raise TriageError(f"`{folder}` is not in a git repository")


@contextmanager
def opened(top: Path) -> Iterator[Repo]:
    """The repository of a work tree.

    Raises:
        TriageError: it cannot be read.
    """
    try:
        repository = Repo(top)
    except (NotGitRepository, UnsupportedExtension, UnsupportedVersion, *UNREADABLE) as error:
        raise TriageError(f"the git repository in `{top}` cannot be read: {error}") from error
    with repository:
        yield repository


def revision(repository: Repo, name: str) -> Revision | None:
    """The commit that a name stands for: a branch, a tag, an id or its beginning, and steps from
    there as `~2`; None where it stands for none.
    """
    base, steps = re.fullmatch(r"([^~^@]*)(.*)", name, re.DOTALL).groups()  # type: ignore[union-attr]  # matches anything
    try:
        commit = parse_commit(repository, base)
        found = parse_object(repository, commit.id + steps.encode()) if steps else commit
    except UNREADABLE:
        return None
    return Revision(repository, found, name) if isinstance(found, Commit) else None


def names(repository: Repo) -> list[str]:
    """The branches and tags of a repository."""
    found = repository.refs.allkeys()
    parts = (name.decode(errors="replace").split("/", 2) for name in sorted(found))
    return [part[2] for part in parts if len(part) == 3 and part[1] in ("heads", "tags")]
