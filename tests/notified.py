"""Alerts and deliveries for the tests of what is told to whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from monitor.ids import alert_id
from monitor.notify.outbox import Delivery
from monitor.notify.quiet import QuietHours, parse_hour
from monitor.notify.timing import Timing, plan
from monitor.records import Alert, Recipient, decode_alert
from monitor.times import SHANGHAI

EXAMPLE = decode_alert((Path(__file__).parent / "data" / "wire" / "alert.v1.json").read_bytes())
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=SHANGHAI)
NAMES = {1: ("一般", "蓝"), 2: ("较重", "黄"), 3: ("严重", "橙"), 4: ("特别严重", "红")}
TIMING = Timing(
    group_wait=30, group_interval=300, quiet=QuietHours(parse_hour("22:00"), parse_hour("07:00")),
    digest_after=86400, deadline=86400, fallback_after=60, max_waiting=10_000,
)  # fmt: skip


def alert(number: int = 1, grade: int = 2, **more: Any) -> Alert:
    """A real one's fields; each number is another incident of the same estate unless it is said otherwise."""
    incident = more.pop("incident_id", f"hz-ygyy~{number:016x}")
    name, colour = NAMES[grade]
    values = {
        "incident_id": incident, "number": f"{number // 1000:03d}-{number % 1000:03d}", "grade": grade,
        "grade_name": name, "colour": colour, "event_time": NOON, "first_seen": NOON - timedelta(minutes=5),
        "disclosure": "一般", "urgent": False, "categories": ["service"],
        "headline": f"阳光雅苑3栋2单元：服务不到位——第{number}件", "route": [person("zhang", "dingtalk:hz-duty")],
    } | more  # fmt: skip
    made = msgspec.structs.replace(EXAMPLE, **values)
    key = alert_id(incident, made.transition, grade, number)
    return made if "alert_id" in more else msgspec.structs.replace(made, alert_id=key)


def person(name: str, *channels: str, role: str = "duty") -> Recipient:
    return Recipient(person=name, name=name, role=role, scope="hz-ygyy", channels=list(channels), because="测试")


def delivery(
    *alerts: Alert, receiver: str = "dingtalk:hz-duty", form: str = "alert", people: tuple[str, ...] = ()
) -> Delivery:
    now = NOON.timestamp()
    items = tuple(
        plan(each, nth, receiver, people or tuple(p.person for p in each.route), now, now, TIMING, grouping=True)
        for nth, each in enumerate(alerts)
    )
    identity = alerts[0].alert_id if form == "alert" else "digest0000000001"
    return Delivery(identity, receiver, form, items)  # type: ignore[arg-type]
