"""A replay over files: the same bytes for the same input, whatever its order, and a complete directory or none."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.replay import command
from monitor.cli.retold import summary
from monitor.config.settings import load_settings
from monitor.errors import YuqingError
from monitor.inputs.files import read_files
from monitor.records import decode_alert, decode_incident, encode
from monitor.replays.filereplay import file_events
from monitor.replays.outcome import Outcome
from monitor.replays.parallel import Judges
from monitor.replays.replay import Placed, packed
from monitor.replays.retelling import ALERTS, DEADLETTERS, INCIDENTS, REPORT, RULESETS, TIMELINE, WINDOW
from monitor.steps.timeline import apply

CONFIG = Path(__file__).parents[3] / "config"
ORGANISATION = str(CONFIG / "organisation.toml")
DAY = CONFIG / "demo" / "stream.jsonl"
NAMES = {TIMELINE, ALERTS, INCIDENTS, DEADLETTERS, RULESETS, REPORT, WINDOW}


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings file of the checkout."""
    monkeypatch.chdir(tmp_path)


def replay(out: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(command, [*arguments, "--out", str(out), "--organisation", ORGANISATION])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def post(number: int, day: str, text: str = "阳光雅苑3栋电梯坏了没人修", **more: Any) -> str:
    record = {
        "id": f"weibo:{number}", "source": "weibo", "text": text, "project": "hz-ygyy",
        "published_at": f"{day}T10:00:{number % 60:02d}+08:00", "author": {"id": f"a{number}"}, **more,
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False)


def write(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def records(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / name).read_text(encoding="utf-8").splitlines()]


def everything(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert replay(tmp_path / name, "--file", str(DAY)).exit_code == 0
    found = everything(tmp_path / "a")
    assert found.keys() == NAMES
    assert all(found[name] for name in NAMES - {DEADLETTERS})
    assert found == everything(tmp_path / "b")


def test_the_order_of_lines_changes_nothing_but_the_lines_that_are_named(tmp_path: Path) -> None:
    # one mention or action a minute: ties would be decided by the lines themselves
    lines = list({json.dumps(_arrival(line)): line for line in DAY.read_text("utf-8").splitlines()}.values())
    shuffled = list(lines)
    random.Random(7).shuffle(shuffled)
    for name, content in (("a", lines), ("b", shuffled)):
        replay(tmp_path / name, "--file", write(tmp_path / f"{name}.jsonl", content))
    for name in (ALERTS, INCIDENTS, TIMELINE):
        assert [_without_lines(each) for each in records(tmp_path / "a", name)] == [
            _without_lines(each) for each in records(tmp_path / "b", name)
        ], name


def _arrival(line: str) -> object:
    record = json.loads(line)
    return record.get("collected_at") or record.get("at") or record.get("create_time") or line


def _without_lines(value: Any) -> Any:
    """Everything but what says where the raw record lies."""
    if isinstance(value, dict):
        return {
            name: _without_lines(each)
            for name, each in value.items()
            if name not in ("topic", "partition", "offset")
        }  # fmt: skip
    return [_without_lines(each) for each in value] if isinstance(value, list) else value


def test_a_fold_of_the_written_timeline_tells_the_same(tmp_path: Path) -> None:
    from monitor.compose import build_bundle
    from monitor.watch.fold import Fold

    out = tmp_path / "out"
    replay(out, "--file", str(DAY))
    settings = load_settings(None, {"paths": {"organisation": ORGANISATION}, "watch": {"clock": "records"}})
    bundle = build_bundle(settings)
    fold = Fold(0, 1, {bundle.digest: bundle})
    alerts, incidents = [], {}
    for offset, line in enumerate((out / TIMELINE).read_bytes().splitlines()):
        assert apply(fold, line, offset) is None
        step = fold.collect()
        alerts += [encode(alert) for alert in step.alerts]
        incidents.update({each.incident_id: encode(each) for each in step.incidents})
    assert alerts == (out / ALERTS).read_bytes().splitlines()
    assert [incidents[name] for name in sorted(incidents)] == (out / INCIDENTS).read_bytes().splitlines()


def test_mentions_complaints_and_actions_lie_in_any_file_in_any_order(tmp_path: Path) -> None:
    first = json.loads(post(1, "2026-11-01"))
    replay(tmp_path / "alone", "--file", write(tmp_path / "p.jsonl", [json.dumps(first)]))
    (incident,) = records(tmp_path / "alone", INCIDENTS)
    act = {
        "kind": "action", "type": "close", "by": "chen", "note": "修好了",
        "incident_id": incident["incident_id"], "at": "2026-11-02T09:00:00+08:00",
    }  # fmt: skip
    by = _somebody()
    actions = write(tmp_path / "actions.jsonl", [json.dumps(act | {"by": by})])
    out = tmp_path / "out"
    replay(out, "--file", actions, str(tmp_path / "p.jsonl"))
    assert [(each["transition"], each["grade"]) for each in records(out, ALERTS)] == [("opened", 1), ("closed", 1)]
    (closed,) = records(out, INCIDENTS)
    assert closed["status"] == "closed"
    assert [each["by"] for each in closed["actions"]] == [by]


def _somebody() -> str:
    """A person of the sample organisation."""
    import tomllib

    people = tomllib.loads(Path(ORGANISATION).read_text(encoding="utf-8"))["person"]
    return next(str(each["id"]) for each in people if each["role"] == "leader")


def test_what_cannot_be_read_is_a_dead_letter_with_file_and_line(tmp_path: Path) -> None:
    file = write(tmp_path / "mixed.jsonl", [post(1, "2026-11-01"), "{", post(2, "2026-11-01"), '{"some":"thing"}'])
    unroutable = {"kind": "action", "type": "close", "by": "x", "project": "nowhere", "at": "2026-11-01T10:00:00+08:00"}
    actions = write(tmp_path / "actions.jsonl", [json.dumps(unroutable)])
    out = tmp_path / "out"
    result = replay(out, "--file", file, actions)
    letters = records(out, DEADLETTERS)
    assert [(each["reason"], each["topic"], each["partition"], each["offset"]) for each in letters] == [
        ("malformed_json", "mixed.jsonl", 0, 2),
        ("unknown_shape", "mixed.jsonl", 0, 4),
        ("unroutable_action", "actions.jsonl", 1, 1),
    ]
    assert "3 could not be read or judged: malformed_json 1, unknown_shape 1, unroutable_action 1" in result.stderr
    assert "2 mentions → 1 alert in" in result.stderr
    [alert] = records(out, ALERTS)
    assert f"yuqing: {alert['alert_id']}  {alert['number']}  opened" in result.stderr
    assert alert["headline"] in result.stderr
    assert f"rules explain {{id or number}} --dir {out}" in result.stderr
    assert result.exit_code == 0


def test_nothing_readable_is_a_failure(tmp_path: Path) -> None:
    assert replay(tmp_path / "out", "--file", write(tmp_path / "bad.jsonl", ["{", "["])).exit_code == 1
    assert replay(tmp_path / "none", "--file", write(tmp_path / "empty.jsonl", [])).exit_code == 0
    assert everything(tmp_path / "none").keys() == NAMES


def test_until_leaves_out_and_counts_what_arrived_later(tmp_path: Path) -> None:
    file = write(tmp_path / "p.jsonl", [post(1, "2026-11-01"), post(2, "2026-11-05"), post(3, "2026-11-09")])
    result = replay(tmp_path / "out", "--file", file, "--until", "2026-11-05T10:00:02+08:00")
    assert "2 mentions" in result.stderr
    assert "1 arrived after --until" in result.stderr
    assert len(records(tmp_path / "out", TIMELINE)) == 3


def test_a_window_reports_a_part_of_a_whole_fold(tmp_path: Path) -> None:
    file = write(tmp_path / "p.jsonl", [post(1, "2026-10-01"), post(2, "2026-11-05"), post(3, "2026-12-09")])
    whole = tmp_path / "whole"
    replay(whole, "--file", file)
    told = [(each["event_time"], each["alert_id"]) for each in records(whole, ALERTS)]
    out = tmp_path / "november"
    result = replay(out, "--file", file, "--from", "2026-11-01", "--to", "2026-12-01")
    assert [(each["event_time"], each["alert_id"]) for each in records(out, ALERTS)] == [
        each for each in told if "2026-11-01" <= each[0] < "2026-12-01"
    ]
    assert [each["opened_at"][:7] for each in records(out, INCIDENTS)] == ["2026-11"]
    assert len(records(out, TIMELINE)) == 4
    assert "history is incomplete" not in result.stderr
    late = replay(tmp_path / "october", "--file", file, "--from", "2026-10-10")
    assert "history is incomplete: the records begin at 2026-10-01T10:00:01+08:00" in late.stderr


def test_a_window_beside_all_records_says_where_they_lie(tmp_path: Path) -> None:
    file = write(tmp_path / "p.jsonl", [post(1, "2026-10-01"), post(2, "2026-11-05")])
    beside = replay(tmp_path / "out", "--file", file, "--from", "2027-10-01")
    assert beside.exit_code == 0
    assert "arrived from 2026-10-01T10:00:01+08:00 to 2026-11-05T10:00:02+08:00" in beside.stderr
    assert "no mention arrived" not in replay(tmp_path / "out", "--file", file, "--from", "2026-11-01").stderr
    assert "no mention arrived" not in replay(tmp_path / "out", "--file", write(tmp_path / "e.jsonl", [])).stderr


def test_a_timeline_that_a_replay_wrote_is_no_input_though_its_actions_are_read(tmp_path: Path) -> None:
    act = {"kind": "action", "type": "respond", "at": "2026-03-02T12:00:00+08:00", "mention": "weibo:1", "by": "zhang"}
    actions = write(tmp_path / "a.jsonl", [json.dumps(act)])
    replay(tmp_path / "out", "--file", write(tmp_path / "p.jsonl", [post(1, "2026-03-02")]), actions)
    again = replay(tmp_path / "again", "--file", str(tmp_path / "out" / TIMELINE))
    assert (again.exit_code, "is not read again" in again.stderr) == (1, True)
    assert replay(tmp_path / "alone", "--file", actions).exit_code == 0
    beside = write(tmp_path / "b.jsonl", ['{"x": 1}', post(1, "2026-03-02")])
    assert replay(tmp_path / "beside", "--file", beside).exit_code == 0


def test_empty_weeks_close_at_the_moment_due(tmp_path: Path) -> None:
    file = write(
        tmp_path / "p.jsonl", [post(1, "2026-11-01"), post(2, "2026-11-30", text="楼下好安静", project="sz-jlhy")]
    )
    replay(tmp_path / "out", "--file", file)
    assert [(each["transition"], each["event_time"]) for each in records(tmp_path / "out", ALERTS)] == [
        ("opened", "2026-11-01T10:00:01+08:00"), ("overdue", "2026-11-02T10:00:01+08:00"),
        ("closed", "2026-11-08T10:00:01+08:00"),
    ]  # fmt: skip


def test_a_broken_run_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replay(out, "--file", write(tmp_path / "p.jsonl", [post(1, "2026-11-01")]))
    (out / "notes.txt").write_text("mine")
    before = everything(out)
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(YuqingError, match="no such column"):
        replay(out, "--file", str(table), "--map", "text=text,published_at=time", "--source", "12345")
    assert everything(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "p.jsonl", "t.csv"]
    replay(out, "--file", write(tmp_path / "p.jsonl", [post(1, "2026-11-02")]))
    assert everything(out)["notes.txt"] == b"mine"
    assert everything(out)[ALERTS] != before[ALERTS]


def test_a_timeline_of_an_older_fold_says_so() -> None:
    plain, older = Outcome(), Outcome(older_folds=[1, 2])
    told = [line for line in summary(older, Path("out")) if "fold version" in line]
    assert told
    assert "version 1, 2 and are folded by version" in told[0]
    assert not any("fold version" in line for line in summary(plain, Path("out")))


def test_out_must_be_a_directory(tmp_path: Path) -> None:
    file = write(tmp_path / "p.jsonl", [post(1, "2026-11-01")])
    with pytest.raises(YuqingError, match="is a file"):
        replay(tmp_path / "p.jsonl", "--file", file)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "name either --file"),
        (["--file", "x.jsonl", "--bootstrap", "h:1"], "name either --file"),
        (["--file", "x.jsonl", "--rescore"], "--rescore goes with --bootstrap"),
        (["--bootstrap", "h:1", "--sentiment", "snownlp"], "--sentiment has no use"),
        (["--bootstrap", "h:1", "--rescore", "--source", "weibo"], "--source has no use"),
        (["--file", "x.jsonl", "--until", "soon"], "not a time"),
        (["--file", "x.jsonl", "--from", "2026-12-01", "--to", "2026-11-01"], "--from is not before --to"),
    ],
)
def test_options_that_contradict_each_other(arguments: list[str], complaint: str) -> None:
    result = CliRunner().invoke(command, [*arguments, "--out", "out"])
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_all_records_are_of_their_types(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replay(out, "--file", str(DAY))
    alerts = [decode_alert(line) for line in (out / ALERTS).read_bytes().splitlines()]
    incidents = [decode_incident(line) for line in (out / INCIDENTS).read_bytes().splitlines()]
    assert {alert.incident_id for alert in alerts} == {incident.incident_id for incident in incidents}
    assert [incident.incident_id for incident in incidents] == sorted(incident.incident_id for incident in incidents)


def test_an_incident_that_closed_and_was_forgotten_at_once_is_shown_closed(tmp_path: Path) -> None:
    file = write(tmp_path / "p.jsonl", [post(1, "2026-01-01"), post(2, "2026-11-30")])
    replay(tmp_path / "out", "--file", file)
    found = {each["opened_at"][:10]: each["status"] for each in records(tmp_path / "out", INCIDENTS)}
    assert found == {"2026-01-01": "closed", "2026-11-30": "open"}
    told = [each["incident_id"] for each in records(tmp_path / "out", ALERTS)]
    assert len(set(told)) == 2
    assert len(told) == 4


def test_judged_in_other_processes_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    lines = DAY.read_text("utf-8").splitlines()
    # more than a batch, with what cannot be judged in the middle of one
    nowhere = '{"kind":"action","type":"respond","project":"nowhere","by":"li","at":"2026-11-18T11:00:00+08:00"}'
    stream = write(tmp_path / "s.jsonl", [*lines, post(1, "2026-11-18"), nowhere, "{", *lines[:40]])
    assert replay(tmp_path / "one", "--file", stream).exit_code == 0
    assert replay(tmp_path / "two", "--file", stream, "--workers", "2").exit_code == 0
    command = [sys.executable, "-m", "monitor", "replay", "--file", stream, "--out", str(tmp_path / "three")]
    # in a process without threads, which forks
    subprocess.run([*command, "--organisation", ORGANISATION, "--workers", "2"], check=True, capture_output=True)
    assert everything(tmp_path / "one") == everything(tmp_path / "two") == everything(tmp_path / "three")
    assert {each["reason"] for each in records(tmp_path / "two", DEADLETTERS)} == {
        "malformed_json",
        "unroutable_action",
    }


def test_a_judging_process_that_cannot_start_ends_the_replay_and_says_the_way_out(tmp_path: Path) -> None:
    stream = write(tmp_path / "s.jsonl", [post(1, "2026-11-18")])
    settings = load_settings(None, {"paths": {"organisation": ORGANISATION, "lexicon": str(tmp_path / "gone")}})
    with pytest.raises(YuqingError, match="--workers 1"), Judges(settings, 1, forked=False) as judges:
        list(judges([packed(each) for each in file_events(read_files([stream])) if isinstance(each, Placed)]))


def test_what_is_dated_decades_later_moves_no_clock_and_closes_nothing(tmp_path: Path) -> None:
    fire = "阳光雅苑4栋着火，老两口没跑出来，人没了"
    lines = [post(1, "2026-11-20", fire), post(2, "2026-11-21"), post(3, "2099-01-01")]
    result = replay(tmp_path / "out", "--file", write(tmp_path / "posts.jsonl", lines))
    assert result.exit_code == 0
    (letter,) = records(tmp_path / "out", DEADLETTERS)
    assert (letter["reason"], letter["offset"]) == ("implausible_time", 3)
    assert all(each["status"] != "closed" for each in records(tmp_path / "out", INCIDENTS))
    # a history that goes on after years is one
    lines = [post(1, "2008-11-20", fire), post(2, "2026-11-21")]
    replay(tmp_path / "old", "--file", write(tmp_path / "old.jsonl", lines))
    assert not records(tmp_path / "old", DEADLETTERS)


@pytest.mark.parametrize(
    ("before", "dated", "believed"),
    [
        (3, "2033-01-01", False), (2, "2033-01-01", True), (20, "2028-02-01", False), (19, "2028-02-01", True),
        (40, "2027-10-01", True),
    ],
)  # fmt: skip
def test_the_shorter_a_leap_the_fewer_are_not_believed_behind_it(
    before: int, dated: str, believed: bool, tmp_path: Path
) -> None:
    lines = [post(number, "2026-11-20") for number in range(before)] + [post(99, dated)]
    replay(tmp_path / "out", "--file", write(tmp_path / "posts.jsonl", lines))
    assert bool(records(tmp_path / "out", DEADLETTERS)) is not believed


def test_a_file_that_breaks_off_or_holds_nothing_says_so(tmp_path: Path) -> None:
    whole = gzip.compress("".join(post(number, "2026-11-20") + "\n" for number in range(200)).encode())
    (tmp_path / "broken.jsonl.gz").write_bytes(whole[: len(whole) * 2 // 3])
    result = replay(tmp_path / "out", "--file", str(tmp_path / "broken.jsonl.gz"))
    assert result.exit_code == 1
    assert "broken.jsonl.gz:" in result.stderr
    assert "the file breaks off here" in result.stderr
    assert records(tmp_path / "out", TIMELINE)
    write(tmp_path / "header.csv", ["id,source,text,published_at"])
    result = replay(tmp_path / "none", "--file", str(tmp_path / "header.csv"))
    assert result.exit_code == 0
    assert "header.csv: nothing was read" in result.stderr


def test_actions_that_were_refused_or_found_nothing_are_told_in_the_end(tmp_path: Path) -> None:
    posts = write(tmp_path / "p.jsonl", [post(1, "2026-03-02")])
    act = {"kind": "action", "type": "close", "at": "2026-03-02T12:00:00+08:00"}
    given = [act | {"mention": "weibo:1", "by": "nobody"}, act | {"project": "sz-jlhy", "by": "zhang"}]
    result = replay(
        tmp_path / "out", "--file", posts, write(tmp_path / "a.jsonl", [json.dumps(each) for each in given])
    )
    assert "2 actions" in result.stderr
    assert "1 action found no incident" in result.stderr
    assert "1 action refused, 未执行 in report.html: close by nobody: “nobody”不在组织架构中" in result.stderr
