"""Exercises: a scenario's mentions go the way of real ones, and the report says what was met and missed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from monitor.cli.drill import command
from monitor.cli.replay import command as retold
from monitor.company.organisation import Organisation
from monitor.company.organisationfile import load_organisation
from monitor.config.settings import data_path
from monitor.drills.report import what_was_met
from monitor.drills.scenarios import Scenario, load_scenario, parse_scenario, scenario_names
from monitor.errors import SettingsError, YuqingError
from monitor.records import Alert, Deadline, Incident, TransitionEntry

WIRE = Path(__file__).parents[2] / "data" / "wire"
FOLDER = data_path("config") / "drills"
ORGANISATION = str(data_path("config") / "organisation.toml")
START = "2026-11-18T02:00:00+08:00"


def run(*arguments: str, ends: int = 0):
    result = CliRunner().invoke(command, [*arguments, "--organisation", ORGANISATION])
    assert result.exit_code == ends, result.output
    return result


def rehearsed(scenario: str, folder: Path, *actions: dict[str, object]) -> tuple[list[dict], str]:
    """The alerts and the report of a scenario and of what was done."""
    events, done, out = folder / "drill.jsonl", folder / "actions.jsonl", folder / "out"
    run(scenario, "--project", "hz-ygyy", "--start", START, "--out", str(events))
    done.write_text("".join(json.dumps({"kind": "action", "drill": True, **each}) + "\n" for each in actions))
    files = [str(events), *([str(done)] if actions else [])]
    told = CliRunner().invoke(retold, ["--file", *files, "--out", str(out), "--organisation", ORGANISATION])
    assert told.exit_code == 0, told.output
    alerts = [json.loads(line) for line in (out / "alerts.jsonl").read_text().splitlines()]
    return alerts, run(scenario, "--report", str(out)).stdout


@pytest.mark.parametrize("scenario", scenario_names(FOLDER))
def test_each_scenario_is_found_and_graded_as_it_says(scenario: str, tmp_path: Path) -> None:
    alerts, report = rehearsed(scenario, tmp_path)
    assert alerts
    assert all(alert["drill"] for alert in alerts)
    assert "✓ 研判" in report
    assert "✓ 类别" in report


def test_the_report_says_what_was_done_in_time_late_and_not_at_all(tmp_path: Path) -> None:
    at = "2026-11-18T02:{}:00+08:00".format
    _, report = rehearsed(
        "lift_fall",
        tmp_path,
        {"type": "arrived", "by": "保安老王", "at": at(20), "project": "hz-ygyy"},
        {"type": "reply", "by": "zhang", "at": at(35), "project": "hz-ygyy"},
        {"type": "file", "by": "zhang", "to": "company", "at": at(50), "project": "hz-ygyy"},
    )
    assert "✓ 到达现场：应于11-18 02:30前，11-18 02:20完成" in report
    assert "✓ 首次答复投诉人" in report
    assert "　保安老王　到达现场" in report
    assert "　张经理　答复" in report
    assert "记录截至 2026-11-18 02:50" in report
    assert "· 上报主管部门：应于11-18 03:00前，未到期，至11-18 02:50未办" in report
    assert "保安老王" in report


def test_what_is_done_late_is_missed(tmp_path: Path) -> None:
    late = {"type": "arrived", "by": "保安老王", "at": "2026-11-18T02:39:00+08:00", "project": "hz-ygyy"}
    _, report = rehearsed("lift_fall", tmp_path, late)
    assert "✗ 到达现场：应于11-18 02:30前，11-18 02:39完成，逾期9分钟" in report
    assert "未按时 2 项" in report


def test_what_is_due_by_the_time_asked_about_and_not_done_is_missed() -> None:
    due = at("03:00")
    told = list(what_was_met(plan(), [rehearsal(due)], [], known(), at("03:00")))
    assert "✗ 上报主管部门：应于11-18 03:00前，未完成，已逾期" in told
    assert any("未按时 1 项，截至记录末未办 0 项" in each for each in told)
    early = list(what_was_met(plan(), [rehearsal(due)], [], known(), at("02:59")))
    assert "· 上报主管部门：应于11-18 03:00前，未到期，至11-18 02:59未办" in early
    assert any("未按时 0 项，截至记录末未办 1 项" in each for each in early)


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-18T{hour}:00+08:00")


def plan() -> Scenario:
    return load_scenario(FOLDER, "lift_fall")


def known() -> Organisation:
    return load_organisation(ORGANISATION)


def rehearsal(due: datetime) -> Incident:
    """The example of an incident, as an exercise that owes one report."""
    shown = msgspec.json.decode((WIRE / "incident.v1.json").read_bytes(), type=Incident)
    said = replace(shown.evidence[0], mention_id="12345:drill-lift_fall-20261118020000-1")
    owed = [Deadline(step="report_authority", due=due)]
    return replace(shown, drill=True, evidence=[said], deadlines=owed, updated_at=at("02:30"))


FIRST, SECOND = "12345:drill-lift_fall-20261118020000-1", "12345:drill-lift_fall-20261118210000-1"


def met_twice(opened_again: bool) -> list[str]:
    """The report of a run at 21:00, when that of 02:00 had met the same incident."""
    shown = rehearsal(at("03:00"))
    quoted = [replace(shown.evidence[0], mention_id=name) for name in (SECOND, FIRST)]
    again = [TransitionEntry(transition="reopened", grade=3, at=at("21:00"), alert_id="b")] if opened_again else []
    incident = replace(
        shown,
        evidence=quoted,
        opened_at=at("02:00"),
        past_deadlines=shown.deadlines,
        deadlines=[Deadline(step="on_site", due=at("21:30"))],
        transitions=[TransitionEntry(transition="opened", grade=3, at=at("02:00"), alert_id="a"), *again],
        updated_at=at("21:40"),
    )
    alert = msgspec.json.decode((WIRE / "alert.v1.json").read_bytes(), type=Alert)
    alert = replace(alert, drill=True, incident_id=incident.incident_id, grade=3)
    early = replace(alert, event_time=at("02:00"), evidence=quoted[1:])
    late = replace(alert, event_time=at("21:25"), evidence=quoted, categories=[])
    return list(what_was_met(plan(), [incident], [early, late], known()))


@pytest.mark.parametrize("opened_again", [True, False])
def test_the_report_is_of_the_last_run_and_not_of_those_before(opened_again: bool) -> None:
    told = met_twice(opened_again)
    assert "演练开始 2026-11-18 21:00，记录截至 2026-11-18 21:40" in told
    assert any(each.startswith("✗ 研判") and "用时25分钟" in each for each in told)
    assert "✗ 到达现场：应于11-18 21:30前，未完成，已逾期" in told
    assert not any("03:00" in each for each in told)
    assert any("此前的演练尚未关闭" in each for each in told) is not opened_again


def test_the_report_of_one_run_or_one_project_alone(tmp_path: Path) -> None:
    rehearsed("lift_fall", tmp_path)
    out = str(tmp_path / "out")
    assert "演练开始 2026-11-18 02:00" in run("lift_fall", "--report", out, "--start", START).stdout
    assert "演练开始 2026-11-18 02:00" in run("lift_fall", "--report", out, "--project", "hz-ygyy").stdout
    assert "未发现" in run("lift_fall", "--report", out, "--start", "2026-11-19").stdout
    assert "未发现" in run("lift_fall", "--report", out, "--project", "hz-yhhf").stdout


def test_the_exit_code_says_what_was_missed_only_where_that_is_asked_for(tmp_path: Path) -> None:
    rehearsed("lift_fall", tmp_path)
    out = str(tmp_path / "out")
    assert "✗ 到达现场" in run("lift_fall", "--report", out).stdout
    assert "✗ 到达现场" in run("lift_fall", "--report", out, "--exit-code", ends=1).stdout
    assert "未发现" in run("fee_protest", "--report", out, "--exit-code", ends=1).stdout
    assert "goes with --report" in run("lift_fall", "--exit-code", ends=2).output


def test_the_exit_code_is_0_where_all_that_was_due_is_done(tmp_path: Path) -> None:
    at = "2026-11-18T02:{}:00+08:00".format
    done = ({"type": kind, "by": "zhang", "at": at(20), "project": "hz-ygyy"} for kind in ("acknowledge", "arrived"))
    rehearsed("lift_fall", tmp_path, *done)
    assert "· 上报主管部门" in run("lift_fall", "--report", str(tmp_path / "out"), "--exit-code").stdout


def test_where_a_run_is_not_found_those_that_there_are_are_named(tmp_path: Path) -> None:
    rehearsed("lift_fall", tmp_path)
    out = str(tmp_path / "out")
    assert "开始于：2026-11-18 02:00:00" in run("lift_fall", "--report", out, "--start", "2026-11-19").stdout
    assert "开始于" not in run("fee_protest", "--report", out).stdout


@pytest.mark.parametrize("asked", [["--report", "x"], ["--bootstrap", "h:1"], ["--start", START], ["--project", "x"]])
def test_what_is_asked_without_a_scenario_is_not_answered_by_the_list(asked: list[str]) -> None:
    assert "name the SCENARIO first: fee_protest" in run(*asked, ends=2).output


def test_a_directory_that_no_replay_wrote_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "incidents.jsonl").write_text('{"a": 1}\n')
    with pytest.raises(YuqingError, match=r"incidents\.jsonl:1: no record of a replay"):
        CliRunner().invoke(command, ["lift_fall", "--report", str(tmp_path)], catch_exceptions=False)


def test_a_scenario_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes('title = "演练"'.encode("gbk"))
    with pytest.raises(SettingsError, match=r"x\.toml: is not UTF-8"):
        load_scenario(tmp_path, "x")


@pytest.mark.parametrize("braces", ["{小区}", "{", "{project.name}", "{0}"])
def test_braces_that_name_nothing_are_refused_with_their_line(braces: str) -> None:
    text = (FOLDER / "lift_fall.toml").read_text(encoding="utf-8")
    assert parse_scenario(text.replace("{project}", "{city}{{"), "x.toml", "x")
    with pytest.raises(SettingsError, match=r"x\.toml:\d+: mention\.text: its braces may hold"):
        parse_scenario(text.replace("{project}", braces), "x.toml", "x")


def test_each_run_is_one_of_its_own_and_says_it_is_an_exercise() -> None:
    lines = [json.loads(line) for line in run("lift_fall", "--start", START).stdout_bytes.splitlines()]
    other = [json.loads(line) for line in run("lift_fall", "--start", "2026-11-19").stdout_bytes.splitlines()]
    assert all(each["drill"] and each["project"] == "hz-ygyy" for each in lines)
    assert not {each["id"] for each in lines} & {each["id"] for each in other}


def test_without_a_scenario_they_are_listed() -> None:
    assert [line.split()[0] for line in run().stdout.splitlines()] == scenario_names(FOLDER)


def test_nothing_found_is_said(tmp_path: Path) -> None:
    for name in ("incidents.jsonl", "alerts.jsonl"):
        (tmp_path / name).write_text("")
    assert "未发现本演练的事件" in run("lift_fall", "--report", str(tmp_path)).stdout


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('title = "x"\n[expect]\ngrade = 3\nwithin_minutes = 1\n', "mention"),
        ('title = "x"\nmood = 1\n[expect]\ngrade = 3\nwithin_minutes = 1\n', "mood"),
        ('title = "x"\n[expect]\ngrade = 3\nwithin_minutes = 1\ncategories = ["fun"]\n', "categories"),
    ],
)
def test_a_faulty_scenario_is_refused_with_its_field(text: str, field: str) -> None:
    with pytest.raises(SettingsError, match=field):
        parse_scenario(text, "x.toml", "x")


def test_an_unknown_scenario_or_project_is_said() -> None:
    with pytest.raises(SettingsError, match="there are: fee_protest"):
        load_scenario(FOLDER, "earthquake")
    assert "no such project" in run("lift_fall", "--project", "nowhere", ends=2).output


def test_whoever_was_told_has_a_name_without_an_organisation_file(tmp_path: Path) -> None:
    done = {"type": "acknowledge", "by": "li", "at": "2026-11-18T02:12:00+08:00", "project": "hz-ygyy"}
    rehearsed("lift_fall", tmp_path, done)
    bare = CliRunner().invoke(command, ["lift_fall", "--report", str(tmp_path / "out")])
    assert "　李主管　确认收到" in bare.output
