"""Raw records as they may be shown: personal data hidden, also where a field's name is all that tells it."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from monitor.personal.privacy import mask

HIDDEN = "***"
#: fields of crawlers and hotlines that hold a person whatever their value looks like
_PERSONAL = re.compile(
    r"name|nick|user|author|contact|phone|mobile|avatar|uid|open_?id|address|wechat|qq", re.IGNORECASE
)
#: the same in what is not JSON any more: a key, and the string, number, object or list behind it, torn or not
_VALUE = r'"(?:[^"\\]|\\.)*"?|[0-9]+|\{[^{}]*\}?|\[[^\[\]]*\]?'
_FIELD = re.compile(rf'("[^"]{{0,40}}(?:{_PERSONAL.pattern})[^"]{{0,40}}"\s*:\s*)(?:{_VALUE})', re.IGNORECASE)


def shown(raw: bytes, most: int = 2000) -> str:
    """The raw bytes as text for a terminal: masked, without control characters, at most so many characters."""
    try:
        value: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        text = mask(_FIELD.sub(rf'\1"{HIDDEN}"', raw.decode("utf-8", "replace")))
    else:
        text = msgspec.json.encode(_masked(value)).decode()
    return printable(text if len(text) <= most else f"{text[:most]}… ({len(text) - most} more)")


def printable(text: str) -> str:
    """Without what would move a terminal's cursor or colour it."""
    return "".join(char if char.isprintable() else "\ufffd" if char not in "\t\r\n" else " " for char in text)


def _masked(value: Any) -> Any:
    match value:
        case dict():
            return {mask(str(name)): _field(str(name), each) for name, each in value.items()}
        case list():
            return [_masked(each) for each in value]
        case str():
            return mask(value)
        case int() if len(str(value)) >= 7 and mask(str(value)) != str(value):
            return HIDDEN
    return value


def _field(name: str, value: Any) -> Any:
    return _hidden(value) if _PERSONAL.search(name) else _masked(value)


def _hidden(value: Any) -> Any:
    """All that is below a personal field, but for its shape."""
    match value:
        case dict():
            return {name: _hidden(each) for name, each in value.items()}
        case list():
            return [_hidden(each) for each in value]
        case None | bool():
            return value
    return HIDDEN
