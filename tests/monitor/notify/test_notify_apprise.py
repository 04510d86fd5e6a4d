"""The optional extra: what apprise sends, and what is said where it is not installed or knows no such address."""

from __future__ import annotations

import asyncio
import sys

import pytest
from notified import NOON, alert, delivery
from pydantic import SecretStr
from vendors import Received, Reply, Vendor

from monitor.config.toml_lines import TomlFile
from monitor.errors import SettingsError
from monitor.notify.answer import Answer
from monitor.notify.compose import Words
from monitor.notify.render import Renderer
from monitor.notify.senders import AppriseSender
from monitor.notify.setup import read_templates
from monitor.notify.wording import Names, no_links

# apprise's hundred plugins use names that newer Pythons announce the end of
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"})
WORDS = Words(Renderer(read_templates(None), NAMES, no_links), NAMES, {})
FILE = TomlFile("monitor.toml", '\n[channel.apprise.x]\nurl_env = "X"\n')
PLACE = ("channel", "apprise", "x")


def sender(url: str) -> AppriseSender:
    return AppriseSender({"url": SecretStr(url)}, WORDS, 5.0, FILE, PLACE)


def send(url: str) -> Answer:
    return asyncio.run(sender(url).send(delivery(alert(1, 3)), NOON.timestamp()))


def test_apprise_sends_and_says_no_more_than_yes_or_no() -> None:
    status = [200, 500]

    def answer(request: Received) -> Reply:
        return status.pop(0), {}, {}

    with Vendor(answer) as server:
        url = f"json://127.0.0.1:{server.port}/hook"
        assert send(url) == Answer("accepted", "apprise: sent")
        assert send(url) == Answer("failed", "apprise: not sent")
        assert server.received[0].json["title"].startswith("【严重】阳光雅苑3栋2单元")
        assert "编号 000-001" in server.received[0].json["message"]


def test_an_address_that_apprise_does_not_know_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match=r"monitor\.toml:2: channel\.apprise\.x: apprise does not know"):
        sender("nonsense://hidden")


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(SettingsError, match=r"pip install 'yuqing\[apprise\]'"):
        sender("json://localhost")
