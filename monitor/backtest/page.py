"""A comparison as one self-contained page in Chinese, for those who decide whether new rules come into force."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jinja2 import Environment, StrictUndefined

from monitor.backtest.comparison import Comparison, IncidentChange, Tally
from monitor.backtest.tables import by_weight, weightiest
from monitor.labels import GRADES, TRANSITIONS, category_names
from monitor.replays.outcome import Names, Window
from monitor.watch.owed.steps import KINDS
from monitor.watch.words.categories import CATEGORY_NAMES

#: incidents shown of each kind; all are in the JSON
SHOWN = 100
_DIGEST = re.compile("[0-9a-f]{16,}")
_SECTIONS = (
    ("gained", "新增事件", "只有方案 B 报出"),
    ("lost", "消失事件", "只有方案 A 报出"),
    ("up", "升级事件", "方案 B 定级更高"),
    ("down", "降级事件", "方案 B 定级更低"),
    ("same", "级别不变，时间不同", "两者定级相同，报出时间有先后"),
)


def render(found: Comparison, names: Names, template: str) -> str:
    """HTML of the page. Nothing but the arguments goes in: the same comparison gives the same bytes."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "time": _time, "minutes": _minutes, "categories": category_names, "brief": _brief, "period": _period,
    }  # fmt: skip
    return environment.from_string(template).render(
        found=found,
        company=names.company,
        verdict=_verdict(found),
        grades=GRADES,
        transitions=TRANSITIONS,
        steps={code: kind.name for code, kind in KINDS.items()},
        sections=_sections(found),
        differing=_differing(found),
        categories=_rows(found.by_category, CATEGORY_NAMES),
        projects=_rows(found.by_project, {**names.projects, "": f"{names.company}（公司）"}),
        within_both=weightiest(found.within_both),
        name=lambda project: names.projects.get(project or "", project or names.company),
        shown=SHOWN,
    )


def _verdict(found: Comparison) -> str:
    """The gist in one sentence."""
    it = found.total
    if it.unchanged:
        return "两个方案报出的预警完全相同。"
    parts = [f"新增 {it.alerts_gained} 次、减少 {it.alerts_lost} 次、改级 {it.alerts_regraded} 次预警"]
    if it.grave_gained or it.grave_lost:
        parts.append(f"其中较重及以上新增 {it.grave_gained} 次、减少 {it.grave_lost} 次")
    if it.gained_following or it.lost_following:
        parts.append(f"其中属提醒、超时、降级、关闭等跟进的新增 {it.gained_following} 次、减少 {it.lost_following} 次")
    if it.earlier or it.later:
        parts.append(f"{it.earlier} 起事件更早报出、{it.later} 起更晚")
    return f"改用方案 B，{'；'.join(parts)}。"


def _sections(found: Comparison) -> list[dict[str, Any]]:
    ordered = by_weight(found.incidents)
    sections = []
    for verdict, title, meaning in _SECTIONS:
        changes: list[IncidentChange] = [each for each in ordered if each.verdict == verdict]
        if changes:
            sections.append({"verdict": verdict, "title": title, "meaning": meaning, "changes": changes})
    return sections


def _differing(found: Comparison) -> list[tuple[str, bool, list[str], list[str]]]:
    """What judged, whether it differs, and by which names."""
    pairs = (
        ("定级规则", found.a.parts.rules, found.b.parts.rules),
        ("处置预案", found.a.parts.playbooks, found.b.parts.playbooks),
        ("归并与时限参数", found.a.parts.settings, found.b.parts.settings),
        ("归并程序版本", found.a.parts.fold, found.b.parts.fold),
        ("组织架构（通知与权限）", found.a.parts.organisation, found.b.parts.organisation),
        ("词库", found.a.lexicons, found.b.lexicons),
        ("模型", found.a.models, found.b.models),
        ("组织文件（研判）", found.a.organisations, found.b.organisations),
    )
    return [(name, one != other, one, other) for name, one, other in pairs]


def _rows(tallies: Mapping[str, Tally], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Those that change, most changed first, with the widths of their bars in per cent of the half."""
    most = max((max(each.alerts_gained, each.alerts_lost) for each in tallies.values()), default=0) or 1
    rows = [
        {
            "name": names.get(key, key),
            "it": each,
            "lost": round(100 * each.alerts_lost / most, 1),
            "gained": round(100 * each.alerts_gained / most, 1),
        }
        for key, each in tallies.items()
        if not each.unchanged
    ]
    return sorted(rows, key=lambda row: -(row["lost"] + row["gained"]))


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "–"


def _period(window: Window) -> str:
    """自 2026-11-18 00:00 起，2026-11-25 00:00 前"""
    parts = ((window.start, "自 {} 起"), (window.end, "{} 前"), (window.until, "到达不晚于 {}"))
    return "，".join(words.format(_time(at)) for at, words in parts if at is not None) or "全部"


def _minutes(value: float) -> str:
    """A span in the unit that is easiest to say."""
    value = abs(value)
    if value >= 2 * 24 * 60:
        return f"{value / (24 * 60):.1f} 天"
    return f"{value / 60:.1f} 小时" if value >= 120 else f"{value:g} 分钟"


def _brief(name: str) -> str:
    """A name with its digest cut to what tells two apart."""
    return _DIGEST.sub(lambda found: found.group()[:12], name)
