"""What a channel would get of an alert (shell: reads templates): without its credentials, and nothing is sent."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
from pydantic import SecretStr

from monitor.compose import read_organisation
from monitor.config.channels import Channel, Channels, Mail
from monitor.config.settings import Settings
from monitor.errors import SettingsError
from monitor.notify.audience import audience
from monitor.notify.compose import Words, page_of, speech
from monitor.notify.mail import MAIL_BYTES
from monitor.notify.outbox import Delivery
from monitor.notify.people import Contact
from monitor.notify.setup import make_timing, read_words
from monitor.notify.timing import plan
from monitor.records import Alert

#: a preview's links look like those that are sent, and open nothing
_NO_KEY = "preview"
_NOBODY_SERVES_THIS = SecretStr("https://channel.invalid/")


def preview_of(settings: Settings, alert: Alert, name: str, *, raw: bool = False) -> str:
    """The text as people read it, or the whole body. `name`: a channel, or a kind alone."""
    channel = _channel(settings, name)
    words = _by_name(read_words(settings, read_organisation(settings), _NO_KEY))
    people = audience(alert, (), {name}).get(name, ())
    now = time.time()
    item = plan(alert, 0, name, people, now, now, make_timing(settings.dispatch), grouping=False)
    delivery = Delivery(alert.alert_id, name, "alert", (item,))
    said = speech(channel, dict.fromkeys(("url", "secret", "password"), _NOBODY_SERVES_THIS), words)
    if said is None:
        page = page_of(delivery, words, "txt")
        return page.text(MAIL_BYTES) if not isinstance(channel, Mail) else f"{page.title}\n\n{page.text(MAIL_BYTES)}"
    body = json.loads(said.compose(delivery, now, False).content)
    return json.dumps(body, ensure_ascii=False, indent=2) if raw else _text(body)


def _by_name(words: Words) -> Words:
    """People are shown by their ids: numbers are for the receiver alone."""
    contacts = {
        person: Contact(mobile=contact.mobile and person, feishu=contact.feishu and person)
        for person, contact in words.contacts.items()
    }
    return msgspec.structs.replace(words, contacts=contacts)


def _channel(settings: Settings, name: str) -> Channel:
    kind, _, own = name.partition(":")
    field = Channels.model_fields.get(kind)
    channels: dict[str, Channel] = getattr(settings.channel, kind, {})
    if own and own in channels:
        return channels[own]
    if own or field is None:
        kinds = ", ".join(Channels.model_fields)
        known = ", ".join(name for name, _ in settings.channel.named()) or "none is defined"
        raise SettingsError("settings", None, "channel", f"no channel {name!r}; known: {known}; kinds: {kinds}")
    model: type[Channel] = field.annotation.__args__[1]  # type: ignore[union-attr]
    return model.model_construct()


def _text(body: Any) -> str:
    match body:
        case (
            {"markdown": {"text": str(text)}} | {"markdown": {"content": str(text)}} | {"text": {"content": str(text)}}
        ):
            return text
        case {"card": {"header": {"title": {"content": title}}, "elements": [{"text": {"content": text}}, *_]}}:
            return f"{title}\n\n{text}"
    return json.dumps(body, ensure_ascii=False, indent=2)
