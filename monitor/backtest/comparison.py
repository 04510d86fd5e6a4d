"""What changes between two replays: alerts gained, lost and re-graded, and how much earlier or later people hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Literal

from msgspec import Struct, field

from monitor.backtest.matching import paired, paired_alerts
from monitor.backtest.traces import GRADING, Told, Trace
from monitor.backtest.windows import Reported, common, span, within
from monitor.errors import YuqingError
from monitor.records import CATEGORIES
from monitor.replays.outcome import Window

Verdict = Literal["gained", "lost", "up", "down", "same"]
GRADES = (1, 2, 3, 4)


class Parts(Struct, frozen=True):
    """What the rules bundles of a replay are made of, each by its own digests: a bundle changes with any of them."""

    rules: list[str] = []
    organisation: list[str] = []
    playbooks: list[str] = []
    settings: list[str] = []
    fold: list[str] = []


class Side(Struct, frozen=True):
    """One replay: what judged it, and what it told."""

    directory: str
    #: digests: of the rules bundles, the lexicons, the models, the organisation files
    rules: list[str]
    lexicons: list[str]
    models: list[str]
    organisations: list[str]
    first: datetime | None
    last: datetime | None
    alerts: int = 0
    incidents: int = 0
    #: arrival of the last record folded, whatever its kind
    reached: datetime | None = None
    #: what time it reports
    window: Window = Window()
    parts: Parts = Parts()


class AlertChange(Struct, frozen=True):
    """One alert that only one side told, or that both told with different grades."""

    change: Literal["gained", "lost", "regraded"]
    incident_id: str
    number: str
    transition: str
    step: str | None
    project: str | None
    categories: list[str]
    headline: str
    alert_id_a: str | None
    alert_id_b: str | None
    grade_a: int | None
    grade_b: int | None
    at_a: datetime | None
    at_b: datetime | None


class IncidentChange(Struct, frozen=True):
    """One incident on both sides, or on one of them alone."""

    verdict: Verdict
    project: str | None
    drill: bool
    categories: list[str]
    headline: str
    number: str
    incident_id_a: str | None
    incident_id_b: str | None
    #: the highest grade told
    grade_a: int | None
    grade_b: int | None
    #: when it was first told of
    at_a: datetime | None
    at_b: datetime | None
    alerts_a: int
    alerts_b: int
    #: minutes by which B told the highest grade that both reached earlier (later: negative)
    lead_minutes: float | None
    #: the same for each grade that both reached
    lead_by_grade: dict[int, float]
    #: why the side with the higher grade told it, and the first quote
    why: list[str]
    quote: str
    #: grade → when people first heard of it with that grade or a higher one
    reached_a: dict[int, datetime] = {}
    reached_b: dict[int, datetime] = {}

    @property
    def graded_at_a(self) -> datetime | None:
        """When A told its highest grade."""
        return self.reached_a.get(self.grade_a or 0, self.at_a)

    @property
    def graded_at_b(self) -> datetime | None:
        return self.reached_b.get(self.grade_b or 0, self.at_b)


class Tally(Struct):
    """Counts over incidents, and over their alerts."""

    incidents_a: int = 0
    incidents_b: int = 0
    incidents_gained: int = 0
    incidents_lost: int = 0
    incidents_up: int = 0
    incidents_down: int = 0
    alerts_a: int = 0
    alerts_b: int = 0
    alerts_gained: int = 0
    alerts_lost: int = 0
    alerts_regraded: int = 0
    #: of grade 2 and above
    grave_gained: int = 0
    grave_lost: int = 0
    #: of these what says how grave something is (opened, escalated, reopened), and what follows from what is done
    #: about it (reminders, overdue steps, easing, closing)
    gained_grading: int = 0
    gained_following: int = 0
    lost_grading: int = 0
    lost_following: int = 0
    #: incidents told earlier or later by B, and by how many minutes altogether
    earlier: int = 0
    later: int = 0
    minutes_won: float = 0.0
    minutes_lost: float = 0.0

    @property
    def unchanged(self) -> bool:
        changed = (
            self.incidents_gained, self.incidents_lost, self.incidents_up, self.incidents_down,
            self.alerts_gained, self.alerts_lost, self.alerts_regraded, self.earlier, self.later,
        )  # fmt: skip
        return not any(changed)


class Comparison(Struct, frozen=True):
    a: Side
    b: Side
    total: Tally
    #: of the incidents that one side told earlier: the median of the minutes, won positive
    median_lead_minutes: float | None
    #: category code → counts; an incident counts in each of its categories
    by_category: dict[str, Tally]
    #: project id ("" is the company) → counts
    by_project: dict[str, Tally]
    incidents: list[IncidentChange] = field(default_factory=list)
    alerts: list[AlertChange] = field(default_factory=list)
    #: what both report: all else is left out
    window: Window = Window()

    @property
    def within_both(self) -> list[AlertChange]:
        """Alerts gained and lost in incidents that both sides tell: no list of incidents shows them."""
        alone = {
            each.incident_id_b or each.incident_id_a for each in self.incidents if each.verdict in ("gained", "lost")
        }
        return [each for each in self.alerts if each.change != "regraded" and each.incident_id not in alone]

    @property
    def cut(self) -> bool:
        """The two report different times."""
        return self.a.window != self.b.window

    @property
    def uneven(self) -> bool:
        """The two have not read the same time, by no wish of who made them."""
        same_end = self.a.window.until != self.b.window.until or self.a.last == self.b.last
        return self.a.first != self.b.first or not same_end

    @property
    def notes(self) -> list[str]:
        """What makes the figures say less than they seem to."""
        found = []
        if self.cut:
            found.append(
                f"the two report different times: A {span(self.a.window)}, B {span(self.b.window)}; "
                f"only what both report is compared: {span(self.window)}"
            )
        if self.uneven:
            found.append("the two do not cover the same time: what only one of them read counts as gained or lost")
        if self.a.parts.fold != self.b.parts.fold:
            one, other = (", ".join(each.parts.fold) or "unknown" for each in (self.a, self.b))
            found.append(
                f"folded by different versions of the fold (A {one}, B {other}): what differs may come of the release, "
                "and not of rules, lexicon or records"
            )
        elif self.a.rules == self.b.rules and self.a.lexicons == self.b.lexicons and self.a.models == self.b.models:
            found.append("both were judged by the same rules, lexicon and model")
        return found


def _common(a: Side, b: Side) -> Window:
    """What both report. Raises YuqingError where that is nothing."""
    window = common(Reported(a.window, a.reached), Reported(b.window, b.reached))
    if window is None:
        raise YuqingError(
            f"{a.directory} reports {span(a.window)}, {b.directory} reports {span(b.window)}: they have no time in "
            "common; replay one of them again with the --from, --to and --until of the other"
        )
    return window


def compare(a: Side, b: Side, first: Mapping[str, Trace], second: Mapping[str, Trace]) -> Comparison:
    window = _common(a, b)
    if a.window != b.window:
        first, second = within(first, window), within(second, window)
    pairs = paired(first, second)
    incidents = [_incident(*pair) for pair in pairs]
    alerts = [_alerts(*pair) for pair in pairs]
    leads = [each.lead_minutes for each in incidents if each.lead_minutes]
    total = Tally()
    for change, changed in zip(incidents, alerts, strict=True):
        _count(total, change, changed)
    return Comparison(
        a=a,
        b=b,
        total=total,
        median_lead_minutes=round(median(leads), 1) if leads else None,
        by_category=_by(incidents, alerts, lambda change: change.categories, CATEGORIES),
        by_project=_by(incidents, alerts, lambda change: [change.project or ""]),
        incidents=[each for each in incidents if each.verdict != "same" or each.lead_minutes],
        alerts=[each for changed in alerts for each in changed],
        window=window,
    )


def _incident(a: Trace | None, b: Trace | None) -> IncidentChange:
    shown = _shown(a, b)
    leads = _leads(a, b) if a and b else {}
    turning = shown.turning
    return IncidentChange(
        verdict=_verdict(a, b),
        project=shown.subject.project,
        drill=shown.drill,
        categories=list(dict.fromkeys([*(b.categories if b else []), *(a.categories if a else [])])),
        headline=turning.headline,
        number=shown.number,
        incident_id_a=a.incident_id if a else None,
        incident_id_b=b.incident_id if b else None,
        grade_a=a.grade if a else None,
        grade_b=b.grade if b else None,
        at_a=a.began if a else None,
        at_b=b.began if b else None,
        alerts_a=len(a.told) if a else 0,
        alerts_b=len(b.told) if b else 0,
        lead_minutes=leads[max(leads)] if leads else None,
        lead_by_grade=leads,
        why=turning.why,
        quote=turning.quote,
        reached_a=_reached(a),
        reached_b=_reached(b),
    )


def _reached(trace: Trace | None) -> dict[int, datetime]:
    times = {grade: trace.reached(grade) for grade in GRADES} if trace else {}
    return {grade: at for grade, at in times.items() if at is not None}


def _shown(a: Trace | None, b: Trace | None) -> Trace:
    """The side that has more to say: the graver one, else B, which is the one that is asked about."""
    if a is None or b is None:
        found = b or a
        assert found is not None
        return found
    return a if a.grade > b.grade else b


def _verdict(a: Trace | None, b: Trace | None) -> Verdict:
    if a is None:
        return "gained"
    if b is None:
        return "lost"
    return "same" if a.grade == b.grade else "up" if b.grade > a.grade else "down"


def _leads(a: Trace, b: Trace) -> dict[int, float]:
    times = {grade: (a.reached(grade), b.reached(grade)) for grade in GRADES}
    return {
        grade: round((first - second).total_seconds() / 60, 1) + 0.0
        for grade, (first, second) in times.items()
        if first is not None and second is not None
    }


def _alerts(a: Trace | None, b: Trace | None) -> list[AlertChange]:
    trace = b or a
    assert trace is not None
    pairs = paired_alerts(a.told if a else [], b.told if b else [])
    changed = [(one, other) for one, other in pairs if one is None or other is None or one.grade != other.grade]
    return sorted((_alert(trace, one, other) for one, other in changed), key=_when)


def _when(change: AlertChange) -> tuple[datetime, str]:
    return min((at, name or "") for at, name in _told_at(change) if at is not None)


def _told_at(change: AlertChange) -> tuple[tuple[datetime | None, str | None], ...]:
    return (change.at_a, change.alert_id_a), (change.at_b, change.alert_id_b)


def _alert(trace: Trace, one: Told | None, other: Told | None) -> AlertChange:
    told = other or one
    assert told is not None
    return AlertChange(
        change="gained" if one is None else "lost" if other is None else "regraded",
        incident_id=trace.incident_id,
        number=trace.number,
        transition=told.transition,
        step=told.step,
        project=trace.subject.project,
        categories=told.categories,
        headline=told.headline,
        alert_id_a=one.alert_id if one else None,
        alert_id_b=other.alert_id if other else None,
        grade_a=one.grade if one else None,
        grade_b=other.grade if other else None,
        at_a=one.at if one else None,
        at_b=other.at if other else None,
    )


# ---------------------------------------------------------------- counting


def _by(
    incidents: Sequence[IncidentChange],
    alerts: Sequence[Sequence[AlertChange]],
    keys: Callable[[IncidentChange], Iterable[str]],
    order: Sequence[str] = (),
) -> dict[str, Tally]:
    """The tally of each key; in the order given, others after them by name."""
    found: dict[str, Tally] = {}
    for change, changed in zip(incidents, alerts, strict=True):
        for key in keys(change):
            _count(found.setdefault(key, Tally()), change, changed)
    known = [key for key in order if key in found]
    return {key: found[key] for key in [*known, *sorted(found.keys() - set(known))]}


def _count(tally: Tally, change: IncidentChange, alerts: Sequence[AlertChange]) -> None:
    tally.incidents_a += change.grade_a is not None
    tally.incidents_b += change.grade_b is not None
    if change.verdict != "same":
        name = f"incidents_{change.verdict}"
        setattr(tally, name, getattr(tally, name) + 1)
    tally.alerts_a += change.alerts_a
    tally.alerts_b += change.alerts_b
    for alert in alerts:
        name = f"alerts_{alert.change}"
        setattr(tally, name, getattr(tally, name) + 1)
        if alert.change != "regraded":
            name = f"{alert.change}_{'grading' if alert.transition in GRADING else 'following'}"
            setattr(tally, name, getattr(tally, name) + 1)
        tally.grave_gained += alert.change == "gained" and (alert.grade_b or 0) >= 2
        tally.grave_lost += alert.change == "lost" and (alert.grade_a or 0) >= 2
    _count_lead(tally, change.lead_minutes or 0.0)


def _count_lead(tally: Tally, minutes: float) -> None:
    if minutes > 0:
        tally.earlier += 1
        tally.minutes_won = round(tally.minutes_won + minutes, 1)
    elif minutes < 0:
        tally.later += 1
        tally.minutes_lost = round(tally.minutes_lost - minutes, 1)
