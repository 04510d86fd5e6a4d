"""What the day amounted to (shell by its library alone): the tables shown when the demonstration ends."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.demo.state import DemoState, alerts_by_transition, open_incidents, place_name, quantile
from monitor.labels import COLOURS, GRADES, REASONS, TRANSITIONS, category_names
from monitor.records import Incident

_STATUS = {"open": "待处置", "acknowledged": "处置中", "closed": "已关闭"}


def summary(state: DemoState) -> RenderableType:
    """Accounts, alerts by grade and transition, the grave incidents."""
    parts: list[RenderableType] = [_accounts(state), Text(), _alerts(state)]
    grave = [one for one in _by_gravity(state) if one.peak_grade > 1]
    return Group(*parts, Text(), _incidents(state, grave)) if grave else Group(*parts)


def figures(state: DemoState) -> dict[str, object]:
    """The same accounts as values, for whoever checks them."""
    return {
        "sent": state.sent,
        "judged": state.judged,
        "dead_letters": sum(state.dead.values()),
        "alerts": len(state.alerts),
        "incidents": len(state.incidents),
        "open_incidents": len(open_incidents(state.incidents)),
        "latency_p50": quantile(state.latencies, 0.5),
        "latency_p99": quantile(state.latencies, 0.99),
    }


def _accounts(state: DemoState) -> Table:
    table = _table("这一天的账")
    table.add_column("项目", no_wrap=True)
    table.add_column("数", justify="right", no_wrap=True)
    table.add_column("说明")
    dead = "，".join(f"{REASONS.get(reason, reason)} {n}" for reason, n in sorted(state.dead.items()))
    alive = open_incidents(state.incidents)
    table.add_row("送入", f"{state.sent}", "帖子、投诉、处置操作，以及故意写坏的几条")
    table.add_row("已研判", f"{state.judged}", "进入 timeline.v1")
    table.add_row("死信", f"{sum(state.dead.values())}", dead or "无")
    missing = state.backlog
    table.add_row("未到账", Text(f"{missing}", style="bold red" if missing else "green"), "应为 0：读到的一条不丢")
    table.add_row("预警", f"{len(state.alerts)}", "alerts.v1，只读已提交的")
    if state.page:
        table.add_row("送达消息", f"{state.told}", "群机器人消息（同项目或超限的合并），由本机接收页代收")
    closed = len(state.incidents) - len(alive)
    table.add_row("在办事件", f"{len(alive)}", f"另有 {closed} 件已关闭")
    table.add_row("送入→预警", *_latency(state))
    return table


def _latency(state: DemoState) -> tuple[str, str]:
    half, most, worst = (quantile(state.latencies, share) for share in (0.5, 0.99, 1.0))
    if half is None or most is None or worst is None:
        return "–", "没有可量的预警"
    return f"{half:.2f} 秒", f"中位；p99 {most:.2f} 秒，最长 {worst:.2f} 秒，{len(state.latencies)} 条"


def _alerts(state: DemoState) -> Table:
    table = _table("预警")
    counts = alerts_by_transition(state.alerts)
    seen = [code for code in TRANSITIONS if any(code == one for one, _ in counts)]
    table.add_column("级别", no_wrap=True)
    for code in seen:
        table.add_column(TRANSITIONS[code], justify="right", no_wrap=True)
    table.add_column("合计", justify="right", no_wrap=True)
    for grade in (4, 3, 2, 1):
        row = [counts[code, grade] for code in seen]
        cells = [str(n) if n else "·" for n in row]
        table.add_row(Text(GRADES[grade], style=COLOURS[grade]), *cells, str(sum(row)))
    return table


def _incidents(state: DemoState, grave: list[Incident]) -> Table:
    table = _table("较重以上的事件")
    table.add_column("级别", no_wrap=True)
    table.add_column("地点", overflow="fold")
    table.add_column("性质", overflow="fold")
    table.add_column("条/人", justify="right", no_wrap=True)
    table.add_column("历程", overflow="fold")
    table.add_column("状态", no_wrap=True)
    for one in grave:
        course = " → ".join(f"{step.at:%H:%M} {GRADES[step.grade]}" for step in one.transitions if step.transition
                            in ("opened", "escalated", "deescalated", "reopened"))  # fmt: skip
        table.add_row(
            Text(GRADES[one.peak_grade], style=COLOURS[one.peak_grade]),
            place_name(state, one),
            category_names(one.categories[:3]),
            f"{one.scope.mentions}/{one.scope.people}",
            course,
            _STATUS[one.status],
        )
    return table


def _by_gravity(state: DemoState) -> list[Incident]:
    told = (one for one in state.incidents if not one.goes_on_elsewhere)
    return sorted(told, key=lambda one: (-one.peak_grade, one.opened_at, one.incident_id))


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", header_style="dim", expand=False)
