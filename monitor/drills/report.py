"""What an exercise met and missed, for those who took part and their leaders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.company.organisation import Organisation
from monitor.drills.scenarios import Scenario
from monitor.labels import ACTIONS
from monitor.records import Alert, Deadline, Incident
from monitor.times import local
from monitor.watch.owed.steps import KINDS
from monitor.watch.ruleset import GRADES
from monitor.watch.words.categories import CATEGORY_NAMES

_MINUTE = timedelta(minutes=1)


def mine(scenario: Scenario, incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents of runs of this scenario."""
    mark = f":drill-{scenario.name}-"
    found = [
        each for each in incidents if each.drill and any(mark in evidence.mention_id for evidence in each.evidence)
    ]
    return sorted(found, key=lambda each: (each.opened_at, each.incident_id))


def what_was_met(
    scenario: Scenario,
    incidents: Sequence[Incident],
    alerts: Sequence[Alert],
    organisation: Organisation,
    until: datetime | None = None,
) -> Iterator[str]:
    """In Chinese, for those who took part and their leaders: detected, graded, done in time or not.

    `until`: when the records end, or now; without it the last that the incidents know of. What is due later is open.
    """
    yield f"演练报告：{scenario.title}"
    found = mine(scenario, incidents)
    if not found:
        yield "未发现本演练的事件：监测环节未达标（信息未进入系统，或未被识别）"
        return
    ours = {each.incident_id for each in found}
    end = until or max(each.updated_at for each in found)
    yield f"记录截至 {local(end):%Y-%m-%d %H:%M}"
    told = [each for each in alerts if each.incident_id in ours]
    yield from _detected(scenario, found, told)
    people = _reached(told) | {each.id: each.name for each in organisation.people}
    for incident in found:
        yield from _one(incident, organisation, people, end)


def _one(incident: Incident, organisation: Organisation, people: Mapping[str, str], end: datetime) -> Iterator[str]:
    """`people`: id → name."""
    project = incident.subject.project
    where = organisation.name_of(project) if project else organisation.company.name
    yield ""
    yield f"事件 {incident.number}　{where}　{incident.opened_at:%Y-%m-%d %H:%M}　{incident.headline}"
    owed = [*incident.past_deadlines, *incident.deadlines]
    yield from (_deadline(each, end) for each in owed)
    met = sum(on_time(each) for each in owed)
    missed = sum(_missed(each, end) for each in owed)
    left = len(owed) - met - missed
    yield f"小结：按时 {met} 项，未按时 {missed} 项，截至记录末未办 {left} 项；处置动作 {len(incident.actions)} 次"
    for entry in incident.actions:
        done = ACTIONS.get(entry.type, entry.type)
        refused = f"（未执行：{entry.refused}）" if entry.refused else ""
        yield f"　{entry.at:%m-%d %H:%M}　{people.get(entry.by, entry.by)}　{done}{refused}"


def _detected(scenario: Scenario, found: Sequence[Incident], told: Sequence[Alert]) -> Iterator[str]:
    reached = next((each for each in told if each.grade >= scenario.grade), None)
    wanted = f"{GRADES[scenario.grade][0]}预警，{scenario.within}分钟内"
    if reached is None:
        yield f"✗ 研判：应为{wanted}；实际最高{GRADES[max(each.peak_grade for each in found)][0]}"
    else:
        minutes = (reached.event_time - min(each.first_seen for each in told)) / _MINUTE
        sign = "✓" if minutes <= scenario.within else "✗"
        yield f"{sign} 研判：应为{wanted}；实际{GRADES[reached.grade][0]}，用时{minutes:.0f}分钟"
    if scenario.categories:
        seen = list(dict.fromkeys(name for each in found for name in each.categories))
        missing = [each for each in scenario.categories if each not in seen]
        lacking = f"；缺少{_called(missing)}" if missing else ""
        yield f"{'✗' if missing else '✓'} 类别：{_called(seen)}{lacking}"
    people = _reached(told)
    yield f"{'✓' if people else '✗'} 预警送达对象：{'、'.join(people.values()) or '无登记人员'}"


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
        return f"✗ {name}：应于{due}前，未完成，已逾期"
    if deadline.met_at is None:
        return f"· {name}：应于{due}前，未到期，至{local(end):%m-%d %H:%M}未办"
    late = "" if on_time(deadline) else f"，逾期{(deadline.met_at - deadline.due) / _MINUTE:.0f}分钟"
    return f"{'✗' if late else '✓'} {name}：应于{due}前，{deadline.met_at:%m-%d %H:%M}完成{late}"
