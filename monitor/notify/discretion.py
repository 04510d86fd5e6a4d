"""The site's version of a matter about its own staff or charges: no quote, author or place, so that nobody pays."""

from __future__ import annotations

import msgspec

from monitor.demo.labels import category_names
from monitor.records import Alert
from monitor.routing import ABOUT_THE_SITE


def version_for(alert: Alert, receiver: str) -> Alert:
    """What this receiver is told: less, where people of the site itself are reached through it."""
    site = alert.subject.project
    concerned = ABOUT_THE_SITE & set(alert.categories)
    reached = any(receiver in recipient.channels and recipient.scope == site for recipient in alert.route)
    if site is None or not concerned or not reached:
        return alert
    return msgspec.structs.replace(
        alert,
        headline=f"{category_names(alert.categories)}——涉及本项目人员或收费，细节由上级掌握，不得打听投诉人",
        change="",
        place=None,
        evidence=[],
    )
