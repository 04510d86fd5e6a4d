"""What commands say of a directory or a topic that holds something else than alerts and incidents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.kept import in_file, on_topic
from monitor.cli.replay import command as replay
from monitor.cli.rules import command
from monitor.config.settings import data_path
from monitor.errors import YuqingError
from monitor.records import decode_alert

ALERT = json.dumps(json.loads((Path(__file__).parents[2] / "data" / "wire" / "alert.v1.json").read_bytes())).encode()


def test_what_is_none_on_a_topic_is_passed_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(on_topic([ALERT, None, b"{}", b"\xff", ALERT], decode_alert, "alerts.v1"))) == 2
    assert (
        "alerts.v1: 2 of its records cannot be read and were passed over; the first: Object" in capsys.readouterr().err
    )
    assert len(list(on_topic([ALERT, None], decode_alert, "alerts.v1"))) == 1
    assert capsys.readouterr().err == ""


def test_what_is_none_in_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    file.write_bytes(ALERT + b"\n")
    assert len(list(in_file(file, decode_alert))) == 1
    file.write_bytes(ALERT + b'\n{"alert_id": "a\n')
    with pytest.raises(YuqingError, match=r"alerts\.jsonl:2: no record of a replay"):
        list(in_file(file, decode_alert))
    with pytest.raises(YuqingError, match=r"nix\.jsonl: cannot be read: No such file"):
        list(in_file(tmp_path / "nix.jsonl", decode_alert))


@pytest.mark.parametrize("name", ["alerts.jsonl", "rulesets.jsonl"])
def test_explain_names_the_line_that_no_replay_wrote(name: str, tmp_path: Path) -> None:
    for each in ("alerts.jsonl", "rulesets.jsonl", "timeline.jsonl"):
        (tmp_path / each).touch()
    (tmp_path / name).write_text("{}\n")
    with pytest.raises(YuqingError, match=rf"{name}:1: no record of a replay"):
        CliRunner().invoke(command, ["explain", "0f3a", "--dir", str(tmp_path)], catch_exceptions=False)


def test_explain_names_the_rules_that_are_missing(tmp_path: Path) -> None:
    post = {"id": "app:1", "source": "app", "text": "阳光雅苑3栋电梯坏了", "published_at": "2026-11-18T09:00:00+08:00"}
    (tmp_path / "p.jsonl").write_text(json.dumps(post) + "\n")
    organisation = str(data_path("config") / "organisation.toml")
    out = tmp_path / "out"
    asked = ["--file", str(tmp_path / "p.jsonl"), "--out", str(out), "--organisation", organisation]
    assert CliRunner().invoke(replay, asked).exit_code == 0
    alert = json.loads((out / "alerts.jsonl").read_text().splitlines()[0])["alert_id"]
    explain = ["explain", alert, "--dir", str(out)]
    assert CliRunner().invoke(command, explain).exit_code == 0
    (out / "rulesets.jsonl").write_text("")
    with pytest.raises(YuqingError, match=r"rules bundle [0-9a-f]+ is not on rulesets\.v1, nor in .*rulesets\.jsonl"):
        CliRunner().invoke(command, explain, catch_exceptions=False)
