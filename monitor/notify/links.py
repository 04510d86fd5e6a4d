"""One-click links: who may acknowledge which incident until when, signed, so that nothing of it can be changed."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote

import msgspec
from msgspec import Struct

#: where the page is that a link opens
PATH = "/acknowledge"
#: people named in one link; a group of more is no duty
MOST_PEOPLE = 12
_LONGEST = 2_000
#: characters of an address that messages carry (monitor.notify.escape)
LONGEST_LINK = 480
#: keeps these signatures from being mistaken for any other that the key may make
_PURPOSE = b"yuqing acknowledge 1\n"


class Claim(Struct, frozen=True, array_like=True):
    """What a link says."""

    incident_id: str
    people: tuple[str, ...]
    #: seconds since the epoch
    expires: int


class BadLink(Exception):
    """Why a link is not honoured, in the words of the page."""


def sign(claim: Claim, key: bytes) -> str:
    body = msgspec.json.encode(claim)
    return f"{_text(body)}.{_text(_signature(body, key))}"


def read(token: str, key: bytes, now: float) -> Claim:
    """Raises BadLink."""
    body, dot, signature = token.partition(".")
    if not dot or len(token) > _LONGEST:
        raise BadLink("链接不完整，请从消息中重新打开")
    try:
        said, shown = _bytes(body), _bytes(signature)
    except ValueError:
        raise BadLink("链接不完整，请从消息中重新打开") from None
    if not hmac.compare_digest(shown, _signature(said, key)):
        raise BadLink("链接无效：签名不符")
    try:
        claim = msgspec.json.decode(said, type=Claim)
    except msgspec.DecodeError:
        raise BadLink("链接无效：签名不符") from None
    if now >= claim.expires:
        raise BadLink("链接已过期，请在系统中操作或联系监测组")
    return claim


def link(base: str, incident_id: str, people: Sequence[str], expires: float, key: bytes) -> str:
    """The address that stands in a message; it names as many of the people as fit into what messengers take."""
    names = tuple(dict.fromkeys(people))[:MOST_PEOPLE]
    while True:
        address = f"{base.rstrip('/')}{PATH}?t={quote(sign(Claim(incident_id, names, int(expires)), key))}"
        if len(address) <= LONGEST_LINK or len(names) <= 1:
            return address
        names = names[:-1]


def _signature(body: bytes, key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + body, sha256).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Raises ValueError; a text that could be written otherwise is none of ours."""
    raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if _text(raw) != text:
        raise ValueError("not as we write it")
    return raw
