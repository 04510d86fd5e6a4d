"""The demonstration's accounts and its timetable, with values."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from monitor.demo.sample import LONGEST_GAP, Planned, read_sample, schedule
from monitor.demo.tally import Place, Seen, Tally
from monitor.kafka.topics import ACTIONS, COMPLAINTS, POSTS
from monitor.records import DeadLetter, Head, encode
from monitor.steps.commit import HEAD_KEY
from monitor.times import SHANGHAI

NOON = datetime(2026, 11, 18, 12, tzinfo=SHANGHAI)
POST = Place(POSTS, 3, 7)
BROKEN = Place(POSTS, 0, 1)


def line(place: Place, **more: object) -> bytes:
    source = {"topic": place.topic, "partition": place.partition, "offset": place.offset}
    return msgspec.json.encode({"kind": "assessment", "source": source, **more})


def timeline(value: bytes, offset: int = 0, at: float = 1.0) -> Seen:
    return Seen("timeline", 5, offset, b"hz", value, at)


def head(offset: int) -> Seen:
    value = Head(partition=5, offset=offset, clock=None, rules="r", format=1, partitions=12)
    return Seen("checkpoints", 5, 0, HEAD_KEY, encode(value), 1.0)


def letter(place: Place) -> Seen:
    value = DeadLetter(**place._asdict(), reason="malformed_json", detail="", raw=b"{", at=NOON)
    return Seen("deadletters", 0, 0, None, encode(value), 1.0)


def tally() -> Tally:
    """Two records were sent and delivered."""
    accounts = Tally(2, {}, "和悦物业")
    for place, arrival in ((POST, NOON), (BROKEN, None)):
        accounts.given(arrival, 0.0)
        accounts.delivered(place)
    return accounts


def test_every_record_ends_on_the_timeline_or_as_a_dead_letter() -> None:
    accounts = tally()
    assert accounts.missing() == [BROKEN, POST]
    accounts.read(timeline(line(POST)))
    assert not accounts.accounted
    accounts.read(letter(BROKEN))
    assert accounts.accounted
    state = accounts.state("done", 2.0)
    assert (state.sent, state.judged, dict(state.dead), state.backlog) == (2, 1, {"malformed_json": 1}, 0)


def test_one_record_about_several_subjects_counts_once_and_rules_count_not_at_all() -> None:
    accounts = tally()
    for offset in (1, 2):
        accounts.read(timeline(line(POST), offset))
    accounts.read(timeline(b'{"kind":"rules","digest":"x"}', 3))
    assert accounts.state("playing", 1.0).judged == 1


def test_what_was_not_delivered_is_not_accounted_for() -> None:
    accounts = Tally(1, {}, "")
    accounts.given(NOON, 0.0)
    assert not accounts.accounted
    assert accounts.missing() == []


def test_the_watch_is_behind_until_its_head_has_passed_what_was_seen() -> None:
    accounts = tally()
    assert accounts.watch_lag == 0
    accounts.read(timeline(line(POST), offset=4))
    assert accounts.watch_lag == 5
    accounts.read(head(4))
    assert accounts.watch_lag == 0
    accounts.read(Seen("checkpoints", 5, 1, b"hz-ygyy", b"{}", 1.0))
    accounts.read(Seen("checkpoints", 5, 2, b"hz-ygyy", None, 1.0))
    assert accounts.watch_lag == 0


def test_rates_are_of_the_last_seconds() -> None:
    accounts = Tally(4, {}, "")
    for now in (0.0, 6.0, 7.0, 8.0):
        accounts.given(NOON, now)
    assert accounts.state("playing", 10.0).rate_in == pytest.approx(3 / 5)
    assert accounts.state("playing", 30.0).rate_in == 0


def planned(*minutes: float | None) -> list[Planned]:
    return [Planned(b"{}", POSTS, None, None if at is None else NOON + timedelta(minutes=at)) for at in minutes]


def test_the_day_takes_as_long_as_asked_and_quiet_hours_are_short() -> None:
    moments = schedule(planned(0, 10, 310, 320), seconds=30)
    assert moments == pytest.approx([0, 10, 20, 30])
    assert timedelta(minutes=10) == LONGEST_GAP


def test_or_it_passes_as_fast_as_asked() -> None:
    assert schedule(planned(0, 1, None, 2), speed=60) == pytest.approx([0, 1, 1, 2])


def test_a_day_of_one_moment_is_sent_at_once() -> None:
    assert schedule(planned(0, 0), seconds=30) == [0, 0]
    assert schedule([], seconds=30) == []


def test_records_find_their_topic_and_key() -> None:
    action = {"kind": "action", "type": "close", "by": "xu", "at": NOON.isoformat(), "project": "hz-yhhf"}
    complaint = {"id": "12345:1", "kind": "complaint", "source": "12345", "text": "…", "published_at": NOON.isoformat()}
    day = read_sample([msgspec.json.encode(action) + b"\n", b"\n", msgspec.json.encode(complaint)], [b"{"])
    assert [(one.topic, one.key) for one in day] == [(ACTIONS, b"hz-yhhf"), (POSTS, None), (COMPLAINTS, b"12345:1")]
