"""Delivers what a step made of a batch (shell): all of it confirmed, what is too large as a dead letter instead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from agents.delivery import Delivery, Outcome, TooLarge
from agents.observing import Observer
from monitor.errors import Reason, Unreadable
from monitor.kafka.wire import Outgoing
from monitor.steps.scoring import Frame, dead_letter

log = structlog.get_logger("yuqing.outbox")


class Outbox:
    """One delivery with its dead letters and metrics. `deliver` returns when everything is on its topic."""

    def __init__(self, delivery: Delivery, frame: Frame, observer: Observer) -> None:
        self._delivery, self._frame, self._observer = delivery, frame, observer
        self._started = False
        self._stopping = False
        self._at_work = asyncio.Lock()

    async def deliver(self, outgoing: Sequence[Outgoing]) -> None:
        """Raises DeliveryFailed when the broker stays away: the process ends and the batch is repeated.

        Once it stops, what comes waits until its agent is ended, and is the next worker's.
        """
        async with self._at_work:
            if self._stopping:
                await asyncio.Event().wait()
            await self._deliver(outgoing)

    async def stop(self) -> None:
        """Let the batch in hand be delivered, then disconnect."""
        self._stopping = True
        async with self._at_work:
            await self._delivery.stop()

    async def _deliver(self, outgoing: Sequence[Outgoing]) -> None:
        if not self._started:
            # Faust hands out the first batch before it tells that it has started
            await self._delivery.start()
            self._started = True
        outcomes = await self._send(outgoing)
        letters = [
            self._too_large(record, outcome)
            for record, outcome in zip(outgoing, outcomes, strict=True)
            if isinstance(outcome, TooLarge)
        ]
        if letters:
            await self._send(letters)

    async def _send(self, outgoing: Sequence[Outgoing]) -> Sequence[Outcome]:
        outcomes = await self._delivery.send_all(outgoing)
        self._observer.sent(outgoing, outcomes)
        return outcomes

    def _too_large(self, record: Outgoing, outcome: TooLarge) -> Outgoing:
        if record.origin is None:
            # a dead letter holds 64 KiB of the raw record at most: its topic is set too small to work with
            raise RuntimeError(f"{record.topic} takes {outcome.limit} bytes, a record has {outcome.size}")
        detail = f"{outcome.size} bytes for {record.topic}, which takes {outcome.limit}"
        return dead_letter(record.origin, Unreadable(Reason.TOO_LARGE, detail), self._frame)
