"""How good judgements are: the field's measures as formulas over counts, for many resamples of the rows at once.

`counts` has one line a resample and one column a row: how often the row was drawn. A line of ones is the sample
itself. A measure gives one value a line, NaN where it is undefined (nothing to divide by), never a made-up number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.uint8]

#: bounds of a 95 % interval, in per cent
_INTERVAL = (2.5, 97.5)


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, NaN where whole is 0."""
    out = np.full(np.broadcast(part, whole).shape, np.nan)
    np.divide(part, whole, out=out, where=whole != 0)
    return out


def totals(cells: Floats, counts: Counts) -> Floats:
    """Column sums of `cells` (rows × columns) with each row taken as often as it was drawn."""
    # line by line: all at once would hold resamples × rows floats
    return np.stack([line.astype(np.float64) @ cells for line in counts])


def mean_known(values: Floats) -> Floats:
    """Mean over the last axis of what is defined; NaN where nothing is."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))


# ---------------------------------------------------------------- classes


def confusion(true: Whole, judged: Whole, classes: int, counts: Counts) -> Floats:
    """Per resample a matrix: [true class, judged class] → rows."""
    cells = np.zeros((len(true), classes * classes))
    cells[np.arange(len(true)), true * classes + judged] = 1.0
    return totals(cells, counts).reshape(-1, classes, classes)


def recall(matrix: Floats) -> Floats:
    """Per class: judged so of those that are so, TP / (TP + FN)."""
    return ratio(np.diagonal(matrix, axis1=1, axis2=2), matrix.sum(axis=2))


def precision(matrix: Floats) -> Floats:
    """Per class: truly so of those that are judged so, TP / (TP + FP)."""
    return ratio(np.diagonal(matrix, axis1=1, axis2=2), matrix.sum(axis=1))


def f1(matrix: Floats) -> Floats:
    """Per class 2·TP / (2·TP + FP + FN), the harmonic mean of precision and recall (van Rijsbergen 1979).

    Undefined for a class that no label has: what is not in a set cannot be found there.
    """
    true, judged = matrix.sum(axis=2), matrix.sum(axis=1)
    found = ratio(2 * np.diagonal(matrix, axis1=1, axis2=2), true + judged)
    return np.where(true > 0, found, np.nan)


def macro_f1(matrix: Floats) -> Floats:
    """Mean of the classes' F1, each class the same weight (Opitz & Burst 2019, "averaged F1").

    Over the classes that the labels have; a wrong judgement for another class counts as the miss that it is.
    """
    return mean_known(f1(matrix))


def accuracy(matrix: Floats) -> Floats:
    """Rows judged as they are, of all."""
    return ratio(np.trace(matrix, axis1=1, axis2=2), matrix.sum(axis=(1, 2)))


def quadratic_kappa(matrix: Floats) -> Floats:
    """Agreement on an ordinal scale beyond chance: κ = 1 − Σ w·O / Σ w·E, w = (i − j)² (Cohen 1968).

    O is the confusion, E what its margins alone would give. 1 is full agreement, 0 is chance; undefined where all
    rows lie in one and the same class on both sides.
    """
    classes = matrix.shape[1]
    weights = (np.arange(classes)[:, None] - np.arange(classes)[None, :]) ** 2
    expected = matrix.sum(axis=2)[:, :, None] * matrix.sum(axis=1)[:, None, :]
    expected = ratio(expected, matrix.sum(axis=(1, 2))[:, None, None])
    seen = (weights * matrix).sum(axis=(1, 2))
    return 1.0 - ratio(seen, (weights * expected).sum(axis=(1, 2)))


# ---------------------------------------------------------------- scores


def auc(score: Floats, positive: Flags, counts: Counts) -> Floats:
    """P(score of a positive row > score of a negative row), ties half: the area under the ROC curve.

    The Mann–Whitney U statistic over the number of pairs (Hanley & McNeil 1982).
    """
    _, rank = np.unique(score, return_inverse=True)
    found = []
    for line in counts:
        above = np.bincount(rank, weights=line * positive)
        below = np.bincount(rank, weights=line * ~positive)
        beaten = np.cumsum(below) - below / 2
        found.append((above @ beaten, above.sum() * below.sum()))
    wins, pairs = np.array(found, dtype=np.float64).reshape(-1, 2).T
    return ratio(wins, pairs)


def bins_of(score: Floats, edges: Sequence[float]) -> Whole:
    """The number of the bin that each score lies in: [edge, next edge), the last one with its end."""
    return np.clip(np.searchsorted(edges, score, side="right") - 1, 0, len(edges) - 2).astype(np.int64)


def reliability(score: Floats, value: Floats, edges: Sequence[float], counts: Counts) -> tuple[Floats, Floats, Floats]:
    """Per bin of the score: rows, mean score, mean label value; equal means are perfect calibration (DeGroot &
    Fienberg 1983). With values −1, 0, 1 a score is calibrated as P(positive) − P(negative).
    """
    bins, number = bins_of(score, edges), len(edges) - 1
    cells = np.zeros((len(score), 3 * number))
    at = np.arange(len(score))
    cells[at, bins], cells[at, number + bins], cells[at, 2 * number + bins] = 1.0, score, value
    rows, scores, values = np.split(totals(cells, counts), 3, axis=1)
    return rows, ratio(scores, rows), ratio(values, rows)


def calibration_error(rows: Floats, scores: Floats, values: Floats) -> Floats:
    """Σ bins rows/all · |mean value − mean score|: the expected calibration error (Naeini et al. 2015), scale 0 … 2."""
    gaps = np.where(rows > 0, np.abs(values - scores), 0.0)
    return ratio((rows * gaps).sum(axis=1), rows.sum(axis=1))


# ---------------------------------------------------------------- several labels a row


def hits(true: Flags, judged: Flags, counts: Counts) -> tuple[Floats, Floats, Floats]:
    """Per label: found (TP), judged (TP + FP) and true (TP + FN) rows."""
    cells = np.hstack([true & judged, judged, true]).astype(np.float64)
    found, said, there = np.split(totals(cells, counts), 3, axis=1)
    return found, said, there


def label_f1(found: Floats, judged: Floats, true: Floats) -> Floats:
    """2·TP / (2·TP + FP + FN); of sums over the labels it is the micro-F1 (Tsoumakas & Katakis 2007)."""
    return ratio(2 * found, judged + true)


# ---------------------------------------------------------------- intervals


def interval(values: Floats) -> tuple[float, float] | None:
    """The middle 95 % of a figure's values over the resamples: the percentile bootstrap (Efron 1979).

    None where the figure is undefined in half of the resamples or more: too few rows to say anything.
    """
    known = values[~np.isnan(values)]
    if 2 * len(known) <= len(values):
        return None
    low, high = np.percentile(known, _INTERVAL)
    return float(low), float(high)


def wilson(share: float, rows: int) -> tuple[float, float]:
    """The 95 % interval of a share of so many rows (Wilson 1927): unlike the bootstrap's it has a width at 0 and 1."""
    z2 = 1.959964**2
    middle = (share + z2 / (2 * rows)) / (1 + z2 / rows)
    half = math.sqrt(z2 * (share * (1 - share) + z2 / (4 * rows)) / rows) / (1 + z2 / rows)
    return max(0.0, middle - half), min(1.0, middle + half)
