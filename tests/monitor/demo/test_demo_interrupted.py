"""What the demonstration says when it is interrupted: the user's own Kafka goes on, and nothing else may be said."""

from __future__ import annotations

import signal

import pytest

from monitor.demo import run as demo


@pytest.mark.parametrize(("bootstrap", "stopped"), [(None, True), ("kafka.example:9092", False)])
def test_nobody_is_told_that_his_own_kafka_was_stopped(
    bootstrap: str | None, stopped: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise demo.Told(signal.SIGINT)

    monkeypatch.setattr(demo, "_run", interrupted)
    assert demo.run(demo.Options(bootstrap=bootstrap)) == 128 + signal.SIGINT
    assert ("Kafka 均已停止" in capsys.readouterr().out) is stopped
