"""What a glance at a batch shows of each of its texts."""

from __future__ import annotations

import pytest

from monitor.text import glance as has
from monitor.text.glance import glance


def test_each_text_has_the_kinds_of_its_own_characters() -> None:
    assert glance(["", "好", "3栋", ""]) == [0, 0, has.DIGIT | has.LATIN | has.BUILT | has.STOREY, 0]
    assert glance([]) == []


@pytest.mark.parametrize(
    ("text", "kind", "there"),
    [
        ("a12b", has.DIGITS, False),
        ("a123b", has.DIGITS, True),
        ("12", has.DIGITS, False),
        ("三〇", has.NUMERALS, False),
        ("三〇二", has.NUMERALS, True),
        ("ab_1", has.LATINS, False),
        ("ab_1-", has.LATINS, True),
        ("abc def", has.LATINS, False),
        ("1-2 3 4", has.SIX, False),
        ("1-2 3 4 5", has.SIX, True),
        ("1" * 15, has.SIXTEEN, False),
        ("1" * 16, has.SIXTEEN, True),
    ],
)
def test_rows_and_counts(text: str, kind: int, there: bool) -> None:
    assert bool(glance(["12", text, "34"])[1] & kind) is there


def test_rows_do_not_reach_from_one_text_into_the_next() -> None:
    assert not any(kinds & (has.DIGITS | has.LATINS) for kinds in glance(["12", "34", "ab", "cd"]))
