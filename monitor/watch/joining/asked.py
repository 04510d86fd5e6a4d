"""What a mention asks of every incident of its subject: which matter, and whether it may be of that one's time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from monitor.records import Assessment
from monitor.watch.checkpoint.subjects import Outline
from monitor.watch.settings import FoldSettings

#: category → base matter, the gravest first: a mention that carries several is about the first of them
BASE = {
    "casualty": "safety",
    "safety": "safety",
    "staff": "staff",
    "violation": "violation",
    "market": "market",
    "service": "service",
    "management": "service",
}
BASE_MATTERS = frozenset(BASE.values())
#: these join the open matter they share wording with, and are a matter of their own only when alone
ASPECTS = ("collective", "media", "legal", "rumor")


def base_matter(categories: Iterable[str]) -> str:
    """The base matter, else the first aspect, else service: dissatisfaction without a named object."""
    found = set(categories)
    for category, matter in BASE.items():
        if category in found:
            return matter
    return next((aspect for aspect in ASPECTS if aspect in found), "service")


def base_matters(categories: Iterable[str]) -> set[str]:
    """Every base matter that the categories touch."""
    return {BASE[category] for category in categories if category in BASE}


class Asked(Struct, frozen=True):
    """What a mention asks of every incident of its subject, found once for all of them."""

    matter: str
    #: every base matter that it touches
    touched: set[str]
    drill: bool
    published: datetime
    #: the earliest closing after which it may still reopen, and how far away the time of an incident may be
    closed: datetime
    earliest: datetime
    latest: datetime
    #: small matters that began before take in only what they are about
    begun: datetime
    #: it answers or passes on a mention by its id
    answers: bool
    #: its fingerprint, if it has one
    bits: int | None


def ask(judged: Assessment, published: datetime, settings: FoldSettings) -> Asked:
    return Asked(
        base_matter(judged.risk.categories),
        base_matters(judged.risk.categories),
        judged.mention.drill,
        published,
        published - settings.reopen,
        published - settings.join,
        published + settings.join,
        published - settings.small_matters,
        judged.mention.parent_id is not None,
        int(judged.fingerprint, 16) if judged.fingerprint else None,
    )


def perhaps_repeated(incident: Outline, asked: Asked) -> bool:
    return asked.answers or (asked.bits is not None and incident.resembles(asked.bits))


def both_touch(incident: Outline, asked: Asked) -> bool:
    """Whether the words they share could make them one event: both touch one matter."""
    return incident.matter in asked.touched or any(BASE.get(each) == asked.matter for each in incident.categories)


def lives(incident: Outline, asked: Asked) -> bool:
    """Drills never meet what is real, and what was merged, or traced to an estate, lives on in another."""
    if incident.drill != asked.drill or incident.merged_into is not None or incident.traced_to is not None:
        return False
    return incident.closed_at is None or asked.closed <= incident.closed_at


def is_near(incident: Outline, asked: Asked) -> bool:
    if incident.first_seen > asked.latest:
        return False
    return asked.closed <= incident.closed_at if incident.closed_at else asked.earliest <= incident.last_seen


def is_spoken_of(incident: Outline, asked: Asked, *, lately: bool) -> bool:
    """Open, and last spoken of no longer ago than it would reopen after; `lately`: also within the time to join."""
    last = asked.latest if lately else asked.earliest
    return incident.closed_at is None and not incident.unplaced and asked.closed <= incident.last_seen < last


def is_recalled(incident: Outline, asked: Asked) -> bool:
    """Closed before it was said, so lately that it may reopen."""
    return (
        incident.closed_at is not None
        and not incident.unplaced
        and asked.closed <= incident.closed_at < asked.published
    )
