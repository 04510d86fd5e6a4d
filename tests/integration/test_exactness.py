"""Nothing lost, nothing told twice: kill -9, pauses, joins and a dead broker, on a real Kafka.

After each fault: every input id is in timeline.v1 or deadletters.v1, and alerts.v1 as read_committed readers see it
equals, record for record, a fold of the timeline as it was written.
"""

from __future__ import annotations

import json
import time

import pytest
from pipeline import Pipeline, Worker, mention, wait_until

from monitor.kafka import topics

pytestmark = pytest.mark.broker

TEXTS = (
    "电梯又坏了，三天没人修",
    "物业乱收费，没有公示就涨价",
    "3号楼电梯坠落，一名老人受伤被送往医院",
    "小区环境不错，保洁阿姨辛苦了",
    "听说5栋有人跳楼，不知道真假",
    "业主们明天去物业门口拉横幅，已经有60多人报名",
)
PROJECTS = ("hz-ygyy", "hz-yhhf", "hz-xtgg", "sz-jlhy")


def posts(first: int, count: int) -> list[bytes]:
    return [
        mention(number, TEXTS[number % len(TEXTS)], PROJECTS[number % len(PROJECTS)])
        for number in range(first, first + count)
    ]


def ids(first: int, count: int) -> list[str]:
    return [f"weibo:{number:06d}" for number in range(first, first + count)]


@pytest.fixture
def pipeline(kafka, prefix, tmp_path):
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as made:
        yield made


def check(pipeline: Pipeline, expected: list[str]) -> None:
    pipeline.settled()
    assert pipeline.missing(expected) == set()
    assert pipeline.differences() == []
    assert pipeline.read(topics.ALERTS), "the check has nothing to compare"


def test_every_role_survives_kill_and_nothing_is_lost_or_told_twice(pipeline):
    pipeline.start_all(2)
    for turn, role in enumerate(("score", "watch", "score", "watch", "actions")):
        pipeline.produce(topics.POSTS, posts(1000 * turn, 1000))
        time.sleep(2.0)
        pipeline.alive(role).kill()
        pipeline.start(role)
    check(pipeline, ids(0, 5000))


def test_a_kill_between_judgement_and_delivery_repeats_the_batch(pipeline):
    pipeline.start("watch")
    pipeline.start("actions")
    kill_in_delivery(pipeline)
    check(pipeline, ids(0, 200))


def kill_in_delivery(pipeline: Pipeline, *mutant: str) -> None:
    """200 posts; the worker that has judged the first of them is killed before they are delivered."""
    pipeline.produce(topics.POSTS, posts(0, 200))
    first = pipeline.start("score", "slow_delivery", *mutant)
    wait_until(60, lambda: "delivery held" in first.log.read_text(), "the first batch is judged")
    # a commit of what was acknowledged too early would come within half a second
    time.sleep(1.5)
    first.kill()
    pipeline.start("score")


def test_sigterm_in_the_middle_loses_nothing(pipeline):
    pipeline.start_all()
    pipeline.produce(topics.POSTS, posts(0, 2000))
    wait_until(60, lambda: bool(pipeline.read(topics.ALERTS)), "the workers are at work")
    for role in ("score", "watch"):
        assert pipeline.alive(role).terminate() == 0
        pipeline.start(role)
    check(pipeline, ids(0, 2000))


def test_sigterm_with_a_batch_in_hand_ends_well_and_leaves_it_to_the_next(pipeline):
    """A worker that is told to stop under load has nothing to be restarted for."""
    pipeline.produce(topics.POSTS, posts(0, 200))
    busy = pipeline.start("score", "slow_delivery")
    wait_until(60, lambda: "delivery held" in busy.log.read_text(), "the first batch is judged")
    assert busy.terminate() == 0
    assert "leaving with" not in busy.log.read_text()
    pipeline.start("score")
    wait_until(60, lambda: pipeline.missing(ids(0, 200)) == set(), "the next worker judges them")


def test_workers_that_join_and_leave_disturb_nothing(pipeline):
    pipeline.start_all()
    pipeline.produce(topics.POSTS, posts(0, 1000))
    joined = [pipeline.start("score"), pipeline.start("watch")]
    time.sleep(8.0)
    pipeline.produce(topics.POSTS, posts(1000, 1000))
    time.sleep(2.0)
    for worker in joined:
        worker.terminate()
    check(pipeline, ids(0, 2000))


def test_a_kill_between_the_alert_and_its_commit_tells_it_once(pipeline):
    kill_in_commit(pipeline)
    check(pipeline, ids(0, 100))


def kill_in_commit(pipeline: Pipeline, *mutant: str) -> None:
    """100 posts; the owner is killed when alerts are sent and the rest of their step is not."""
    held_in_commit(pipeline, *mutant).kill()
    pipeline.start("watch")


def held_in_commit(pipeline: Pipeline, *faults: str) -> Worker:
    """The owner, which has sent the alerts of 100 posts and not the rest of their step."""
    held = pipeline.start("watch", "slow_commit", *faults)
    pipeline.start("score")
    pipeline.start("actions")
    pipeline.produce(topics.POSTS, posts(0, 100))
    wait_until(60, lambda: "commit held" in held.log.read_text(), "the first alerts are sent")
    return held


@pytest.mark.parametrize("notices", [True, False])
def test_a_paused_owner_that_comes_back_is_fenced_and_ends(pipeline, notices):
    paused = pause_in_commit(pipeline, *([] if notices else ["unaware"]))
    check(pipeline, ids(0, 100))
    if not notices:
        wait_until(60, lambda: paused.process.poll() is not None, "the former owner ends")


def pause_in_commit(pipeline: Pipeline, *faults: str) -> Worker:
    """100 posts; the owner is paused with an open transaction until another has taken over and told, then goes on."""
    paused = held_in_commit(pipeline, *faults)
    paused.pause()
    heir = pipeline.start("watch")
    wait_until(90, lambda: heir.log.read_text().count('"transition": "opened"') > 1, "the new owner tells")
    paused.resume()
    return paused


def test_what_cannot_be_read_is_a_dead_letter_with_its_place_and_the_stream_goes_on(pipeline):
    bad = [
        b"{broken",
        b'{"id":"x"}',
        b'{"id":"a","source":"b","text":1,"published_at":"2026-01-01T00:00:00Z"}',
        b'{"id":"s","source":"w","text":"\\ud800","published_at":"2026-01-01T00:00:00Z"}',
        mention(1, "好", published_at="1999-01-01T00:00:00Z"),
        b"\xff\xfe",
        b"[1,2]",
        b"null",
    ]
    pipeline.start_all()
    pipeline.produce(topics.POSTS, [*bad, mention(2, TEXTS[2])])
    pipeline.produce(topics.ACTIONS, [b'{"kind":"action","type":"dance","by":"x","at":"2026-01-01T00:00:00Z"}'])
    wait_until(60, lambda: bool(pipeline.read(topics.ALERTS)), "the good record is told")
    pipeline.settled()
    letters = [json.loads(record.value or b"{}") for record in pipeline.read(topics.DEADLETTERS)]
    assert len(letters) == len(bad) + 1
    assert all(letter["reason"] and letter["topic"] and letter["offset"] >= 0 for letter in letters)
    assert pipeline.differences() == []


def test_a_state_thrown_away_is_rebuilt_from_the_timeline_and_nothing_is_told_again(pipeline):
    pipeline.start_all()
    pipeline.produce(topics.POSTS, posts(0, 300))
    pipeline.settled()
    told = len(pipeline.read(topics.ALERTS))
    assert pipeline.alive("watch").terminate() == 0
    pipeline.forget_state()
    heir = pipeline.start("watch")
    pipeline.produce(topics.POSTS, posts(300, 300))
    check(pipeline, ids(0, 600))
    assert "rebuilding" in heir.log.read_text()
    assert len(pipeline.read(topics.ALERTS)) >= told


# ---------------------------------------------------------------- the checks catch what they are there for


def test_mutant_that_acknowledges_before_delivery_is_caught(pipeline):
    pipeline.start("watch")
    pipeline.start("actions")
    kill_in_delivery(pipeline, "ack_before_delivery")
    pipeline.settled()
    assert pipeline.missing(ids(0, 200))


def test_mutant_without_a_transaction_is_caught(pipeline):
    kill_in_commit(pipeline, "no_transaction")
    pipeline.settled()
    assert pipeline.differences()


def test_mutant_without_fencing_is_caught(pipeline):
    pause_in_commit(pipeline, "unaware", "no_fencing")
    pipeline.settled()
    # the former owner goes on after its hold and commits what the new owner has told already
    wait_until(60, lambda: bool(pipeline.differences()), "the former owner tells again")
