"""Silence of a source: dead crawlers are noticed, sleeping ones are not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.company.cadence import DAYS, GAPS, SOURCES, Sources, silence
from monitor.times import SHANGHAI

START = datetime(2026, 11, 2, tzinfo=SHANGHAI)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def daytime(days: int, per_day: int, first: int = 8, last: int = 22, seed: int = 1) -> Iterator[datetime]:
    """So many records a day at random moments of these hours."""
    random_ = random.Random(seed)
    for day in range(days):
        moments = sorted(random_.uniform(first, last) for _ in range(per_day))
        yield from (START + day * DAY + moment * HOUR for moment in moments)


def heard(times: Iterator[datetime]) -> Sources:
    sources = Sources()
    for at in times:
        sources.heard("weibo", at)
    return sources


def silent_at(sources: Sources, now: datetime) -> bool:
    return silence("weibo", sources.cadences["weibo"], now).silent


@pytest.mark.parametrize("per_day", [8, 30, 200])
def test_a_source_that_sleeps_at_night_is_not_silent_at_night(per_day: int) -> None:
    sources = heard(daytime(10, per_day))
    for hours in range(24 + 0, 24 + 8):
        assert not silent_at(sources, START + 9 * DAY + hours * HOUR), hours


@pytest.mark.parametrize(("per_day", "hours"), [(200, 3), (60, 6), (30, 10)])
def test_a_crawler_that_dies_in_the_morning_is_noticed_the_same_day(per_day: int, hours: int) -> None:
    sources = heard(daytime(10, per_day))
    eight = START + 10 * DAY + 8 * HOUR
    assert not silent_at(sources, eight)
    assert silent_at(sources, eight + hours * HOUR)


def test_a_source_that_speaks_seldom_is_given_days() -> None:
    sources = heard(daytime(20, 2))
    assert not silent_at(sources, START + 22 * DAY)
    assert silent_at(sources, START + 30 * DAY)


def test_it_is_heard_again_and_no_longer_silent() -> None:
    sources = heard(daytime(10, 200))
    now = START + 10 * DAY + 14 * HOUR
    assert silent_at(sources, now)
    sources.heard("weibo", now)
    assert not silent_at(sources, now + HOUR / 4)


def test_a_past_outage_and_a_burst_change_nothing() -> None:
    times = [at for at in daytime(20, 60) if not START + 8 * DAY <= at < START + 10 * DAY]
    burst = [START + 12 * DAY + 10 * HOUR + timedelta(seconds=n) for n in range(3_000)]
    sources = heard(iter(sorted([*times, *burst])))
    for hours in range(24, 33):
        assert not silent_at(sources, START + 19 * DAY + hours * HOUR), hours
    assert silent_at(sources, START + 20 * DAY + 16 * HOUR)


def test_closed_at_the_weekend() -> None:
    times = [at for at in daytime(26, 60, 9, 18) if at.weekday() < 5]
    sources = heard(iter(times))
    saturday = START + 26 * DAY  # day 26 after a Monday is a Saturday
    for hours in range(0, 57, 3):
        assert not silent_at(sources, saturday + hours * HOUR), hours
    assert silent_at(sources, saturday + 2 * DAY + 16 * HOUR)


@pytest.mark.parametrize("order", ["newest first", "shuffled"])
def test_in_whatever_order_a_batch_comes_it_is_no_more_deliveries(order: str) -> None:
    sources, dice = Sources(), random.Random(2)
    for day in range(20):
        batch = [START + day * DAY + 2 * HOUR + timedelta(seconds=n) for n in range(480)]
        batch.reverse() if order == "newest first" else dice.shuffle(batch)
        for at in batch:
            sources.heard("weibo", at)
    assert sources.cadences["weibo"].deliveries <= 20 * 4
    for hours in range(24):
        assert not silent_at(sources, START + 19 * DAY + 2 * HOUR + hours * HOUR), hours
    assert silent_at(sources, START + 25 * DAY)


def test_a_crawler_that_delivers_every_six_hours() -> None:
    times = (START + 6 * HOUR * turn + timedelta(seconds=n) for turn in range(40) for n in range(50))
    sources = heard(times)
    last = START + 39 * 6 * HOUR
    assert not silent_at(sources, last + 7 * HOUR)
    assert silent_at(sources, last + DAY)


def test_a_new_source_is_silent_after_a_day_and_one_that_said_little_never() -> None:
    sources = heard(daytime(1, 30))
    assert not silent_at(sources, START + DAY + 10 * HOUR)
    assert silent_at(sources, START + 2 * DAY + 10 * HOUR)
    assert not silent_at(heard(daytime(1, 3)), START + 30 * DAY)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 100 * 24 * 60)), max_size=60))
def test_whatever_comes_in_whatever_order_it_is_bounded_and_says_something(records: list[tuple[str, int]]) -> None:
    sources = Sources()
    for source, minutes in records:
        sources.heard(source, START + timedelta(minutes=minutes))
    for each in sources.silences(START + 101 * DAY):
        assert each.missed >= 0
        assert each.last_seen == max(
            START + timedelta(minutes=minutes) for source, minutes in records if source == each.source
        )
    assert all(len(each.days) <= DAYS and len(each.gaps) <= GAPS for each in sources.cadences.values())


def test_invented_sources_do_not_fill_the_memory() -> None:
    sources = Sources()
    for number in range(SOURCES * 3):
        sources.heard(f"s{number}", START + number * HOUR)
    assert len(sources.cadences) == SOURCES
    assert f"s{SOURCES * 3 - 1}" in sources.cadences
    assert "s0" not in sources.cadences
    assert len(msgspec.json.encode(sources)) < 100_000


def test_one_old_record_does_not_make_weeks_of_silence_its_habit() -> None:
    steady = [at + 20 * DAY for at in daytime(6, 30)]
    now = START + 26 * DAY + 20 * HOUR
    assert silent_at(heard(iter(steady)), now)
    assert silent_at(heard(iter([START + 9 * HOUR, *steady])), now)
    assert silent_at(heard(iter([*steady, START + 9 * HOUR])), now)
    # who speaks once a week is not silent after two days
    assert not silent_at(heard(START + week * 7 * DAY + 9 * HOUR for week in range(6)), START + 37 * DAY)
