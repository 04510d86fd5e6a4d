"""Where records go, what shares a batch, and what fits nowhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agents.loads import BATCH_BYTES, Load, TooLarge, partition_of, plan, size_of
from monitor.kafka.wire import Outgoing

PARTITIONS = {"a": 3, "b": 1}


def test_the_hash_is_that_of_the_java_client() -> None:
    # values of org.apache.kafka.common.utils.UtilsTest.testMurmur2, as partitions of 2**31 − 1
    hashes = {b"21": -973932308, b"foobar": -790332482, b"abc": 479470107}
    for key, value in hashes.items():
        assert partition_of(key, 1 << 31) == value & 0x7FFFFFFF


def test_keys_decide_unless_a_partition_is_given() -> None:
    records = [Outgoing("a", b"21", b""), Outgoing("a", b"21", b"", partition=2), Outgoing("a", None, b"")]
    loads, _ = plan(records, PARTITIONS, {}, keyless=7)
    assert loads == [Load("a", partition_of(b"21", 3), [0]), Load("a", 2, [1]), Load("a", 1, [2])]


def test_order_is_kept_within_a_partition() -> None:
    records = [Outgoing("b", b"%d" % number, b"x") for number in range(50)]
    loads, _ = plan(records, PARTITIONS, {})
    assert loads == [Load("b", 0, list(range(50)))]


def test_what_exceeds_its_topic_is_left_out() -> None:
    records = [Outgoing("b", b"1", b"x"), Outgoing("b", b"2", b"x" * 2000), Outgoing("b", b"3", b"x")]
    loads, too_large = plan(records, PARTITIONS, {"b": 1000})
    assert loads == [Load("b", 0, [0, 2])]
    assert too_large == {1: TooLarge(size_of(records[1]), 1000)}


def test_headers_count() -> None:
    record = Outgoing("b", b"1", b"x", headers=(("long", b"x" * 2000),))
    assert plan([record], PARTITIONS, {"b": 1000})[1].keys() == {0}


def test_a_full_batch_is_followed_by_another_in_the_next_round() -> None:
    half = b"x" * (BATCH_BYTES // 2 + 1)
    records = [Outgoing("b", None, half), Outgoing("b", None, half), Outgoing("a", None, b"", partition=0)]
    loads, _ = plan(records, PARTITIONS, {"b": 10 * BATCH_BYTES})
    assert loads == [Load("b", 0, [0]), Load("a", 0, [2]), Load("b", 0, [1])]


def test_a_giant_travels_alone() -> None:
    records = [Outgoing("b", None, b"x"), Outgoing("b", None, b"x" * 2 * BATCH_BYTES), Outgoing("b", None, b"x")]
    loads, _ = plan(records, PARTITIONS, {"b": 10 * BATCH_BYTES})
    assert [load.indexes for load in loads] == [[0], [1], [2]]


def test_topics_of_unknown_limit_get_single_batches() -> None:
    records = [Outgoing("b", None, b"x")] * 3
    loads, _ = plan(records, PARTITIONS, {}, alone={"b"})
    assert [load.indexes for load in loads] == [[0], [1], [2]]


@given(
    sizes=st.lists(st.integers(0, 3000), max_size=60),
    partitions=st.integers(1, 5),
    limit=st.integers(100, 4000),
)
def test_every_record_is_in_one_load_or_too_large(sizes: list[int], partitions: int, limit: int) -> None:
    records = [Outgoing("t", b"%d" % at, b"x" * size) for at, size in enumerate(sizes)]
    loads, too_large = plan(records, {"t": partitions}, {"t": limit})
    assert sorted([*(at for load in loads for at in load.indexes), *too_large]) == list(range(len(records)))
    assert all(sum(size_of(records[at]) for at in load.indexes) <= limit for load in loads)
    for number in range(partitions):
        placed = [at for load in loads if load.partition == number for at in load.indexes]
        assert placed == sorted(placed)
