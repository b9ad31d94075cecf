"""The emergency number follows the setting, then the place."""

from __future__ import annotations

import pytest

from triage.render.results.region import emergency_number

ANYWHERE = "your local emergency number (112 or 911 in many countries)"


@pytest.mark.parametrize(
    ("locale", "number"),
    [
        ("en_GB.UTF-8", "999"),
        ("en_US", "911"),
        ("fr_CA.UTF-8", "911"),
        ("en_AU", "000"),
        ("mi_NZ", "111"),
        ("hi_IN", "112"),
        ("de_DE.UTF-8@euro", "112"),
        ("ga_IE@x", "112"),
        ("sv_FI", "112"),
    ],
)
def test_the_territory_gives_a_number_that_does_not_stand_alone(locale: str, number: str) -> None:
    assert emergency_number({"LANG": locale}) == f"{number} (or your local emergency number)"


@pytest.mark.parametrize("locale", ["", "C", "C.UTF-8", "POSIX", "en", "pt_BR", "tlh_XX"])
def test_an_unknown_place_gets_words_that_fit_everywhere(locale: str) -> None:
    assert emergency_number({"LANG": locale}) == ANYWHERE


def test_the_first_locale_that_is_set_decides() -> None:
    assert emergency_number({"LC_ALL": "", "LC_MESSAGES": "en_NZ", "LANG": "en_GB"}).startswith(
        "111 "
    )
    assert emergency_number(
        {"LC_ALL": "en_US", "LC_MESSAGES": "en_NZ", "LANG": "en_GB"}
    ).startswith("911 ")


def test_the_setting_wins_over_the_place_and_stands_alone() -> None:
    assert emergency_number({"TRIAGE_EMERGENCY_NUMBER": " 144 ", "LANG": "en_GB"}) == "144"


def test_an_empty_setting_counts_as_none() -> None:
    assert emergency_number({"TRIAGE_EMERGENCY_NUMBER": " ", "LANG": "en_GB"}).startswith("999 ")


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_EMERGENCY_NUMBER", "117")
    assert emergency_number() == "117"
