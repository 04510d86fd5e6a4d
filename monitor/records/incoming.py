"""What comes in: mentions and what people do, and where each was read."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from monitor.records.base import ActionType, Kind, Label, Record, Text, Time


class Author(Record, frozen=True):
    """Who wrote it. After the score role `id` is a keyed hash and `name` stays for organisations and media only."""

    id: str | None = None
    name: str | None = None
    followers: int | None = None
    verified: bool | None = None
    #: organisation, media, government or person, where the platform says so
    verified_as: str | None = None


class Engagement(Record, frozen=True):
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    views: int | None = None


class Parent(Record, frozen=True, omit_defaults=True):
    """Of what a comment hangs under: all that tells whose matter it is. It never leaves the raw topic."""

    text: str = ""
    title: str | None = None
    keyword: str | None = None
    group: str | None = None
    location: str | None = None
    project: str | None = None


class Mention(Record, frozen=True):
    """One post, comment, article, video or complaint, normalised; `id` is stable across re-crawls."""

    id: Text
    source: Text
    text: str
    published_at: Time
    kind: Kind = "post"
    title: str | None = None
    url: str | None = None
    author: Author | None = None
    collected_at: Time | None = None
    engagement: Engagement | None = None
    parent_id: str | None = None
    location: str | None = None
    #: what the crawler searched for
    keyword: str | None = None
    #: forum, bar or chat group
    group: str | None = None
    #: a project's id, name or alias, when the sender knows it
    project: str | None = None
    #: of a complaint: the channel it came through, the raw contact (never leaves the raw topic), its status
    channel: str | None = None
    contact: str | None = None
    status: str | None = None
    drill: bool = False
    #: of a comment: what `parent_id` is, where whoever sends it knows
    parent: Parent | None = None


class Action(Record, frozen=True, omit_defaults=True, tag_field="kind", tag="action"):
    """What a person did about an incident; exactly one of incident_id, project and mention names it.

    On timeline.v1 it carries also `id`, `arrived_at` and `source`; `at` is when it was done.
    """

    type: ActionType
    by: Text
    at: Time
    incident_id: str | None = None
    project: str | None = None
    mention: str | None = None
    note: str | None = None
    to: str | None = None
    verdict: Literal["true", "false", "unclear"] | bool | None = None
    sentiment: Label | None = None
    level: Annotated[int, Meta(ge=0, le=3)] | None = None
    until: Time | None = None
    categories: list[str] | None = None
    grade: Literal[4] | None = None
    cause: str | None = None
    lessons: str | None = None
    measures: str | None = None
    reason: str | None = None
    #: the same act sent twice has one id (records.action_id when the sender gives none)
    id: str | None = None
    arrived_at: Time | None = None
    source: Source | None = None
    drill: bool = False


class Source(Record, frozen=True):
    """Where the raw record lies; in file mode: the file's name, its place among the files, the line."""

    topic: str
    partition: int
    offset: int
