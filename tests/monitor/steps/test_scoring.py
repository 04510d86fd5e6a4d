"""The score step: whatever is read ends on the timeline or among the dead letters, in order."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from histories import NOON
from hypothesis import given
from hypothesis import strategies as st
from judges import POISON, assessor, post, raw

from monitor.errors import Reason
from monitor.kafka.wire import Outgoing, Raw
from monitor.records import Assessment, DeadLetter, decode_dead_letter, decode_timeline
from monitor.steps.scoring import Frame, score_step

FRAME = Frame(partitions=12)
WEIBO = {
    "user": {"id": "1669879400", "screen_name": "西湖的鱼", "followers_count": 12},
    "weibo": [
        {"id": str(number), "user_id": "1669879400", "screen_name": "西湖的鱼", "text": f"阳光雅苑电梯坏了{number}",
         "created_at": "2026-11-18 09:00:00", "attitudes_count": 1, "comments_count": 2, "reposts_count": 3}
        for number in (4987, 4988)
    ],
}  # fmt: skip


def step(*records: Raw, frame: Frame = FRAME) -> list[Outgoing]:
    return score_step(records, assessor(), frame)


def judged(outgoing: Outgoing) -> Assessment:
    assert outgoing.topic == "timeline.v1"
    record = decode_timeline(outgoing.value or b"")
    assert isinstance(record, Assessment)
    return record


def letter(outgoing: Outgoing) -> DeadLetter:
    assert outgoing.topic == "deadletters.v1"
    return decode_dead_letter(outgoing.value or b"")


def places(outgoing: list[Outgoing]) -> list[int]:
    """The raw offset that each record stems from."""
    return [judged(each).source.offset if each.topic == "timeline.v1" else letter(each).offset for each in outgoing]


# ---------------------------------------------------------------- nothing is lost

BROKEN: dict[str, tuple[Any, Reason]] = {
    "tombstone": (None, Reason.MALFORMED_JSON),
    "no json": (b"{", Reason.MALFORMED_JSON),
    "nothing": (b"", Reason.MALFORMED_JSON),
    "no utf-8": (b'{"id":"\xff"}', Reason.INVALID_TEXT),
    "half a surrogate": (b'{"id":"a","source":"weibo","text":"\\ud800","published_at":"2026-11-18T12:00:00+08:00"}',
                         Reason.INVALID_TEXT),
    "a list": (b"[1]", Reason.NOT_AN_OBJECT),
    "unknown": ({"hello": 1}, Reason.UNKNOWN_SHAPE),
    "without a text": ({"id": "a", "source": "weibo", "published_at": NOON.isoformat()}, Reason.MISSING_FIELD),
    "wrong type": (post(author="many"), Reason.WRONG_TYPE),
    "too old": (post(published_at="1970-01-01T00:00:00Z"), Reason.IMPLAUSIBLE_TIME),
    "an action": ({"kind": "action", "type": "close", "by": "chen", "at": NOON.isoformat(), "project": "hz-ygyy"},
                  Reason.UNKNOWN_SHAPE),
    "poison": (post(text=POISON), Reason.JUDGEMENT_FAILED),
}  # fmt: skip


@pytest.mark.parametrize(("value", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_judged_is_a_dead_letter_that_says_why(value: Any, reason: Reason) -> None:
    record = raw(value, 7)
    [outgoing] = step(record)
    dead = letter(outgoing)
    assert (dead.reason, dead.topic, dead.partition, dead.offset) == (reason.value, "posts.v1", 2, 7)
    assert dead.raw == (record.value or b"")
    assert dead.at == NOON
    assert dead.key == b"key"
    assert outgoing.key == b"posts.v1/2/7"
    assert dict(outgoing.headers) == {"reason": reason.value.encode(), "source-topic": b"posts.v1"}


def test_every_record_ends_somewhere_and_the_order_is_kept() -> None:
    values = [each for value, _ in BROKEN.values() for each in (value, post())]
    outgoing = step(*(raw(value, offset) for offset, value in enumerate(values)))
    assert places(outgoing) == list(range(len(values)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*post(), "weibo", "user"]), inner, max_size=5)
    ),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.sampled_from([*post(), "title", "author", "kind", "collected_at", "engagement"]), JSON)


@given(st.lists(st.one_of(st.none(), st.binary(max_size=40), JSON, FIELDS.map(lambda more: post() | more)), max_size=6))
def test_whatever_comes_in_comes_out_in_order(values: list[Any]) -> None:
    found = places(step(*(raw(value, offset) for offset, value in enumerate(values))))
    assert sorted(set(found)) == list(range(len(values)))
    assert found == sorted(found)


def test_an_envelope_that_holds_nothing_is_no_nothing() -> None:
    assert places(step(raw({"weibo": []}, 4))) == [4]


# ---------------------------------------------------------------- where it goes


def test_a_subject_is_its_key_and_the_topics_partitioner_places_it() -> None:
    [outgoing] = step(raw(post(), 3))
    assert (outgoing.key, outgoing.partition) == (b"hz-ygyy", None)
    assert outgoing.origin == raw(post(), 3)
    assert judged(outgoing).source.offset == 3


def test_a_mention_of_two_projects_is_two_records() -> None:
    outgoing = step(raw(post(text="杭州阳光雅苑和苏州锦澜花园的电梯都坏了，同一家物业")))
    assert [each.key for each in outgoing] == [b"hz-ygyy", b"sz-jlhy"]
    assert [judged(each).mention.id for each in outgoing] == ["weibo:1", "weibo:1"]


def test_what_is_nobodys_is_spread_and_lies_always_in_the_same_place() -> None:
    strangers = [raw(post(f"weibo:{number}", "今天天气真好"), number) for number in range(200)]
    outgoing = step(*strangers)
    assert {each.key for each in outgoing} == {b"none"}
    assert {each.partition for each in outgoing} == set(range(12))
    assert [each.partition for each in outgoing] == [each.partition for each in step(*strangers)]


def test_two_posts_in_one_crawler_object_are_two_mentions_of_one_record() -> None:
    outgoing = step(raw(WEIBO, 5), raw(post(), 6))
    assert [judged(each).mention.id for each in outgoing] == ["weibo:4987", "weibo:4988", "weibo:1"]
    assert places(outgoing) == [5, 5, 6]


def test_one_bad_post_in_a_crawler_object_costs_the_object_and_says_so() -> None:
    broken = json.loads(json.dumps(WEIBO))
    broken["weibo"][1]["created_at"] = "irgendwann"
    outgoing = step(raw(broken, 5))
    assert [letter(each).offset for each in outgoing if each.topic == "deadletters.v1"] == [5]


def test_complaints_are_complaints_by_their_topic() -> None:
    [outgoing] = step(raw(post(), topic="complaints.v1"))
    assert judged(outgoing).mention.kind == "complaint"


def test_a_prefix_is_put_before_every_topic() -> None:
    frame = Frame(partitions=12, prefix="test.")
    outgoing = step(raw(post(), topic="test.complaints.v1"), raw(None, 1, topic="test.posts.v1"), frame=frame)
    assert [each.topic for each in outgoing] == ["test.timeline.v1", "test.deadletters.v1"]
    assert decode_timeline(outgoing[0].value or b"").mention.kind == "complaint"  # type: ignore[union-attr]


# ---------------------------------------------------------------- when it arrived


def test_on_wall_time_kafka_says_when_unless_the_crawler_collected_it_before() -> None:
    hour = timedelta(hours=1)
    plain = post()
    early = post(collected_at=(NOON - hour).isoformat())
    ahead = post(collected_at=(NOON + hour).isoformat())
    found = [judged(each).arrived_at for each in step(*(raw(each, at=NOON) for each in (plain, early, ahead)))]
    assert found == [NOON, NOON - hour, NOON + timedelta(minutes=5)]


def test_on_the_records_time_they_arrive_when_they_say() -> None:
    frame = Frame(partitions=12, by_records=True)
    late = NOON + timedelta(days=300)
    collected = post(collected_at=(NOON + timedelta(hours=2)).isoformat())
    found = [
        judged(each).arrived_at for each in step(*(raw(each, at=late) for each in (post(), collected)), frame=frame)
    ]
    assert found == [NOON, NOON + timedelta(hours=2)]


def test_what_is_judged_is_heard_of_its_source_and_neither_rubbish_nor_exercises() -> None:
    heard: list[tuple[str, object]] = []
    records = [raw(post("weibo:1"), 0), raw(b"{", 1), raw(post("weibo:2"), 2), raw(post("weibo:3", drill=True), 3)]
    outgoing = score_step(records, assessor(), FRAME, lambda source, at: heard.append((source, at)))
    judgements = [judged(each) for each in outgoing if each.topic == "timeline.v1"]
    # an exercise makes no dead crawler alive
    assert heard == [(each.mention.source, each.arrived_at) for each in judgements if not each.mention.drill]
    assert (len(heard), len(judgements)) == (2, 3)
