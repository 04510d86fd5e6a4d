"""Findings: the lexicon's terms and rules that hold in a text, the longest of each place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from operator import attrgetter

from monitor.lexicons.lexicon import Entry, Lexicon
from monitor.risk.matcher import Machine, Match, Matcher, Probe, Span
from monitor.risk.scanning import Scan

#: of a text's findings the gravest so many are judged, and of one term the first so many
MOST, _TIMES = 300, 8
#: code points of a text that can say nothing besides
_BARE = 12
_PLACE = attrgetter("start", "end")


class Finding:
    """An entry that holds at a place of the text."""

    __slots__ = ("doubt", "end", "entry", "inner", "start")

    def __init__(self, entry: Entry, start: int, end: int, inner: tuple[int, ...] = ()) -> None:
        self.entry, self.start, self.end = entry, start, end
        #: where a rule's later elements begin: a negator before one of them negates the whole
        self.inner = inner
        #: why it is not stated as a fact: negated, hypothetical, question, denial, elsewhere; "" when it is
        self.doubt = ""

    @property
    def urges(self) -> bool:
        """Whether a life is in danger by it."""
        return "urgent" in self.entry.flags

    def moved(self, by: int) -> Finding:
        """The same, so much farther in the text."""
        return Finding(self.entry, self.start + by, self.end + by, tuple([place + by for place in self.inner]))


class RuleBook:
    """The rules of a lexicon, each tried only where it may hold (monitor.risk.chains)."""

    def __init__(self, lexicon: Lexicon, matcher: Matcher) -> None:
        self._matcher = matcher
        self.machines = [
            Machine(
                matcher.probe(rule.entry),
                tuple(map(matcher.number, rule.elements)),
                rule.gap,
                rule.any_order,
                rule.scope,
            )
            for rule in lexicon.rules
        ]

    def findings(self, scan: Scan) -> list[Finding]:
        """Everything that holds, in order of place; of terms that lie inside another only the outer."""
        found = _outermost(self._terms(scan))
        for number in scan.rules:
            machine = self.machines[number]
            found += [
                Finding(machine.probe.entry, start, end, inner)
                for start, end, inner in _places(machine, scan)
                if _fits(scan, machine.probe, start)
            ]
        if len(found) > MOST:
            found = sorted(found, key=lambda item: (-item.entry.level, item.start))[:MOST]
        found.sort(key=_PLACE)
        return found

    def _terms(self, scan: Scan) -> list[Finding]:
        probes = self._matcher.probes
        matches = scan.terms if len(scan.terms) <= _TIMES else _first_of_each(scan.terms)
        return [
            Finding(probes[word].entry, start, end) for word, start, end in matches if _fits(scan, probes[word], start)
        ]


def _first_of_each(matches: list[Match]) -> list[Match]:
    """The matches without those of a term after its first so many."""
    times: Counter[int] = Counter()
    kept = []
    for match in matches:
        times[match[0]] += 1
        if times[match[0]] <= _TIMES:
            kept.append(match)
    return kept


def _fits(scan: Scan, probe: Probe, start: int) -> bool:
    """Whether its sentence has a word that must be near it, and its clause none that speaks against it."""
    if len(scan.text) > _BARE and "bare" in probe.entry.flags:
        return False
    if probe.near >= 0 and not scan.within(probe.near, *scan.sentence_span(start)):
        return False
    return probe.unless < 0 or not (scan.has(probe.unless) and scan.within(probe.unless, *scan.clause_span(start)))


def _places(machine: Machine, scan: Scan) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    rows = [scan.row(element) for element in machine.elements]
    if machine.scope == "text":
        start, end = max(row[0] for row in rows)
        yield start, end, ()
        return
    stops = scan.clauses if machine.scope == "clause" else scan.sentences
    last = -1
    for first, *later in (rows, rows[::-1]) if machine.any_order else (rows,):
        for start, end in first:
            chain = _chain(later, end, machine.gap) if start >= last else None
            if chain and bisect_right(stops, start) == bisect_right(stops, chain[-1][1] - 1):
                last = chain[-1][1]
                yield start, last, tuple([begin for begin, _ in chain])


def _chain(later: list[list[Span]], position: int, gap: int) -> list[Span] | None:
    """The later elements, when each follows the one before within the gap; None when one does not."""
    chain = []
    for row in later:
        index = bisect_left(row, (position, 0))
        if index == len(row) or row[index][0] - position > gap:
            return None
        chain.append(row[index])
        position = row[index][1]
    return chain


def _outermost(found: list[Finding]) -> list[Finding]:
    if len(found) < 2:
        return found
    kept: list[Finding] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.end > kept[-1].end:
            kept.append(item)
    return kept
