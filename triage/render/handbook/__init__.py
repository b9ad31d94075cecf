"""The handbook as a static site: HTML files, one style sheet and drawings; no script and nothing
from elsewhere.
"""

from __future__ import annotations

from importlib.resources import files

from triage.handbook.page_keys import PageKind
from triage.handbook.pages import Handbook
from triage.language.safe import Safe
from triage.render.formats.html import filled
from triage.render.handbook.drawings import drawing, whole
from triage.render.handbook.site import Site

INDEX = "index.html"
WHOLE = "rules.svg"

_TEMPLATES = {
    PageKind.RED_FLAG: "question",
    PageKind.QUESTION: "question",
    PageKind.LEVEL: "level",
    PageKind.CAUSE: "cause",
    PageKind.FINDING: "finding",
    PageKind.SOURCE: "source",
    PageKind.CASES: "cases",
}


def render(handbook: Handbook, number: str) -> dict[str, Safe]:
    """Every file of the site, by its path.

    Args:
        handbook: what to show.
        number: the emergency number, in words.
    """
    picture = whole(handbook)
    site = Site(handbook, number, has_drawings=picture is not None)
    found = {"style.css": Safe((files(__package__) / "style.css").read_text(encoding="utf-8"))}
    if picture is not None:
        found[WHOLE] = picture
    for name in ("index", "a-z"):
        found[f"{name}.html"] = filled(f"handbook/{name}.html", site=site, root="")
    for page in handbook.pages.values():
        found[handbook.paths[page.key]] = filled(
            f"handbook/{_TEMPLATES[page.key.kind]}.html",
            site=site,
            root="../",
            page=page,
            drawing=drawing(handbook, page.key) if site.has_drawings else None,
        )
    return found
