"""What the rules found in a mention, as whole numbers in a fixed order: the second stage's other half."""

from __future__ import annotations

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
_NOTHING = bytes(len(_FINDINGS))
#: the names of the numbers, in their order; of a long text the findings weigh otherwise, so they stand there once more
NAMES: tuple[str, ...] = (
    "complaint", "news", "investors", "long", "very long", *_FINDINGS, *(f"long: {name}" for name in _FINDINGS),
)  # fmt: skip


#: where the numbers of a finding's kind begin
_AT = {name: place for place, name in enumerate(_FINDINGS)}
_LEVEL, _SCORE, _URGENT, _HITS, _DOUBTED_HITS = (
    _AT[name] for name in ("level 1", "score", "urgent", "hits", "doubted hits")
)
_CROWD = [(size, _AT[f"crowd {size}"]) for size in _CROWDS]
_FRAME = {frame: _AT[f"frame {frame}"] for frame in _FRAMES}
_SIGN = {sign: _AT[f"sign {sign}"] for sign in _SIGNS}
_CATEGORY, _HIT, _DOUBTED = (
    {code: _AT[f"{kind} {code}"] for code in CATEGORIES} for kind in ("category", "hit", "doubted")
)


def speaks_as(source: str) -> tuple[bool, bool, bool]:
    """All that a source's code says of its mentions: complaints, news, investors."""
    return source in _COMPLAINTS, source in _NEWS, source in _INVESTORS


def evidence(mention: Mention, verdict: Verdict) -> bytes:
    """One number for each of NAMES; none is negative or above 255."""
    length = len(mention.text) + len(mention.title or "")
    long = length > _LONG
    known = (*speaks_as(mention.source), long, length > _VERY_LONG)
    found = _findings(verdict)
    return bytes(known) + found + (found if long else _NOTHING)


def _findings(verdict: Verdict) -> bytearray:
    """Most are zero, so what was found is entered instead of asking for each."""
    risk, numbers = verdict.risk, bytearray(_NOTHING)
    if risk.level:
        numbers[_LEVEL + risk.level - 1] = 1
    numbers[_SCORE], numbers[_URGENT] = round(risk.score / 25), int(risk.urgent)
    numbers[_HITS] = min(len(risk.hits), _MOST)
    numbers[_DOUBTED_HITS] = min(sum(hit.negated for hit in risk.hits), _MOST)
    for hit in risk.hits:
        numbers[(_DOUBTED if hit.negated else _HIT)[hit.category]] = 1
    places = [place for size, place in _CROWD if (verdict.crowd or 0) >= size]
    places += [_CATEGORY[code] for code in risk.categories]
    places += [_SIGN[sign] for sign in verdict.signs if sign in _SIGN]
    if verdict.frame in _FRAME:
        places.append(_FRAME[verdict.frame])
    for place in places:
        numbers[place] = 1
    return numbers
