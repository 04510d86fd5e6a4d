"""Creates, checks and describes the topics of a cluster (shell), and says how far behind the groups are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kafka import IsolationLevel, KafkaAdminClient, OffsetSpec, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError, for_code

from monitor.errors import BrokerError
from monitor.kafka.connect import connect, patiently
from monitor.kafka.read import Record, read_topic
from monitor.kafka.topics import Difference, Found, Topic, differences, min_insync, replication_for

__all__ = [
    "Comparison",
    "Creation",
    "Lag",
    "Record",
    "State",
    "compare_topics",
    "connect",
    "create_topics",
    "describe_topics",
    "end_offsets",
    "groups",
    "lag",
    "read_topic",
    "refuse",
]

_EXISTS = 36

Offsets = dict[tuple[str, int], int]


@dataclass(frozen=True)
class Creation:
    """What `create_topics` did; `warnings` are for people."""

    created: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """The declared topics beside those of a cluster: the names it lacks, and what is not as declared."""

    missing: list[str]
    remarks: list[Difference]


@dataclass(frozen=True)
class Lag:
    """How far a group is in one partition. `committed` None: nothing yet, so all from `begin` is to come.

    Behind transactions the end offset counts their control records, so a group that has read all can show 1.
    """

    topic: str
    partition: int
    committed: int | None
    begin: int
    end: int

    @property
    def records(self) -> int:
        start = self.begin if self.committed is None else max(self.begin, self.committed)
        return max(0, self.end - start)


@dataclass(frozen=True)
class State:
    """One declared topic on a cluster. `found` None: not there. `size` None: we may not ask for it. Bytes, records."""

    topic: Topic
    found: Found | None = None
    records: int = 0
    size: int | None = None
    #: group → records behind, for groups that have committed here
    behind: Mapping[str, int] = field(default_factory=dict)
    remarks: Sequence[Difference] = ()


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Errors of the client as ours, with what was attempted."""
    try:
        yield
    except KafkaError as error:
        raise BrokerError(f"{what}: {type(error).__name__}: {error}") from error


# ---------------------------------------------------------------- topics


def create_topics(admin: KafkaAdminClient, topics: Sequence[Topic], replication: int = 0) -> Creation:
    """Creates what is missing; what is there is compared. Raises BrokerError before anything is created if it is wrong.

    `replication` 0: as many copies as there are brokers, at most 3.
    """
    with _told("the topics cannot be created"):
        copies = replication_for(len(admin.describe_cluster()["brokers"]), replication)
        found = _found(admin, topics)
        compared = [one for topic in topics if topic.name in found for one in differences(topic, found[topic.name])]
        refuse(compared)
        missing = [topic for topic in topics if topic.name not in found]
        created = _create(admin, missing, copies)
        if created:
            admin.wait_for_topics(created)
    warnings = [one.message for one in compared]
    if created and copies == 1:
        warnings.append("replication is 1: a lost disk loses data. Three brokers keep it (kafka.replication)")
    existing = [topic.name for topic in topics if topic.name not in created]
    return Creation(created, existing, warnings)


def refuse(compared: Iterable[Difference]) -> None:
    """Raises BrokerError when nothing may run on a topic as it is."""
    if broken := [one.message for one in compared if one.broken]:
        raise BrokerError("; ".join(broken))


def _create(admin: KafkaAdminClient, topics: Sequence[Topic], copies: int) -> list[str]:
    if not topics:
        return []
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": copies,
            "configs": {**topic.configs(), "min.insync.replicas": str(min_insync(copies))},
        }
        for topic in topics
    }
    answers = admin.create_topics(wanted, raise_errors=False)["topics"]
    # another `topics create` at the same time may have been quicker
    problems = [answer for answer in answers if answer["error_code"] not in (0, _EXISTS)]
    if problems:
        texts = [f"{one['name']}: {one['error_message'] or for_code(one['error_code']).__name__}" for one in problems]
        raise BrokerError(f"the topics cannot be created: {'; '.join(texts)}")
    return [answer["name"] for answer in answers if answer["error_code"] == 0]


def _found(admin: KafkaAdminClient, topics: Sequence[Topic]) -> dict[str, Found]:
    names = [topic.name for topic in topics]
    there = {one["name"]: one["partitions"] for one in admin.describe_topics(names) if one["error_code"] == 0}
    if not there:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
    configs = admin.describe_configs(resources, config_filter="all").get("topic", {})
    return {
        name: Found(
            name,
            len(partitions),
            min((len(one["replica_nodes"]) for one in partitions), default=0),
            {key: one["value"] for key, one in configs.get(name, {}).items()},
        )
        for name, partitions in there.items()
    }


def compare_topics(admin: KafkaAdminClient, topics: Sequence[Topic]) -> Comparison:
    """All that a process needs to know before it runs: no offsets, no groups. Raises BrokerError."""
    with _told("the topics cannot be compared"):
        found = patiently(lambda: _found(admin, topics))
    there = [topic for topic in topics if topic.name in found]
    return Comparison(
        [topic.name for topic in topics if topic.name not in found],
        [one for topic in there for one in differences(topic, found[topic.name])],
    )


def describe_topics(admin: KafkaAdminClient, topics: Sequence[Topic]) -> list[State]:
    """One state for each topic, in their order. Raises BrokerError."""
    with _told("the topics cannot be described"):
        found = _found(admin, topics)
        begin = _offsets(admin, found.values(), OffsetSpec.EARLIEST)
        end = _offsets(admin, found.values(), OffsetSpec.LATEST)
        sizes = _sizes(admin)
        behind = _behind(admin, begin, end)
    return [
        State(
            topic,
            found.get(topic.name),
            sum(end[at] - begin[at] for at in end if at[0] == topic.name),
            None if sizes is None else sizes.get(topic.name, 0),
            behind.get(topic.name, {}),
            differences(topic, found[topic.name]) if topic.name in found else (),
        )
        for topic in topics
    ]


def _sizes(admin: KafkaAdminClient) -> dict[str, int] | None:
    """Bytes on all disks by topic; None where this user may not know (it needs Describe on the cluster)."""
    sizes: dict[str, int] = {}
    try:
        answers = admin.describe_log_dirs()
    except KafkaError:
        return None
    topics = [topic for answer in answers for place in answer["log_dirs"] for topic in place["topics"]]
    for topic in topics:
        size = sum(one["partition_size"] for one in topic["partitions"])
        sizes[topic["name"]] = sizes.get(topic["name"], 0) + size
    return sizes


# ---------------------------------------------------------------- offsets and lag


def end_offsets(admin: KafkaAdminClient, names: Sequence[str], *, committed: bool = False) -> Offsets:
    """(topic, partition) → the offset of the next record; `committed`: where read_committed readers end.

    Raises BrokerError, also for a topic that is not there.
    """
    level = IsolationLevel.READ_COMMITTED if committed else IsolationLevel.READ_UNCOMMITTED
    with _told(f"the end of {', '.join(names)} cannot be found"):
        found = [_partitions(one) for one in admin.describe_topics(list(names))]
        return _offsets(admin, found, OffsetSpec.LATEST, level)


def lag(admin: KafkaAdminClient, group: str, names: Sequence[str] = ()) -> list[Lag]:
    """For each partition the group has committed in, and for all partitions of the topics `names`, in order.

    Raises BrokerError.
    """
    with _told(f"the lag of {group} cannot be found"):
        committed = _committed(admin, group)
        topics = sorted({*names, *(topic for topic, _ in committed)})
        found = [_partitions(one) for one in admin.describe_topics(topics)] if topics else []
        begin, end = (_offsets(admin, found, spec) for spec in (OffsetSpec.EARLIEST, OffsetSpec.LATEST))
    return [Lag(*at, committed.get(at), begin[at], end[at]) for at in sorted(end)]


def _partitions(described: Mapping[str, object]) -> Found:
    if code := described["error_code"]:
        raise for_code(code)(described["name"])
    partitions = described["partitions"]
    assert isinstance(partitions, list)
    return Found(str(described["name"]), len(partitions), 0, {})


def _offsets(
    admin: KafkaAdminClient,
    topics: Iterable[Found],
    spec: OffsetSpec,
    level: IsolationLevel = IsolationLevel.READ_UNCOMMITTED,
) -> Offsets:
    wanted = {TopicPartition(topic.name, number): spec for topic in topics for number in range(topic.partitions)}
    if not wanted:
        return {}
    answers = admin.list_partition_offsets(wanted, level)
    return {(at.topic, at.partition): answer.offset for at, answer in answers.items()}


def _behind(admin: KafkaAdminClient, begin: Offsets, end: Offsets) -> dict[str, dict[str, int]]:
    """Topic → group → records behind."""
    result: dict[str, dict[str, int]] = {}
    for group in groups(admin):
        committed = _committed(admin, group)
        read = {topic for topic, _ in committed}
        for at in [at for at in end if at[0] in read]:
            late = result.setdefault(at[0], {})
            late[group] = late.get(group, 0) + Lag(*at, committed.get(at), begin[at], end[at]).records
    return result


def groups(admin: KafkaAdminClient) -> list[str]:
    """All consumer groups of the cluster, in order. Raises kafka.errors.KafkaError."""
    return sorted(one["group_id"] for one in patiently(admin.list_groups))


def _committed(admin: KafkaAdminClient, group: str) -> Offsets:
    answers = patiently(lambda: admin.list_group_offsets([group])).get(group, {})
    return {(at.topic, at.partition): one.offset for at, one in answers.items() if one.offset >= 0}
