"""A directory of a Kafka that runs is no other's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.errors import BrokerError
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.hold import hold


def test_a_directory_is_one_broker_s_until_it_is_let_go(tmp_path: Path) -> None:
    with hold(tmp_path):
        with pytest.raises(BrokerError, match=rf"another Kafka keeps its data there \(process {os.getpid()}\)"):
            hold(tmp_path)
        # another directory is free meanwhile
        (tmp_path / "b").mkdir()
        hold(tmp_path / "b").close()
    hold(tmp_path).close()


def test_a_second_broker_is_refused_before_it_touches_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.kafka.broker.ensure_jars", lambda tell: [])
    monkeypatch.setattr("monitor.kafka.broker.find_java", lambda: None)
    with hold(tmp_path):
        with pytest.raises(BrokerError, match="another Kafka keeps its data there"):
            EmbeddedBroker(tmp_path).start()
        assert [each.name for each in tmp_path.iterdir()] == ["in_use"]
