from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.times import EARLIEST, SHANGHAI, from_epoch, from_millis, local, parse_time, to_millis

NINE = datetime(2026, 1, 2, 9, 0, tzinfo=SHANGHAI)
JULY = datetime(2026, 7, 2, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-01-02T09:00:00+08:00", NINE),
        ("2026-01-02T01:00:00Z", NINE),
        ("2026-01-02t01:00:00z", NINE),
        ("2026-01-02T01:00Z", NINE),
        ("2026-01-02T09:00:00+0800", NINE),
        ("2026-01-02 09:00:00 +0800", NINE),
        ("2026-01-02T09:00:00+08", NINE),
        ("2026-01-01T20:00:00-05:00", NINE),
        ("2026-01-02T01:00:00.000000000Z", NINE),
        ("2026-01-02 09:00", NINE),
        ("2026-01-02 09:00:00", NINE),
        (" 2026-1-2 9:00:00\t", NINE),
        ("2026-1-2 9:05:03", NINE + timedelta(minutes=5, seconds=3)),
        ("2026/1/2 9:00", NINE),
        ("2026/01/02 09:00:00", NINE),
        ("2026.1.2 9:00", NINE),
        ("2026年1月2日 9:00", NINE),
        ("2026年01月02日09:00:00", NINE),
        ("2026年1月2日9时0分", NINE),
        ("2026年1月2日 9点", NINE),
        ("2026年1月2日 9点整", NINE),
        ("2026年1月2日 09点05分", NINE + timedelta(minutes=5)),
        ("2026年1月2日9点5分3秒", NINE + timedelta(minutes=5, seconds=3)),
        ("2026年1月2日 9时", NINE),
        ("18/11/2026 10:00", JULY.replace(month=11, day=18)),
        ("18.11.2026 10点", JULY.replace(month=11, day=18)),
        ("11/18/2026 10:00", JULY.replace(month=11, day=18)),
        ("07/07/2026 10:00", JULY.replace(day=7)),
        ("20260102T090000", NINE),
        ("2026-01-02", NINE - timedelta(hours=9)),
        ("2026年1月2日", NINE - timedelta(hours=9)),
        ("2026/1/2", NINE - timedelta(hours=9)),
        ("20260102", NINE - timedelta(hours=9)),
        ("Thu Jul 02 10:00:00 +0800 2026", JULY),
        ("Thu, 02 Jul 2026 10:00:00 +0800", JULY),
        ("Thu, 02 Jul 2026 02:00:00 GMT", JULY),
        (1767315600, NINE),
        (1767315600.0, NINE),
        ("1767315600", NINE),
        ("1767315600.0", NINE),
        (1767315600000, NINE),
        ("1767315600000", NINE),
        (1767315600000000, NINE),
        (1767315600000000000, NINE),
        (datetime(2026, 1, 2, 9, 0), NINE),  # noqa: DTZ001
        (datetime(2026, 1, 2, 1, 0, tzinfo=UTC), NINE),
    ],
)
def test_every_way_to_write_a_time(written: object, meant: datetime) -> None:
    assert parse_time(written) == meant
    assert parse_time(written).utcoffset() == timedelta(hours=8)


def test_fractions_beyond_microseconds_are_cut() -> None:
    assert parse_time("2026-01-02T09:00:00.123456789+08:00") == NINE + timedelta(microseconds=123456)


@pytest.mark.parametrize(
    "rubbish",
    [
        None, True, False, [], {}, b"2026-01-02", "", " ", "刚刚", "昨天 12:00", "5分钟前", "abc", "12345",
        "3/4/2026 10:00", "18/13/2026", "31/02/2026", "18/11/26",
        "2026-13-01", "2026-02-30", "2026-01-02 25:00", "2026-01-02 09:60", "2026-01-02 9:0503",
        "0000-00-00 00:00:00", "2026-01-02T09:00:00+99:00", "Thu Jux 02 10:00:00 +0800 2026",
        float("nan"), float("inf"), float("-inf"), -1, -1767315600, 10**20, 10**400, 1e300, "9" * 5000,
        "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-08:00",
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-8))),
    ],
)  # fmt: skip
def test_what_is_no_time_is_a_value_error(rubbish: object) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_time(rubbish)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.datetimes(timezones=st.timezones()), st.binary()))
def test_nothing_but_a_time_or_a_value_error(value: object) -> None:
    with contextlib.suppress(ValueError):
        assert parse_time(value).utcoffset() == timedelta(hours=8)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001
def test_what_we_write_we_read(naive: datetime) -> None:
    moment = local(naive)
    assert parse_time(moment.isoformat()) == moment
    assert abs(from_millis(to_millis(moment)) - moment) < timedelta(milliseconds=1)
    assert abs(from_epoch(moment.timestamp()) - moment) < timedelta(milliseconds=1)


def test_the_earliest_time_is_a_local_midnight() -> None:
    assert EARLIEST.isoformat() == "2000-01-01T00:00:00+08:00"


def test_an_integer_too_long_to_print_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="not a time: a int"):
        parse_time(10**5000)
