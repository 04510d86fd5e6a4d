"""The measures against cases that were worked out by hand, and against their own definitions on random ones."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.evaluation import quality
from monitor.evaluation.quality import Counts, Flags, Floats, Whole

SCORES = st.lists(
    st.tuples(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), st.booleans(), st.integers(0, 3)), min_size=1, max_size=30
)


def once(rows: int) -> Counts:
    return np.ones((1, rows), dtype=np.uint8)


def whole(*numbers: int) -> Whole:
    return np.array(numbers, dtype=np.int64)


def matrix(*lines: tuple[int, ...]) -> Floats:
    return np.array([lines], dtype=np.float64)


def test_confusion_counts_labelled_by_judged() -> None:
    found = quality.confusion(whole(0, 0, 0, 1, 1), whole(0, 1, 0, 1, 0), 2, once(5))
    assert found.tolist() == [[[2, 1], [1, 1]]]


def test_f1_of_two_classes() -> None:
    # class 0: 2·2 / (3 + 3); class 1: 2·3 / (4 + 4)
    case = matrix((2, 1), (1, 3))
    assert quality.f1(case)[0] == pytest.approx([2 / 3, 3 / 4])
    assert quality.macro_f1(case)[0] == pytest.approx((2 / 3 + 3 / 4) / 2)
    assert quality.accuracy(case)[0] == pytest.approx(5 / 7)
    assert quality.recall(case)[0] == pytest.approx([2 / 3, 3 / 4])
    assert quality.precision(case)[0] == pytest.approx([2 / 3, 3 / 4])


def test_a_class_without_labels_has_no_f1_but_judging_it_is_a_miss() -> None:
    # 4 negative rows of which 1 was judged neutral; nothing is labelled neutral
    case = matrix((3, 1, 0), (0, 0, 0), (0, 0, 2))
    f1 = quality.f1(case)[0]
    assert f1[[0, 2]] == pytest.approx([6 / 7, 1.0])
    assert np.isnan(f1[1])
    assert quality.macro_f1(case)[0] == pytest.approx((6 / 7 + 1) / 2)


def test_quadratic_kappa_by_hand() -> None:
    # disagreements: 0→1 once (weight 1), 2→0 once (weight 4); by chance: 10/3 + 6/3 + 5/3 = 7
    found = quality.confusion(whole(0, 0, 1, 1, 2, 2), whole(0, 1, 1, 1, 2, 0), 3, once(6))
    assert quality.quadratic_kappa(found)[0] == pytest.approx(1 - 5 / 7)


@pytest.mark.parametrize(
    ("case", "kappa"),
    [
        (matrix((3, 0), (0, 2)), 1.0),
        (matrix((0, 3), (3, 0)), -1.0),
        # one answer for all is chance
        (matrix((3, 0), (2, 0)), 0.0),
        # of two classes the weights are 0 and 1: Cohen's κ, (0.7 − 0.5) / (1 − 0.5)
        (matrix((20, 5), (10, 15)), 0.4),
    ],
)
def test_known_kappas(case: Floats, kappa: float) -> None:
    assert quality.quadratic_kappa(case)[0] == pytest.approx(kappa)


def test_kappa_of_one_class_on_both_sides_is_undefined() -> None:
    assert np.isnan(quality.quadratic_kappa(matrix((4, 0), (0, 0)))[0])


def test_auc_by_hand() -> None:
    # pairs: .8 > .5, .8 > .1, .5 = .5 (half), .5 > .1
    positive = np.array([True, True, False, False])
    assert quality.auc(np.array([0.8, 0.5, 0.5, 0.1]), positive, once(4))[0] == pytest.approx(3.5 / 4)
    assert quality.auc(np.zeros(4), positive, once(4))[0] == 0.5
    assert np.isnan(quality.auc(np.zeros(2), np.array([True, True]), once(2))[0])


def _pairs(score: Floats, positive: Flags) -> float:
    above, below = score[positive], score[~positive]
    wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a, b in product(above, below)]
    return sum(wins) / len(wins) if wins else float("nan")


@given(SCORES)
def test_auc_is_the_share_of_won_pairs_with_rows_as_often_as_drawn(rows: list[tuple[float, bool, int]]) -> None:
    score, positive, drawn = (np.array(column) for column in zip(*rows, strict=True))
    found = quality.auc(score, positive, drawn[None, :].astype(np.uint8))[0]
    assert found == pytest.approx(_pairs(np.repeat(score, drawn), np.repeat(positive, drawn)), nan_ok=True)


@given(SCORES)
def test_a_row_drawn_twice_is_two_rows(rows: list[tuple[float, bool, int]]) -> None:
    score, positive, drawn = (np.array(column) for column in zip(*rows, strict=True))
    true, judged = positive.astype(np.int64), (score > 0).astype(np.int64)
    found = quality.confusion(true, judged, 2, drawn[None, :].astype(np.uint8))
    repeated = quality.confusion(np.repeat(true, drawn), np.repeat(judged, drawn), 2, once(int(drawn.sum())))
    assert found.tolist() == repeated.tolist()


def test_each_resample_has_its_own_value() -> None:
    counts = np.array([[1, 1, 1, 1], [2, 0, 2, 0], [0, 2, 0, 2]], dtype=np.uint8)
    found = quality.confusion(whole(0, 0, 1, 1), whole(0, 1, 1, 0), 2, counts)
    assert quality.accuracy(found).tolist() == [0.5, 1.0, 0.0]


def test_bins_hold_their_start_and_the_last_one_its_end() -> None:
    assert quality.bins_of(np.array([-1.0, -0.01, 0.0, 0.99, 1.0]), (-1, 0, 1)).tolist() == [0, 0, 1, 1, 1]


def test_reliability_by_hand() -> None:
    score, value = np.array([-0.8, -0.4, 0.5, 0.7]), np.array([-1.0, 0.0, 1.0, 0.0])
    rows, scores, values = quality.reliability(score, value, (-1, 0, 0.9, 1), once(4))
    assert rows[0].tolist() == [2, 2, 0]
    assert scores[0, :2] == pytest.approx([-0.6, 0.6])
    assert values[0, :2] == pytest.approx([-0.5, 0.5])
    assert np.isnan(values[0, 2])
    assert quality.calibration_error(rows, scores, values)[0] == pytest.approx(0.1)


def test_micro_f1_by_hand() -> None:
    true = np.array([[True, False], [True, True], [False, True]])
    judged = np.array([[True, True], [False, True], [False, False]])
    found, said, there = quality.hits(true, judged, once(3))
    assert (found.tolist(), said.tolist(), there.tolist()) == ([[1, 1]], [[1, 2]], [[2, 2]])
    sums = [each.sum(axis=1) for each in (found, said, there)]
    # TP 2, FP 1, FN 2
    assert quality.label_f1(*sums)[0] == pytest.approx(4 / 7)


def test_interval_is_the_middle_of_the_resamples() -> None:
    assert quality.interval(np.arange(1001, dtype=np.float64)) == pytest.approx((25.0, 975.0))
    assert quality.interval(np.array([0.5, np.nan])) is None
    assert quality.interval(np.array([])) is None


def test_wilson_at_the_end_and_in_the_middle() -> None:
    # n / (n + z²) at 1; symmetric at ½
    assert quality.wilson(1.0, 10) == pytest.approx((10 / (10 + 1.959964**2), 1.0))
    low, high = quality.wilson(0.5, 20)
    assert low + high == pytest.approx(1.0)
    assert low == pytest.approx(0.29929, abs=1e-4)


def test_nothing_to_divide_by_is_undefined() -> None:
    assert np.isnan(quality.ratio(np.array([1.0]), np.array([0.0])))[0]
    assert np.isnan(quality.mean_known(np.array([[np.nan, np.nan]])))[0]
