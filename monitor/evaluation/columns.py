"""Labels and judgements as columns of numbers, and what always answering the most frequent label would have said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec
import numpy as np
from msgspec import Struct

from monitor.evaluation.judgement import Judgement
from monitor.evaluation.labelled import LabelledRow
from monitor.evaluation.quality import Flags, Floats, Whole
from monitor.records import CATEGORIES, Label

LABELS: tuple[Label, ...] = get_args(Label)
LEVELS = (0, 1, 2, 3)
#: not labelled
_NONE = -1


class Columns(Struct, frozen=True):
    """One place a row. Sentiment and level: number of the class, −1 where it is not labelled."""

    sentiment: Whole
    level: Whole
    categories: Flags
    #: rows that categories are counted on: labelled for them, and of level ≥ 1
    graded: Flags
    judged_sentiment: Whole
    score: Floats
    judged_level: Whole
    judged_categories: Flags

    @property
    def value(self) -> Floats:
        """The sentiment labels on the score's scale: −1, 0, 1."""
        return self.sentiment.astype(np.float64) - 1

    def of(self, rows: Whole) -> Columns:
        """These rows alone."""
        return Columns(*(column[rows] for column in msgspec.structs.astuple(self)))


def columns_of(rows: Sequence[LabelledRow], judged: Sequence[Judgement]) -> Columns:
    return Columns(
        sentiment=_whole(_NONE if row.sentiment is None else LABELS.index(row.sentiment) for row in rows),
        level=_whole(_NONE if row.level is None else row.level for row in rows),
        categories=_flags([row.categories or () for row in rows]),
        graded=np.array([row.categories is not None and (row.level or 0) >= 1 for row in rows], dtype=np.bool_),
        judged_sentiment=_whole(LABELS.index(each.sentiment) for each in judged),
        score=np.array([each.score for each in judged], dtype=np.float64),
        judged_level=_whole(each.level for each in judged),
        judged_categories=_flags([each.categories for each in judged]),
    )


def majority(columns: Columns) -> Columns:
    """The same labels with one answer for all: the most frequent label of each kind, and the mean as the score."""
    rows = len(columns.score)
    labelled = columns.sentiment[columns.sentiment >= 0]
    most = np.zeros(len(CATEGORIES), dtype=np.bool_)
    most[int(columns.categories[columns.graded].sum(axis=0).argmax())] = True
    return msgspec.structs.replace(
        columns,
        judged_sentiment=np.full(rows, _most_frequent(labelled)),
        score=np.full(rows, float(np.mean(labelled - 1.0)) if len(labelled) else 0.0),
        judged_level=np.full(rows, _most_frequent(columns.level[columns.level >= 0])),
        judged_categories=np.tile(most, (rows, 1)),
    )


def _most_frequent(classes: Whole) -> int:
    return int(np.bincount(classes).argmax()) if len(classes) else 0


def _whole(numbers: object) -> Whole:
    return np.array(list(numbers), dtype=np.int64)  # type: ignore[call-overload]


def _flags(codes: Sequence[Sequence[str]]) -> Flags:
    return np.array([[code in each for code in CATEGORIES] for each in codes], dtype=np.bool_)
