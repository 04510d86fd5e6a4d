"""An invented alert, to show and to test channels with; nobody could take it for a real one."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.ids import digest, spoken_number
from monitor.records import Alert, Evidence, Place, Reason, Scope, Subject, Trend

_INCIDENT = "example~0000000000000000"


def example_alert(now: datetime) -> Alert:
    """A grade 3 of a few minutes ago, at an estate of no organisation."""
    return Alert(
        alert_id=digest("example", now.isoformat()),
        incident_id=_INCIDENT,
        number=spoken_number(_INCIDENT),
        transition="opened",
        grade=3,
        grade_name="严重",
        colour="橙",
        disclosure="重大",
        urgent=False,
        confirmed="一手未证实",
        basis="1人亲历、亲见或投诉；尚无官方通报或人工核实",
        late_found=False,
        subject=Subject(project="示例小区", city="示例市", how="given"),
        place=Place(building="3栋", unit="2单元"),
        categories=["casualty", "safety"],
        headline="示例小区3栋2单元：人身伤亡、安全隐患——电梯突然下坠，一位老人被困四十分钟（虚构示例，不是真实预警）",
        first_step="立即拨打120/119/110，负责人赶赴现场",
        change="首次发现；累计1条、1人",
        why=[Reason(rule="level_3", text="单条可信信息即达严重：人身伤亡")],
        evidence=[
            Evidence(
                mention_id="weibo:0", url="https://example.com/post", quote="电梯突然下坠，一位老人被困四十分钟",
                hits=["下坠", "被困"], topic="posts.v1", partition=0, offset=0,
            )
        ],
        scope=Scope(mentions=1, people=1, platforms=["weibo"], reach=860, negative_share=1.0),
        trend=Trend(direction="steady", last_hour=1),
        first_seen=now - timedelta(minutes=5),
        advice=["救人第一：拨打120、119、110，配合施救", "项目负责人立即到现场，封闭保护现场"],
        deadlines=[],
        route=[],
        silenced=False,
        drill=False,
        event_time=now,
        ruleset="example",
    )  # fmt: skip
