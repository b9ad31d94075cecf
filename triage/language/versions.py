"""Versions of a rule set, such as `1.2.0`, in the order in which they came."""

from __future__ import annotations


def is_earlier(version: str, than: str) -> bool | None:
    """Whether ``version`` came before ``than``; None where one of them is not made of numbers.

    >>> is_earlier("1.9", "1.10.0"), is_earlier("1.0", "1"), is_earlier("draft", "1")
    (True, False, None)
    """
    first, second = _numbers(version), _numbers(than)
    return None if first is None or second is None else first < second


def _numbers(version: str) -> list[int] | None:
    parts = version.split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers
