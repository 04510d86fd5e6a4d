"""The clients that benchmarks/transport.py compares: each reads a filled topic to its end, once, in its own process.

    python benchmarks/clients.py VARIANT --bootstrap HOST:PORT --source TOPIC --target TOPIC --records N [--step …]

prints one line of JSON: records, seconds (from the first record in hand to the last one confirmed), and cpu, the
processor seconds that the client took for it in all its threads: the steadier figure on a machine that others use.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import logging
import os
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import faust
from aiokafka import AIOKafkaConsumer

from agents.batches import APP_SETTINGS, batch_topic, consume, use_batches
from agents.delivery import Delivery, new_producer
from monitor.kafka.wire import Outgoing, Raw
from monitor.process.processes import spare_collector

#: A batch of records in, the records to write out; made by a factory that is told the target topic.
Step = Callable[[Sequence[Raw]], list[Outgoing]]

BATCH = 500


def constant(target: str) -> Step:
    """One record of the same size for each: what is left is the transport."""
    return lambda records: [Outgoing(target, record.key, record.value) for record in records]


def find_step(name: str, target: str) -> Step:
    """`constant`, or `package.module:factory`."""
    if name == "constant":
        return constant(target)
    module, _, factory = name.partition(":")
    made: Step = getattr(importlib.import_module(module), factory)(target)
    return made


class Clock:
    """Counts records from the first in hand, and knows when the last is done."""

    def __init__(self, records: int) -> None:
        self.wanted, self.count = records, 0
        self.first = self.last = self.cpu = 0.0
        self.done = asyncio.Event()

    def begin(self) -> None:
        if not self.first:
            self.first, self.cpu = time.perf_counter(), time.process_time()

    def add(self, count: int) -> None:
        self.count += count
        if self.count >= self.wanted and not self.done.is_set():
            self.last, self.cpu = time.perf_counter(), time.process_time() - self.cpu
            self.done.set()


# ---------------------------------------------------------------- raw aiokafka


async def raw(asked: argparse.Namespace, clock: Clock, step: Step | None) -> None:
    """getmany, a send per record, all confirmations gathered, a commit: what careful code does without Faust."""
    consumer = AIOKafkaConsumer(
        asked.source, bootstrap_servers=asked.bootstrap, group_id=_group(), enable_auto_commit=False,
        auto_offset_reset="earliest",
    )  # fmt: skip
    producer = new_producer(asked.bootstrap)
    spare_collector()
    async with consumer, producer:
        while not clock.done.is_set():
            found = await consumer.getmany(timeout_ms=1000, max_records=BATCH)
            records = [record for each in found.values() for record in each]
            if not records:
                continue
            clock.begin()
            if step is not None:
                futures = [await producer.send(out.topic, out.value, out.key) for out in step(records)]
                await asyncio.gather(*futures)
            await consumer.commit()
            clock.add(len(records))


# ---------------------------------------------------------------- Faust


async def naive(asked: argparse.Namespace, clock: Clock, step: Step | None) -> None:
    """Stock Faust: each record, `topic.send`, whose delivery nobody waits for."""
    app = _app(asked, broker_max_poll_records=BATCH)
    source = app.topic(asked.source, key_type=bytes, value_type=bytes, value_serializer="raw")
    target = app.topic(asked.target, key_type=bytes, value_type=bytes, value_serializer="raw")

    async def agent(stream: Any) -> None:
        async for event in stream.events():
            clock.begin()
            message = event.message
            for out in step([_raw(message)]) if step is not None else ():
                await target.send(key=out.key, value=out.value)
            clock.add(1)

    app.agent(source, name="bench")(agent)
    await _run(app, clock)


async def batches(asked: argparse.Namespace, clock: Clock, step: Step | None) -> None:
    """Our transport: one event per fetched batch, batch sends, each confirmed before the acknowledgement."""
    app = _app(asked)
    # as the worker does at its start
    spare_collector()
    use_batches(app, max_records=BATCH)
    delivery = Delivery(asked.bootstrap)

    async def handle(records: list[Raw]) -> None:
        clock.begin()
        if step is not None:
            await delivery.send_all(step(records))
        clock.add(len(records))

    async def agent(stream: Any) -> None:
        await consume(stream, handle)

    app.agent(batch_topic(app, asked.source), name="bench", concurrency=1)(agent)
    async with delivery:
        await _run(app, clock)


def _raw(message: Any) -> Raw:
    return Raw(message.topic, message.partition, message.offset, 0, message.key, message.value)


def _app(asked: argparse.Namespace, **more: Any) -> faust.App:
    return faust.App(_group(), broker=f"kafka://{asked.bootstrap}", store="memory://", **{**APP_SETTINGS, **more})


async def _run(app: faust.App, clock: Clock) -> None:
    await app.start()
    await clock.done.wait()
    await app.stop()


def _group() -> str:
    return f"bench-{uuid.uuid4().hex[:8]}"


# ---------------------------------------------------------------- the program

Client = Callable[[argparse.Namespace, Clock, Step | None], Awaitable[None]]
CLIENTS: dict[str, Client] = {"raw": raw, "naive": naive, "batches": batches}


async def main(asked: argparse.Namespace) -> dict[str, float]:
    client, _, mode = asked.variant.partition("-")
    clock = Clock(asked.records)
    await CLIENTS[client](asked, clock, None if mode == "consume" else find_step(asked.step, asked.target))
    return {"records": clock.count, "seconds": clock.last - clock.first, "cpu": clock.cpu}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("variant", help="raw, naive or batches; with -consume: read only")
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--step", default="constant", help="constant, or package.module:factory(target) -> step")
    parser.add_argument("--core", type=int, default=None, help="run on this core alone")
    arguments = parser.parse_args()
    if arguments.core is not None:
        os.sched_setaffinity(0, {arguments.core})
    logging.basicConfig(level=logging.WARNING)
    for name in ("faust", "aiokafka", "mode"):
        logging.getLogger(name).setLevel(logging.ERROR)
    print(json.dumps(asyncio.run(main(arguments))), flush=True)
    # nothing of what is still open matters to the figure
    os._exit(0)
