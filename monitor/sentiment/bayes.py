"""Naive Bayes with two classes as one log-odds a text: SnowNLP's classifier at the price of dictionary look-ups.

SnowNLP adds up the logarithms of both classes and compares them in the end; the difference of the two sums is the
sum of the differences, which can be worked out once for each word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from monitor.records import Label, Sentiment


class Counts(NamedTuple):
    """One class: how often each word stands in it (add-one smoothed), the sum, and the count of a word unseen."""

    words: Mapping[str, int]
    total: float
    unseen: int = 1


class Thresholds(NamedTuple):
    """Probabilities of being positive: below the first is negative, from the second on positive, between neutral."""

    negative: float
    positive: float


class LogOdds(dict[str, float]):
    """Log-odds of positive for each known word; a word never seen has its own, and a stop word none."""

    def __init__(self, positive: Counts, negative: Counts, stop_words: Iterable[str]) -> None:
        shift = math.log(negative.total) - math.log(positive.total)
        super().__init__(
            (word, _log_ratio(positive, negative, word) + shift)
            for word in positive.words.keys() | negative.words.keys()
        )
        self.update(dict.fromkeys(stop_words, 0.0))
        self.unseen = math.log(positive.unseen) - math.log(negative.unseen) + shift
        self.prior = -shift

    def __missing__(self, word: str) -> float:
        return self.unseen

    def probability(self, tokens: Sequence[str]) -> float:
        """Of being positive, 0 … 1; it nears the ends quickly as texts get longer, as it does in SnowNLP."""
        # fsum: exact, so neither the order nor Python's version shows in the last digits
        return _logistic(math.fsum(map(self.__getitem__, tokens)) + self.prior)


def sentiment(probability: float, thresholds: Thresholds) -> Sentiment:
    """The score is 2p − 1, to four places; the label goes by the thresholds, so that neutral need not lie around 0."""
    return Sentiment(label=_label(probability, thresholds), score=round(2 * probability - 1, 4))


def _label(probability: float, thresholds: Thresholds) -> Label:
    if probability < thresholds.negative:
        return "negative"
    return "positive" if probability >= thresholds.positive else "neutral"


def _log_ratio(positive: Counts, negative: Counts, word: str) -> float:
    return math.log(positive.words.get(word, positive.unseen)) - math.log(negative.words.get(word, negative.unseen))


def _logistic(odds: float) -> float:
    """Without overflow on either side."""
    if odds >= 0:
        return 1 / (1 + math.exp(-odds))
    return math.exp(odds) / (1 + math.exp(odds))
