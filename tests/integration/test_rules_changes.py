"""Rules records that other owners, or nobody of ours, left in the timeline: no owner ends over them for ever."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from pipeline import Pipeline, mention, wait_until

from agents.holdback import HoldBack
from monitor.compose import build_bundle
from monitor.config.security import KafkaSecurity
from monitor.config.settings import load_settings
from monitor.kafka import topics
from monitor.kafka.produce import Writer
from monitor.kafka.wire import Outgoing
from monitor.records import Rules
from monitor.steps.commit import bundle_record, rules_of, rules_record
from monitor.steps.scoring import Frame

pytestmark = pytest.mark.broker

TEXT = "3号楼电梯坠落，一名老人受伤被送往医院"


@pytest.fixture
def pipeline(kafka, prefix, tmp_path):
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as made:
        yield made


def digests(pipeline: Pipeline, partition: int) -> list[str]:
    """The rules records of a partition, in order."""
    records = (json.loads(each.value) for each in pipeline.read(topics.TIMELINE) if each.partition == partition)
    return [record["digest"] for record in records if record["kind"] == "rules" and "digest" in record]


def write(pipeline: Pipeline, records: list[Outgoing]) -> None:
    names = [pipeline.prefix + name for name in (topics.TIMELINE, topics.RULESETS, topics.POSTS)]
    with Writer(pipeline.bootstrap, KafkaSecurity(), names, transactional_id=f"{pipeline.prefix}other") as writer:
        writer.fence()
        with writer.transaction() as send:
            for record in records:
                send(record)


def test_rules_of_a_former_owner_that_no_head_tells_of_do_not_stay_in_force(pipeline):
    first = pipeline.start("watch")
    wait_until(60, lambda: all(len(digests(pipeline, number)) == 1 for number in range(12)), "all partitions open")
    first.terminate()
    [ours] = digests(pipeline, 0)
    frame = Frame(12, pipeline.prefix)
    # an owner under other rules that was killed when it had written them and folded nothing
    other = build_bundle(load_settings(None, {"rules": {"quiet_close_days": 3}}))
    foreign = Rules(digest="0123456789abcdef", at=datetime.now(UTC), fold=1)
    nested = b'{"kind":"rules","x":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    write(
        pipeline,
        [
            bundle_record(other, frame),
            rules_record(rules_of(other, datetime.now(UTC)), 0, frame),
            rules_record(foreign, 1, frame),
            Outgoing(frame.topic(topics.TIMELINE), b"~rules", nested, 2),
        ],
    )
    pipeline.start_all()
    pipeline.produce(topics.POSTS, [mention(number, TEXT) for number in range(20)])
    wait_until(60, lambda: digests(pipeline, 0) == [ours, other.digest, ours], "our rules are in force again")
    wait_until(60, lambda: digests(pipeline, 1) == [ours, foreign.digest, ours], "our rules are written anew")
    pipeline.settled()
    reasons = sorted(json.loads(each.value or b"{}")["reason"] for each in pipeline.read(topics.DEADLETTERS))
    assert reasons == ["fold_failed", "unreadable_timeline"]
    assert pipeline.read(topics.ALERTS)
    assert pipeline.differences() == []
    assert all(worker.process.poll() is None for worker in pipeline.workers[1:])


def test_a_transactions_marker_alone_is_no_unread_input(pipeline):
    write(pipeline, [Outgoing(pipeline.prefix + topics.POSTS, b"1", mention(1, TEXT), 0)])
    hold_back = HoldBack(
        [pipeline.bootstrap], {}, {f"{pipeline.prefix}nobody": [pipeline.prefix + topics.POSTS]}, timedelta(minutes=15)
    )

    async def measured(committed: int) -> datetime | None:
        await commit(pipeline, committed)
        await hold_back.measure()
        return hold_back.tick_time(now)

    now = datetime.now(UTC) + timedelta(minutes=5)
    assert hold_back.tick_time(now) is None
    assert asyncio.run(measured(0)) < now - timedelta(minutes=4)
    # the record is read, the marker behind it is not
    assert asyncio.run(measured(1)) == now


async def commit(pipeline: Pipeline, offset: int) -> None:
    tp = TopicPartition(pipeline.prefix + topics.POSTS, 0)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=pipeline.bootstrap, group_id=f"{pipeline.prefix}nobody", enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign([tp])
        await consumer.commit({tp: offset})
    finally:
        await consumer.stop()
