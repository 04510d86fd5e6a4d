"""What a step writes: alerts that other systems can read, tombstones for what is over, and the head behind it all."""

from __future__ import annotations

import json

import msgspec
from histories import ORGANISATION, act, at, judged, new_fold, tick

from monitor.company.playbooks import load_playbooks
from monitor.config.settings import data_path
from monitor.kafka.wire import Outgoing
from monitor.records import Alert, Head, Incident, decode_alert, decode_incident, decode_timeline, encode
from monitor.steps import commit
from monitor.steps.scoring import Frame
from monitor.watch.bundle import make_bundle, open_bundle
from monitor.watch.fold import Fold, Step
from monitor.watch.grades.rulefile import load_ruleset
from monitor.watch.settings import FOLD_VERSION, FoldSettings

RULES = load_ruleset(data_path("config") / "rules.toml")
FRAME = Frame(partitions=12)
#: the one that the histories' fold is of
PARTITION = 0
TOPICS = ["alerts.v1", "incidents.v1", "checkpoints.v1"]


def folded(*records, **settings) -> tuple[Fold, Step]:
    fold = new_fold(**settings)
    for offset, record in enumerate(records):
        fold.apply(record, offset)
    return fold, fold.collect()


def outgoing(*records, frame: Frame = FRAME) -> list[Outgoing]:
    return commit.step_records(folded(*records)[1], PARTITION, frame)


def on(topic: str, records: list[Outgoing]) -> list[Outgoing]:
    return [record for record in records if record.topic == topic]


def test_alerts_then_incidents_then_checkpoints_and_the_head_last():
    records = outgoing(judged("a:1"), judged("a:2", project="sz-jlhy"))
    order = [TOPICS.index(record.topic) for record in records]
    assert order == sorted(order)
    assert [record.key for record in records].count(commit.HEAD_KEY) == 1
    assert records[-1].key == commit.HEAD_KEY


def test_a_step_that_changed_nothing_still_moves_the_head():
    [head] = outgoing(tick(1))
    assert head.key == commit.HEAD_KEY
    found = msgspec.json.decode(head.value or b"", type=Head)
    assert (found.offset, found.clock, found.partitions) == (0, at(1), 12)


def test_alerts_lie_in_one_partition_keyed_by_subject():
    alerts = on("alerts.v1", outgoing(judged("a:1"), judged("a:2", project="sz-jlhy")))
    assert [(alert.partition, alert.key) for alert in alerts] == [(0, b"hz-ygyy"), (0, b"sz-jlhy")]
    assert all(isinstance(decode_alert(alert.value or b""), Alert) for alert in alerts)


def test_an_alert_is_a_cloud_event():
    [record] = on("alerts.v1", outgoing(judged()))
    alert = decode_alert(record.value or b"")
    assert dict(record.headers) == {
        "ce_specversion": b"1.0",
        "ce_id": alert.alert_id.encode(),
        "ce_source": b"/yuqing/watch",
        "ce_type": b"yuqing.alert.opened.v1",
        "ce_time": b"2026-11-18T12:00:00+08:00",
        "ce_subject": alert.incident_id.encode(),
        "content-type": b"application/json",
    }


def test_the_headers_of_any_incident_are_printable_ascii():
    fold, step = folded(judged())
    odd = msgspec.structs.replace(step.alerts[0], incident_id="阳光 雅苑~0123456789abcdef")
    assert dict(commit.cloud_event(odd))["ce_subject"] == b"%E9%98%B3%E5%85%89%20%E9%9B%85%E8%8B%91~0123456789abcdef"
    assert all(value.isascii() for _, value in commit.cloud_event(odd))
    assert fold.offset == 0


def test_incidents_and_checkpoints_are_keyed_so_that_compaction_keeps_the_latest():
    records = outgoing(judged())
    [incident] = on("incidents.v1", records)
    found = decode_incident(incident.value or b"")
    assert isinstance(found, Incident)
    assert incident.key == found.incident_id.encode()
    assert incident.partition is None
    checkpoints = on("checkpoints.v1", records)
    assert [record.key for record in checkpoints] == [
        b"hz-ygyy", b"hz-ygyy~mentions.0", found.incident_id.encode(), commit.HEAD_KEY,
    ]  # fmt: skip
    assert {record.partition for record in checkpoints} == {PARTITION}


def test_what_is_forgotten_is_a_tombstone_and_its_last_state_stays_readable():
    fold, first = folded(judged("a:1"))
    gone = first.incidents[0].incident_id
    fold.apply(judged("a:2", 24 * 60, categories=["staff"]), 1)
    records = commit.step_records(fold.collect(), PARTITION, FRAME)
    tombstones = [record.key for record in on("checkpoints.v1", records) if record.value is None]
    assert tombstones == [gone.encode()]
    last = {record.key: decode_incident(record.value or b"") for record in on("incidents.v1", records)}
    assert last[gone.encode()].status == "closed"


def test_what_a_subject_still_remembers_of_actions_is_a_part_of_its_own():
    fold, _ = folded(judged("a:1", level=0, categories=[]))
    fold.apply(act("acknowledge", 24 * 90, project="hz-ygyy"), 1)
    fold.collect()
    fold.apply(act("acknowledge", 24 * 180, project="hz-ygyy"), 2)
    written = [record.key for record in commit.step_records(fold.collect(), PARTITION, FRAME)]
    assert written == [b"hz-ygyy", b"hz-ygyy~acts.0", commit.HEAD_KEY]


def test_checkpoints_come_back_as_they_were_written():
    fold, step = folded(judged("a:1"), judged("a:2", 1, categories=["staff"]), act("close", 2, mention="a:9"))
    records = commit.step_records(step, PARTITION, FRAME)
    kept = [(record.key or b"", record.value or b"") for record in on("checkpoints.v1", records)]
    head, checkpoints = commit.read_checkpoints(kept)
    assert head == step.head
    assert checkpoints == step.checkpoints
    again = new_fold()
    assert head is not None
    again.restore(head, checkpoints)
    assert again.book.own == fold.book.own
    for name, subject in fold.book.subjects.items():
        found = again.book.subjects[name]
        assert (found.memory, found.incidents) == (subject.memory, subject.incidents)
        assert [*found.mentions] == [*subject.mentions] != []
    assert again.book.subjects.keys() == fold.book.subjects.keys()


def test_an_empty_topic_has_no_head():
    assert commit.read_checkpoints([]) == (None, [])


def test_a_bundle_goes_by_its_digest_and_comes_back():
    bundle = make_bundle(
        FoldSettings(),
        ORGANISATION,
        load_playbooks(data_path("config") / "playbooks"),
        RULES,
    )
    record = commit.bundle_record(bundle, FRAME)
    assert (record.topic, record.key) == ("rulesets.v1", bundle.digest.encode())
    again = commit.read_bundle(record.value or b"")
    assert again == bundle
    assert open_bundle(again).organisation == ORGANISATION
    rules = commit.rules_of(bundle, at(1))
    assert (rules.digest, rules.at, rules.fold) == (bundle.digest, at(1), FOLD_VERSION)


def test_what_another_program_wrote_among_the_rules_is_passed_over_and_counted():
    bundle = make_bundle(FoldSettings(), ORGANISATION, load_playbooks(data_path("config") / "playbooks"), RULES)
    value = commit.bundle_record(bundle, FRAME).value or b""
    assert commit.read_bundles([b"", value, b'{"a": 1}', b"\xff", b"[" * 100_000, value]) == ([bundle, bundle], 4)
    assert commit.read_bundles([value]) == ([bundle], 0)


def test_ticks_and_rules_go_into_their_own_partition_under_keys_that_no_subject_has():
    bundle = make_bundle(
        FoldSettings(),
        ORGANISATION,
        load_playbooks(data_path("config") / "playbooks"),
        RULES,
    )
    rules = commit.rules_of(bundle, at(1))
    written = [commit.tick_record(tick(1), PARTITION, FRAME), commit.rules_record(rules, PARTITION, FRAME)]
    assert [(record.topic, record.partition) for record in written] == [("timeline.v1", PARTITION)] * 2
    assert all((record.key or b"").startswith(b"~") for record in written)
    assert decode_timeline(written[0].value or b"") == tick(1)


def test_a_prefix_is_put_before_every_topic():
    records = outgoing(judged(), frame=Frame(partitions=12, prefix="test."))
    assert {record.topic for record in records} == {f"test.{topic}" for topic in TOPICS}


def test_the_same_step_is_the_same_bytes():
    assert outgoing(judged("a:1"), judged("a:2", 1)) == outgoing(judged("a:1"), judged("a:2", 1))
    assert json.loads(encode(folded(judged())[1].head))["offset"] == 0
