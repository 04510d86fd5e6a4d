"""Topics are created, compared and described on a real cluster; lag and committed reads are what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition

from monitor.errors import BrokerError
from monitor.kafka.admin import (
    Comparison,
    compare_topics,
    connect,
    create_topics,
    describe_topics,
    end_offsets,
    lag,
    read_topic,
)
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.ports import free_ports
from monitor.kafka.topics import Topic, declare

pytestmark = pytest.mark.broker


def send(bootstrap: str, topic: str, *values: bytes, partition: int = 0) -> None:
    producer = KafkaProducer(bootstrap_servers=[bootstrap], acks="all")
    for sent in [producer.send(topic, value, partition=partition) for value in values]:
        sent.get(timeout=30)
    producer.close()


def send_transaction(bootstrap: str, topic: str, *values: bytes, commit: bool) -> None:
    producer = KafkaProducer(bootstrap_servers=[bootstrap], transactional_id=f"{topic}-writer")
    producer.init_transactions()
    producer.begin_transaction()
    for value in values:
        producer.send(topic, value, partition=0)
    producer.flush()
    if commit:
        producer.commit_transaction()
    else:
        producer.abort_transaction()
    producer.close()


def commit(bootstrap: str, group: str, topic: str, partition: int, offset: int) -> None:
    consumer = KafkaConsumer(bootstrap_servers=[bootstrap], group_id=group, enable_auto_commit=False)
    consumer.assign([TopicPartition(topic, partition)])
    consumer.commit({TopicPartition(topic, partition): OffsetAndMetadata(offset, "", -1)})
    consumer.close()


def yuqing(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments], capture_output=True, text=True, timeout=120, check=False
    )


# ---------------------------------------------------------------- topics


def test_all_topics_are_created_as_declared_and_only_once(kafka: EmbeddedBroker, prefix: str) -> None:
    topics = declare(prefix)
    with connect(kafka.bootstrap) as admin:
        assert compare_topics(admin, topics).missing == [topic.name for topic in topics]
        done = create_topics(admin, topics)
        assert compare_topics(admin, topics) == Comparison([], [])
        assert done.created == [topic.name for topic in topics]
        assert done.existing == []
        assert [warning for warning in done.warnings if "replication is 1" in warning]
        again = create_topics(admin, topics)
        assert (again.created, again.existing, again.warnings) == ([], done.created, [])
        for topic, state in zip(topics, describe_topics(admin, topics), strict=True):
            assert state.found is not None
            assert state.found.partitions == topic.partitions
            assert state.remarks == []
            assert state.found.configs["min.insync.replicas"] == "1"


def test_a_timeline_with_other_partitions_stops_everything_before_anything_is_made(
    kafka: EmbeddedBroker, prefix: str
) -> None:
    topics = declare(prefix)
    wrong = [replace(topic, partitions=3) for topic in topics if topic.name.endswith("timeline.v1")]
    with connect(kafka.bootstrap) as admin:
        create_topics(admin, wrong)
        with pytest.raises(BrokerError, match=rf"{re.escape(prefix)}timeline.v1: 3 partitions, not 12.*topic_prefix"):
            create_topics(admin, topics)
        assert [state.topic.name for state in describe_topics(admin, topics) if state.found] == [wrong[0].name]
        assert [one.broken for one in compare_topics(admin, topics).remarks] == [True]


def test_other_settings_of_an_existing_topic_are_a_warning(kafka: EmbeddedBroker, prefix: str) -> None:
    with connect(kafka.bootstrap) as admin:
        create_topics(admin, declare(prefix, {"raw": 3}))
        warnings = create_topics(admin, declare(prefix)).warnings
    assert f"{prefix}posts.v1: retention.ms is 259200000, not 2592000000" in warnings


def test_more_copies_than_brokers_are_refused_with_the_brokers_words(kafka: EmbeddedBroker, prefix: str) -> None:
    with connect(kafka.bootstrap) as admin, pytest.raises(BrokerError, match=r"posts\.v1: .*replicat"):
        create_topics(admin, declare(prefix), replication=3)


# ---------------------------------------------------------------- offsets, lag, reading


@pytest.fixture
def topic(kafka: EmbeddedBroker, prefix: str) -> Topic:
    declared = Topic(prefix + "letters", "none", 2, "tests")
    with connect(kafka.bootstrap) as admin:
        create_topics(admin, [declared])
    return declared


def test_lag_counts_what_a_group_has_not_committed(kafka: EmbeddedBroker, topic: Topic) -> None:
    send(kafka.bootstrap, topic.name, b"a", b"b", b"c")
    send(kafka.bootstrap, topic.name, b"d", partition=1)
    group = topic.name + ".readers"
    commit(kafka.bootstrap, group, topic.name, 0, 1)
    with connect(kafka.bootstrap) as admin:
        assert [(one.partition, one.committed, one.records) for one in lag(admin, group, [topic.name])] == [
            (0, 1, 2),
            (1, None, 1),
        ]
        assert lag(admin, "nobody." + topic.name) == []
        (state,) = describe_topics(admin, [topic])
        assert state.behind == {group: 3}
        assert state.records == 4
        assert state.size
        assert end_offsets(admin, [topic.name]) == {(topic.name, 0): 3, (topic.name, 1): 1}
        with pytest.raises(BrokerError, match="UnknownTopic"):
            end_offsets(admin, ["missing." + topic.name])


def test_reading_ends_at_the_end_and_keeps_the_order_of_each_partition(kafka: EmbeddedBroker, topic: Topic) -> None:
    wanted = [b"%d" % number for number in range(500)]
    send(kafka.bootstrap, topic.name, *wanted)
    send(kafka.bootstrap, topic.name, b"other", partition=1)
    records = list(read_topic(kafka.bootstrap, topic.name))
    assert [record.value for record in records if record.partition == 0] == wanted
    assert [record.value for record in records if record.partition == 1] == [b"other"]
    later = read_topic(kafka.bootstrap, topic.name, start={0: 498, 1: 1})
    assert [record.value for record in later] == wanted[498:]


def test_reading_an_empty_topic_ends_at_once(kafka: EmbeddedBroker, topic: Topic) -> None:
    assert list(read_topic(kafka.bootstrap, topic.name)) == []


def test_committed_reading_leaves_out_what_was_aborted(kafka: EmbeddedBroker, topic: Topic) -> None:
    send_transaction(kafka.bootstrap, topic.name, b"yes", commit=True)
    send_transaction(kafka.bootstrap, topic.name, b"no", b"never", commit=False)
    assert [record.value for record in read_topic(kafka.bootstrap, topic.name)] == [b"yes"]
    everything = read_topic(kafka.bootstrap, topic.name, committed=False)
    assert [record.value for record in everything] == [b"yes", b"no", b"never"]


def test_committed_reading_ends_before_an_open_transaction(kafka: EmbeddedBroker, topic: Topic) -> None:
    send(kafka.bootstrap, topic.name, b"before")
    producer = KafkaProducer(bootstrap_servers=[kafka.bootstrap], transactional_id=topic.name)
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(topic.name, b"pending", partition=0)
    producer.flush()
    assert [record.value for record in read_topic(kafka.bootstrap, topic.name)] == [b"before"]
    with connect(kafka.bootstrap) as admin:
        assert end_offsets(admin, [topic.name], committed=True)[topic.name, 0] == 1
        assert end_offsets(admin, [topic.name])[topic.name, 0] == 2
    producer.abort_transaction()
    producer.close()


def test_a_reader_may_stop_early_and_a_missing_topic_is_named(kafka: EmbeddedBroker, topic: Topic) -> None:
    send(kafka.bootstrap, topic.name, b"a", b"b")
    reading = read_topic(kafka.bootstrap, topic.name)
    assert next(reading).value == b"a"
    reading.close()  # type: ignore[attr-defined]
    with pytest.raises(BrokerError, match=r"there is no topic missing\..*yuqing topics create"):
        list(read_topic(kafka.bootstrap, "missing." + topic.name))


# ---------------------------------------------------------------- a cluster that is away


def test_nobody_there_is_said_with_the_way_out_after_the_wait() -> None:
    (port,) = free_ports(1)
    told: list[str] = []
    with pytest.raises(BrokerError, match=rf"no Kafka answers at 127.0.0.1:{port}.*yuqing broker.*--bootstrap"):
        connect(f"127.0.0.1:{port}", patience=4, on_wait=told.append)
    assert len(told) == 1


def test_one_of_several_addresses_is_enough(kafka: EmbeddedBroker) -> None:
    (port,) = free_ports(1)
    with connect(f"127.0.0.1:{port}, {kafka.bootstrap}") as admin:
        assert len(admin.describe_cluster()["brokers"]) == 1


# ---------------------------------------------------------------- the command line


def test_the_command_creates_and_describes(kafka: EmbeddedBroker, prefix: str, tmp_path: object) -> None:
    made = yuqing("topics", "create", "--bootstrap", kafka.bootstrap)
    assert made.returncode == 0, made.stderr
    assert "timeline.v1" in made.stdout
    shown = yuqing("topics", "describe", "--bootstrap", kafka.bootstrap)
    assert shown.returncode == 0, shown.stderr
    (row,) = [line for line in shown.stdout.splitlines() if "timeline.v1" in line]
    assert [cell.strip() for cell in row.strip("│").split("│")][:7] == [
        "timeline.v1", "subject", "delete", "730 days", "12", "1", "4 MiB",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["", " , ", "localhost", "localhost:", "localhost:kafka", "localhost:99999"])
def test_what_is_no_address_is_said_at_once(wrong: str) -> None:
    with pytest.raises(BrokerError, match=r"kafka\.bootstrap"):
        connect(wrong)
