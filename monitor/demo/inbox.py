"""What the demonstration's group robots were sent, as pages: the list as a phone shows it locked, and one in full."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

#: seconds after which the list looks again, while the day is played
REFRESH = 2
#: what is seen of a message without opening it
FIRST_LOOK = 120

VENDORS = {"dingtalk": "钉钉群", "wecom": "企业微信群", "feishu": "飞书群"}
#: grade by the mark in a message's first line, the gravest first
_GRADES = (("【特别严重】", 4), ("【严重】", 3), ("【较重】", 2), ("【一般】", 1))
_COUNTED = ("特别严重", "严重", "较重", "一般")
_LINK = re.compile(r"\[([^\]]*)\]\((https?://[^()\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


class Message(NamedTuple):
    """What one robot was sent, in its own Markdown."""

    number: int
    channel: str
    at: datetime
    text: str
    #: buttons of a card: name → address
    links: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        kind, _, name = self.channel.partition(":")
        return f"{VENDORS.get(kind, kind)} {name}"

    @property
    def look(self) -> str:
        """The first characters, without markup."""
        plain = " ".join(line.lstrip("#> ").replace("**", "") for line in self.text.splitlines() if line.strip())
        return plain[:FIRST_LOOK] + ("…" if len(plain) > FIRST_LOOK else "")

    @property
    def lines(self) -> list[tuple[str, Markup]]:
        return [_line(each) for each in self.text.splitlines() if each.strip()]

    @property
    def grade(self) -> int:
        """Of the gravest that it tells."""
        first = self.text.partition("\n")[0]
        marked = next((grade for mark, grade in _GRADES if mark in first), 0)
        counted = next((4 - nth for nth, name in enumerate(_COUNTED) if re.search(rf"(?:：|、){name}\d", first)), 0)
        return marked or counted


def message_of(number: int, channel: str, at: datetime, body: Any) -> Message:
    """Of the body of any of the three robots."""
    match body:
        case (
            {"markdown": {"text": str(text)}} | {"markdown": {"content": str(text)}} | {"text": {"content": str(text)}}
        ):
            return Message(number, channel, at, text)
        case {"card": {"elements": [{"text": {"content": str(text)}}, *more]}}:
            buttons = [button for each in more for button in each.get("actions", [])]
            return Message(number, channel, at, text, tuple((each["text"]["content"], each["url"]) for each in buttons))
    return Message(number, channel, at, json.dumps(body, ensure_ascii=False))


class Pages:
    """The pages, out of templates (name → source)."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            loader=DictLoader(templates),
        )  # fmt: skip

    def list(self, messages: Sequence[Message], total: int, *, playing: bool) -> str:
        """The newest first. While the day is played it looks again by itself; the last one needs nobody any more."""
        return self._render("list", messages=messages[::-1], total=total, refresh=REFRESH if playing else 0)

    def message(self, message: Message) -> str:
        return self._render("message", message=message, refresh=0)

    def _render(self, page: str, **known: Any) -> str:
        return self._environment.get_template(f"{page}.html.jinja").render(known)


def _line(text: str) -> tuple[str, Markup]:
    """(kind, HTML) of one line of our own messages' Markdown."""
    for kind, mark in (("h2", "### "), ("quote", "> ")):
        if text.startswith(mark):
            return kind, _inline(text.removeprefix(mark))
    return ("item" if re.match(r"\d+\. ", text) else "p"), _inline(text)


def _inline(text: str) -> Markup:
    html = _BOLD.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(_LINK.sub(r'<a href="\2" rel="noopener noreferrer" target="_blank">\1</a>', html))
