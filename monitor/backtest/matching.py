"""Which incident of one replay is which of the other, and which of their alerts say the same."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from monitor.backtest.traces import Told, Trace

Pair = tuple[Trace | None, Trace | None]
Alerts = tuple[Told | None, Told | None]


def paired(first: Mapping[str, Trace], second: Mapping[str, Trace]) -> list[Pair]:
    """Each incident of either side once: with the same id, else with a mention in common, else alone.

    Other rules open the same matter with another mention, and so under another id; the evidence tells that it is one.
    """
    same = [(first[name], second[name]) for name in first if name in second]
    left = [trace for name, trace in first.items() if name not in second]
    right = [trace for name, trace in second.items() if name not in first]
    kin = list(_kin(left, right))
    known = {trace.incident_id for pair in kin for trace in pair}
    pairs: list[Pair] = [*same, *kin]
    pairs += [(trace, None) for trace in left if trace.incident_id not in known]
    pairs += [(None, trace) for trace in right if trace.incident_id not in known]
    return sorted(pairs, key=_order)


def _order(pair: Pair) -> tuple[object, ...]:
    return min((trace.began, trace.incident_id) for trace in pair if trace is not None)


def _kin(left: Sequence[Trace], right: Sequence[Trace]) -> Iterator[tuple[Trace, Trace]]:
    """Those that share most first; each is taken once."""
    taken: set[str] = set()
    for _, _, _, one, other in sorted(_shared(left, right), key=lambda found: found[:3]):
        if not taken & {one.incident_id, other.incident_id}:
            taken |= {one.incident_id, other.incident_id}
            yield one, other


def _shared(left: Iterable[Trace], right: Iterable[Trace]) -> Iterator[tuple[int, str, str, Trace, Trace]]:
    by_mention: defaultdict[tuple[Hashable, str], list[Trace]] = defaultdict(list)
    for trace in left:
        for mention in trace.mentions:
            by_mention[trace.key, mention].append(trace)
    for other in right:
        known = {one.incident_id: one for mention in other.mentions for one in by_mention[other.key, mention]}
        for name, one in known.items():
            yield -len(one.mentions & other.mentions), name, other.incident_id, one, other


def paired_alerts(first: Sequence[Told], second: Sequence[Told]) -> list[Alerts]:
    """The alerts of one incident: those that say the same, those that say it with another grade, those alone."""
    left, right = deque(first), deque(second)
    pairs = [
        *_twins(left, right, lambda told: (told.transition, told.step, told.grade)),
        *_twins(left, right, lambda told: (told.transition, told.step)),
    ]
    return [*pairs, *((told, None) for told in left), *((None, told) for told in right)]


def _twins(left: deque[Told], right: deque[Told], key: Callable[[Told], Hashable]) -> Iterator[tuple[Told, Told]]:
    """Takes those with equal keys out of both sides, in their order."""
    waiting: defaultdict[Hashable, deque[Told]] = defaultdict(deque)
    for told in right:
        waiting[key(told)].append(told)
    matched: set[str] = set()
    alone: list[Told] = []
    while left:
        told = left.popleft()
        if twins := waiting[key(told)]:
            twin = twins.popleft()
            matched.add(twin.alert_id)
            yield told, twin
        else:
            alone.append(told)
    left.extend(alone)
    rest = [told for told in right if told.alert_id not in matched]
    right.clear()
    right.extend(rest)
