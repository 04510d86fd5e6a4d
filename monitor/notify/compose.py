"""How each kind of channel is spoken to: a delivery becomes a request, an answer is read; values and functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from monitor.config.channels import Alertmanager, Channel, DingTalk, Feishu, Webhook, WeCom
from monitor.notify import machines, robots
from monitor.notify.outbox import Capacity, Delivery
from monitor.notify.people import Contact, Credentials
from monitor.notify.render import Page, Renderer
from monitor.notify.request import Reading, Request
from monitor.notify.wording import Links, Names, no_links
from monitor.records import Alert


class Speech(Struct, frozen=True):
    """One receiver's language."""

    compose: Callable[[Delivery, float, bool], Request]
    reading: Reading
    capacity: Capacity


class Words(Struct, frozen=True):
    """What all receivers share."""

    renderer: Renderer
    names: Names
    contacts: Mapping[str, Contact]
    links: Links = no_links


def speech(channel: Channel, secret: Credentials, words: Words) -> Speech | None:
    """None for what is not spoken to over HTTP by us: mail, apprise."""
    match channel:
        case DingTalk():
            return _dingtalk(secret, words)
        case WeCom():
            return _wecom(secret, words)
        case Feishu():
            return _feishu(secret, words)
        case Webhook():
            return _webhook(channel, secret)
        case Alertmanager():
            return _alertmanager(channel, secret, words)
    return None


def called(delivery: Delivery) -> Sequence[str]:
    """Who is called by name: the people of the route, when one of the alerts wakes."""
    return delivery.people if delivery.wakes else ()


def _mobiles(delivery: Delivery, words: Words) -> list[str]:
    found = (words.contacts.get(person) for person in called(delivery))
    return list(dict.fromkeys(contact.mobile for contact in found if contact and contact.mobile))


def page_of(delivery: Delivery, words: Words, markup: str, *, calls: str = "", test: bool = False) -> Page:
    return words.renderer.page(
        delivery.alerts,
        delivery.form,
        delivery.id,
        "md" if markup == "md" else "txt",
        calls=calls,
        test=test,
        people=delivery.people,
    )


def _dingtalk(secret: Credentials, words: Words) -> Speech:
    def compose(delivery: Delivery, now: float, test: bool) -> Request:
        mobiles = _mobiles(delivery, words)
        page = page_of(delivery, words, "md", calls=" ".join(f"@{mobile}" for mobile in mobiles), test=test)
        return robots.dingtalk(
            secret["url"].get_secret_value(), secret["secret"].get_secret_value(), page, mobiles, now
        )

    def capacity(alerts: Sequence[Alert]) -> int:
        return words.renderer.capacity(alerts, "md", robots.DINGTALK_BYTES, robots.DINGTALK_BETWEEN)

    return Speech(compose, robots.read_dingtalk, capacity)


def _wecom(secret: Credentials, words: Words) -> Speech:
    def compose(delivery: Delivery, now: float, test: bool) -> Request:
        # only plain text calls a mobile number, and it is half as long: digests do not
        mobiles = _mobiles(delivery, words) if delivery.form == "alert" else []
        page = page_of(delivery, words, "txt" if mobiles else "md", test=test)
        return robots.wecom(secret["url"].get_secret_value(), page, mobiles)

    def capacity(alerts: Sequence[Alert]) -> int:
        return words.renderer.capacity(alerts, "md", robots.WECOM_BYTES)

    return Speech(compose, robots.read_wecom, capacity)


def _feishu(secret: Credentials, words: Words) -> Speech:
    def compose(delivery: Delivery, now: float, test: bool) -> Request:
        ids = [contact.feishu for person in called(delivery) if (contact := words.contacts.get(person))]
        page = page_of(delivery, words, "md", calls=" ".join(f"<at id={each}></at>" for each in ids if each), test=test)
        links = words.links(delivery.alerts[0], delivery.people) if delivery.form == "alert" else {}
        return robots.feishu(
            secret["url"].get_secret_value(), secret["secret"].get_secret_value(), page, delivery.alerts, links, now
        )

    def capacity(alerts: Sequence[Alert]) -> int:
        return words.renderer.capacity(alerts, "md", robots.FEISHU_BYTES)

    return Speech(compose, robots.read_feishu, capacity)


def _webhook(channel: Webhook, secret: Credentials) -> Speech:
    def compose(delivery: Delivery, now: float, test: bool) -> Request:
        url, key = secret["url"].get_secret_value(), secret["secret"].get_secret_value()
        return machines.webhook(url, key, delivery, now, test=test)

    return Speech(compose, machines.read_plain, lambda alerts: min(len(alerts), channel.batch))


def _alertmanager(channel: Alertmanager, secret: Credentials, words: Words) -> Speech:
    def compose(delivery: Delivery, now: float, test: bool) -> Request:
        password = secret["password"].get_secret_value()
        return machines.alertmanager(
            secret["url"].get_secret_value(), f"{channel.username}:{password}" if channel.username else "",
            delivery.alerts, words.names, channel.hold_days, now, test=test,
        )  # fmt: skip

    # two states of one incident in one request would contradict each other there
    return Speech(compose, machines.read_plain, lambda alerts: 1)
