"""The report of a history as its readers see it: a page whose tags must nest, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from histories import run

from monitor.records import TimelineRecord
from monitor.replays.outcome import Names, Outcome, Story, Window, by_gravity, noted
from monitor.replays.report import SHOWN, render

TEMPLATE = (Path(__file__).parents[1] / "monitor/templates/report.html.jinja").read_text(encoding="utf-8")
NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑", "sz-jlhy": "锦澜花园"}, {"chen": "陈总", "zhang": "张经理"})
VOID = {"meta", "br", "rect"}


class Page(HTMLParser):
    """The tags of a page, which must nest, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = dict(attrs)
        assert not any(name.startswith("on") for name in values)
        self.links += [value for name in ("href", "src") if (value := values.get(name))]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words += data


def told(history: Sequence[TimelineRecord], window: Window | None = None) -> str:
    """The page of a history."""
    outcome, step = Outcome(window=window or Window()), run(history)
    for record in history:
        outcome.note(record)
    outcome.keep(step)
    alerts = [alert for alert in step.alerts if outcome.window.reports(alert.event_time)]
    for alert in alerts:
        note = noted(alert, outcome.window)
        assert note is not None
        outcome.told(note)
    stories = [
        Story(each, [alert for alert in alerts if alert.incident_id == each.incident_id])
        for each in by_gravity(each for each in outcome.reported() if each.merged_into is None)[:SHOWN]
    ]
    return render(outcome, stories, NAMES, TEMPLATE)


def words(html: str) -> str:
    return " ".join(Page(html).words.split())
