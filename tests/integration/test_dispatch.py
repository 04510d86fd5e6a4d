"""`yuqing dispatch` on a real Kafka and real HTTP: what is told, once, by one process, and what is known of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import vendors
from click.testing import CliRunner
from dispatching import Dispatching, fresh, grave
from kafka import KafkaProducer
from notified import person
from vendors import Vendor, dingtalk, webhook

from monitor.cli.deadletters import command as deadletters
from monitor.errors import Reason
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.records import Alert, decode_alert

pytestmark = pytest.mark.broker
SECRET, SIGNING = "a webhook's secret", "SECtest-hidden"
HOOK, ROBOT = "webhook:desk", "dingtalk:hz-duty"
PEOPLE = [person("zhang", HOOK, ROBOT)]


@pytest.fixture
def hook() -> Iterator[Vendor]:
    with webhook(SECRET) as vendor:
        yield vendor


@pytest.fixture
def robot() -> Iterator[Vendor]:
    with dingtalk("tok-hidden", SIGNING) as vendor:
        yield vendor


@pytest.fixture
def dispatching(
    kafka: EmbeddedBroker, prefix: str, tmp_path: Path, hook: Vendor, robot: Vendor
) -> Iterator[Dispatching]:
    one = Dispatching(kafka.bootstrap, prefix, tmp_path, dispatch='quiet_from = ""\ntimeout_seconds = 3')
    one.channel(HOOK, f"{hook.base}/alerts", SECRET)
    one.channel(ROBOT, f"{robot.base}/robot/send?access_token=tok-hidden", SIGNING)
    with one:
        yield one


def routed(*numbers: int, people: object = PEOPLE) -> list[Alert]:
    return [grave(number, route=people) for number in numbers]


def told(hook: Vendor) -> Counter[str]:
    """Alert ids by how often the webhook took them."""
    return Counter(request.json["id"] for request in hook.accepted())


def test_an_alert_is_told_to_each_receiver_and_recorded(dispatching: Dispatching, hook: Vendor, robot: Vendor) -> None:
    dispatching.alerts(routed(99))
    worker = dispatching.started()
    alerts = routed(*range(3))
    dispatching.alerts(alerts)
    wanted = {(alert.alert_id, name) for alert in alerts for name in (HOOK, ROBOT)}
    dispatching.until(lambda: dispatching.latest().keys() >= wanted, "recorded")
    # a new group begins at the end: what stood there before is not told
    assert dispatching.latest().keys() == wanted
    assert {note.status for note in dispatching.notes()} == {"sent"}
    assert told(hook) == Counter(alert.alert_id for alert in alerts)
    texts = "".join(request.json["markdown"]["text"] for request in robot.accepted())
    assert all(alert.alert_id in texts for alert in alerts)
    shown = dispatching.metrics(worker)
    assert f'yuqing_notifications_total{{receiver="{HOOK}",status="sent"}} 3.0' in shown
    assert "yuqing_dispatch_active 1.0" in shown
    assert "yuqing_delivery_seconds_count 6.0" in shown
    assert worker.terminate() == 0
    everything = "".join(path.read_text() for path in dispatching.folder.glob("*.log")) + shown
    for secret in (SECRET, SIGNING, "tok-hidden"):
        assert secret not in everything


def test_what_was_sent_is_not_sent_again_by_the_next_process(
    dispatching: Dispatching, hook: Vendor, robot: Vendor
) -> None:
    first = dispatching.started()
    dispatching.alerts(routed(1))
    dispatching.until(lambda: len(dispatching.latest()) == 2, "recorded")
    first.kill()
    dispatching.alerts(routed(2))
    dispatching.started()
    dispatching.until(lambda: len(dispatching.latest()) == 4, "recorded")
    assert [len(hook.accepted()), len(robot.accepted())] == [2, 2]


def test_a_message_that_was_sent_but_not_recorded_is_repeated_once_under_its_id(
    dispatching: Dispatching, hook: Vendor
) -> None:
    """The one fault that no order of steps avoids: killed after the receiver has it, before the record."""
    first = dispatching.started()

    def takes_it_and_kills(handler: BaseHTTPRequestHandler) -> None:
        first.process.kill()
        vendors.send(handler, 200, {})

    people = [person("zhang", HOOK)]
    dispatching.alerts(routed(1, people=people))
    dispatching.until(lambda: len(dispatching.latest()) == 1, "recorded")
    hook.script.append(takes_it_and_kills)
    dispatching.alerts(routed(2, 3, people=people))
    dispatching.until(lambda: first.process.poll() is not None, "killed")
    assert len(dispatching.latest()) == 1
    dispatching.started()
    dispatching.until(lambda: len(dispatching.latest()) == 3, "recorded")
    ids = [request.headers["webhook-id"] for request in hook.received]
    one, two, three = (alert.alert_id for alert in routed(1, 2, 3))
    assert ids == [one, two, two, three]


def test_a_record_that_is_no_alert_is_a_dead_letter_and_the_rest_goes_on(
    dispatching: Dispatching, hook: Vendor
) -> None:
    dispatching.started()
    producer = KafkaProducer(bootstrap_servers=dispatching.bootstrap, acks="all")
    for value in (b"{", b'{"alert_id": 1}', None):
        producer.send(dispatching.prefix + topics.ALERTS, value, key=b"k", partition=0)
    producer.flush(30)
    producer.close()
    dispatching.alerts(routed(1))
    dispatching.until(lambda: len(dispatching.latest()) == 2, "recorded")
    assert [letter.reason for letter in dispatching.dead()] == [Reason.UNREADABLE_ALERT] * 3
    assert len(hook.accepted()) == 1


def test_one_is_active_and_another_takes_over(dispatching: Dispatching, hook: Vendor) -> None:
    active = dispatching.started()
    waiting = dispatching.start()
    dispatching.until(lambda: "standing by" in waiting.tail(), "standing by")
    assert "yuqing_dispatch_active 0.0" in dispatching.metrics(waiting)
    dispatching.alerts(routed(1))
    dispatching.until(lambda: len(dispatching.latest()) == 2, "recorded")
    active.kill()
    dispatching.until(lambda: "active: this process sends" in waiting.tail(), "taken over", 60)
    dispatching.alerts(routed(2))
    dispatching.until(lambda: len(dispatching.latest()) == 4, "recorded")
    assert set(told(hook).values()) == {1}
    # in order it goes at once
    third = dispatching.start()
    dispatching.until(lambda: "standing by" in third.tail(), "standing by")
    assert waiting.terminate() == 0
    dispatching.until(lambda: "active: this process sends" in third.tail(), "taken over")
    dispatching.alerts(routed(3))
    dispatching.until(lambda: len(dispatching.latest()) == 6, "recorded")
    assert told(hook) == Counter(alert.alert_id for alert in routed(1, 2, 3))


def test_a_paused_process_that_wakes_up_sends_nothing(dispatching: Dispatching, hook: Vendor, robot: Vendor) -> None:
    paused = dispatching.started()
    waiting = dispatching.start()
    dispatching.until(lambda: "standing by" in waiting.tail(), "standing by")
    paused.pause()
    try:
        dispatching.alerts(routed(*range(5)))
        dispatching.until(lambda: "active: this process sends" in waiting.tail(), "taken over", 60)
        dispatching.until(lambda: len(dispatching.latest()) == 10, "recorded", 60)
    finally:
        paused.resume()
    time.sleep(5)
    dispatching.alerts(routed(9))
    dispatching.until(lambda: len(dispatching.latest()) == 12, "recorded", 60)
    assert set(told(hook).values()) == {1}
    assert len(robot.accepted()) <= 6


def test_the_fallback_takes_over_and_the_fault_is_told_once(
    dispatching: Dispatching, hook: Vendor, robot: Vendor
) -> None:
    robot.script.extend(vendors.says(200, {"errcode": 310000, "errmsg": "sign not match"}) for _ in range(99))
    dispatching.dispatch += f'\nfallback = "{HOOK}"'
    worker = dispatching.started()
    alerts = routed(1, 2, 3, people=[person("zhang", ROBOT)])
    dispatching.alerts(alerts)
    dispatching.until(lambda: len(dispatching.latest()) == 6, "recorded")
    assert dispatching.statuses() == {ROBOT: ["fallback"] * 3, HOOK: ["sent"] * 3}
    assert told(hook) == Counter(alert.alert_id for alert in alerts)
    time.sleep(2)
    assert worker.log.read_text().count("the receiver refuses our messages") == 1
    assert len(robot.received) == 1


def test_what_is_not_delivered_is_a_dead_letter_that_can_be_redriven(
    dispatching: Dispatching, robot: Vendor, hook: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot.script.extend(vendors.says(500, b"") for _ in range(99))
    dispatching.dispatch += "\ndeadline_hours = 0.0005"
    dispatching.started()
    [alert] = routed(1)
    dispatching.alerts([alert])
    dispatching.until(lambda: dispatching.statuses().get(ROBOT) == ["dead"], "given up")
    assert dispatching.statuses()[HOOK] == ["sent"]
    [letter] = dispatching.dead()
    assert letter.reason == Reason.UNDELIVERABLE
    assert letter.detail.startswith(f"{ROBOT}: ")
    assert decode_alert(letter.raw) == alert
    robot.script.clear()
    monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", dispatching.prefix)
    monkeypatch.chdir(dispatching.folder)
    arguments = ["redrive", "--reason", "undeliverable", "--bootstrap", dispatching.bootstrap]
    result = CliRunner().invoke(deadletters, arguments)
    assert f"1 records put back: 1 → {dispatching.prefix}{topics.NOTIFICATIONS}" in result.output
    dispatching.until(lambda: dispatching.statuses()[ROBOT] == ["sent"], "sent again", 90)
    assert alert.alert_id in robot.accepted()[-1].json["markdown"]["text"]
    assert len(hook.accepted()) == 1


def test_a_receiver_that_hangs_delays_no_other(dispatching: Dispatching, hook: Vendor, robot: Vendor) -> None:
    robot.script.extend(vendors.hangs(robot) for _ in range(99))
    dispatching.started()
    alerts = routed(*range(200))
    dispatching.alerts(alerts)
    dispatching.until(lambda: len(told(hook)) == 200, "told", 60)
    assert len(robot.received) <= 20, "it would have been 200 time-outs one after the other"
    assert told(hook) == Counter(alert.alert_id for alert in alerts)


def test_grades_that_wait_are_grouped_and_a_graver_one_takes_their_place(
    dispatching: Dispatching, robot: Vendor
) -> None:
    dispatching.dispatch += "\ngroup_wait_seconds = 3"
    dispatching.started()
    people = [person("zhang", ROBOT)]
    lower, graver = fresh(1, 2, route=people), fresh(1, 3, route=people, transition="escalated")
    others = [fresh(number, 1, route=people) for number in (2, 3)]
    dispatching.alerts([lower, *others, graver])
    dispatching.until(lambda: len(dispatching.latest()) == 4, "recorded")
    by_alert = {note.alert_id: note for note in dispatching.latest().values()}
    assert (by_alert[lower.alert_id].status, by_alert[lower.alert_id].instead) == ("inhibited", graver.alert_id)
    assert by_alert[graver.alert_id].form == "alert"
    assert {by_alert[each.alert_id].form for each in others} == {"group"}
    assert len({by_alert[each.alert_id].message for each in others}) == 1
    assert len(robot.accepted()) == 2


def test_a_test_message_says_so_and_what_was_answered(dispatching: Dispatching, robot: Vendor) -> None:
    file = dispatching.settings()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "monitor", "notify", *arguments, "--config", str(file)]
        return subprocess.run(
            command, env=dispatching.environment(), capture_output=True, text=True, timeout=60, check=False
        )

    done = run("test", ROBOT)
    assert (done.returncode, done.stdout) == (0, f"{ROBOT}: accepted (errcode 0)\n")
    assert robot.received[0].json["markdown"]["title"].startswith("【测试】")
    robot.script.append(vendors.says(200, {"errcode": 310000, "errmsg": "sign not match"}))
    refused = run("test", ROBOT)
    assert (refused.returncode, "errcode 310000: sign not match" in refused.stderr) == (1, True)
    unknown = run("test", "dingtalk:nobody")
    assert (unknown.returncode, ROBOT in unknown.stderr) == (2, True)
    shown = run("preview", "example", "--channel", ROBOT)
    assert shown.stdout.startswith("### 【严重】示例小区3栋2单元")
    assert "SECtest" not in done.stderr + refused.stderr + unknown.stderr + shown.stdout


def test_wrong_settings_end_the_start_with_2_and_every_reason(dispatching: Dispatching) -> None:
    dispatching.secrets.clear()
    dispatching.dispatch += '\nfallback = "mail:nowhere"'
    worker = dispatching.start()
    assert worker.process.wait(30) == 2
    said = worker.tail(50)
    for needed in (
        "monitor.toml:",
        "dispatch.fallback",
        "channel.webhook.desk.url_env",
        "DINGTALK_HZ_DUTY_URL is not set",
    ):
        assert needed in said, said
