"""The promises of dispatch under force: killed twenty times, a storm of thousands, a receiver that hangs (long)."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from dispatching import Dispatching, fresh, grave
from notified import person
from vendors import Received, Vendor, dingtalk, hangs, webhook

from monitor.kafka.broker import EmbeddedBroker
from monitor.records import Alert

pytestmark = [pytest.mark.broker, pytest.mark.long]
SECRET, SIGNING = "a webhook's secret", "SECtest"
KILLS = 20


@pytest.fixture
def dispatching(kafka: EmbeddedBroker, prefix: str, tmp_path: Path) -> Iterator[Dispatching]:
    with Dispatching(kafka.bootstrap, prefix, tmp_path, dispatch='quiet_from = ""\ngroup_wait_seconds = 1') as one:
        yield one


def test_killed_twenty_times_no_alert_is_lost_and_repeats_are_bounded(dispatching: Dispatching) -> None:
    """Two processes, the active one killed in mid-stream: at most one message a receiver and kill comes twice."""
    chance = random.Random(20)
    names = ("webhook:a", "webhook:b", "webhook:c")
    with ExitStack() as stack:
        hooks: dict[str, Vendor] = {}
        for name in names:
            hooks[name] = stack.enter_context(webhook(SECRET))
            dispatching.channel(name, f"{hooks[name].base}/x", SECRET)
        people = [person("zhang", *names)]
        wanted: set[tuple[str, str]] = set()
        dispatching.started()
        dispatching.start()
        for kill in range(KILLS):
            alerts = [grave(1000 * kill + number, route=people) for number in range(40)]
            wanted |= {(alert.alert_id, name) for alert in alerts for name in names}
            before = sum(len(hook.accepted()) for hook in hooks.values())
            dispatching.alerts(alerts)
            # in the middle of sending, wherever that is
            enough = before + chance.randrange(1, 110)
            dispatching.until(
                lambda enough=enough: sum(len(hook.accepted()) for hook in hooks.values()) >= enough, "sending", 60
            )
            active = next(each for each in dispatching.processes if "active: this process" in each.log.read_text()
                          and each.process.poll() is None)  # fmt: skip
            active.kill()
            dispatching.start()
            dispatching.until(lambda: _one_active(dispatching), "taken over", 90)
        dispatching.until(lambda: dispatching.latest().keys() >= wanted, "all settled", 120)
        assert {note.status for note in dispatching.latest().values()} == {"sent"}
        for name, hook in hooks.items():
            times = Counter(request.json["id"] for request in hook.accepted())
            assert set(times) == {alert for alert, receiver in wanted if receiver == name}
            repeated = sum(times.values()) - len(times)
            assert repeated <= KILLS, f"{name}: {repeated} repeats at {KILLS} kills"


def _one_active(dispatching: Dispatching) -> bool:
    return any(
        each.process.poll() is None and "active: this process" in each.log.read_text() for each in dispatching.processes
    )


def test_a_storm_of_5000_alerts_to_three_robots(dispatching: Dispatching) -> None:
    """Each robot takes 20 messages a minute and then blocks: nothing is lost, the gravest first, no limit breaks."""
    names = ("dingtalk:a", "dingtalk:b", "dingtalk:c")
    with ExitStack() as stack:
        robots = {name: stack.enter_context(dingtalk("tok", SIGNING)) for name in names}
        for name, robot in robots.items():
            dispatching.channel(name, f"{robot.base}/robot/send?access_token=tok", SIGNING)
        people = [person("zhang", *names)]
        alerts = [fresh(number, 3 if number % 50 == 0 else 1 + number % 2, route=people) for number in range(5000)]
        dispatching.started()
        begun = time.monotonic()
        dispatching.alerts(alerts)
        wanted = {(alert.alert_id, name) for alert in alerts for name in names}
        dispatching.until(lambda: len(dispatching.latest()) >= len(wanted), "all told", 1500)
        print(f"{len(wanted)} told in {time.monotonic() - begun:.0f} s")
        assert dispatching.latest().keys() == wanted
        assert {note.status for note in dispatching.latest().values()} == {"sent"}
        grades = {alert.alert_id: alert.grade for alert in alerts}
        for name, robot in robots.items():
            assert robot.limit.broken == 0, name  # type: ignore[attr-defined]
            texts = [request.json["markdown"]["text"] for request in robot.accepted()]
            for alert in alerts:
                assert sum(alert.alert_id in text for text in texts) == 1
            order = [note for note in dispatching.notes() if note.receiver == name]
            last_grave = max(place for place, note in enumerate(order) if grades[note.alert_id] == 3)
            # what was on its way when the gravest came is all that may have gone before them
            assert last_grave < 100 + 3 * max(len(text.split("\n\n")) for text in texts)


#: seconds: a time in which both are well, and one in which one of them takes every message and answers none
WELL, HANGING = 60, 600
PACE = 0.5


def test_a_receiver_that_hangs_for_ten_minutes_delays_no_other(dispatching: Dispatching) -> None:
    """The other's waits are printed, with and without the one that hangs; that one gets all of it afterwards."""
    names = ("webhook:well", "webhook:stuck")
    people = [person("zhang", *names)]
    with webhook(SECRET) as well, webhook(SECRET) as stuck:
        for name, hook in zip(names, (well, stuck), strict=True):
            dispatching.channel(name, f"{hook.base}/x", SECRET)

        def paced(first: int, seconds: int) -> Iterator[Alert]:
            for number in range(int(seconds / PACE)):
                yield grave(first + number, route=people)
                time.sleep(PACE)

        dispatching.started()
        dispatching.alerts(paced(0, WELL))
        before = int(WELL / PACE)
        dispatching.until(lambda: len(stuck.accepted()) == before, "both told", 30)
        stuck.script.extend(hangs(stuck) for _ in range(1000))
        dispatching.alerts(paced(before, HANGING))
        total = int((WELL + HANGING) / PACE)
        dispatching.until(lambda: len(well.accepted()) == total, "the one that is well is told all", 30)
        assert len(stuck.accepted()) == before
        attempts = len(stuck.received) - before
        stuck.script.clear()
        dispatching.until(lambda: len(dispatching.latest()) == 2 * total, "the other is told all of it too", 300)
        print(f"alone {_waits(well.received[:before])}; beside one that hangs {_waits(well.received[before:])}")
        print(f"{attempts} attempts at the one that hangs in {HANGING} s")
        assert {note.status for note in dispatching.latest().values()} == {"sent"}
        assert set(Counter(request.json["id"] for request in well.accepted()).values()) == {1}
        # a probe a minute after the first few, each for as long as the time-out is
        assert attempts <= 4 + HANGING / 60 + 1


def _waits(requests: Sequence[Received]) -> str:
    """From the alert's making to its arrival."""
    waits = sorted(each.at - datetime.fromisoformat(each.json["data"]["event_time"]).timestamp() for each in requests)
    p99 = waits[int(0.99 * len(waits))]
    return f"median {statistics.median(waits):.3f} s, p99 {p99:.3f} s, most {waits[-1]:.3f} s of {len(waits)}"
