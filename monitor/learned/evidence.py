"""What the rules found in a mention, as whole numbers in a fixed order: the second stage's other half."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from monitor.records import CATEGORIES, Mention
from monitor.risk import Verdict

#: frames and signs that the model was fitted with; others are not seen by it
_FRAMES = (
    "advert", "job_offer", "notice", "drill", "praise", "question", "denial", "elsewhere", "off_topic", "official",
)  # fmt: skip
_SIGNS = (
    "hearsay", "first_hand", "denial", "official", "question", "media_report", "repost", "old_news",
)  # fmt: skip
_COMPLAINTS = frozenset({"hotline", "12345", "app", "front_desk"})
_NEWS = frozenset({"news", "toutiao"})
_INVESTORS = frozenset({"guba", "xueqiu", "hkex"})
#: code points from which a text is long, and very long
_LONG, _VERY_LONG = 120, 250
#: counts are capped: the tenth hit says nothing new
_MOST = 8
_CROWDS = (5, 10, 30, 100)

_FINDINGS: tuple[str, ...] = (
    "level 1", "level 2", "level 3", "score", "urgent", "hits", "doubted hits",
    *(f"crowd {size}" for size in _CROWDS),
    *(f"frame {frame}" for frame in _FRAMES),
    *(f"sign {sign}" for sign in _SIGNS),
    *(f"category {code}" for code in CATEGORIES),
    *(f"hit {code}" for code in CATEGORIES),
    *(f"doubted {code}" for code in CATEGORIES),
)  # fmt: skip
#: the names of the numbers, in their order; of a long text the findings weigh otherwise, so they stand there once more
NAMES: tuple[str, ...] = (
    "complaint", "news", "investors", "long", "very long", *_FINDINGS, *(f"long: {name}" for name in _FINDINGS),
)  # fmt: skip


def evidence(mention: Mention, verdict: Verdict) -> list[int]:
    """One number for each of NAMES."""
    length = len(mention.text) + len(mention.title or "")
    found = _findings(verdict)
    return [
        *(int(mention.source in sources) for sources in (_COMPLAINTS, _NEWS, _INVESTORS)),
        int(length > _LONG),
        int(length > _VERY_LONG),
        *found,
        *(found if length > _LONG else [0] * len(found)),
    ]


def _findings(verdict: Verdict) -> list[int]:
    risk = verdict.risk
    stated = {hit.category for hit in risk.hits if not hit.negated}
    doubted = [hit.category for hit in risk.hits if hit.negated]
    return [
        *(int(risk.level == level) for level in (1, 2, 3)),
        round(risk.score / 25),
        int(risk.urgent),
        min(len(risk.hits), _MOST),
        min(len(doubted), _MOST),
        *(int((verdict.crowd or 0) >= size) for size in _CROWDS),
        *(int(verdict.frame == frame) for frame in _FRAMES),
        *_present(_SIGNS, verdict.signs),
        *_present(CATEGORIES, risk.categories),
        *_present(CATEGORIES, stated),
        *_present(CATEGORIES, doubted),
    ]


def _present(names: Iterable[str], found: Collection[str]) -> list[int]:
    return [int(name in found) for name in names]
