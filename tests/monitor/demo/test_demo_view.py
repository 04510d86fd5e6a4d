"""The demonstration's screen, plain lines and summary, drawn from invented alerts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from monitor.demo.plain import alert_lines, progress_line
from monitor.demo.state import (
    DemoState,
    alerts_by_grade,
    alerts_by_transition,
    open_incidents,
    place_name,
    quantile,
)
from monitor.demo.summary import figures, summary
from monitor.demo.view import board, brief, card, fitted, notice, picture
from monitor.records import (
    Alert,
    Evidence,
    Incident,
    Place,
    Reason,
    Scope,
    Subject,
    TransitionEntry,
    Trend,
)
from monitor.times import SHANGHAI

MORNING = datetime(2026, 11, 18, 9, 14, tzinfo=SHANGHAI)
QUOTE = "三号楼二单元的电梯从十一楼直接坠到负一楼，王阿姨被抬上救护车时已经没有意识"


def alert(grade: int = 3, transition: str = "opened", **changes: object) -> Alert:
    fields: dict[str, object] = {
        "alert_id": f"a{grade}",
        "incident_id": "hz-yunqi~1f3c",
        "number": "1F3C",
        "transition": transition,
        "grade": grade,
        "grade_name": {1: "一般", 2: "较重", 3: "严重", 4: "特别严重"}[grade],
        "colour": {1: "blue", 2: "yellow", 3: "orange", 4: "red"}[grade],
        "disclosure": "重大" if grade > 2 else "一般",
        "urgent": grade > 2,
        "confirmed": "一手未证实",
        "late_found": False,
        "subject": Subject(project="hz-yunqi", city="杭州", region="华东", how="named"),
        "place": Place(building="3栋", unit="2单元", lift="2号梯"),
        "categories": ["safety", "casualty"],
        "headline": "【严重】云栖里 3栋2单元 电梯坠落，一人送医（一手未证实）",
        "first_step": "立即拨打 120、119，停用全部同型电梯，项目经理到场",
        "change": "",
        "why": [
            Reason(rule="level", text="单条可信信息本身达到三级：坠落、送医", observed=3, needed=3),
            Reason(rule="people", text="一小时内多人在说同一件事", observed=9, needed=5, baseline=0.4),
        ],
        "evidence": [
            Evidence(
                mention_id="weibo:5234400012345678",
                url="https://weibo.example/5234400012345678",
                quote=QUOTE,
                hits=["坠到", "救护车"],
                topic="posts.v1",
                partition=3,
                offset=17,
            )
        ],
        "scope": Scope(mentions=12, people=9, complaints=1, platforms=["weibo", "owners_group", "12345"], reach=48_200),
        "trend": Trend(direction="rising", last_hour=9),
        "first_seen": MORNING,
        "advice": ["先救人", "保护现场"],
        "deadlines": [],
        "route": [],
        "silenced": False,
        "drill": False,
        "event_time": MORNING + timedelta(minutes=3),
        "ruleset": "0" * 16,
    }
    return Alert(**(fields | changes))  # type: ignore[arg-type]


def incident(grade: int = 3, status: str = "open", **changes: object) -> Incident:
    told = alert(grade)
    shared = {name: getattr(told, name) for name in Incident.__struct_fields__ if hasattr(told, name)}
    fields = shared | {
        "status": status,
        "peak_grade": grade,
        "opened_at": MORNING,
        "updated_at": MORNING,
        "closed_at": None,
        "actions": [],
        "transitions": [TransitionEntry(transition="opened", grade=grade, at=MORNING, alert_id="a")],
    }
    return Incident(**(fields | changes))  # type: ignore[arg-type]


STATE = DemoState(
    stage="playing",
    clock=MORNING,
    elapsed=21.4,
    total=452,
    sent=180,
    judged=175,
    dead={"malformed_json": 2},
    rate_in=9.8,
    rate_out=9.6,
    watch_lag=3,
    alerts=[
        alert(1, headline="保洁三天没来收垃圾"),
        alert(2),
        alert(3),
        alert(3, "escalated", change="一小时内多 7 条"),
    ],
    incidents=[incident(2, incident_id="b"), incident(3, incident_id="a"), incident(1, "closed", incident_id="c")],
    names={"hz-yunqi": "云栖里"},
    company="和悦物业",
    latencies=[0.2, 0.4, 0.9],
)


def drawn(thing: RenderableType, width: int) -> str:
    return printed(thing, width).export_text()


def printed(thing: RenderableType, width: int) -> Console:
    console = Console(width=width, record=True, force_terminal=True, color_system="256", file=StringIO())
    console.print(thing)
    return console


def test_a_picture_gives_every_text_the_width_of_its_cells() -> None:
    svg = fitted(printed(picture(STATE), 100).export_svg(title="demo"))
    widths = re.findall(r'textLength="([^"]*)"[^>]*>([^<]*)<', svg)
    assert any(cell_len(unescape(text)) > len(unescape(text)) for _, text in widths)
    assert all(float(width) == pytest.approx(12.2 * cell_len(unescape(text)), abs=0.1) for width, text in widths)


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("thing", [picture(STATE), summary(STATE), brief(alert(1))])
def test_no_line_is_wider_than_the_terminal(thing: RenderableType, width: int) -> None:
    console = Console(width=width)
    for line in drawn(thing, width).splitlines():
        assert console.measure(line).maximum <= width


@pytest.mark.parametrize("width", [80, 140])
def test_a_card_says_grade_place_what_first_step_why_and_quotes_with_their_source(width: int) -> None:
    text = "".join(drawn(card(STATE, alert()), width).replace("│", "").split())
    for part in (
        "严重·新事件",
        "云栖里",
        "3栋",
        "第一步",
        "拨打",
        "单条可信信息",
        "微博",
        "weibo:5234400012345678",
        "9人",
    ):
        assert part in text
    assert "".join(QUOTE.split()) in text


def test_nobody_is_sent_out_for_what_is_closed() -> None:
    closed = alert(3, transition="closed")
    assert "第一步" not in drawn(card(STATE, closed), 140)
    assert "第一步" not in "".join(alert_lines(closed))


def test_figures_of_a_rule_are_told_in_chinese() -> None:
    why = Reason(rule="mention_level", text="单条", observed={"level": 2, "mentions": 1}, needed={"reach": [3, 4]})
    text = drawn(card(STATE, alert(why=[why])), 140)
    assert "实际 单条级别 2、条数 1，条件 触达 3、4" in text


def test_what_no_rule_counts_is_told_in_the_words_of_the_reason_alone() -> None:
    overdue = Reason(
        rule="overdue",
        text="“到达现场”已逾期",
        observed={"step": "on_site", "times": 1},
        needed={"due": "2026-11-18T10:27:00+08:00", "minutes": 30},
    )
    text = drawn(card(STATE, alert(why=[overdue])), 140)
    assert "“到达现场”已逾期" in text
    assert not any(word in text for word in ("on_site", "times", "minutes", "2026-11-18T", "实际"))


def test_the_number_that_is_said_on_the_phone_stands_on_a_narrow_card() -> None:
    grave = alert(3, urgent=True)
    title = drawn(card(STATE, grave), 60).splitlines()[0]
    assert grave.number in title
    assert "紧急" in title


@pytest.mark.parametrize("state", [STATE, replace(STATE, sent=452, judged=452, watch_lag=100)])
def test_the_board_keeps_its_height_at_80_columns(state: DemoState) -> None:
    assert len(drawn(board(state), 80).splitlines()) == 2 + 3 + 2


def test_each_grade_has_its_colour() -> None:
    seen = set()
    for grade in (1, 2, 3, 4):
        seen.add(printed(notice(STATE, alert(grade)), 80).export_text(styles=True).split("m", 1)[0])
    assert len(seen) == 4


def test_grade_1_takes_two_lines_however_long_its_words() -> None:
    long = alert(1, headline="楼道灯不亮" * 40)
    assert len(drawn(notice(STATE, long), 80).rstrip("\n").splitlines()) == 2


def test_markup_in_a_post_is_shown_as_it_was_written() -> None:
    odd = alert(2, headline="[bold]不是标记[/bold]", change="[/red]")
    assert "[bold]不是标记[/bold]" in drawn(card(STATE, odd), 140)
    assert "[/red]" in drawn(card(STATE, odd), 140)


def test_the_board_tells_the_clock_the_flow_and_the_gravest_incidents() -> None:
    text = drawn(board(STATE), 140)
    for part in ("11-18", "周三 09:14", "180/452", "9.8/秒", "175", "死信 2", "严重 2", "较重 1", "延迟 0.4 秒"):
        assert part in text
    assert text.index("● 严重") < text.index("● 较重")


def test_the_board_before_the_first_record_says_what_is_being_done() -> None:
    assert "启动 Kafka" in drawn(board(DemoState(note="启动 Kafka")), 80)


def test_plain_lines_hold_the_same_facts() -> None:
    text = "\n".join(alert_lines(alert()))
    for part in ("09:17 [严重·新事件]", "云栖里 3栋2单元", "第一步：", "为何：", "依据：微博「三号楼"):
        assert part in text
    assert len(alert_lines(alert(1))) == 1
    assert "送入 180/452" in progress_line(STATE)


def test_the_summary_accounts_for_every_record() -> None:
    text = drawn(summary(replace(STATE, sent=177)), 100)
    for part in ("不是 JSON 2", "应为 0", "另有 1 件已关闭", "新事件", "升级", "09:14 严重"):
        assert part in text
    assert figures(STATE)["latency_p50"] == 0.4


def test_tallies() -> None:
    assert alerts_by_grade(STATE.alerts) == {4: 0, 3: 2, 2: 1, 1: 1}
    assert alerts_by_transition(STATE.alerts)["escalated", 3] == 1
    assert [one.incident_id for one in open_incidents(STATE.incidents)] == ["a", "b"]
    assert STATE.backlog == 3
    assert quantile([], 0.5) is None
    assert quantile([3, 1, 2], 0.0) == 1
    assert quantile([3, 1, 2], 1.0) == 3
    assert place_name(STATE, alert(subject=Subject(how="company"), place=None)) == "和悦物业"
