"""Runs one role until it is told to stop (shell): broker first, then health, then the app; signals end it in order."""

from __future__ import annotations

import asyncio
import os
from functools import partial

import faust
import structlog
from prometheus_client import CollectorRegistry

from agents.app import Role, create_app
from agents.crash import die
from monitor.config.settings import Settings
from monitor.kafka.ready import check_topics
from monitor.process.health import Health, HealthServer, Heartbeat
from monitor.process.processes import spare_collector, told_to_stop
from monitor.process.service import keep_beating

log = structlog.get_logger("yuqing.worker")

#: How long a stop may take before the process goes without it: all that counts is on topics anyway.
STOP_PATIENCE = 20.0
#: Without a turn of the event loop for so many seconds the process is not alive.
LOOP_LIMIT = 60.0


def run(settings: Settings, role: Role) -> None:
    """Until SIGTERM or SIGINT. Raises BrokerError and SettingsError at the start; dies later on what no retry cures."""
    check_topics(settings)
    asyncio.run(_serve(settings, role))


async def _serve(settings: Settings, role: Role) -> None:
    registry, health, beat = CollectorRegistry(), Health(), Heartbeat(LOOP_LIMIT)
    health.add("event loop", beat, live=True)
    app = create_app(settings, role, registry, health)
    app.task(partial(keep_beating, beat))
    spare_collector()
    with HealthServer(health, registry, settings.metrics.host, settings.metrics_port(role)) as server:
        log.info("worker starts", role=role, bootstrap=settings.kafka.bootstrap, metrics=server.url)
        with told_to_stop() as stop:
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
