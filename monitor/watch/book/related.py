"""Incidents of one kind at one estate that were told apart: each names the other, so that a person may know better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from monitor import ids
from monitor.records import Reason
from monitor.watch.attested import wording
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint.state import IncidentState

RULE = "related"
#: named of one incident, the latest
KEPT = 10
#: named in its first alert
TOLD = 2
_HOUR = timedelta(hours=1)


def relate(book: Casebook, opened: IncidentState, kin: Iterable[IncidentState]) -> None:
    for other in list(kin)[:KEPT]:
        opened.related.append(other.incident_id)
        opened.told_apart = True
        other.related = [*other.related, opened.incident_id][-KEPT:]
        book.touch(ids.subject_of(other.incident_id), other.incident_id)


def told(book: Casebook, opened: IncidentState, at: datetime) -> Iterator[Reason]:
    """In its first alert: which others are open, so that nobody takes two for one, or one for two."""
    subject = book.subject(ids.subject_of(opened.incident_id))
    for name in opened.related[:TOLD]:
        other = subject.incidents[name]
        number, where = ids.spoken_number(name), wording.place_name(other.place)
        said = other.quotes[0].evidence.quote[:_QUOTED] if other.quotes else ""
        known = f"该项目另有同类事件 {number}（{_since(at - other.opened_at)}）未结"
        text = f"{known}，按不同事件处理，请核对是否同一起：{where} {said}".replace("： ", "：")
        yield Reason(rule=RULE, text=text, observed={"incident": name})


#: of the other's words
_QUOTED = 24


def _since(passed: timedelta) -> str:
    hours = passed // _HOUR
    return f"{hours}小时前" if hours else "不到1小时前"
