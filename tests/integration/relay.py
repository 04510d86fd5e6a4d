"""A worker program for the tests of the batch transport: copies records from topics to one topic, and fails as asked.

Its whole agent is `consume` and `Delivery`, as in the product's workers; the options below break it on purpose.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from typing import Any

import faust

from agents.batches import APP_SETTINGS, batch_topic, consume, use_batches
from agents.crash import die
from agents.delivery import Delivery
from agents.watchdog import BatchProgress, Watchdog
from monitor.kafka.wire import Outgoing, Raw


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("bootstrap")
    parser.add_argument("group")
    parser.add_argument("target")
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--isolation-level", default="read_uncommitted")
    parser.add_argument("--max-records", type=int, default=100)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds of work per batch, before delivery")
    parser.add_argument("--hold-first", action="store_true", help="leave the first batch open until a line comes in")
    parser.add_argument("--fail-at", type=int, default=0, help="raise in this batch, counted from 1")
    parser.add_argument("--ack-first", action="store_true", help="the mistake: acknowledge before delivery")
    parser.add_argument("--assign-delay", type=float, help="seconds that every assignment takes; tells of each")
    parser.add_argument("--patience", type=float, default=0.0, help="run a watchdog that waits so many seconds")
    return parser.parse_args()


class Relay:
    """What one batch goes through."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.delivery = Delivery(asked.bootstrap)
        self.seen = 0

    async def copy(self, records: list[Raw]) -> None:
        self.seen += 1
        if self.seen == self.asked.fail_at:
            raise ValueError("as asked")
        await asyncio.sleep(self.asked.delay)
        await self.delivery.send_all(
            [Outgoing(self.asked.target, each.key, each.value, headers=each.headers) for each in records]
        )

    async def agent(self, stream: Any) -> None:
        if self.asked.ack_first:
            async for event in stream.noack().events():
                await stream.ack(event)
                await self.copy(event.value)
        elif self.asked.hold_first:
            await self.hold_first(stream)
        else:
            await consume(stream, self.copy)

    async def hold_first(self, stream: Any) -> None:
        first = None
        async for event in stream.noack().events():
            await self.copy(event.value)
            if first is None:
                first = event
                asyncio.get_running_loop().create_task(self.release(stream, event))
            else:
                await stream.ack(event)
            print("done", event.message.offset, flush=True)

    async def release(self, stream: Any, event: Any) -> None:
        await asyncio.to_thread(sys.stdin.readline)
        await stream.ack(event)


async def main() -> None:
    asked = options()
    app = faust.App(
        asked.group,
        broker=f"kafka://{asked.bootstrap}",
        store="memory://",
        **{**APP_SETTINGS, "broker_session_timeout": 3.0, "broker_heartbeat_interval": 0.5},
    )
    use_batches(app, isolation_level=asked.isolation_level, max_records=asked.max_records)
    relay = Relay(asked)
    app.agent(batch_topic(app, *asked.sources), name="relay", concurrency=1)(relay.agent)
    if asked.assign_delay is not None:

        @app.on_partitions_assigned.connect(weak=False)
        async def assigned(*_: Any, **__: Any) -> None:
            print("assigned", flush=True)
            await asyncio.sleep(asked.assign_delay)

    if asked.patience:
        watchdog = Watchdog(BatchProgress(app, asked.bootstrap), interval=0.5, patience=asked.patience, tolerance=1.0)
        app.task(watchdog.run)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with relay.delivery:
        await app.start()
        print("started", flush=True)
        ended = asyncio.ensure_future(app.wait_until_stopped())
        await asyncio.wait({asyncio.ensure_future(stop.wait()), ended}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            die("the app ended by itself", app.crash_reason)
        await app.stop()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    asyncio.run(main())
