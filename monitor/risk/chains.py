"""Which rules may hold in which texts of a batch: their elements are there, one behind the other, near enough.

On arrays for all texts at once; the few that remain are followed word by word (monitor.risk.rules).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.risk.matcher import Ints, Machine

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
#: texts of a batch are counted in words of so many bits
WORD = 64
#: below the number of a text's class stands the place in the batch
PLACE = 32


class Ruled(NamedTuple):
    """Rules at hand: `numbers[i]` in the text `texts[i]`, text by text, in the lexicon's order."""

    texts: Places
    numbers: Places


class Stood(NamedTuple):
    """Where words stand in the joined batch, by text and class: `keys` are rows of both, and rise with the starts."""

    keys: NDArray[np.int64]
    starts: Ints
    ends: Ints


class Chains:
    """The rules of one lexicon."""

    def __init__(self, machines: Sequence[Machine], always: int, never: int) -> None:
        """`always`, `never`: columns of what every text has, and none; `never` is the last, so that −1 finds it."""
        self._width, count = never + 1, len(machines)
        self._lengths = np.array([len(each.elements) for each in machines], np.intp)
        self._elements, self._reversed = (
            np.full((count, max(self._lengths, default=1)), always, np.intp) for _ in range(2)
        )
        for number, each in enumerate(machines):
            self._elements[number, : len(each.elements)] = each.elements
            self._reversed[number, : len(each.elements)] = each.elements[::-1]
        self._with = np.array([always if each.probe.with_ < 0 else each.probe.with_ for each in machines], np.intp)
        self._without = np.array([each.probe.without for each in machines], np.intp)
        beside = np.array([(each.probe.near, each.probe.unless) for each in machines], np.intp).reshape(count, 2)
        #: the classes whose places decide whether a rule holds
        self.asked = np.hstack([self._elements, beside])
        self._gaps = np.array([each.gap for each in machines], np.intp)
        self._either = np.array([each.any_order for each in machines], bool)
        self._anywhere = np.array([each.scope == "text" for each in machines], bool)
        self._in_clause = np.array([each.scope == "clause" for each in machines], bool)

    def at_hand(self, present: Bools, texts: int) -> Ruled:
        """The rules whose elements all occur, with a word that must be beside them, and none of their exclusions.

        `present`: classes × texts, filled up to whole words of bits.
        """
        bits = np.packbits(present, axis=1).view(np.uint64)
        there = np.bitwise_and.reduce(bits[self._elements], axis=1) & bits[self._with] & ~bits[self._without]
        return Ruled(*np.nonzero(np.unpackbits(there.view(np.uint8), axis=1, count=texts).T))

    def near(self, ruled: Ruled, stood: Stood, sentences: Ints, clauses: Ints) -> Ruled:
        """Those whose elements follow each other within their gap, with no stop of their scope between them.

        `sentences`, `clauses`: where they end in the joined batch.
        """
        held = self._anywhere[ruled.numbers]
        for elements, tried in ((self._elements, ~held), (self._reversed, self._either[ruled.numbers] & ~held)):
            chosen = np.flatnonzero(tried)
            part = Ruled(ruled.texts[chosen], ruled.numbers[chosen])
            for pairs, begins, ends in self._followed(part, elements, stood):
                stops = self._in_clause[part.numbers[pairs]]
                whole = np.where(stops, _unparted(clauses, begins, ends), _unparted(sentences, begins, ends))
                held[chosen[pairs[whole]]] = True
        return Ruled(ruled.texts[held], ruled.numbers[held])

    def _followed(self, ruled: Ruled, elements: Places, stood: Stood) -> Iterator[tuple[Places, Ints, Ints]]:
        """Which of the rules at hand is followed to its end, and from where to where."""
        rows = (ruled.texts[:, None] * self._width + elements[ruled.numbers]).astype(np.int64) << PLACE
        first, last = (np.searchsorted(stood.keys, rows[:, 0] + more) for more in (0, 1 << PLACE))
        pairs = np.repeat(np.arange(len(first)), last - first)
        at = np.arange(len(pairs)) + np.repeat(first - (np.cumsum(last - first) - (last - first)), last - first)
        begins, ends = stood.starts[at], stood.ends[at]
        for place in range(1, elements.shape[1]):
            going = np.flatnonzero(self._lengths[ruled.numbers[pairs]] > place)
            done = np.delete(np.arange(len(pairs)), going)
            yield pairs[done], begins[done], ends[done]
            pairs, begins, ends = pairs[going], begins[going], ends[going]
            wanted = rows[pairs, place]
            at = np.minimum(np.searchsorted(stood.keys, wanted + ends), len(stood.keys) - 1)
            near = stood.keys[at] - wanted - ends
            found = (near >= 0) & (near <= self._gaps[ruled.numbers[pairs]])
            pairs, begins, ends = pairs[found], begins[found], stood.ends[at[found]]
        yield pairs, begins, ends


def _unparted(stops: Ints, begins: Ints, ends: Ints) -> Bools:
    """Whether no stop stands from behind the begin to the last character before the end."""
    whole: Bools = np.searchsorted(stops, begins, side="right") == np.searchsorted(stops, ends - 1, side="right")
    return whole
