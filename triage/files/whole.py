"""Files of any length that are there whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from triage.files.folder import PRIVATE
from triage.files.writing import reported, resolved

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to: it bears the name ``path`` once all is written, and is gone where
    anything stops that. What stood there before stays until then.

    A new file is for its owner only. A link that the person named is followed; to a device or a
    pipe is written as to what it is.

    Raises:
        StoreError: it cannot be written.
    """
    with reported(path):
        path = resolved(path)
        is_special = path.exists() and not path.is_file()
        half = path if is_special else _begun(path)
        stream = half.open("wb")
    try:
        with stream:
            yield stream
            stream.flush()
            if not is_special:
                os.fsync(stream.fileno())
        if not is_special:
            with reported(path):
                half.replace(path)
    except BaseException:
        if not is_special:
            with suppress(OSError):
                half.unlink()
        raise


def _begun(path: Path) -> Path:
    """An empty file beside the one that it becomes, with the rights of that one."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else PRIVATE
    half = path.with_name(f".{path.name}.{token_hex(4)}.tmp")
    os.close(os.open(half, _NEW, mode))
    return half
