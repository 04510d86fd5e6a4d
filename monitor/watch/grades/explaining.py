"""A decision retold: every rule at the moment of an alert, what it saw and what it asks for, held or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from monitor.errors import YuqingError
from monitor.labels import SOURCES, TRANSITIONS
from monitor.records import Alert, Incident
from monitor.times import local
from monitor.watch.grades.facts import HOUSEHOLD_FLOOR, Case
from monitor.watch.grades.grading import Verdict, evaluate
from monitor.watch.grades.sifting import Sifted, sifted
from monitor.watch.ruleset import GRADES, Rule
from monitor.watch.words.categories import CATEGORY_NAMES

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
    "households_share": "反映同一事项的人数，按户数",
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
#: what the words in their lists are called
_KINDS = {"residential": "住宅", "office": "写字楼", "mall": "商场", "other": "其他", "company": "公司"}
_CALLED = {**SOURCES, **CATEGORY_NAMES, **_KINDS}
#: what their numbers count
UNITS = {
    "mentions": "条",
    "people": "人",
    "complaints": "件",
    "platforms": "个",
    "reach": "人",
    "crowd": "人",
    "subjects_named": "个",
    "copies": "条",
    "independent_people": "人",
    "people_on_one_thing": "人",
    "households_share": "人",
}
#: shorter beginnings of an id name too much
LEAST_PREFIX = 4
#: alerts that an answer lists
_LISTED = 8
_DECIDING = frozenset({"opened", "escalated", "deescalated", "reopened"})


def resolve(asked: str, alerts: Iterable[Alert]) -> str:
    """The id of the alert meant by an id, its beginning, or an incident's number or id: of these the last that decided
    a grade.

    What nothing is known of comes back as it is. Raises YuqingError where several may be meant.
    """
    known = list(alerts)
    if any(each.alert_id == asked for each in known):
        return asked
    numbered = [each for each in known if each.incident_id == asked or _digits(each.number) == _digits(asked)]
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


class Retold(Struct, frozen=True):
    """One rule, and what each of its conditions on mentions saw by itself."""

    verdict: Verdict
    mentions: list[Sifted]


class Explanation(Struct, frozen=True):
    alert: Alert
    grades: list[Retold]
    disclosure: list[Retold]
    case: Case
    #: mentions that the incident knew of then; its own count goes on where the fold does
    known: int


class Witness:
    """Stands by while a timeline is folded (Casebook.witness), and remembers the moment of one alert."""

    def __init__(self, alert_id: str) -> None:
        self._alert_id = alert_id
        self.found: Explanation | None = None

    def __call__(self, case: Case, alert: Alert) -> None:
        if alert.alert_id == self._alert_id:
            case = msgspec.structs.replace(case, telling_all=True)
            grades, disclosure = (
                [Retold(evaluate(case, rule), sifted(case, rule)) for rule in rules]
                for rules in (case.rules.rules, case.rules.disclosure)
            )
            self.found = Explanation(alert, grades, disclosure, case, len(case.incident.members))


def lines(found: Explanation, only: str | None = None) -> Iterator[str]:
    """The explanation as plain lines: the alert, its reasons, then each rule, or `only` the one of this name.

    Raises YuqingError where no rule has that name.
    """
    grades, disclosure = (_named(each, only) for each in (found.grades, found.disclosure))
    if not grades and not disclosure:
        names = ", ".join(each.verdict.rule.name for each in (*found.grades, *found.disclosure))
        raise YuqingError(f"no rule was called {only!r} when this alert was raised; there were: {names}")
    alert = found.alert
    grade = f"{GRADES[alert.grade][0]}（{alert.grade}）"
    said = TRANSITIONS.get(alert.transition, alert.transition)
    yield f"{alert.alert_id}  {said}（{alert.transition}）  {grade}  {local(alert.event_time):%Y-%m-%d %H:%M:%S}"
    yield f"{alert.number}  {alert.headline}"
    yield f"变化：{alert.change}"
    for reason in alert.why:
        yield f"理由 {reason.rule}：{reason.text}"
    yield ""
    yield from _measured_by(found.case, found.known)
    yield "规则（✓ 成立，· 不成立；✗ 未达到的条件）"
    for each in sorted(grades, key=lambda each: (not each.verdict.holds, -each.verdict.rule.grade)):
        yield from _verdict(each, found.case, GRADES[each.verdict.rule.grade][0])
    yield ""
    yield f"信息披露：{alert.disclosure}"
    for each in disclosure:
        yield from _verdict(each, found.case, "重大")


def _named(rules: list[Retold], only: str | None) -> list[Retold]:
    return [each for each in rules if only in (None, each.verdict.rule.name)]


def afterwards(alert: Alert, told: Iterable[Alert], incidents: Iterable[Incident]) -> Iterator[str]:
    """What the rules did not see at that alert: what came to the incident later, and what other incidents hold.

    `told`: alerts in their order, `incidents`: each as it stands at the end; of either any others too.
    """
    known = list(incidents)
    ours = [each for each in told if each.incident_id == alert.incident_id]
    later = [each for each in ours if each.scope.mentions > alert.scope.mentions]
    end = next((each for each in known if each.incident_id == alert.incident_id), None)
    most = max([*(each.scope.mentions for each in later), end.scope.mentions if end else 0])
    if most > alert.scope.mentions:
        yield f"此预警之后该事件又增加{most - alert.scope.mentions}条信息，以上未计入；" + (
            "其后的预警：" if later else "其后没有预警把它们计入"
        )
    for one in later[-_LISTED:]:
        said = TRANSITIONS.get(one.transition, one.transition)
        yield f"    {one.alert_id}  {said}  {local(one.event_time):%m-%d %H:%M}  共{one.scope.mentions}条"
    others = [each for each in known if _beside(each, alert)]
    if others:
        yield "规则只在一个事件内计数；同一对象当时另有同类事件："
    for other in others[:_LISTED]:
        yield f"    {other.number}  {other.headline}"


def _beside(other: Incident, alert: Alert) -> bool:
    """Another incident of the same subject and a same category, open at that alert."""
    if other.incident_id == alert.incident_id or other.drill != alert.drill or other.goes_on_elsewhere:
        return False
    alike = other.subject.project == alert.subject.project and not set(alert.categories).isdisjoint(other.categories)
    over = other.closed_at is not None and other.closed_at <= alert.event_time
    return alike and other.opened_at <= alert.event_time and not over


def _measured_by(case: Case, known: int) -> Iterator[str]:
    """What all rules have in common at that moment."""
    counted = len(case.counted)
    aside = f"，另有{known - counted}条已被否定、辟谣或发布于重新打开之前" if known > counted else ""
    yield f"计入判断的信息：{counted}条{aside}"
    if case.around.sensitive:
        yield "敏感期内：按 sensitive 的数字，不与平日比较"
    if case.easing:
        yield f"降级复核：只看截至此刻的窗口，数字达到{100 * case.settings.ease_share:g}%即保持"


def _verdict(each: Retold, case: Case, gives: str) -> Iterator[str]:
    verdict, rule = each.verdict, each.verdict.rule
    yield f"{'✓' if verdict.holds else '·'} {rule.name} → {gives}" + (f"  窗口 {rule.within}" if rule.within else "")
    if verdict.holds:
        yield f"    {verdict.reason.text}"
    for one in each.mentions:
        yield _line(one.key, _of_mentions(one), _wanted(one.key, one.wanted), one.left > 0)
    if len(rule.mention) > 1 or not rule.needs:
        together = "同时符合以上各项" if len(rule.mention) > 1 else ""
        yield _line("mentions", f"{verdict.chosen}条{together}", "≥1条", verdict.chosen > 0)
    yield from _amounts(verdict, case)
    for key, seen, needed, holds in verdict.conditions:
        yield _line(key, _said(seen), _wanted(key, needed), holds)
    if verdict.reason.baseline is not None:
        yield f"    平日约 {verdict.reason.baseline} 人"


def _line(key: str, seen: str, wanted: str, holds: bool) -> str:
    return f"{'    ' if holds else '  ✗ '}{WORDS.get(key, key)}（{key}）：实际 {seen}，需 {wanted}"


def _of_mentions(one: Sifted) -> str:
    """最高 2，4条中1条符合; of what is so or not: 4条中1条为否"""
    met = f"{one.of}条中{one.left}条" + (f"为{_said(one.wanted)}" if isinstance(one.wanted, bool) else "符合")
    if one.seen is None:
        return met
    most = one.seen if isinstance(one.seen, list) else f"最高 {one.seen}{UNITS.get(one.key, '')}"
    return f"{_said(most)}，{met}"


def _amounts(verdict: Verdict, case: Case) -> Iterator[str]:
    rule, found = verdict.rule, verdict.found
    share = case.settings.ease_share if case.easing and rule.span else 1.0
    for key, needed in found.needed.items():
        seen = found.observed[key]
        holds = needed is not None and seen >= (needed if key == "burst" else needed * share)
        wanted = _of_households(rule, case, needed) if key == "households_share" else _wanted(key, needed)
        yield _line(key, f"{seen}{UNITS.get(key, '')}", wanted, holds)


def _of_households(rule: Rule, case: Case, needed: int | None) -> str:
    """≥6人（1200户的0.5%）; nobody knows how many people that are where nobody knows the households."""
    share = f"{100 * (rule.relaxed if case.around.sensitive else rule.needs)['households_share']:g}%"
    return (
        f"总户数的{share}，户数不明"
        if needed is None
        else f"≥{needed}人（{case.around.households}户的{share}，至少{HOUSEHOLD_FLOOR}人）"
    )


def _wanted(key: str, value: Any) -> str:
    """Numbers mean at least, lists one of."""
    if isinstance(value, list):
        return f"其一：{_said(value)}"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"≥{value}{UNITS.get(key, '')}" if number else _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_CALLED.get(str(each), str(each)) for each in value) or "无"
    return "未知" if value is None else str(value)
