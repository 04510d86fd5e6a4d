"""The process `yuqing dispatch` (shell): stands by or is the active one; reads alerts, sends, records what it sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import msgspec
import structlog
from aiokafka.errors import KafkaError
from prometheus_client import CollectorRegistry

from monitor.config.settings import Settings
from monitor.kafka.ready import check_topics
from monitor.notify.answer import Answer
from monitor.notify.dispatcher import Dispatcher, Settled
from monitor.notify.kafka import SESSION, Feed
from monitor.notify.ledger import Ledger
from monitor.notify.metrics import DispatchMetrics
from monitor.notify.outbox import Delivery, Outbox
from monitor.notify.restoring import spend
from monitor.notify.setup import Setup, build, new_dispatcher
from monitor.process.health import Flag, Health, HealthServer, Heartbeat
from monitor.process.metrics import Metrics
from monitor.process.processes import told_to_stop
from monitor.process.service import keep_beating, run_until_stopped
from monitor.records import decode_alert

log = structlog.get_logger("yuqing.dispatch")

LOOP_LIMIT = 60.0
#: Seconds between two commits: each proves that the group still knows us.
_COMMIT_EVERY = 1.0
#: Without that proof for so long nothing is sent: another process may have taken over.
_LEASE = 0.8 * SESSION
#: How long a stop waits for messages on their way, beyond their own time-out.
_GRACE = 3.0


def run(settings: Settings, path: Path | None) -> None:
    """Until SIGTERM or SIGINT. Raises SettingsError and BrokerError at the start; ends with 70 on what no retry cures.

    `path`: the settings file.
    """
    setup = build(settings, path)
    check_topics(settings)
    run_until_stopped(_serve(setup), log, "leaving; the next process repeats what was open")


async def _serve(setup: Setup) -> None:
    registry, health, beat = CollectorRegistry(), Health(), Heartbeat(LOOP_LIMIT)
    Metrics(registry, role="dispatch")
    health.add("event loop", beat, live=True)
    metrics = setup.settings.metrics
    with HealthServer(health, registry, metrics.host, setup.settings.metrics_port("dispatch")) as server:
        log.info("dispatch starts", bootstrap=setup.settings.kafka.bootstrap, metrics=server.url,
                 receivers=len(setup.senders))  # fmt: skip
        with told_to_stop() as stop:
            process = Process(setup, DispatchMetrics(registry), health)
            async with asyncio.TaskGroup() as group:
                beating = group.create_task(keep_beating(beat))
                await process.run(stop)
                beating.cancel()
    log.info("dispatch stops")


class Process:
    """Stands by until the partition is ours; then everything runs in one task group until it is not."""

    def __init__(self, setup: Setup, metrics: DispatchMetrics, health: Health) -> None:
        self._setup, self._metrics, self._health = setup, metrics, health
        self._state = Flag("starting")
        health.add("dispatch", self._state)
        self._turn: _Turn | None = None
        self._running: asyncio.Task[None] | None = None

    async def run(self, stop: asyncio.Future[None]) -> None:
        async with AsyncExitStack() as stack:
            for sender in self._setup.senders.values():
                await stack.enter_async_context(sender)
            feed = await stack.enter_async_context(Feed(self._setup.settings, self._leave))
            self._health.add("kafka", feed.contact)
            while not stop.done():
                await self._stand_by(feed, stop)
                if feed.seat.taken.is_set() and not stop.done():
                    await self._active(feed, stop)
            await self._leave()

    async def _stand_by(self, feed: Feed, stop: asyncio.Future[None]) -> None:
        if feed.seat.taken.is_set():
            return
        self._state.up("standing by: another process sends")
        self._metrics.stand_by()
        log.info("standing by")
        waiting = asyncio.ensure_future(feed.seat.taken.wait())
        ends: set[asyncio.Future[Any]] = {waiting, stop}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def _active(self, feed: Feed, stop: asyncio.Future[None]) -> None:
        self._state.down("reading back what was sent")
        turn = self._turn = _Turn(self._setup, feed, self._metrics, on_ready=lambda: self._state.up("active"))
        running = self._running = asyncio.ensure_future(turn.run())
        self._metrics.active.set(1)
        try:
            ends: set[asyncio.Future[None]] = {running, stop}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            await self._leave()

    async def _leave(self) -> None:
        """No message begins any more; those on their way are waited for, and recorded."""
        turn, running, self._turn, self._running = self._turn, self._running, None, None
        if turn is None or running is None:
            return
        self._metrics.active.set(0)
        turn.leaving.set()
        limit = self._setup.settings.dispatch.timeout_seconds + _GRACE
        done, _ = await asyncio.wait({running}, timeout=limit)
        if not done:
            running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        self._metrics.stand_by()


class _Turn:
    """One time of being the active process, from the taking of the partition to its loss."""

    def __init__(self, setup: Setup, feed: Feed, metrics: DispatchMetrics, on_ready: Callable[[], None]) -> None:
        self._setup, self._feed, self._metrics, self._on_ready = setup, feed, metrics, on_ready
        self.leaving = asyncio.Event()
        self._ledger = Ledger()
        self._dispatcher: Dispatcher = new_dispatcher(setup, self._ledger, time.time())
        self._news = {name: asyncio.Event() for name in self._dispatcher.outboxes}
        self._proven = time.monotonic()
        self._told: dict[str, str] = {}

    async def run(self) -> None:
        await self._restore()
        self._on_ready()
        log.info("active: this process sends", alerts=self._ledger.open_alerts)
        async with asyncio.TaskGroup() as group:
            endless = [group.create_task(each) for each in (self._read(), self._follow(), self._tend())]
            senders = [group.create_task(self._send(box)) for box in self._dispatcher.outboxes.values()]
            await self.leaving.wait()
            self._stir()
            await asyncio.wait(senders)
            for task in endless:
                task.cancel()
        with suppress(KafkaError):
            await self._feed.commit(self._ledger.committable())

    # ------------------------------------------------------------ reading

    async def _restore(self) -> None:
        """What was sent, what is to be sent again, and all alerts that wait, before the first message goes."""
        begin, end = await self._feed.begin()
        notes = await self._feed.notes()
        spend(self._dispatcher.outboxes, notes)
        again = self._ledger.restore(notes, begin)
        while await self._feed.position() < end:
            await self._take_in(await self._feed.read())
            await asyncio.sleep(0)
        for note in again:
            await self._record(self._dispatcher.again(note, time.time()))
        self._proven = time.monotonic()

    async def _read(self) -> None:
        while True:
            await self._take_in(await self._feed.read())
            # what is there already is read without a pause: the group must hear of us in between
            await asyncio.sleep(0)

    async def _take_in(self, records: Sequence[Any]) -> None:
        settled: list[Settled] = []
        for record in records:
            try:
                alert = decode_alert(record.value or b"")
            except msgspec.DecodeError as error:
                log.error("a record of alerts.v1 is no alert", offset=record.offset, error=str(error))
                await self._feed.bury(record, error)
                self._ledger.opened(record.offset, ())
                continue
            settled += self._dispatcher.arrive(alert, record.offset, record.timestamp / 1000, time.time())
        self._stir()
        await self._record(settled)

    async def _follow(self) -> None:
        async for note in self._feed.new_notes():
            if note.status == "redriven":
                log.info("an alert is to be sent again", alert=note.alert_id, receiver=note.receiver)
                await self._record(self._dispatcher.again(note, time.time()))
                self._stir()

    # ------------------------------------------------------------ sending

    async def _send(self, outbox: Outbox) -> None:
        sender, news = self._setup.senders[outbox.name], self._news[outbox.name]
        while not self.leaving.is_set():
            news.clear()
            delivery = outbox.take(time.time()) if self._is_ours() else None
            if delivery is None:
                await self._until(news, outbox.wake_at(time.time()))
                continue
            answer = await sender.send(delivery, time.time())
            await self._answered(outbox, delivery, answer)

    def _is_ours(self) -> bool:
        """False after a pause or without the broker: whoever took over may be sending the same."""
        return time.monotonic() - self._proven < _LEASE

    async def _until(self, news: asyncio.Event, moment: float | None) -> None:
        """Until something comes, or the moment is there; at the longest a second, for the clock may be set."""
        wait = 1.0 if moment is None else min(1.0, max(0.005, moment - time.time()))
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await news.wait()

    async def _answered(self, outbox: Outbox, delivery: Delivery, answer: Answer) -> None:
        now = time.time()
        settled = self._dispatcher.answered(delivery, answer, now)
        self._metrics.attempts.labels(outbox.name, answer.verdict).inc()
        self._tell(outbox, answer)
        await self._record(settled)
        if answer.verdict == "accepted":
            for item in delivery.items if delivery.form == "alert" or delivery.items[0].machine else ():
                self._metrics.delay.observe(max(0.0, now - item.recorded))
        self._stir()

    def _tell(self, outbox: Outbox, answer: Answer) -> None:
        """A fault once, loudly where somebody must act; its end once; not each attempt."""
        name, before = outbox.name, self._told.get(outbox.name)
        if answer.verdict == "accepted":
            if self._told.pop(name, None) is not None:
                log.info("the receiver takes messages again", receiver=name)
        elif answer.verdict in ("refused", "unacceptable") and before != answer.detail:
            self._told[name] = answer.detail
            log.error("the receiver refuses our messages; mend its settings, here or there", receiver=name,
                      answer=answer.detail)  # fmt: skip
        elif before is None:
            self._told[name] = answer.detail
            log.warning("the receiver fails; its messages wait and are tried again", receiver=name,
                        answer=answer.detail)  # fmt: skip

    async def _record(self, settled: Sequence[Settled]) -> None:
        """Nothing counts as settled before the broker has it."""
        if not settled:
            return
        await self._feed.write(settled)
        self._ledger.closed([each.note for each in settled])
        for each in settled:
            self._metrics.notifications.labels(each.note.receiver, each.note.status).inc()
            if each.note.status == "dead":
                log.error("an alert could not be delivered; it is a dead letter", alert=each.note.alert_id,
                          receiver=each.note.receiver, answer=each.note.answer)  # fmt: skip

    # ------------------------------------------------------------ tending

    async def _tend(self) -> None:
        while True:
            await self._prove()
            now = time.time()
            if settled := self._dispatcher.sweep(now):
                await self._record(settled)
                self._stir()
            for outbox in self._dispatcher.outboxes.values():
                self._show(outbox, now)
            await asyncio.sleep(_COMMIT_EVERY)

    def _show(self, outbox: Outbox, now: float) -> None:
        name, breaker = outbox.name, outbox.breaker
        self._metrics.waiting.labels(name).set(len(outbox.waiting))
        self._metrics.overdue.labels(name).set(outbox.overdue(now))
        self._metrics.breaker_open.labels(name).set(breaker.open)
        self._metrics.failing_since.labels(name).set(max(0.0, now - breaker.since) if breaker.failing else 0.0)

    async def _prove(self) -> None:
        """A commit that the group accepts says that nobody else is active; one that it does not ends the process."""
        begun, offset = time.monotonic(), self._ledger.committable()
        try:
            await self._feed.commit(offset)
        except KafkaError as error:
            if not error.retriable:
                raise
            log.warning("the broker does not take our commit", error=repr(error))
            return
        self._ledger.committed(offset)
        self._proven = begun

    def _stir(self) -> None:
        for news in self._news.values():
            news.set()
