"""The handbook: every page is there, every link leads somewhere and back, and nothing of anyone
else is overwritten.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from tests.edits import change
from tests.house import growing
from tests.places import TINY
from tests.shell import Ran, run_triage
from triage.analysis.drawing.views import of_finding
from triage.cases import case_files
from triage.engine.reference import ReferenceEngine
from triage.handbook.page_keys import PageKey, PageKind
from triage.handbook.pages import MOST_LED_TO, Handbook, handbook
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet
from triage.render.handbook import render

LISTS = ("index.html", "a-z.html")

Files = dict[str, str]


class SitePage(HTMLParser):
    """What a page holds: its tags, ids, headings, title and the addresses it leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.title += (
            data if self._open == "title" and not any(tag == "svg" for tag, _ in self.tags) else ""
        )

    @cached_property
    def ids(self) -> list[str]:
        return [found["id"] or "" for _, found in self.tags if "id" in found]

    @cached_property
    def links(self) -> list[str]:
        return [
            value
            for _, found in self.tags
            for name, value in found.items()
            if name in ("href", "xlink:href", "src") and value is not None
        ]

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


def build(ruleset: RuleSet) -> Handbook:
    engine = ReferenceEngine(ruleset)
    return handbook(ruleset, case_files.load_all(ruleset), lambda case: engine.assess(case.answers))


@pytest.fixture(
    scope="module",
    params=[
        "tiny",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("wells_dvt", "leg_numbness")),
    ],
)
def book(request: pytest.FixtureRequest) -> Handbook:
    return build(load(TINY if request.param == "tiny" else locate(request.param)))


@pytest.fixture(scope="module")
def files(book: Handbook, request: pytest.FixtureRequest) -> Files:
    """What is written, by its path; the large one is made once for all tests."""
    if book.ruleset.identity.id != "leg_numbness":
        return render(book, "112")
    folder: Path = request.getfixturevalue("leg_handbook")
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def pages(files: Files) -> dict[str, SitePage]:
    return {path: SitePage(text) for path, text in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def tiny_files(tiny: RuleSet) -> Files:
    return render(build(tiny), "112")


def targets(path: str, reader: SitePage) -> Iterator[tuple[str, str]]:
    """The files and anchors that the links of a page lead to."""
    for link in reader.links:
        address, _, anchor = link.partition("#")
        yield normpath(join(dirname(path), address)) if address else path, anchor


def triage(*words: str, cwd: Path) -> Ran:
    return run_triage("handbook", *words, cwd=cwd)


def edited(tmp_path: Path, file: str, old: str, new: str) -> RuleSet:
    """The small rule set with one edit."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    change(folder, file, old, new)
    return load(folder)


@pytest.mark.slow
def test_every_link_leads_to_a_file_and_an_anchor(files: Files, pages: dict[str, SitePage]) -> None:
    broken = [
        (path, target, anchor)
        for path, reader in pages.items()
        for target, anchor in targets(path, reader)
        if target not in files or (anchor and anchor not in pages[target].ids)
    ]
    assert broken == []


@pytest.mark.slow
def test_links_between_pages_go_both_ways(pages: dict[str, SitePage]) -> None:
    leads = {
        path: {
            target for target, _ in targets(path, reader) if target in pages and target not in LISTS
        }
        - {path}
        for path, reader in pages.items()
        if path not in LISTS
    }
    assert [
        (one, other) for one, others in leads.items() for other in others if one not in leads[other]
    ] == []
    assert sum(map(len, leads.values())) > 3 * len(leads)


def test_the_lists_lead_to_every_page(pages: dict[str, SitePage]) -> None:
    listed = {target for target, _ in targets("index.html", pages["index.html"])}
    assert set(pages) - listed - {"index.html"} == set()
    alphabetical = {target for target, _ in targets("a-z.html", pages["a-z.html"])}
    assert {
        path for path in pages if path not in LISTS and not path.startswith("cases/")
    } <= alphabetical


def test_there_is_a_page_for_each_cause_finding_red_flag_level_and_source(
    book: Handbook, files: Files
) -> None:
    ruleset = book.ruleset
    flags = [name for name, question in ruleset.questions.items() if ruleset.is_red_flag(question)]
    wanted = [
        *(PageKey(PageKind.CAUSE, name) for name in ruleset.causes),
        *(PageKey(PageKind.RED_FLAG, name) for name in flags),
        *(PageKey(PageKind.FINDING, name) for name in ruleset.findings),
        *(PageKey(PageKind.LEVEL, name) for name in ruleset.identity.levels),
        *(PageKey(PageKind.SOURCE, name) for name in ruleset.sources),
    ]
    assert flags
    assert [key for key in wanted if book.paths[key] not in files] == []


def test_a_page_needs_no_script_and_nothing_from_elsewhere(
    files: Files, pages: dict[str, SitePage]
) -> None:
    for reader in pages.values():
        assert not {"script", "iframe", "object", "form", "base"} & {tag for tag, _ in reader.tags}
        assert not [name for _, found in reader.tags for name in found if name.startswith("on")]
        assert not [link for link in reader.links if re.match(r"\w+:|//", link)]
    assert not re.search(r"url\(|@import", files["style.css"])


def test_each_page_has_one_first_heading_and_skips_no_rank(pages: dict[str, SitePage]) -> None:
    for path, reader in pages.items():
        assert reader.headings.count(1) == 1, path
        assert reader.headings[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(reader.headings)), path


def test_titles_and_anchors_are_unique(pages: dict[str, SitePage]) -> None:
    titles = [reader.title for reader in pages.values()]
    assert len(set(titles)) == len(titles)
    assert [path for path, reader in pages.items() if len(set(reader.ids)) < len(reader.ids)] == []


@pytest.mark.slow
def test_a_page_begins_with_what_is_on_it(tiny_files: Files) -> None:
    listed = (
        tiny_files["causes/clot.html"]
        .partition('<nav aria-label="On this page">')[2]
        .partition("</nav>")[0]
    )
    assert re.findall(r'href="#([a-z]+)"', listed) == [
        "what",
        "shows",
        "raises",
        "tests",
        "treatment",
        "prevention",
        "rules",
        "next",
        "drawing",
        "from",
        "to",
        "cases",
    ]


def test_every_page_says_what_to_do_in_an_emergency_and_that_it_does_not_diagnose(
    files: Files,
) -> None:
    for path, text in files.items():
        if path.endswith(".html"):
            assert "In an emergency, call 112 now." in text
            assert "It does not diagnose." in text


def test_every_rule_is_told_on_the_page_of_what_it_concludes(
    book: Handbook, pages: dict[str, SitePage]
) -> None:
    told = {
        name
        for page in book.pages.values()
        for name in pages[book.paths[page.key]].ids
        if name in {f"rule-{rule.id}" for rule in page.into}
    }
    assert told == {f"rule-{rule.id}" for rule in book.ruleset.rules}


@pytest.mark.slow
def test_a_cause_shows_patients_it_fits_and_none_for_whom_only_the_risk_is_raised(
    tiny: RuleSet,
) -> None:
    page = build(tiny).pages[PageKey(PageKind.CAUSE, "artery_disease")]
    fits = [
        next(found.fit for found in shown.assessment.causes if found.cause.id == "artery_disease")
        for shown in page.cases
    ]
    assert set(fits) <= {"typical", "compatible"}
    assert [
        link
        for link in SitePage(render(build(tiny), "112")["causes/artery_disease.html"]).links
        if "#case-" in link
    ] == [f"../cases/{shown.chapter.id}.html#case-{shown.case.id}" for shown in page.cases]


def test_a_question_leads_through_findings_to_causes_and_levels(tiny: RuleSet) -> None:
    page = build(tiny).pages[PageKey(PageKind.QUESTION, "walking_pain")]
    assert {
        PageKey(PageKind.FINDING, "walking_pattern"),
        PageKey(PageKind.CAUSE, "artery_disease"),
        PageKey(PageKind.LEVEL, "see_doctor"),
    } <= set(page.leads_to)


@pytest.mark.slow
def test_of_a_long_chain_the_nearest_pages_and_every_level_are_listed_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)  # drawings of such chains take seconds
    book = build(growing.thin_chain(tmp_path, 2 * MOST_LED_TO))
    page = book.pages[PageKey(PageKind.QUESTION, "q")]
    findings = [PageKey(PageKind.FINDING, f"f{n}") for n in range(MOST_LED_TO)]
    assert page.leads_to == (
        PageKey(PageKind.LEVEL, "emergency"),
        PageKey(PageKind.LEVEL, "see_doctor"),
        *findings,
    )
    assert not book.is_whole
    assert "only the nearest pages" in render(book, "112")["questions/q.html"]


@pytest.mark.slow
def test_a_claim_says_which_pages_rest_on_it(tiny: RuleSet, tiny_files: Files) -> None:
    book = build(tiny)
    assert PageKey(PageKind.FINDING, "lasting") in book.citing["A-lasts"]
    page = SitePage(tiny_files["sources/A.html"])
    assert "claim-A-lasts" in page.ids
    assert "../findings/lasting.html" in page.links


def test_the_boxes_of_a_drawing_lead_to_their_pages(tiny_files: Files) -> None:
    drawing = tiny_files["causes/artery_disease.html"].partition("<svg")[2].partition("</svg>")[0]
    assert {
        "../findings/walking_pattern.html",
        "../levels/see_doctor.html",
        "../causes/artery_disease.html#rule-smoking-narrows",
    } <= set(re.findall(r'xlink:href="([^"]+)"', drawing))
    assert "causes/artery_disease.html" in tiny_files["rules.svg"]


def test_a_finding_is_drawn_with_what_brings_it_and_what_reads_it(tiny: RuleSet) -> None:
    names = {node.key.id for node in of_finding(tiny, "walking_pattern").nodes}
    assert {
        "walking_pain",
        "pain-that-rest-eases",
        "walking_pattern",
        "walking-pattern-is-typical",
        "artery_disease",
    } <= names
    assert "clot" not in names


@pytest.mark.slow
def test_every_red_flag_cause_finding_level_and_source_has_rules_a_drawing_and_patients(
    book: Handbook, files: Files
) -> None:
    for key, page in book.pages.items():
        if key.kind in {
            PageKind.RED_FLAG,
            PageKind.CAUSE,
            PageKind.FINDING,
            PageKind.LEVEL,
            PageKind.SOURCE,
        }:
            text = files[book.paths[key]]
            assert {"rules", "cases"} <= set(SitePage(text).ids), key
            assert ("<svg" in text) == bool(page.into or page.out), key


def test_a_source_and_its_patients_lead_to_each_other(tiny_files: Files) -> None:
    reading = re.findall(
        r'href="\.\./(cases/[^"#]+)#(case-[^"]+)"', tiny_files["sources/guide-page.html"]
    )
    assert reading
    for path, name in reading:
        section = tiny_files[path].partition(f'id="{name}"')[2].partition('id="case-')[0]
        assert "../sources/guide-page.html" in section, name


def test_without_pygraphviz_the_pages_say_why_there_is_no_drawing(
    tiny: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    files = render(build(tiny), "112")
    assert "rules.svg" not in files
    assert "rules.svg" not in files["index.html"]
    assert "<svg" not in files["causes/clot.html"]
    assert all(
        "pygraphviz was not installed" in files[path] for path in ("index.html", "causes/clot.html")
    )


@pytest.mark.slow
def test_without_patients_the_pages_say_so(tiny: RuleSet) -> None:
    engine = ReferenceEngine(tiny)
    files = render(handbook(tiny, [], lambda case: engine.assess(case.answers)), "112")
    assert "None yet." in files["causes/clot.html"]
    assert not [path for path in files if path.startswith("cases/")]
    assert "Invented patients" not in files["index.html"]


@pytest.mark.slow
def test_what_an_author_writes_stays_text(tmp_path: Path) -> None:
    ruleset = edited(
        tmp_path, "findings.yaml", "name: Numbness that lasts", 'name: <script>x</script> & "co"'
    )
    files = render(build(ruleset), "112")
    assert not [path for path, text in files.items() if "<script" in text]
    assert "&lt;script&gt;x&lt;/script&gt; &amp;" in files["findings/lasting.html"]


def test_two_pages_with_one_name_are_told_apart_by_their_ids(tmp_path: Path, tiny: RuleSet) -> None:
    other = next(finding.name for name, finding in tiny.findings.items() if name != "lasting")
    book = build(edited(tmp_path, "findings.yaml", f"name: {other}", "name: numbness that lasts"))
    assert book.pages[PageKey(PageKind.FINDING, "lasting")].title == "Numbness that lasts (lasting)"


def test_names_that_differ_only_in_capitals_get_files_of_their_own(tmp_path: Path) -> None:
    ruleset = edited(
        tmp_path,
        "ruleset.yaml",
        "  - {id: guide-page,",
        "  - {id: a, title: Another, publisher: Press, kind: added, place: shelf}\n"
        "  - {id: guide-page,",
    )
    paths = list(build(ruleset).paths.values())
    assert {"sources/A.html", "sources/a-2.html"} <= set(paths)
    assert len({path.casefold() for path in paths}) == len(paths)


@pytest.mark.slow
def test_an_article_does_not_count_for_the_alphabet(tiny_files: Files) -> None:
    under = dict(re.findall(r"<h2>(.)</h2>(.*?)</section>", tiny_files["a-z.html"], re.DOTALL))
    assert "A cold leg" in under["C"]
    assert "A pale leg" in under["P"]
    assert "A" not in under


@pytest.mark.slow
def test_the_command_writes_the_site_and_says_where_it_begins(tmp_path: Path) -> None:
    run = triage("--rules", str(TINY), "--output", "book", cwd=tmp_path)
    assert run.code == 0, run.err
    assert re.fullmatch(r"book/index\.html: \d+ pages\n", run.out)
    assert (tmp_path / "book" / "causes" / "clot.html").is_file()


@pytest.mark.slow
def test_an_earlier_handbook_is_renewed_and_what_others_put_there_stays(tmp_path: Path) -> None:
    triage("--rules", str(TINY), "--output", "book", cwd=tmp_path)
    book = tmp_path / "book"
    mark = book / ".triage-handbook"
    (book / "causes" / "gone.html").write_text("an earlier page", encoding="utf-8")
    (book / "mine.html").write_text("mine", encoding="utf-8")
    (tmp_path / "outside.html").write_text("outside", encoding="utf-8")
    mark.write_text(
        mark.read_text(encoding="utf-8") + "causes/gone.html\n../outside.html\n", encoding="utf-8"
    )
    (book / "index.html").write_text("old", encoding="utf-8")
    run = triage("--rules", str(TINY), "--output", "book", cwd=tmp_path)
    assert run.code == 0, run.err
    assert "<h1>" in (book / "index.html").read_text(encoding="utf-8")
    assert not (book / "causes" / "gone.html").exists()
    assert (book / "mine.html").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "outside.html").read_text(encoding="utf-8") == "outside"
    assert "gone" not in mark.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("other", "holds other files, and nothing is ever overwritten"),
        ("other/notes.txt", "is a file"),
    ],
)
def test_a_folder_of_someone_else_is_left_alone(name: str, says: str, tmp_path: Path) -> None:
    notes = tmp_path / "other" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    run = triage("--rules", str(TINY), "--output", name, cwd=tmp_path)
    assert run.code == 2
    assert says in run.err
    assert [path.name for path in notes.parent.iterdir()] == ["notes.txt"]


@pytest.mark.slow
def test_a_file_that_no_handbook_wrote_is_not_overwritten(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / ".triage-handbook").write_text("index.html\n", encoding="utf-8")
    (book / "style.css").write_text("mine", encoding="utf-8")
    run = triage("--rules", str(TINY), "--output", "book", cwd=tmp_path)
    assert run.code == 2
    assert "style.css is there already" in run.err
    assert (book / "style.css").read_text(encoding="utf-8") == "mine"


@pytest.mark.slow
def test_as_json_the_command_lists_the_pages(tmp_path: Path) -> None:
    said = json.loads(triage("--rules", str(TINY), "--output", "book", "--json", cwd=tmp_path).out)
    assert said["schema"] == 1
    assert said["ruleset"] == "tiny"
    assert {
        "kind": "causes",
        "id": "clot",
        "title": "Clot in a leg vein",
        "path": "causes/clot.html",
    } in said["pages"]
    assert all((tmp_path / "book" / page["path"]).is_file() for page in said["pages"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--output", "book", "--rules", "leg_numbnes"], "leg_numbness"),
        ([], "Missing option '--output'"),
    ],
)
def test_wrong_usage_says_what_is_meant(words: list[str], says: str, tmp_path: Path) -> None:
    run = triage(*words, cwd=tmp_path)
    assert run.code == 2
    assert says in run.err
    assert not (tmp_path / "book").exists()
