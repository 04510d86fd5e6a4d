"""What comes first now: hours after the alarm that is what is still open, not what was first when it was raised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.records import ActionEntry, Reason, Transition
from monitor.watch.attested import hearsay, wording
from monitor.watch.checkpoint.state import Clock, IncidentState
from monitor.watch.joining import besides, danger
from monitor.watch.owed import pages, steps
from monitor.watch.words import safe

#: these look at it or judge it, and deal with nothing
_NO_DEED = frozenset({"reveal", "reopen", "relabel"})
#: in front of every first step of an exercise: nobody calls an ambulance because a message says so
EXERCISE = "演练中（不拨打外部电话）："
#: no site is known to send anybody to
WHERE = "先查明是哪个项目，通知现场救援排险"
DENIED = "引用官方通报澄清，其余情况照常处置"
OLD = "疑似旧闻：先核实原事件的日期和处置结果，备好说明，不转发"
NOBODY = "至今无人确认：立即指定责任人核实处置"
GUESSED = "先核实：致电发布者和现场，属实即拨打120/119/110并到场"
PAST = "联系伤者和家属，保全监控，核实是否已上报"
#: what happened so long before is not going on
LONG_PAST = timedelta(hours=48)
_TREATED = re.compile(
    r"法医鉴定|伤情鉴定|轻伤[一二]级|鉴定为|(?:已经?|刚)?出院|住院至今|[做动]了?(?:两次|一次|大)?手术"
)
#: more people are in danger by what is told now, or another danger
_IN_DANGER = frozenset({"urgent_now", "trapped_now", "one_more_now", "casualty_now", "still_now", besides.RULE})
_ALARMS = frozenset({"opened", "reopened", "escalated"})
GOES_ON = "跟进新增情况；"
#: what is due later than that is not what people are up for
SOON = timedelta(hours=24)
NOTHING_OPEN = "各项时限已办：跟进新增情况，平息后关闭"


def first(
    transition: Transition, incident: IncidentState, opening: str, at: datetime, why: Sequence[Reason] = ()
) -> str:
    """In one line; `opening`: the playbook's first step at this grade; `why`: what it is told for, the newest first."""
    if hearsay.debunked(incident):
        return opening
    if incident.gist.old and transition in _ALARMS:
        return OLD
    if incident.gist.late:
        return f"迟发现（{_day(incident.first_seen, at)}发布）：先核实现状和处置结果"
    denied = hearsay.denial_stands(incident) and incident.gist.grave and incident.gist.solid < 3
    if denied and not danger.lasts(incident):
        return DENIED
    if transition == "opened" and _only_guessed(incident):
        return GUESSED
    if incident.subject.project is None and incident.matter == "safety" and transition in _ALARMS:
        return opening if pages.of_shares(incident) and not incident.gist.urgent else WHERE
    if transition in _ALARMS and _long_past(incident, at):
        return PAST
    later = transition in ("reminded", "deescalated") and not _calls(incident, why)
    # a crowd is more than whoever is there can settle: its page calls the police and the company
    crowd = wording.top_categories(incident)[:1] == [pages.COLLECTIVE]
    there = transition == "escalated" and incident.grade == 3 and _somebody_came(incident) and not crowd
    return _still_open(incident, at) if later or there else opening


def _calls(incident: IncidentState, why: Sequence[Reason]) -> bool:
    """Somebody has to go there for what is told now; that comes before who has to confirm it."""
    rule = why[0].rule if why else ""
    if rule == pages.ACTS_TOGETHER:
        # who is hurt goes before who gathers about it
        return "casualty" not in incident.categories and not _somebody_came(incident)
    # 已送医: nobody calls an ambulance for whoever is there by then
    over = rule == "casualty_now" and danger.last_end(incident) is not None
    return rule in _IN_DANGER and not over


def _long_past(incident: IncidentState, at: datetime) -> bool:
    """All that is told of harm is dated days ago: no ambulance is needed for what a doctor has treated since."""
    if incident.grade != 3 or incident.gist.urgent or not incident.accounts or pages.against_a_person(incident):
        return False
    dated = all(each.spans and max(end for _, end in each.spans) <= at - LONG_PAST for each in incident.accounts)
    return dated or any(_TREATED.search(each.evidence.quote) for each in incident.quotes[:1])


def _only_guessed(incident: IncidentState) -> bool:
    """That somebody came to harm rests on how one person words it, and on no word of risk at all."""
    if incident.grade != 3 or incident.matter != "safety" or incident.gist.urgent or incident.mentions > 1:
        return False
    one = next(iter(incident.members.values()))
    seen = one.complaint or one.first_hand or one.official_media or one.government
    # who may be dying is not verified first, unless that is only heard of
    dying = not hearsay.in_doubt(one) and any(safe.is_dying(each.evidence.quote) for each in incident.quotes)
    return one.worded and not seen and not dying and not any(each.evidence.hits for each in incident.quotes)


def _day(day: datetime, at: datetime) -> str:
    """With its year, unless that is the present one: three years ago must not read as last week."""
    year = "" if day.year == at.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _somebody_came(incident: IncidentState) -> bool:
    return any(steps.ON_SITE in each.done for each in _done(incident))


def _still_open(incident: IncidentState, at: datetime) -> str:
    owed = sorted((clock.due, step) for step, clock in _owed(incident))
    # what is small need not be taken up at once
    in_time = incident.grade == 1 and bool(owed) and owed[0][0] > at
    if not in_time and not any(_done(incident)):
        return NOBODY
    if not owed:
        return NOTHING_OPEN
    due, step = owed[0]
    kind = steps.KINDS[step]
    if due <= at:
        return kind.remedy
    return f"{GOES_ON if due - at > SOON else ''}{moment(due, at)}前{kind.todo}"


def _done(incident: IncidentState) -> Iterator[ActionEntry]:
    """What people have done since it was opened, or opened again."""
    since = incident.course.since
    return (
        each
        for each in incident.actions
        if each.refused is None and each.type not in _NO_DEED and (since is None or each.at >= since)
    )


def _owed(incident: IncidentState) -> Iterator[tuple[str, Clock]]:
    return ((step, clock) for step, clock in incident.course.clocks.items() if clock.met is None)


def moment(due: datetime, at: datetime) -> str:
    return f"{due:%H:%M}" if due.date() == at.date() else f"{due.month}月{due.day}日{due:%H:%M}"
