"""Labels and judgements of the same rows → every figure with its interval, whole and by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from monitor.evaluation import quality
from monitor.evaluation.columns import LABELS, LEVELS, Columns, columns_of, majority
from monitor.evaluation.judgement import Judgement
from monitor.evaluation.labelled import LabelledRow
from monitor.evaluation.quality import Counts, Floats
from monitor.records import CATEGORIES

#: edges of the bins of the reliability curve
EDGES = tuple(step / 5 for step in range(-5, 6))
#: a table by group is made of so many groups at most, the largest first
MOST_GROUPS = 40
SEVERE = 3
#: figures that are shares of the rows they rest on
_SHARES = frozenset({"accuracy", "two_class_accuracy", "severe_recall", "severe_precision", "recall", "precision"})


class Figure(Struct, frozen=True):
    """One measure: its value, the 95 % interval, and what others reach on the same rows. None: undefined."""

    value: float | None
    interval: tuple[float, float] | None
    #: rows it rests on
    rows: int
    #: always answering what the labels say most often
    majority: float | None = None
    #: another sentiment scorer in the place of ours; its interval; ours minus its, drawn in pairs
    beside: float | None = None
    beside_interval: tuple[float, float] | None = None
    difference: tuple[float, float] | None = None


class Bin(Struct, frozen=True):
    """Rows whose sentiment score lies in [start, end): the mean of the score and of the labels (−1, 0, 1)."""

    start: float
    end: float
    rows: int
    score: float | None
    value: float | None
    interval: tuple[float, float] | None


class Group(Struct, frozen=True):
    name: str
    rows: int
    figures: dict[str, Figure]


class Evaluation(Struct, frozen=True):
    """All that is known about one labelled set; nothing of a single row is in it."""

    rows: int
    #: rows that could not be judged; they count as neutral, level 0
    unjudged: int
    figures: dict[str, Figure]
    #: task → [labelled][judged] rows, classes in order
    confusion: dict[str, list[list[int]]]
    #: rows of level ≥ 1 that are labelled and judged so
    categories: dict[str, tuple[int, int]]
    reliability: list[Bin]
    #: source, register, batch, file → its groups
    groups: dict[str, list[Group]]


def evaluate(
    rows: Sequence[LabelledRow],
    judged: Sequence[Judgement],
    draws: Counts,
    beside: Sequence[Judgement] | None = None,
) -> Evaluation:
    """`draws`: how often each resample drew each row; `beside`: judgements by another scorer."""
    counts = np.vstack([np.ones((1, len(rows)), dtype=draws.dtype), draws])
    ours = columns_of(rows, judged)
    other = None if beside is None else columns_of(rows, beside)
    return Evaluation(
        rows=len(rows),
        unjudged=sum(each.failed for each in judged),
        figures=_figures(ours, other, counts),
        confusion=_confusions(ours),
        categories=_support(ours),
        reliability=_reliability(ours, counts),
        groups=_groups(rows, ours, other, counts),
    )


# ---------------------------------------------------------------- figures


def _figures(ours: Columns, other: Columns | None, counts: Counts) -> dict[str, Figure]:
    mine, base = values(ours, counts), values(majority(ours), counts[:1])
    theirs = values(other, counts) if other else {}
    return {name: _figure(name, mine[name], base[name], theirs.get(name), rows) for name, rows in _rows(ours).items()}


def _figure(name: str, mine: Floats, base: Floats, theirs: Floats | None, rows: int) -> Figure:
    figure = Figure(_known(mine[0]), _interval(name, mine, rows), rows, _known(base[0]))
    if theirs is None:
        return figure
    return Figure(
        figure.value, figure.interval, rows, figure.majority,
        _known(theirs[0]), quality.interval(theirs[1:]), quality.interval(mine[1:] - theirs[1:]),
    )  # fmt: skip


def _interval(name: str, found: Floats, rows: int) -> tuple[float, float] | None:
    """By the resamples; where they all agree on a share of rows, by its formula: ten of ten is no certainty."""
    span = quality.interval(found[1:])
    if span and span[0] == span[1] and name.split(".")[1] in _SHARES:
        return quality.wilson(span[0], rows)
    return span


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def values(columns: Columns, counts: Counts) -> dict[str, Floats]:
    """Every figure that the labels allow, one value a resample."""
    found: dict[str, Floats] = {}
    for part in (_sentiment, _polarity, _level, _categories):
        found |= part(columns, counts)
    return found


def _sentiment(columns: Columns, counts: Counts) -> dict[str, Floats]:
    rows = np.flatnonzero(columns.sentiment >= 0)
    if not len(rows):
        return {}
    drawn = counts[:, rows]
    matrix = quality.confusion(columns.sentiment[rows], columns.judged_sentiment[rows], len(LABELS), drawn)
    each = quality.f1(matrix)
    bins = quality.reliability(columns.score[rows], columns.value[rows], EDGES, drawn)
    return {
        "sentiment.macro_f1": quality.macro_f1(matrix),
        "sentiment.accuracy": quality.accuracy(matrix),
        **{f"sentiment.f1.{label}": each[:, at] for at, label in enumerate(LABELS) if (columns.sentiment == at).any()},
        "sentiment.calibration_error": quality.calibration_error(*bins),
    }


def _polarity(columns: Columns, counts: Counts) -> dict[str, Floats]:
    """Negative and positive rows alone, by the score: what sets without neutral rows are compared by."""
    rows = np.flatnonzero((columns.sentiment == 0) | (columns.sentiment == 2))
    positive = columns.sentiment[rows] == 2
    if not len(rows) or positive.all() or not positive.any():
        return {}
    drawn, score = counts[:, rows], columns.score[rows]
    matrix = quality.confusion(positive.astype(np.int64), (score > 0).astype(np.int64), 2, drawn)
    return {
        "sentiment.auc": quality.auc(score, positive, drawn),
        "sentiment.two_class_f1": quality.macro_f1(matrix),
        "sentiment.two_class_accuracy": quality.accuracy(matrix),
    }


def _level(columns: Columns, counts: Counts) -> dict[str, Floats]:
    rows = np.flatnonzero(columns.level >= 0)
    if not len(rows):
        return {}
    matrix = quality.confusion(columns.level[rows], columns.judged_level[rows], len(LEVELS), counts[:, rows])
    found = {"level.kappa": quality.quadratic_kappa(matrix), "level.accuracy": quality.accuracy(matrix)}
    if (columns.level == SEVERE).any():
        found["level.severe_recall"] = quality.recall(matrix)[:, SEVERE]
    return found | {"level.severe_precision": quality.precision(matrix)[:, SEVERE]}


def _categories(columns: Columns, counts: Counts) -> dict[str, Floats]:
    rows = np.flatnonzero(columns.graded)
    if not len(rows):
        return {}
    found, judged, true = quality.hits(columns.categories[rows], columns.judged_categories[rows], counts[:, rows])
    every = [each.sum(axis=1) for each in (found, judged, true)]
    by_code: dict[str, Floats] = {}
    for at, code in enumerate(CATEGORIES):
        if columns.categories[rows, at].any():
            by_code |= {
                f"categories.f1.{code}": quality.label_f1(found[:, at], judged[:, at], true[:, at]),
                f"categories.precision.{code}": quality.ratio(found[:, at], judged[:, at]),
                f"categories.recall.{code}": quality.ratio(found[:, at], true[:, at]),
            }
    return {
        "categories.micro_f1": quality.label_f1(*every),
        "categories.micro_precision": quality.ratio(every[0], every[1]),
        "categories.micro_recall": quality.ratio(every[0], every[2]),
        **by_code,
    }


def _rows(columns: Columns) -> dict[str, int]:
    """Of each figure that the labels allow: the rows it rests on."""
    polar = int(((columns.sentiment == 0) | (columns.sentiment == 2)).sum())
    rows = {
        "sentiment.auc": polar,
        "sentiment.two_class_f1": polar,
        "sentiment.two_class_accuracy": polar,
        "level.severe_recall": int((columns.level == SEVERE).sum()),
        "level.severe_precision": int(((columns.level >= 0) & (columns.judged_level == SEVERE)).sum()),
    }
    by_task = {
        "sentiment": int((columns.sentiment >= 0).sum()),
        "level": int((columns.level >= 0).sum()),
        "categories": int(columns.graded.sum()),
    }
    for code, (true, judged) in _support(columns).items():
        rows |= {f"categories.recall.{code}": true, f"categories.precision.{code}": judged}
    one = np.ones((1, len(columns.score)), dtype=np.uint8)
    return {name: rows.get(name, by_task[name.partition(".")[0]]) for name in values(columns, one)}


# ---------------------------------------------------------------- tables


def _confusions(columns: Columns) -> dict[str, list[list[int]]]:
    found = {}
    for task, true, judged, classes in (
        ("sentiment", columns.sentiment, columns.judged_sentiment, len(LABELS)),
        ("level", columns.level, columns.judged_level, len(LEVELS)),
    ):
        rows = np.flatnonzero(true >= 0)
        if len(rows):
            one = np.ones((1, len(rows)), dtype=np.uint8)
            matrix = quality.confusion(true[rows], judged[rows], classes, one)[0]
            found[task] = [[int(cell) for cell in line] for line in matrix]
    return found


def _support(columns: Columns) -> dict[str, tuple[int, int]]:
    rows = np.flatnonzero(columns.graded)
    true, judged = columns.categories[rows].sum(axis=0), columns.judged_categories[rows].sum(axis=0)
    return {code: (int(true[at]), int(judged[at])) for at, code in enumerate(CATEGORIES) if true[at] or judged[at]}


def _reliability(columns: Columns, counts: Counts) -> list[Bin]:
    chosen = np.flatnonzero(columns.sentiment >= 0)
    if not len(chosen):
        return []
    score, value = columns.score[chosen], columns.value[chosen]
    rows, scores, values = quality.reliability(score, value, EDGES, counts[:, chosen])
    return [
        Bin(
            EDGES[at], EDGES[at + 1], int(rows[0, at]), _known(scores[0, at]), _known(values[0, at]),
            quality.interval(values[1:, at]),
        )
        for at in range(len(EDGES) - 1)
    ]  # fmt: skip


def _groups(
    rows: Sequence[LabelledRow], ours: Columns, other: Columns | None, counts: Counts
) -> dict[str, list[Group]]:
    """By source, register, batch and file, where the rows differ in it."""
    found = {}
    for name, key in _KEYS.items():
        members = _members(key(row) for row in rows)
        if len(members) > 1:
            found[name] = [
                Group(group, len(at), _figures(ours.of(at), other.of(at) if other else None, counts[:, at]))
                for group, at in members.items()
            ]
    return found


_KEYS: Mapping[str, Callable[[LabelledRow], str | None]] = {
    "source": lambda row: row.source,
    "register": lambda row: row.register,
    "batch": lambda row: row.batch,
    "file": lambda row: row.file,
}


def _members(keys: Iterable[str | None]) -> dict[str, quality.Whole]:
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        if key is not None:
            places.setdefault(key, []).append(at)
    largest = sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {key: np.array(at) for key, at in largest[:MOST_GROUPS]}
