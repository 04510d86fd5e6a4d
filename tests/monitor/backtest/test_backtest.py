"""Two replays set against each other: what is gained, lost and re-graded, and how much earlier people hear."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from histories import at, judged, run
from hypothesis import given
from hypothesis import strategies as st

from monitor.backtest.comparison import Comparison, Parts, Side, compare
from monitor.backtest.matching import paired_alerts
from monitor.backtest.page import render
from monitor.backtest.tables import tables
from monitor.backtest.traces import Told, traces
from monitor.cli.compare import command
from monitor.cli.replay import command as replay
from monitor.errors import YuqingError
from monitor.records import Alert, Evidence, TimelineRecord
from monitor.replays.outcome import Names, Window

CONFIG = Path(__file__).parents[3] / "config"
TEMPLATE = (Path(__file__).parents[3] / "monitor/templates/compare.html.jinja").read_text(encoding="utf-8")
NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"}, {})
SIDE = Side("was", ["r1"], ["l1"], ["m1"], ["o1"], at(0), at(48))


def compared(first: Sequence[TimelineRecord], second: Sequence[TimelineRecord]) -> Comparison:
    """What the second history tells that the first does not."""
    (a, b) = (run(first), run(second))
    return of_alerts(a.alerts, b.alerts)


def of_alerts(first: Sequence[Alert], second: Sequence[Alert]) -> Comparison:
    return compare(SIDE, SIDE, traces(first, ()), traces(second, ()))


def test_two_equal_replays_differ_in_nothing() -> None:
    history = [judged("a", level=2), judged("b", level=3, categories=("casualty",), hours=2)]
    found = compared(history, history)
    assert found.total.unchanged
    assert not found.incidents
    assert not found.alerts
    assert found.total.alerts_a == found.total.alerts_b > 0


def test_an_incident_that_only_one_side_tells_is_gained_or_lost() -> None:
    more = [judged("a", level=2), judged("b", level=3, categories=("casualty",), hours=2)]
    found, back = compared(more[:1], more), compared(more, more[:1])
    assert (found.total.incidents_gained, found.total.incidents_lost) == (1, 0)
    assert (back.total.incidents_gained, back.total.incidents_lost) == (0, 1)
    assert [each.verdict for each in found.incidents] == ["gained"]
    assert (found.incidents[0].grade_a, found.incidents[0].grade_b) == (None, 3)
    # what nobody did about it is told in time, too
    assert found.total.grave_gained == back.total.grave_lost == len(found.alerts) > 0
    assert {each.change for each in back.alerts} == {"lost"}


def test_a_matter_opened_by_another_mention_is_still_the_same_matter() -> None:
    # the second judgement finds nothing in the first post, so that the incident gets another id
    told = [judged("a", level=1), judged("b", level=3, hours=1, keywords=("电梯",))]
    quiet = [judged("a", level=0), judged("b", level=3, hours=1, keywords=("电梯",))]
    found = compared(told, quiet)
    assert (found.total.incidents_gained, found.total.incidents_lost) == (0, 0)
    ids = {alert.incident_id for history in (told, quiet) for alert in run(history).alerts}
    assert len(ids) == 2


def test_a_regraded_alert_that_the_sides_told_at_different_times_has_both() -> None:
    told = [judged("a", level=1), judged("b", level=3, hours=1, keywords=("电梯",))]
    quiet = [judged("a", level=0), judged("b", level=3, hours=1, keywords=("电梯",))]
    found = compared(told, quiet)
    both = [(each.at_a, each.at_b) for each in found.alerts if each.change == "regraded"]
    assert both == [(at(0), at(1))]
    page = render(found, NAMES, TEMPLATE)
    assert f"A {at(0):%Y-%m-%d %H:%M}<br>B {at(1):%Y-%m-%d %H:%M}" in page
    # on a phone its columns would leave the headline a width of four characters
    assert '<table class="told">' in page
    assert ".told td:last-child { display: block" in page


def test_lead_is_of_the_highest_grade_that_both_reached() -> None:
    late = [judged("a", level=1), judged("b", level=2, hours=3)]
    early = [judged("a", level=1), judged("c", level=2, hours=1), judged("b", level=2, hours=3)]
    found = compared(late, early)
    assert [(each.verdict, each.lead_minutes) for each in found.incidents] == [("same", 120.0)]
    assert found.incidents[0].lead_by_grade == {1: 0.0, 2: 120.0}
    assert (found.total.earlier, found.total.minutes_won) == (1, 120.0)
    back = compared(early, late)
    assert (back.total.later, back.total.minutes_lost, back.median_lead_minutes) == (1, 120.0, -120.0)


def test_an_alert_told_with_another_grade_is_regraded_and_neither_gained_nor_lost() -> None:
    found = compared([judged("a", level=1)], [judged("a", level=2)])
    opened = [each for each in found.alerts if each.transition == "opened"]
    assert [(each.change, each.grade_a, each.grade_b) for each in opened] == [("regraded", 1, 2)]
    assert (found.total.incidents_up, found.total.alerts_regraded) == (1, 1)


def test_the_time_beside_a_grade_is_when_it_was_told_with_that_grade() -> None:
    found = compared([judged("a", level=1)], [judged("a", level=1), judged("b", level=2, hours=3)])
    [change] = found.incidents
    assert (change.verdict, change.at_a, change.at_b) == ("up", at(0), at(0))
    assert (change.graded_at_a, change.graded_at_b) == (at(0), at(3))
    assert (change.reached_a, change.reached_b) == ({1: at(0)}, {1: at(0), 2: at(3)})
    [row] = next(table for table in tables(found, {}) if table.title.startswith("incidents")).rows
    assert row[1:4] == ["1 → 2", f"{at(0):%Y-%m-%d %H:%M}", f"{at(3):%Y-%m-%d %H:%M}"]
    assert f"B 于 {at(3):%Y-%m-%d %H:%M} 报为较重" in render(found, NAMES, TEMPLATE)


def test_reminders_gained_in_an_incident_that_keeps_its_grade_are_told_apart_and_listed() -> None:
    told = run([judged("a", level=2)]).alerts
    overdue = msgspec.structs.replace(
        told[0], alert_id="later", transition="overdue", step="acknowledge", headline="无人确认"
    )
    found = of_alerts(told[:1], [told[0], overdue])
    assert not found.incidents
    assert [each.alert_id_b for each in found.within_both] == ["later"]
    assert (found.total.alerts_gained, found.total.gained_grading, found.total.gained_following) == (1, 0, 1)
    back = of_alerts([told[0], overdue], told[:1])
    assert (back.total.lost_grading, back.total.lost_following) == (0, 1)
    listed = list(tables(found, {}))[-1]
    assert listed.title == "alerts gained or lost in incidents that both tell"
    assert listed.rows[0][:3] == ["gained", "overdue acknowledge", "2"]
    page = render(found, NAMES, TEMPLATE)
    assert "同一事件内增减的预警" in page
    assert "跟进的新增 1 次" in page
    # what is told of an incident that only one side tells stands with the incident
    assert not of_alerts([], [*told[:1], overdue]).within_both


def test_an_exercise_is_never_matched_with_the_real_thing() -> None:
    found = compared([judged("a", level=2, drill=True)], [judged("a", level=2)])
    assert (found.total.incidents_gained, found.total.incidents_lost) == (1, 1)


def test_counts_by_category_and_project() -> None:
    history = [judged("a", level=2), judged("b", level=2, project="sz-jlhy", categories=("violation",))]
    found = compared(history[:1], history)
    assert list(found.by_project) == ["hz-ygyy", "sz-jlhy"]
    assert found.by_project["sz-jlhy"].alerts_gained == found.by_category["violation"].alerts_gained == 1
    assert found.by_project["hz-ygyy"].unchanged


_TOLD = st.builds(
    Told,
    alert_id=st.uuids().map(str),
    transition=st.sampled_from(("opened", "escalated", "overdue", "closed")),
    grade=st.integers(1, 4),
    at=st.integers(0, 100).map(at),
    step=st.sampled_from((None, "acknowledge")),
    headline=st.just(""),
    categories=st.just([]),
    why=st.just([]),
    quote=st.just(""),
)


@given(st.lists(_TOLD, max_size=8), st.lists(_TOLD, max_size=8))
def test_every_alert_stands_in_one_pair(first: list[Told], second: list[Told]) -> None:
    pairs = paired_alerts(first, second)
    assert sorted(one.alert_id for one, _ in pairs if one) == sorted(each.alert_id for each in first)
    assert sorted(other.alert_id for _, other in pairs if other) == sorted(each.alert_id for each in second)
    assert not any(one is other is None for one, other in pairs)
    for one, other in pairs:
        if one and other:
            assert (one.transition, one.step) == (other.transition, other.step)
    same = {(one.transition, one.step, one.grade) for one, other in pairs if one and other is None}
    assert not same & {(other.transition, other.step, other.grade) for one, other in pairs if other and one is None}


def test_the_page_is_safe_and_the_same_every_time() -> None:
    alert = run([judged("a", level=3)]).alerts[0]
    hostile = msgspec.structs.replace(
        alert, headline="<script>alert(1)</script>", evidence=[_quoting(alert.evidence[0], "<img src=x onerror=y>")]
    )
    found = of_alerts([], [hostile])
    page = render(found, NAMES, TEMPLATE)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert page == render(found, NAMES, TEMPLATE)
    assert "新增事件" in page
    assert "src=" not in page.replace("&lt;img src=", "")


def _quoting(evidence: Evidence, quote: str) -> Evidence:
    return msgspec.structs.replace(evidence, quote=quote)


def test_a_page_without_any_change_says_so() -> None:
    assert "完全相同" in render(of_alerts([], []), NAMES, TEMPLATE)


def test_the_listing_is_bounded_and_says_what_it_leaves_out() -> None:
    history = [judged(f"m{number}", level=2, hours=600.0 * number) for number in range(60)]
    found = compared([], history)
    listed = list(tables(found, {}))[-1]
    assert len(listed.rows) == 40
    assert str(len(found.incidents)) in listed.title


# ---------------------------------------------------------------- replays that report different times


def of_windows(history: Sequence[TimelineRecord], a: Window, b: Window) -> Comparison:
    """The same alerts, as two replays with these windows tell them."""
    told = run(history).alerts
    sides = [msgspec.structs.replace(SIDE, window=window, reached=at(48)) for window in (a, b)]
    reported = [[alert for alert in told if window.reports(alert.event_time)] for window in (a, b)]
    return compare(*sides, *(traces(alerts, ()) for alerts in reported))


_DAYS = [judged(f"m{day}", level=2, hours=24.0 * day, categories=("violation",)) for day in range(4)] + [
    judged("late", level=3, hours=50.0, categories=("casualty",))
]


def test_only_what_both_report_is_compared_and_it_says_so() -> None:
    found = of_windows(_DAYS, Window(), Window(start=at(24), end=at(49)))
    assert found.total.unchanged
    assert found.total.alerts_a == found.total.alerts_b > 0
    assert found.window == Window(start=at(24), end=at(49))
    assert "only what both report is compared" in found.notes[0]
    assert "all there is" in found.notes[0]
    assert "报告期不同" in render(found, NAMES, TEMPLATE)
    assert "报告期不同" not in render(of_windows(_DAYS, Window(), Window()), NAMES, TEMPLATE)


def test_windows_that_overlap_are_compared_where_they_do() -> None:
    found = of_windows(_DAYS, Window(end=at(49)), Window(start=at(24)))
    assert found.total.unchanged
    assert found.window == Window(start=at(24), end=at(49))


def test_what_fell_due_after_the_last_record_of_a_cut_input_is_left_out() -> None:
    sides = [
        msgspec.structs.replace(SIDE, window=window, reached=reached)
        for window, reached in ((Window(), at(72)), (Window(until=at(40)), at(24)))
    ]
    short, long = run(_DAYS[:2]).alerts, run(_DAYS).alerts
    until_then = [alert for alert in short if alert.event_time <= at(24)]
    found = compare(*sides, traces(long, ()), traces(until_then, ()))
    assert found.total.unchanged
    assert found.window.until == at(24)
    assert not found.uneven


def test_sides_of_other_versions_of_the_fold_say_so() -> None:
    older, newer = (msgspec.structs.replace(SIDE, parts=Parts(fold=[each])) for each in ("1", "3"))
    told = traces(run(_DAYS).alerts, ())
    found = compare(older, newer, told, told)
    assert any("versions of the fold (A 1, B 3)" in each for each in found.notes)
    assert "归并程序版本不同" in render(found, NAMES, TEMPLATE)
    same = compare(newer, newer, told, told)
    assert not any("versions of the fold" in each for each in same.notes)
    assert "归并程序版本不同" not in render(same, NAMES, TEMPLATE)


def test_windows_without_a_common_time_are_refused() -> None:
    with pytest.raises(YuqingError, match="no time in common"):
        of_windows(_DAYS, Window(end=at(24)), Window(start=at(24)))


# ---------------------------------------------------------------- the command


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _replayed(out: Path, stream: Path, *arguments: str) -> None:
    given = ["--file", str(stream), "--out", str(out), "--organisation", str(CONFIG / "organisation.toml"), *arguments]
    result = CliRunner().invoke(replay, given)
    assert result.exit_code == 0, result.output


def _post(number: int, hour: int, text: str) -> str:
    when = datetime(2026, 11, 18, hour).astimezone() + timedelta(minutes=number)
    return json.dumps(
        {
            "id": f"weibo:{number}",
            "source": "weibo",
            "text": text,
            "project": "hz-ygyy",
            "published_at": when.isoformat(),
        }
    )


def _reads_no_further(*_: object) -> None:
    raise BrokenPipeError


def test_other_rules_over_the_same_file(tmp_path: Path) -> None:
    stream = tmp_path / "s.jsonl"
    stream.write_text(_post(1, 9, "阳光雅苑3栋电梯坠落，有人受伤送医院了") + "\n", encoding="utf-8")
    rules = (CONFIG / "rules.toml").read_text(encoding="utf-8")
    start = rules.index('[[rule]]\nname = "level_3"')
    (tmp_path / "mild.toml").write_text(rules[:start] + rules[rules.index("[[rule]]", start + 1) :], encoding="utf-8")
    _replayed(tmp_path / "was", stream)
    _replayed(tmp_path / "would", stream, "--rules", str(tmp_path / "mild.toml"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("monitor.cli.compare.show", _reads_no_further)
        CliRunner().invoke(command, ["was", "would", "--html", "gone.html"])
    assert Path("gone.html").is_file()
    result = CliRunner().invoke(command, ["was", "would", "--json", "c.json", "--html", "c.html"])
    assert result.exit_code == 0, result.output
    assert "re-graded" in result.output
    assert "rules: " in result.output
    found = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert (found["total"]["incidents_a"], found["total"]["incidents_down"] + found["total"]["incidents_lost"]) == (
        1,
        1,
    )
    assert (tmp_path / "c.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    alone = CliRunner().invoke(command, ["was", "was", "--json", "-"])
    assert json.loads(alone.output)["total"]["alerts_gained"] == 0


def test_another_organisation_is_not_called_other_rules(tmp_path: Path) -> None:
    stream = tmp_path / "s.jsonl"
    stream.write_text(_post(1, 9, "阳光雅苑3栋电梯坠落，有人受伤送医院了") + "\n", encoding="utf-8")
    text = (CONFIG / "organisation.toml").read_text(encoding="utf-8")
    (tmp_path / "o.toml").write_text(text.replace('name = "和悦物业"', 'name = "和悦服务集团"', 1), encoding="utf-8")
    _replayed(tmp_path / "was", stream)
    _replayed(tmp_path / "would", stream, "--organisation", str(tmp_path / "o.toml"))
    result = CliRunner().invoke(command, ["was", "would", "--json", "c.json", "--html", "c.html"])
    assert result.exit_code == 0, result.output
    heads = [line.partition(":")[0] for line in result.output.splitlines()]
    assert "organisation that is told" in heads
    assert not {"rules", "playbooks", "settings of the fold"} & set(heads)
    found = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert found["a"]["rules"] != found["b"]["rules"]
    assert found["a"]["parts"]["rules"] == found["b"]["parts"]["rules"] != []
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "定级规则 <b>不同" not in page
    assert "组织架构（通知与权限） <b>不同" in page


def test_replays_of_one_file_with_other_windows_differ_in_nothing(tmp_path: Path) -> None:
    stream = tmp_path / "s.jsonl"
    posts = [_post(number, number * 5, f"阳光雅苑{number}栋电梯坠落，有人受伤送医院了") for number in (1, 2, 3)]
    stream.write_text("\n".join(posts) + "\n", encoding="utf-8")
    _replayed(tmp_path / "whole", stream)
    _replayed(tmp_path / "part", stream, "--from", "2026-11-18T09:00:00+00:00")
    result = CliRunner().invoke(command, ["whole", "part", "--json", "c.json"])
    assert result.exit_code == 0, result.output
    assert "only what both report is compared: from 2026-11-18" in result.output
    found = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert (found["total"]["alerts_lost"], found["total"]["alerts_gained"]) == (0, 0)
    assert found["a"]["window"] == {"from": None, "to": None, "until": None}
    assert found["window"]["from"].startswith("2026-11-18T")
    _replayed(tmp_path / "before", stream, "--to", "2026-11-18T09:00:00+00:00")
    refused = CliRunner().invoke(command, ["before", "part"])
    assert refused.exit_code != 0
    assert "no time in common" in str(refused.exception)


def test_what_is_no_replay_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for names, said in ((["gone", "gone"], "gone: there is no such directory"), (["empty", "empty"], "alerts.jsonl")):
        result = CliRunner().invoke(command, names)
        assert result.exit_code != 0
        assert said in str(result.exception)
