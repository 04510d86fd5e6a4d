"""One Aho–Corasick pass over a text: which words of the lexicon stand where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.lexicon import Entry, Lexicon
from monitor.text import fold

Span = tuple[int, int]

#: occurrences of one word class that are looked at: what repeats a word more often says nothing new
CAP = 60
#: normalised text has half-width marks, but for the comma and the full stop
CLAUSE_STOPS = ("，", ",", ":", "—")
SENTENCE_STOPS = ("。", "!", "?", ";", "\n", "…", "~")

IDIOM, CLAUSE, SENTENCE, NEGATOR = range(4)
_FIRST_FREE = 4


@dataclass(frozen=True, slots=True)
class Probe:
    """A lexicon entry with its conditions as class numbers (−1: no condition)."""

    entry: Entry
    near: int
    with_: int
    unless: int


@dataclass(slots=True)
class Scan:
    """Where the lexicon's words stand in one text, by class number; spans are in order of their ends."""

    text: str
    at: dict[int, list[Span]]
    probes: list[tuple[Probe, int, int]]
    reaches: list[tuple[int, int, int]]
    clauses: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

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
        return any(start <= first < end for first, _ in self.at.get(number, ()))


def _span(stops: list[int], position: int, length: int) -> Span:
    index = bisect_right(stops, position)
    return (stops[index - 1] + 1 if index else 0), (stops[index] if index < len(stops) else length)


class Matcher:
    """The automaton over every word of a lexicon and its variants; word classes are told by number.

    Matches are wanted overlapping (only the standard match kind offers that): 电梯困人 is a term, 电梯 a word class inside
    it, and an idiom around either decides whether it counts. What contains what is resolved afterwards.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._classes: dict[str, list[int]] = {}
        self._probe_of: dict[str, Probe] = {}
        self._reach_of: dict[str, int] = dict(lexicon.negators)
        self._variants = {fold(word): tuple(map(fold, others)) for word, others in lexicon.variants.items()}
        for number, words in (
            (IDIOM, lexicon.idioms), (CLAUSE, CLAUSE_STOPS), (SENTENCE, SENTENCE_STOPS),
            (NEGATOR, tuple(lexicon.negators)),
        ):  # fmt: skip
            self._join(number, words)
        self.named = {name: self.number(words) for name, words in lexicon.classes.items()}
        for entry in lexicon.terms:
            self._probe_of[entry.name] = self.probe(entry)
            self._classes.setdefault(entry.name, [])
        #: classes of cues, which count inside idioms too
        self.cues: set[int] = set()
        self._table: list[tuple[tuple[int, ...], Probe | None, int]] = []
        self._automaton: AhoCorasick | None = None

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
        return Probe(entry, self.number(entry.near), self.number(entry.with_), self.number(entry.unless))

    def _join(self, number: int, words: Iterable[str]) -> None:
        for word in words:
            self._classes.setdefault(word, []).append(number)

    def build(self) -> None:
        """Compiles the automaton; classes cannot be added afterwards."""
        patterns: dict[str, str] = {}
        for word in self._classes:
            for spelling in self._spellings(word):
                patterns.setdefault(spelling, word)
        # a word's own spelling wins over another word's variant
        patterns |= {fold(word): word for word in self._classes}
        self._table = [
            (tuple(self._classes[word]), self._probe_of.get(word), self._reach_of.get(word, -1))
            for word in patterns.values()
        ]
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard)

    def _spellings(self, word: str) -> Iterable[str]:
        word = fold(word)
        yield word
        for plain, others in self._variants.items():
            if plain in word:
                yield from (word.replace(plain, other) for other in others)

    def scan(self, text: str) -> Scan:
        assert self._automaton is not None, "build() comes first"
        table = self._table
        at: dict[int, list[Span]] = {}
        probes: list[tuple[Probe, int, int]] = []
        reaches: list[tuple[int, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            classes, probe, reach = table[index]
            for number in classes:
                row = at.get(number)
                if row is None:
                    at[number] = [(start, end)]
                elif number < NEGATOR or len(row) < CAP:
                    row.append((start, end))
            if probe is not None:
                probes.append((probe, start, end))
            if reach >= 0:
                reaches.append((start, end, reach))
        scan = Scan(text, at, probes, reaches)
        if SENTENCE in at:
            scan.sentences = [start for start, _ in at[SENTENCE]]
        scan.clauses = sorted(scan.sentences + [start for start, _ in at[CLAUSE]]) if CLAUSE in at else scan.sentences
        if IDIOM in at:
            _uncover(scan, self.cues)
        return scan


def _uncover(scan: Scan, cues: set[int]) -> None:
    """Drops what lies inside an idiom, but for cues: 救援演练 makes a drill of what 困人救援演练 makes harmless."""
    starts, ends = _merged(scan.at.pop(IDIOM))

    def free(start: int, end: int) -> bool:
        index = bisect_right(starts, start) - 1
        return index < 0 or end > ends[index] or (starts[index], ends[index]) == (start, end)

    for number, row in list(scan.at.items()):
        if number >= NEGATOR and number not in cues:
            kept = [span for span in row if free(*span)]
            if kept:
                scan.at[number] = kept
            else:
                del scan.at[number]
    scan.probes = [item for item in scan.probes if free(item[1], item[2])]
    scan.reaches = [item for item in scan.reaches if free(item[0], item[1])]


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
    """Index of the first span that begins at or after the position; spans must be sorted by start."""
    return bisect_left(spans, (position, 0))
