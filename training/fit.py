"""Fits both stages of the learned judge: logistic regressions over hashed features, then over these and findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from monitor.learned.blend import CATEGORY
from monitor.learned.evidence import evidence
from monitor.learned.model import (
    CHECKED,
    FINE,
    GRAIN,
    LEVELS,
    OUTPUTS,
    SENTIMENTS,
    UNIT,
    URGENT,
    VALUES,
    Model,
    Table,
)
from monitor.learned.ngrams import character_grams, word_pairs
from monitor.learned.said import Numbers, Places, Said, said
from monitor.records import CATEGORIES, Mention
from monitor.risk import RiskJudge
from monitor.text.normalising import normalise
from monitor.text.segment import Segmenter
from training.rows import Row

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Marks = NDArray[np.bool_]
Checks = NDArray[np.uint8]
Matrix = sparse.csr_matrix

BITS = 18
#: a feature in fewer of the own rows says nothing of others
_LEAST_ROWS = 3
#: inverse regularisation of the first stage's levels, sentiments and categories, and of the second stage
_FIRST, _SECOND = (20.0, 20.0, 6.0), 0.03
#: the same of the general sentiments
GENERAL_STRENGTH = 3.0
#: what a row that is not ours counts as something of level 0, for either stage
_ELSEWHERE, _AT_LARGE = 0.1, 0.5
#: what a citizen's message counts for the first stage: they are few and long, and what they say is of another register
_CITIZEN = 3.0
#: of the public posts every so many are used for it, and so many by the second stage
_PART, _NOISE = 8, 1500
_FOLDS = 5
#: the second stage's lines bend where so many per cent of the own rows lie below
_BENDS = (20, 40, 60, 80)
#: positive posts are the fewest; held out, every kind of rows is judged better so than with all classes balanced
_SENTIMENT_WEIGHTS = {0: 1.0, 1: 1.0, 2: 1.6}
#: per cent of the weights that eight bits hold without being cut
_KEPT = 99.95
_COMPLAINTS = frozenset({"hotline", "12345", "app", "front_desk"})
_WHEN = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Features:
    """All texts and their sentences as sparse rows; `owners` tells the text of each sentence."""

    whole: sparse.csr_matrix
    parts: sparse.csr_matrix
    owners: Indices
    #: bucket → square root of its norm, for each kind, and the feature that it knows (monitor.learned.model.Table)
    weights: tuple[Floats, Floats]
    checks: tuple[Checks, Checks]
    findings: Floats


def features(rows: Sequence[Row], fitted: int, judge: RiskJudge) -> Features:
    """The first `fitted` rows decide which features are known and what they weigh (idf)."""
    words = _said(rows)
    matrices, weights, checks = zip(*_kinds(words, fitted), strict=True)
    matrix = sparse.hstack(matrices).tocsr()
    found = findings(rows[:fitted], judge)
    return Features(matrix[: len(rows)], matrix[len(rows) :], words.owners.astype(int), weights, checks, found)


def _said(rows: Sequence[Row]) -> Said:
    cutter = Segmenter()
    return said([cutter.cut(normalise(row.text).text) for row in rows])


def _kinds(words: Said, fitted: int) -> Iterator[tuple[Matrix, Floats, Checks]]:
    """N-grams, then words and their pairs."""
    for kind in (character_grams, word_pairs):
        owned = kind(words, BITS + CHECKED).of_units(words.texts)
        checks = _checks(*owned, fitted)
        yield *_weighted(_known(owned, checks), len(words.begins), fitted), checks


def _checks(numbers: Numbers, owners: Places, fitted: int) -> Checks:
    """For each bucket the feature that it knows: that of the most fitted rows, of equals that of the lowest number."""
    own = owners < fitted
    met = np.unique(numbers[own].astype(np.int64) * fitted + owners[own]) // fitted
    features, rows = np.unique(met, return_counts=True)
    features, rows = features[rows >= _LEAST_ROWS], rows[rows >= _LEAST_ROWS]
    buckets, checks = features >> CHECKED, np.zeros(1 << BITS, np.uint8)
    # of what is assigned to one place the last stays
    order = np.lexsort((-features, rows))
    checks[buckets[order]] = features[order].astype(np.uint8)
    return checks


def _known(owned: tuple[Numbers, Places], checks: Checks) -> tuple[Numbers, Places]:
    numbers, owners = owned
    known = checks[numbers >> CHECKED] == numbers.astype(np.uint8)
    return numbers[known] >> CHECKED, owners[known]


def findings(rows: Sequence[Row], judge: RiskJudge) -> Floats:
    """What the rules find in each row, one number for each of evidence.NAMES."""
    return np.array([list(evidence(mention(row), _verdict(judge, row))) for row in rows], float)


def texts_of(rows: Sequence[Row], fitted: int) -> Matrix:
    """Whole texts alone, as `features` has them."""
    return sparse.hstack([matrix for matrix, _, _ in _kinds(_said(rows), fitted)]).tocsr()[: len(rows)]


def mention(row: Row) -> Mention:
    kind = "complaint" if row.source in _COMPLAINTS else "post"
    return Mention(id=row.id, source=row.source, text=row.text, published_at=_WHEN, kind=kind)  # type: ignore[arg-type]


def _verdict(judge: RiskJudge, row: Row):  # type: ignore[no-untyped-def]
    return judge.judge(mention(row), normalise(row.text), normalise(""))


def _weighted(owned: tuple[Numbers, Places], texts: int, fitted: int) -> tuple[sparse.csr_matrix, Floats]:
    """tf × idf over the length, as monitor.learned.model.Table sums it up."""
    buckets, owners = owned
    ones = np.ones(len(buckets))
    counts = sparse.csr_matrix((ones, (owners, buckets.astype(np.int64))), shape=(texts, 1 << BITS))
    counts.sum_duplicates()
    rows = np.asarray((counts[:fitted] > 0).sum(0)).ravel()
    norms = np.minimum(np.rint((np.log((1 + fitted) / (1 + rows)) + 1) ** 2), 255)
    norms[rows < _LEAST_ROWS] = 0
    lengths = np.sqrt(np.maximum(counts @ norms, 1))
    return (sparse.diags(1 / lengths) @ counts.multiply(np.sqrt(norms)).tocsr()).tocsr(), np.sqrt(norms)


# ---------------------------------------------------------------- the first stage


@dataclass(frozen=True)
class First:
    coefficients: Floats
    intercepts: Floats

    def values(self, matrix: sparse.csr_matrix) -> Floats:
        return np.asarray(matrix @ self.coefficients.T + self.intercepts)


def general(rows: Sequence[Row], matrix: sparse.csr_matrix) -> First:
    """The sentiments as the public sets have them: what no row of ours has a say in."""
    public = np.flatnonzero([row.level < 0 for row in rows])
    felt = np.array([rows[number].sentiment for number in public])
    ones = np.ones(len(public))
    return _stage([regression(matrix[public], felt == each, ones, GENERAL_STRENGTH) for each in range(SENTIMENTS)])


def first_stage(rows: Sequence[Row], matrix: sparse.csr_matrix, own: Indices, beside: First) -> First:
    """One regression a value, fitted on `own` and on what is of level 0 elsewhere; `beside`: the general ones."""
    away = np.array([number for number, row in enumerate(rows) if _elsewhere(number, row)], int)
    chosen = np.concatenate([own, away])
    counted = np.array([_CITIZEN if rows[number].register == "citizen" else 1.0 for number in own])
    models = []
    for value in range(OUTPUTS):
        # the sentiments of texts that say nothing of estates are the general values' matter
        seen = own if LEVELS <= value < LEVELS + SENTIMENTS else chosen
        weight = np.concatenate([counted, np.full(len(seen) - len(own), _ELSEWHERE)])
        if value == URGENT:
            known = _told(rows, seen)
            seen, weight = seen[known], weight[known]
        target = np.array([_is(rows[number], value) for number in seen])
        models.append(regression(matrix[seen], target, weight * _balance(target, value), _strength(value)))
    stage = _stage(models)
    return First(
        np.vstack([stage.coefficients, beside.coefficients]), np.concatenate([stage.intercepts, beside.intercepts])
    )


def _stage(models: Sequence[LogisticRegression]) -> First:
    return First(np.vstack([each.coef_[0] for each in models]), np.array([each.intercept_[0] for each in models]))


def _elsewhere(number: int, row: Row) -> bool:
    """Citizens' messages about other things, and of the public posts some: enough to know what else people write."""
    return row.sentiment < 0 or (row.level < 0 and number % _PART == 0)


def noise(rows: Sequence[Row]) -> Indices:
    """Public posts that the first stage has not seen as level 0: by them the second learns what is no matter at all."""
    return np.array([number for number, row in enumerate(rows) if row.level < 0 and number % _PART == 1][:_NOISE], int)


def _told(rows: Sequence[Row], chosen: Indices) -> Marks:
    """Of which rows it is known whether they are urgent."""
    return np.array([rows[number].urgent >= 0 for number in chosen], bool)


def _is(row: Row, value: int) -> bool:
    if value == URGENT:
        return row.urgent > 0
    if value < LEVELS:
        return max(row.level, 0) == value
    if value < LEVELS + SENTIMENTS:
        return row.sentiment == value - LEVELS
    return CATEGORIES[value - LEVELS - SENTIMENTS] in row.categories


def _strength(value: int) -> float:
    return _FIRST[0] if value < LEVELS else _FIRST[1] if value < LEVELS + SENTIMENTS else _FIRST[2]


def _balance(target: NDArray[np.bool_], value: int) -> Floats:
    """What a row of the rarer answer counts more: half of the way to balance, for categories a fixed factor."""
    if LEVELS + SENTIMENTS <= value < URGENT:
        return np.where(target, 2.5, 1.0)
    return np.where(target, ((~target).sum() / max(1, target.sum())) ** 0.5, 1.0)


def regression(
    matrix: sparse.csr_matrix, target: NDArray[np.bool_], weight: Floats, strength: float
) -> LogisticRegression:
    # seeded: the solver shuffles
    model = LogisticRegression(C=strength, solver="liblinear", dual=True, max_iter=50, tol=1e-2, random_state=0)
    return model.fit(matrix, target.astype(int), sample_weight=weight)


def read(stage: First, data: Features, chosen: Indices) -> Floats:
    """The values of whole texts beside the greatest of their sentences, as Model.read gives them."""
    whole = stage.values(data.whole[chosen])
    there = np.flatnonzero(np.isin(data.owners, chosen))
    greatest = np.full((data.whole.shape[0], VALUES), -np.inf)
    np.maximum.at(greatest, data.owners[there], stage.values(data.parts[there]))
    rest = greatest[chosen]
    return np.hstack([whole, np.where(np.isinf(rest), whole, rest)])


def held_out(
    rows: Sequence[Row], data: Features, own: Indices, beside: First, groups: Sequence[str], folds: int = _FOLDS
) -> Floats:
    """The first stage's values of each own row, by models that have seen nothing of its group."""
    values = np.zeros((len(rows), 2 * VALUES))
    names = np.array(groups)
    for seen, unseen in GroupKFold(folds).split(own, None, names[own]):
        values[own[unseen]] = read(first_stage(rows, data.whole, own[seen], beside), data, own[unseen])
    return values


# ---------------------------------------------------------------- the second stage


def bends(values: Floats) -> Floats:
    """Where the line over each of the first stage's values bends, as exactly as the model's file holds it."""
    return np.rint(np.percentile(values, _BENDS, axis=0) * FINE) / FINE


def bent(values: Floats, places: Floats) -> Floats:
    return np.hstack([values, *(np.maximum(values - place, 0) for place in places)])


@dataclass(frozen=True)
class Second:
    coefficients: Floats
    intercepts: Floats

    def values(self, inputs: Floats) -> Floats:
        return np.asarray(inputs @ self.coefficients.T + self.intercepts)


def second_stage(rows: Sequence[Row], inputs: Floats, chosen: Indices, quiet: Floats) -> Second:
    """Multinomial over levels and over sentiments, one regression a category; inputs as they come.

    `quiet` are the inputs of posts at large: level 0, no category, their sentiment another register's.
    """
    seen = np.vstack([inputs[chosen], quiet])
    middle, spread = seen.mean(0), seen.std(0) + 1e-6
    scaled, weight = (seen - middle) / spread, np.repeat([1.0, _AT_LARGE], [len(chosen), len(quiet)])
    none = [0] * len(quiet)
    levels = _plain().fit(scaled, [rows[number].level for number in chosen] + none, weight)
    felt = [rows[number].sentiment for number in chosen]
    sentiments = _plain(class_weight=_SENTIMENT_WEIGHTS).fit(scaled[: len(chosen)], felt)
    categories = [
        _plain().fit(scaled, [int(code in rows[number].categories) for number in chosen] + none, weight)
        for code in CATEGORIES
    ]
    known = np.concatenate([_told(rows, chosen), np.ones(len(quiet), bool)])
    marks = np.array([rows[number].urgent for number in chosen] + none)[known]
    urgent = _plain().fit(scaled[known], marks, weight[known])
    each = [levels, sentiments, *categories, urgent]
    coefficients = np.vstack([model.coef_ for model in each]) / spread
    intercepts = np.concatenate([model.intercept_ for model in each])
    return Second(coefficients, intercepts - coefficients @ middle)


def _plain(**more: dict[int, float]) -> LogisticRegression:
    return LogisticRegression(C=_SECOND, max_iter=300, tol=1e-3, **more)


def threshold() -> float:
    return float(np.log(CATEGORY / (1 - CATEGORY)))


# ---------------------------------------------------------------- as it is shipped


def _eight_bits(weights: Floats) -> NDArray[np.int8]:
    """Rounded and cut; a weight of few steps says nothing, and without it the file is a good deal smaller."""
    rounded = np.clip(np.rint(weights), -127, 127)
    rounded[np.abs(rounded) < 4] = 0
    return rounded.astype(np.int8)


def quantised(first: First, second: Second, places: Floats, data: Features, terms: Collection[int]) -> Model:
    """Both stages in whole numbers; the digest comes with the file."""
    size = 1 << BITS
    kinds = (first.coefficients[:, :size], first.coefficients[:, size:])
    real = [np.ascontiguousarray((part * weights).T) for part, weights in zip(kinds, data.weights, strict=True)]
    # by the greatest weights most of the others would be rounded to nothing: those few are cut instead
    known = np.vstack([part[weights > 0] for part, weights in zip(real, data.weights, strict=True)])
    scales = np.percentile(np.abs(known), _KEPT, axis=0) / 127
    tables = [
        Table(_eight_bits(part / scales), np.rint(weights**2).astype(np.uint8), checks)
        for part, weights, checks in zip(real, data.weights, data.checks, strict=True)
    ]
    # the inputs of the second stage are values of the first, then findings
    return Model(
        digest="",
        characters=tables[0],
        words=tables[1],
        scales=scales,
        biases=first.intercepts,
        bends=np.rint(places * FINE).astype(np.int64),
        weights=np.rint(second.coefficients.T * GRAIN),
        starts=np.rint(second.intercepts * UNIT).astype(np.int64),
        thresholds=np.full(len(CATEGORIES), round(threshold() * UNIT)),
        terms=frozenset(terms),
    )
