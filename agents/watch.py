"""The watch agent: each batch of the timeline goes to the owner of its partition, who folds, commits, acknowledges."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import faust

from agents.batches import BatchConsumer, BatchMessage, batch_topic
from agents.owner import Ack, Batch, Owners
from monitor.kafka import topics
from monitor.steps.scoring import Frame


def add_watch(app: faust.App, owners: Owners, frame: Frame) -> None:
    """Declare the agent over timeline.v1, and let the assignment of partitions open and close their owners."""
    timeline = frame.topic(topics.TIMELINE)

    async def watch(stream: Any) -> None:
        async for event in stream.noack().events():
            await owners.take(event.message.partition, _batch(app, event, partial(stream.ack, event)))

    app.agent(batch_topic(app, timeline), name="watch", concurrency=1)(watch)

    @app.on_partitions_assigned.connect(weak=False)
    async def assigned(app: faust.App, assigned: set[faust.types.TP], **_: object) -> None:
        owners.open(tp.partition for tp in assigned if tp.topic == timeline)

    @app.on_partitions_revoked.connect(weak=False)
    async def revoked(app: faust.App, revoked: set[faust.types.TP], **_: object) -> None:
        await owners.close(tp.partition for tp in revoked if tp.topic == timeline)


def _batch(app: faust.App, event: Any, ack: Ack) -> Batch:
    message, consumer = cast(BatchMessage, event.message), cast(BatchConsumer, app.consumer)
    start = consumer.committed().get(message.tp, message.begin)
    return Batch(event.value, ack, message.begin, message.offset + 1, start)
