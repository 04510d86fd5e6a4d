"""Fits the two thresholds that make three classes of SnowNLP's two, on public sets that have neutral posts.

    YUQING_CORPORA=<directory of smp_usual.dev.csv.gz and so on> python training/thresholds.py

Prints the best pairs by mean macro-F1, as log-odds and as the probabilities that monitor/sentiment/snownlp.py holds.
"""

from __future__ import annotations

import csv
import gzip
import math
import os
from itertools import combinations
from pathlib import Path

from monitor.records import Label
from monitor.sentiment.bayes import Thresholds, sentiment
from monitor.sentiment.snownlp import with_our_words
from monitor.text.normalising import normalise
from monitor.text.segment import Segmenter

SETS = ("smp_usual.dev", "smp_virus.dev", "nlpcc14.dev")
GRID = [step / 2 for step in range(-8, 17)]
LABELS: tuple[Label, ...] = ("negative", "neutral", "positive")

Judged = list[tuple[float, str]]


def judged(directory: Path, name: str) -> Judged:
    """Probability of positive and true label of each row."""
    odds, segmenter = with_our_words().odds, Segmenter()
    with gzip.open(directory / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        return [
            (odds.probability(segmenter.cut(normalise(row["text"]).text)), row["label"])
            for row in csv.DictReader(lines)
        ]


def macro_f1(rows: Judged, thresholds: Thresholds) -> float:
    pairs = [(sentiment(chance, thresholds).label, label) for chance, label in rows]
    return sum(_f1(pairs, label) for label in LABELS) / len(LABELS)


def _f1(pairs: list[tuple[Label, str]], label: str) -> float:
    right = sum(found == label == true for found, true in pairs)
    return 2 * right / max(1, sum((found == label) + (true == label) for found, true in pairs))


def main() -> None:
    sets = [judged(Path(os.environ["YUQING_CORPORA"]), name) for name in SETS]
    ranked = []
    for low, high in combinations(GRID, 2):
        thresholds = Thresholds(1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high)))
        ranked.append((sum(macro_f1(rows, thresholds) for rows in sets) / len(sets), low, high, thresholds))
    for f1, low, high, thresholds in sorted(ranked, reverse=True)[:8]:
        print(f"{f1:.4f}  {low:+.1f} … {high:+.1f}  {thresholds.negative:.3f} … {thresholds.positive:.3f}")


if __name__ == "__main__":
    main()
