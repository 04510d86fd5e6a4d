"""The report: readable without anything else, safe whatever the posts hold, the same bytes for the same replay."""

from __future__ import annotations

import re

import msgspec
import pytest
from histories import NOON, act, at, judged, run
from hypothesis import given
from hypothesis import strategies as st
from reports import Page, told, words

from monitor.records import Assessment
from monitor.replays.charts import MOST_BARS, chart
from monitor.replays.outcome import Outcome, Window, by_gravity, hour_of, moment_of
from monitor.replays.report import marked


def test_an_empty_replay_is_a_page_too() -> None:
    text = words(told([]))
    assert "本期没有可研判的信息" in text
    assert "本期没有形成事件" in text


def test_a_grave_matter_is_told_with_grade_reason_quote_and_what_was_done() -> None:
    page = told(
        [
            judged("weibo:1", 0, 3, ("casualty",), text="3号楼电梯坠落，有人受伤。", signs=["first_hand"]),
            judged("tieba:2", 1, 1, ("service",), project="sz-jlhy", text="楼道灯坏了"),
            act("close", 2, by="zhang", project="hz-ygyy", note="处理完了"),
            act("acknowledge", 3, by="chen", project="hz-ygyy", note="收到"),
        ]
    )
    text = words(page)
    assert "本期共有事件 2 起，最高级别严重，2 起尚未关闭" in text
    assert "3号楼电梯坠落，有人受伤" in text
    assert "单条可信信息即达严重" in text
    assert "张经理 关闭：处理完了 未执行：严重及以上级别须由公司领导执行此操作" in text
    assert "陈总 确认收到：收到" in text
    assert "首次发现；累计1条、1人" in text
    assert "锦澜花园" in text
    assert "<mark>电梯</mark>" in page
    assert 'class="paper card g3"' in page


def test_what_to_do_is_told_as_the_matter_has_become_and_why_as_it_was_graded() -> None:
    fee = judged("a:1", 0, 2, ("violation",), keywords=["物业费"], text="物业费乱涨价")
    crowd = "物业费乱涨价，十几个人在门口堵着"
    gathered = judged("a:2", 30, 2, ("violation", "collective"), keywords=["物业费"], crowd=12, text=crowd)
    before, after = words(told([fee])), words(told([fee, gathered, act("close", 31, by="chen", project="hz-ygyy")]))
    assert "先做：暂停争议做法" in before
    assert "约见业主代表" not in before
    assert "约见业主代表" in after
    assert "先做：暂停争议做法" not in after
    assert "回访当事业主" not in after
    assert "单条信息即达较重：违规操作" in after


def test_the_page_needs_nothing_from_outside() -> None:
    page = Page(told([judged("weibo:1", 0, 3, ("casualty",))]))
    assert not page.tags & {"script", "img", "link", "iframe", "object"}
    assert all(link.startswith("#") for link in page.links)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://weibo.com/1", True), ("http://a.cn/?a=1&b=2", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ('https://a.cn/"onclick="x', True), ("https://a.cn/*****", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_pages_are_linked(url: str | None, linked: bool) -> None:
    one = judged("weibo:1", 0, 2, ("safety",))
    page = Page(told([msgspec.structs.replace(one, mention=msgspec.structs.replace(one.mention, url=url))]))
    assert [link for link in page.links if not link.startswith("#")] == ([url] if linked else [])


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_whatever_is_posted_stays_text(text: str, name: str) -> None:
    hostile = f"{text}</blockquote><script>alert('{name}')</script>"
    history = [
        judged(f"weibo:{name}", 0, 3, ("casualty",), text=hostile, source=name),
        act("acknowledge", 1, by=hostile, project="hz-ygyy", note=hostile),
    ]
    assert "script" not in Page(told(history)).tags


def test_exercises_are_told_but_not_counted() -> None:
    text = words(told([judged("weibo:1", 0, 3, ("casualty",), drill=True), judged("weibo:2", 1, project="sz-jlhy")]))
    assert "本期共有事件 1 起，均为一般级别" in text
    assert "演练 1 起不计入" in text


def test_seen_again_is_not_counted_again() -> None:
    text = words(told([judged("weibo:1", 0), judged("weibo:1", 1), judged("weibo:2", 2, kind="complaint")]))
    assert "2信息（条）" in text
    assert "另有 1 次重复采集" in text
    assert "1其中投诉渠道" in text


def test_what_lies_outside_the_window_is_not_reported() -> None:
    history = [judged("weibo:1", 0), judged("weibo:2", 24 * 40, 2, ("safety",), project="sz-jlhy")]
    text = words(told(history, Window(start=at(24 * 30))))
    assert "1信息（条）" in text
    assert "本期共有事件 1 起，最高级别较重" in text


def test_the_gravest_first() -> None:
    history: list[Assessment] = [judged(f"weibo:{n}", n, n % 3 + 1, project=f"p{n}") for n in range(6)]
    grades = re.findall(r'<article class="paper card g(\d)"', told(history))
    assert grades == sorted(grades, reverse=True)
    assert len(grades) == 4


def test_who_came_to_harm_goes_before_what_more_people_talk_of_and_what_fell_comes_last() -> None:
    fees = [judged(f"w:{n}", n / 10, 3, ["collective"], project="sz-jlhy", text="几十人堵门") for n in range(3)]
    death = judged("w:9", 1, 3, ["casualty"], text="电梯坠落，一人死亡")
    assert [each.subject.project for each in by_gravity(run([*fees, death]).incidents)] == ["hz-ygyy", "sz-jlhy"]
    false = act("verify", 2, mention="w:9", verdict="false")
    assert [each.subject.project for each in by_gravity(run([*fees, death, false]).incidents[-2:])] == [
        "sz-jlhy",
        "hz-ygyy",
    ]


def test_what_was_found_false_is_not_what_a_leader_must_know_first() -> None:
    death = judged("w:9", 1, 3, ["casualty"], text="电梯坠落，一人死亡")
    staff = judged("w:1", 0, 2, ["staff"], project="sz-jlhy", text="保安打人")
    ended = [act("verify", 2, mention="w:9", verdict="false")]
    lead = re.compile(r'<li><span class="badge g(\d)">.*?</li>')
    before, after = (told([staff, death, *more]) for more in ([], ended))
    assert [each[1] for each in lead.finditer(before)] == ["3", "2"]
    assert "现最高" not in words(before)
    rows = list(lead.finditer(after))
    assert [each[1] for each in rows] == ["2", "3"]
    assert "处置中，现为一般" in rows[1][0]
    assert "现为" not in rows[0][0]
    assert "最高级别严重，2 起尚未关闭（其中现最高较重）" in words(after)


def test_what_is_not_due_yet_is_told_on_a_phone_too() -> None:
    assert '<th class="n">未到期</th>' in told([judged("w:1", 0, 2, ["staff"], text="保安打人")])


def test_deadlines_are_told_in_their_order() -> None:
    again = judged("w:2", 1, 2, ["staff"], text="保安打人")
    page = told([judged("w:1", 0, 1, ["staff"], text="保安态度差"), act("acknowledge", 0.5, project="hz-ygyy"), again])
    due = re.findall(r'<td class="t">(\d\d-\d\d \d\d:\d\d)</td>', page)
    assert len(due) > 1
    assert due == sorted(due)


def test_the_same_history_gives_the_same_page() -> None:
    history = [judged(f"weibo:{n}", n, n % 3 + 1) for n in range(20)]
    assert told(history) == told(history)


@given(st.text(max_size=30), st.lists(st.text(max_size=4), max_size=4))
def test_marking_loses_no_character(quote: str, words: list[str]) -> None:
    assert "".join(piece for piece, _ in marked(quote, words)) == quote
    assert all(piece in words for piece, hit in marked(quote, words) if hit)


HOURS = st.dictionaries(st.integers(0, 300_000), st.integers(1, 50), max_size=8)


@given(HOURS, HOURS)
def test_every_mention_and_alert_is_in_one_bar(mentions: dict[int, int], alarms: dict[int, int]) -> None:
    drawn = chart(mentions, mentions, {(hour, hour % 4 + 1): count for hour, count in alarms.items()})
    assert sum(bar.mentions for bar in drawn.bars) == sum(mentions.values())
    assert sum(sum(bar.alarms.values()) for bar in drawn.bars) == sum(alarms.values())
    assert len(drawn.bars) <= MOST_BARS
    assert all(0 <= bar.height <= 1 and bar.negative_height == bar.height for bar in drawn.bars)
    assert all(bottom + height <= 1.000001 for bar in drawn.bars for _, bottom, height in bar.stack)
    assert all(0 <= share <= 1 for share, _ in drawn.ticks)


@pytest.mark.parametrize(
    ("hours", "unit", "bars", "first"),
    [
        (1, "hour", 1, "11月18日 12时"), (99, "hour", 99, "11月18日 12时"), (100, "day", 5, "2026年11月18日"),
        (24 * 90, "day", 91, "2026年11月18日"), (24 * 200, "week", 29, "2026年11月16日起一周"),
        (24 * 365 * 3, "month", 37, "2026年11月"), (24 * 365 * 20, "year", 21, "2026年"),
    ],
)  # fmt: skip
def test_the_unit_follows_the_span(hours: int, unit: str, bars: int, first: str) -> None:
    start = hour_of(NOON)
    drawn = chart({start: 1, start + hours - 1: 1}, {}, {})
    assert (drawn.unit, len(drawn.bars), drawn.bars[0].label) == (unit, bars, first)


def test_hours_there_and_back() -> None:
    assert moment_of(hour_of(at(0.7))) == NOON


def test_a_mention_of_two_projects_counts_in_both_rows_once_and_the_page_says_so() -> None:
    first, second = judged("a:1"), judged("a:1", project="sz-jlhy")
    both = [first.subject, second.subject]
    copies = [msgspec.structs.replace(each, subjects=both) for each in (first, second)]
    outcome = Outcome()
    for record in [*copies, *copies]:
        outcome.note(record)
    assert (outcome.mentions, outcome.repeated) == (1, 1)
    assert outcome.projects == {"hz-ygyy": 1, "sz-jlhy": 1}
    text = words(told(copies))
    assert "一条信息涉及多个项目或公司的，各行分别计入" in text
    assert "同一条只计一次（项目表中，涉及多个项目或公司的各行分别计入）" in text
