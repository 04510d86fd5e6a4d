"""One real Kafka for the tests of a run (one for each process of pytest-xdist)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from monitor.kafka.broker import EmbeddedBroker


@pytest.fixture(scope="session")
def kafka() -> Iterator[EmbeddedBroker]:
    """Shared: do not stop or kill it, and use topics under a prefix of your own."""
    with EmbeddedBroker() as broker:
        yield broker


@pytest.fixture
def prefix() -> str:
    """A topic prefix that no other test uses."""
    return f"t{uuid.uuid4().hex[:8]}."
