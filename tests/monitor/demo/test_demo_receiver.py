"""The demonstration's receiver page: shows what robots got, escaped and bounded, and plays only robots."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from monitor.config.settings import load_settings
from monitor.demo.inbox import message_of
from monitor.demo.receiver import SHOWN, Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    one.start()
    yield one
    one.stop()


def post(url: str, body: object) -> object:
    request = Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=5) as answer:
        return json.loads(answer.read())


def get(url: str) -> str:
    with urlopen(url, timeout=5) as answer:
        assert answer.headers["cache-control"] == "no-store"
        return str(answer.read().decode())


def dingtalk(text: str) -> dict[str, object]:
    return {"msgtype": "markdown", "markdown": {"title": "t", "text": text}}


CARD = {
    "header": {"title": {"content": "丙"}},
    "elements": [
        {"text": {"content": "**丁**"}},
        {"actions": [{"text": {"content": "确认收到"}, "url": "https://desk.example/a?t=1&x=2"}]},
    ],
}


def test_what_robots_get_is_shown_and_escaped(receiver: Receiver) -> None:
    assert "还没有消息" in get(receiver.url)
    said = post(f"{receiver.url}dingtalk/hz-duty", dingtalk("### 【严重】甲\n\n<b>乙</b> [原文](https://a.example/1)"))
    assert said == {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
    post(
        f"{receiver.url}wecom/sz-duty", {"msgtype": "text", "text": {"content": "【汇总】2条预警：较重1、一般1｜合并"}}
    )
    post(f"{receiver.url}feishu/cd-duty", {"msg_type": "interactive", "card": CARD})
    page = get(receiver.url)
    assert receiver.total == 3
    assert page.index("飞书群 cd-duty") < page.index("企业微信群 sz-duty") < page.index("钉钉群 hz-duty")
    assert re.findall(r'class="m (g\d")', page) == ['g0"', 'g2"', 'g3"']
    assert "【严重】甲 &lt;b&gt;乙&lt;/b&gt;" in page
    whole = get(f"{receiver.url}m/1")
    assert "<h2>【严重】甲</h2>" in whole
    assert '&lt;b&gt;乙&lt;/b&gt; <a href="https://a.example/1"' in whole
    assert 'href="https://desk.example/a?t=1&amp;x=2"' in get(f"{receiver.url}m/3")


def test_there_is_nothing_else(receiver: Receiver) -> None:
    for path in ("m/1", "m/x", "m/", "../etc/passwd", "dingtalk/a"):
        with pytest.raises(HTTPError, match="404"):
            get(receiver.url + path)


def test_the_last_page_needs_nobody_any_more(receiver: Receiver) -> None:
    post(f"{receiver.url}dingtalk/a", dingtalk("### 头\n" + "长" * 200 + "\n尾"))
    assert not receiver.watched
    playing = get(receiver.url)
    assert receiver.watched
    assert ('http-equiv="refresh"' in playing, "尾" in playing) == (True, False)
    receiver.finish()
    assert receiver.watched
    last = get(receiver.url)
    assert not receiver.watched
    assert ('http-equiv="refresh"' in last, "href=" in last, "<p>尾</p>" in last) == (False, False, True)


@pytest.mark.parametrize(
    ("first", "grade"),
    [
        ("### 【升级】【特别严重】x", 4), ("**【严重】x**", 3), ("【较重】x", 2), ("x", 0),
        ("### 【演练】【一般】x", 1),
        ("### 【汇总】9条预警：严重1、较重3、一般5｜x", 3), ("### 【汇总】9条预警：一般9｜x", 1),
        ("【汇总】2条预警：特别严重2", 4),
    ],
)  # fmt: skip
def test_a_message_shows_its_grade(first: str, grade: int) -> None:
    assert message_of(1, "dingtalk:a", datetime.now(UTC), dingtalk(f"{first}\n【一般】")).grade == grade


def test_it_keeps_no_more_than_it_shows(receiver: Receiver) -> None:
    for number in range(SHOWN + 10):
        receiver.take("dingtalk:a", dingtalk(f"message {number}."))
    assert receiver.total == SHOWN + 10
    page = receiver.page("/") or ""
    assert "message 9." not in page
    assert f"message {SHOWN + 9}." in page
    assert receiver.page("/m/1") is None


def test_its_variables_are_settings(receiver: Receiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("YUQING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, value in receiver.variables(["dingtalk:hz-duty", "wecom:sz", "dingtalk:hz-duty"]).items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert [name for name, _ in settings.channel.named()] == ["dingtalk:hz-duty", "wecom:sz"]
    assert os.environ[settings.channel.wecom["sz"].url_env] == f"{receiver.url}wecom/sz"
    assert settings.dispatch.quiet_from == ""


def test_it_plays_nothing_but_robots(receiver: Receiver) -> None:
    assert receiver.variables(["dingtalk:a", "mail:desk"]) == {}
    assert receiver.variables([]) == {}
