"""The learned judge: level, sentiment, categories and urgency of a batch, from its words and from what the rules found.

Two stages. The first is linear in n-grams and word pairs (monitor.learned.ngrams) of the whole text and of each of its
sentences; the second sees the first one's values, of the whole and the greatest of any sentence, as lines with bends,
beside the rules' findings (monitor.learned.evidence). Values are whole numbers from the first stage on, so that the
same text is judged alike on every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.learned.ngrams import Grams, character_grams, word_pairs
from monitor.learned.said import NONE, Numbers, Places, Said, said
from monitor.records import CATEGORIES

LEVELS, SENTIMENTS = 4, 3
#: what the second stage gives a value for, in this order: levels, sentiments (negative, neutral, positive),
#: categories, and whether life is in danger now
OUTPUTS = LEVELS + SENTIMENTS + len(CATEGORIES) + 1
#: the first stage gives the same, and behind them the sentiments as people at large express them
VALUES = OUTPUTS + SENTIMENTS
LEVEL, SENTIMENT = slice(0, LEVELS), slice(LEVELS, LEVELS + SENTIMENTS)
CATEGORY, GENERAL = slice(LEVELS + SENTIMENTS, OUTPUTS - 1), slice(OUTPUTS, VALUES)
URGENT = OUTPUTS - 1
#: the first stage's values are counted in 1/FINE, the second's weights in 1/GRAIN, so its values in 1/UNIT
FINE, GRAIN = 256, 4096
UNIT = FINE * GRAIN
#: values past this say no more
_GREATEST = 64 * FINE

#: bytes of a bucket: its values and its norm, filled up to whole 64-bit words
_WIDTH = (VALUES // 8 + 1) * 8
#: weights are summed from −128 on, so that none is negative; every other byte of a word, in lanes of 16 bits
_LOWEST, _LANES, _NEXT = 128, np.uint64(0x00FF00FF00FF00FF), np.uint64(8)
#: features that are looked up at once: their weights stay in the processor's cache
_STRETCH = 1 << 14
#: so many bytes of at most 255 fit into 16 bits
_LONGEST_RUN = 256
#: below the number of a text stands that of a sentence
_OWNER = np.int64(32)
#: the last bits of a feature's number tell those that a table knows from others that come to the same place
CHECKED = 8

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """The weights of one kind of feature: `weights[bucket]` one a value, `norms[bucket]` its share of the length.

    Of the features that come to a bucket it knows the one whose last bits are `checks[bucket]`: most of what a text
    holds is in no row that was fitted, and must not be taken for something else.
    """

    weights: NDArray[np.int8]
    norms: NDArray[np.uint8]
    checks: NDArray[np.uint8]

    @property
    def bits(self) -> int:
        return len(self.norms).bit_length() - 1

    @cached_property
    def _packed(self) -> NDArray[np.uint64]:
        """A bucket's weights, counted from −128, and its norm, side by side in whole 64-bit words."""
        rows = np.zeros((len(self.norms), _WIDTH), np.uint8)
        rows[:, :VALUES] = self.weights.view(np.uint8) ^ _LOWEST
        rows[:, VALUES] = self.norms
        return rows.view(np.uint64)

    def sums(self, grams: Grams, texts: int, sentences: int) -> NDArray[np.float64]:
        """For each text, then each sentence, its weights' sum over the length of its features (Euclidean, the known).

        Shape: (texts + sentences) × VALUES.
        """
        totals = np.zeros((texts + sentences, _WIDTH), np.int32)
        grams = self._known(grams)
        if len(grams.buckets):
            starts = _runs(grams)
            _add(totals, texts, grams.texts[starts], grams.sentences[starts], self._added(grams.buckets, starts))
        return totals[:, :VALUES] / np.sqrt(np.maximum(totals[:, VALUES], 1))[:, None]

    def _known(self, grams: Grams) -> Grams:
        """The features that the table knows, by its own buckets."""
        buckets = grams.buckets >> np.uint32(CHECKED)
        known = np.flatnonzero(self.checks.take(buckets) == grams.buckets.astype(np.uint8))
        return Grams(buckets[known], grams.texts[known], grams.sentences[known])

    def _added(self, buckets: Numbers, starts: NDArray[np.intp]) -> NDArray[np.int32]:
        """The sums of the runs that begin at `starts`, a stretch of features after the other."""
        added = np.empty((len(starts), _WIDTH), np.int32)
        places = buckets.astype(np.intp)
        bounds = np.append(starts, len(places))
        cuts = np.unique(np.append(np.searchsorted(starts, np.arange(0, len(places), _STRETCH)), len(starts)))
        for first, last in pairwise(cuts.tolist()):
            begin, end = bounds[first], bounds[last]
            rows = self._packed.take(places[begin:end], axis=0)
            runs = starts[first:last] - begin
            # eight weights at once, each in a lane of 16 bits
            added[first:last, 0::2] = np.add.reduceat(rows & _LANES, runs, axis=0).view(np.uint16)
            rows >>= _NEXT
            rows &= _LANES
            added[first:last, 1::2] = np.add.reduceat(rows, runs, axis=0).view(np.uint16)
        added[:, :VALUES] -= np.diff(bounds).astype(np.int32)[:, None] * _LOWEST
        return added


def _runs(grams: Grams) -> NDArray[np.intp]:
    """Where runs of features of one text and one sentence begin, none longer than its sums' lanes bear."""
    begins = np.empty(len(grams.buckets), bool)
    begins[1:] = (grams.texts[1:] != grams.texts[:-1]) | (grams.sentences[1:] != grams.sentences[:-1])
    begins[::_LONGEST_RUN] = True
    return np.flatnonzero(begins)


def _add(totals: NDArray[np.int32], texts: int, owners: Places, sentences: Places, added: NDArray[np.int32]) -> None:
    """Adds the rows of runs to the totals of their texts and, behind those, of their sentences; NONE is nobody."""
    # a sentence's runs stand together, among its text's; edges of sentences are of no text
    # in runs by and by rising, which a stable sort merges
    order = np.argsort(owners.astype(np.int64) << _OWNER | sentences - NONE, kind="stable")
    owners, sentences = owners[order], sentences[order]
    starts = np.flatnonzero(np.append(True, (owners[1:] != owners[:-1]) | (sentences[1:] != sentences[:-1])))
    units, owners, sentences = np.add.reduceat(added[order], starts), owners[starts], sentences[starts]
    said = sentences != NONE
    edges = np.searchsorted(owners, 0)
    # a sentence has its runs within its text and its edges apart from it
    for part in (slice(0, edges), slice(edges, None)):
        totals[texts + sentences[part][said[part]]] += units[part][said[part]]
    if edges < len(owners):
        starts = np.flatnonzero(np.append(True, owners[edges + 1 :] != owners[edges:-1]))
        totals[owners[edges:][starts]] += np.add.reduceat(units[edges:], starts)


class Read(NamedTuple):
    """What the first stage gives for a batch, counted in 1/FINE.

    `values`: for each text its own values, then the greatest of its sentences (texts × 2 VALUES); `units`: the values
    of each text and then of each sentence by itself (units × VALUES).
    """

    values: Whole
    said: Said
    units: Whole

    def speaking(self, text: int, value: int) -> tuple[int, int]:
        """Where the sentence that speaks most for a level, or for URGENT, begins and ends in a text's joined words."""
        sentences = np.flatnonzero(self.said.owners == text).tolist()
        numbers = [self.said.texts + number for number in sentences] or [text]
        chosen = max(numbers, key=lambda number: self.units[number, value] - self.units[number, 0])
        first = int(self.said.begins[text])
        return int(self.said.begins[chosen]) - first, int(self.said.ends[chosen]) - first


class Judged(NamedTuple):
    """What the second stage gives for a batch, counted in 1/UNIT, one row a text."""

    levels: Whole
    sentiments: Whole
    categories: Whole
    #: one number a text
    urgent: Whole


@dataclass(frozen=True)
class Model:
    """Both stages; `digest` changes whenever the same text could be judged otherwise."""

    digest: str
    characters: Table
    words: Table
    #: what a weight of one value is worth, and what each value starts from
    scales: NDArray[np.float64]
    biases: NDArray[np.float64]
    #: of the second stage: where its lines bend (bends × 2 VALUES), in 1/FINE
    bends: Whole
    #: ((1 + bends) × 2 VALUES + evidence) × OUTPUTS, and where each value starts; all are whole numbers
    weights: NDArray[np.float64]
    starts: Whole
    #: a category is told from this value on, in 1/UNIT
    thresholds: Whole
    #: the marks of the lexicon's terms that it was fitted beside (monitor.lexicons.lexicon.Lexicon.marks)
    terms: frozenset[int]

    @cached_property
    def _columns(self) -> NDArray[np.float64]:
        """The second stage's weights, those of one output side by side."""
        return np.ascontiguousarray(self.weights.T)

    def read(self, batch: Sequence[Sequence[str]]) -> Read:
        """The first stage, for texts as the words of the normalised text."""
        words = said(batch)
        units = self.values(words)
        whole = units[: words.texts]
        greatest = whole.copy()
        if len(words.owners):
            starts = np.flatnonzero(np.append(True, words.owners[1:] != words.owners[:-1]))
            greatest[words.owners[starts]] = np.maximum.reduceat(units[words.texts :], starts)
        return Read(np.hstack([whole, greatest]), words, units)

    def values(self, words: Said) -> Whole:
        """The first stage's values of each text, then of each sentence by itself, in 1/FINE (units × VALUES)."""
        texts, sentences = words.texts, len(words.owners)
        sums = self.characters.sums(character_grams(words, self.characters.bits + CHECKED), texts, sentences)
        sums += self.words.sums(word_pairs(words, self.words.bits + CHECKED), texts, sentences)
        values = np.rint((sums * self.scales + self.biases) * FINE).astype(np.int64)
        return np.clip(values, -_GREATEST, _GREATEST)

    def judge(self, read: Read, evidence: NDArray[np.integer[Any]]) -> Judged:
        """The second stage. `evidence`: what the rules found, one row a text (monitor.learned.evidence)."""
        lines = [read.values, *(np.maximum(read.values - bend, 0) for bend in self.bends)]
        numbers = np.hstack([*lines, evidence.astype(np.int64) * FINE]).astype(float)
        # whole numbers below 2**53: exact in any order; einsum, for threads of BLAS wait busily on the broker's core
        values = np.einsum("ij,kj->ik", numbers, self._columns).astype(np.int64) + self.starts
        return Judged(values[:, LEVEL], values[:, SENTIMENT], values[:, CATEGORY] - self.thresholds, values[:, URGENT])
