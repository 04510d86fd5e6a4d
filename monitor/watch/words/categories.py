"""The categories of the risk checklist: what they are called, and which of them is graver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

CATEGORY_NAMES = {
    "service": "服务不到位",
    "violation": "违规操作",
    "staff": "人员素质",
    "safety": "安全隐患",
    "management": "管理混乱",
    "collective": "群体性事件",
    "media": "媒体曝光",
    "market": "资本市场",
    "rumor": "谣言/恶意",
    "legal": "法律监管",
    "casualty": "人身伤亡",
}

#: the gravest first; what is not among them comes last
GRAVEST_FIRST = {
    name: place
    for place, name in enumerate(
        ("casualty", "collective", "media", "market", "safety", "staff", "legal", "violation", "rumor", "management")
    )
}


def by_gravity(counts: Mapping[str, int]) -> list[str]:
    """The gravest first, then the most frequent."""
    return sorted(counts, key=lambda name: (_gravity(name), -counts[name]))


def gravest(categories: Iterable[str]) -> str:
    """The one for which a mention has its level; empty where it has none."""
    return min(categories, key=lambda name: (_gravity(name), name), default="")


def deciding(categories: Iterable[str]) -> str:
    """The one for which a mention has its level, as people call it."""
    first = gravest(categories)
    return CATEGORY_NAMES.get(first, first)


def _gravity(name: str) -> int:
    return GRAVEST_FIRST.get(name, len(GRAVEST_FIRST))
