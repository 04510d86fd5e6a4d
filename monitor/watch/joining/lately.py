"""What is said to have happened only after it was denied is not what was denied: 今早, 昨晚, 刚刚 and when that was."""

from __future__ import annotations

from datetime import datetime

from monitor.records import Assessment
from monitor.times import SHANGHAI
from monitor.watch.attested import hearsay
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.words import believed, stated


def after_denial(incident: IncidentState, judged: Assessment) -> bool:
    """It names a time after the denial or verdict, and is no copy of what named that time before it."""
    denied = incident.denied_at
    when = said_of(judged)
    if not incident.denied or denied is None or when is None or when <= denied:
        return False
    return not _copied(incident, judged)


def said_of(judged: Assessment) -> datetime | None:
    """The earliest moment at which it can have happened by the words that say when; None where none do."""
    said, published = judged.mention.text[: believed.HEAD], judged.mention.published_at.astimezone(SHANGHAI)
    moments = [begin for begin, _ in stated.named(said, published)]
    if not moments and stated.NOW.search(said):
        return published
    return min(moments, default=None)


def _copied(incident: IncidentState, judged: Assessment) -> bool:
    """Its words were said before the denial, with the same word for the time: 昨晚 was another evening then."""
    origin = copies.origin(incident, judged.fingerprint)
    if origin is None:
        return False
    times = stated.words(judged.mention.text)
    before = [
        each.evidence.quote
        for each in incident.quotes
        if (member := incident.members.get(each.evidence.mention_id)) is not None
        and member.wording == origin
        and hearsay.refuted(incident, member)
    ]
    return any(times & stated.words(quote) for quote in before)
