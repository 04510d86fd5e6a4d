"""The broker killed under dispatch: it waits or ends and is started again; nothing is lost, repeats are bounded."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from dispatching import Dispatching, grave
from notified import person
from vendors import webhook

from monitor.kafka.broker import EmbeddedBroker

pytestmark = pytest.mark.broker
HOOK = "webhook:desk"


def test_a_broker_that_is_killed_costs_time_and_no_alert(tmp_path: Path) -> None:
    people = [person("zhang", HOOK)]
    with webhook("a secret") as hook, EmbeddedBroker(tmp_path / "data") as broker:
        one = Dispatching(broker.bootstrap, "", tmp_path, dispatch='quiet_from = ""')
        one.channel(HOOK, hook.base, "a secret")
        with one:
            one.started()
            alerts = [grave(number, route=people) for number in range(60)]
            one.alerts(alerts[:30])
            one.until(lambda: len(hook.accepted()) >= 5, "sending")
            broker.kill()
            time.sleep(12)
            assert one.ready(one.processes[0]) is False
            # without the broker's word on what was sent nothing more is sent
            quiet = len(hook.accepted())
            time.sleep(2)
            assert len(hook.accepted()) == quiet
            broker.start()
            one.alerts(alerts[30:])

            def settled() -> bool:
                if one.processes[-1].process.poll() == 70:
                    one.start()
                return len(one.latest()) >= 60

            one.until(settled, "all told", 150)
            one.until(lambda: one.ready(one.processes[-1]), "ready again", 30)
            times = Counter(request.json["id"] for request in hook.accepted())
            assert set(times) == {alert.alert_id for alert in alerts}
            assert sum(times.values()) <= 60 + len(one.processes), "one message a process, at the most, comes twice"
            # it also ends in order while there is no broker
            broker.kill()
            one.until(lambda: not one.ready(one.processes[-1]), "not ready without a broker", 60)
            assert one.processes[-1].terminate() == 0
