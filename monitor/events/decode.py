"""Bytes of one raw event → what it holds; whatever the bytes, the only exception is Unreadable."""

from __future__ import annotations

import codecs
import json
from typing import NoReturn

import msgspec
from msgspec.structs import replace

from monitor.adapters import NO_HINTS, Hints, canonical, read_event
from monitor.adapters.values import usual_kind
from monitor.errors import Reason, Unreadable
from monitor.records import Action, Kind, Mention

_decode_mention = msgspec.json.Decoder(Mention).decode
_decode_any = msgspec.json.Decoder().decode


class _KindOnly(msgspec.Struct):
    kind: str | None = None


_decode_kind = msgspec.json.Decoder(_KindOnly).decode


def decode_event(
    raw: bytes | None, *, default_kind: Kind | None = None, hints: Hints = NO_HINTS
) -> list[Mention | Action]:
    """The mentions, or the action, of one raw record (UTF-8 JSON of any known shape). Raises Unreadable."""
    if raw is None:
        raise Unreadable(Reason.NOT_AN_OBJECT, "a record without a value")
    mention = _fast(raw) if hints.mapping is None else None
    if mention is None:
        return read_event(parse_json(raw), default_kind=default_kind, hints=hints)
    usual = usual_kind(mention.source, default_kind)
    if mention.kind != usual and mention.kind == "post" and _decode_kind(raw).kind is None:
        mention = replace(mention, kind=usual)
    return [canonical.accept(mention)]


def _fast(raw: bytes) -> Mention | None:
    """A complete canonical mention, straight from the bytes; None for all that needs a closer look."""
    try:
        mention = _decode_mention(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return None if b"\\u0000" in raw or not mention.id.strip() or not mention.source.strip() else mention


def parse_json(raw: bytes) -> object:
    """Any JSON value, strictly by RFC 8259. Raises Unreadable with what is wrong and where."""
    try:
        return _decode_any(raw.removeprefix(codecs.BOM_UTF8))
    except UnicodeDecodeError as error:
        raise Unreadable(Reason.INVALID_TEXT, f"not UTF-8: {error.reason}") from None
    except RecursionError:
        raise Unreadable(Reason.MALFORMED_JSON, "nested too deeply") from None
    except msgspec.ValidationError as error:
        raise Unreadable(Reason.MALFORMED_JSON, str(error)) from None
    except msgspec.DecodeError as error:
        _complain(raw, str(error))


def _complain(raw: bytes, complaint: str) -> NoReturn:
    if b"\0" in raw or _is_json_for_python(raw):
        raise Unreadable(Reason.INVALID_TEXT, "a string holds NUL or half a surrogate pair")
    raise Unreadable(Reason.MALFORMED_JSON, complaint)


def _is_json_for_python(raw: bytes) -> bool:
    """Of all that msgspec refuses, Python's parser lets half surrogate pairs through and nothing else."""
    try:
        json.loads(raw.removeprefix(codecs.BOM_UTF8), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
