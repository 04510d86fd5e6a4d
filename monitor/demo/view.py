"""The demonstration's screen (shell by its library alone): rich renderables made of one DemoState, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from monitor.demo.state import DemoState, alerts_by_grade, open_incidents, place_name, quantile
from monitor.labels import (
    COLOURS,
    FIGURES,
    GRADES,
    SOURCES,
    WEEKDAYS,
    as_it_stands,
    category_names,
    source_name,
    to_do,
    transition_name,
)
from monitor.records import Alert, Evidence, Incident, Reason
from monitor.watch.grades.explaining import WORDS
from monitor.watch.words.categories import CATEGORY_NAMES

_STAGES = {"starting": "启动中", "playing": "播放中", "draining": "收尾中", "done": "已完成", "failed": "已中止"}
_QUOTES, _REASONS = 2, 3


def board(state: DemoState, incidents: int = 3) -> RenderableType:
    """The status board: clock, throughput, alerts by grade and the gravest open incidents."""
    rows: list[RenderableType] = [_clock(state), _throughput(state), _grades(state)]
    rows += [_incident_line(state, one) for one in open_incidents(state.incidents)[:incidents] if one.grade > 1]
    title = Text.assemble((f" {state.company} · 舆情监测演示 ", "bold"))
    page = f" 送达 {state.told} 条消息，见 {state.page} ·" if state.page else ""
    subtitle = Text(f"{page} {_STAGES[state.stage]} ")
    return Panel(Group(*rows), title=title, title_align="left", subtitle=subtitle, subtitle_align="right")


#: of one cell in a picture that rich makes
_CELL = 12.2
_WIDTH = re.compile(r'textLength="[^"]*"([^>]*)>([^<]*)<')


def fitted(svg: str) -> str:
    """The picture with every text as wide as its cells: rich counts a Chinese character as one of the two it takes."""
    return _WIDTH.sub(
        lambda found: f'textLength="{_CELL * cell_len(unescape(found[2])):.1f}"{found[1]}>{found[2]}<', svg
    )


def notice(state: DemoState, alert: Alert) -> RenderableType:
    """How one alert is told: two lines at grade 1, a card from grade 2 on."""
    return card(state, alert) if alert.grade > 1 else brief(alert)


def card(state: DemoState, alert: Alert) -> RenderableType:
    """An alert in full: place, headline, first step, why, quoted evidence, scope."""
    colour = COLOURS[alert.grade]
    rows: list[RenderableType] = [Text(alert.headline, style="bold")]
    rows += [_labelled("第一步", Text(alert.first_step, style="bold green"))] if to_do(alert) else []
    rows += [_labelled("变化", Text(alert.change))] if alert.change else []
    rows += [_labelled("" if nth else "为何", _reason(why)) for nth, why in enumerate(alert.why[:_REASONS])]
    quotes = [_quotation(one, colour) for one in alert.evidence[:_QUOTES]]
    rows += [_labelled("" if nth else "依据", quote) for nth, quote in enumerate(quotes)]
    rows.append(_labelled("范围", _scope(alert)))
    return Panel(
        Group(*rows),
        title=_card_title(state, alert),
        title_align="left",
        border_style=colour,
        padding=(0, 1),
    )


def brief(alert: Alert) -> RenderableType:
    """An alert of grade 1: the fact on one line, its reason and quote on the next."""
    head = Text.assemble(_badge(alert), f" {alert.event_time:%H:%M} ", (alert.headline, ""))
    tail = Text(style="dim")
    if alert.evidence:
        tail.append_text(_quotation(alert.evidence[0], "dim"))
    if alert.why:
        tail.append(f"　{alert.why[0].text}")
    return Group(_one_line(head), Padding(_one_line(tail), (0, 0, 0, 5)))


def picture(state: DemoState, cards: int = 3) -> RenderableType:
    """For a still picture: how the widest grave matters came to their grade, one card a project, above the board."""
    chosen: dict[str | None, Alert] = {}
    for one in sorted(state.incidents, key=lambda each: -each.scope.mentions):
        turn = next((each for each in state.alerts if each.incident_id == one.incident_id and each.grade >= 3), None)
        if turn is not None:
            chosen.setdefault(one.subject.project, turn)
    return Group(*(card(state, alert) for alert in list(chosen.values())[:cards]), board(state))


def _clock(state: DemoState) -> RenderableType:
    row = Table.grid(padding=(0, 2), expand=True)
    row.add_column(no_wrap=True)
    row.add_column(ratio=1)
    row.add_column(no_wrap=True, justify="right")
    bar = ProgressBar(total=max(1, state.total), completed=state.sent, complete_style="green")
    if state.clock is None:
        row.add_row(Text(state.note or "准备中"), bar, "")
    else:
        day = Text.assemble("模拟时间 ", (f"{state.clock:%m-%d}", "bold"), f" 周{WEEKDAYS[state.clock.weekday()]} ")
        day.append(f"{state.clock:%H:%M}", style="bold cyan")
        row.add_row(day, bar, f"已用 {state.elapsed:.0f} 秒")
    return row


def _throughput(state: DemoState) -> RenderableType:
    dead = sum(state.dead.values())
    return Text.assemble(
        "送入 ", (f"{state.sent}", "bold"), f"/{state.total} 条 {state.rate_in:.1f}/秒",
        "  研判 ", (f"{state.judged}", "bold"), f" 条 {state.rate_out:.1f}/秒",
        "  待研判 ", _count(state.backlog, "yellow"),
        "  待汇总 ", _count(state.watch_lag, "yellow"),
        "  死信 ", _count(dead, "magenta"),
    )  # fmt: skip


def _grades(state: DemoState) -> RenderableType:
    line = Text("预警")
    for grade, number in alerts_by_grade(state.alerts).items():
        line.append("  ").append(f"■ {GRADES[grade]} ", style=COLOURS[grade]).append(str(number), style="bold")
    half, worst = quantile(state.latencies, 0.5), quantile(state.latencies, 1.0)
    if half is not None and worst is not None:
        line.append(f"  延迟 {half:.1f} 秒，最长 {worst:.1f}", style="dim")
    return line


def _incident_line(state: DemoState, incident: Incident) -> RenderableType:
    scope = incident.scope
    line = Text.assemble(
        (f"● {GRADES[incident.grade]} ", COLOURS[incident.grade]),
        (place_name(state, incident), "bold"),
        f" {category_names(incident.categories[:3])}",
        f"　{scope.mentions} 条 {scope.people} 人 {len(scope.platforms)} 个平台",
    )
    return _one_line(line)


def _card_title(state: DemoState, alert: Alert) -> Text:
    """On a narrow terminal its end is lost: danger to life and the number that is said stand before the place."""
    title = Text.assemble(" ", _badge(alert), (f" {alert.event_time:%m-%d %H:%M} ", "bold"))
    marks = [mark for mark, on in _marks(alert) if on]
    title.append(f"{' · '.join([*marks, f'编号 {alert.number}'])} · ", style="dim")
    return title.append(f"{place_name(state, alert)} ")


def _marks(alert: Alert) -> Sequence[tuple[str, bool]]:
    return (
        ("紧急", alert.urgent),
        ("迟发现", alert.late_found),
        ("演练", alert.drill),
        ("已静默", alert.silenced),
    )


def _badge(alert: Alert) -> Text:
    colour = COLOURS[alert.grade]
    style = f"bold {colour}" if alert.grade > 1 else colour
    return Text(f"{GRADES[alert.grade]}·{transition_name(alert.transition)}", style=style)


def _labelled(label: str, body: RenderableType) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_column(no_wrap=True, style="dim", width=6)
    row.add_column(overflow="fold")
    row.add_row(label, body)
    return row


#: what the rules call the figures that they saw and asked for
_FIGURES = {**WORDS, **FIGURES}


def _reason(why: Reason) -> Text:
    line = Text(why.text)
    figures = [f"{name} {_plain(value)}" for name, value in (
        ("实际", why.observed), ("条件", why.needed), ("平时", why.baseline)) if _is_said(value)]  # fmt: skip
    return line.append(f"（{'，'.join(figures)}）", style="dim") if figures else line


def _is_said(value: object) -> bool:
    """What no rule counts, such as a step's deadline, the reason says in words."""
    return value is not None and not (isinstance(value, dict) and value.keys() - _FIGURES.keys())


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "、".join(f"{_FIGURES.get(str(name), name)} {_plain(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value)
    return CATEGORY_NAMES.get(text, SOURCES.get(text, text))


def _quotation(one: Evidence, colour: str) -> Text:
    """The quote with its deciding words marked, and where it stands."""
    quote = Text(f"「{as_it_stands(one)}」")
    quote.highlight_words(one.hits, style=f"bold {colour}" if colour != "dim" else "bold")
    return Text.assemble((source_name(one.mention_id), "cyan"), quote, (f" {one.mention_id}", "dim"))


def _scope(alert: Alert) -> Text:
    scope = alert.scope
    parts = [f"{scope.mentions} 条", f"{scope.people} 人"]
    parts += [f"投诉 {scope.complaints} 件"] if scope.complaints else []
    parts += ["/".join(SOURCES.get(code, code) for code in scope.platforms)]
    parts += [f"约 {scope.reach:,} 人看到"] if scope.reach else []
    parts += [alert.confirmed, f"{alert.disclosure}舆情", category_names(alert.categories)]
    return Text(" · ".join(part for part in parts if part))


def _count(number: int, colour: str) -> tuple[str, str]:
    return str(number), f"bold {colour}" if number else "bold"


def _one_line(text: Text) -> Text:
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
