"""A mention as far as the watch reads and believes it: the head of its text, and its own time."""

from __future__ import annotations

from datetime import datetime

from monitor.records import Assessment
from monitor.times import CLOCK_SKEW

#: code points of a longer text that say what it tells
HEAD = 2_000


def head(judged: Assessment) -> str:
    """Title and text, each on a line."""
    return f"{judged.mention.title or ''}\n{judged.mention.text[:HEAD]}"


def published(judged: Assessment) -> datetime:
    """Its own time, as far as it is believed: nobody posts more than the clock skew after the arrival."""
    said, latest = judged.mention.published_at, judged.arrived_at + CLOCK_SKEW
    # asked of every mention: min takes four times as long
    return latest if latest < said else said
