"""The group robots of DingTalk, WeCom and Feishu: bodies, signatures, limits and answers, as their vendors document."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from urllib.parse import quote_plus

from monitor.notify.answer import Answer
from monitor.notify.render import Page
from monitor.notify.request import Request, body, read_vendor
from monitor.records import Alert

#: Bytes of text that a message may have; below the vendors' 20,000, 4,096 (2,048) and 20,000 of the whole body.
DINGTALK_BYTES, WECOM_BYTES, WECOM_TEXT_BYTES, FEISHU_BYTES = 18_000, 4_000, 2_000, 14_000
#: DingTalk's Markdown begins a new line only after an empty one.
DINGTALK_BETWEEN = "\n\n"

_FEISHU_COLOURS = {1: "blue", 2: "yellow", 3: "orange", 4: "red"}


# ---------------------------------------------------------------- DingTalk


def dingtalk_sign(secret: str, millis: int) -> str:
    return _b64(hmac.digest(secret.encode(), f"{millis}\n{secret}".encode(), sha256))


def dingtalk(url: str, secret: str, page: Page, mobiles: Sequence[str], now: float) -> Request:
    """`mobiles` are called by name: they stand in the text as well, or nothing rings."""
    markdown = {"title": page.title, "text": page.text(DINGTALK_BYTES, DINGTALK_BETWEEN)}
    content = {"msgtype": "markdown", "markdown": markdown, "at": {"atMobiles": list(mobiles), "isAtAll": False}}
    return Request(_signed(url, secret, round(now * 1000)), body(content))


def _signed(url: str, secret: str, millis: int) -> str:
    if not secret:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={millis}&sign={quote_plus(dingtalk_sign(secret, millis))}"


def read_dingtalk(content: bytes) -> Answer:
    kinds = {310000: "refused", 300001: "refused", 300005: "refused", 400013: "refused", 400101: "refused",
             400102: "refused", 430101: "unacceptable", 430102: "unacceptable", 430103: "unacceptable",
             430104: "unacceptable", 460101: "unacceptable", 40035: "unacceptable", 400105: "unacceptable"}  # fmt: skip
    # too many: the robot is blocked for ten minutes
    return read_vendor(content, ("errcode",), kinds, {130101: 600.0})


# ---------------------------------------------------------------- WeCom


def wecom(url: str, page: Page, mobiles: Sequence[str]) -> Request:
    """Markdown cannot call a mobile number, so what calls somebody is plain text (`page` of that markup)."""
    if mobiles:
        text = {"content": page.text(WECOM_TEXT_BYTES), "mentioned_mobile_list": list(mobiles)}
        return Request(url, body({"msgtype": "text", "text": text}))
    return Request(url, body({"msgtype": "markdown", "markdown": {"content": page.text(WECOM_BYTES)}}))


def read_wecom(content: bytes) -> Answer:
    kinds = {93000: "refused", 93017: "refused", 40001: "refused", 40014: "refused", 60020: "refused",
             45002: "unacceptable", 40058: "unacceptable", 40008: "unacceptable", 44004: "unacceptable",
             40063: "unacceptable"}  # fmt: skip
    return read_vendor(content, ("errcode",), kinds, {45009: 60.0, 45033: 10.0})


# ---------------------------------------------------------------- Feishu


def feishu_sign(secret: str, seconds: int) -> str:
    return _b64(hmac.digest(f"{seconds}\n{secret}".encode(), b"", sha256))


def feishu(url: str, secret: str, page: Page, alerts: Sequence[Alert], links: Mapping[str, str], now: float) -> Request:
    """A card in the colour of the gravest grade, with a button for each link."""
    content: dict[str, object] = {"msg_type": "interactive", "card": _card(page, alerts, links)}
    if secret:
        content = {"timestamp": str(int(now)), "sign": feishu_sign(secret, int(now)), **content}
    return Request(url, body(content))


def _card(page: Page, alerts: Sequence[Alert], links: Mapping[str, str]) -> dict[str, object]:
    text = {"tag": "lark_md", "content": _bold_headings(page.text(FEISHU_BYTES))}
    buttons = [
        {"tag": "button", "text": {"tag": "plain_text", "content": name}, "url": url, "type": "primary"}
        for name, url in links.items()
    ]
    colour = _FEISHU_COLOURS[max((alert.grade for alert in alerts), default=1)]
    return {
        "config": {"wide_screen_mode": True},
        "header": {"template": colour, "title": {"tag": "plain_text", "content": page.brief}},
        "elements": [{"tag": "div", "text": text}, *([{"tag": "action", "actions": buttons}] if buttons else [])],
    }


def _bold_headings(text: str) -> str:
    """A card's Markdown knows no headings."""
    lines = text.split("\n")
    return "\n".join(f"**{each.removeprefix('### ')}**" if each.startswith("### ") else each for each in lines)


def read_feishu(content: bytes) -> Answer:
    kinds = {19021: "refused", 19022: "refused", 19024: "refused", 19001: "refused", 19002: "unacceptable",
             10500: "unacceptable", 11246: "unacceptable", 230025: "unacceptable"}  # fmt: skip
    # 11232: too many at once, which comes at each full and half hour
    return read_vendor(content, ("code", "StatusCode"), kinds, {11232: 15.0, 9499: 30.0})


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode()
