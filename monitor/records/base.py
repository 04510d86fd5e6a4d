"""What all records share, and the words that their fields take."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Time = Annotated[datetime, Meta(tz=True)]


Text = Annotated[str, Meta(min_length=1)]


Kind = Literal["post", "comment", "article", "video", "complaint"]


Label = Literal["negative", "neutral", "positive"]


How = Literal["given", "named", "alias", "group", "keyword", "location", "parent", "company", "none"]


Transition = Literal["opened", "escalated", "deescalated", "reminded", "overdue", "closed", "reopened"]


Status = Literal["open", "acknowledged", "closed"]


Form = Literal["alert", "group", "storm", "morning", "late"]


ActionType = Literal[
    "acknowledge", "assign", "verify", "respond", "reply", "arrived", "statement", "announce", "file", "result",
    "callback", "close", "reopen", "false_positive", "relabel", "silence", "declare", "activate", "review", "reveal",
]  # fmt: skip


#: The codes of the risk checklist, in its order.
CATEGORIES = (
    "service", "violation", "staff", "safety", "management", "collective",
    "media", "market", "rumor", "legal", "casualty",
)  # fmt: skip


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """What all records share: immutable, built by keyword, unknown fields ignored; values, so never in a cycle."""
