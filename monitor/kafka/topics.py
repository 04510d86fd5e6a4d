"""Every topic of the product in one place: its key, partitions, retention, sizes and owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

POSTS = "posts.v1"
COMPLAINTS = "complaints.v1"
ACTIONS = "actions.v1"
TIMELINE = "timeline.v1"
ALERTS = "alerts.v1"
INCIDENTS = "incidents.v1"
CHECKPOINTS = "checkpoints.v1"
DEADLETTERS = "deadletters.v1"
LEXICONS = "lexicons.v1"
RULESETS = "rulesets.v1"
NOTIFICATIONS = "notifications.v1"

MIB = 1024 * 1024
#: Largest record batch of the raw topics and of those that hold what was made of them, framing included.
RAW_BYTES = 1 * MIB
LARGE_BYTES = 4 * MIB

#: Days by retention class: what settings.kafka.retention_days says when nothing is set.
RETENTION_DAYS: Mapping[str, int] = MappingProxyType(
    {"raw": 30, "deadletters": 30, "timeline": 730, "alerts": 730, "incidents": 730}
)

#: Fixed for the life of timeline.v1: another number is another placement of subjects. Heads remember it.
TIMELINE_PARTITIONS = 12

_DAY_MS = 24 * 60 * 60 * 1000
Cleanup = Literal["delete", "compact", "compact,delete"]


@dataclass(frozen=True)
class Topic:
    """One topic as it is to be. `retention`: a class of RETENTION_DAYS; None: kept for ever."""

    name: str
    key: str
    partitions: int
    owner: str
    cleanup: Cleanup = "delete"
    retention: str | None = None
    max_bytes: int = LARGE_BYTES
    #: another number of partitions breaks promises: subjects change partition, alerts lose their order
    fixed: bool = False
    days: int | None = None
    #: the broker stamps what arrives: an arrival is its word, never a crawler's clock
    stamped: bool = False

    def configs(self) -> dict[str, str]:
        """Topic configuration in the names of Apache Kafka, without replication."""
        configs = {"cleanup.policy": self.cleanup, "max.message.bytes": str(self.max_bytes)}
        if self.stamped:
            configs["message.timestamp.type"] = "LogAppendTime"
        if self.days is not None:
            configs["retention.ms"] = str(self.days * _DAY_MS)
        # only closed segments are deleted or compacted, and a quiet topic closes them by time alone
        if self.days is not None and self.days <= 90:
            configs["segment.ms"] = str(_DAY_MS)
        if "compact" in self.cleanup:
            configs |= {"segment.ms": str(_DAY_MS), "segment.bytes": str(64 * MIB)}
            configs["min.cleanable.dirty.ratio"] = "0.2"
        return configs


TOPICS: tuple[Topic, ...] = (
    Topic(POSTS, "mention id", 12, "crawlers, ingest", retention="raw", max_bytes=RAW_BYTES, stamped=True),
    Topic(COMPLAINTS, "mention id", 12, "hotline, ingest", retention="raw", max_bytes=RAW_BYTES, stamped=True),
    Topic(ACTIONS, "incident or mention id", 3, "people, submit", retention="raw", max_bytes=RAW_BYTES, stamped=True),
    Topic(TIMELINE, "subject", TIMELINE_PARTITIONS, "score, actions, watch", retention="timeline", fixed=True),
    Topic(CHECKPOINTS, "subject", TIMELINE_PARTITIONS, "watch", cleanup="compact", fixed=True),
    Topic(INCIDENTS, "incident id", 12, "watch", cleanup="compact,delete", retention="incidents"),
    Topic(ALERTS, "subject", 1, "watch", retention="alerts", fixed=True),
    Topic(NOTIFICATIONS, "alert, receiver", 1, "dispatch", cleanup="compact,delete", retention="alerts", fixed=True),
    Topic(DEADLETTERS, "topic, partition, offset", 3, "score, actions, watch, dispatch", retention="deadletters"),
    Topic(LEXICONS, "lexicon name", 1, "lexicon publish", cleanup="compact"),
    Topic(RULESETS, "digest", 1, "watch", cleanup="compact"),
)  # fmt: skip


def declare(prefix: str = "", retention_days: Mapping[str, int] = RETENTION_DAYS) -> tuple[Topic, ...]:
    """All topics as they are set: names with the prefix, days by retention class (left out: the default)."""
    days = {**RETENTION_DAYS, **retention_days}
    return tuple(replace(topic, name=prefix + topic.name, days=days.get(topic.retention or "")) for topic in TOPICS)


@dataclass(frozen=True)
class Found:
    """One topic as a cluster has it."""

    name: str
    partitions: int
    replication: int
    configs: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """How a topic of the cluster differs from its declaration; `broken` when nothing may run on it."""

    topic: str
    message: str
    broken: bool


def differences(topic: Topic, found: Found) -> list[Difference]:
    """Partitions and configuration against the declaration; what a cluster does not tell is not compared."""
    result = []
    if found.partitions != topic.partitions:
        result.append(Difference(topic.name, _partitions_message(topic, found), topic.fixed))
    result += [
        Difference(topic.name, f"{topic.name}: {key} is {found.configs[key]}, not {wanted}", False)
        for key, wanted in topic.configs().items()
        if found.configs.get(key, wanted) != wanted
    ]
    return result


def _partitions_message(topic: Topic, found: Found) -> str:
    message = f"{topic.name}: {found.partitions} partitions, not {topic.partitions}"
    if not topic.fixed:
        return message
    return (
        f"{message}. The number is fixed, because a key must stay in its partition for ever. "
        "Delete the topic and create it again if it is empty; else use another kafka.topic_prefix"
    )


def replication_for(brokers: int, wanted: int = 0) -> int:
    """Copies of each partition: as set, or as many as there are brokers, at most 3."""
    return wanted or max(1, min(3, brokers))


def min_insync(replication: int) -> int:
    """Copies that must have a record before it counts as written: 2 where there are two."""
    return min(2, replication)
