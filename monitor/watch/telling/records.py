"""From an incident's state to the records that others read: its alert and its current state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from monitor import ids
from monitor.company.organisation import Organisation
from monitor.company.playbooks import Playbook
from monitor.company.routing import Matter, route
from monitor.records import (
    Alert,
    Deed,
    Incident,
    LessonShown,
    Reason,
    Recipient,
    Scope,
    Statement,
    Transition,
    TransitionEntry,
)
from monitor.watch.attested import confirmation, evidence, toll, wording
from monitor.watch.bundle import Rulebook
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import IncidentState, Member, Quote
from monitor.watch.grades import trending
from monitor.watch.grades.facts import Case
from monitor.watch.grades.grading import arranged, disclosed
from monitor.watch.joining import besides, danger
from monitor.watch.owed import clocks, nextstep, pages, silences, steps
from monitor.watch.ruleset import GRADES
from monitor.watch.telling.heading import DRILL, Aside, headline, subject_name
from monitor.watch.words.categories import stated

Disclosure = Literal["一般", "重大"]

#: what is left to do about what is closed: nobody is to be sent out any more
CLOSED_STEP = "事件已关闭：安排回访，归档处置经过"
CLOSED_ADVICE = (
    "回访当事业主，确认问题已解决",
    "整理时间线、证据与各步处置用时，写明原因与改进措施",
    "如再次出现，原事件将自动重新打开",
)
#: transitions whose reasons are those of the grade
_JUDGED = frozenset({"opened", "escalated", "deescalated", "reopened"})
#: deeds that show who is at work on it, and how many of them an alert tells
_AT_WORK = frozenset(
    {
        "acknowledge", "assign", "arrived", "respond", "reply", "verify", "statement", "announce", "file", "result",
        "callback", "activate",
    }
)  # fmt: skip
HANDLING_TOLD = 8
#: transitions kept in the state; older ones are on alerts.v1
TRANSITIONS_KEPT = 50


def tell(
    case: Case,
    book: Rulebook,
    transition: Transition,
    before: int,
    why: list[Reason],
    cause: str,
    at: datetime,
    *,
    overdue: Mapping[str, int],
    about: Quote | None = None,
    aside: Aside | None = None,
) -> Alert:
    """Number the transition, note it in the incident and make its alert; `at` is the event time.

    `overdue`: step → how often it is told now; each time it climbs a level further. `about`: the words that it is told
    for, where those are not the gravest; they come first, with the place that they name.
    `aside`: what the headline says of the event, where those words say nothing of it.
    """
    incident = case.incident
    alert_id = _note(incident, transition, why, at)
    lapsed = _lapsed(incident, overdue, at)
    new = incident.members.get(about.evidence.mention_id) if about is not None else None
    standing = _as_it_stands(case, book, at)
    return Alert(
        **standing | _of_this_alert(why, new),
        **_to_do(incident, book, transition, at, next(iter(overdue), None), why),
        **_words(incident, book, about, aside, lapsed),
        **_steps(overdue, lapsed),
        alert_id=alert_id,
        transition=transition,
        grade_name=GRADES[incident.grade][0],
        colour=GRADES[incident.grade][1],
        late_found=late_found(incident),
        change=wording.change(transition, incident, before, incident.grade, cause, by_somebody=_done_by_hand(why)),
        why=why,
        first_seen=incident.first_seen,
        route=_told_to(case, book, transition, before, at, overdue, standing["disclosure"]),
        silenced=silences.silenced(incident, wording.top_categories(incident), at),
        event_time=at,
        handling=handling(incident, book.organisation),
        basis=("" if new is None else confirmation.basis_of(new)) + confirmation.basis(incident),
    )


def _done_by_hand(why: Iterable[Reason]) -> bool:
    return any(each.rule == "action" for each in why)


def _words(
    incident: IncidentState, book: Rulebook, about: Quote | None, aside: Aside | None, lapsed: str
) -> dict[str, Any]:
    """What it quotes, under which headline, of which place."""
    quotes = _first(about, incident.quotes)
    place = incident.place if about is None else evidence.said_at(incident, about)
    return {
        "place": place,
        "headline": headline(incident, book, lapsed, quotes=quotes, place=place, aside=aside),
        "evidence": [quote.evidence for quote in quotes],
    }


def _steps(overdue: Mapping[str, int], lapsed: str) -> dict[str, Any]:
    """The steps that lapse, the most pressing first and by itself."""
    return {
        "step": next(iter(overdue), None),
        "times": next(iter(overdue.values()), 0),
        "steps": list(overdue),
        "lapsed": lapsed,
    }


def _of_this_alert(why: list[Reason], new: Member | None) -> dict[str, Any]:
    """What may be another event, or more harm, is as sure as whoever says so."""
    found: dict[str, Any] = {}
    if new is not None and why and why[0].rule in (besides.RULE, toll.RULE, "casualty_now"):
        found["confirmed"] = confirmation.of(new)
    return found


def _note(incident: IncidentState, transition: Transition, why: list[Reason], at: datetime) -> str:
    """In the incident; the id of its alert."""
    incident.told += 1
    incident.updated_at = max(incident.updated_at, at)
    alert_id = ids.alert_id(incident.incident_id, transition, incident.grade, incident.told)
    entry = TransitionEntry(transition=transition, grade=incident.grade, at=at, alert_id=alert_id)
    incident.transitions = [*incident.transitions, entry][-TRANSITIONS_KEPT:]
    if transition in _JUDGED:
        incident.spread.why = [each for each in why if each.rule != "coordinated"]
        incident.spread.usual = 0
    return alert_id


def _as_it_stands(case: Case, book: Rulebook, at: datetime) -> dict[str, Any]:
    """What its alerts and its state say alike."""
    incident = case.incident
    return {
        "incident_id": incident.incident_id,
        "number": ids.spoken_number(incident.incident_id),
        "subject": incident.subject,
        "grade": incident.grade,
        "categories": wording.top_categories(incident),
        "scope": scope(case),
        "disclosure": disclosure(case),
        "urgent": urgent(incident),
        "confirmed": confirmation.confirmed(incident),
        "trend": trending.trend(case, at),
        "drill": incident.drill,
        "deadlines": clocks.deadlines(incident),
        "related": incident.related,
        "ruleset": book.digest,
    }


def _to_do(
    incident: IncidentState, book: Rulebook, transition: Transition, at: datetime, step: str | None, why: list[Reason]
) -> dict[str, Any]:
    """What is to be done first, then, and said."""
    sensitive = book.organisation.sensitive_at(incident.subject.project, at)
    playbook = pages.page(incident, book, urgent=urgent(incident), sensitive=sensitive)
    speaks = transition in _JUDGED and incident.grade >= 2
    return {
        "first_step": (nextstep.EXERCISE if incident.drill else "")
        + _first_step(transition, incident, playbook, book, step, at, why),
        "advice": list(CLOSED_ADVICE if transition == "closed" else playbook.advice),
        "statement": _statement(incident, book, wording.top_categories(incident)) if speaks else None,
    }


def _told_to(
    case: Case,
    book: Rulebook,
    transition: Transition,
    before: int,
    at: datetime,
    overdue: Mapping[str, int],
    disclosed: Disclosure,
) -> list[Recipient]:
    """Whoever was woken for it hears that it is less."""
    grade = max(case.incident.grade, before) if transition == "deescalated" else case.incident.grade
    climb = max(overdue.values(), default=0)
    return _route(case.incident, book, transition, grade, at, climb=climb, disclosure=disclosed)


def _route(
    incident: IncidentState,
    book: Rulebook,
    transition: Transition,
    grade: int,
    at: datetime,
    *,
    climb: int = 0,
    disclosure: Disclosure = "一般",
) -> list[Recipient]:
    matter = Matter(
        incident.subject,
        grade,
        # whoever was woken for it hears that it is closed
        urgent=danger.endangers(incident),
        transition=transition,
        climb=climb,
        categories=wording.top_categories(incident),
        sources=sorted(incident.platforms),
        sensitive=book.organisation.sensitive_at(incident.subject.project, at),
        disclosure=disclosure,
        arranged=incident.gist.coordination.found,
    )
    return route(book.organisation, matter, at)


def reaches_further(incident: IncidentState, book: Rulebook, times: int, at: datetime) -> bool:
    """Whether a step that is told so often now reaches anybody whom it did not reach the time before."""
    now, before = (
        {each.person for each in _route(incident, book, "overdue", incident.grade, at, climb=climb)}
        for climb in (times, times - 1)
    )
    return not now <= before


def handling(incident: IncidentState, organisation: Organisation) -> list[Deed]:
    """Of each person the last deed of each kind; what was done before it was opened again is no answer to that."""
    again = max((each.at for each in incident.transitions if each.transition == "reopened"), default=None)
    latest = {
        (each.type, each.by): each
        for each in incident.actions
        if (again is None or each.at >= again) and each.type in _AT_WORK and each.refused is None
    }
    told = sorted(latest.values(), key=lambda each: (each.at, each.id))[-HANDLING_TOLD:]
    return [
        Deed(type=each.type, by=_name(each.by, organisation) or each.by, at=each.at, to=_name(each.to, organisation))
        for each in told
    ]


def _name(whom: str | None, organisation: Organisation) -> str | None:
    """Of somebody of the organisation, or an office that things are filed to; other words are nobody's to repeat."""
    person = organisation.person(whom) if whom else None
    return person.name if person else whom if whom in ("company", "authority") else None


def show(case: Case, book: Rulebook, lesson: LessonShown | None = None) -> Incident:
    """The incident as it stands."""
    incident, at = case.incident, case.now
    return Incident(
        **_as_it_stands(case, book, at),
        status=incident.status,
        peak_grade=incident.peak_grade,
        headline=headline(incident, book),
        place=incident.place,
        opened_at=incident.opened_at,
        updated_at=at,
        closed_at=incident.closed_at,
        evidence=[quote.evidence for quote in incident.quotes],
        actions=incident.actions,
        transitions=incident.transitions,
        why=[*incident.spread.why, *arranged(case)],
        copies=copies.shown(incident),
        merged_into=incident.spread.merged_into,
        merged_from=incident.spread.merged_from,
        traced_to=incident.spread.traced_to,
        assigned=incident.course.assigned,
        activated_at=incident.course.activated_at,
        silence=incident.course.silence,
        past_deadlines=clocks.past(incident),
        lesson=lesson,
        review=incident.course.review,
    )


def _closed_step(incident: IncidentState, organisation: Organisation) -> str:
    merged, traced = incident.spread.merged_into, incident.spread.traced_to
    if traced is not None:
        return f"已转由{organisation.name_of(traced)}的事件处置，请在该事件中跟进"
    return CLOSED_STEP if merged is None else f"已并入事件 {ids.spoken_number(merged)}，请在该事件中处置"


def _lapsed(incident: IncidentState, overdue: Mapping[str, int], at: datetime) -> str:
    """What nobody has done, and by when it had to be done."""
    if not overdue:
        return ""
    names = "、".join(steps.KINDS[each].name for each in overdue)
    due = min(incident.course.clocks[each].due for each in overdue)
    return f"{names}逾期：应于{nextstep.moment(due, at)}前"


def _first(about: Quote | None, quotes: list[Quote]) -> list[Quote]:
    """As many as before, beginning with those words; what they are said of stays to be read beside them."""
    if about is None:
        return quotes
    others = [each for each in quotes if each.evidence.mention_id != about.evidence.mention_id]
    return [about, *others][: max(2, len(quotes))]


def _statement(incident: IncidentState, book: Rulebook, categories: list[str]) -> Statement | None:
    draft = pages.draft(incident, book, categories, urgent=urgent(incident))
    if draft is None:
        return None
    filled = draft.filled(
        subject=subject_name(incident.subject, book),
        time=f"{incident.first_seen.month}月{incident.first_seen.day}日",
        matter=stated(categories),
    )
    facts = f"【{DRILL}】{filled.facts}" if incident.drill else filled.facts
    return Statement(facts=facts, measures=filled.measures, progress=filled.progress, position=filled.position)


def _first_step(
    transition: Transition,
    incident: IncidentState,
    playbook: Playbook,
    book: Rulebook,
    step: str | None,
    at: datetime,
    why: list[Reason],
) -> str:
    if transition == "closed":
        return _closed_step(incident, book.organisation)
    if step is not None:
        return steps.KINDS[step].remedy
    return nextstep.first(transition, incident, pages.opening(incident, book, playbook, why), at, why)


def disclosure(case: Case) -> Disclosure:
    """重大 where a rule of disclosure says so."""
    return "重大" if disclosed(case) is not None else "一般"


def to_be_filed(incident: IncidentState, book: Rulebook, at: datetime) -> bool:
    """In a sensitive window the company hears within the hour of what is collective, may draw media or is grave."""
    exposed = incident.grade >= 3 or bool(EXPOSED & set(incident.categories))
    return exposed and book.organisation.sensitive_at(incident.subject.project, at)


#: matters that may draw media or move the share price
EXPOSED = frozenset({"market", "media", "collective", "casualty"})


def urgent(incident: IncidentState) -> bool:
    """Somebody is in danger now; never of what is closed or told as a small matter."""
    return incident.open and danger.endangers(incident)


def late_found(incident: IncidentState) -> bool:
    """Nothing about it was found in its own time."""
    return incident.gist.late


def scope(case: Case) -> Scope:
    incident = case.incident
    return Scope(
        mentions=incident.mentions,
        people=incident.voices,
        complaints=incident.complaints,
        platforms=sorted(incident.platforms),
        reach=incident.reach,
        negative_share=round(incident.negatives / incident.mentions, 3) if incident.mentions else 0.0,
        coordinated=case.coordination.found,
        rumour=confirmation.confirmed(incident) == "传闻",
        copies=copies.count(incident),
    )
