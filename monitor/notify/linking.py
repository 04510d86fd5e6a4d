"""What can be clicked in a message: the incident in a console of one's own, and a signed page that acknowledges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from monitor.notify.links import link
from monitor.notify.wording import Links
from monitor.records import Alert


def acknowledge_links(base: str, key: bytes, hours: float) -> Links:
    """For the people who are reached there, until so many hours after the alert; none for what is closed."""

    def links(alert: Alert, people: Sequence[str]) -> Mapping[str, str]:
        if not people or alert.transition == "closed":
            return {}
        expires = (alert.event_time + timedelta(hours=hours)).timestamp()
        return {"确认收到": link(base, alert.incident_id, people, expires, key)}

    return links


def together(*all_links: Links) -> Links:
    """All of them, in this order."""

    def links(alert: Alert, people: Sequence[str]) -> Mapping[str, str]:
        return {name: url for each in all_links for name, url in each(alert, people).items()}

    return links
