"""The directory that a replay writes (shell): complete or not there, the same bytes for the same input."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec
from msgspec import Struct

from monitor.errors import YuqingError
from monitor.inputs.sorting import Sorter
from monitor.records import DeadLetter, Incident, RuleBundle, decode_alert, encode
from monitor.replays.outcome import Names, Note, Outcome, Story, Window, by_gravity, noted
from monitor.replays.replay import micros
from monitor.replays.report import SHOWN, render
from monitor.watch.fold import Step

TIMELINE, ALERTS, INCIDENTS, DEADLETTERS = "timeline.jsonl", "alerts.jsonl", "incidents.jsonl", "deadletters.jsonl"
RULESETS, REPORT = "rulesets.jsonl", "report.html"
#: what time the directory reports: two of them can only be compared over what both report
WINDOW = "window.json"
_STREAMS = (TIMELINE, ALERTS, INCIDENTS, DEADLETTERS, RULESETS)


class _Of(Struct, gc=False):
    """Which incident an alert is of: most are not shown in the report, and need not be read whole."""

    incident_id: str


_incident_of = msgspec.json.Decoder(_Of).decode


class Retelling:
    """A context manager; `finish` moves all to `out`, leaving without it leaves nothing behind.

    Alerts are ordered by event time as far as their own partition's order allows: what one partition told never
    changes places, and the order in which partitions were read does not matter.
    """

    def __init__(self, out: Path, window: Window) -> None:
        self._out, self.outcome = out, Outcome(window=window)
        self._work = out.parent / f".{out.name}.part-{os.getpid()}"
        self._stack = ExitStack()
        self._streams: dict[str, BinaryIO] = {}
        self._clock: defaultdict[int, int] = defaultdict(int)
        self._told = 0
        self._bundles: set[str] = set()

    def __enter__(self) -> Self:
        try:
            if self._out.exists() and not self._out.is_dir():
                raise YuqingError(f"--out {self._out}: is a file; name a directory")
            self._work.mkdir(parents=True)
        except OSError as error:
            raise YuqingError(f"--out {self._out}: cannot be written: {error.strerror}") from None
        self._stack.callback(shutil.rmtree, self._work, ignore_errors=True)
        self._alerts = self._stack.enter_context(Sorter())
        for name in _STREAMS:
            self._streams[name] = self._stack.enter_context((self._work / name).open("wb"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    # ------------------------------------------------------------ writing

    def timeline(self, value: bytes) -> None:
        self._line(TIMELINE, value)

    def bundle(self, bundle: RuleBundle) -> None:
        """Keep the rules that the timeline names, each once: a decision can be retold from the directory alone."""
        if bundle.digest not in self._bundles:
            self._bundles.add(bundle.digest)
            self._line(RULESETS, encode(bundle))

    def dead(self, letter: DeadLetter) -> None:
        self.outcome.dead[letter.reason] += 1
        self._line(DEADLETTERS, encode(letter))

    def take(self, step: Step, partition: int = 0) -> None:
        """Write a step's alerts and remember its incidents."""
        self.outcome.unmatched += len(step.unmatched)
        self.outcome.keep(step)
        for alert in step.alerts:
            self.alert(micros(alert.event_time), noted(alert, self.outcome.window), partition)

    def alert(self, at: int, note: Note | None, partition: int = 0) -> None:
        """One that was told at that moment (in microseconds), the next of its partition; None: it is not reported."""
        clock = self._clock[partition] = max(self._clock[partition], at)
        if note is not None:
            self.outcome.told(note)
            self._alerts.add((clock, partition, self._told, 0), note.value)
            self._told += 1

    def flush(self) -> Path:
        """The timeline as it is written so far, for whoever reads it meanwhile."""
        self._streams[TIMELINE].flush()
        return self._work / TIMELINE

    def _line(self, name: str, value: bytes) -> None:
        self._streams[name].write(value + b"\n")

    # ------------------------------------------------------------ the end

    def finish(self, names: Names) -> None:
        """Write incidents and report, and move all into place; a directory that is there keeps its other files."""
        gravest = {each.incident_id: Story(each, []) for each in by_gravity(_told_apart(self._incidents()))[:SHOWN]}
        for _, value in self._alerts.items():
            self._line(ALERTS, value)
            if (story := gravest.get(_incident_of(value).incident_id)) is not None:
                story.alerts.append(decode_alert(value))
        page = render(self.outcome, list(gravest.values()), names, _template())
        (self._work / REPORT).write_text(page, encoding="utf-8")
        (self._work / WINDOW).write_bytes(encode(self.outcome.window) + b"\n")
        self._settle()

    def _incidents(self) -> list[Incident]:
        incidents = list(self.outcome.reported())
        for incident in incidents:
            self._line(INCIDENTS, encode(incident))
        return incidents

    def _settle(self) -> None:
        for stream in self._streams.values():
            stream.close()
        if not self._out.exists():
            self._work.rename(self._out)
            return
        for name in (*_STREAMS, REPORT, WINDOW):
            (self._work / name).replace(self._out / name)


def _told_apart(incidents: Iterable[Incident]) -> list[Incident]:
    """Those that are told one by one; what turned out to be part of another is told there."""
    return [each for each in incidents if not each.goes_on_elsewhere]


def _template() -> str:
    return files("monitor").joinpath("templates", "report.html.jinja").read_text(encoding="utf-8")
