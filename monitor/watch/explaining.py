"""A decision retold: every rule at the moment of an alert, what it saw and what it asks for, held or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from monitor.records import Alert
from monitor.watch.facts import Case
from monitor.watch.grading import GRADES, Verdict, evaluate


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
    yield f"{alert.alert_id}  {alert.transition}  {grade}  {alert.event_time.isoformat()}"
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
        yield f"    {name}: 实际 {_said(seen)}，需 {_said(needed)}"
    if reason.baseline is not None:
        yield f"    平日约 {reason.baseline} 人"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(each) for each in value) or "无"
    return "未知" if value is None else str(value)
