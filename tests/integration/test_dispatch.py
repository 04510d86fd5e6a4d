"""`yuqing dispatch` on a real Kafka and real HTTP: what is told, once, by one process, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dispatching import Dispatching, grave
from notified import person
from vendors import Vendor, dingtalk, webhook

from monitor.kafka.broker import EmbeddedBroker

pytestmark = pytest.mark.broker
SECRET = "a webhook's secret"


@pytest.fixture
def hook() -> Iterator[Vendor]:
    with webhook(SECRET) as vendor:
        yield vendor


@pytest.fixture
def robot() -> Iterator[Vendor]:
    with dingtalk("tok", "SECtest") as vendor:
        yield vendor


@pytest.fixture
def dispatching(
    kafka: EmbeddedBroker, prefix: str, tmp_path: Path, hook: Vendor, robot: Vendor
) -> Iterator[Dispatching]:
    one = Dispatching(kafka.bootstrap, prefix, tmp_path, dispatch='quiet_from = ""')
    one.channel("webhook:desk", f"{hook.base}/alerts", SECRET)
    one.channel("dingtalk:hz-duty", f"{robot.base}/robot/send?access_token=tok", "SECtest")
    with one:
        yield one


PEOPLE = [person("zhang", "webhook:desk", "dingtalk:hz-duty")]


def test_an_alert_is_told_to_each_receiver_and_recorded(dispatching: Dispatching, hook: Vendor, robot: Vendor) -> None:
    dispatching.started()
    alerts = [grave(number, route=PEOPLE) for number in range(3)]
    dispatching.alerts(alerts)
    wanted = {(alert.alert_id, name) for alert in alerts for name in ("webhook:desk", "dingtalk:hz-duty")}
    dispatching.until(lambda: dispatching.latest().keys() >= wanted, "recorded")
    assert {note.status for note in dispatching.notes()} == {"sent"}
    assert sorted(request.json["id"] for request in hook.accepted()) == sorted(alert.alert_id for alert in alerts)
    texts = "".join(request.json["markdown"]["text"] for request in robot.accepted())
    assert all(alert.alert_id in texts for alert in alerts)


def test_what_was_sent_is_not_sent_again_by_the_next_process(
    dispatching: Dispatching, hook: Vendor, robot: Vendor
) -> None:
    first = dispatching.started()
    dispatching.alerts([grave(1, route=PEOPLE)])
    dispatching.until(lambda: len(dispatching.latest()) == 2, "recorded")
    first.kill()
    dispatching.alerts([grave(2, route=PEOPLE)])
    dispatching.started()
    dispatching.until(lambda: len(dispatching.latest()) == 4, "recorded")
    assert [len(hook.accepted()), len(robot.accepted())] == [2, 2]
