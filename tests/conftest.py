"""What all tests share: generated examples have no deadline, since nothing is to depend on how busy the machine is."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port whose backlog is full: it takes no further connection and refuses none."""
    with ExitStack() as stack:
        listening = stack.enter_context(closing(socket.socket()))
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(closing(socket.socket()))
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]


@pytest.fixture
def no_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the developer's variables nor the checkout's own settings file."""
    for name in [name for name in os.environ if name.startswith("YUQING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
