"""One Aho–Corasick pass over a batch of texts: which words of the lexicon stand where, class by class.

All that is the same for every text is done for the batch at once, on arrays; a Scan is what the rules see of one text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.risk.chains import PLACE, WORD, Chains, Ruled, Stood
from monitor.risk.matcher import IDIOM, Ints, Machine, Match, Matcher, Span

#: occurrences of one word class that are looked at: what repeats a word more often says nothing new
CAP = 60
#: normalised text has half-width marks, but for the comma and the full stop
SENTENCE_STOPS = "。!?;\n…~"
_CLAUSE_STOPS = f"，,:—{SENTENCE_STOPS}"
#: the kind of a sentence's stop
_SENTENCE = 2
#: between the texts of a batch; no word holds it
_BETWEEN = "\0"
#: a cue that is repeated counts this often
_REPEATS = 2

Bools = NDArray[np.bool_]


class Matches(NamedTuple):
    """Words that were met, in the order of their ends: pattern number, text, and the place in the joined batch."""

    patterns: Ints
    texts: Ints
    starts: Ints
    ends: Ints

    def where(self, chosen: Bools | NDArray[np.intp]) -> Matches:
        return Matches(*(column[chosen] for column in self))


class Classed(NamedTuple):
    """A match once for each class of its word: the number of the match, the class, and the text."""

    matches: NDArray[np.intp]
    classes: Ints
    texts: Ints


class Scanner:
    """Scans batches with the words of one lexicon, for its terms, rules and cues."""

    def __init__(
        self,
        matcher: Matcher,
        rules: Sequence[Machine],
        cues: Mapping[int, Mapping[int, int]],
        frames: int,
        always: Collection[int],
        often: Collection[int],
    ) -> None:
        """`cues`: pattern number → frame → weight, of so many `frames`; `always`, `often`: classes whose places
        texts are asked for, and those in which something is found.
        """
        self.matcher = matcher
        patterns, classes = len(matcher.words), len(matcher.members)
        #: columns that are no class: what every text has, and, last, so that −1 finds it, what none has
        self._always, self._never = classes, classes + 1
        self._idioms = _marked(patterns, matcher.members[IDIOM])
        self._terms = _marked(patterns, matcher.probes)
        self._negators = _marked(patterns, matcher.reaches)
        probes = [matcher.probes.get(pattern) for pattern in range(patterns)]
        self._with = np.array([self._always if probe is None or probe.with_ < 0 else probe.with_ for probe in probes])
        self._without = np.array([self._never if probe is None else probe.without for probe in probes])
        self._counts = np.array([len(numbers) for numbers in matcher.classes], np.int32)
        self._firsts = np.cumsum(self._counts) - self._counts
        self._classes = np.fromiter(chain.from_iterable(matcher.classes), np.int32, int(self._counts.sum()))
        self._chains = Chains(rules, self._always, self._never)
        self._cues, self._weights = np.full(patterns, -1, np.int32), np.zeros((len(cues), frames), np.int64)
        for number, (pattern, weights) in enumerate(cues.items()):
            self._cues[pattern] = number
            for frame, weight in weights.items():
                self._weights[number, frame] = weight
        self._asked, self._often = sorted(always), sorted({*always, *often})
        #: by pattern: the classes of words that decide where in a text its term stands
        self._beside = np.array([(-1, -1) if probe is None else (probe.near, probe.unless) for probe in probes])

    def scan(self, texts: Sequence[str], claims: Collection[tuple[int, int]] = ()) -> list[Scan]:
        """One scan a text. `claims`: (class, text): there without a word of it, since the channel says so."""
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int32)
        joined = _BETWEEN.join(texts)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        patterns, starts, ends = self.matcher.find(joined, codes)
        owners = (np.searchsorted(begins, starts, side="right") - 1).astype(np.int32)
        everything = Matches(patterns, owners, starts, ends)
        idioms = _merged(everything.where(self._idioms[everything.patterns]))
        said = everything.where(~_covered(everything, idioms))
        classed = self._classed(said)
        present = np.zeros((self._never + 1, -(-len(texts) // WORD) * WORD), bool)
        present[classed.classes, classed.texts] = True
        for number, text in claims:
            present[number, text] = True
        present[self._always] = True
        sentences, clauses = _stops(codes, idioms)
        ruled = self._chains.at_hand(present, len(texts))
        standing = self._standing(said, present)
        stood, matches = self._stood(said, classed, ruled, standing, len(texts))
        ruled = self._chains.near(ruled, stood, sentences, clauses)
        rows = self._rows(said.where(matches), stood, ruled, standing, begins)
        terms = _split(standing, begins, len(texts))
        scores = self._scores(everything, len(texts)).tolist()
        rules = _grouped(ruled, len(texts))
        there = np.ascontiguousarray(present.T[: len(texts)])
        negators = _split(said.where(self._negators[said.patterns]), begins, len(texts))
        stops = _by_text(sentences, begins), _by_text(clauses, begins)
        batch = _Batch(self.matcher, said, begins, rows, negators)
        return [
            Scan(batch, number, *each)
            for number, each in enumerate(zip(texts, map(bytes, there), terms, rules, scores, *stops, strict=True))
        ]

    def _classed(self, said: Matches) -> Classed:
        counts = self._counts[said.patterns]
        matches = np.repeat(np.arange(len(counts)), counts)
        before = np.cumsum(counts) - counts
        places = np.arange(len(matches)) + np.repeat(self._firsts[said.patterns] - before, counts)
        return Classed(matches, self._classes[places], said.texts[matches])

    def _wanted(self, ruled: Ruled, terms: Matches, texts: int) -> Bools:
        """Of which classes the places will be asked for in which texts."""
        wanted = np.zeros((self._never + 1, texts), bool)
        asked, beside = self._chains.asked[ruled.numbers], self._beside[terms.patterns]
        wanted[asked.ravel(), np.repeat(ruled.texts, asked.shape[1])] = True
        wanted[beside.ravel(), np.repeat(terms.texts, 2)] = True
        return wanted

    def _stood(
        self, said: Matches, classed: Classed, ruled: Ruled, terms: Matches, texts: int
    ) -> tuple[Stood, NDArray[np.intp]]:
        """The places of the classes that may be asked for, and the matches that they are of."""
        wanted = self._wanted(ruled, terms, texts)
        wanted[self._often] = True
        chosen = wanted[classed.classes, classed.texts]
        matches = classed.matches[chosen]
        rows = classed.texts[chosen].astype(np.int64) * (self._never + 1) + classed.classes[chosen]
        keys = rows << PLACE | said.starts[matches]
        # of two that begin together the shorter one stays first
        order = np.argsort(keys, kind="stable")
        matches = matches[order]
        return Stood(keys[order], said.starts[matches], said.ends[matches]), matches

    def _rows(self, said: Matches, stood: Stood, ruled: Ruled, terms: Matches, begins: Ints) -> _Rows:
        """The places of the classes that will be asked for, text by text."""
        width, texts = self._never + 1, len(begins) - 1
        wanted, found = self._wanted(ruled, terms, texts), np.zeros(texts, bool)
        found[terms.texts] = found[ruled.texts] = True
        wanted[self._often] = found
        wanted[self._asked] = True
        rows = stood.keys >> PLACE
        chosen = np.flatnonzero(wanted[rows % width, said.texts])
        rows, spans = rows[chosen], _spans(said.where(chosen), begins)
        bounds = np.flatnonzero(np.append(True, rows[1:] != rows[:-1])) if len(rows) else np.zeros(0, np.intp)
        lasts = np.minimum(np.append(bounds[1:], len(rows)), bounds + CAP)
        slices = zip(bounds.tolist(), lasts.tolist(), strict=True)
        return _Rows(spans, dict(zip(rows[bounds].tolist(), slices, strict=True)), width)

    def _standing(self, said: Matches, present: Bools) -> Matches:
        """The terms whose words beside them are there, and whose exclusions are not."""
        terms = said.where(self._terms[said.patterns])
        beside = present[self._with[terms.patterns], terms.texts]
        return terms.where(beside & ~present[self._without[terms.patterns], terms.texts])

    def _scores(self, everything: Matches, texts: int) -> NDArray[np.int64]:
        """For each text and frame the weight of its cues; a repeated word counts _REPEATS times at most."""
        numbers = self._cues[everything.patterns]
        cued = numbers >= 0
        met, counts = np.unique(everything.texts[cued] * len(self._weights) + numbers[cued], return_counts=True)
        scores = np.zeros((texts, self._weights.shape[1]), np.int64)
        if len(met):
            owners, cues = np.divmod(met, len(self._weights))
            starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
            weighed = self._weights[cues] * np.minimum(counts, _REPEATS)[:, None]
            scores[owners[starts]] = np.add.reduceat(weighed, starts)
        return scores


class _Rows(NamedTuple):
    """The places of classes in texts: `spans[first:last]`, in order of their starts, at most CAP, with
    `slices[text × width + class]` = (first, last); nothing where there is no such place.
    """

    spans: list[Span]
    slices: dict[int, tuple[int, int]]
    width: int


class _Batch:
    """What the scans of a batch share."""

    def __init__(self, matcher: Matcher, said: Matches, begins: Ints, rows: _Rows, negators: list[list[Match]]) -> None:
        self.matcher, self.rows, self.negators = matcher, rows, negators
        self._said, self._begins = said, begins.tolist()
        self._bounds = np.searchsorted(said.texts, np.arange(len(begins))).tolist()

    def matches(self, text: int) -> list[Match]:
        """All words of a text but for those inside idioms, in the order of their ends."""
        part, begin = slice(self._bounds[text], self._bounds[text + 1]), self._begins[text]
        starts, ends = self._said.starts[part] - begin, self._said.ends[part] - begin
        return list(zip(self._said.patterns[part].tolist(), starts.tolist(), ends.tolist(), strict=True))


class Scan:
    """Where the lexicon's words stand in one text, by class."""

    __slots__ = (
        "_base", "_batch", "_every", "_found", "_number", "_slices", "_spans", "clauses", "present", "rules",
        "scores", "sentences", "terms", "text",
    )  # fmt: skip

    def __init__(
        self,
        batch: _Batch,
        number: int,
        text: str,
        present: bytes,
        terms: list[Match],
        rules: list[int],
        scores: list[int],
        sentences: list[int],
        clauses: list[int],
    ) -> None:
        """`present[class]` is 1 where the class is there; `terms` stand by the words of the whole text; `rules` may
        hold by their elements' places; `scores` are those of the frames; `sentences` and `clauses` end at these places.
        """
        self._batch, self._number, self.present = batch, number, present
        self._spans, self._slices, width = batch.rows
        self._base = number * width
        #: of classes whose places were not looked up for the whole batch; and all words, once one of them is asked for
        self._found: dict[int, list[Span]] = {}
        self._every: list[Match] | None = None
        self.text, self.terms, self.rules, self.scores = text, terms, rules, scores
        self.sentences, self.clauses = sentences, clauses

    def has(self, number: int) -> bool:
        return self.present[number] == 1

    def row(self, number: int) -> list[Span]:
        """The places of a class in order of their starts, at most CAP."""
        if not self.present[number]:
            return []
        place = self._slices.get(self._base + number)
        return self._spans[place[0] : place[1]] if place else self._looked_up(number)

    def _looked_up(self, number: int) -> list[Span]:
        if number not in self._found:
            if self._every is None:
                self._every = self._batch.matches(self._number)
            words = self._batch.matcher.members[number]
            self._found[number] = sorted([(start, end) for word, start, end in self._every if word in words])[:CAP]
        return self._found[number]

    def negators(self) -> list[tuple[int, int, int]]:
        """Where negators begin and end, and how far they reach, in order."""
        reaches = self._batch.matcher.reaches
        return sorted((start, end, reaches[word]) for word, start, end in self._batch.negators[self._number])

    def clause_span(self, position: int) -> Span:
        return _between(self.clauses, position, len(self.text))

    def sentence_span(self, position: int) -> Span:
        return _between(self.sentences, position, len(self.text))

    def within(self, number: int, start: int, end: int) -> bool:
        """Whether the class has a word that begins in [start, end)."""
        return self.present[number] == 1 and any(start <= first < end for first, _ in self.row(number))


def _between(stops: list[int], position: int, length: int) -> Span:
    index = bisect_right(stops, position)
    return (stops[index - 1] + 1 if index else 0), (stops[index] if index < len(stops) else length)


def _stops(codes: NDArray[np.uint32], idioms: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Where sentences and clauses end in the joined batch; a mark inside an idiom ends nothing, one that is an
    idiom by itself does.
    """
    kinds = _KINDS[np.minimum(codes, len(_KINDS) - 1)]
    places = np.flatnonzero(kinds).astype(np.int32)
    starts, ends = (np.append(side, np.int32(np.iinfo(np.int32).max)) for side in idioms)
    # of the idioms that end behind a mark the first one begins earliest
    nearest = np.searchsorted(ends[:-1], places, side="right")
    itself = (starts[nearest] == places) & (ends[nearest] == places + 1)
    places = places[(starts[nearest] > places) | itself]
    return places[kinds[places] == _SENTENCE], places


def _by_text(places: Ints, begins: Ints) -> list[list[int]]:
    """The places in the joined batch as places in each of its texts."""
    bounds = np.searchsorted(places, begins)
    inside = (places - np.repeat(begins[:-1], np.diff(bounds))).tolist()
    return [inside[first:last] for first, last in pairwise(bounds.tolist())]


def _kinds() -> NDArray[np.uint8]:
    """By code point: 0 for no stop, 1 for a clause's, 2 for a sentence's."""
    kinds = np.zeros(0x10000, np.uint8)
    kinds[list(map(ord, _CLAUSE_STOPS))] = 1
    kinds[list(map(ord, SENTENCE_STOPS))] = _SENTENCE
    return kinds


_KINDS = _kinds()


def _marked(length: int, numbers: Collection[int]) -> Bools:
    marks = np.zeros(length, bool)
    marks[list(numbers)] = True
    return marks


def _merged(idioms: Matches) -> tuple[Ints, Ints]:
    """Idioms by start, of two where one lies in the other only the longer: ends then rise with starts."""
    # they come by their ends: of two that begin together the shorter one stays first
    order = np.argsort(idioms.starts, kind="stable")
    starts, ends = idioms.starts[order], idioms.ends[order]
    if len(starts):
        farther = np.append(True, ends[1:] > np.maximum.accumulate(ends)[:-1])
        starts, ends = starts[farther], ends[farther]
        longest = np.append(starts[1:] != starts[:-1], True)
        starts, ends = starts[longest], ends[longest]
    return starts, ends


def _covered(matches: Matches, idioms: tuple[Ints, Ints]) -> Bools:
    """Which matches lie inside a longer idiom."""
    starts, ends = (np.append(places, np.int32(np.iinfo(np.int32).max)) for places in idioms)
    # of the idioms that reach as far as a match the first one begins earliest
    nearest = np.searchsorted(ends[:-1], matches.ends)
    itself = (starts[nearest] == matches.starts) & (ends[nearest] == matches.ends)
    inside: Bools = (starts[nearest] <= matches.starts) & ~itself
    return inside


def _spans(matches: Matches, begins: Ints) -> list[Span]:
    shift = begins[matches.texts]
    return list(zip((matches.starts - shift).tolist(), (matches.ends - shift).tolist(), strict=True))


def _split(matches: Matches, begins: Ints, texts: int) -> list[list[Match]]:
    shift = begins[matches.texts]
    columns = (matches.patterns, matches.starts - shift, matches.ends - shift)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    bounds = np.searchsorted(matches.texts, np.arange(texts + 1)).tolist()
    return [rows[first:last] for first, last in pairwise(bounds)]


def _grouped(ruled: Ruled, texts: int) -> list[list[int]]:
    numbers, bounds = ruled.numbers.tolist(), np.searchsorted(ruled.texts, np.arange(texts + 1)).tolist()
    return [numbers[first:last] for first, last in pairwise(bounds)]
