"""Chunks cover what was read without holes, and a ledger never commits over one."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from agents.spans import Chunk, Ledger, split
from monitor.kafka.wire import Raw

LARGE = 1 << 30


def record(offset: int, size: int = 1) -> Raw:
    return Raw("t", 0, offset, 1_700_000_000_000, b"", b"x" * size, headers=(("h", b"v"),))


def chunks(offsets: list[int], begin: int, end: int, max_records: int = 2, max_bytes: int = LARGE) -> list[Chunk]:
    records = [record(offset) for offset in offsets]
    return list(split(records, begin, end, max_records=max_records, max_bytes=max_bytes))


def shape(found: list[Chunk]) -> list[tuple[int, int, list[int]]]:
    return [(each.begin, each.end, [one.offset for one in each.records]) for each in found]


def test_records_come_as_they_are() -> None:
    (chunk,) = split([record(5)], 5, 6, max_records=9, max_bytes=9)
    assert chunk == Chunk(5, 6, [record(5)])


def test_a_fetch_is_cut_by_count() -> None:
    assert shape(chunks([5, 6, 7], 5, 8)) == [(5, 7, [5, 6]), (7, 8, [7])]


def test_holes_belong_to_the_chunk_behind_them_and_at_the_end_to_the_last() -> None:
    assert shape(chunks([5, 9, 20], 3, 25)) == [(3, 10, [5, 9]), (10, 25, [20])]


def test_a_stretch_of_holes_alone_is_an_empty_chunk() -> None:
    assert shape(chunks([], 7, 9)) == [(7, 9, [])]


def test_nothing_moved_is_no_chunk() -> None:
    assert chunks([], 7, 7) == []


def test_bytes_bound_a_chunk_and_a_giant_comes_alone() -> None:
    records = [record(0, 4), record(1, 4), record(2, 50), record(3, 4), record(4)]
    found = list(split(records, 0, 5, max_records=100, max_bytes=10))
    assert shape(found) == [(0, 2, [0, 1]), (2, 3, [2]), (3, 5, [3, 4])]


@given(
    offsets=st.sets(st.integers(10, 200)).map(sorted),
    tail=st.integers(0, 5),
    max_records=st.integers(1, 9),
)
def test_chunks_cover_everything_once(offsets: list[int], tail: int, max_records: int) -> None:
    end = (offsets[-1] + 1 if offsets else 10) + tail
    found = chunks(offsets, 10, end, max_records)
    edges = [10, *(each.end for each in found)]
    assert [each.begin for each in found] == edges[:-1]
    assert edges[-1] == end
    assert [one.offset for each in found for one in each.records] == offsets
    assert all(len(each.records) <= max_records for each in found)
    assert all(each.begin <= one.offset < each.end for each in found for one in each.records)


# ---------------------------------------------------------------- the ledger


def test_the_second_stretch_waits_for_the_first() -> None:
    ledger = Ledger(100)
    ledger.finish(110, 120)
    assert ledger.committable() is None
    ledger.finish(100, 110)
    assert ledger.committable() == 120


def test_an_offset_is_told_until_the_broker_has_it() -> None:
    ledger = Ledger(0)
    ledger.finish(0, 5)
    assert ledger.committable() == 5
    assert ledger.committable() == 5
    ledger.confirm(5)
    assert ledger.committable() is None
    assert ledger.confirmed == 5


def test_a_late_confirmation_takes_nothing_back() -> None:
    ledger = Ledger(0)
    ledger.confirm(9)
    ledger.confirm(5)
    assert ledger.confirmed == 9


def test_what_lies_before_the_edge_is_old_news() -> None:
    ledger = Ledger(100)
    ledger.finish(50, 90)
    ledger.finish(90, 100)
    assert ledger.committable() is None


def test_a_stretch_that_was_never_handed_on_stops_all_later_commits() -> None:
    ledger = Ledger(0)
    ledger.finish(0, 10)
    ledger.finish(20, 30)
    ledger.finish(30, 40)
    assert ledger.committable() == 10


@given(widths=st.lists(st.integers(1, 20), min_size=1), seed=st.randoms(use_true_random=False), missing=st.integers(0))
def test_commits_end_at_the_first_open_stretch(widths: list[int], seed: random.Random, missing: int) -> None:
    edges = [sum(widths[:at]) for at in range(len(widths) + 1)]
    stretches = list(itertools.pairwise(edges))
    open_ = stretches[missing % len(stretches)]
    order = [each for each in stretches if each != open_]
    seed.shuffle(order)
    ledger, told = Ledger(0), 0
    for each in order:
        ledger.finish(*each)
        offset = ledger.committable() or told
        assert told <= offset <= open_[0]
        told = offset
    assert told == open_[0]
    ledger.finish(*open_)
    assert ledger.committable() == edges[-1]
