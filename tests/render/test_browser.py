"""Our pages in a real browser: axe finds nothing, no page is too wide, every link arrives, and
nothing is fetched.

They need Chromium, Debian's package `chromium`; without it these tests are left out, but never
where CI runs them.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.practised import START, result
from tests.shell import run_triage
from triage.analysis.diff.compare import compare
from triage.analysis.hazards.argument import argument
from triage.analysis.hazards.standing import guarded
from triage.analysis.proofs import properties
from triage.analysis.review.held import held
from triage.answers.answer_file import read_answers
from triage.answers.value import Answers, choose
from triage.cases import case_files
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.records.summary import summarise
from triage.render.author import differences_page
from triage.render.author.hazards import hazards_html
from triage.render.author.review import ForReview, review_html
from triage.render.author.to_sign import picture
from triage.render.formats import html
from triage.render.practice import board_html
from triage.render.practice.progress import progress_board
from triage.render.results.handover import Notes
from triage.render.results.result_page import result_page
from triage.why.explanation import Explanation

pytestmark = pytest.mark.slow

LISTS = ("index.html", "a-z.html")
PHONE = 390
"""How wide a phone is, in pixels."""
AXE = Axe().axe_script
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        assert "CI" not in os.environ, "CI has to have Chromium"
        pytest.skip("no Chromium here; Debian's package is `chromium`")
    with sync_playwright() as playwright:
        # Nobody looks, so nothing stands in for a graphics card: a fifth less time
        flags = ["--no-sandbox", "--disable-gpu"]
        opened = playwright.chromium.launch(executable_path=found, args=flags)
        yield opened
        opened.close()


@contextmanager
def screen(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page on a phone in light colours, and the addresses that it asks for."""
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, color_scheme="light")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    context.close()


@pytest.fixture(scope="module")
def small_handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "handbook"
    assert run_triage("handbook", "--rules", "wells_dvt", "--output", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def pages(leg_handbook: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of every kind of page of the handbook the largest and the smallest; its lists, a result, the
    progress of a student, the changes of a rule set and what is to be reviewed of one.
    """
    kinds = [list(folder.glob("*.html")) for folder in leg_handbook.iterdir() if folder.is_dir()]
    folder, ruleset = tmp_path_factory.mktemp("pages"), load(locate("leg_numbness"))
    made = {
        "result.html": result_of(ruleset),
        "progress.html": progress_of(ruleset),
        "changes.html": changes_of(ruleset),
        **reviews_of(load(locate("wells_dvt"))),
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    extremes = [end(kind, key=size) for end in (max, min) for kind in kinds]
    return [*extremes, *(leg_handbook / name for name in LISTS), *(folder / name for name in made)]


def size(path: Path) -> int:
    return path.stat().st_size


def result_of(ruleset: RuleSet) -> str:
    answers = read_answers(
        {
            "leg_signs": ["swollen", "painful", "hot"],
            "breathing_signs": "not_sure",
            "sensation": ["tingling"],
            "persistence": "constant",
            "side": "left",
            "clot_risks": ["long_journey"],
        },
        ruleset,
        Span("<test>"),
    )
    explanation = Explanation(ReferenceEngine(ruleset).assess(answers))
    return html.render(result_page(explanation, "112", "reference"))


def longest_result(ruleset: RuleSet) -> str:
    """All that one page to hand over could ever say: every line ticked, after long own words."""
    answers = {
        name: choose(one, *(one.option_ids[-1:] if one.kind.takes_one else one.option_ids))
        for name, one in ruleset.questions.items()
    }
    explanation = Explanation(ReferenceEngine(ruleset).assess(Answers(answers)))
    notes = Notes("My left foot has felt odd since this morning. " * 21, datetime(2026, 11, 21))
    return html.render(result_page(explanation, "112", "reference", notes))


def changes_of(ruleset: RuleSet) -> str:
    """An emergency rule taken out, and a finding in other words."""
    gone = next(rule for rule in ruleset.rules if rule.level is ruleset.emergency)
    first, *others = ruleset.findings.values()
    worded = [first.model_copy(update={"name": "Altogether new"}), *others]
    new = replace(
        ruleset,
        digest="0" * 12,
        rules=tuple(rule for rule in ruleset.rules if rule is not gone),
        findings={finding.id: finding for finding in worded},
    )
    return differences_page.html(compare(ruleset, new))


def reviews_of(ruleset: RuleSet) -> dict[str, str]:
    """The hazards with their drawing, and all that a reviewer reads and signs."""
    found = guarded(ruleset, 60)
    drawn = picture(argument(found, "Hazards"))
    holding = held(ruleset, case_files.load_all(ruleset), properties.load(ruleset))
    return {
        "hazards.html": hazards_html(found, ruleset, drawn),
        "review.html": review_html(ForReview(ruleset, holding, found)),
    }


def progress_of(ruleset: RuleSet) -> str:
    now = START + timedelta(days=9)
    made = [
        result(
            day=day,
            ruleset="leg_numbness",
            causes=("sciatica",),
            flags=("leg_signs",),
            needed=("side",),
            mode=mode,
        )
        for day in range(8)
        for mode in ("work_up", "red_flag")
    ]
    made.append(result(day=8, level=Level.EMERGENCY, chosen=Level.URGENT, flags=("spine_signs",)))
    return board_html.render(progress_board(summarise(made, now), ruleset, now))


RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": {"type": "rule", "values": RULES_OF_COLOUR}}
ALL_RULES: dict[str, object] = {}
ALL_BUT_COLOURS = {"rules": {rule: {"enabled": False} for rule in RULES_OF_COLOUR}}


@pytest.mark.parametrize("half", [0, 1])
def test_axe_finds_nothing(browser: Browser, pages: list[Path], half: int) -> None:
    """Colours are dear to look at, and parts of one shape beside each other have the same."""
    with screen(browser) as (page, _):
        for path in pages[half::2]:
            visit(page, path)
            page.evaluate(AXE)
            assert violations(page, ALL_BUT_COLOURS) == {}, path
            page.evaluate(ONE_OF_EACH_SHAPE)
            for width, scheme in product((PHONE, 1280), ("light", "dark")):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                rules = ALL_RULES if scheme == "light" else COLOURS
                assert violations(page, rules) == {}, (path, width, scheme)
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": PHONE, "height": 800})


ONE_OF_EACH_SHAPE = """() => {
    const read = ['class', 'style', 'role', 'href', 'type', 'fill', 'stroke', 'font-size'];
    const shown = (part) => read.map((name) => name === 'href'
        ? part.hasAttribute(name) : part.getAttribute(name) ?? '');
    const shape = (part) => {
        const seen = new Set();
        for (const inner of [...part.children]) {
            const inside = shape(inner);
            if (seen.has(inside)) inner.remove();
            seen.add(inside);
        }
        const words = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        return `${part.tagName} ${shown(part)} ${words} (${[...seen]})`;
    };
    shape(document.body);
}"""
"""Takes out each part that has the shape of one before it: tags, and all that colours rest on."""


def test_the_page_to_hand_over_is_one_printed_page_whatever_was_said(browser: Browser) -> None:
    with screen(browser) as (page, _):
        page.set_content(longest_result(load(locate("leg_numbness"))))
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) == 1


def violations(page: Page, rules: dict[str, object]) -> dict[str, object]:
    """What axe finds on a page that holds it, by its names."""
    asked = """(options) => axe.run(options).then((found) =>
        Object.fromEntries(found.violations.map((one) => [one.id, one.nodes])))"""
    found: dict[str, object] = page.evaluate(asked, {"resultTypes": ["violations"], **rules})
    return found


def visit(page: Page, path: Path) -> None:
    """Open a page and all that is folded on it."""
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")


WRONG = """<title>x</title><style>.pale { color: #bbb }</style><img src='data:,'>
<ul><li>one<li>two<li><b>three</b><li><b class='pale'>four</b></ul>"""


def test_axe_sees_a_page_that_is_wrong(browser: Browser) -> None:
    with screen(browser) as (page, _):
        page.set_content(WRONG)
        page.evaluate(AXE)
        assert "image-alt" in violations(page, ALL_BUT_COLOURS)
        assert set(violations(page, COLOURS)) == {"color-contrast"}
        page.evaluate(ONE_OF_EACH_SHAPE)
        assert set(violations(page, COLOURS)) == {"color-contrast"}
        assert page.locator("li").all_inner_texts() == ["one", "three", "four"]


ADDRESSES = """[...document.querySelectorAll('a')].map(link =>
    new URL(link.getAttribute('href') ?? link.getAttribute('xlink:href'), document.baseURI).href)"""
IDS = "[...document.querySelectorAll('[id]')].map(found => found.id)"


def test_no_page_is_wider_than_a_phone_every_link_arrives_and_nothing_is_fetched(
    browser: Browser, small_handbook: Path, pages: list[Path]
) -> None:
    """All of a small handbook, and the extremes of a large one; that every link of that one arrives
    is asked of its text in `tests/handbook`.
    """
    leads: dict[Path, set[tuple[Path, str]]] = {}
    ids: dict[Path, set[str]] = {}
    with screen(browser) as (page, asked):
        for path in (*sorted(small_handbook.rglob("*.html")), *pages):
            visit(page, path)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
            ids[path] = set(page.evaluate(IDS))
            parts = [urlsplit(address) for address in page.evaluate(ADDRESSES)]
            if path.is_relative_to(small_handbook):
                assert {part.scheme for part in parts} == {"file"}, path
                leads[path] = {(Path(unquote(part.path)), unquote(part.fragment)) for part in parts}
    assert {urlsplit(address).scheme for address in asked} == {"file"}
    assert len(leads) > 25
    assert sum(map(len, leads.values())) > 200
    for path, addresses in leads.items():
        for file, name in addresses:
            assert file.is_file(), (path, file)
            assert not name or name in ids.get(file, {name}), (path, file, name)
