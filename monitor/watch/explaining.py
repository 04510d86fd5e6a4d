"""A decision retold: every rule at the moment of an alert, what it saw and what it asks for, held or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from monitor.demo.labels import TRANSITIONS
from monitor.errors import YuqingError
from monitor.records import Alert
from monitor.times import local
from monitor.watch.categories import CATEGORY_NAMES
from monitor.watch.facts import Case
from monitor.watch.grading import GRADES, Verdict, evaluate

#: what a rule's words are called
WORDS = {
    "level": "单条级别",
    "categories": "类别",
    "sources": "来源",
    "credible": "可信",
    "credibility": "可信度",
    "hearsay": "听说或转述",
    "first_hand": "第一手",
    "official_media": "官方媒体",
    "government": "政府部门",
    "complaint": "投诉",
    "negative": "负面",
    "urgent": "危及生命",
    "unplaced": "未对应到项目",
    "reach": "触达人数",
    "crowd": "文中人数",
    "subjects_named": "涉及项目数",
    "mentions": "条数",
    "people": "人数",
    "complaints": "投诉件数",
    "platforms": "平台数",
    "copies": "雷同条数",
    "independent_people": "独立发布者",
    "people_on_one_thing": "反映同一事项的人数",
    "households_share": "达到户数比例的人数",
    "negative_share": "负面占比",
    "burst": "高出平日（标准差）",
    "matters": "事项",
    "projects": "范围",
    "kinds": "项目类型",
    "sensitive": "敏感期",
    "coordinated": "疑似有组织",
    "corroborated": "已有佐证",
    "denied": "已辟谣",
    "verified": "已核实属实",
    "late_found": "迟发现",
    "grade": "事件级别",
}
#: shorter beginnings of an id name too much
LEAST_PREFIX = 4
#: alerts that an answer lists
_LISTED = 8
_DECIDING = frozenset({"opened", "escalated", "deescalated", "reopened"})


def resolve(asked: str, alerts: Iterable[Alert]) -> str:
    """The id of the alert meant by an id, its beginning, or a number: of a number the last one that decided a grade.

    What nothing is known of comes back as it is. Raises YuqingError where several may be meant.
    """
    known = list(alerts)
    if any(each.alert_id == asked for each in known):
        return asked
    numbered = [each for each in known if _digits(each.number) == _digits(asked)]
    if numbered:
        deciding = [each for each in numbered if each.transition in _DECIDING]
        return (deciding or numbered)[-1].alert_id
    begun = [each for each in known if len(asked) >= LEAST_PREFIX and each.alert_id.startswith(asked)]
    if len(begun) > 1:
        listed = ", ".join(f"{each.alert_id} ({each.transition})" for each in begun[:_LISTED])
        raise YuqingError(f"{len(begun)} alerts begin with {asked}: {listed}; name more of the one that is meant")
    return begun[0].alert_id if begun else asked


def _digits(number: str) -> str:
    return number.replace("-", "").replace(" ", "")


class Explanation(Struct, frozen=True):
    alert: Alert
    grades: list[Verdict]
    disclosure: list[Verdict]


class Witness:
    """Stands by while a timeline is folded (Casebook.witness), and remembers the moment of one alert."""

    def __init__(self, alert_id: str) -> None:
        self._alert_id = alert_id
        self.found: Explanation | None = None

    def __call__(self, case: Case, alert: Alert) -> None:
        if alert.alert_id == self._alert_id:
            case = msgspec.structs.replace(case, telling_all=True)
            self.found = Explanation(
                alert,
                [evaluate(case, rule) for rule in case.rules.rules],
                [evaluate(case, rule) for rule in case.rules.disclosure],
            )


def lines(found: Explanation) -> Iterator[str]:
    """The explanation as plain lines: the alert, its reasons, then each rule."""
    alert = found.alert
    grade = f"{GRADES[alert.grade][0]}（{alert.grade}）"
    said = TRANSITIONS.get(alert.transition, alert.transition)
    yield f"{alert.alert_id}  {said}（{alert.transition}）  {grade}  {local(alert.event_time):%Y-%m-%d %H:%M:%S}"
    yield f"{alert.number}  {alert.headline}"
    yield f"变化：{alert.change}"
    for reason in alert.why:
        yield f"理由 {reason.rule}：{reason.text}"
    yield ""
    yield "规则（✓ 成立，· 不成立）"
    for verdict in sorted(found.grades, key=lambda each: (not each.holds, -each.rule.grade)):
        yield from _verdict(verdict, GRADES[verdict.rule.grade][0])
    yield ""
    yield f"信息披露：{alert.disclosure}"
    for verdict in found.disclosure:
        yield from _verdict(verdict, "重大")


def _verdict(verdict: Verdict, gives: str) -> Iterator[str]:
    rule, reason = verdict.rule, verdict.reason
    yield f"{'✓' if verdict.holds else '·'} {rule.name} → {gives}" + (f"  窗口 {rule.within}" if rule.within else "")
    if verdict.holds:
        yield f"    {reason.text}"
    for name, needed in (reason.needed or {}).items():
        # a rule that holds has what it needs, also where no count was taken
        seen = (reason.observed or {}).get(name, needed if verdict.holds and isinstance(needed, bool) else "—")
        yield f"    {WORDS.get(name, name)}（{name}）：实际 {_said(seen)}，需 {_wanted(needed)}"
    if reason.baseline is not None:
        yield f"    平日约 {reason.baseline} 人"


def _wanted(value: Any) -> str:
    """Numbers mean at least, lists one of."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"≥{value}" if number else f"其一：{_said(value)}" if isinstance(value, list) else _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(CATEGORY_NAMES.get(str(each), str(each)) for each in value) or "无"
    return "未知" if value is None else str(value)
