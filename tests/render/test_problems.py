"""What is wrong with a file, as text."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from triage.language.diagnostics import Diagnostic, RuleSetError, Severity, Span
from triage.language.source import parse
from triage.render.author.problems import problems_text


def shown(snippet: str, column: int, end: int) -> list[str]:
    text = problems_text(
        [Diagnostic("T122", "wrong", Span("f.yaml", 7, column, end, snippet))], colour=False
    )
    return text.splitlines()


def marked(snippet: str, column: int, end: int) -> tuple[int, int]:
    """The cell in which the carets begin, counted from the start of the snippet, and how many there
    are.
    """
    line = shown(snippet, column, end)[2].split("| ", 1)[1]
    return len(line) - len(line.lstrip()), line.count("^")


def test_a_problem_shows_place_code_message_line_caret_and_help() -> None:
    with pytest.raises(RuleSetError) as caught:
        parse("id: a\nid: b\n", "rules.yaml")
    assert problems_text(caught.value.diagnostics, colour=False) == (
        "rules.yaml:2:1: error[T103]: `id` is written twice in one mapping\n"
        " 2 | id: b\n"
        "   | ^^\n"
        "help: it stands on line 1 already\n"
        "\n"
        "1 problem\n"
    )


def test_the_last_line_counts_the_problems() -> None:
    problem = Diagnostic("T105", "the file is empty", Span("a.yaml"))
    assert problems_text([problem, problem], colour=False).endswith("\n\n2 problems\n")


def test_a_place_without_its_line_shows_no_line() -> None:
    text = problems_text([Diagnostic("T105", "the file is empty", Span("a.yaml"))], colour=False)
    assert text == "a.yaml:1:1: error[T105]: the file is empty\n\n1 problem\n"


def test_a_warning_is_called_one() -> None:
    problem = Diagnostic("T131", "odd", Span("a.yaml"), severity=Severity.WARNING)
    assert "warning[T131]: odd" in problems_text([problem], colour=False)


@pytest.mark.parametrize(
    ("snippet", "column", "end", "start", "count"),
    [
        ("leg: hott", 6, 10, 5, 4),
        ("\tleg: hott", 7, 11, 9, 4),
        ("a\tb\thott", 5, 9, 10, 4),
        ("脚: 熱い", 4, 6, 4, 4),
        ("cafe\u0301: hott", 8, 12, 6, 4),
        ("leg: ", 6, 6, 5, 1),
        ("leg", 40, 41, 3, 1),
        ("\x1b[31mleg: x", 11, 12, 10, 1),
    ],
)
def test_the_caret_stands_under_the_marked_place(
    snippet: str, column: int, end: int, start: int, count: int
) -> None:
    assert marked(snippet, column, end) == (start, count)


def test_a_long_line_is_cut_around_the_marked_place() -> None:
    snippet = "a" * 500 + "HERE" + "b" * 500
    line, start = shown(snippet, 501, 505)[1].split("| ", 1)[1], marked(snippet, 501, 505)[0]
    assert cell_len(line) <= 100
    assert line.startswith("...a")
    assert line.endswith("b...")
    assert line[start : start + 4] == "HERE"


def test_a_long_marked_place_is_cut_too() -> None:
    assert max(map(cell_len, shown("x" * 5000, 1, 5001))) <= 110


def test_control_characters_never_reach_the_terminal() -> None:
    span = Span("a\x1b.yaml", 1, 1, 2, "\x1b]0;x\x07 \u202eleg")
    text = problems_text([Diagnostic("T121", "unknown `\x1b[2J`", span, "\x9bm")], colour=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_colour_adds_nothing_but_colour() -> None:
    problem = Diagnostic("T121", "unknown", Span("a.yaml", 1, 1, 4, "leg: x"), "look")
    coloured = problems_text([problem], colour=True)
    assert coloured != problems_text([problem], colour=False)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == problems_text([problem], colour=False)
