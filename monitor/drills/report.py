"""What an exercise met and missed, for those who took part and their leaders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.company.organisation import Organisation
from monitor.drills.scenarios import Scenario, run_of
from monitor.labels import ACTIONS
from monitor.records import Alert, Deadline, Incident
from monitor.times import local
from monitor.watch.owed.steps import KINDS
from monitor.watch.ruleset import GRADES
from monitor.watch.words.categories import CATEGORY_NAMES

_MINUTE = timedelta(minutes=1)
#: what a line begins with that says what was not as it should be
MISSED = "✗"
#: other runs that are named where the one that was asked for is not there
_NAMED = 5


def _runs(scenario: Scenario, shown: Incident | Alert) -> set[datetime]:
    """The runs of this scenario that an incident or an alert quotes, by when they began."""
    return {run for each in shown.evidence if (run := run_of(scenario, each.mention_id)) is not None}


def what_was_met(
    scenario: Scenario,
    incidents: Sequence[Incident],
    alerts: Sequence[Alert],
    organisation: Organisation,
    until: datetime | None = None,
    run: datetime | None = None,
) -> Iterator[str]:
    """In Chinese, for those who took part and their leaders: detected, graded, done in time or not.

    `until`: when the records end, or now; without it the last that the incidents know of. What is due later is open.
    `run`: when the exercise began; without it the last one that was found. What an earlier one owed is not its own.
    """
    yield f"演练报告：{scenario.title}"
    runs = _by_incident(scenario, incidents, alerts)
    if run is None:
        run = max((one for each in runs.values() for one in each), default=None)
    found = sorted(
        (each for each in incidents if run in runs.get(each.incident_id, ())),
        key=lambda each: (each.opened_at, each.incident_id),
    )
    if run is None or not found:
        yield f"{MISSED} 未发现本演练的事件：监测环节未达标（信息未进入系统，或未被识别）"
        yield from _others(runs.values())
        return
    end = until or max(each.updated_at for each in found)
    yield f"演练开始 {local(run):%Y-%m-%d %H:%M}，记录截至 {local(end):%Y-%m-%d %H:%M}"
    ours = {each.incident_id for each in found}
    told = [each for each in alerts if each.incident_id in ours and run in _runs(scenario, each)]
    yield from _detected(scenario, found, told, run)
    people = _reached(told) | {each.id: each.name for each in organisation.people}
    for incident in found:
        # what is left of an earlier run is not owed by this one
        since = run if min(runs[incident.incident_id]) < run else None
        yield from _one(incident, organisation, people, since, end)


def _others(runs: Iterable[set[datetime]]) -> Iterator[str]:
    """The runs that there are, where one was asked for that is not: perhaps another was meant."""
    known = sorted({one for each in runs for one in each}, reverse=True)
    if known:
        more = f"等{len(known)}次" if len(known) > _NAMED else ""
        yield f"记录中本演练开始于：{'、'.join(f'{local(one):%Y-%m-%d %H:%M:%S}' for one in known[:_NAMED])}{more}"


def _by_incident(
    scenario: Scenario, incidents: Iterable[Incident], alerts: Iterable[Alert]
) -> dict[str, set[datetime]]:
    """The runs that each incident of an exercise met: it quotes the last of them, its alerts the others."""
    runs = {each.incident_id: _runs(scenario, each) for each in incidents if each.drill}
    for each in alerts:
        if each.incident_id in runs:
            runs[each.incident_id] |= _runs(scenario, each)
    return runs


def _one(
    incident: Incident, organisation: Organisation, people: Mapping[str, str], since: datetime | None, end: datetime
) -> Iterator[str]:
    """`people`: id → name. `since`: when this run began, where the incident has met an earlier one."""
    project = incident.subject.project
    where = organisation.name_of(project) if project else organisation.company.name
    yield ""
    yield f"事件 {incident.number}　{where}　{incident.opened_at:%Y-%m-%d %H:%M}　{incident.headline}"
    if since is not None and not _opened_since(incident, since):
        yield f"{MISSED} 此前的演练尚未关闭，本次信息并入其中：每次演练后请关闭事件（close）"
    owed = [each for each in (*incident.past_deadlines, *incident.deadlines) if since is None or each.due >= since]
    yield from (_deadline(each, end) for each in owed)
    met = sum(on_time(each) for each in owed)
    missed = sum(_missed(each, end) for each in owed)
    left = len(owed) - met - missed
    actions = [each for each in incident.actions if since is None or each.at >= since]
    yield f"小结：按时 {met} 项，未按时 {missed} 项，截至记录末未办 {left} 项；处置动作 {len(actions)} 次"
    for entry in actions:
        done = ACTIONS.get(entry.type, entry.type)
        refused = f"（未执行：{entry.refused}）" if entry.refused else ""
        yield f"　{entry.at:%m-%d %H:%M}　{people.get(entry.by, entry.by)}　{done}{refused}"


def _opened_since(incident: Incident, since: datetime) -> bool:
    return any(each.transition in ("opened", "reopened") and each.at >= since for each in incident.transitions)


def _detected(scenario: Scenario, found: Sequence[Incident], told: Sequence[Alert], run: datetime) -> Iterator[str]:
    """`told`: what was told of this run; one that is sent ahead of its time is told before it begins."""
    reached = next((each for each in told if each.grade >= scenario.grade), None)
    wanted = f"{GRADES[scenario.grade][0]}预警，{scenario.within}分钟内"
    if reached is None:
        highest = max((each.grade for each in told), default=0)
        yield f"{MISSED} 研判：应为{wanted}；实际{f'最高{GRADES[highest][0]}' if highest else '未预警'}"
    else:
        minutes = (reached.event_time - min(run, told[0].event_time)) / _MINUTE
        sign = "✓" if minutes <= scenario.within else MISSED
        yield f"{sign} 研判：应为{wanted}；实际{GRADES[reached.grade][0]}，用时{minutes:.0f}分钟"
    if scenario.categories:
        seen = list(dict.fromkeys(name for each in found for name in each.categories))
        missing = [each for each in scenario.categories if each not in seen]
        lacking = f"；缺少{_called(missing)}" if missing else ""
        yield f"{MISSED if missing else '✓'} 类别：{_called(seen)}{lacking}"
    people = _reached(told)
    yield f"{'✓' if people else MISSED} 预警送达对象：{'、'.join(people.values()) or '无登记人员'}"


def _reached(told: Iterable[Alert]) -> dict[str, str]:
    """Whom the alerts went to: id → name."""
    return {person.person: person.name for each in told for person in each.route}


def _called(categories: Iterable[str]) -> str:
    return "、".join(CATEGORY_NAMES.get(each, each) for each in categories)


def on_time(deadline: Deadline) -> bool:
    return deadline.met_at is not None and deadline.met_at <= deadline.due


def _missed(deadline: Deadline, end: datetime) -> bool:
    """Done too late, or not at all though it was due by then."""
    return not on_time(deadline) and (
        deadline.met_at is not None or deadline.due <= end or deadline.status == "overdue"
    )


def _deadline(deadline: Deadline, end: datetime) -> str:
    name, due = KINDS[deadline.step].name, f"{deadline.due:%m-%d %H:%M}"
    if deadline.met_at is None and _missed(deadline, end):
        return f"{MISSED} {name}：应于{due}前，未完成，已逾期"
    if deadline.met_at is None:
        return f"· {name}：应于{due}前，未到期，至{local(end):%m-%d %H:%M}未办"
    late = "" if on_time(deadline) else f"，逾期{(deadline.met_at - deadline.due) / _MINUTE:.0f}分钟"
    return f"{MISSED if late else '✓'} {name}：应于{due}前，{deadline.met_at:%m-%d %H:%M}完成{late}"
