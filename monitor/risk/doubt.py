"""What a text does not state as a fact: negated, supposed, asked, denied, or said of somewhere else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from monitor.risk.matcher import NEGATOR, Scan, Span
from monitor.risk.rules import Finding

#: how far a denial looks back for what it denies
_LOOK_BACK = 60
#: no negator and its reach together are longer
_FARTHEST = 30
#: in a longer text an injury beside a word of danger is feared, unless it is told as having happened
_HISTORY = 120


class Doubts:
    """The stretches of one text that state nothing; computed once, then asked for each finding."""

    def __init__(self, scan: Scan, named: Mapping[str, int], hearsay: int) -> None:
        self.scan, self.named = scan, named
        self._denied = _denied(scan, named, hearsay)
        self._elsewhere = _elsewhere(scan, named)
        self._supposed = _supposed(scan, named)
        self._asked = _asked(scan, named)
        reaches = scan.matcher.reaches
        self._negators = sorted(
            (start, end, reaches[index])
            for index in scan.places.keys() & scan.matcher.members[NEGATOR]
            for start, end in scan.places[index]
        )
        self._blockers = scan.row(named["blocker"])

    def negated(self, start: int) -> bool:
        return self._negated(start)

    def mark(self, finding: Finding) -> None:
        """Sets why the finding is no stated fact; leaves "" when it is one."""
        start = finding.start
        if _inside(self._denied, start):
            finding.doubt = "denial"
        elif _inside(self._elsewhere, start):
            finding.doubt = "elsewhere"
        elif self._negated(start) or any(self._negated(place, start) for place in finding.inner):
            finding.doubt = "negated"
        elif _inside(self._supposed, start):
            finding.doubt = "hypothetical"
        elif _inside(self._asked, start):
            finding.doubt = "question"
        elif self._feared(finding):
            finding.doubt = "hypothetical"

    def _feared(self, finding: Finding) -> bool:
        if finding.entry.level < 3 or "fact" not in finding.entry.flags or len(self.scan.text) <= _HISTORY:
            return False
        sentence = self.scan.sentence_span(finding.start)
        happened = self.scan.within(self.named["happened"], *sentence)
        return not happened and self.scan.within(self.named["modal"], *sentence)

    def _near(self, position: int) -> list[tuple[int, int, int]]:
        """The negators that could reach a place; their number does not grow with the text."""
        low = bisect_left(self._negators, (position - _FARTHEST,))
        return self._negators[low : bisect_left(self._negators, (position,))]

    def _negated(self, start: int, since: int = -1) -> bool:
        """Whether a negator after `since` reaches the place: near, in its clause, with no verb of its own between."""
        for first, last, reach in self._near(start):
            if first > since and last <= start <= last + reach and first >= self.scan.clause_span(start)[0]:
                return not any(last - 1 <= begin and end <= start for begin, end in self._blockers)
        return False


def _inside(spans: list[Span], position: int) -> bool:
    return any(start <= position < end for start, end in spans)


def _supposed(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """`if` words reach to the end of the sentence, words of worry to the end of their clause."""
    spans = [(start, scan.sentence_span(start)[1]) for start, _ in scan.row(named["if"])]
    return spans + [(end, scan.clause_span(start)[1]) for start, end in scan.row(named["worry"])]


def _asked(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """Clauses that ask, unless the sentence is a rhetorical question."""
    clauses = [scan.clause_span(start) for start, _ in scan.row(named["ask"])]
    rhetoric = scan.row(named["rhetoric"])
    if rhetoric:
        sentences = [scan.sentence_span(start) for start, _ in rhetoric]
        clauses = [clause for clause in clauses if not any(a <= clause[0] <= b for a, b in sentences)]
    return clauses


def _elsewhere(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """From a word for another place to the next word for one's own, or the end of the following sentence."""
    spans: list[Span] = []
    homes = scan.row(named["home"])
    for start, end in scan.row(named["elsewhere"]):
        stop = scan.sentence_span(min(scan.sentence_span(start)[1] + 1, len(scan.text)))[1]
        stop = min([stop, *(first for first, _ in homes if first >= end)])
        begin = max([scan.sentence_span(start)[0], *(last for _, last in homes if last <= start)])
        spans.append((begin, stop))
    return spans


def _denied(scan: Scan, named: Mapping[str, int], hearsay: int) -> list[Span]:
    """What a denial takes back: from the hearsay before it (else its sentence's start) to the next stated fact."""
    spans: list[Span] = []
    again = scan.row(named["fact_again"])
    for start, end in scan.row(named["denied"]):
        heard = [first for first, _ in scan.row(hearsay) if start - _LOOK_BACK <= first <= start]
        begin = min(heard) if heard else scan.sentence_span(start)[0]
        stop = scan.sentence_span(start)[1]
        stop = min([stop, *(first for first, _ in again if first >= end)])
        spans.append((begin, stop))
    return spans
