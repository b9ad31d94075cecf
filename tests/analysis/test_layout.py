"""`triage fmt`: one layout, and never another meaning, a lost comment or a changed word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.examples import examples
from tests.places import TINY
from triage.analysis.authoring.layout import laid_out
from triage.cli import triage
from triage.files.writing import StoreError
from triage.language import source
from triage.language.diagnostics import RuleSetError
from triage.language.load import load, written_files
from triage.language.locating import locate

MESSY = """\
# head


rules:
# about the first
-   id:   base
    when:   {  a : b ,c: [ d ,e ] }   # why
    because: "two
       lines"
    text: >-
          folded
          text

          more


    # before cites
    cites:
    - A
    - B
    # at the end of cites
-   id: second
    then:
          level: urgent
"""
NEAT = """\
# head

rules:
  # about the first
  - id: base
    when: {a: b, c: [d, e]}   # why
    because: "two
       lines"
    text: >-
      folded
      text

      more

    # before cites
    cites:
      - A
      - B
      # at the end of cites
  - id: second
    then:
      level: urgent
"""
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(TINY.rglob("*.yaml"))]
VALUES = st.recursive(
    st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), min_size=1, max_size=60
    )
    | st.sampled_from(["no", "12:30", "a: b", "# x", "- y", "x\n\ny\n", " lead", "{", "it's", '"']),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(st.sampled_from("abcde"), inner, min_size=1)
    ),
    max_leaves=12,
)


def meaning(text: str) -> object:
    def ordered(value: object) -> object:
        if isinstance(value, dict):
            return [(key, ordered(inner)) for key, inner in value.items()]
        return [ordered(inner) for inner in value] if isinstance(value, list) else str(value)

    return ordered(source.parse(text, "x.yaml"))


def assert_lawful(text: str) -> str:
    new = laid_out(text, "x.yaml")
    assert meaning(new) == meaning(text)
    assert laid_out(new, "x.yaml") == new
    return new


def contents(folder: Path) -> list[object]:
    """All that a rule set says, without the places where it stands."""
    texts = [path.read_text(encoding="utf-8") for path in written_files(folder)]
    rules = [(rule.id, repr(rule.when), repr(rule.then)) for rule in load(folder).rules]
    return [*map(meaning, texts), rules]


def test_the_layout_is_two_columns_a_level_and_keeps_every_comment() -> None:
    assert laid_out(MESSY, "x.yaml") == NEAT
    assert assert_lawful(MESSY.replace("\n", "\r\n")) == NEAT


@pytest.mark.slow
def test_what_is_laid_out_well_stays_as_it_is() -> None:
    for text in TEXTS:
        assert laid_out(text, "x.yaml") == text


@pytest.mark.slow
@examples(150)
@given(
    st.dictionaries(st.sampled_from("abcde"), VALUES, min_size=1),
    st.sampled_from([2, 3, 4, 7]),
    st.sampled_from([20, 100]),
    st.sampled_from([True, False, None]),
)
def test_nothing_that_is_written_gets_another_meaning(
    value: dict[str, object], indent: int, width: int, flow: bool | None
) -> None:
    text = yaml.safe_dump(
        value,
        indent=indent,
        width=width,
        default_flow_style=flow,
        allow_unicode=True,
        sort_keys=False,
    )
    try:
        source.parse(text, "x.yaml")
    except RuleSetError:
        assume(False)
    assert_lawful(text)


@pytest.mark.slow
@examples(150)
@given(st.data())
def test_no_comment_and_no_word_is_lost(data: st.DataObject) -> None:
    """Lines of the small rule set, moved together to the right, with comments put between them."""
    lines = data.draw(st.sampled_from(TEXTS)).splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(lines)))
        comment = " " * data.draw(st.integers(0, 9)) + data.draw(
            st.sampled_from(["# one", "#two  ", "", "   "])
        )
        lines.insert(place, comment)
    wide = data.draw(st.integers(1, 3))
    text = "".join(widened(line, wide) + "\n" for line in lines)
    try:
        source.parse(text, "x.yaml")
    except RuleSetError:
        assume(False)
    new = assert_lawful(text)
    for word in ("# one", "#two"):
        assert new.count(word) == text.count(word)
    assert sorted(new.split()) == sorted(text.split())


def unsettle(folder: Path) -> None:
    """Wider steps for every file, and blanks where none belong."""
    for path in folder.rglob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        wide = [widened(line, 2) + " \n" + "\n" * (not line) for line in lines]
        path.write_text("".join(wide) + "\n\n", encoding="utf-8")


def widened(line: str, times: int) -> str:
    """The line with so many times the blanks before its text and behind its dash."""
    text = line.lstrip()
    dash = "-" + " " * (2 * times - 1)
    written = dash + text[2:] if text.startswith("- ") else text
    return " " * (times * (len(line) - len(text))) + written


@pytest.mark.slow
def test_a_rule_set_says_the_same_after_it(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    unsettle(folder)
    before = contents(folder)
    assert fmt(folder, "--check")[0] == 1
    assert fmt(folder)[0] == 0
    assert contents(folder) == before
    code, said = fmt(folder, "--check")
    assert (code, len(said.splitlines())) == (0, 1)


@pytest.mark.slow
def test_so_does_a_large_one(tmp_path: Path) -> None:
    """All of it but most of its cases: a table, stories and plain cases stay."""
    folder = shutil.copytree(locate("leg_numbness"), tmp_path / "leg_numbness")
    for path in (folder / "cases").iterdir():
        if path.name not in ("held_back.yaml", "told_afresh.yaml", "levels_and_limits.yaml"):
            path.unlink()
    unsettle(folder)
    before = contents(folder)
    assert fmt(folder)[0] == 0
    assert contents(folder) == before


def fmt(folder: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(triage, ["fmt", str(folder), *options])
    return result.exit_code, result.stdout


@pytest.mark.slow
def test_only_what_changes_is_written(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    messy, neat = folder / "guidance.yaml", folder / "findings.yaml"
    before = neat.stat().st_mtime_ns
    messy.write_text(messy.read_text(encoding="utf-8") + "\n\n# end", encoding="utf-8")
    code, said = fmt(folder, "--diff")
    assert (code, said.count("# end")) == (0, 1)
    assert messy.read_text(encoding="utf-8").endswith("\n\n# end")
    code, said = fmt(folder)
    assert (code, said.splitlines()[0]) == (0, str(messy))
    assert messy.read_text(encoding="utf-8").endswith("\n\n# end\n")
    assert neat.stat().st_mtime_ns == before


def test_no_file_is_written_through_a_link(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    kept = tmp_path / "kept.yaml"
    (folder / "guidance.yaml").rename(kept)
    kept.write_text(kept.read_text(encoding="utf-8") + "\n\n\n# end\n", encoding="utf-8")
    (folder / "guidance.yaml").symlink_to(kept)
    before = kept.read_bytes()
    result = CliRunner().invoke(triage, ["fmt", str(folder)])
    assert isinstance(result.exception, StoreError)
    assert kept.read_bytes() == before


def test_text_that_is_not_shown_is_left_as_it_is(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    path = folder / "guidance.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n\n# a\u202eb\n", encoding="utf-8")
    before = path.read_bytes()
    result = CliRunner().invoke(triage, ["fmt", str(folder)])
    assert result.exit_code == 0
    assert "left alone" in result.stderr
    assert path.read_bytes() == before


def test_an_installed_rule_set_is_not_written_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRIAGE_RULES", raising=False)
    result = CliRunner().invoke(triage, ["fmt"])
    assert isinstance(result.exception, RuleSetError)
