"""Receivers that are programs: a signed CloudEvent for a webhook, and alerts for a Prometheus Alertmanager."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import msgspec

from monitor.notify.answer import Answer, shown
from monitor.notify.outbox import Delivery
from monitor.notify.request import Request, body
from monitor.notify.timing import moment
from monitor.notify.wording import Names, handling, place, title
from monitor.records import Alert

ONE, SEVERAL = "application/cloudevents+json; charset=utf-8", "application/cloudevents-batch+json; charset=utf-8"
SEVERITIES = {1: "info", 2: "warning", 3: "critical", 4: "emergency"}
_OTHER_GRADES = frozenset({"escalated", "deescalated", "closed", "reopened"})


# ---------------------------------------------------------------- webhook


def cloud_event(alert: Alert, *, test: bool = False) -> dict[str, Any]:
    """CloudEvents 1.0, JSON format: the attributes that the record carries on alerts.v1, and the alert as data."""
    event = {
        "specversion": "1.0",
        "id": alert.alert_id,
        "source": "/yuqing/watch",
        "type": f"yuqing.alert.{alert.transition}.v1",
        "time": alert.event_time.isoformat(),
        "subject": quote(alert.incident_id, safe="~-._"),
        "datacontenttype": "application/json",
        "data": msgspec.to_builtins(alert),
    }
    return {**event, "yuqingtest": True} if test else event


def webhook(url: str, secret: str, delivery: Delivery, now: float, *, test: bool = False) -> Request:
    """Signed as Standard Webhooks ask (https://www.standardwebhooks.com): id, time and body under one HMAC."""
    events = [cloud_event(alert, test=test) for alert in delivery.alerts]
    content = body(events[0] if delivery.form == "alert" else events)
    stamp = str(int(now))
    return Request(
        url, content,
        {
            "content-type": ONE if delivery.form == "alert" else SEVERAL,
            "webhook-id": delivery.id,
            "webhook-timestamp": stamp,
            "webhook-signature": webhook_sign(secret, delivery.id, stamp, content),
        },
    )  # fmt: skip


def webhook_sign(secret: str, message_id: str, stamp: str, content: bytes) -> str:
    signed = f"{message_id}.{stamp}.".encode() + content
    return "v1," + b64encode(hmac.digest(_key(secret), signed, sha256)).decode()


def _key(secret: str) -> bytes:
    """A secret in the standard's form is base64 after whsec_; any other is taken as it is."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


def read_plain(content: bytes) -> Answer:
    """2xx is a success unless the body says itself that it is none."""
    try:
        said = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        said = None
    if isinstance(said, dict) and (said.get("errcode") or said.get("ok") is False or said.get("success") is False):
        return Answer("failed", f"it took it, and says it failed: {shown(content.decode(errors='replace'))}")
    return Answer("accepted", "HTTP 2xx")


# ---------------------------------------------------------------- Alertmanager


def alertmanager(
    url: str, authorization: str, alerts: Sequence[Alert], names: Names, hold_days: int, now: float, *,
    test: bool = False,
) -> Request:  # fmt: skip
    """POST /api/v2/alerts. Dispatch never repeats, so an alert says itself when it ends."""
    found = [each for alert in alerts for each in _postable(alert, names, hold_days, now, test=test)]
    headers = {"content-type": "application/json"}
    if authorization:
        headers["authorization"] = f"Basic {b64encode(authorization.encode()).decode()}"
    return Request(f"{url.rstrip('/')}/api/v2/alerts", body(found), headers)


def _postable(alert: Alert, names: Names, hold_days: int, now: float, *, test: bool) -> list[Mapping[str, Any]]:
    ended = alert.transition == "closed"
    current = _as_alert(alert, names, alert.grade, ended=ended, hold_days=hold_days, now=now, test=test)
    if alert.transition not in _OTHER_GRADES:
        return [current]
    # the grade is a label, so another grade is another alert there: what it was before ends
    others = [grade for grade in SEVERITIES if grade != alert.grade]
    return [
        current,
        *(_as_alert(alert, names, grade, ended=True, hold_days=hold_days, now=now, test=test) for grade in others),
    ]


def _as_alert(
    alert: Alert, names: Names, grade: int, *, ended: bool, hold_days: int, now: float, test: bool
) -> Mapping[str, Any]:
    labels = {
        "alertname": "yuqing",
        "incident": alert.incident_id,
        "project": alert.subject.project or "company",
        "city": alert.subject.city or "",
        "region": alert.subject.region or "",
        "grade": str(grade),
        "severity": SEVERITIES[grade],
        "drill": "true" if alert.drill else "",
        "test": "true" if test else "",
    }
    annotations = {
        "summary": title(alert, names, test=test),
        "first_step": alert.first_step,
        "place": place(alert, names),
        "number": alert.number,
        "alert_id": alert.alert_id,
        "categories": ",".join(alert.categories),
        "change": alert.change,
        "handling": "；".join(handling(alert)),
        "late_found": "true" if alert.late_found else "",
    }
    end = moment(now) if ended else moment(now) + timedelta(days=hold_days)
    start = min(alert.first_seen, moment(now))
    return {
        "labels": {name: value for name, value in labels.items() if value},
        "annotations": {name: value for name, value in annotations.items() if value},
        "startsAt": start.isoformat(),
        "endsAt": end.isoformat(),
    }
