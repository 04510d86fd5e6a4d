"""The report of a replay: one self-contained page in Chinese that a leader reads, from the figures and incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jinja2 import Environment, StrictUndefined

from monitor.labels import ACTIONS, REASONS, SOURCES, TRANSITIONS, as_it_stands, category_names, source_name
from monitor.records import ActionEntry, Alert, Evidence, Incident, Place
from monitor.replays.charts import chart
from monitor.replays.handling import recurring, responses
from monitor.replays.outcome import Names, Outcome, Story
from monitor.replays.weeks import date_of
from monitor.watch.owed.steps import KINDS
from monitor.watch.ruleset import GRADES
from monitor.watch.words.categories import CATEGORY_NAMES

#: incidents told one by one; the others are in incidents.jsonl
SHOWN = 200
#: incidents named at the top
FOREMOST = 3
#: rows of the register of small matters, and quotes of praise
RECURRING, PRAISE = 12, 8
_STATUS = {"open": "待处置", "acknowledged": "处置中", "closed": "已关闭"}
_UNITS = {"hour": "小时", "day": "天", "week": "周", "month": "月", "year": "年"}
_REASONS = {**REASONS, "unreadable_timeline": "时间线记录无法读取", "fold_failed": "汇总失败"}


def render(outcome: Outcome, stories: Sequence[Story], names: Names, template: str) -> str:
    """HTML of the page. `stories`: the gravest incidents first, at most SHOWN; `template`: its Jinja source.

    Nothing but the arguments goes in, no time of day either: the same replay gives the same bytes.
    """
    told = [_story(story, names) for story in stories]
    counted = [each for each in outcome.reported() if not each.drill and not each.goes_on_elsewhere]
    real = [each for each in told if not each["incident"].drill]
    return (
        _environment(outcome)
        .from_string(template)
        .render(
            outcome=outcome,
            names=names,
            grades={grade: name for grade, (name, _) in GRADES.items() if grade},
            incidents=_incidents(outcome, len(stories)),
            real=real,
            foremost=_foremost(real),
            worst=max((each["incident"].peak_grade for each in real), default=0),
            standing=max((each["incident"].grade for each in real if each["incident"].status != "closed"), default=0),
            grave=[each for each in told if each["incident"].peak_grade >= 2],
            mild=[each for each in told if each["incident"].peak_grade < 2],
            chart=chart(outcome.hours, outcome.negative_hours, outcome.alarms),
            units=_UNITS,
            change=outcome.days.change(outcome.real()),
            date=date_of,
            category=lambda code: CATEGORY_NAMES.get(code, code),
            project=lambda key: names.projects.get(key, key) if key else f"{names.company}（公司）",
            responses=responses(counted),
            recurring=recurring(counted)[:RECURRING],
            praise=[(each, _source(each.source)) for each in outcome.voices.best(PRAISE)],
            praised=outcome.voices.praised.total(),
            lost=[(each, _source(each.source)) for each in outcome.voices.lost],
            sources=_sources(outcome),
            projects=_projects(outcome, names),
            dead=[(_REASONS.get(reason, reason), reason, count) for reason, count in sorted(outcome.dead.items())],
            ruleset=next((story.incident.ruleset for story in stories), None),
        )
    )


def _foremost(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a leader reads first: the gravest, behind it what has turned out to be nothing (found false, denied)."""
    grave = [each for each in told if each["incident"].peak_grade >= 2]
    return sorted(grave, key=lambda each: each["incident"].grade < 2)[:FOREMOST]


def _environment(outcome: Outcome) -> Environment:
    """How the page writes times, categories and figures."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "time": lambda at: _time(at, outcome),
        "categories": category_names,
        "number": lambda value: f"{value:,}",
        "percent": lambda value: f"{value:.1f}%",
        "span": span,
    }
    return environment


def _incidents(outcome: Outcome, shown: int) -> dict[str, Any]:
    """Counts of the window's incidents by their highest grade; exercises apart."""
    peaks: Counter[int] = Counter()
    unfinished = drills = 0
    for incident in outcome.reported():
        if incident.goes_on_elsewhere:
            continue
        if incident.drill:
            drills += 1
            continue
        peaks[incident.peak_grade] += 1
        unfinished += incident.status != "closed"
    total = peaks.total() + drills
    return {
        "peaks": {grade: peaks[grade] for grade in (4, 3, 2, 1)},
        "total": peaks.total(),
        "open": unfinished,
        "drills": drills,
        "hidden": total - shown,
    }


def _story(story: Story, names: Names) -> dict[str, Any]:
    incident, turn, latest = story.incident, _turning(story), _latest(story)
    return {
        "incident": incident,
        "status": _STATUS[incident.status],
        "where": _where(incident, names),
        "marks": [mark for mark, on in _marks(incident, story.alerts) if on],
        "why": [reason.text for reason in turn.why] if turn else [],
        "first_step": latest.first_step if latest else "",
        "advice": latest.advice if latest else [],
        "quotes": [_quote(each) for each in incident.evidence],
        "platforms": "、".join(SOURCES.get(code, code) for code in incident.scope.platforms),
        "course": _course(story, names),
        "deadlines": [
            (each, _step(each.step))
            for each in sorted((*incident.past_deadlines, *incident.deadlines), key=lambda each: each.due)
        ],
        "told": bool(story.alerts),
    }


def _course(story: Story, names: Names) -> list[dict[str, Any]]:
    """What was told and what was done, in one order; an action on two incidents that became one is told once."""
    entries = [
        {
            "at": alert.event_time,
            "grade": alert.grade,
            "by": "",
            "what": TRANSITIONS[alert.transition],
            "words": alert.change,
            "refused": None,
        }
        for alert in story.alerts
    ]
    done: dict[tuple[str, str, datetime, str | None], ActionEntry] = {}
    for action in story.incident.actions:
        known = done.setdefault((action.type, action.by, action.at, action.note), action)
        if known.refused and not action.refused:
            done[action.type, action.by, action.at, action.note] = action
    entries += [
        {
            "at": each.at,
            "grade": None,
            "by": names.people.get(each.by, each.by),
            "what": ACTIONS.get(each.type, each.type),
            "words": each.note or "",
            "refused": each.refused,
        }
        for each in done.values()
    ]
    return sorted(entries, key=lambda entry: entry["at"])


def _turning(story: Story) -> Alert | None:
    """The alert that first told the highest grade: its reasons are the ones to know."""
    told = [each for each in story.alerts if each.transition not in ("closed", "overdue", "reminded")]
    return max(reversed(told), key=lambda each: each.grade, default=None)


def _latest(story: Story) -> Alert | None:
    """The last alert that says what to do about the matter as it has become, not of one step or its end."""
    told = [each for each in story.alerts if each.transition not in ("closed", "overdue")]
    return told[-1] if told else None


def _where(incident: Incident, names: Names) -> str:
    project = incident.subject.project
    name = names.company if project is None else names.projects.get(project, project)
    return f"{name}{_place(incident.place)}"


def _place(place: Place | None) -> str:
    return "".join(filter(None, (place.building, place.unit, place.lift))) if place else ""


def _marks(incident: Incident, alerts: Sequence[Alert]) -> tuple[tuple[str, bool], ...]:
    return (
        ("演练", incident.drill),
        ("危及生命", incident.urgent),
        ("重大舆情", incident.disclosure == "重大"),
        (incident.confirmed, True),
        ("迟发现", bool(alerts) and alerts[-1].late_found),
        ("待认领", incident.subject.unplaced),
    )


def _quote(evidence: Evidence) -> dict[str, Any]:
    url = evidence.url or ""
    return {
        "parts": marked(as_it_stands(evidence), evidence.hits),
        "source": source_name(evidence.mention_id),
        # whoever wrote the post wrote its address: nothing but a web page is linked
        "url": url if url.startswith(("https://", "http://")) and "*" not in url else None,
        "id": evidence.mention_id,
        "lies": f"{evidence.topic}[{evidence.partition}]:{evidence.offset}",
    }


def marked(quote: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The quote in pieces, and whether each is one of the deciding words."""
    pieces: list[tuple[str, bool]] = []
    start = at = 0
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    while at < len(quote):
        word = next((each for each in wanted if quote.startswith(each, at)), None)
        if word is None:
            at += 1
            continue
        pieces += [(quote[start:at], False), (word, True)]
        start = at = at + len(word)
    return [piece for piece in [*pieces, (quote[start:], False)] if piece[0]]


def _step(code: str) -> str:
    return KINDS[code].name if code in KINDS else code


def _source(code: str) -> str:
    return SOURCES.get(code, code)


def span(minutes: float | None) -> str:
    """Minutes as people say them."""
    if minutes is None:
        return "–"
    if minutes < 120:
        return f"{minutes:.0f} 分钟"
    return f"{minutes / 60:.1f} 小时" if minutes < 48 * 60 else f"{minutes / 1440:.1f} 天"


def _sources(outcome: Outcome) -> list[tuple[str, Any]]:
    ordered = sorted(outcome.sources.items(), key=lambda pair: (-pair[1].mentions, pair[0]))
    return [(SOURCES.get(code, code), share) for code, share in ordered]


def _projects(outcome: Outcome, names: Names) -> list[dict[str, Any]]:
    """Those with the gravest matters first."""
    peaks: dict[str, Counter[int]] = {}
    for incident in outcome.reported():
        if not incident.drill and not incident.goes_on_elsewhere:
            peaks.setdefault(incident.subject.project or "", Counter())[incident.peak_grade] += 1
    rows = [
        {
            "name": names.projects.get(key, key) if key else f"{names.company}（公司）",
            "mentions": outcome.projects[key],
            "peaks": {grade: peaks.get(key, Counter())[grade] for grade in (4, 3, 2, 1)},
        }
        for key in sorted({*outcome.projects, *peaks})
    ]
    return sorted(rows, key=lambda row: ([-row["peaks"][grade] for grade in (4, 3, 2, 1)], -row["mentions"]))


def _time(at: datetime, outcome: Outcome) -> str:
    """Without the year where the whole report lies in one."""
    ends = {end.year for end in (outcome.first, outcome.last) if end is not None}
    return f"{at:%m-%d %H:%M}" if ends == {at.year} else f"{at:%Y-%m-%d %H:%M}"
