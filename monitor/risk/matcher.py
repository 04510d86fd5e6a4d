"""The automaton over every word of a lexicon, and which of its classes each word is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from monitor.lexicons.lexicon import Entry, Lexicon
from monitor.text.normalising import fold

Span = tuple[int, int]
#: pattern number, start, end
Match = tuple[int, int, int]

Ints = NDArray[np.int32]

IDIOM, NEGATOR = range(2)
#: code points that are looked up; those beyond are rare
_PLANE = 0xFFFF
_FIRST_FREE = 2


def _is_looked_up(word: str) -> bool:
    return len(word) == 1 and ord(word) < _PLANE


class Probe:
    """A lexicon entry with its conditions as class numbers (−1: no condition)."""

    __slots__ = ("entry", "near", "unless", "with_", "without")

    def __init__(self, entry: Entry, near: int, with_: int, unless: int, without: int) -> None:
        self.entry, self.near, self.with_, self.unless, self.without = entry, near, with_, unless, without


@dataclass(frozen=True, slots=True)
class Machine:
    """A rule with its elements as class numbers."""

    probe: Probe
    elements: tuple[int, ...]
    gap: int
    any_order: bool
    scope: str


class Matcher:
    """The automaton over every word of a lexicon and its variants; word classes are told by number.

    Matches are wanted overlapping (only the standard match kind offers that): 电梯困人 is a term, 电梯 a word class
    inside it, and an idiom around either decides whether it counts. What contains what is resolved afterwards.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._classes: dict[str, list[int]] = {}
        self._variants = {fold(word): tuple(map(fold, others)) for word, others in lexicon.variants.items()}
        self._join(IDIOM, lexicon.idioms)
        self._join(NEGATOR, lexicon.negators)
        self.named = {name: self.number(words) for name, words in lexicon.classes.items()}
        self._negators = {fold(word): reach for word, reach in lexicon.negators.items()}
        self._probe_of = {fold(entry.name): self.probe(entry) for entry in lexicon.terms}
        for name in self._probe_of:
            self._classes.setdefault(name, [])

    def number(self, words: Sequence[str]) -> int:
        """The number of a word class; the same words have the same number. −1 for no words."""
        key = tuple(sorted(set(words)))
        if not key:
            return -1
        if key not in self._numbers:
            self._numbers[key] = _FIRST_FREE + len(self._numbers)
            self._join(self._numbers[key], key)
        return self._numbers[key]

    def probe(self, entry: Entry) -> Probe:
        conditions = (entry.near, entry.with_, entry.unless, entry.without)
        return Probe(entry, *(self.number(words) for words in conditions))

    def _join(self, number: int, words: Iterable[str]) -> None:
        # of 凭什么 and 凭什麼, CFO and cfo each has what either has
        for word in dict.fromkeys(map(fold, words)):
            self._classes.setdefault(word, []).append(number)

    def build(self) -> None:
        """Compiles the automaton; classes cannot be added afterwards."""
        patterns = {spelling: word for word in self._classes for spelling in self._spellings(word)}
        # a word's own spelling wins over another word's variant
        patterns |= {word: word for word in self._classes}
        #: pattern number → the lexicon's word, folded
        self.words = words = list(patterns.values())
        #: pattern number → the classes of its word
        self.classes = [tuple(self._classes[word]) for word in words]
        self.members: list[set[int]] = [set() for _ in range(_FIRST_FREE + len(self._numbers))]
        for index, numbers in enumerate(self.classes):
            for number in numbers:
                self.members[number].add(index)
        self.probes = {index: self._probe_of[word] for index, word in enumerate(words) if word in self._probe_of}
        self.reaches = {index: self._negators[word] for index, word in enumerate(words) if word in self._negators}
        single = {ord(spelling): number for number, spelling in enumerate(patterns) if _is_looked_up(spelling)}
        #: by code point: the pattern of this one character, or −1
        self._singles = np.full(_PLANE + 1, -1, np.int32)
        self._singles[list(single)] = list(single.values())
        longer = {spelling: number for number, spelling in enumerate(patterns) if not _is_looked_up(spelling)}
        self._longer = np.array(list(longer.values()), np.int32)
        self._find = AhoCorasick(list(longer), matchkind=MatchKind.Standard).find_matches_as_indexes

    def find(self, text: str, codes: NDArray[np.uint32]) -> tuple[Ints, Ints, Ints]:
        """Pattern numbers, starts and ends of all words in a text, in the order of their ends, the longer first.

        `codes`: its code points. Words of one character are two fifths of all: they are looked up, which is cheaper.
        """
        found = self._find(text, overlapping=True)
        columns = np.fromiter(chain.from_iterable(found), np.int32, 3 * len(found)).reshape(-1, 3)
        singles = self._singles[np.minimum(codes, _PLANE)]
        places = np.flatnonzero(singles >= 0).astype(np.int32)
        ends = np.concatenate([columns[:, 2], places + np.int32(1)])
        order = np.argsort(ends, kind="stable")
        patterns = np.concatenate([self._longer[columns[:, 0]], singles[places]])
        return patterns[order], np.concatenate([columns[:, 1], places])[order], ends[order]

    def _spellings(self, word: str) -> Iterable[str]:
        yield word
        for plain, others in self._variants.items():
            if plain in word:
                yield from (word.replace(plain, other) for other in others)
