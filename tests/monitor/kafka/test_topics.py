"""The declaration of the topics, and what a cluster that differs from it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.kafka.topics import (
    CHECKPOINTS,
    MIB,
    RETENTION_DAYS,
    TIMELINE,
    TOPICS,
    Found,
    Topic,
    declare,
    differences,
    min_insync,
    replication_for,
)

DAY = 24 * 60 * 60 * 1000


def by_name(prefix: str = "", **days: int) -> dict[str, Topic]:
    return {topic.name.removeprefix(prefix): topic for topic in declare(prefix, days)}


def found(topic: Topic, **changes: object) -> Found:
    return replace(Found(topic.name, topic.partitions, 1, topic.configs()), **changes)  # type: ignore[arg-type]


def test_every_topic_of_the_design_is_declared_once() -> None:
    assert sorted(topic.name for topic in declare()) == [
        "actions.v1", "alerts.v1", "checkpoints.v1", "complaints.v1", "deadletters.v1",
        "incidents.v1", "lexicons.v1", "notifications.v1", "posts.v1", "rulesets.v1", "timeline.v1",
    ]  # fmt: skip


def test_checkpoints_lie_in_the_partition_of_their_timeline() -> None:
    topics = by_name()
    assert topics[TIMELINE].partitions == topics[CHECKPOINTS].partitions == 12


def test_alerts_have_one_order() -> None:
    assert by_name()["alerts.v1"].partitions == 1
    assert by_name()["alerts.v1"].fixed


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("posts.v1", 30), ("complaints.v1", 30), ("actions.v1", 30), ("deadletters.v1", 30),
        ("timeline.v1", 730), ("alerts.v1", 730), ("incidents.v1", 730),
    ],
)  # fmt: skip
def test_records_are_kept_for_the_days_of_their_class(name: str, days: int) -> None:
    assert by_name()[name].configs()["retention.ms"] == str(days * DAY)


def test_settings_override_the_days_of_a_class_alone() -> None:
    topics = by_name(raw=7)
    assert topics["posts.v1"].configs()["retention.ms"] == str(7 * DAY)
    assert topics["timeline.v1"].configs()["retention.ms"] == str(730 * DAY)


def test_personal_data_is_deleted_within_a_day_of_its_time() -> None:
    for topic in declare():
        if topic.retention in ("raw", "deadletters"):
            assert int(topic.configs()["segment.ms"]) <= DAY


@pytest.mark.parametrize("name", ["checkpoints.v1", "lexicons.v1", "rulesets.v1"])
def test_what_is_needed_for_ever_is_compacted_and_never_deleted(name: str) -> None:
    configs = by_name()[name].configs()
    assert configs["cleanup.policy"] == "compact"
    assert "retention.ms" not in configs


def test_sizes_are_one_mebibyte_raw_and_four_for_what_is_made_of_it() -> None:
    sizes = {topic.name: int(topic.configs()["max.message.bytes"]) for topic in declare()}
    assert {name for name, size in sizes.items() if size == MIB} == {"posts.v1", "complaints.v1", "actions.v1"}
    assert set(sizes.values()) == {MIB, 4 * MIB}


def test_retention_classes_all_exist() -> None:
    assert {topic.retention for topic in TOPICS} - {None} == set(RETENTION_DAYS)


def test_a_prefix_goes_before_every_name() -> None:
    assert [topic.name for topic in declare("north.")] == ["north." + topic.name for topic in declare()]


# ---------------------------------------------------------------- against a cluster


@pytest.mark.parametrize("topic", declare(), ids=lambda topic: topic.name)
def test_a_topic_as_declared_has_no_difference(topic: Topic) -> None:
    assert differences(topic, found(topic)) == []


@pytest.mark.parametrize("name", ["timeline.v1", "checkpoints.v1", "alerts.v1"])
def test_other_partitions_of_a_fixed_topic_break_it_and_the_way_out_is_said(name: str) -> None:
    topic = by_name()[name]
    (difference,) = differences(topic, found(topic, partitions=5))
    assert difference.broken
    assert f"{name}: 5 partitions, not {topic.partitions}" in difference.message
    assert "kafka.topic_prefix" in difference.message


def test_other_partitions_of_a_raw_topic_are_only_remarked() -> None:
    topic = by_name()["posts.v1"]
    (difference,) = differences(topic, found(topic, partitions=3))
    assert not difference.broken


def test_other_configuration_is_remarked_with_both_values() -> None:
    topic = by_name()["timeline.v1"]
    (difference,) = differences(topic, found(topic, configs={**topic.configs(), "max.message.bytes": "1048588"}))
    assert difference.message == "timeline.v1: max.message.bytes is 1048588, not 4194304"
    assert not difference.broken


def test_what_a_cluster_does_not_tell_is_not_compared() -> None:
    topic = by_name()["timeline.v1"]
    assert differences(topic, found(topic, configs={})) == []


@pytest.mark.parametrize(
    ("brokers", "wanted", "copies"), [(0, 0, 1), (1, 0, 1), (2, 0, 2), (3, 0, 3), (9, 0, 3), (9, 5, 5)]
)
def test_copies_are_as_many_as_brokers_up_to_three(brokers: int, wanted: int, copies: int) -> None:
    assert replication_for(brokers, wanted) == copies


@pytest.mark.parametrize(("copies", "least"), [(1, 1), (2, 2), (3, 2), (5, 2)])
def test_two_copies_must_be_written_where_there_are_two(copies: int, least: int) -> None:
    assert min_insync(copies) == least
