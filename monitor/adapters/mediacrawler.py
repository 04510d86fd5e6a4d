"""Reads MediaCrawler's files and topics: seven platforms, contents and comments, field sets old and new.

Field names as of 2026-08 and, with user_id and ip_location, before 2026-07 (github.com/NanmiCoder/MediaCrawler,
`store/`). A comment's id is `<source>:comment:<id>`, since platforms number notes and comments apart; its
parent is always the content it hangs under, which is what tells whose matter it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.adapters.hints import NO_HINTS, Hints
from monitor.adapters.values import (
    LONGEST_ID,
    Row,
    author,
    checked,
    collected,
    count,
    engagement,
    first,
    ident,
    published,
    refuse,
    text,
    word,
)
from monitor.errors import Reason
from monitor.records import Kind, Mention

#: the folder a platform's files lie in → our source code
FOLDERS = {
    "weibo": "weibo",
    "xhs": "xiaohongshu",
    "douyin": "douyin",
    "bili": "bilibili",
    "kuaishou": "kuaishou",
    "tieba": "tieba",
    "zhihu": "zhihu",
}
#: more than any crawler writes
_MOST_KEYS = 100
AUTHOR_IDS = ("creator_hash", "user_id", "sec_uid", "user_unique_id", "user_link")


@dataclass(frozen=True)
class Shape:
    """One kind of MediaCrawler record: what it is known by, and which field is what."""

    source: str
    kind: Kind
    #: field of the id
    id: str
    time: str
    #: fields of the text, the best first
    texts: tuple[str, ...]
    #: one of each group must be there
    marks: tuple[frozenset[str], ...]
    title: str | None = None
    url: str | None = None
    likes: str = ""
    comments: str = ""
    shares: str = ""
    views: str = ""
    #: of a comment: the field of the content's id
    parent: str | None = None
    #: address of a content by its id, where the record brings none
    page: str | None = None


def _marks(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group.split("|")) for group in groups)


_WEIBO = "https://m.weibo.cn/detail/{}"
_XHS = "https://www.xiaohongshu.com/explore/{}"
_DOUYIN = "https://www.douyin.com/video/{}"
_BILI = "https://www.bilibili.com/video/av{}"
_KUAISHOU = "https://www.kuaishou.com/short-video/{}"

#: a shape stands before those whose marks it shares
COMMENTS = (
    Shape("tieba", "comment", "comment_id", "publish_time", ("content",),
          _marks("note_id", "tieba_name|tieba_id|tieba_link"), url="note_url",
          comments="sub_comment_count", parent="note_id"),
    Shape("zhihu", "comment", "comment_id", "publish_time", ("content",), _marks("content_id"),
          likes="like_count", comments="sub_comment_count", parent="content_id"),
    Shape("douyin", "comment", "comment_id", "create_time", ("content",), _marks("aweme_id"),
          likes="like_count", comments="sub_comment_count", parent="aweme_id", page=_DOUYIN),
    Shape("bilibili", "comment", "comment_id", "create_time", ("content",),
          _marks("video_id", "parent_comment_id|like_count|sex|sign"),
          likes="like_count", comments="sub_comment_count", parent="video_id", page=_BILI),
    Shape("kuaishou", "comment", "comment_id", "create_time", ("content",), _marks("video_id"),
          comments="sub_comment_count", parent="video_id", page=_KUAISHOU),
    Shape("weibo", "comment", "comment_id", "create_time", ("content",),
          _marks("note_id", "create_date_time|comment_like_count|gender|profile_url"),
          likes="comment_like_count", comments="sub_comment_count", parent="note_id", page=_WEIBO),
    Shape("xiaohongshu", "comment", "comment_id", "create_time", ("content",), _marks("note_id"),
          likes="like_count", comments="sub_comment_count", parent="note_id", page=_XHS),
)  # fmt: skip
CONTENTS = (
    Shape("douyin", "video", "aweme_id", "create_time", ("desc",), _marks("aweme_id"), title="title",
          url="aweme_url", likes="liked_count", comments="comment_count", shares="share_count", page=_DOUYIN),
    Shape("tieba", "post", "note_id", "publish_time", ("desc",),
          _marks("note_id", "tieba_name|tieba_link|total_replay_num"), title="title", url="note_url",
          comments="total_replay_num"),
    Shape("zhihu", "article", "content_id", "created_time", ("content_text", "desc"),
          _marks("content_id", "content_text|voteup_count|content_url"), title="title", url="content_url",
          likes="voteup_count", comments="comment_count"),
    Shape("kuaishou", "video", "video_id", "create_time", ("desc",),
          _marks("video_id", "viewd_count|video_play_url"), title="title", url="video_url",
          likes="liked_count", views="viewd_count", page=_KUAISHOU),
    Shape("bilibili", "video", "video_id", "create_time", ("desc",),
          _marks("video_id", "video_danmaku|video_play_count|video_comment|video_coin_count"), title="title",
          url="video_url", likes="liked_count", comments="video_comment", shares="video_share_count",
          views="video_play_count", page=_BILI),
    Shape("xiaohongshu", "post", "note_id", "time", ("desc",),
          _marks("note_id", "desc|title", "time|image_list|tag_list|xsec_token|collected_count"), title="title",
          url="note_url", likes="liked_count", comments="comment_count", shares="share_count", page=_XHS),
    Shape("weibo", "post", "note_id", "create_time", ("content",),
          _marks("note_id", "content", "create_time|create_date_time|liked_count|comments_count"),
          url="note_url", likes="liked_count", comments="comments_count", shares="shared_count", page=_WEIBO),
)  # fmt: skip


def shape_of(row: Row, hints: Hints = NO_HINTS) -> Shape | None:
    """The record's shape, told by its keys; where several fit, the file's folder decides."""
    return _shape(frozenset(row), _folder(hints.path)) if len(row) <= _MOST_KEYS else None


@lru_cache(maxsize=128)  # the records of a file have the same keys
def _shape(keys: frozenset[str], folder: str | None) -> Shape | None:
    known = COMMENTS if "comment_id" in keys else CONTENTS
    fitting = [shape for shape in known if all(group & keys for group in shape.marks)]
    return next((shape for shape in fitting if shape.source == folder), fitting[0] if fitting else None)


@lru_cache(maxsize=128)
def _folder(path: str | None) -> str | None:
    parts = re.split(r"[/\\]", path or "")
    return next((FOLDERS[part] for part in reversed(parts) if part in FOLDERS), None)


def matches(row: Row) -> bool:
    return shape_of(row) is not None


def read(row: Row, hints: Hints = NO_HINTS) -> list[Mention]:
    """The one mention of a record that `matches`. Raises Unreadable."""
    shape = shape_of(row, hints)
    assert shape is not None
    digits = shape.source in ("weibo", "tieba")
    own = ident(row, shape.id, digits=digits)
    parent = ident(row, shape.parent, digits=digits) if shape.parent else None
    title, body = _words(row, shape)
    return [
        checked(
            Mention(
                id=f"{shape.source}:comment:{own}" if parent else f"{shape.source}:{own}",
                source=shape.source,
                kind=shape.kind,
                title=title,
                text=body,
                url=word(row, shape.url or "") or (shape.page.format(parent or own) if shape.page else None),
                author=author(author_id(row), word(row, "nickname", "user_nickname")),
                published_at=published(row, shape.time, "create_date_time"),
                collected_at=collected(row, "last_modify_ts"),
                engagement=engagement(
                    count(row, shape.likes),
                    count(row, shape.comments),
                    count(row, shape.shares),
                    count(row, shape.views),
                ),
                parent_id=f"{shape.source}:{parent}" if parent else None,
                location=location(row, "ip_location"),
                keyword=word(row, "source_keyword"),
                group=word(row, "tieba_name"),
            )
        )
    ]


def author_id(row: Row) -> str | None:
    """The crawler's own hash of the author where it brings one, else the platform's id or page, whatever its form."""
    found = word(row, *AUTHOR_IDS)
    if found and (len(found) > LONGEST_ID or len(found.split()) > 1):
        refuse(Reason.WRONG_TYPE, first(row, *AUTHOR_IDS) or "", "not an id (another column?)")
    return found


def location(row: Row, *names: str) -> str | None:
    """A place without the platforms' own words before it."""
    place = word(row, *names)
    return re.sub(r"^(IP属地|发布于)[:： ]*", "", place) or None if place else None


def _words(row: Row, shape: Shape) -> tuple[str | None, str]:
    """Title and text; a title that only repeats the text (douyin, kuaishou) is none."""
    if not any(name in row for name in shape.texts):
        refuse(Reason.MISSING_FIELD, shape.texts[0], "required")
    body = next((found for name in shape.texts if (found := text(row, name))), "")
    title = text(row, shape.title) if shape.title else ""
    return (None if not title or body.startswith(title) else title), body
