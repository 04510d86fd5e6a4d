"""Runs one role until it is told to stop (shell): broker first, then health, then the app; signals end it in order."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator

import faust
import structlog
from prometheus_client import CollectorRegistry

from agents.app import Role, create_app
from agents.crash import die
from monitor.errors import BrokerError
from monitor.health import Health, HealthServer, Heartbeat
from monitor.kafka import topics
from monitor.kafka.admin import State, describe_topics, refuse
from monitor.kafka.connect import connect
from monitor.settings import Settings

log = structlog.get_logger("yuqing.worker")

#: How long a worker waits at its start for a broker that is away, in seconds.
BROKER_PATIENCE = 300.0
#: New containers between two looks of the garbage collector: those of a few batches, not of a few records.
GARBAGE = 100_000
#: How long it waits for topics that are not there yet.
TOPICS_PATIENCE = 20.0
#: How long a stop may take before the process goes without it: all that counts is on topics anyway.
STOP_PATIENCE = 20.0
#: Without a turn of the event loop for so many seconds the process is not alive.
LOOP_LIMIT = 60.0


def run(settings: Settings, role: Role) -> None:
    """Until SIGTERM or SIGINT. Raises BrokerError and SettingsError at the start; dies later on what no retry cures."""
    check_topics(settings)
    asyncio.run(_serve(settings, role))


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


def spare_collector() -> None:
    """What was loaded stays for good, and batches make no cycles: the garbage collector need not look so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)


async def _serve(settings: Settings, role: Role) -> None:
    registry, health, beat = CollectorRegistry(), Health(), Heartbeat(LOOP_LIMIT)
    health.add("event loop", beat, live=True)
    app = create_app(settings, role, registry, health)
    app.task(_beating(beat))
    spare_collector()
    with HealthServer(health, registry, settings.metrics.host, settings.metrics_port(role)) as server:
        log.info("worker starts", role=role, bootstrap=settings.kafka.bootstrap, metrics=server.url)
        with _told_to_stop() as stop:
            starting = asyncio.ensure_future(app.start())
            ended = asyncio.ensure_future(app.wait_until_stopped())
            await asyncio.wait({stop, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.done():
            die(f"the {role} app ended by itself", app.crash_reason)
        log.info("worker stops", role=role)
        if not starting.done():
            # still waiting for the group: nothing was begun, and Faust's start cannot be called off in order
            os._exit(0)
        await _stop(app)
        ended.cancel()


async def _stop(app: faust.App) -> None:
    try:
        async with asyncio.timeout(STOP_PATIENCE):
            await app.stop()
    except TimeoutError:
        die(f"the app did not stop in {STOP_PATIENCE:.0f} s")


def _beating(beat: Heartbeat) -> Callable[[], Awaitable[None]]:
    async def beating() -> None:
        while True:
            beat.beat()
            await asyncio.sleep(1)

    return beating


@contextlib.contextmanager
def _told_to_stop() -> Iterator[asyncio.Future[None]]:
    """A future that SIGTERM or SIGINT completes."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not told.done():
            told.set_result(None)

    numbers = (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, tell)
    try:
        yield told
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
