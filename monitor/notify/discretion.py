"""The site's version of a matter about itself: no quote, author or place, so that nobody pays."""

from __future__ import annotations

from monitor.company.routing import ABOUT_THE_SITE
from monitor.personal.redaction import redacted_alert
from monitor.records import Alert


def version_for(alert: Alert, receiver: str) -> Alert:
    """What this receiver is told: less, where people of the site itself are reached through it."""
    return redacted_alert(alert) if receiver in shielded(alert) else alert


def shielded(alert: Alert) -> frozenset[str]:
    """The channels that reach somebody who is to hear of it without who said it: then nobody there reads more."""
    site = alert.subject.project
    # alerts of older releases do not say it of their recipients
    about_itself = site is not None and bool(ABOUT_THE_SITE & set(alert.categories))
    return frozenset(
        channel
        for each in alert.route
        if each.redacted or (about_itself and each.scope == site)
        for channel in each.channels
    )
