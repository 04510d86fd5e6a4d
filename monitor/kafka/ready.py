"""Waits for the broker and its topics at the start of a process (shell), and says plainly what is missing."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from monitor.errors import BrokerError
from monitor.kafka import topics
from monitor.kafka.admin import State, describe_topics, refuse
from monitor.kafka.connect import connect
from monitor.settings import Settings

log = structlog.get_logger("yuqing.worker")

#: How long a process waits at its start for a broker that is away, in seconds.
BROKER_PATIENCE = 300.0
#: How long it waits for topics that are not there yet.
TOPICS_PATIENCE = 20.0


def check_topics(settings: Settings) -> None:
    """The broker answers and the topics are there as declared; raises BrokerError with the way out."""
    kafka = settings.kafka
    declared = topics.declare(kafka.topic_prefix, kafka.retention_days.model_dump())
    with connect(kafka.bootstrap, kafka.security, patience=BROKER_PATIENCE, on_wait=log.warning) as admin:
        states = _when_there(lambda: describe_topics(admin, declared))
    missing = [state.topic.name for state in states if state.found is None]
    if missing:
        raise BrokerError(
            f"{kafka.bootstrap} lacks {', '.join(missing)}: run `yuqing topics create --bootstrap {kafka.bootstrap}`"
        )
    refuse(remark for state in states for remark in state.remarks)


def _when_there(describe: Callable[[], list[State]]) -> list[State]:
    """The topics' state, once all are there or TOPICS_PATIENCE is over: whoever makes them may just be at it."""
    deadline = time.monotonic() + TOPICS_PATIENCE
    states = describe()
    while any(state.found is None for state in states) and time.monotonic() < deadline:
        log.warning("waiting for the topics to be created")
        time.sleep(2)
        states = describe()
    return states
