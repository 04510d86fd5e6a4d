"""The parts of the transport that need no broker: versions, chunks as messages, what an acknowledgement counts for."""

from __future__ import annotations

import asyncio
import functools
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import faust
import pytest
from faust.types import TP

from agents import batches
from agents.batches import APP_SETTINGS, BatchConsumer, BatchMessage, batch_topic, check_versions, use_batches
from agents.crash import EXIT_CODE
from agents.spans import Chunk, Ledger
from monitor.kafka.wire import Raw

TP0 = TP("t", 0)


def app() -> faust.App:
    return faust.App("tests", broker="kafka://127.0.0.1:1", store="memory://", **APP_SETTINGS)


def test_the_installed_versions_fit() -> None:
    check_versions()


def test_other_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "FAUST", "0.15.4")
    with pytest.raises(RuntimeError, match=r"written for faust-streaming 0\.15\.4 .*found 0\.15\.3"):
        check_versions()


def test_a_renamed_private_method_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_CALLED", ((BatchConsumer._filter_committable_offsets, ("_next_offset",)),))
    with pytest.raises(RuntimeError, match="_filter_committable_offsets no longer uses _next_offset"):
        check_versions()


def in_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Faust binds an app to the running loop."""

    @functools.wraps(test)
    def run() -> None:
        asyncio.run(test())  # type: ignore[arg-type]

    return run


@in_loop
async def test_the_transport_comes_before_everything() -> None:
    one = app()
    use_batches(one)
    with pytest.raises(RuntimeError, match="before the first agent"):
        use_batches(one)


@in_loop
async def test_records_reach_the_event_untouched() -> None:
    one = app()
    use_batches(one)
    records = [Raw("t", 0, 5, 1, b"k", b"\xff not utf-8")]
    message = BatchMessage("t", 0, 5, 0.0, 0, None, None, records, None)  # type: ignore[arg-type]
    event = await batch_topic(one, "t").decode(message, propagate=True)
    assert event.value is records
    assert event.key is None


# ---------------------------------------------------------------- acknowledgements


@contextmanager
def consumer_reading_from(offset: int) -> Iterator[BatchConsumer]:
    one = app()
    use_batches(one)
    made = one.consumer
    assert isinstance(made, BatchConsumer)
    made._ledgers = {TP0: Ledger(offset)}
    yield made
    made._thread.thread_loop.close()


def handed_over(consumer: BatchConsumer, begin: int, end: int) -> BatchMessage:
    """A chunk as the stream gives it to an agent: tracked."""
    message = consumer._to_message(TP0, Chunk(begin, end, []))
    message.incref()
    message.tracked = True
    return message


@in_loop
async def test_an_acknowledged_chunk_moves_the_commit() -> None:
    with consumer_reading_from(3) as consumer:
        first, second = handed_over(consumer, 3, 10), handed_over(consumer, 10, 12)
        assert second.ack(consumer)
        assert consumer._filter_committable_offsets([TP0]) == {}
        assert first.ack(consumer)
        assert consumer._filter_committable_offsets([TP0]) == {TP0: 12}
        assert list(consumer._filter_tps_with_pending_acks()) == [TP0]
        assert list(consumer._filter_tps_with_pending_acks({"other"})) == []


@in_loop
async def test_a_chunk_that_the_stream_skipped_is_not_done() -> None:
    with consumer_reading_from(0) as consumer:
        message = handed_over(consumer, 0, 5)
        message.tracked = False  # Faust's Python iterator acknowledges what it skips
        assert not message.ack(consumer)
        assert consumer._filter_committable_offsets([TP0]) == {}


@in_loop
async def test_an_older_generation_cannot_commit() -> None:
    with consumer_reading_from(0) as consumer:
        message = handed_over(consumer, 0, 5)
        consumer.app.consumer_generation_id += 1
        assert not message.ack(consumer)
        assert consumer._filter_committable_offsets([TP0]) == {}


@in_loop
async def test_a_partition_that_is_not_ours_cannot_be_committed() -> None:
    with consumer_reading_from(0) as consumer:
        message = handed_over(consumer, 0, 5)
        consumer._ledgers.clear()
        assert not message.ack(consumer)


def test_dying_says_why_in_one_line_and_leaves_with_its_code() -> None:
    program = "from agents.crash import die; die('no way\\non', ValueError('x'))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == EXIT_CODE
    assert ended.stderr == f"no way on: ValueError: x; leaving with {EXIT_CODE}, nothing unfinished is committed\n"
