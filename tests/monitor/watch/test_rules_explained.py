"""A decision retold: every rule at the moment of an alert, what each of its conditions saw and what it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from histories import RULESET, judged, new_fold
from msgspec.structs import replace
from notified import alert as told_alert

from monitor.cli import yuqing
from monitor.config.settings import data_path
from monitor.errors import YuqingError
from monitor.records import Alert, Assessment, Incident, Scope, TimelineRecord, decode_incident
from monitor.replays.retelling import ALERTS, RULESETS, TIMELINE
from monitor.watch.grades.explaining import Witness, afterwards, lines, resolve
from monitor.watch.grades.rulefile import parse_ruleset
from monitor.watch.ruleset import Ruleset

WIRE = Path(__file__).parents[2] / "data" / "wire"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(yuqing, ["rules", *arguments], catch_exceptions=True)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample day, replayed under the sample organisation."""
    out = tmp_path_factory.mktemp("rules") / "out"
    config = data_path("config")
    done = CliRunner().invoke(
        yuqing,
        [
            "replay",
            "--config",
            str(config / "monitor.toml"),
            "--out",
            str(out),
            "--file",
            str(config / "demo" / "stream.jsonl"),
        ],
    )
    assert done.exit_code == 0, done.output
    return out


def test_explain_retells_every_alert_of_a_replay(day: Path) -> None:
    alerts = [json.loads(line) for line in (day / ALERTS).read_bytes().splitlines()]
    assert len(alerts) > 20
    for alert in [*alerts[::6], *(each for each in alerts if each["transition"] == "escalated")]:
        done = call("explain", alert["alert_id"], "--dir", str(day))
        assert done.exit_code == 0, done.output
        lines = done.output.splitlines()
        assert any(alert["headline"] in line for line in lines)
        for each in RULESET.rules:
            assert any(line.startswith((f"✓ {each.name} ", f"· {each.name} ")) for line in lines), each.name
        held = {line.split()[1] for line in lines if line.startswith("✓")}
        if alert["transition"] in {"opened", "escalated"}:
            graded = {reason["rule"] for reason in alert["why"]} & {each.name for each in RULESET.rules}
            assert graded <= held
        assert "实际" in done.output
        assert "实际 —" not in done.output
        assert "需" in done.output


def explained(ruleset: Ruleset, *history: TimelineRecord) -> list[str]:
    """What is told of the last alert of this history."""
    alert_id = witnessed(Witness(""), ruleset, history)[-1].alert_id
    witness = Witness(alert_id)
    witnessed(witness, ruleset, history)
    assert witness.found is not None
    return list(lines(witness.found))


def witnessed(witness: Witness, ruleset: Ruleset, history: Iterable[TimelineRecord]) -> list[Alert]:
    fold = new_fold(ruleset)
    fold.book.witness = witness
    for offset, record in enumerate(history):
        fold.apply(record, offset)
    return fold.collect().alerts


RULES = """
[[rule]]
name = "any"
grade = 1
text = "有反映"
[[rule]]
name = "calls"
grade = 2
text = "理由"
within = "6h"
mention = { level = 2, categories = ["staff"], complaint = true }
needs = { people = 2 }
[[rule]]
name = "share"
grade = 2
text = "理由"
needs = { households_share = 0.005 }
[[rule]]
name = "office"
grade = 2
text = "理由"
mention = { government = true }
incident = { kinds = ["mall"] }
[[rule]]
name = "grave"
grade = 3
text = "理由"
mention = { level = 3 }
"""


def test_explain_says_what_each_condition_saw_and_which_one_kept_the_rule_off() -> None:
    under = parse_ruleset(RULES, "rules.toml")
    history = [
        judged("a:1", level=2, categories=["staff"], kind="complaint"),
        judged("a:2", 1, level=1, categories=["staff"], parent="a:1"),
        judged("a:3", 2, level=3, categories=["staff"], parent="a:1"),
    ]
    told_of = explained(under, *history)
    for line in (
        "计入判断的信息：3条",
        "· calls → 较重  窗口 6h",
        "    类别（categories）：实际 人员素质，3条中3条符合，需 其一：人员素质",
        "    单条级别（level）：实际 最高 3，3条中2条符合，需 ≥2",
        "    投诉（complaint）：实际 3条中1条为是，需 是",
        "    条数（mentions）：实际 1条同时符合以上各项，需 ≥1条",
        "  ✗ 人数（people）：实际 1人，需 ≥2人",
        "  ✗ 反映同一事项的人数，按户数（households_share）：实际 0人，需 ≥6人（1200户的0.5%，至少3人）",
        "  ✗ 政府部门（government）：实际 3条中0条为是，需 是",
        "  ✗ 项目类型（kinds）：实际 住宅，需 其一：商场",
        "✓ grave → 严重",
    ):
        assert line in told_of, "\n".join(told_of)
    elsewhere = explained(under, *(replace_project(each, "sz-jlhy") for each in history))
    assert "  ✗ 反映同一事项的人数，按户数（households_share）：实际 0人，需 总户数的0.5%，户数不明" in elsewhere


def replace_project(record: Assessment, project: str) -> Assessment:
    whose = replace(record.subject, project=project)
    return replace(record, subject=whose, subjects=[whose])


def test_explain_knows_an_alert_by_its_beginning_and_by_the_number_that_is_said(day: Path) -> None:
    alerts = [json.loads(line) for line in (day / ALERTS).read_bytes().splitlines()]
    last = [each for each in alerts if each["transition"] in ("opened", "escalated")][-1]
    for asked in (last["alert_id"][:8], last["number"], last["number"].replace("-", "")):
        done = call("explain", asked, "--dir", str(day))
        assert done.exit_code == 0, done.output
        assert done.output.startswith(last["alert_id"])
    assert "单条级别（level）：实际" in done.output


def test_a_beginning_that_several_have_is_refused_with_their_names() -> None:
    one, other = (replace(told_alert(n, 2), alert_id=f"abcd{n}", number=f"000-00{n}") for n in (1, 2))
    with pytest.raises(YuqingError, match="2 alerts begin with abcd: abcd1"):
        resolve("abcd", [one, other])
    assert resolve("abcd2", [one, other]) == "abcd2"
    assert resolve("000001", [one, other]) == "abcd1"


def test_explain_says_what_is_missing(day: Path, tmp_path: Path) -> None:
    assert "is not told by" in str(call("explain", "0000", "--dir", str(day)).exception)
    assert RULESETS in str(_without_rulesets(day, tmp_path).exception)
    assert call("explain", "0000").exit_code == 2


def _without_rulesets(day: Path, tmp_path: Path) -> Result:
    (tmp_path / TIMELINE).write_bytes((day / TIMELINE).read_bytes())
    return call("explain", "0000", "--dir", str(tmp_path))


def told_of(alert_id: str, mentions: int, **more: Any) -> Alert:
    return told_alert(1, 2, alert_id=alert_id, scope=Scope(mentions=mentions), **more)


def incident_of(alert: Alert, **more: Any) -> Incident:
    """The example of an incident, as the one of this alert."""
    shown = decode_incident((WIRE / "incident.v1.json").read_bytes())
    same = {"incident_id": alert.incident_id, "subject": alert.subject, "categories": alert.categories}
    values = {"opened_at": alert.first_seen, "closed_at": None, "drill": False, "scope": alert.scope} | same | more
    return replace(shown, **values)


def test_what_came_after_an_alert_is_said_with_the_alerts_that_show_it() -> None:
    first, last = told_of("first", 1), told_of("last", 3, transition="overdue")
    end = incident_of(first, scope=Scope(mentions=4))
    assert list(afterwards(first, [first], [end])) == [
        "此预警之后该事件又增加3条信息，以上未计入；其后没有预警把它们计入"
    ]
    more, alert = afterwards(first, [first, last, told_alert(2)], [end])
    assert more == "此预警之后该事件又增加3条信息，以上未计入；其后的预警："
    assert alert.split()[0] == "last"
    assert alert.endswith("共3条")
    assert list(afterwards(last, [first, last], [incident_of(last)])) == []
    assert list(afterwards(first, [first], [])) == []


def test_another_open_incident_of_the_same_kind_is_pointed_at() -> None:
    alert = told_of("first", 1)
    before = alert.first_seen
    other = {"incident_id": "other", "number": "777-001"}
    found = list(afterwards(alert, [alert], [incident_of(alert), incident_of(alert, **other)]))
    assert found[0] == "规则只在一个事件内计数；同一对象当时另有同类事件："
    assert found[1].split()[0] == "777-001"
    for not_it in (
        {"categories": ["legal"]},
        {"drill": True},
        {"closed_at": before},
        {"opened_at": alert.event_time + timedelta(minutes=1)},
        {"subject": replace(alert.subject, project="sz-jlhy")},
        {"merged_into": alert.incident_id},
    ):
        assert list(afterwards(alert, [alert], [incident_of(alert, **other | not_it)])) == [], not_it


def test_one_rule_alone_can_be_asked_for(day: Path) -> None:
    alert = json.loads((day / ALERTS).read_bytes().splitlines()[0])
    name = RULESET.rules[-1].name
    done = call("explain", alert["incident_id"], "--dir", str(day), "--rule", name)
    assert done.exit_code == 0, done.output
    rules = [line.split()[1] for line in done.output.splitlines() if line.startswith(("✓", "· "))]
    assert rules == [name]
    unknown = call("explain", alert["alert_id"], "--dir", str(day), "--rule", "nme")
    assert "no rule was called 'nme'" in str(unknown.exception)
    assert name in str(unknown.exception)


def test_an_incident_is_asked_for_by_its_id() -> None:
    opened, late = told_of("first", 1, transition="opened"), told_of("last", 3, transition="overdue")
    assert resolve(opened.incident_id, [opened, late, told_alert(2)]) == "first"
