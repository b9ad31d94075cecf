"""Where rule sets lie: those that come with triage, and those of other authors."""

from __future__ import annotations

from pathlib import Path

from triage.language.diagnostics import TriageError, UnknownName, listed

IDENTITY = "ruleset.yaml"
"""The file that makes a folder a rule set."""
USUAL = "leg_numbness"
"""The rule set that triage was made for: meant where several are installed and none is named."""


class NoneChosen(TriageError):
    """No rule set was named, and none is the one that must be meant."""

    def __init__(self, names: tuple[str, ...]) -> None:
        known = f"several are installed: {listed(names)}" if names else "none is installed"
        super().__init__(f"which rule set? {known}; name one, or stand in its folder")


def shipped() -> Path:
    """The folder of the rule sets that come with triage: inside the package, or beside it in a
    checkout.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def installed() -> tuple[str, ...]:
    """The names of the rule sets that come with triage."""
    return tuple(sorted(path.parent.name for path in shipped().glob(f"*/{IDENTITY}")))


def standing_in() -> Path | None:
    """The rule set that the working folder is, or whose `causes` or `cases` it is.

    No folder further up is looked at: on a shared computer it may be a stranger's.
    """
    if Path(IDENTITY).is_file():
        return Path()
    above = Path("..")
    is_part = (above / IDENTITY).is_file() and Path.cwd().name in ("causes", "cases")
    return above if is_part else None


def usual() -> str:
    """The name of the rule set that is meant where nothing says which: the only one installed, of
    several the usual one.

    Raises:
        NoneChosen: there is none, or several, so that nobody can tell which is meant.
    """
    names = installed()
    if len(names) == 1:
        return names[0]
    if USUAL in names:
        return USUAL
    raise NoneChosen(names)


def locate(name: str) -> Path:
    """The folder of a rule set given by name or path.

    Raises:
        UnknownName: neither a folder nor the name of a shipped rule set.
    """
    folder = shipped() / name
    if Path(name).name == name and (folder / IDENTITY).is_file():
        return folder
    if Path(name).exists():
        return Path(name)
    raise UnknownName("the name of a rule set or a folder", name, installed())
