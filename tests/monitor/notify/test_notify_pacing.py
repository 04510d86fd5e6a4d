"""Budgets and patience as values: token buckets, waits, the breaker, quiet hours."""

from __future__ import annotations

from datetime import datetime, time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notified import EXAMPLE, alert

from monitor.notify.backoff import FIRST, LONGEST, OPENS_AFTER, PROBE, REFUSED_PROBE, WELL, wait
from monitor.notify.bucket import full
from monitor.notify.quiet import QuietHours, is_plain, parse_hour, wakes
from monitor.records import Reason, Trend
from monitor.times import SHANGHAI

FALLING = Trend(direction="falling")

# ---------------------------------------------------------------- buckets


@given(
    st.integers(1, 10), st.integers(1, 60),
    st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=200),
)  # fmt: skip
def test_no_minute_sees_more_than_burst_and_rate_together(burst: int, rate: int, gaps: list[float]) -> None:
    bucket, now, sent = full(burst, rate, 0.0), 0.0, []
    for gap in gaps:
        now += gap
        while bucket.level(now) >= 1:
            bucket = bucket.take(now)
            sent.append(now)
    for at in sent:
        assert len([other for other in sent if at <= other < at + 60]) <= burst + rate


@given(st.integers(1, 10), st.integers(1, 600), st.floats(0, 1e6), st.integers(0, 20))
def test_a_bucket_says_when_it_is_ready(burst: int, rate: int, now: float, taken: int) -> None:
    bucket = full(burst, rate, now)
    for _ in range(taken):
        bucket = bucket.take(now)
    ready = bucket.ready_at(now)
    assert ready >= now
    assert bucket.level(ready + 0.001) >= 1


def test_a_clock_that_goes_back_gives_no_tokens() -> None:
    bucket = full(1, 60, 1000.0).take(1000.0)
    assert bucket.level(10.0) == 0
    assert bucket.take(10.0).level(1000.0) == -1


# ---------------------------------------------------------------- waits


@given(st.integers(1, 200), st.text(max_size=20))
def test_waits_grow_and_are_capped(failures: int, seed: str) -> None:
    ceiling = min(LONGEST, FIRST * 2 ** (failures - 1))
    assert ceiling / 2 <= wait(failures, seed) <= ceiling


def test_receivers_do_not_march_in_step() -> None:
    assert len({wait(5, f"message {number}") for number in range(50)}) == 50
    assert wait(5, "a") == wait(5, "a")


def test_the_breaker_opens_after_so_many_failures_and_closes_with_success() -> None:
    breaker = WELL
    for number in range(OPENS_AFTER):
        assert not breaker.open
        breaker = breaker.failed(100.0 + number, "m")
    assert breaker.open
    assert breaker.until >= 100.0 + OPENS_AFTER - 1 + PROBE
    assert breaker.since == 100.0
    assert not WELL.open


def test_retry_after_is_honoured_within_reason() -> None:
    assert WELL.failed(0.0, "m", 120.0).until == 120.0
    assert WELL.failed(0.0, "m", 1e9).until == 3600.0
    assert WELL.failed(0.0, "m", 0.0).until >= FIRST / 2


def test_who_refuses_us_is_asked_seldom() -> None:
    breaker = WELL.refuses(10.0, "errcode 310000")
    assert (breaker.open, breaker.until, breaker.refused) == (True, 10.0 + REFUSED_PROBE, "errcode 310000")
    assert breaker.failed(400.0, "m").refused == ""


# ---------------------------------------------------------------- what wakes


@pytest.mark.parametrize(
    ("grade", "more", "plain"),
    [
        (1, {}, True),
        (2, {}, True),
        (3, {}, False),
        (4, {}, False),
        (2, {"urgent": True}, False),
        (1, {"urgent": True}, False),
        (2, {"why": [Reason(rule="people", text="多人", needed={"people": 5, "burst": 1.5})]}, False),
        (2, {"why": [Reason(rule="people", text="多人", needed={"people": 5, "burst": 1.5})], "trend": FALLING}, True),
        (2, {"why": [Reason(rule="people", text="多人", needed={"people": 5})]}, True),
        (2, {"why": [Reason(rule="hearsay", text="网传，待核实")]}, False),
        (2, {"why": [Reason(rule="hearsay", text="网传，待核实")], "drill": True}, True),
    ],
)
def test_what_waits_for_the_morning(grade: int, more: dict[str, object], plain: bool) -> None:
    assert is_plain(alert(1, grade, **more)) is plain


@pytest.mark.parametrize(
    ("quote", "soon"),
    [
        ("明天上午九点大家到物业门口集合", True),
        ("业主们说好了，今晚8点拉横幅", True),
        ("一起去街道讨说法，周六早上", True),
        ("正在门口堵路，警察来了", True),
        ("去年有业主拉过横幅", False),
        ("希望物业明天来修电梯", False),
    ],
)
def test_a_gathering_that_is_near_wakes_people(quote: str, soon: bool) -> None:
    said = [msgspec.structs.replace(EXAMPLE.evidence[0], quote=quote)]
    assert is_plain(alert(1, 2, categories=["collective"], evidence=said)) is not soon
    assert is_plain(alert(1, 2, categories=["service"], evidence=said))


def test_who_is_called_by_name() -> None:
    assert wakes(alert(1, 3))
    assert wakes(alert(1, 2, urgent=True))
    assert not wakes(alert(1, 2))
    for quiet in ({"drill": True}, {"late_found": True}, {"transition": "closed"}, {"transition": "deescalated"}):
        assert not wakes(alert(1, 3, **quiet))


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (at(21, 59), None),
        (at(22, 0), at(7, 0, 19)),
        (at(23, 30), at(7, 0, 19)),
        (at(0, 0), at(7, 0)),
        (at(6, 59), at(7, 0)),
        (at(7, 0), None),
        (at(12, 0), None),
    ],
)
def test_quiet_hours_go_over_midnight(moment: datetime, ends: datetime | None) -> None:
    assert QuietHours(time(22), time(7)).ends(moment) == ends


def test_quiet_hours_within_a_day_and_none() -> None:
    assert QuietHours(time(12), time(14)).ends(at(13)) == at(14)
    assert QuietHours(time(12), time(14)).ends(at(14)) is None
    assert QuietHours(parse_hour(""), parse_hour("07:00")).ends(at(3)) is None
    assert QuietHours(time(7), time(7)).ends(at(7)) is None


def test_quiet_hours_are_those_of_shanghai() -> None:
    from datetime import UTC

    assert QuietHours(time(22), time(7)).ends(datetime(2026, 11, 18, 15, 0, tzinfo=UTC)) == at(7, 0, 19)


def test_values_do_not_change() -> None:
    bucket = full(5, 14, 0.0)
    bucket.take(1.0)
    assert bucket == full(5, 14, 0.0)
    assert msgspec.structs.replace(WELL) == WELL
