"""Cases as pytest items: each case of a rule set runs on both engines, and fails without a Python traceback."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from triage.cases import Case
    from triage.engine import Engine
    from triage.ruleset import RuleSet


class CaseFailed(Exception):
    """A case whose expectations do not hold; its text says which."""


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> CaseFile | None:
    """Collect the YAML files in the `cases` folder of a rule set."""
    is_case = file_path.suffix == ".yaml" and file_path.parent.name == "cases"
    if is_case and (file_path.parent.parent / "ruleset.yaml").is_file():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """One file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield an item for each case and engine; a file without cases is an error."""
        from triage import cases
        from triage.diagnostics import RuleSetError
        from triage.render.problems import problems_text

        try:
            ruleset = _ruleset(self.path.parent.parent)
            found = cases.load(self.path, ruleset)
        except RuleSetError as error:
            raise self.CollectError(problems_text(error.diagnostics, colour=False)) from error
        if not found:
            raise self.CollectError(f"{self.path} holds no case")
        for case in found:
            for engine in _engines(ruleset):
                yield CaseItem.from_parent(self, name=f"{case.id}[{engine.name}]", case=case, engine=engine)


class CaseItem(pytest.Item):
    """One case on one engine."""

    def __init__(self, *, case: Case, engine: Engine, **rest: Any) -> None:
        super().__init__(**rest)
        self._case, self._engine = case, engine

    def runtest(self) -> None:
        """Assess the answers and compare with what the case expects."""
        from triage.cases import mismatches

        found = mismatches(self._case, self._engine.assess(self._case.answers))
        if found:
            raise CaseFailed("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The sentences of a failed case; a traceback only for a bug."""
        if isinstance(excinfo.value, CaseFailed):
            place = self._case.expect.span
            return f"{place.file}:{place.line}: {self._case.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, self._case.expect.span.line - 1, self.name


@lru_cache(maxsize=8)
def _ruleset(folder: Path) -> RuleSet:
    from triage.load import load

    return load(folder)


def _engines(ruleset: RuleSet) -> list[Engine]:
    return list(_opened(ruleset.folder))


@lru_cache(maxsize=8)
def _opened(folder: Path) -> tuple[Engine, ...]:
    """The engines that can run here; the networks stay open until the process ends."""
    from triage.engine import NAMES, durable_problem, open_engine

    names = [name for name in NAMES if name != "durable" or not durable_problem()]
    return tuple(open_engine(_ruleset(folder), name)[0] for name in names)
