"""Pages as one HTML file that anyone can read."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.conftest import Golden
from tests.html_reader import Reader, contrast
from triage.engine.assessment import Assessment
from triage.language.words import USUAL_LEVELS, Level
from triage.render.formats.html import render
from triage.render.formats.page import Line, LineKind, Page, PageSection, tone
from triage.render.results.result_page import result_page
from triage.why.explanation import Explanation


@pytest.fixture(scope="module")
def document(rich_case: Assessment) -> str:
    return render(result_page(Explanation(rich_case), "999", "reference"))


@pytest.fixture(scope="module")
def reader(document: str) -> Reader:
    return Reader(document)


def test_the_html_of_a_case_is_as_recorded(document: str, golden: Golden) -> None:
    golden("result.html", document)


def test_every_tag_is_closed_in_turn(reader: Reader) -> None:
    assert (reader.wrong, reader.open) == ([], [])


def test_it_names_its_language_its_encoding_and_its_title(document: str, reader: Reader) -> None:
    assert document.startswith("<!doctype html>")
    assert reader.named("html") == [{"lang": "en"}]
    assert {"charset": "utf-8"} in reader.named("meta")
    assert "<title>Tiny legs</title>" in document


def test_it_fits_a_phone(reader: Reader) -> None:
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in reader.named(
        "meta"
    )


def test_it_has_one_main_heading_and_skips_no_level(reader: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_it_has_each_landmark_once(reader: Reader) -> None:
    assert [len(reader.named(name)) for name in ("header", "main", "footer", "nav")] == [1, 1, 1, 0]


def test_ids_are_unique_and_links_lead_to_them(reader: Reader) -> None:
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    links = [attrs["href"] for attrs in reader.named("a")]
    assert len(ids) == len(set(ids))
    inside = {link.removeprefix("#") for link in links if link.startswith("#")}
    assert inside == {name for name in ids if name.startswith("source-")}
    assert {"now", "why", "causes", "handover", "sources"} <= set(ids)


def test_it_needs_no_script_and_nothing_from_elsewhere(document: str, reader: Reader) -> None:
    assert reader.named("script", "link", "img", "iframe", "object", "embed", "base", "form") == []
    told = document.replace("https://example.org/legs", "")  # where a source is, as plain text
    assert not re.search(r"https?:|url\(|@import|javascript:", told)
    assert [
        name for _, attrs in reader.tags for name in attrs if name.startswith("on") or name == "src"
    ] == []


def test_folded_parts_can_be_opened_and_are_open_in_print(document: str, reader: Reader) -> None:
    assert len(reader.named("details")) == len(reader.named("summary")) == 11
    printed = document[document.index("@media print") :]
    assert re.search(r"details::details-content \{[^}]*content-visibility: visible", printed)


def test_text_of_a_rule_set_is_never_read_as_a_tag() -> None:
    evil = "<script>alert('x')</script> & \"more\""
    page = Page(
        evil,
        (
            PageSection(
                evil,
                (Line(evil, LineKind.POINT, evil, (evil,)),),
                (PageSection(evil, folded=True),),
            ),
        ),
    )
    read = Reader(render(page))
    assert read.named("script") == []
    assert read.text.count(evil) == 7


@pytest.mark.parametrize("level", USUAL_LEVELS)
def test_the_strong_line_is_marked_with_its_level(level: Level) -> None:
    page = Page("T", (PageSection("S", (Line("Get help.", LineKind.STRONG),)),), level)
    assert f'<p class="strong {tone(level)}">' in render(page)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_as_wcag_aa_asks(scheme: str, document: str) -> None:
    blocks = re.findall(r":root \{(.*?)\}", document, re.DOTALL)
    light, dark, printed = (dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in blocks)
    colours = light | {"light": {}, "dark": dark, "print": printed}[scheme]
    on_paper = [contrast(colours[name], colours["paper"]) for name in ("ink", "muted", "link")]
    on_level = [
        contrast(colours["strong-ink"], colours[name])
        for name in ("none", *(tone(level) for level in USUAL_LEVELS))
    ]
    assert min(on_paper + on_level) >= 4.5


def test_the_number_to_call_is_a_link_that_dials_it(reader: Reader) -> None:
    assert {"href": "tel:999"} in reader.named("a")
    in_words = Page("T", (PageSection("S", (Line("Call 1999 or 99."),)),), phone="999")
    assert "tel:" not in render(in_words)


def test_numbers_lead_nowhere_where_the_page_lists_no_sources() -> None:
    page = Page("T", (PageSection("S", (Line("Rest.", numbers=(2, 5)),)),))
    read = Reader(render(page))
    assert "Rest. [2,5]" in read.text
    assert read.named("a") == []
