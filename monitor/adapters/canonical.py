"""Reads our own mention shape: lenient to unknown fields, strict on types but of counts; complaints name a field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NoReturn, TypeVar

import msgspec

from monitor.adapters.hints import NO_HINTS, Hints
from monitor.adapters.values import (
    LARGEST,
    LONGEST_ID,
    blank,
    checked,
    counted,
    moment,
    plausible,
    refuse,
    usual_kind,
)
from monitor.errors import Reason, Unreadable
from monitor.records import Engagement, Kind, Mention, Record

REQUIRED = ("id", "source", "text", "published_at")
_TIMES = ("published_at", "collected_at")
#: what is a number of people, and how many is not worth a record
_COUNTS = {"author": ("followers",), "engagement": Engagement.__struct_fields__}
_EIGHT_HOURS = timedelta(hours=8)
_COMPLAINT = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<field>[^`]*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]*)`(?: - at `\$\.?(?P<owner>[^`]*)`)?")
R = TypeVar("R", bound=Record)


def read(obj: Mapping[str, object], default_kind: Kind | None = None, hints: Hints = NO_HINTS) -> Mention:
    """A mention from parsed JSON, or from CSV cells under the same names. Raises Unreadable."""
    fields = _nested(obj) if hints.cells else {name: value for name, value in obj.items() if value is not None}
    if hints.source:
        fields.setdefault("source", hints.source)
    fields.setdefault("kind", usual_kind(fields.get("source"), default_kind))
    for name in REQUIRED:
        if fields.get(name) is None or (name != "text" and blank(fields[name])):
            refuse(Reason.MISSING_FIELD, name, "required")
    for name in _TIMES:
        if name in fields:
            fields[name] = written_time(fields, name)
    _read_counts(fields)
    return checked(accept(convert(fields, Mention, strict=not hints.cells)))


def _read_counts(fields: dict[str, object]) -> None:
    """Each count as a number, or as unknown: “1.2万” is one, “很多” costs no record."""
    for owner, names in _COUNTS.items():
        held = fields.get(owner)
        if isinstance(held, dict):
            fields[owner] = held | {name: counted(held[name]) for name in names if name in held}
    if not isinstance(fields.get("engagement"), dict):
        fields.pop("engagement", None)


def accept(mention: Mention) -> Mention:
    """What types cannot say: believable times (made +08:00) and lengths, or Unreadable; counts, or unknown."""
    if len(mention.id) > LONGEST_ID or len(mention.source) > LONGEST_ID:
        refuse(Reason.WRONG_TYPE, "id", f"id or source longer than {LONGEST_ID} characters")
    if unbelievable := _unbelievable(mention):
        mention = msgspec.structs.replace(mention, **unbelievable)
    found = plausible("published_at", mention.published_at)
    seen = plausible("collected_at", mention.collected_at) if mention.collected_at else None
    if _is_local(mention.published_at) and _is_local(mention.collected_at):
        return mention
    return msgspec.structs.replace(mention, published_at=found, collected_at=seen)


def _is_local(moment: datetime | None) -> bool:
    return moment is None or moment.utcoffset() == _EIGHT_HOURS


def _unbelievable(mention: Mention) -> dict[str, Record]:
    """Author and engagement without the counts that are none, where one holds such."""
    changed = {}
    for owner, names in _COUNTS.items():
        held = getattr(mention, owner)
        values = [] if held is None else [(name, getattr(held, name)) for name in names]
        bad = [name for name, value in values if value is not None and not 0 <= value <= LARGEST]
        if bad:
            changed[owner] = msgspec.structs.replace(held, **dict.fromkeys(bad))
    return changed


def written_time(fields: Mapping[str, object], name: str) -> object:
    """A time must be a string in JSON; without an offset it is Asia/Shanghai."""
    if not isinstance(fields[name], str):
        refuse(Reason.WRONG_TYPE, name, f"a time as a string, not a {type(fields[name]).__name__}")
    return moment(fields, name) or refuse(Reason.MISSING_FIELD, name, "empty")


def convert(fields: Mapping[str, object], kind: type[R], *, strict: bool = True) -> R:
    """msgspec's conversion with its complaint as Unreadable."""
    try:
        return msgspec.convert(fields, kind, strict=strict)
    except msgspec.ValidationError as error:
        _complain(str(error))
    except RecursionError:
        raise Unreadable(Reason.MALFORMED_JSON, "nested too deeply") from None


def _complain(message: str) -> NoReturn:
    if found := _MISSING.fullmatch(message):
        owner = f"{found['owner']}." if found["owner"] else ""
        refuse(Reason.MISSING_FIELD, owner + found["field"], "required")
    parts = _COMPLAINT.fullmatch(message)
    what, field = (parts["what"], parts["field"]) if parts else (message, None)
    refuse(Reason.WRONG_TYPE, field or "record", what[:120])


def _nested(cells: Mapping[str, object]) -> dict[str, object]:
    """CSV cells as JSON would hold them: `author.name` inside `author`, nothing where a cell is empty."""
    result: dict[str, object] = {}
    inner: dict[str, dict[str, object]] = {}
    for name, value in cells.items():
        owner, dot, field = name.partition(".")
        if blank(value) and name != "text":
            continue
        if dot:
            inner.setdefault(owner, {})[field] = value
        else:
            result[name] = value
    return {**result, **inner}
