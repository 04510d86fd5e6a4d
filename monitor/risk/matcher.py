"""One Aho–Corasick pass over a text: which words of the lexicon stand where."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.lexicon import Entry, Lexicon
from monitor.text import fold

Span = tuple[int, int]
#: pattern number, start, end
Match = tuple[int, int, int]

#: occurrences of one word class that are looked at: what repeats a word more often says nothing new
CAP = 60
#: normalised text has half-width marks, but for the comma and the full stop
SENTENCE_STOPS = "。!?;\n…~"
_SENTENCE_ENDS = re.compile(f"[{SENTENCE_STOPS}]")
_CLAUSE_ENDS = re.compile(f"[，,:—{SENTENCE_STOPS}]")

IDIOM, NEGATOR = range(2)
_FIRST_FREE = 2
#: a word is met about so many times less often for each character it is longer
_RARER = 40.0
_BEGINNING = itemgetter(1)


class Probe:
    """A lexicon entry with its conditions as class numbers (−1: no condition)."""

    __slots__ = ("entry", "near", "unless", "with_", "without")

    def __init__(self, entry: Entry, near: int, with_: int, unless: int, without: int) -> None:
        self.entry, self.near, self.with_, self.unless, self.without = entry, near, with_, unless, without


class Matcher:
    """The automaton over every word of a lexicon and its variants; word classes are told by number.

    Matches are wanted overlapping (only the standard match kind offers that): 电梯困人 is a term, 电梯 a word class
    inside it, and an idiom around either decides whether it counts. What contains what is resolved afterwards.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._classes: dict[str, list[int]] = {}
        self._variants = {fold(word): tuple(map(fold, others)) for word, others in lexicon.variants.items()}
        self._negators = lexicon.negators
        self._join(IDIOM, lexicon.idioms)
        self._join(NEGATOR, lexicon.negators)
        self.named = {name: self.number(words) for name, words in lexicon.classes.items()}
        self._probe_of = {entry.name: self.probe(entry) for entry in lexicon.terms}
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
        for word in words:
            self._classes.setdefault(word, []).append(number)

    def build(self) -> None:
        """Compiles the automaton; classes cannot be added afterwards."""
        patterns = {spelling: word for word in self._classes for spelling in self._spellings(word)}
        # a word's own spelling wins over another word's variant
        patterns |= {fold(word): word for word in self._classes}
        #: pattern number → the lexicon's word
        self.words = words = list(patterns.values())
        #: pattern number → the classes of its word
        self.classes = [tuple(self._classes[word]) for word in words]
        self.members: list[set[int]] = [set() for _ in range(_FIRST_FREE + len(self._numbers))]
        for index, numbers in enumerate(self.classes):
            for number in numbers:
                self.members[number].add(index)
        self.probes = {index: self._probe_of[word] for index, word in enumerate(words) if word in self._probe_of}
        self.reaches = {index: self._negators[word] for index, word in enumerate(words) if word in self._negators}
        self._find = AhoCorasick(list(patterns), matchkind=MatchKind.Standard).find_matches_as_indexes

    def commonness(self, number: int) -> float:
        """How often a class is met, as a rank: a word of one character is met far more often than a longer one."""
        return math.fsum(_RARER ** -len(self.words[index]) for index in self.members[number])

    def _spellings(self, word: str) -> Iterable[str]:
        word = fold(word)
        yield word
        for plain, others in self._variants.items():
            if plain in word:
                yield from (word.replace(plain, other) for other in others)

    def scan(self, text: str) -> Scan:
        return Scan(self, text, self._find(text, overlapping=True))


class Scan:
    """Where the lexicon's words stand in one text, by class."""

    def __init__(self, matcher: Matcher, text: str, matches: list[Match]) -> None:
        self.matcher, self.text = matcher, text
        # they come by their ends; of two that begin together the shorter one stays first
        matches.sort(key=_BEGINNING)
        #: idioms or not: cues of frames count inside them too
        self.everything = self.matches = matches
        idioms = matcher.members[IDIOM]
        self._idioms = _merged([match for match in matches if match[0] in idioms])
        if self._idioms[0]:
            self.matches = _uncovered(matches, *self._idioms)
        rows: dict[int, list[Span]] = {}
        classes = matcher.classes
        for index, start, end in self.matches:
            span = (start, end)
            for number in classes[index]:
                if number in rows:
                    rows[number].append(span)
                else:
                    rows[number] = [span]
        #: the classes that are there, each with its places in order of their starts
        self.rows = rows

    def has(self, number: int) -> bool:
        return number in self.rows

    def row(self, number: int) -> list[Span]:
        """The places of a class in order of their starts, at most CAP."""
        row = self.rows.get(number)
        if row is None:
            return []
        return row if len(row) <= CAP else row[:CAP]

    def claim(self, number: int) -> None:
        """Makes a class present although no word of it is: the channel says what the words leave out."""
        self.rows.setdefault(number, [])

    @cached_property
    def sentences(self) -> list[int]:
        return self._stops(_SENTENCE_ENDS)

    @cached_property
    def clauses(self) -> list[int]:
        return self._stops(_CLAUSE_ENDS)

    def _stops(self, marks: re.Pattern[str]) -> list[int]:
        """Where these marks stand, but for those that are part of an idiom."""
        places = [(0, found.start(), found.end()) for found in marks.finditer(self.text)]
        return [start for _, start, _ in (_uncovered(places, *self._idioms) if self._idioms[0] else places)]

    def clause(self, position: int) -> int:
        return bisect_right(self.clauses, position)

    def sentence(self, position: int) -> int:
        return bisect_right(self.sentences, position)

    def clause_span(self, position: int) -> Span:
        return _span(self.clauses, position, len(self.text))

    def sentence_span(self, position: int) -> Span:
        return _span(self.sentences, position, len(self.text))

    def within(self, number: int, start: int, end: int) -> bool:
        """Whether the class has a word that begins in [start, end)."""
        return number in self.rows and any(start <= first < end for first, _ in self.row(number))


def _span(stops: list[int], position: int, length: int) -> Span:
    index = bisect_right(stops, position)
    return (stops[index - 1] + 1 if index else 0), (stops[index] if index < len(stops) else length)


def _merged(idioms: list[Match]) -> tuple[list[int], list[int]]:
    """Idioms by start, of two where one lies in the other only the longer: ends then rise with starts."""
    starts: list[int] = []
    ends: list[int] = []
    for _, start, end in idioms:
        if starts and start == starts[-1]:
            # in order of their starts, the longer one after the shorter
            ends[-1] = end
        elif not ends or end > ends[-1]:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _uncovered(matches: list[Match], starts: list[int], ends: list[int]) -> list[Match]:
    """The matches, in order of their starts, without those that lie inside a longer idiom."""
    kept: list[Match] = []
    first, last, following = -1, -1, 0
    count = len(starts)
    for match in matches:
        _, start, end = match
        while following < count and starts[following] <= start:
            first, last = starts[following], ends[following]
            following += 1
        if end > last or (start == first and end == last):
            kept.append(match)
    return kept


def first_from(spans: list[Span], position: int) -> int:
    """Index of the first span that begins at or after the position."""
    return bisect_left(spans, (position, 0))
