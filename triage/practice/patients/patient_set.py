"""A teacher's list of patients: the same ones on every machine, or a clear refusal.

ruleset: leg_numbness
version: "1.0"
patients: [pinched-nerve-typical, "seed:12", "seed:13:urgent:hard"]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from triage.language import source
from triage.language.diagnostics import (
    Diagnostic,
    RuleSetError,
    TriageError,
    UnknownName,
    did_you_mean,
)
from triage.language.ruleset import RuleSet
from triage.language.source import Listing, Table, Text
from triage.practice.patients.clinic import Clinic

KEYS = ("ruleset", "version", "patients")


def load(path: Path, clinic: Clinic) -> tuple[str, ...]:
    """The ids of the patients in a set file, each of whom exists.

    Raises:
        RuleSetError: with every problem found: unknown keys, another rule set, an unknown version,
            no list, and of a
            list for this rule set every patient who is unknown or cannot be made.
    """
    table = source.read(path)
    listed = table.get("patients")
    names = (
        tuple(name for name in listed if isinstance(name, Text))
        if isinstance(listed, Listing)
        else ()
    )
    problems = [*_keys(table), *_target(table, clinic.ruleset)]
    if "patients" in table and (not names or len(names) < len(table["patients"])):
        problems.append(
            Diagnostic(
                "T112", "`patients` is a list of case ids and seeds", table.key("patients").span
            )
        )
    if not problems:
        problems = list(_unknown(names, clinic))
    if problems:
        raise RuleSetError(problems)
    return tuple(map(_id, names))


def _id(name: Text) -> str:
    """The id of a patient; a number alone is a seed."""
    return f"seed:{name}" if name.isascii() and name.isdigit() else str(name)


def _unknown(names: Iterable[Text], clinic: Clinic) -> Iterator[Diagnostic]:
    for name in names:
        try:
            clinic.patient(_id(name))
        except TriageError as error:
            help_text = error.help if isinstance(error, UnknownName) else ""
            yield Diagnostic("T128", str(error), name.span, help_text)


def _keys(table: Table) -> list[Diagnostic]:
    unknown = [
        Diagnostic("T110", f"unknown key `{key}`", table.key(key).span, did_you_mean(key, KEYS))
        for key in table
        if key not in KEYS
    ]
    missing = [
        Diagnostic("T111", f"the key `{key}` is missing", table.span)
        for key in KEYS
        if key not in table
    ]
    return unknown + missing


def _target(table: Table, ruleset: RuleSet) -> Iterator[Diagnostic]:
    wanted = {
        "ruleset": ("T501", ruleset.id, "the rule set", "name the rule set with --rules"),
        "version": (
            "T502",
            ruleset.version,
            "version",
            "ask your teacher for a set for this version",
        ),
    }
    for key, (code, ours, what, help_text) in wanted.items():
        value = table.get(key)
        if value is not None and not isinstance(value, Text):
            yield Diagnostic("T112", f"`{key}` is a single text", table.key(key).span)
        elif value is not None and value != ours:
            yield Diagnostic(
                code, f"this set is for {what} `{value}`; this is `{ours}`", value.span, help_text
            )
