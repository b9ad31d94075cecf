"""Finished practice on this computer: one SQLite database, whole after any crash, shared by any
number of terminals.

A result that was added is on the disk before `add` returns. Where the database stays locked or
cannot be written, the result waits in a file beside it and is taken in later. A database that is
damaged, newer or another programme's is never overwritten: adding moves it aside, reading leaves it
where it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from triage.files.folder import MINUTE, Folder
from triage.files.writing import (
    StoreError,
    close_to_others,
    make_private,
    put_aside,
    reported,
    resolved,
)
from triage.language.diagnostics import TriageError
from triage.practice.records.waiting import WaitingResult, WaitingResults, is_waiting

NAME = "progress.sqlite3"
SIDES = ("-journal", "-shm", "-wal")
"""What SQLite may keep beside the database."""
APPLICATION = 0x74726961
"""Marks a database as ours: the letters `tria`."""
ADD = "INSERT INTO result (ruleset, finished_at, document) SELECT :ruleset, :finished_at, :document"
ADD_ONCE = f"{ADD} WHERE NOT EXISTS (SELECT 1 FROM result WHERE document = :document)"
PATIENCE = 20.0
"""Seconds to wait for another terminal that is writing."""

MIGRATIONS = (
    (
        "CREATE TABLE result (id INTEGER PRIMARY KEY, ruleset TEXT NOT NULL, finished_at TEXT NOT"
        " NULL, document TEXT NOT NULL)"
    ),
)
"""One statement a version of the schema; a database of version n has seen the first n."""


class _Unusable(Exception):
    """A database that is not for us; says what is the matter with it and the word that its new name
    bears.
    """

    def __init__(self, what: str, word: str) -> None:
        self.word = word
        super().__init__(what)


@dataclass(frozen=True)
class Kept:
    """What a database holds: documents in the order they were added, and what the person has to
    know about it.
    """

    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class KeptBeside(StoreError):
    """The database cannot be written; what should be added waits beside it for the next time."""

    def __init__(self, error: StoreError, aside: Path) -> None:
        TriageError.__init__(
            self, f"{error}. This result is kept in `{aside}` and is added the next time."
        )
        self.reason = error.reason


class Storage:
    """The database in a folder; every method may raise StoreError, also where the database is a
    link or no ordinary file: nothing is read or written through it.
    """

    def __init__(self, folder: Path, migrations: tuple[str, ...] = MIGRATIONS) -> None:
        self.path = folder / NAME
        self._migrations = migrations
        self._waiting = WaitingResults(folder)

    def add(self, ruleset: str, finished_at: str, document: str) -> tuple[str, ...]:
        """Keep a document for good; returns what the person has to know, mostly nothing.

        Raises:
            KeptBeside: the database cannot be written; the document waits beside it.
            StoreError: the document is kept nowhere.
        """
        result = WaitingResult(ruleset, finished_at, document)
        try:
            return self._insert([result])
        except StoreError as error:
            make_private(self.path.parent)
            raise KeptBeside(error, self._waiting.add(result)) from error

    def take_in(self) -> tuple[str, ...]:
        """Add what waits beside the database; returns what the person has to know, mostly
        nothing.
        """
        notes = close_to_others(self.path.parent)
        self._waiting.tidy(MINUTE)
        names = self._waiting.names()
        if not names:
            return notes
        found = dict(self._waiting.read(names))
        try:
            notes += self._insert(found.values(), is_new=False)
        except StoreError as error:
            return (*notes, f"Results that still wait to be added: {len(names)}. {error}")
        for name in found:
            self._waiting.remove(name)
        return (*notes, f"Results that waited and are added now: {len(found)}.")

    def _insert(self, results: Iterable[WaitingResult], is_new: bool = True) -> tuple[str, ...]:
        """Keep the results, all of them or none; where they may not be new, none of them twice."""
        with reported(self.path, sqlite3.Error):
            notes = self._prepare()
            with closing(_connect(self.path)) as database, _transaction(database):
                for result in results:
                    database.execute(ADD if is_new else ADD_ONCE, asdict(result))
        return notes

    def read(self) -> Kept:
        """Everything that was added; nothing, with a note, where the database is not for us."""
        with reported(self.path, sqlite3.Error):
            if not self._is_there():
                return Kept()
            try:
                self._bring_up_to_date()
            except _Unusable as problem:
                note = (
                    f"The file with your progress {problem}: {self.path}. It is left as it is,"
                    " and put aside when the next result is kept."
                )
                return Kept(notes=(note,))
            with closing(_connect(self.path)) as database:
                rows = database.execute("SELECT document FROM result ORDER BY id").fetchall()
        return Kept(tuple(str(document) for (document,) in rows))

    def delete(self) -> int:
        """Remove the database, all that was ever moved aside and all that waits; returns how many
        files are gone.
        """
        with reported(self.path, sqlite3.Error):
            found = [
                path for path in self.path.parent.glob(f"{self.path.stem}.*") if self._is_ours(path)
            ]
            for path in found:
                path.unlink(missing_ok=True)
        return len(found) + self._waiting.tidy(age=0)

    def _is_ours(self, path: Path) -> bool:
        """Whether the name is one that this class gives."""
        if is_waiting(path.name):
            return True
        name = path.name
        for side in SIDES:
            name = name.removesuffix(side)
        middle = name.removeprefix(f"{self.path.stem}.").removesuffix("sqlite3").rstrip(".")
        is_aside = middle.rstrip("0123456789") in ("damaged", "newer", "foreign")
        return name.endswith(".sqlite3") and (not middle or is_aside)

    def _is_there(self) -> bool:
        """Whether there is a database, each file of it an ordinary one."""
        folder = Folder(resolved(self.path.parent))
        for side in SIDES:
            folder.holds(f"{NAME}{side}")
        return folder.holds(NAME)

    def _prepare(self) -> tuple[str, ...]:
        """Afterwards the database is there, is sound and has our schema."""
        notes = make_private(self.path.parent)
        self._is_there()
        try:
            self._bring_up_to_date()
        except _Unusable as problem:
            aside = put_aside(self.path, problem.word, self.path.suffix, SIDES)
            self._bring_up_to_date()
            notes += (f"The file with your progress {problem}. It was put aside as {aside}.",)
        return notes

    def _bring_up_to_date(self) -> None:
        # a file that is there is never opened here: closing it would drop locks
        with suppress(FileExistsError):
            self.path.touch(mode=0o600, exist_ok=False)
        try:
            with closing(_connect(self.path)) as database:
                _check_owner(database)
                _check_whole(database)
                if _version(database) != len(self._migrations):
                    # where another terminal is just doing it, either way is safe
                    with suppress(sqlite3.OperationalError):
                        database.execute("PRAGMA journal_mode = WAL")
                    with _transaction(database):
                        self._migrate(database)
                database.execute("SELECT ruleset, finished_at, document FROM result LIMIT 1")
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                raise _Unusable("is damaged", "damaged") from error
            raise

    def _migrate(self, database: sqlite3.Connection) -> None:
        """Do the steps that the database has not seen; a step is done whole or not at all."""
        found = _version(database)
        if found > len(self._migrations):
            raise _Unusable("was made by a newer version of triage", "newer")
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute("CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)")
        for number, statement in enumerate(self._migrations[found:], found + 1):
            database.execute(statement)
            database.execute("INSERT INTO version VALUES (?)", (number,))


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        database.close()
        raise
    return database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Afterwards all that was done is on the disk, or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    finally:
        if database.in_transaction:
            database.execute("ROLLBACK")


def _version(database: sqlite3.Connection) -> int:
    """How many migrations the database has seen."""
    is_there = database.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'version'"
    ).fetchone()[0]
    number = (
        database.execute("SELECT ifnull(max(number), 0) FROM version").fetchone()[0]
        if is_there
        else 0
    )
    if not isinstance(number, int):
        raise _Unusable("is damaged", "damaged")
    return number


def _check_owner(database: sqlite3.Connection) -> None:
    owner = database.execute("PRAGMA application_id").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and owner != APPLICATION:
        raise _Unusable("belongs to another programme", "foreign")


def _check_whole(database: sqlite3.Connection) -> None:
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _Unusable("is damaged", "damaged")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the content is at fault; a full disk and a busy neighbour are no damage."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
