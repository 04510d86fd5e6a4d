"""No retaliation: the site hears of matters about its own people without author, quotes and room."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from notified import alert, person

from monitor.company.organisationfile import load_organisation
from monitor.company.routing import Matter, route
from monitor.notify.discretion import shielded, version_for
from monitor.notify.render import Renderer
from monitor.notify.setup import read_templates
from monitor.notify.wording import Names, no_links
from monitor.personal.redaction import WITHHELD, redacted_alert
from monitor.records import Alert, Evidence, Place, Reason, Subject, encode

SAMPLE = load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml")
SITE = Subject(project="hz-ygyy", city="杭州", region="华东", how="named")
SAID = "保安在3栋2单元门口骂我妈，还推了她一把"


def staff_alert() -> Alert:
    quote = Evidence(
        mention_id="weibo:4987", url="https://weibo.com/u/1/4987", quote=SAID, hits=["骂"], topic="posts.v1",
        partition=0, offset=7,
    )  # fmt: skip
    return msgspec.structs.replace(
        alert(
            grade=2, categories=["staff"], headline=f"阳光雅苑3栋2单元：人员素质——{SAID}",
            route=route(SAMPLE, Matter(SITE, 2, categories=["staff"])),
            change=f"由一般升为较重：李四核实属实：{SAID}；累计2条、2人",
            why=[Reason(rule="action", text=f"李四核实属实：{SAID}", observed=SAID)],
        ),
        evidence=[quote], place=Place(building="3栋", unit="2单元"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("circumstances", "hidden"),
    [
        ({"categories": ["staff"]}, True),
        ({"categories": ["violation", "service"]}, True),
        ({"categories": ["service"], "sources": ["12345"]}, True),
        ({"categories": ["service"], "sources": ["hotline", "weibo"]}, True),
        ({"categories": ["safety"], "sources": ["12345"]}, False),  # whoever helps must know where
        ({"categories": ["service"], "sources": ["hotline"], "urgent": True}, False),
        ({"categories": ["service"], "sources": ["weibo"]}, False),
    ],
)
def test_what_is_kept_from_the_site(circumstances: dict[str, object], hidden: bool) -> None:
    told = route(SAMPLE, Matter(SITE, 2, **circumstances))  # type: ignore[arg-type]
    assert {each.redacted for each in told if each.scope == "hz-ygyy"} == {hidden}
    assert not any(each.redacted for each in told if each.scope != "hz-ygyy")
    assert any("打击报复" in each.because for each in told) == hidden


def test_nothing_of_who_said_it_is_left() -> None:
    told = encode(redacted_alert(staff_alert())).decode()
    for trace in (SAID, SAID[:8], "weibo:4987", "weibo.com", "3栋", "2单元"):
        assert trace not in told
    assert "阳光雅苑：人员素质" in told
    assert "累计" in told


@pytest.mark.parametrize("rule", ["graver_now", "collective_now", "urgent_now", "legal_now", "corrected", "toll"])
def test_a_turn_is_told_without_the_words_that_it_was_told_in(rule: str) -> None:
    turned = msgspec.structs.replace(staff_alert(), why=[Reason(rule=rule, text=f"出现严重信息：{SAID}")])
    (why,) = redacted_alert(turned).why
    assert why.text == "出现严重信息"


def test_a_channel_that_reaches_the_site_tells_nobody_more() -> None:
    shared = msgspec.structs.replace(
        staff_alert(),
        route=[
            msgspec.structs.replace(person("zhang", "dingtalk:hz"), redacted=True),
            msgspec.structs.replace(person("chen", "dingtalk:hz", "dingtalk:city"), scope="杭州"),
        ],
    )
    assert shielded(shared) == {"dingtalk:hz"}
    assert version_for(shared, "dingtalk:hz").evidence == []
    assert version_for(shared, "dingtalk:city") is shared


@pytest.mark.parametrize("markup", ["md", "txt"])
def test_the_message_says_why_it_quotes_nothing(markup: str) -> None:
    renderer = Renderer(read_templates(None), Names("和悦物业", {"hz-ygyy": "阳光雅苑"}), no_links)
    page = renderer.page([redacted_alert(staff_alert())], "alert", "0" * 16, markup)  # type: ignore[arg-type]
    text = page.text(20_000)
    assert WITHHELD in text.replace("\\", "")
    assert SAID[:8] not in text
    whole = renderer.page([staff_alert()], "alert", "0" * 16, markup).text(20_000)  # type: ignore[arg-type]
    assert SAID in whole
    assert WITHHELD not in whole
