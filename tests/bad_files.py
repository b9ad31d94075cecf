"""The files of `tests/bad`: one thing done wrong to the small rule set each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from triage.language import source


@dataclass(frozen=True)
class Bad:
    """One thing done wrong to the tiny rule set, and exactly what is said about it."""

    file: str
    old: str | None
    new: bytes | None
    says: str
    more: tuple[Bad, ...] = ()
    """What has to be done in other files as well."""

    @classmethod
    def read(cls, path: Path) -> Bad:
        table = source.read(path)
        new = bytes.fromhex(str(table["hex"])) if "hex" in table else None
        if "new" in table:
            new = str(table["new"]).rstrip("\n").encode()
        old = str(table["old"]).rstrip("\n") if "old" in table else None
        others = tuple(
            cls(
                str(one["file"]),
                str(one["old"]) if "old" in one else None,
                str(one["new"]).encode(),
                "",
            )
            for one in table.get("more", [])
        )
        return cls(str(table["file"]), old, new, str(table["says"]), others)

    def apply(self, folder: Path) -> None:
        for other in self.more:
            other.apply(folder)
        path = folder / self.file
        if self.new is None:
            path.unlink()
        elif self.old is None:
            path.write_bytes(self.new)
        else:
            text = path.read_text(encoding="utf-8")
            assert self.old in text
            path.write_text(text.replace(self.old, self.new.decode(), 1), encoding="utf-8")
