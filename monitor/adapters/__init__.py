"""Turns one parsed event of any known shape into mentions or an action; the shape is told by its keys.

Ids: `<source>:<id>`, comments `<source>:comment:<id>`; canonical records keep the id they bring.
docs/records.md lists the shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from monitor.adapters import actions, canonical, columns, mediacrawler, weibo_crawler, weibo_search
from monitor.adapters.hints import NO_HINTS, Hints
from monitor.errors import Reason, Unreadable
from monitor.records import Action, Kind, Mention

__all__ = ["NO_HINTS", "Hints", "read_event"]

#: weibo-search before weibo-crawler: its items have all that the other's have
CRAWLERS: tuple[Any, ...] = (weibo_search, weibo_crawler, mediacrawler)


def read_event(obj: object, *, default_kind: Kind | None = None, hints: Hints = NO_HINTS) -> list[Mention | Action]:
    """All that one event holds. Raises Unreadable.

    `default_kind` is the kind of a record that does not say it (complaint on complaints.v1); a mapping in the
    hints decides for everything but actions.
    """
    if not isinstance(obj, dict):
        raise Unreadable(Reason.NOT_AN_OBJECT, f"an object, not a {type(obj).__name__}")
    if obj.get("kind") == "action":
        return [actions.read(obj)]
    if hints.mapping is not None:
        return [columns.read(obj, hints, default_kind)]
    if "published_at" in obj:
        return [canonical.read(obj, default_kind, hints)]
    for crawler in CRAWLERS:
        if crawler.matches(obj):
            return cast("list[Mention | Action]", crawler.read(obj, hints))
    if sum(name in obj for name in canonical.REQUIRED) >= 2:
        return [canonical.read(obj, default_kind, hints)]
    raise Unreadable(Reason.UNKNOWN_SHAPE, f"no known shape has the keys {names(obj)}")


def names(keys: Iterable[object] | Mapping[str, object], most: int = 20) -> str:
    """Keys for a message: sorted, bounded, printable."""
    shown = sorted(str(key)[:40].encode("utf-8", "replace").decode() for key in keys)
    rest = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + rest if shown else "(none)"
