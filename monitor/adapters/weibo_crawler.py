"""Reads weibo-crawler's files (github.com/dataabc/weibo-crawler): JSON of one user's posts, bare items, CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from monitor.adapters.hints import NO_HINTS, Hints
from monitor.adapters.mediacrawler import location
from monitor.adapters.values import (
    Row,
    author,
    checked,
    count,
    engagement,
    first,
    ident,
    optional_ident,
    published,
    refuse,
    text,
    word,
)
from monitor.errors import Reason
from monitor.records import Author, Mention

#: CSV header → the item's field; with 源微博 before it, the field of the post that was reposted
HEADERS = {
    "id": "id",
    "bid": "bid",
    "正文": "text",
    "头条文章url": "article_url",
    "位置": "location",
    "日期": "created_at",
    "点赞数": "attitudes_count",
    "评论数": "comments_count",
    "转发数": "reposts_count",
    "完整日期": "full_created_at",
}
_SOURCE = "源微博"
_SOURCE_USER = {"源用户id": "user_id", "源用户昵称": "screen_name"}
_MARKS = frozenset({"attitudes_count", "reposts_count", "comments_count", "bid", "created_at", "screen_name"})
#: weibo's verified_type; 0 is a person (yellow V), above 7 are honours of persons, −1 nobody
_ORGANISATIONS = {1: "government", 2: "organisation", 3: "media", 4: "organisation", 5: "organisation",
                  6: "organisation", 7: "organisation"}  # fmt: skip


def matches(row: Row) -> bool:
    if isinstance(row.get("weibo"), list):
        return True
    return is_item(row) or ("正文" in row and ("日期" in row or "完整日期" in row))


def is_item(row: Row) -> bool:
    return "id" in row and "text" in row and len(_MARKS & row.keys()) >= 3


def read(row: Row, hints: Hints = NO_HINTS) -> list[Mention]:
    """The mentions of a file's object, of one item or of one CSV row. Raises Unreadable."""
    posts = row.get("weibo")
    if isinstance(posts, list):
        user = _mapping(row.get("user") or {}, "user")
        return [item(_mapping(post, f"weibo[{place}]"), user) for place, post in enumerate(posts)]
    return [item(from_cells(row, hints) if "正文" in row else row)]


def _mapping(value: object, field: str) -> Row:
    if isinstance(value, Mapping):
        return value
    return refuse(Reason.WRONG_TYPE, field, f"an object, not a {type(value).__name__}")


def from_cells(row: Row, hints: Hints) -> Row:
    """A CSV row under the item's names. The user stands only in the file's name (`<user id>.csv`)."""
    fields: dict[str, object] = {HEADERS[name]: value for name, value in row.items() if name in HEADERS}
    stem = PurePath(hints.path or "").name.partition(".")[0]
    if re.fullmatch(r"[0-9]{5,12}", stem):
        fields["user_id"] = stem
    if first(row, _SOURCE + "id"):
        original = {HEADERS.get(name.removeprefix(_SOURCE), ""): value for name, value in row.items()
                    if name.startswith(_SOURCE)}  # fmt: skip
        fields["retweet"] = original | {_SOURCE_USER[name]: row[name] for name in _SOURCE_USER if name in row}
    return fields


def item(post: Row, user: Row | None = None, *, writer: Author | None = None) -> Mention:
    """One post; `user` is the profile around it, `writer` overrides what both say of the author."""
    own = ident(post, "id", digits=True)
    if "text" not in post:
        refuse(Reason.MISSING_FIELD, "text", "required")
    return checked(
        Mention(
            id=f"weibo:{own}",
            source="weibo",
            text=_with_original(post),
            url=_url(post, own),
            author=writer or _author(post, user or {}),
            published_at=published(post, "full_created_at", "created_at"),
            engagement=engagement(
                count(post, "attitudes_count"), count(post, "comments_count"), count(post, "reposts_count")
            ),
            parent_id=_parent(post),
            location=location(post, "location") or location(post, "ip") or location(user or {}, "ip_location"),
            keyword=word(post, "keyword"),
        )
    )


def _author(post: Row, user: Row) -> Author | None:
    ours = word(post, "user_id") in (None, word(user, "id"))
    profile = user if ours else {}
    verified = profile.get("verified")
    kind = count(profile, "verified_type")
    return author(
        optional_ident(post, "user_id") or optional_ident(profile, "id"),
        word(post, "screen_name") or word(profile, "screen_name"),
        count(profile, "followers_count"),
        verified if isinstance(verified, bool) else None,
        _ORGANISATIONS.get(kind, "person") if verified is True and kind is not None else None,
    )


def _with_original(post: Row) -> str:
    """A repost with what it reposts, much as weibo writes it: alone nobody can judge it; its author stays unnamed."""
    own = text(post, "text")
    original = post.get("retweet")
    if not isinstance(original, Mapping) or not (quoted := text(original, "text")) or quoted in own:
        return own
    return f"{own}//@原博:{quoted}"


def _parent(post: Row) -> str | None:
    original = post.get("retweet")
    found = optional_ident(original, "id") if isinstance(original, Mapping) else optional_ident(post, "retweet_id")
    return f"weibo:{found}" if found else None


def _url(post: Row, own: str) -> str:
    user, bid = word(post, "user_id"), word(post, "bid")
    return f"https://weibo.com/{user}/{bid}" if user and bid else f"https://m.weibo.cn/detail/{own}"
