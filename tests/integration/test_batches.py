"""The batch transport on a real broker: whatever is killed, nothing read is lost, and nothing undone is committed.

How it is checked: first the committed offsets, then the end of the output, then the output exactly up to it. Every
record below a committed offset must be there. Reading "until a count" from a live topic would give false alarms.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import PROBE, Bench, make_eager, refused, set_limit, transactions

from agents.delivery import Delivered, Delivery, Outcome, TooLarge
from monitor.kafka.admin import connect
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.read import read_topic
from monitor.kafka.wire import Outgoing

pytestmark = pytest.mark.broker

#: Short sessions, so that a killed worker is missed soon; a cleaner that works at once.
PROPERTIES = {
    "group.min.session.timeout.ms": "1000",
    "log.cleaner.backoff.ms": "200",
    "log.cleaner.dedupe.buffer.size": "4194304",
}


@pytest.fixture(scope="module")
def broker() -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(properties=PROPERTIES) as running:
        yield running


@pytest.fixture
def bench(broker: EmbeddedBroker, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(broker, tmp_path)
    made.topic(made.target)
    try:
        yield made
    finally:
        made.end()


# ---------------------------------------------------------------- acknowledgement and commit


def test_an_open_first_batch_keeps_the_second_from_being_committed(bench: Bench) -> None:
    bench.topic(bench.source, 1)
    ids = bench.fill(20)
    worker = bench.worker("--max-records", "10", "--hold-first")
    assert worker.stdout is not None
    assert worker.stdin is not None
    lines = [worker.stdout.readline().strip() for _ in range(3)]
    assert lines == ["started", "done 9", "done 19"]
    time.sleep(2.0)  # four commit intervals
    assert bench.committed() == {}
    worker.stdin.write("\n")
    worker.stdin.flush()
    bench.until_done()
    assert bench.committed() == {(bench.source, 0): 20}
    assert sorted(bench.output()) == ids


def test_three_kills_lose_nothing(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(6000)
    for part in (1, 2, 3):
        worker = bench.worker("--delay", "0.05")
        bench.until(lambda part=part: bench.written() > part * 1000, f"{part} thousand records")  # type: ignore[misc]
        worker.kill()
        worker.wait()
        assert bench.lost() == []
    bench.worker()
    bench.until_done()
    assert bench.lost() == []
    assert set(bench.output()) == set(ids)


def test_acknowledging_before_delivery_would_be_noticed(bench: Bench) -> None:
    bench.topic(bench.source)
    bench.fill(2000)
    worker = bench.worker("--ack-first", "--delay", "5")
    bench.until(lambda: bool(bench.committed()), "a commit")
    worker.kill()
    worker.wait()
    assert bench.lost() != []


def test_an_error_before_the_acknowledgement_ends_the_process_and_loses_nothing(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(2000)
    worker = bench.worker("--fail-at", "7")
    assert worker.wait(60) == 70
    assert "as asked" in bench.logs()
    assert bench.lost() == []
    bench.worker()
    bench.until_done()
    assert set(bench.output()) == set(ids)


# ---------------------------------------------------------------- rebalances


def test_a_second_worker_joins_before_anything_is_committed_and_leaves(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(8000)
    # one second a batch: the join falls into the first, and what was fetched is thrown away uncommitted
    first = bench.worker("--delay", "1")
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "started"
    second = bench.worker("--delay", "0.02")
    bench.until(lambda: bench.written() > 2000, "two thousand records")
    second.terminate()
    assert second.wait(30) == 0
    third = bench.worker()
    bench.until(lambda: bench.written() > 4000, "four thousand records")
    third.kill()
    third.wait()
    assert bench.lost() == []
    first.terminate()
    first.wait(30)
    bench.worker()
    bench.until_done()
    assert bench.lost() == []
    assert set(bench.output()) == set(ids)


def test_what_arrives_during_an_assignment_is_read_although_nothing_is_committed(bench: Bench) -> None:
    bench.topic(bench.source)
    first = bench.worker("--assign-delay", "2")
    assert first.stdout is not None
    assert {first.stdout.readline().strip() for _ in range(2)} == {"started", "assigned"}
    time.sleep(4.0)  # its fetch now waits for the first record
    bench.worker()
    assert first.stdout.readline().strip() == "assigned"
    # fetched now, while the flow is stopped, and thrown away: it must be fetched again
    ids = bench.fill(400)
    bench.until_done()
    assert bench.lost() == []
    assert set(bench.output()) == set(ids)


def test_a_worker_that_was_paused_commits_nothing_of_its_old_partitions(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(4000)
    first = bench.worker("--delay", "0.1")
    bench.until(lambda: bench.written() > 500, "five hundred records")
    first.send_signal(signal.SIGSTOP)
    bench.worker("--delay", "0.02")
    bench.until(lambda: bench.written() > 2500, "the other worker takes over")
    first.send_signal(signal.SIGCONT)
    bench.until_done()
    assert bench.lost() == []
    assert set(bench.output()) == set(ids)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_two_workers_in_bad_weather(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(100_000)
    weather = random.Random(20261123)
    running = [bench.worker("--delay", "0.01"), bench.worker("--delay", "0.01")]
    for _ in range(25):
        time.sleep(weather.uniform(0.5, 4.0))
        struck = weather.randrange(2)
        blow = weather.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP])
        running[struck].send_signal(blow)
        if blow == signal.SIGSTOP:
            time.sleep(weather.uniform(0.5, 5.0))
            running[struck].send_signal(signal.SIGCONT)
        else:
            running[struck].wait(60)
            running[struck] = bench.worker("--delay", "0.01")
        assert bench.lost() == []
    bench.until(lambda: bench.left() == 0, "lag 0", 300)
    assert set(bench.output()) == set(ids)


# ---------------------------------------------------------------- the broker away


def test_a_broker_killed_in_the_middle_is_waited_for(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(6000)
    worker = bench.worker("--delay", "0.05", "--patience", "30")
    bench.until(lambda: bench.written() > 1500, "fifteen hundred records")
    bench.broker.kill()
    time.sleep(3.0)
    assert worker.poll() is None
    bench.broker.start()
    bench.until_done()
    assert worker.poll() is None
    assert bench.lost() == []
    assert set(bench.output()) == set(ids)


def test_the_watchdog_ends_a_worker_whose_commits_are_stuck(bench: Bench) -> None:
    bench.topic(bench.source, 1)
    bench.fill(20)
    worker = bench.worker("--max-records", "10", "--hold-first", "--patience", "2")
    assert worker.wait(60) == 70
    assert f"stalled for 2 s: {bench.source}-0" in bench.logs()


# ---------------------------------------------------------------- sources of other kinds


def test_one_agent_over_two_topics(bench: Bench) -> None:
    topics = [bench.topic(f"{bench.name}-a"), bench.topic(f"{bench.name}-b", 2)]
    ids = [one for topic in topics for one in bench.fill(1500, topic)]
    bench.worker(sources=topics)
    bench.until_done(*topics)
    assert bench.lost(*topics) == []
    assert set(bench.output()) == set(ids)


def test_aborted_transactions_are_neither_delivered_nor_waited_for(bench: Bench) -> None:
    bench.topic(bench.source, 1)
    with transactions(bench.broker.bootstrap) as write:
        for number in range(20):
            kind = b"no" if number % 3 == 1 else b"yes"
            records = [Outgoing(bench.source, None, b"%s-%d-%d" % (kind, number, at)) for at in range(7)]
            write(records, kind == b"yes")
        bench.worker("--isolation-level", "read_committed", "--max-records", "5")
        bench.until_done()
        # nothing but a rolled-back transaction and its marker at the end of the log
        write([Outgoing(bench.source, None, b"no-last")], False)
        bench.until_done()
    expected = [b"yes-%d-%d" % (number, at) for number in range(20) if number % 3 != 1 for at in range(7)]
    assert bench.committed() == {(bench.source, 0): 20 * 8 + 2}
    assert sorted(bench.output()) == sorted(expected)


def test_an_open_transaction_is_not_passed(bench: Bench) -> None:
    bench.topic(bench.source, 1)
    with transactions(bench.broker.bootstrap) as write:
        write([Outgoing(bench.source, None, b"before")], True)
        with transactions(bench.broker.bootstrap) as other:
            bench.worker("--isolation-level", "read_committed")
            bench.until_done()
            other([Outgoing(bench.source, None, b"rolled back")], False)
            write([Outgoing(bench.source, None, b"after")], True)
            bench.until_done()
    assert sorted(bench.output()) == [b"after", b"before"]


def test_a_compacted_source_commits_over_its_holes(bench: Bench) -> None:
    bench.topic(bench.source, 1, cleanup="compact")
    with connect(bench.broker.bootstrap) as admin:
        make_eager(admin, bench.source)
    for turn in range(6):
        bench.send([Outgoing(bench.source, b"k%d" % key, b"%d-%d" % (turn, key)) for key in range(300)])
        time.sleep(0.3)
    bench.until(lambda: len(list(read_topic(bench.broker.bootstrap, bench.source))) < 1500, "compaction")
    bench.worker("--max-records", "7")
    bench.until_done()
    assert bench.committed() == {(bench.source, 0): 1800}
    assert {b"5-%d" % key for key in range(300)} <= set(bench.output())


# ---------------------------------------------------------------- deliveries


def test_an_oversized_record_is_reported_and_the_others_are_delivered(bench: Bench) -> None:
    bench.topic(bench.source, 2, max_bytes=2000)
    sizes = [3000 if number in (3, 7) else 100 for number in range(40)]
    records = [Outgoing(bench.source, b"k%d" % number, b"x" * size) for number, size in enumerate(sizes)]
    outcomes = bench.send(records)
    assert [isinstance(each, TooLarge) for each in outcomes] == [size > 2000 for size in sizes]
    assert outcomes[3] == TooLarge(size=3088, limit=2000)
    placed = {(each.partition, each.offset): each.key for each in read_topic(bench.broker.bootstrap, bench.source)}
    assert placed == {
        tuple(outcome): record.key
        for record, outcome in zip(records, outcomes, strict=True) if isinstance(outcome, Delivered)
    }  # fmt: skip


def test_a_limit_lowered_while_running_costs_only_what_exceeds_it(bench: Bench) -> None:
    bench.topic(bench.source, 2, max_bytes=100_000)
    sizes = [3000 if number % 5 == 0 else 100 for number in range(40)]
    records = [Outgoing(bench.source, b"k%d" % number, b"x" * size) for number, size in enumerate(sizes)]

    async def run() -> list[Outcome]:
        async with Delivery(bench.broker.bootstrap) as delivery:
            await delivery.send_all(records[:1])
            with connect(bench.broker.bootstrap) as admin:
                set_limit(admin, bench.source, 2000)
            await refused(bench, b"x" * 3000)
            return await delivery.send_all(records)

    outcomes = asyncio.run(run())
    assert [isinstance(each, TooLarge) for each in outcomes] == [size > 2000 for size in sizes]
    ours = [record for record in read_topic(bench.broker.bootstrap, bench.source) if record.key != PROBE]
    assert len(ours) == 32 + 1


def test_headers_and_tombstones_travel(bench: Bench) -> None:
    bench.topic(bench.source, 1)
    bench.send([Outgoing(bench.source, b"k", None, headers=(("ce_id", b"7"), ("empty", b"")))])
    bench.worker()
    bench.until_done()
    (record,) = read_topic(bench.broker.bootstrap, bench.target)
    assert (record.key, record.value, record.headers) == (b"k", None, (("ce_id", b"7"), ("empty", b"")))


def test_a_stopped_worker_has_committed_what_it_finished(bench: Bench) -> None:
    bench.topic(bench.source)
    ids = bench.fill(1000)
    worker = bench.worker()
    bench.until(lambda: bench.written() >= 1000, "all records")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert bench.lost() == []
    bench.worker()
    bench.until_done()
    assert set(bench.output()) == set(ids)
