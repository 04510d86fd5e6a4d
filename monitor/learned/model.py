"""The learned judge: level, sentiment and categories of a batch, from its words and from what the rules found in it.

Two linear stages. The first sees n-grams and word pairs (monitor.learned.ngrams) of the whole text and of each of its
sentences; the second sees the first one's values, of the whole and the greatest of any sentence, beside the rules'
findings (monitor.learned.evidence). Values are whole numbers from the first stage on, so that the same text is judged
alike on every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.learned.ngrams import Grams, character_grams, word_pairs
from monitor.records import CATEGORIES

LEVELS, SENTIMENTS = 4, 3
#: what the second stage gives a value for, in this order: levels, sentiments (negative, neutral, positive), categories
OUTPUTS = LEVELS + SENTIMENTS + len(CATEGORIES)
#: the first stage gives the same, and behind them the sentiments as people at large express them
VALUES = OUTPUTS + SENTIMENTS
LEVEL, SENTIMENT = slice(0, LEVELS), slice(LEVELS, LEVELS + SENTIMENTS)
CATEGORY, GENERAL = slice(LEVELS + SENTIMENTS, OUTPUTS), slice(OUTPUTS, VALUES)
#: the first stage's values are counted in 1/FINE, the second's weights in 1/GRAIN, so its values in 1/UNIT
FINE, GRAIN = 256, 4096
UNIT = FINE * GRAIN
#: a sentence shorter than this says nothing by itself
_LEAST = 4
_STOPS = frozenset("。!?;\n…~")
#: values past this say no more
_GREATEST = 64 * FINE

Whole = NDArray[np.int64]


class Table(NamedTuple):
    """The weights of one kind of feature: `weights[bucket]` one a value, `norms[bucket]` its share of the length."""

    weights: NDArray[np.int8]
    norms: NDArray[np.uint8]

    @property
    def bits(self) -> int:
        return len(self.norms).bit_length() - 1

    def sums(self, grams: Grams, texts: int) -> NDArray[np.float64]:
        """For each text the sum of its weights over the length of its features (Euclidean, of the known ones)."""
        # half a megabyte of text stays far below what 32 bits hold, and they are added three times as fast
        sums, squares = np.zeros((texts, VALUES), np.int32), np.zeros(texts, np.int32)
        if len(grams.owners):
            starts = np.concatenate(([0], np.flatnonzero(np.diff(grams.owners)) + 1))
            owners = grams.owners[starts]
            added = np.add.reduceat(self.weights.take(grams.buckets, axis=0), starts, axis=0, dtype=np.int32)
            np.add.at(sums, owners, added)
            np.add.at(squares, owners, np.add.reduceat(self.norms.take(grams.buckets), starts, dtype=np.int32))
        return sums / np.sqrt(np.maximum(squares, 1))[:, None]


class Units(NamedTuple):
    """A batch cut to what is judged: its texts, then the sentences of those that have several."""

    texts: list[str]
    tokens: list[Sequence[str]]
    #: for each sentence the text it is of
    owners: list[int]


class Read(NamedTuple):
    """What the first stage gives for a batch, counted in 1/FINE.

    `values`: for each text its own values, then the greatest of its sentences (texts × 2 VALUES); `said`: the values
    of each unit by itself (units × VALUES).
    """

    values: Whole
    units: Units
    said: Whole

    def speaking(self, text: int, level: int) -> str:
        """The sentence of a text that speaks most for a level, as its words are joined."""
        texts = len(self.values)
        numbers = [texts + place for place, owner in enumerate(self.units.owners) if owner == text] or [text]
        return self.units.texts[max(numbers, key=lambda number: self.said[number, level] - self.said[number, 0])]


class Judged(NamedTuple):
    """What the second stage gives for a batch, counted in 1/UNIT, one row a text."""

    levels: Whole
    sentiments: Whole
    categories: Whole


@dataclass(frozen=True, slots=True)
class Model:
    """Both stages; `digest` changes whenever the same text could be judged otherwise."""

    digest: str
    characters: Table
    words: Table
    #: what a weight of one value is worth, and what each value starts from
    scales: NDArray[np.float64]
    biases: NDArray[np.float64]
    #: of the second stage: (2 × VALUES + evidence) × OUTPUTS, and where each value starts
    weights: Whole
    starts: Whole
    #: a category is told from this value on, in 1/UNIT
    thresholds: Whole

    def read(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Read:
        """The first stage. `tokens[i]` are the words of the normalised `texts[i]`."""
        units = cut(texts, tokens)
        values = self.values(units.texts, units.tokens)
        whole = values[: len(texts)]
        greatest = np.full_like(whole, -_GREATEST)
        np.maximum.at(greatest, units.owners, values[len(texts) :])
        alone = np.ones(len(texts), bool)
        alone[units.owners] = False
        greatest[alone] = whole[alone]
        return Read(np.hstack([whole, greatest]), units, values)

    def values(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Whole:
        """The first stage's values of each text as it is, in 1/FINE. Shape: texts × VALUES."""
        sums = self.characters.sums(character_grams(texts, self.characters.bits), len(texts))
        sums += self.words.sums(word_pairs(tokens, self.words.bits), len(texts))
        values = np.rint((sums * self.scales + self.biases) * FINE).astype(np.int64)
        return np.clip(values, -_GREATEST, _GREATEST)

    def judge(self, read: Read, evidence: Whole) -> Judged:
        """The second stage. `evidence`: what the rules found, one row a text (monitor.learned.evidence)."""
        values = np.hstack([read.values, evidence * FINE]) @ self.weights + self.starts
        return Judged(values[:, LEVEL], values[:, SENTIMENT], values[:, CATEGORY] - self.thresholds)


def cut(texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Units:
    """The texts, and the sentences of each text that has several (those too short to say anything left out)."""
    units = Units(list(texts), list(tokens), [])
    for owner, words in enumerate(tokens):
        parts = sentences(words)
        if len(parts) > 1:
            units.texts.extend("".join(part) for part in parts)
            units.tokens.extend(parts)
            units.owners.extend([owner] * len(parts))
    return units


def sentences(words: Sequence[str]) -> list[Sequence[str]]:
    """The words between the stops."""
    stops = [-1, *(at for at, word in enumerate(words) if word[0] in _STOPS), len(words)]
    parts = [words[first + 1 : last] for first, last in pairwise(stops) if last - first > 1]
    return [part for part in parts if sum(map(len, part)) >= _LEAST]
