"""The gravest errors of a measured set, gravest first: what a person reads who may tune on it, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from monitor.evaluation.judgement import Judgement
from monitor.evaluation.labelled import LabelledRow
from monitor.records import Part

#: so many are told
SHOWN = 20
_SEVERE = 3
_VALUE = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


class Error(Struct, frozen=True):
    """One row that was judged otherwise than it is labelled; its text masked as the timeline would show it."""

    place: str
    id: str
    source: str
    text: str
    title: str | None
    sentiment: str | None
    level: int | None
    categories: list[str] | None
    judged_sentiment: str
    score: float
    judged_level: int
    judged_categories: list[str]
    frame: str | None
    #: what the level and the score rest on
    parts: list[Part]


def worst(rows: Sequence[LabelledRow], judged: Sequence[Judgement], shown: int = SHOWN) -> list[Error]:
    """Needs judgements that were kept whole."""
    weighed = [(weight(row, each), at) for at, (row, each) in enumerate(zip(rows, judged, strict=True))]
    gravest = sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    return [_error(rows[at], judged[at]) for _, at in gravest[:shown]]


def weight(row: LabelledRow, judged: Judgement) -> float:
    """How grave an error is: the level's distance squared (a severe matter missed: twice that), then the other
    sentiment (1; the opposite one 2, and up to 1 for how sure it was), then ¼ for each category missed or made up.
    """
    grave = 0.0
    if row.level is not None:
        grave += (row.level - judged.level) ** 2 * (2 if row.level == _SEVERE else 1)
    if row.sentiment is not None and row.sentiment != judged.sentiment:
        value = _VALUE[row.sentiment]
        grave += abs(value - _VALUE[judged.sentiment]) + abs(value - judged.score) / 2
    if row.categories is not None and row.level:
        grave += len(set(row.categories) ^ set(judged.categories)) / 4
    return grave


def _error(row: LabelledRow, judged: Judgement) -> Error:
    told = judged.told
    return Error(
        place=row.place,
        id=row.id,
        source=row.source,
        text=told.mention.text if told else "",
        title=told.mention.title if told else None,
        sentiment=row.sentiment,
        level=row.level,
        categories=None if row.categories is None else list(row.categories),
        judged_sentiment=judged.sentiment,
        score=judged.score,
        judged_level=judged.level,
        judged_categories=list(judged.categories),
        frame=told.frame if told else None,
        parts=told.risk.parts if told else [],
    )
