"""What people read: the first look, escaping against what strangers wrote, byte limits, digests, templates as data."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notified import EXAMPLE, NOON, alert, person

from monitor.errors import YuqingError
from monitor.notify.escape import bare, cut_bytes, link, markdown, plain
from monitor.notify.example import example_alert
from monitor.notify.render import Page, Renderer
from monitor.notify.robots import DINGTALK_BETWEEN, DINGTALK_BYTES, FEISHU_BYTES, WECOM_BYTES, WECOM_TEXT_BYTES
from monitor.notify.setup import read_templates
from monitor.notify.wording import FIRST_LOOK, Names, incident_links
from monitor.records import Alert, Deed, Evidence, Place, Reason

NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"})
TEMPLATES = read_templates(None)
RENDERER = Renderer(TEMPLATES, NAMES, incident_links("https://console.example/incidents/{incident_id}"))
PHONE = "13800000000"


def text(one: Alert, markup: str = "md", limit: int = 20_000, **more: str) -> str:
    return RENDERER.page([one], "alert", one.alert_id, markup, **more).text(limit)  # type: ignore[arg-type]


def quoting(words: str, url: str | None = None, **more: object) -> Alert:
    evidence = [Evidence(mention_id="weibo:1", url=url, quote=words, hits=[], topic="posts.v1", partition=0, offset=0)]
    return alert(1, 3, evidence=evidence, **more)


def test_the_example_says_one_thing_of_how_many_there_are() -> None:
    counted = example_alert(NOON)
    assert (counted.scope.mentions, counted.scope.people, counted.basis[:2]) == (1, 1, "1人")


# ---------------------------------------------------------------- the first look


@pytest.mark.parametrize("markup", ["md", "txt"])
@pytest.mark.parametrize("headline", ["电梯下坠" * 60, "短", "阳光雅苑3栋2单元：人身伤亡——" + "老人" * 80])
def test_the_first_120_characters_hold_what_is_needed_at_night(markup: str, headline: str) -> None:
    one = alert(7, 3, headline=headline, confirmed="一手未证实", first_step="立即拨打120/119/110，负责人赶赴现场")
    look = text(one, markup)[:FIRST_LOOK]
    for needed in ("严重", "阳光雅苑3栋2单元", headline[:1], "一手未证实", "立即拨打120/119/110，负责人赶赴现场"):
        assert needed in look, look


@given(
    st.text(max_size=300), st.text(max_size=80), st.sampled_from([1, 2, 3, 4]), st.booleans(), st.booleans(),
    st.sampled_from(["opened", "escalated", "overdue", "reopened", "closed"]),
)  # fmt: skip
def test_however_long_the_rest_the_first_step_is_in_sight(
    headline: str, building: str, grade: int, urgent: bool, drill: bool, transition: str
) -> None:
    one = alert(
        7, grade, headline=headline, urgent=urgent, drill=drill, transition=transition, late_found=drill,
        place=Place(building=building), first_step="项目负责人立即到现场",
    )  # fmt: skip
    look = text(one)[:FIRST_LOOK]
    assert one.grade_name in look
    assert "阳光雅苑" in look
    assert "项目负责人立即到现场" in look


def test_what_changed_and_what_is_no_emergency_is_marked() -> None:
    assert text(alert(1, 3, transition="escalated")).startswith("### 【升级】【严重】")
    assert text(alert(1, 3, drill=True)).startswith("### 【演练】")
    assert RENDERER.page([alert(1, 3)], "alert", "x", "md", test=True).title.startswith("【测试】【严重】")


def test_what_is_overdue_and_how_often_it_was_asked_for_stands_in_front() -> None:
    late = alert(1, 3, transition="overdue", step="report_authority", times=1)
    assert text(late).startswith("### 【超时：上报主管部门】【严重】")
    again = msgspec.structs.replace(late, times=3)
    assert text(again).startswith("### 【超时：上报主管部门·第3次】【严重】")


@pytest.mark.parametrize("markup", ["md", "txt"])
def test_later_messages_say_who_is_at_work_on_it_or_that_nobody_is(markup: str) -> None:
    deeds = [
        Deed(type="acknowledge", by="张经理", at=NOON - timedelta(minutes=20)),
        Deed(type="assign", by="陈总", at=NOON - timedelta(days=1), to="李主管"),
        Deed(type="file", by="<at id=all>", at=NOON, to="authority"),
    ]
    shown = text(alert(1, 3, transition="escalated", handling=deeds), markup)
    assert "11:40 张经理已确认收到；11月17日 12:00 陈总指派李主管；12:00 ＜at id" in shown
    assert "已上报主管部门" in shown
    assert "尚无人确认收到" in text(alert(1, 3, transition="reminded"), markup)
    assert "尚无人" not in text(alert(1, 3), markup)
    digest = RENDERER.page([alert(1, 3, transition="escalated", handling=deeds[:1]), alert(2, 1)], "storm", "d", "md")
    first, second = digest.body
    assert "11:40 张经理已确认收到" in first
    assert "确认收到" not in second


def test_what_the_change_says_is_not_said_twice() -> None:
    why = [Reason(rule="overdue", text="“首次回应”已逾期"), Reason(rule="level_3", text="单条可信信息即达严重")]
    shown = text(alert(1, 3, transition="overdue", step="first_response", change="“首次回应”已逾期；累计1条", why=why))
    assert shown.count("已逾期") == 1
    assert "单条可信信息即达严重" in shown


def test_the_rest_says_since_when_how_many_why_where_quoted_and_whom_else_was_told() -> None:
    shown = text(EXAMPLE)
    for needed in (
        "自03月12日 09:14起", "1条、1人", "近1小时1条，上升", "首次发现；累计1条、1人", "单条可信信息即达严重",
        "阳光雅苑3栋2单元的电梯突然下坠", "[原文](https://weibo.com/1000000001/Examp1e01)", "救人第一",
        "张经理、李主管",
        "编号 529-262", EXAMPLE.alert_id, "信息披露：重大", "[查看事件](https://console.example/incidents/hz-ygyy~",
    ):  # fmt: skip
        assert needed in shown, needed


# ---------------------------------------------------------------- what strangers wrote

HOSTILE = [
    "[点我领赔偿](https://evil.example)",
    "![图](https://evil.example/x.png)",
    "<at id=all></at> <@all> @所有人 @13900000000",
    "**严重**\n### 【严重】假预警\n> 伪造引用",
    "<font color='warning'>假</font><script>alert(1)</script>",
    "看这里 https://evil.example/login www.evil.example",
    "\u202e反过来\u200b\ufeff零宽\x07\x1b[31m",
    "{{ 7*7 }} {% raw %} ${x} \\[x\\](y)",
    "`code` ~~del~~ | table | --- |",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("markup", ["md", "txt"])
def test_nothing_that_strangers_wrote_is_markup(words: str, markup: str) -> None:
    """Quote, headline and place alike: one line, no link, nobody called, nothing hidden."""
    one = quoting(words, headline=f"阳光雅苑：{words}", change=words, place=Place(building=words))
    shown = text(one, markup)
    clean = text(quoting("x", headline="阳光雅苑：x", change="x", place=Place(building="x")), markup)
    assert shown.count("\n") == clean.count("\n")
    for sign in ("<", "@", "://", "```", "\u202e", "\u200b", "\x1b"):
        assert shown.count(sign) == clean.count(sign), sign
    if markup == "md":
        for sign in ("](", "**", "###", "!", "`", "|", "[", "#"):
            assert shown.count(sign) == clean.count(sign), sign


@given(st.text())
def test_escaping_leaves_one_line_without_markup(words: str) -> None:
    assert not re.search(r"[\\`*_\[\]()<>#!|~@&]", markdown(words))
    assert not re.search(r"[@<>]", bare(words))
    for escaped in (markdown(words), bare(words), plain(words)):
        assert escaped == escaped.strip()
        assert len(escaped.splitlines()) <= 1


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://weibo.com/1/A_b?x=1&y=2#z", True),
        ("http://example.com/a%20b", True),
        ("javascript:alert(1)", False),
        ("https://a.example/x) [evil](https://b.example", False),
        ("https://user:pass@a.example/", False),
        ("https://weibo.com/***/x", False),
        ("https://例子.example/", False),
        ("https://a.example/x\ny", False),
        ("//a.example/x", False),
        ("https://" + "a" * 600, False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None, kept: bool) -> None:
    assert link(url) == (url if kept else None)
    assert ("[原文]" in text(quoting("x", url))) is kept


# ---------------------------------------------------------------- limits


@given(st.integers(700, 5000), st.sampled_from(["墙", "a", "🏠", "\n"]), st.integers(0, 3000))
def test_a_message_is_cut_at_a_characters_border_and_the_end_stays(limit: int, char: str, length: int) -> None:
    one = quoting(char * length, "https://weibo.com/1/A", advice=[char * length] * 6)
    shown = text(one, "md", limit)
    assert len(shown.encode()) <= limit
    assert f"编号 {one.number}" in shown
    assert "[查看事件](https://console.example/incidents/" in shown
    assert one.alert_id in shown
    assert shown.count("](") == len(re.findall(r"\]\(https://[^()\s]+\)", shown)), "a link was cut"


@given(st.text(), st.integers(0, 50))
def test_bytes_are_cut_in_no_character(words: str, limit: int) -> None:
    encoded = words.encode("utf-8", "ignore").decode()
    short = cut_bytes(encoded, limit)
    assert len(short.encode()) <= limit
    assert encoded.startswith(short)


def test_even_a_head_that_is_too_long_leaves_the_number() -> None:
    page = Page("t", "t", ["墙" * 5000], ["body"], ["编号 1"])
    shown = page.text(100)
    assert len(shown.encode()) <= 100
    assert shown.endswith("编号 1")


@pytest.mark.parametrize(
    ("markup", "limit", "between"),
    [
        ("md", DINGTALK_BYTES, DINGTALK_BETWEEN), ("md", WECOM_BYTES, "\n"), ("txt", WECOM_TEXT_BYTES, "\n"),
        ("md", FEISHU_BYTES, "\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("headline", ["短", "阳光雅苑3栋2单元：服务不到位——" + "电梯（[坏]）" * 30, "a*_[]" * 30])
def test_a_digest_names_each_of_its_alerts(markup: str, limit: int, between: str, headline: str) -> None:
    alerts = [alert(number, 1 + number % 3, headline=headline) for number in range(200)]
    count = RENDERER.capacity(alerts, markup, limit, between)  # type: ignore[arg-type]
    assert 5 <= count <= 200
    shown = RENDERER.page(alerts[:count], "storm", "d", markup).text(limit, between)  # type: ignore[arg-type]
    assert len(shown.encode()) <= limit
    for each in alerts[:count]:
        assert each.alert_id in shown
        assert each.number in shown
    assert "截断" not in shown
    assert f"【汇总】{count}条预警" in shown


def test_a_digest_says_why_it_comes_and_what_to_do_first_where_it_is_grave() -> None:
    page = RENDERER.page([alert(1, 3, first_step="报警"), alert(2, 1)], "morning", "d", "md")
    shown = page.text(4000)
    assert "夜间预警，早间汇总" in shown
    assert shown.index("【严重】") < shown.index("【一般】")
    assert "→ 报警" in shown


# ---------------------------------------------------------------- templates


def test_a_template_of_ones_own_replaces_one_of_the_package(tmp_path: Path) -> None:
    source = "{% block head %}{{ title }}{% endblock %}{% block body %}{% endblock %}{% block tail %}END{% endblock %}"
    (tmp_path / "alert.md.jinja").write_text(source, encoding="utf-8")
    renderer = Renderer(read_templates(tmp_path), NAMES, incident_links(""))
    assert renderer.page([alert(1, 3)], "alert", "x", "md").text(1000).endswith("\nEND")
    assert "汇总" in renderer.page([alert(1, 3)], "storm", "x", "md").text(1000)


@pytest.mark.parametrize(
    ("source", "why"),
    [("{% block head %}", "line"), ("{{ title }}", "lacks the block head"), ("{% include '/etc/passwd' %}", "lacks")],
)
def test_a_template_that_is_none_is_refused(source: str, why: str) -> None:
    with pytest.raises(YuqingError, match=why):
        Renderer({**TEMPLATES, "alert.md": source}, NAMES, incident_links(""))


def test_a_template_reaches_nothing_but_what_it_is_given() -> None:
    evil = "".join(
        "{% block " + name + " %}{{ alert.__class__.__mro__ }}{% endblock %}" for name in ("head", "body", "tail")
    )
    renderer = Renderer({**TEMPLATES, "alert.md": evil}, NAMES, incident_links(""))
    with pytest.raises(YuqingError, match=r"alert\.md"):
        renderer.page([alert(1, 3)], "alert", "x", "md")


def test_people_who_are_told_are_named_once() -> None:
    route = [person("张三", "dingtalk:a"), person("张三", "dingtalk:b"), person("李四")]
    assert "**同时通知**：张三、李四" in text(alert(1, 3, route=route))
