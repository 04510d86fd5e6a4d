"""The actions agent: a batch of people's actions → validated → put before the incidents they concern."""

from __future__ import annotations

from typing import Any

import faust

from agents.batches import batch_topic, consume
from agents.observing import Observer
from agents.outbox import Outbox
from monitor.company.organisation import Organisation
from monitor.kafka import topics
from monitor.kafka.wire import Raw
from monitor.steps.acts import actions_step
from monitor.steps.scoring import Frame


def add_actions(app: faust.App, organisation: Organisation, outbox: Outbox, frame: Frame, observer: Observer) -> None:
    """Declare the agent over actions.v1."""
    source = batch_topic(app, frame.topic(topics.ACTIONS))

    async def handle(records: list[Raw]) -> None:
        with observer.batch(records):
            await outbox.deliver(actions_step(records, organisation, frame))

    async def act(stream: faust.StreamT[Any]) -> None:
        await consume(stream, handle)

    app.agent(source, name="actions", concurrency=1)(act)
