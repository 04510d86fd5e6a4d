from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.values import LARGEST, count, ident, moment, word
from monitor.errors import Unreadable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=2)
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1234", 1234), (1234, 1234), (12.0, 12), ("1,234", 1234), ("1，234", 1234), (" 12 ", 12), ("0", 0), (0, 0),
        ("1.2万", 12000), ("1.2w", 12000), ("10W+", 100000), ("3亿", 300000000), ("1.25亿", 125000000), ("2千", 2000),
        ("999+", 999), ("1.2万次播放", 12000), ("12人", 12), ("12.0", 12),
        ("9" * 30, LARGEST), ("9" * 29 + "亿", LARGEST),
        ("1k+", 1000), ("3,400", 3400), ("很多", None), (-5, None), (3.5, 4), ("约500", None),
        ("", None), (None, None), ("转发", None), ("赞", None), ("评论", None), ("--", None), ("null", None),
        ("nan", None), (-1, None), ("-1", None),
    ],
)  # fmt: skip
def test_counts(written: object, meant: int | None) -> None:
    assert count({"n": written}, "n") == meant


@pytest.mark.parametrize(
    "rubbish",
    ["蓝湖花园电梯", "2026-07-02 10:00", "#3号楼#", "1.2.3", "1 2 3", True, [], {}, float("inf"), float("nan"), 10**30]
)  # fmt: skip
def test_what_is_no_count_is_unknown(rubbish: object) -> None:
    assert count({"n": rubbish}, "n") is None


def test_the_first_field_that_holds_anything() -> None:
    assert word({"a": "", "b": None, "c": " x "}, "a", "b", "c") == "x"
    assert word({}, "a") is None
    assert ident({"id": "4987000000000001\t"}, "id", digits=True) == "4987000000000001"
    assert ident({"id": "wb_1001"}, "id", digits=True) == "wb_1001"


@given(JSON)
def test_nothing_but_a_value_or_unreadable(value: object) -> None:
    for reader in (count, word, ident, moment):
        with contextlib.suppress(Unreadable):
            reader({"n": value}, "n")
