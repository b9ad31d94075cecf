"""A teacher's list of patients: the same ones on every machine, or a clear refusal.

    ruleset: leg_numbness
    version: "1.0"
    patients: [pinched-nerve-typical, "seed:12", "seed:13:urgent:hard"]
"""

from __future__ import annotations

from pathlib import Path

from triage import source
from triage.diagnostics import Diagnostic, RuleSetError, did_you_mean
from triage.ruleset import RuleSet
from triage.source import Listing, Table

KEYS = ("ruleset", "version", "patients")


def load(path: Path, ruleset: RuleSet) -> tuple[str, ...]:
    """The ids of the patients in a set file.

    Raises:
        RuleSetError: with every problem found: unknown keys, another rule set, an unknown version, no list.
    """
    table = source.read(path)
    problems = [*_keys(table), *_target(table, ruleset)]
    listed = table.get("patients")
    if "patients" in table and not (isinstance(listed, Listing) and listed and all(isinstance(n, str) for n in listed)):
        problems.append(Diagnostic("T112", "`patients` is a list of case ids and seeds", table.key("patients").span))
    if problems:
        raise RuleSetError(problems)
    assert isinstance(listed, Listing)  # else there was a problem
    return tuple(f"seed:{name}" if str(name).isdigit() else str(name) for name in listed)


def _keys(table: Table) -> list[Diagnostic]:
    unknown = [Diagnostic("T110", f"unknown key `{key}`", table.key(key).span, did_you_mean(key, KEYS))
               for key in table if key not in KEYS]
    missing = [Diagnostic("T111", f"the key `{key}` is missing", table.span) for key in KEYS if key not in table]
    return unknown + missing


def _target(table: Table, ruleset: RuleSet) -> list[Diagnostic]:
    name, version = table.get("ruleset", ruleset.id), table.get("version", ruleset.version)
    if name != ruleset.id:
        message = f"this set is for the rule set `{name}`, not `{ruleset.id}`"
        return [Diagnostic("T501", message, table.key("ruleset").span)]
    if version != ruleset.version:
        message = f"this set is for version {version}; this is version {ruleset.version}"
        return [Diagnostic("T502", message, table.key("version").span, "ask your teacher for a set for this version")]
    return []
