"""Pages as Markdown, read back with a Markdown reader."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from tests.conftest import Golden
from triage.engine.assessment import Assessment
from triage.render.formats.markdown import render
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.result_page import result_page
from triage.why.explanation import Explanation

TRICKY = [
    "*a* _b_ `c`",
    "# no heading",
    "- no list",
    "1. no list",
    "2) no list",
    "<b>no tag</b>",
    "[x](y) ![z](w)",
    "a | b",
    "&amp; stays",
    "~~no~~",
    "back\\slash",
    "+ plus",
    "> quote",
    "two\n\nlines",
]


def html_of(page: Page) -> str:
    return str(MarkdownIt().render(render(page)))


def test_the_markdown_of_a_case_is_as_recorded(rich_case: Assessment, golden: Golden) -> None:
    golden("result.md", render(result_page(Explanation(rich_case), "999", "reference")))


@pytest.mark.parametrize("text", TRICKY)
def test_text_of_a_rule_set_is_never_read_as_a_mark(text: str) -> None:
    tokens = MarkdownIt().parse(render(Page("T", (PageSection("S", (Line(text),)),))))
    inline = tokens[-2]
    shown = "".join(child.content for child in inline.children or [])
    assert [token.type for token in tokens[-3:]] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in inline.children or []} <= {"text", "text_special"}
    assert shown == " ".join(text.split())


def test_points_become_one_list_and_the_strong_line_a_quote() -> None:
    page = Page(
        "T",
        (
            PageSection(
                "S",
                (Line("A", LineKind.STRONG), Line("b", LineKind.POINT), Line("c", LineKind.POINT)),
            ),
        ),
    )
    html = html_of(page)
    assert "<blockquote>\n<p><strong>A</strong></p>\n</blockquote>" in html
    assert "<ul>\n<li>b</li>\n<li>c</li>\n</ul>" in html


def test_a_folded_section_becomes_details_with_its_content() -> None:
    page = Page("T", (PageSection("<S>", (Line("b", LineKind.POINT),), folded=True),))
    assert (
        "<details>\n<summary>&lt;S&gt;</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>"
        in html_of(page)
    )


def test_a_line_is_followed_by_what_it_rests_on() -> None:
    page = Page(
        "T", (PageSection("S", (Line("a", badge="added safety note", cites=("NHS, *Stroke*",)),)),)
    )
    assert "<p>a <em>(added safety note: NHS, *Stroke*)</em></p>" in html_of(page)
