"""The demonstration where there is no terminal: one line an alert, one line of progress now and then."""

from __future__ import annotations

from monitor.demo.state import DemoState
from monitor.labels import GRADES, as_it_stands, source_name, to_do, transition_name
from monitor.records import Alert


def alert_lines(alert: Alert) -> list[str]:
    """The alert, and from grade 2 on its first step, reasons and quotes, indented."""
    head = f"{alert.event_time:%H:%M} [{GRADES[alert.grade]}·{transition_name(alert.transition)}]"
    lines = [f"{head} {alert.headline}"]
    if alert.grade < 2:
        return lines
    lines += [f"      第一步：{alert.first_step}"] if to_do(alert) else []
    lines += [f"      为何：{why.text}" for why in alert.why]
    lines += [f"      依据：{source_name(one.mention_id)}「{as_it_stands(one)}」" for one in alert.evidence[:2]]
    return lines


def progress_line(state: DemoState) -> str:
    """Where the day stands: clock, records in, judged, waiting, dead."""
    clock = f"{state.clock:%m-%d %H:%M}" if state.clock else state.note
    return (
        f"-- {clock} 送入 {state.sent}/{state.total}（{state.rate_in:.1f} 条/秒）"
        f" 研判 {state.judged}（{state.rate_out:.1f} 条/秒） 待研判 {state.backlog} 待汇总 {state.watch_lag}"
        f" 死信 {sum(state.dead.values())} 预警 {len(state.alerts)}"
        + (f" 送达 {state.told} 条消息，见 {state.page}" if state.page else "")
    )
