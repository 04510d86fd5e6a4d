"""Reads weibo-search's items (github.com/dataabc/weibo-search): bare, as the spider yields them, and CSV."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.adapters import weibo_crawler
from monitor.adapters.hints import NO_HINTS, Hints
from monitor.adapters.values import Row, author, optional_ident, word
from monitor.records import Author, Mention

#: CSV header → the item's field; names that are in neither column are the same in both
HEADERS = {
    "用户昵称": "screen_name",
    "微博正文": "text",
    "头条文章url": "article_url",
    "发布位置": "location",
    "转发数": "reposts_count",
    "评论数": "comments_count",
    "点赞数": "attitudes_count",
    "发布时间": "created_at",
}
#: the badge's colour → (verified, verified_as); blue covers companies, media and authorities alike
BADGES = {
    "蓝V": (True, "organisation"),
    "黄V": (True, "person"),
    "红V": (True, "person"),
    "金V": (True, "person"),
    "普通用户": (False, None),
}
_MARKS = frozenset({"user_authentication", "retweet_id", "vip_type", "vip_level"})


def matches(row: Row) -> bool:
    if isinstance(row.get("weibo"), Mapping):
        return True
    return "微博正文" in row or (weibo_crawler.is_item(row) and bool(_MARKS & row.keys()))


def read(row: Row, hints: Hints = NO_HINTS) -> list[Mention]:
    """The one mention of an item. Raises Unreadable."""
    inner = row.get("weibo")
    item: dict[str, object] = dict(inner) if isinstance(inner, Mapping) else dict(row)
    item = {HEADERS.get(name, name): value for name, value in item.items()}
    if isinstance(inner, Mapping):
        item.setdefault("keyword", row.get("keyword"))
    return [weibo_crawler.item(item, writer=_author(item))]


def _author(item: Row) -> Author | None:
    verified, kind = BADGES.get(word(item, "user_authentication") or "", (None, None))
    return author(optional_ident(item, "user_id"), word(item, "screen_name"), verified=verified, verified_as=kind)
