"""Waits for the broker and its topics at the start of a process (shell), and says plainly what is missing."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from monitor.config.settings import Settings
from monitor.errors import BrokerError
from monitor.kafka import topics
from monitor.kafka.admin import Comparison, compare_topics, refuse
from monitor.kafka.connect import connect

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
        compared = _when_there(lambda: compare_topics(admin, declared))
    if compared.missing:
        names = ", ".join(compared.missing)
        raise BrokerError(f"{kafka.bootstrap} lacks {names}: run `yuqing topics create --bootstrap {kafka.bootstrap}`")
    refuse(compared.remarks)


def _when_there(compare: Callable[[], Comparison]) -> Comparison:
    """Once all topics are there or TOPICS_PATIENCE is over: whoever makes them may just be at it."""
    deadline = time.monotonic() + TOPICS_PATIENCE
    compared = compare()
    while compared.missing and time.monotonic() < deadline:
        log.warning("waiting for the topics to be created")
        time.sleep(2)
        compared = compare()
    return compared
