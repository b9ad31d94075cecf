"""Pages as terminal text."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from tests.conftest import Golden
from triage.engine.assessment import Assessment
from triage.language.words import Level
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.formats.text import render
from triage.render.results.result_page import result_page
from triage.why.explanation import Explanation

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(page: Page, width: int = 80, **settings: bool) -> str:
    return render(page, width, **{"colour": False, "unicode": True, **settings})


def page_with(*lines: Line, **section: object) -> Page:
    return Page("Title", (PageSection("Part", lines, **section),), Level.URGENT)  # type: ignore[arg-type]


def test_the_text_of_a_case_is_as_recorded(rich_case: Assessment, golden: Golden) -> None:
    page = result_page(Explanation(rich_case), "999", "reference")
    golden("result.txt", plain(page))
    golden("result-40-ascii-folded.txt", plain(page, 40, unicode=False, fold=True))


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_80_columns(
    width: int, rich_case: Assessment
) -> None:
    text = plain(result_page(Explanation(rich_case), "999", "reference"), width)
    assert max(map(cell_len, text.splitlines())) <= min(width, 80)


def test_wide_characters_count_as_two_columns() -> None:
    text = plain(page_with(Line("下肢の麻痺" * 9)), 40)
    assert max(map(cell_len, text.splitlines())) <= 40
    assert "".join(text.split()).count("下肢の麻痺") == 9


def test_without_unicode_all_that_the_programme_adds_is_ascii(rich_case: Assessment) -> None:
    page = result_page(Explanation(rich_case), "999", "reference")
    assert plain(page, unicode=False, fold=True).isascii()


def test_letters_of_the_rule_set_stay_without_unicode() -> None:
    assert "Guillain-Barré" in plain(page_with(Line("Guillain-Barré")), unicode=False)


def test_colour_adds_nothing_but_colour(rich_case: Assessment) -> None:
    page = result_page(Explanation(rich_case), "999", "reference")
    coloured = render(page, 80, colour=True, unicode=True)
    assert coloured != plain(page)
    assert ANSI.sub("", coloured) == plain(page)


def test_the_strong_line_stands_in_a_frame() -> None:
    lines = plain(page_with(Line("Get help.", LineKind.STRONG))).splitlines()
    assert lines[4:7] == ["┌───────────┐", "│ Get help. │", "└───────────┘"]


def test_a_folded_section_shows_as_one_line_when_folding() -> None:
    page = page_with(
        Line("One."), Line("Two.", LineKind.POINT), Line("Three.", LineKind.POINT), folded=True
    )
    assert plain(page, fold=True).splitlines()[2:] == ["▸ Part (3 lines)"]
    assert "Three." in plain(page)


def test_a_line_is_followed_by_what_it_rests_on() -> None:
    page = page_with(Line("Rest helps.", LineKind.POINT, "added safety note", ("NHS, Stroke",)))
    assert plain(page).splitlines()[-2:] == ["• Rest helps.", "  [added safety note: NHS, Stroke]"]


def test_control_characters_never_reach_the_terminal() -> None:
    text = plain(
        Page(
            "T\x1b]0;x\x07",
            (PageSection("S\x9b31m", (Line("a\x1b[2J\u202eb", cites=("\x1bc",)),)),),
        )
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
