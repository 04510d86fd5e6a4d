"""Who hears of an alert: the channels of the people on its route, and those of the subscribers whose rules it meets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from monitor.company.organisation import COMPANY
from monitor.config.channels import Subscriber
from monitor.records import Alert, Subject


def audience(alert: Alert, subscribers: Iterable[Subscriber], known: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Receiver → ids of the people who are reached there, in the order of the route; subscribers add receivers.

    Channels that the settings do not define are left out: the start of dispatch refuses them, and a name that an old
    alert carries may be gone since.
    """
    found: dict[str, tuple[str, ...]] = {}
    for recipient in alert.route:
        for channel in recipient.channels:
            found[channel] = (*found.get(channel, ()), recipient.person)
    for subscriber in subscribers:
        if hears(subscriber, alert.subject, alert.grade, alert.categories):
            for channel in subscriber.channels:
                found.setdefault(channel, ())
    return {name: people for name, people in found.items() if name in known}


def hears(subscriber: Subscriber, subject: Subject, grade: int, categories: Collection[str]) -> bool:
    return (
        _among(subject.project or COMPANY, subscriber.projects)
        and _among(subject.city, subscriber.cities)
        and _among(subject.region, subscriber.regions)
        and _among(grade, subscriber.grades)
        and (not subscriber.categories or bool(set(subscriber.categories) & set(categories)))
    )


def _among(value: object, wanted: Collection[object]) -> bool:
    return not wanted or value in wanted
