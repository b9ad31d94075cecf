"""One folder on the disk, and what lies below it: read, written and deleted without following a
link.

A file is there whole or not at all. Where the system can open a folder, each step starts from the
open one, so that nobody can slip a link in between.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from secrets import token_hex

from triage.language.safe import Safe

PRIVATE, USUAL = 0o600, 0o666
"""Who may use a new file: its owner alone, or whoever the system usually lets."""
LEFTOVER = re.compile(r"\.(?P<name>.+)\.[0-9a-z_]+\.tmp")
"""How a file is called while it is being written; ``name`` is the one it gets."""
MINUTE = 60.0
IS_A_LINK = "it is a link, and links are not followed here"

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
# a pipe never keeps who opens it waiting, and no terminal becomes ours
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | _NO_LINK
_CAN_HOLD = os.open in os.supports_dir_fd


class UnsafePath(OSError):
    """A link, a pipe, a device or a way out of the folder; ``filename`` says where it is."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(errno.EINVAL, what, str(path))


@dataclass(frozen=True, slots=True)
class _Held:
    """A folder that is open, by its number; without one where the system opens no folders."""

    path: Path
    number: int | None

    def at(self, name: str) -> str:
        """What to call ``name`` when ``dir_fd`` is the number."""
        return name if self.number is not None else str(self.path / name)

    def kind(self, name: str) -> os.stat_result | None:
        """What bears the name, a link for itself; None where nothing does."""
        try:
            return os.stat(self.at(name), dir_fd=self.number, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def file(self, name: str) -> os.stat_result | None:
        """The ordinary file that bears the name; None where nothing does."""
        found = self.kind(name)
        if found is not None:
            check_file(found, self.path / name)
        return found

    def close(self) -> None:
        if self.number is not None:
            os.close(self.number)


class Folder:
    """A folder, by its path, there or not yet. Every method may raise OSError, and UnsafePath for
    what is a link, no ordinary file, or no way that stays inside.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make the folder where there is none, with those above it."""
        self.path.mkdir(parents=True, exist_ok=True)

    def holds(self, path: str) -> bool:
        """Whether there is an ordinary file of this name."""
        with self._holder(path) as (held, name):
            return held is not None and held.file(name) is not None

    def read(self, path: str, most: int) -> bytes | None:
        """At most so many bytes of a file; None where there is none."""
        with self._holder(path) as (held, name):
            if held is None or held.file(name) is None:
                return None
            number = os.open(held.at(name), _READ, dir_fd=held.number)
            try:
                check_file(os.fstat(number), self.path / path)
                return _read(number, most)
            finally:
                os.close(number)

    def keep(self, path: str, content: Safe, mode: int = PRIVATE) -> None:
        """Write a file, with the folders on the way from this one: afterwards it holds all of
        ``content``, or what it held before.
        """
        with self._made(path) as (held, name):
            before = held.file(name)
            if before is not None and mode != PRIVATE:
                mode = stat.S_IMODE(before.st_mode)
            new = f".{name}.{token_hex(4)}.tmp"
            try:
                _write_new(held, new, content, mode)
                os.replace(
                    held.at(new), held.at(name), src_dir_fd=held.number, dst_dir_fd=held.number
                )
            except BaseException:
                with suppress(OSError):
                    os.unlink(held.at(new), dir_fd=held.number)
                raise
            _sync(held)

    def create(self, path: str, content: Safe) -> None:
        """Write a file that was not there, with the folders on the way from this one.

        Raises:
            FileExistsError: it is there.
        """
        with self._made(path) as (held, name):
            try:
                _write_new(held, name, content, USUAL)
            except FileExistsError:
                raise
            except BaseException:
                with suppress(OSError):
                    os.unlink(held.at(name), dir_fd=held.number)
                raise
            _sync(held)

    def remove(self, path: str) -> None:
        """Delete a file where there is one."""
        with self._holder(path) as (held, name):
            if held is not None and held.file(name) is not None:
                with suppress(FileNotFoundError):
                    os.unlink(held.at(name), dir_fd=held.number)

    def names(self) -> tuple[str, ...]:
        """What lies in the folder, sorted; nothing where it is not there."""
        with self._opened() as held:
            return _names(held) if held is not None else ()

    def tidy(self, is_ours: Callable[[str], bool], age: float = MINUTE) -> int:
        """Delete what a killed programme left half-written, of files whose names are ours; returns
        how many files are gone.
        """
        with self._opened() as held:
            if held is None:
                return 0
            left = [name for name in _names(held) if _is_leftover(held, name, is_ours, age)]
            for name in left:
                with suppress(FileNotFoundError):
                    os.unlink(held.at(name), dir_fd=held.number)
        return len(left)

    @contextmanager
    def _holder(self, path: str) -> Iterator[tuple[_Held | None, str]]:
        """The open folder that a file lies in, and the name it bears there; None where there is no
        such folder.
        """
        *folders, name = parts(path, self.path)
        with self._opened(*folders) as held:
            yield held, name

    @contextmanager
    def _made(self, path: str) -> Iterator[tuple[_Held, str]]:
        """The same, where each folder on the way from this one is made if need be."""
        *folders, name = parts(path, self.path)
        with self._opened(*folders, is_making=True) as held:
            if held is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path))
            yield held, name

    @contextmanager
    def _opened(self, *folders: str, is_making: bool = False) -> Iterator[_Held | None]:
        held = _open(None, str(self.path))
        try:
            for folder in folders:
                if held is None:
                    break
                if is_making:
                    with suppress(FileExistsError):
                        os.mkdir(held.at(folder), dir_fd=held.number)
                outer = held
                try:
                    held = _open(outer, folder)
                finally:
                    if held is not outer:
                        outer.close()
            yield held
        finally:
            if held is not None:
                held.close()


def parts(path: str, folder: Path) -> tuple[str, ...]:
    """The names on the way from a folder down to a file, with "/" between them.

    Raises:
        UnsafePath: it is no such way: it is empty, absolute, begins with a drive or goes up.
    """
    names = tuple(path.split("/"))
    if PurePath(path).parts != names or ".." in names or "\0" in path or PurePath(path).anchor:
        raise UnsafePath(folder / path, "it does not stay in the folder")
    return names


def _open(outer: _Held | None, name: str) -> _Held | None:
    """The folder ``name``, open; None where there is none."""
    path = outer.path / name if outer else Path(name)
    number = outer.number if outer else None
    at = outer.at(name) if outer else name
    try:
        found = os.stat(at, dir_fd=number, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(found.st_mode):
        raise UnsafePath(path, IS_A_LINK)
    if not stat.S_ISDIR(found.st_mode):
        raise UnsafePath(path, "it is no folder")
    return _Held(path, os.open(at, _FOLDER, dir_fd=number) if _CAN_HOLD else None)


def check_file(found: os.stat_result, path: Path) -> None:
    """Make sure that this is an ordinary file.

    Raises:
        UnsafePath: it is a link, a pipe, a device or a folder.
    """
    if stat.S_ISLNK(found.st_mode):
        raise UnsafePath(path, IS_A_LINK)
    if not stat.S_ISREG(found.st_mode):
        raise UnsafePath(path, "it is no ordinary file")


def _read(number: int, most: int) -> bytes:
    content = b""
    while len(content) < most and (more := os.read(number, most - len(content))):
        content += more
    return content


def _write_new(held: _Held, name: str, content: Safe, mode: int) -> None:
    """Write a file that was not there; it is on the disk afterwards."""
    number = os.open(held.at(name), _NEW, mode, dir_fd=held.number)
    try:
        write_all(number, content.encode())
        os.fsync(number)
    finally:
        os.close(number)


def write_all(number: int, content: bytes) -> None:
    """Write all of it, where the system takes it in pieces too."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(number, rest) :]


def _sync(held: _Held) -> None:
    """Have the names in the folder on the disk; some file systems cannot."""
    if held.number is None:
        return
    try:
        os.fsync(held.number)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


def _names(held: _Held) -> tuple[str, ...]:
    place = held.path if held.number is None else held.number
    return tuple(sorted(os.listdir(place)))  # noqa: PTH208 # a number has no path


def _is_leftover(held: _Held, name: str, is_ours: Callable[[str], bool], age: float) -> bool:
    match = LEFTOVER.fullmatch(name)
    if not match or not is_ours(match["name"]):
        return False
    found = held.kind(name)
    return found is not None and stat.S_ISREG(found.st_mode) and found.st_mtime <= time.time() - age
