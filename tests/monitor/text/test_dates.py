"""The days that a text speaks of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.dates import MOST, days_spoken_of

PUBLISHED = date(2026, 11, 18)


def spoken(text: str, published: date = PUBLISHED) -> list[date]:
    return [day for day, _ in days_spoken_of(text, published)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年5月3日电梯坠落", date(2023, 5, 3)),
        ("2023年5月电梯坠落", date(2023, 5, 31)),
        ("2023年12月电梯坠落", date(2023, 12, 31)),
        ("2023年电梯坠落", date(2023, 12, 31)),
        ("2023-05-03 电梯坠落", date(2023, 5, 3)),
        ("2023/5/3", date(2023, 5, 3)),
        ("2023.5.3", date(2023, 5, 3)),
        ("23年5月电梯坠落", date(2023, 5, 31)),
        ("5月3日电梯坠落", date(2026, 5, 3)),
        ("12月1日起收费", date(2026, 12, 1)),
        ("去年电梯坠落", date(2025, 12, 31)),
        ("去年3月电梯坠落", date(2025, 3, 31)),
        ("前年电梯坠落", date(2024, 12, 31)),
        ("三年前电梯坠落", date(2023, 11, 19)),
        ("2年多前", date(2024, 11, 18)),
        ("两个月之前", date(2026, 9, 19)),
    ],
)
def test_a_date(text: str, day: date) -> None:
    assert spoken(text) == [day]


def test_a_day_that_cannot_lie_ahead_was_last_year() -> None:
    assert spoken("12月3日电梯坠落", date(2026, 1, 5)) == [date(2025, 12, 3)]


@pytest.mark.parametrize(
    "text", ["2.5元", "2023年13月", "2月30日", "1999.9元", "3栋2单元", "20年的老小区", "100年前", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert [day for day in spoken(text) if day != date(2023, 12, 31)] == []


def test_a_list_of_dates_is_cut() -> None:
    assert len(spoken("2023年5月3日、" * (MOST + 9))) == MOST


@given(
    st.text(st.sampled_from("0123456789年月日号-/.去前个一二十两多之之前 "), max_size=60),
    st.dates(date(2000, 1, 2), date(2100, 1, 1)),
)
def test_it_reads_anything(text: str, published: date) -> None:
    for day, end in days_spoken_of(text, published):
        assert isinstance(day, date)
        assert 0 < end <= len(text)
