"""Files to begin with: a whole rule set, a cause or a case, filled so that `triage check` finds
nothing wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from string import Template

from pydantic import TypeAdapter, ValidationError

from triage.analysis.authoring.schemas import KINDS, schema_text
from triage.answers.value import Answers
from triage.cases import case_files
from triage.engine.reference import reference_engine
from triage.files.folder import Folder
from triage.files.writing import reported
from triage.language.conditions import Condition, Holds, Is
from triage.language.diagnostics import TriageError
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.values import Name

SCHEMAS = "schemas"
"""The folder inside a rule set that holds the schemas of its files, for editors."""

TEMPLATES = Path(__file__).parent / "templates"

Files = Mapping[Path, str]
"""Texts by the paths they belong to."""


class Taken(TriageError):
    """Something is there already, and nothing is ever overwritten."""


class WrongId(TriageError):
    """A name that cannot be an id."""


def rule_set(folder: Path) -> Files:
    """The files of a small rule set with one of everything; the folder's name becomes its id."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Taken(f"{folder} exists already; name a folder that does not")
    name = _checked_id(folder.resolve().name)
    root = TEMPLATES / "rule_set"
    filled = {
        folder / path.relative_to(root).with_suffix(""): _filled(path, id=name, title=_title(name))
        for path in sorted(root.rglob("*.yaml.template"))
    }
    return filled | {folder / SCHEMAS / f"{kind}.json": schema_text(kind) for kind in KINDS}


def cause(ruleset: RuleSet, name: str) -> Files:
    """The file of a cause with a card and one rule, which fires on what an existing rule fires
    on.
    """
    rule = f"{_checked_id(name)}-is-typical"
    for taken, what in ((ruleset.causes, name), (ruleset.rule, rule)):
        if what in taken:
            raise Taken(f"`{what}` exists already in the rule set {ruleset.id}")
    cite = next(iter((*ruleset.claims, *ruleset.sources)))
    added = "    added: true" if ruleset.source_of(cite).kind.is_added else ""
    text = _filled(
        TEMPLATES / "cause.yaml.template",
        head=_head(ruleset, "cause"),
        id=name,
        title=_title(name),
        rule=rule,
        level=ruleset.lowest.id,
        cite=cite,
        added=added,
        when=_simple_condition(ruleset),
    )
    return {ruleset.folder / "causes" / f"{name}.yaml": text.rstrip() + "\n"}


def case(ruleset: RuleSet, name: str) -> Files:
    """A file with one case: nothing answered, and the level that this brings now."""
    if any(found.id == _checked_id(name) for found in case_files.load_all(ruleset)):
        raise Taken(f"the case `{name}` exists already in the rule set {ruleset.id}")
    assessment = reference_engine(ruleset).assess(Answers())
    level = next(
        (
            f"level: {{is: {assessment.level.id}, by: {firing.rule.id}}}"
            for firing in assessment.deciding
        ),
        "",
    )
    text = _filled(
        TEMPLATES / "case.yaml.template",
        head=_head(ruleset, "cases"),
        id=name,
        title=_title(name),
        expect=f"{{{level}}}",
    )
    return {ruleset.folder / "cases" / f"{name}.yaml": text}


def write(files: Files, folder: Path) -> tuple[Path, ...]:
    """Write the files, all of them or none, below the folder and through no link.

    Raises:
        Taken: one of them is there already.
        StoreError: one cannot be written.
    """
    below, written = Folder(folder.resolve()), list[str]()
    names = {path: path.relative_to(folder).as_posix() for path in files}
    for path, name in names.items():
        with reported(path):
            if below.holds(name):
                raise Taken(f"{path} exists already; nothing was written")
    with reported(folder):
        below.make()
    try:
        for path, name in names.items():
            with reported(path):
                below.create(name, Safe(files[path]))
            written.append(name)
    except BaseException:
        for name in written:
            with suppress(OSError):
                below.remove(name)
        raise
    return tuple(files)


def _head(ruleset: RuleSet, kind: str) -> str:
    """The line that tells an editor the schema of a file one folder further down; empty where the
    rule set keeps none.
    """
    schema = f"{SCHEMAS}/{kind}.json"
    is_there = (ruleset.folder / schema).is_file()
    return f"# yaml-language-server: $schema=../{schema}\n" if is_there else ""


def _checked_id(name: str) -> str:
    try:
        return str(TypeAdapter(Name).validate_python(name))
    except ValidationError as error:
        raise WrongId(f"`{name}` is no id: {error.errors()[0]['msg']}") from error


def _simple_condition(ruleset: RuleSet) -> str:
    """The condition of an existing rule, so that the new rule makes no difference between
    options.
    """
    simple = (condition for rule in ruleset.rules for condition in _simple(rule.when))
    question = next(iter(ruleset.questions.values()))
    return next(simple, f"{question.id}: {question.option_ids[0]}")


def _simple(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Holds):
        yield f"finding: {condition.finding}"
    elif isinstance(condition, Is):
        yield f"{condition.question}: {condition.option}"


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip() or name
    return words[:1].upper() + words[1:]


def _filled(path: Path, **values: str) -> str:
    return Template(path.read_text(encoding="utf-8")).substitute(values)
