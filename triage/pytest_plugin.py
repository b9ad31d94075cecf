"""Cases as pytest items: each case of a rule set runs on both engines, and fails without a Python
traceback.

A rule set without a case is a failing item. A case with `todo` is expected to fail; where it
passes, it fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from triage.cases.case_files import Case
    from triage.cases.stories import Retelling
    from triage.engine import Engine
    from triage.language.diagnostics import Span
    from triage.language.ruleset import RuleSet, Stamp

IDENTITY = "ruleset.yaml"


class CaseFailed(Exception):
    """A case whose expectations do not hold, or that has none; its text says all there is to
    say.
    """


def pytest_configure(config: pytest.Config) -> None:
    """Begin a run that loads each rule set once."""
    config.stash[_LOADED] = _Loaded()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run and free the engines."""
    if _LOADED in config.stash:
        config.stash[_LOADED].close()


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    """Collect the YAML files in the `cases` folder of a rule set, and rule sets that have none."""
    if file_path.name == IDENTITY:
        has_cases = any((file_path.parent / "cases").glob("*.yaml"))
        return None if has_cases else WithoutCases.from_parent(parent, path=file_path)
    is_case = file_path.suffix == ".yaml" and file_path.parent.name == "cases"
    if is_case and (file_path.parent.parent / IDENTITY).is_file():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """One file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each case and engine, or one that fails where the file holds no
        case.
        """
        from triage.cases import case_files
        from triage.language.diagnostics import RuleSetError
        from triage.render.author.problems import problems_text

        loaded = self.config.stash[_LOADED]
        folder = _shown(self.path.parent.parent)
        try:
            ruleset = loaded.ruleset(folder)
            found = case_files.load(_shown(self.path), ruleset)
        except RuleSetError as error:
            raise self.CollectError(problems_text(error.diagnostics, colour=False)) from error
        engines, stamp = loaded.engines(folder), ruleset.stamp
        for case in found:
            for engine in engines:
                yield CaseItem.from_parent(
                    self, name=f"{case.id}[{engine.name}]", case=case, engine=engine, stamp=stamp
                )
            for place, telling in enumerate(case.also_told, 1):
                for engine in engines:
                    yield TellingItem.from_parent(
                        self,
                        name=f"{case.id}-told-{place}[{engine.name}]",
                        case=case,
                        telling=telling,
                        engine=engine,
                        stamp=stamp,
                    )
        for engine in engines if found and found[0].everyday else ():
            yield StoriesItem.from_parent(
                self, name=f"everyday[{engine.name}]", cases=found, engine=engine, stamp=stamp
            )
        if not found:
            yield NoCase.from_parent(self, name="no-case")


class WithoutCases(pytest.File):
    """A rule set that no case is written for."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item that fails."""
        yield NoCase.from_parent(self, name="no-case")


class _Item(pytest.Item):
    """An item whose failure is shown as its own words; a traceback only for a bug."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The words of a failed case."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class NoCase(_Item):
    """Stands where at least one case belongs."""

    def runtest(self) -> None:
        """Fail: a rule set that nothing checks is not fine."""
        raise CaseFailed(f"{_shown(self.path)}: no case here; write one under `cases:`")


class _Placed(_Item):
    """An item that stands in a file of cases, run on one engine."""

    def __init__(
        self, *, name_of: str, span: Span, engine: Engine, stamp: Stamp, **rest: Any
    ) -> None:
        super().__init__(**rest)
        self._engine, self._span = engine, span
        self.user_properties += [
            ("case", name_of),
            ("engine", engine.name),
            ("file", span.file),
            ("line", span.line),
            ("ruleset", stamp.id),
            ("version", stamp.version),
            ("digest", stamp.digest),
        ]

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, self._span.line - 1, self.name


class CaseItem(_Placed):
    """One case on one engine."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(name_of=case.id, span=case.span, **rest)
        self._case = case

    def runtest(self) -> None:
        """Assess the answers and compare with what the case expects."""
        from triage.cases.results import CaseOutcome
        from triage.render.author.case_verdict import case_verdict

        assessment = self._engine.assess(self._case.answers)
        found = case_verdict(self._case, assessment, self._engine.name)
        if found.outcome is CaseOutcome.TODO:
            pytest.xfail(found.says)
        if found.outcome is CaseOutcome.FAILED:
            raise CaseFailed(found.says)


class TellingItem(_Placed):
    """One telling of a case on one engine."""

    def __init__(self, *, case: Case, telling: Retelling, **rest: Any) -> None:
        super().__init__(name_of=case.id, span=telling.span, **rest)
        self._case, self._telling = case, telling

    def runtest(self) -> None:
        """Compare its level with that of the case."""
        from triage.render.author.case_verdict import telling_verdict

        engine = self._engine
        meant, told = (engine.assess(one.answers) for one in (self._case, self._telling))
        found = telling_verdict(self._case, self._telling, meant, told, engine.name)
        self.user_properties += [("level", meant.level.id), ("told", told.level.id)]
        if found.says:
            raise CaseFailed(found.says)


class StoriesItem(_Placed):
    """The share of a file's stories of every day on one engine."""

    def __init__(self, *, cases: Sequence[Case], **rest: Any) -> None:
        everyday = cases[0].everyday
        span = everyday.span if everyday else cases[0].span
        super().__init__(name_of="everyday", span=span, **rest)
        self._cases = cases

    def runtest(self) -> None:
        """Count the stories that come out above the level of the file."""
        from triage.render.author.case_verdict import stories_verdict

        assessed = [(case, self._engine.assess(case.answers)) for case in self._cases]
        for found in stories_verdict(assessed, self._engine.name):
            if found.stories is not None:
                self.user_properties += [
                    ("stories", found.stories.count),
                    ("above", " ".join(found.stories.above)),
                    ("at_most", found.stories.at_most),
                    ("share", found.stories.most),
                ]
            if found.says:
                raise CaseFailed(found.says)


class _Loaded:
    """The rule sets of one run with their engines; the networks stay open until the run ends."""

    def __init__(self) -> None:
        self._rulesets: dict[Path, RuleSet] = {}
        self._broken: set[Path] = set()
        self._engines: dict[Path, tuple[Engine, ...]] = {}

    def ruleset(self, folder: Path) -> RuleSet:
        """The rule set in ``folder``; where it does not load, its problems the first time and no
        more after.
        """
        from triage.language.diagnostics import RuleSetError
        from triage.language.load import load

        if folder in self._broken:
            raise pytest.Collector.CollectError(
                f"{folder}: the rule set does not load; its problems are said above"
            )
        if folder not in self._rulesets:
            try:
                self._rulesets[folder] = load(folder)
            except RuleSetError:
                self._broken.add(folder)
                raise
        return self._rulesets[folder]

    def engines(self, folder: Path) -> tuple[Engine, ...]:
        """The engines that can run the rule set here."""
        from triage.engine import NAMES, open_engine
        from triage.language.diagnostics import EngineError

        if folder not in self._engines:
            opened = []
            for name in NAMES:
                with suppress(EngineError):
                    opened.append(open_engine(self.ruleset(folder), name)[0])
            self._engines[folder] = tuple(opened)
        return self._engines[folder]

    def close(self) -> None:
        for engine in (engine for engines in self._engines.values() for engine in engines):
            engine.close()


_LOADED = pytest.StashKey[_Loaded]()


def _shown(path: Path) -> Path:
    """The path as it is shown: from the working folder where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
