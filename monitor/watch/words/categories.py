"""The categories of the risk checklist: what they are called, and which of them is graver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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

#: what owners complain of, as the company says it in public; what others make of it is no matter of theirs
_STATED_AS = {
    "service": "服务",
    "violation": "收费或资金使用",
    "staff": "工作人员言行",
    "safety": "安全",
    "management": "管理秩序",
    "casualty": "人身安全",
}
_UNSTATED = "相关"

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


def stated(categories: Sequence[str], most: int = 2) -> str:
    """The matter in a statement of the company: of 群体性事件、违规操作 that people complain of, 收费或资金使用."""
    named = [_STATED_AS[name] for name in categories if name in _STATED_AS][:most]
    return "、".join(named) or _UNSTATED


def _gravity(name: str) -> int:
    return GRAVEST_FIRST.get(name, len(GRAVEST_FIRST))
