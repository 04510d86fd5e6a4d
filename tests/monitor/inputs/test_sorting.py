"""The sort behind a replay: total, stable against the order of input, and bounded in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.inputs import sorting
from monitor.inputs.sorting import RUN, Item, Sorter

NUMBER = st.integers(-(2**63), 2**63 - 1)
KEY = st.tuples(NUMBER, NUMBER, NUMBER, NUMBER)
ITEMS = st.lists(st.tuples(KEY, st.binary(max_size=20)), max_size=40)


def sorted_items(items: Iterable[Item], run: int = RUN) -> Iterator[Item]:
    """The items by key; more than `run` of them go through files in the temporary directory."""
    with Sorter(run) as sorter:
        for key, value in items:
            sorter.add(key, value)
        yield from sorter.items()


@given(ITEMS, st.integers(1, 10))
def test_whatever_the_run_it_is_sorted(items: list[Item], run: int) -> None:
    assert list(sorted_items(items, run)) == sorted(items)


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(items: list[Item], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(sorted_items(shuffled, 3)) == list(sorted_items(items, 4))


def test_runs_are_bounded_by_bytes_too() -> None:
    items = [((number % 7, 0, number, 0), bytes(100)) for number in range(50)]
    with Sorter(run=1000, run_bytes=250) as sorter:
        for key, value in items:
            sorter.add(key, value)
        assert list(sorter.items()) == sorted(items)


def test_many_runs_are_merged_before_they_need_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "MOST_RUNS", 4)
    items = [((number * 37 % 101, 0, number, 0), str(number).encode()) for number in range(101)]
    assert list(sorted_items(items, 2)) == sorted(items)


def test_nothing_gives_nothing() -> None:
    assert list(sorted_items([])) == []
