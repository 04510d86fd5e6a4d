"""What is sent over HTTP, as values: the request that a message becomes, and the judgement of what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from monitor.notify.answer import Answer, shown

JSON = {"content-type": "application/json; charset=utf-8"}
#: What cannot be helped by waiting: somebody has to mend an address, a key, a right.
_REFUSED = frozenset({401, 403, 404, 405, 407, 410, 451})
_UNACCEPTABLE = frozenset({400, 411, 413, 415, 422})


class Request(Struct, frozen=True):
    """One POST. The address may hold a credential: it is never shown."""

    url: str
    content: bytes
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))


class Response(Struct, frozen=True):
    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


#: Reads the body of a 2xx answer.
Reading = Callable[[bytes], Answer]


def body(value: Any) -> bytes:
    return msgspec.json.encode(value)


def judge(response: Response, reading: Reading) -> Answer:
    """Delivered only with 2xx and what `reading` takes for a success."""
    status = response.status
    if 200 <= status < 300:
        return reading(response.content)
    said = f"HTTP {status}: {shown(response.content.decode(errors='replace'))}"
    if 300 <= status < 400:
        return Answer("refused", f"HTTP {status}: it redirects elsewhere, which is not followed")
    if status in _REFUSED:
        return Answer("refused", said)
    if status in _UNACCEPTABLE:
        return Answer("unacceptable", said)
    return Answer("failed", said, retry_after(response.headers))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; a date is not worth a second clock."""
    value = headers.get("retry-after", "").strip()
    return float(value) if value.isdecimal() else None


def read_code(content: bytes, *names: str) -> tuple[int, str] | None:
    """(code, message) of a vendor's JSON body; None when it is no such thing."""
    try:
        found = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not isinstance(found, dict):
        return None
    code = next((found[name] for name in names if isinstance(found.get(name), int)), None)
    if code is None:
        return None
    text = next((found[name] for name in ("errmsg", "msg", "StatusMessage") if isinstance(found.get(name), str)), "")
    return code, shown(text)


def read_vendor(content: bytes, names: tuple[str, ...], kinds: Mapping[int, str], waits: Mapping[int, float]) -> Answer:
    """A robot's answer: code 0 is a success; `kinds` names the codes that are refusals or unacceptable."""
    read = read_code(content, *names)
    if read is None:
        return Answer("failed", f"its answer is none: {shown(content.decode(errors='replace'))}")
    code, text = read
    if code == 0:
        return Answer("accepted", f"{names[0]} 0")
    detail = f"{names[0]} {code}: {text}"
    kind = kinds.get(code, "failed")
    return Answer(kind, detail, waits.get(code))  # type: ignore[arg-type]
