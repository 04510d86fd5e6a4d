"""The score agent: a batch of raw records → judged → delivered → acknowledged."""

from __future__ import annotations

import time
from typing import Any

import faust

from agents.batches import batch_topic, consume
from agents.observing import Observer
from agents.outbox import Outbox
from agents.releases import Releases
from monitor.kafka import topics
from monitor.kafka.wire import Raw
from monitor.steps.scoring import Frame, score_step


def add_score(app: faust.App, releases: Releases, outbox: Outbox, frame: Frame, observer: Observer) -> None:
    """Declare the agent over posts.v1 and complaints.v1."""
    source = batch_topic(app, frame.topic(topics.POSTS), frame.topic(topics.COMPLAINTS))

    async def handle(records: list[Raw]) -> None:
        assessor = await releases.current()
        with observer.batch(records):
            started = time.perf_counter()
            outgoing = score_step(records, assessor, frame, observer.heard)
            observer.metrics.assessment_seconds.observe(time.perf_counter() - started)
            await outbox.deliver(outgoing)

    async def score(stream: faust.StreamT[Any]) -> None:
        await consume(stream, handle)

    app.agent(source, name="score", concurrency=1)(score)
