"""A comparison as tables of words, for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from monitor.backtest.comparison import AlertChange, Comparison, IncidentChange, Side, Tally
from monitor.backtest.traces import GRADING
from monitor.evaluation.tables import Table

NONE = "–"
#: incidents listed in a terminal; all are in the JSON
LISTED = 40
_ORDER = ("gained", "lost", "up", "down", "same")


def headings(found: Comparison) -> Iterator[str]:
    """What was compared, in lines."""
    for name, side in (("A", found.a), ("B", found.b)):
        told = f"{_count(side.alerts, 'alert')} of {_count(side.incidents, 'incident')}"
        yield f"{name}: {side.directory}: {told}, {_span(side)}"
    for what, one, other in (
        ("rules", found.a.parts.rules, found.b.parts.rules),
        ("playbooks", found.a.parts.playbooks, found.b.parts.playbooks),
        ("settings of the fold", found.a.parts.settings, found.b.parts.settings),
        ("version of the fold", found.a.parts.fold, found.b.parts.fold),
        ("organisation that is told", found.a.parts.organisation, found.b.parts.organisation),
        ("lexicon", found.a.lexicons, found.b.lexicons),
        ("model", found.a.models, found.b.models),
        ("organisation", found.a.organisations, found.b.organisations),
        ("bundle of all that the fold goes by", found.a.rules, found.b.rules),
    ):
        if one != other:
            yield f"{what}: {', '.join(one) or NONE} → {', '.join(other) or NONE}"
    for note in found.notes:
        yield f"note: {note}"


def tables(found: Comparison, names: Mapping[str, str]) -> Iterator[Table]:
    """`names`: project id → name."""
    yield _total(found)
    if found.total.unchanged:
        return
    yield Table("by category", ["category", *_HEADER], [[key, *_row(each)] for key, each in found.by_category.items()])
    yield Table(
        "by project",
        ["project", *_HEADER],
        [[names.get(key, key) or "(company)", *_row(each)] for key, each in found.by_project.items()],
    )
    yield _incidents(found, names)
    if found.within_both:
        yield _within_both(found.within_both, names)


def _total(found: Comparison) -> Table:
    it = found.total
    rows = [
        ["alerts", f"{it.alerts_a} → {it.alerts_b}"],
        ["  gained", f"{it.alerts_gained}, of grade 2 and above {it.grave_gained}"],
        ["    opened, escalated, reopened; follow-ups", f"{it.gained_grading}; {it.gained_following}"],
        ["  lost", f"{it.alerts_lost}, of grade 2 and above {it.grave_lost}"],
        ["    opened, escalated, reopened; follow-ups", f"{it.lost_grading}; {it.lost_following}"],
        ["  re-graded", str(it.alerts_regraded)],
        ["incidents", f"{it.incidents_a} → {it.incidents_b}"],
        ["  gained, lost", f"{it.incidents_gained}, {it.incidents_lost}"],
        ["  re-graded up, down", f"{it.incidents_up}, {it.incidents_down}"],
        ["lead", f"{it.earlier} told earlier by {it.minutes_won:g} min, {it.later} later by {it.minutes_lost:g} min"],
    ]
    if found.median_lead_minutes is not None:
        rows.append(["  median", f"{found.median_lead_minutes:+g} min"])
    return Table("from A to B", ["", "A → B"], rows)


_HEADER = ["alerts A", "alerts B", "gained", "lost", "re-graded", "inc. up", "inc. down", "min. won", "min. lost"]


def _row(it: Tally) -> list[str]:
    counts = (
        it.alerts_a, it.alerts_b, it.alerts_gained, it.alerts_lost, it.alerts_regraded, it.incidents_up,
        it.incidents_down,
    )  # fmt: skip
    return [*map(str, counts), f"{it.minutes_won:g}", f"{it.minutes_lost:g}"]


def by_weight(changes: list[IncidentChange]) -> list[IncidentChange]:
    """Gained, lost, re-graded, told at another time; the gravest of each first."""
    return sorted(
        changes,
        key=lambda each: (
            _ORDER.index(each.verdict), -max(each.grade_a or 0, each.grade_b or 0), -abs(each.lead_minutes or 0.0),
            each.at_b or each.at_a, each.incident_id_b or each.incident_id_a,
        ),
    )  # fmt: skip


def weightiest(changes: list[AlertChange]) -> list[AlertChange]:
    """What says how grave something is before what follows from it, the gravest first."""
    return sorted(
        changes,
        key=lambda each: (
            each.transition not in GRADING, -(each.grade_b or each.grade_a or 0), each.change,
            each.at_b or each.at_a, each.alert_id_b or each.alert_id_a,
        ),
    )  # fmt: skip


def _incidents(found: Comparison, names: Mapping[str, str]) -> Table:
    listed = by_weight(found.incidents)[:LISTED]
    title = "incidents that change"
    if len(found.incidents) > LISTED:
        title += f" (the first {LISTED} of {len(found.incidents)}; all are in the JSON)"
    rows = [
        [
            each.verdict if each.verdict != "same" else "time",
            f"{each.grade_a or NONE} → {each.grade_b or NONE}",
            _time(each.graded_at_a), _time(each.graded_at_b),
            NONE if each.lead_minutes is None else f"{each.lead_minutes:+g}",
            names.get(each.project or "", each.project or "(company)"),
            each.headline,
        ]
        for each in listed
    ]  # fmt: skip
    title += "; lead: of the highest grade that both reached"
    return Table(title, ["", "grade", "its grade by A", "its grade by B", "lead min", "project", "what"], rows)


def _within_both(changes: list[AlertChange], names: Mapping[str, str]) -> Table:
    title = "alerts gained or lost in incidents that both tell"
    if len(changes) > LISTED:
        title += f" (the first {LISTED} of {len(changes)}; all are in the JSON)"
    rows = [
        [
            each.change,
            each.transition + (f" {each.step}" if each.step else ""),
            str(each.grade_b or each.grade_a),
            _time(each.at_b or each.at_a),
            names.get(each.project or "", each.project or "(company)"),
            each.headline,
        ]
        for each in weightiest(changes)[:LISTED]
    ]
    return Table(title, ["", "transition", "grade", "told", "project", "what"], rows)


def _span(side: Side) -> str:
    return f"{_time(side.first)} … {_time(side.last)}" if side.first else "no mentions"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else NONE
