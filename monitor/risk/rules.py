"""Findings: the lexicon's terms and rules that hold in a text, the longest of each place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from monitor.lexicon import Entry, Lexicon
from monitor.risk.matcher import Match, Matcher, Probe, Scan, Span, first_from

#: of a text's findings the gravest so many are judged, and of one term the first so many
MOST, _TIMES = 300, 8
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


@dataclass(frozen=True, slots=True)
class Machine:
    """A rule with its elements as class numbers; `need` are these, each once."""

    probe: Probe
    elements: tuple[int, ...]
    need: frozenset[int]
    gap: int
    any_order: bool
    scope: str


class RuleBook:
    """The rules of a lexicon, each tried only where all its elements occur."""

    def __init__(self, lexicon: Lexicon, matcher: Matcher) -> None:
        self._matcher = matcher
        self._machines: list[Machine] = []
        for rule in lexicon.rules:
            numbers = tuple(matcher.number(words) for words in rule.elements)
            self._machines.append(
                Machine(matcher.probe(rule.entry), numbers, frozenset(numbers), rule.gap, rule.any_order, rule.scope)
            )

    def build(self) -> None:
        """Keys each rule by its rarest element; comes after the matcher's own build."""
        self._keyed: dict[int, list[int]] = {}
        for nth, machine in enumerate(self._machines):
            self._keyed.setdefault(min(machine.elements, key=self._matcher.commonness), []).append(nth)

    def findings(self, scan: Scan) -> list[Finding]:
        """Everything that holds, in order of place; of terms that lie inside another only the outer."""
        found = _outermost(_terms(scan))
        for machine in self._at_hand(scan.rows):
            found += [
                Finding(machine.probe.entry, start, end, inner)
                for start, end, inner in _places(machine, scan)
                if _allowed(scan, machine.probe, start)
            ]
        if len(found) > MOST:
            found = sorted(found, key=lambda item: (-item.entry.level, item.start))[:MOST]
        found.sort(key=_PLACE)
        return found

    def _at_hand(self, rows: Mapping[int, object]) -> list[Machine]:
        """The rules whose elements all occur, in the lexicon's order."""
        keyed = sorted([nth for number in rows.keys() & self._keyed.keys() for nth in self._keyed[number]])
        return [machine for nth in keyed if rows.keys() >= (machine := self._machines[nth]).need]


def _terms(scan: Scan) -> list[Finding]:
    probes = scan.matcher.probes
    matches = [match for match in scan.matches if match[0] in probes]
    if len(matches) > _TIMES:
        matches = _first_of_each(matches)
    return [
        Finding(probes[index].entry, start, end)
        for index, start, end in matches
        if _allowed(scan, probes[index], start)
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


def _allowed(scan: Scan, probe: Probe, start: int) -> bool:
    if (probe.with_ >= 0 and not scan.has(probe.with_)) or scan.has(probe.without):
        return False
    if probe.near >= 0 and not scan.within(probe.near, *scan.sentence_span(start)):
        return False
    return not (scan.has(probe.unless) and scan.within(probe.unless, *scan.clause_span(start)))


def _places(machine: Machine, scan: Scan) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    rows = [scan.row(element) for element in machine.elements]
    if machine.scope == "text":
        start, end = max(row[0] for row in rows)
        yield start, end, ()
        return
    same = scan.clause if machine.scope == "clause" else scan.sentence
    last = -1
    for order in (rows, rows[::-1]) if machine.any_order else (rows,):
        for start, end in order[0]:
            chain = _chain(order, end, machine.gap) if start >= last else None
            if chain and same(start) == same(chain[-1][1] - 1):
                last = chain[-1][1]
                yield start, last, tuple([first for first, _ in chain])


def _chain(rows: list[list[Span]], position: int, gap: int) -> list[Span] | None:
    """The later elements, when each follows the one before within the gap; None when one does not."""
    chain = []
    for row in rows[1:]:
        index = first_from(row, position)
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
