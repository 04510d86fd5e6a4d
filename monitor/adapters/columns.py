"""Reads any table by a mapping of its columns (`--map id=编号,text=内容,…`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from msgspec.structs import replace

from monitor.adapters.hints import Hints, columns_of
from monitor.adapters.values import (
    LONGEST_ID,
    Row,
    author,
    blank,
    checked,
    collected,
    count,
    engagement,
    published,
    refuse,
    text,
    usual_kind,
    word,
)
from monitor.errors import Reason, YuqingError
from monitor.ids import digest
from monitor.records import Author, Engagement, Kind, Mention

#: what a column can be mapped to
FIELDS = (
    *(name for name in Mention.__struct_fields__ if name not in ("author", "engagement")),
    *(f"author.{name}" for name in Author.__struct_fields__),
    *(f"engagement.{name}" for name in Engagement.__struct_fields__),
)
_WORDS = ("title", "url", "parent_id", "location", "keyword", "group", "project", "channel", "contact", "status")
_TRUTH = {"1": True, "true": True, "yes": True, "是": True, "0": False, "false": False, "no": False, "否": False}


def parse_map(written: str, source: str | None) -> dict[str, str]:
    """`field=column,…` as a dict. Raises YuqingError with the way out."""
    mapping = columns_of(written, FIELDS)
    for needed in ("text", "published_at"):
        if needed not in mapping:
            raise YuqingError(f"--map: {needed} is missing; say which column it is, as in {needed}=COLUMN")
    if "source" not in mapping and not source:
        raise YuqingError("--map: say where the records come from: --source CODE (12345, weibo, …) or source=COLUMN")
    return mapping


def read(obj: Row, hints: Hints, default_kind: Kind | None = None) -> Mention:
    """The mention of a row by `hints.mapping`; without an id, one made of what the row says. Raises Unreadable."""
    row = _renamed(obj, hints.mapping or {})
    source = word(row, "source") or hints.source or refuse(Reason.MISSING_FIELD, "source", "required")
    body = text(row, "text")
    mention = Mention(
        id=_own_id(row, source),
        source=source,
        kind=_kind(row, source, default_kind),
        text=body,
        published_at=published(row, "published_at"),
        collected_at=collected(row, "collected_at"),
        author=author(
            word(row, "author.id"), word(row, "author.name"), count(row, "author.followers"),
            _truth(row, "author.verified"), word(row, "author.verified_as"),
        ),
        engagement=engagement(*(count(row, f"engagement.{name}") for name in Engagement.__struct_fields__)),
        drill=bool(_truth(row, "drill")),
        **_words(row, body),
    )  # fmt: skip
    return _identified(checked(mention))


def _renamed(obj: Row, mapping: Mapping[str, str]) -> Row:
    for field in ("text", "published_at"):
        if mapping[field] not in obj:
            refuse(Reason.MISSING_FIELD, field, f"there is no column {mapping[field]!r}")
    return {field: obj[column] for field, column in mapping.items() if column in obj}


def _words(row: Row, body: str) -> dict[str, Any]:
    words = {name: word(row, name) for name in _WORDS}
    return words | {"title": None if words["title"] == body else words["title"]}


def _kind(row: Row, source: str, default_kind: Kind | None) -> Kind:
    found = word(row, "kind")
    if found is None:
        return usual_kind(source, default_kind)
    for kind in get_args(Kind):
        if found == kind:
            return kind  # type: ignore[no-any-return]
    return refuse(Reason.WRONG_TYPE, "kind", f"one of {', '.join(get_args(Kind))}")


def _truth(row: Row, name: str) -> bool | None:
    value = row.get(name)
    if value is None or isinstance(value, bool) or blank(value):
        return value if isinstance(value, bool) else None
    found = _TRUTH.get(str(value).strip().lower())
    return found if found is not None else refuse(Reason.WRONG_TYPE, name, "true or false")


def _own_id(row: Row, source: str) -> str:
    """`<source>:<id>`; for a row without an id the bare source, until `_identified`."""
    own = word(row, "id")
    if own is None:
        return source
    if len(own) > LONGEST_ID:
        refuse(Reason.WRONG_TYPE, "id", f"longer than {LONGEST_ID} characters")
    return own if own.startswith(f"{source}:") else f"{source}:{own}"


def _identified(mention: Mention) -> Mention:
    """A mention without an id of its own gets a hash of source, author, time and text: the same in every crawl."""
    if mention.id != mention.source:
        return mention
    writer = mention.author.id or mention.author.name if mention.author else None
    own = digest(mention.source, writer, mention.published_at.isoformat(), mention.text)
    return replace(mention, id=f"{mention.source}:h{own}")
