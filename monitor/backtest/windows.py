"""What time two replays both report: what only one of them was asked to tell is neither gained nor lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from monitor.backtest.traces import Trace
from monitor.replays.outcome import Window


class Reported(Struct, frozen=True):
    """What one of them was asked to report, and the arrival of the last record that it folded."""

    window: Window
    reached: datetime | None


def span(window: Window) -> str:
    """A window as it was asked for."""
    parts = (("from", window.start), ("to", window.end), ("until", window.until))
    return " ".join(f"{name} {at:%Y-%m-%d %H:%M}" for name, at in parts if at is not None) or "all there is"


def common(a: Reported, b: Reported) -> Window | None:
    """What both report; None where that is nothing."""
    start = max((each.window.start for each in (a, b) if each.window.start is not None), default=None)
    end = min((each.window.end for each in (a, b) if each.window.end is not None), default=None)
    if start is not None and end is not None and start >= end:
        return None
    until = a.window.until if a.window.until == b.window.until else _sooner(a, b)
    return None if start is not None and until is not None and start > until else Window(start, end, until)


def _sooner(a: Reported, b: Reported) -> datetime | None:
    """Where one was told to leave out what arrives later, nothing fell due after the last record that it read."""
    ends = [(each.window.until, each.reached) for each in (a, b)]
    until, reached = min((until, reached) for until, reached in ends if until is not None)
    return reached or until


def within(traces: Mapping[str, Trace], window: Window) -> dict[str, Trace]:
    """What was told in this time, of the incidents of which anything was."""
    found = {}
    for name, trace in traces.items():
        told = [each for each in trace.told if window.reports(each.at) and not window.leaves_out(each.at)]
        if told:
            found[name] = msgspec.structs.replace(trace, told=told)
    return found
