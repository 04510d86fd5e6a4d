"""A worker with a fault built in: python faulty_worker.py FAULT… -- worker --only ROLE.

Faults that slow a moment down make a kill hit it; faults that take a guard away are the mutants that the checks of
the pipeline must catch.
"""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any

HOLD = 3.0


def slow_delivery() -> None:
    """Judged, not delivered yet: a kill here loses the batch unless its offsets are still open."""
    from agents.outbox import Outbox

    deliver = Outbox.deliver

    async def held(self: Outbox, outgoing: Any) -> None:
        print("delivery held", flush=True)
        await asyncio.sleep(HOLD)
        await deliver(self, outgoing)

    Outbox.deliver = held  # type: ignore[method-assign]


def ack_before_delivery() -> None:
    """Mutant: the offsets are free before the results are on their topic."""
    import agents.actions
    import agents.score

    async def consume(stream: Any, handle: Any) -> None:
        async for event in stream.noack().events():
            await stream.ack(event)
            if event.value:
                await handle(event.value)

    agents.score.consume = consume
    agents.actions.consume = consume


def slow_commit() -> None:
    """Alerts are sent, the rest of their step is not, nothing is committed: the worst moment for a kill or a pause."""
    import agents.owner

    send_all = agents.owner.send_all

    async def held(producer: Any, records: Any, **more: Any) -> Any:
        alerts = [record for record in records if record.topic.endswith("alerts.v1")]
        rest = [record for record in records if not record.topic.endswith("alerts.v1")]
        outcomes = await send_all(producer, alerts, **more)
        if alerts:
            print("commit held", flush=True)
            await asyncio.sleep(HOLD)
        return [*outcomes, *await send_all(producer, rest, **more)]

    agents.owner.send_all = held


def unaware() -> None:
    """A former owner that does not notice the revocation, with a long transaction: only the fence stops it."""
    import agents.owner

    async def close(self: Any, partitions: Any) -> None:
        return None

    agents.owner.Owners.close = close  # type: ignore[method-assign]
    agents.owner.TRANSACTION_TIMEOUT_MS = 60_000


def no_transaction() -> None:
    """Mutant: alerts, incidents, checkpoints and head are written one by one."""
    from aiokafka import AIOKafkaProducer

    import agents.owner

    @asynccontextmanager
    async def transaction(self: AIOKafkaProducer):
        yield

    AIOKafkaProducer.transaction = transaction
    new_producer = agents.owner.new_producer

    def plain(bootstrap: Any, *, transactional_id: str, transaction_timeout_ms: int, **more: Any) -> AIOKafkaProducer:
        return new_producer(bootstrap, **more)

    agents.owner.new_producer = plain


def no_fencing() -> None:
    """Mutant: every owner has a transactional id of its own, so a former owner can go on committing."""
    import agents.owner

    new_producer = agents.owner.new_producer

    def unfenced(bootstrap: Any, *, transactional_id: str, **more: Any) -> Any:
        return new_producer(bootstrap, transactional_id=f"{transactional_id}-{uuid.uuid4()}", **more)

    agents.owner.new_producer = unfenced


FAULTS: dict[str, Callable[[], None]] = {
    fault.__name__: fault
    for fault in (slow_delivery, ack_before_delivery, slow_commit, unaware, no_transaction, no_fencing)
}

if __name__ == "__main__":
    divide = sys.argv.index("--")
    for name in sys.argv[1:divide]:
        FAULTS[name]()
    sys.argv[1:] = sys.argv[divide + 1 :]
    from monitor.cli import main

    main()
