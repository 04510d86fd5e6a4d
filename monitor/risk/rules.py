"""Findings: the lexicon's terms and rules that hold in a text, the longest of each place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.lexicon import Entry, Lexicon
from monitor.risk.matcher import Matcher, Probe, Scan, Span, first_from


@dataclass(slots=True)
class Finding:
    """An entry that holds at a place of the text."""

    entry: Entry
    start: int
    end: int
    #: where a rule's later elements begin: a negator before one of them negates the whole
    inner: tuple[int, ...] = ()
    #: why it is not stated as a fact: negated, hypothetical, questioned, denied, elsewhere, …; "" when it is
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """A rule with its elements as class numbers."""

    probe: Probe
    elements: tuple[int, ...]
    gap: int
    any_order: bool
    scope: str


class RuleBook:
    """The rules of a lexicon, each tried only where its rarest element occurs."""

    def __init__(self, lexicon: Lexicon, matcher: Matcher) -> None:
        self._by_trigger: dict[int, list[Machine]] = {}
        for rule in lexicon.rules:
            numbers = tuple(matcher.number(words) for words in rule.elements)
            trigger = numbers[min(range(len(numbers)), key=lambda index: len(rule.elements[index]))]
            machine = Machine(matcher.probe(rule.entry), numbers, rule.gap, rule.any_order, rule.scope)
            self._by_trigger.setdefault(trigger, []).append(machine)

    def findings(self, scan: Scan) -> list[Finding]:
        """Everything that holds, in order of place; of what lies inside another finding only the outer."""
        found = [
            Finding(probe.entry, start, end) for probe, start, end in scan.probes if _allowed(scan, probe, start)
        ]
        at = scan.at
        terms = _outermost(found)
        rules = [
            Finding(machine.probe.entry, start, end, inner)
            for number in at
            for machine in self._by_trigger.get(number, ())
            if all(element in at for element in machine.elements)
            for start, end, inner in _places(machine, scan)
            if _allowed(scan, machine.probe, start)
        ]
        return sorted(terms + rules, key=lambda item: (item.start, item.end)) if rules else terms


def _allowed(scan: Scan, probe: Probe, start: int) -> bool:
    if probe.with_ >= 0 and probe.with_ not in scan.at:
        return False
    if probe.near >= 0 and not scan.within(probe.near, *scan.sentence_span(start)):
        return False
    return not (probe.unless in scan.at and scan.within(probe.unless, *scan.clause_span(start)))


def _places(machine: Machine, scan: Scan) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    if machine.scope == "text":
        start, end = max(scan.at[element][0] for element in machine.elements)
        yield start, end, ()
        return
    rows = [sorted(scan.at[element]) for element in machine.elements]
    orders = [rows, rows[::-1]] if machine.any_order else [rows]
    same = scan.clause if machine.scope == "clause" else scan.sentence
    last = -1
    for order in orders:
        for start, end in order[0]:
            chain = _chain(order, end, machine.gap) if start >= last else None
            if chain and same(start) == same(chain[-1][1] - 1):
                last = chain[-1][1]
                yield start, last, tuple(first for first, _ in chain)


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
