"""One Aho–Corasick pass over a text: which words of the lexicon stand where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.lexicon import Entry, Lexicon
from monitor.text import fold

Span = tuple[int, int]
#: pattern number, start, end
Match = tuple[int, int, int]

#: occurrences of one word class that are looked at: what repeats a word more often says nothing new
CAP = 60
#: normalised text has half-width marks, but for the comma and the full stop
CLAUSE_STOPS = ("，", ",", ":", "—")
SENTENCE_STOPS = ("。", "!", "?", ";", "\n", "…", "~")

IDIOM, CLAUSE, SENTENCE, NEGATOR = range(4)
_FIRST_FREE = 4


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
        for number, words in (
            (IDIOM, lexicon.idioms), (CLAUSE, CLAUSE_STOPS), (SENTENCE, SENTENCE_STOPS),
            (NEGATOR, tuple(lexicon.negators)),
        ):  # fmt: skip
            self._join(number, words)
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
        self.masks = [sum(1 << number for number in self._classes[word]) for word in words]
        self.members: list[set[int]] = [set() for _ in range(_FIRST_FREE + len(self._numbers))]
        for index, word in enumerate(words):
            for number in self._classes[word]:
                self.members[number].add(index)
        self.probes = {index: self._probe_of[word] for index, word in enumerate(words) if word in self._probe_of}
        self.probed = set(self.probes)
        self.reaches = {index: self._negators[word] for index, word in enumerate(words) if word in self._negators}
        self.stops = self.members[CLAUSE] | self.members[SENTENCE]
        self._find = AhoCorasick(list(patterns), matchkind=MatchKind.Standard).find_matches_as_indexes

    def _spellings(self, word: str) -> Iterable[str]:
        word = fold(word)
        yield word
        for plain, others in self._variants.items():
            if plain in word:
                yield from (word.replace(plain, other) for other in others)

    def scan(self, text: str) -> Scan:
        return Scan(self, text, self._find(text, overlapping=True))


class Scan:
    """Where the lexicon's words stand in one text. Classes are looked up by number, when they are asked for."""

    def __init__(self, matcher: Matcher, text: str, matches: list[Match]) -> None:
        self.matcher, self.text = matcher, text
        places: dict[int, list[Span]] = {}
        for index, start, end in matches:
            if index in places:
                places[index].append((start, end))
            else:
                places[index] = [(start, end)]
        #: pattern number → places, idioms or not: cues of frames count inside them too
        self.everything = self.places = places
        if idioms := places.keys() & matcher.members[IDIOM]:
            self._uncover(matches, [span for index in idioms for span in places[index]])
        self.mask = 0
        for index in self.places:
            self.mask |= matcher.masks[index]
        self._rows: dict[int, list[Span]] = {}

    def _uncover(self, matches: list[Match], idioms: list[Span]) -> None:
        """Leave out what lies inside a longer idiom."""
        covered = _covered(matches, idioms)
        if not covered:
            return
        self.places = self.everything.copy()
        for index in {index for index, _, _ in covered}:
            left = [span for span in self.places[index] if (index, *span) not in covered]
            if left:
                self.places[index] = left
            else:
                del self.places[index]

    def has(self, number: int) -> bool:
        return number >= 0 and bool(self.mask >> number & 1)

    def among(self, patterns: set[int]) -> list[Span]:
        """The places of some patterns, in order of their starts."""
        spans: list[Span] = []
        for index in self.places.keys() & patterns:
            spans += self.places[index]
        spans.sort()
        return spans

    def row(self, number: int) -> list[Span]:
        """The places of a class in order of their starts, at most CAP."""
        if number < 0 or not self.mask >> number & 1:
            return []
        row = self._rows.get(number)
        if row is None:
            row = self.among(self.matcher.members[number])
            del row[CAP:]
            self._rows[number] = row
        return row

    def claim(self, number: int) -> None:
        """Makes a class present although no word of it is: the channel says what the words leave out."""
        self.mask |= 1 << number

    @cached_property
    def sentences(self) -> list[int]:
        return [start for start, _ in self.among(self.matcher.members[SENTENCE])]

    @cached_property
    def clauses(self) -> list[int]:
        return [start for start, _ in self.among(self.matcher.stops)]

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
        return self.has(number) and any(start <= first < end for first, _ in self.row(number))


def _span(stops: list[int], position: int, length: int) -> Span:
    index = bisect_right(stops, position)
    return (stops[index - 1] + 1 if index else 0), (stops[index] if index < len(stops) else length)


def _covered(matches: list[Match], idioms: list[Span]) -> set[Match]:
    """The matches that lie inside a longer idiom. Overlapping matches come in the order of their ends."""
    ends = [end for _, _, end in matches]
    covered: set[Match] = set()
    for start, end in zip(*_merged(idioms), strict=True):
        inside = matches[bisect_right(ends, start) : bisect_right(ends, end)]
        covered.update(match for match in inside if match[1] >= start and match[1:] != (start, end))
    return covered


def _merged(spans: list[Span]) -> tuple[list[int], list[int]]:
    """Idioms by start, of two where one lies in the other only the longer: ends then rise with starts."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not ends or end > ends[-1]:
            starts.append(start)
            ends.append(end)
    return starts, ends


def first_from(spans: list[Span], position: int) -> int:
    """Index of the first span that begins at or after the position."""
    return bisect_left(spans, (position, 0))
