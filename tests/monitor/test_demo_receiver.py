"""The demonstration's receiver page: shows what robots got, escaped and bounded, and plays only robots."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from monitor.demo.receiver import SHOWN, Receiver
from monitor.settings import load_settings


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


def test_what_robots_get_is_shown_and_escaped(receiver: Receiver) -> None:
    said = post(
        f"{receiver.url}dingtalk/hz-duty", {"msgtype": "markdown", "markdown": {"title": "t", "text": "<b>甲</b>"}}
    )
    assert said == {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
    post(f"{receiver.url}wecom/sz-duty", {"msgtype": "text", "text": {"content": "乙"}})
    card = {"header": {"title": {"content": "丙"}}, "elements": [{"text": {"content": "丁"}}]}
    post(f"{receiver.url}feishu/cd-duty", {"msg_type": "interactive", "card": card})
    with urlopen(receiver.url, timeout=5) as answer:
        page = answer.read().decode()
    assert "dingtalk:hz-duty" in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page
    assert page.index("丁") < page.index("乙") < page.index("甲")
    assert receiver.total == 3


def test_it_keeps_no_more_than_it_shows(receiver: Receiver) -> None:
    for number in range(SHOWN + 10):
        receiver.take("dingtalk:a", f"message {number}.")
    assert receiver.total == SHOWN + 10
    assert "message 9." not in receiver.page()
    assert f"message {SHOWN + 9}." in receiver.page()


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
