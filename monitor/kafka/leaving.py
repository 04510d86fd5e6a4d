"""Stops Kafka clients whatever has become of their brokers (shell): an orderly end neither hangs nor fails for it."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

log = structlog.get_logger("yuqing.kafka")

#: seconds that one client has: without a broker there is nothing left to wait for
PATIENCE = 10.0


async def leave(*clients: Any) -> None:
    """One after the other. Beside us, since a client that is stopped in mid-fetch ends as if we had been cancelled."""
    for client in clients:
        stopping = asyncio.ensure_future(client.stop())
        done, _ = await asyncio.wait({stopping}, timeout=PATIENCE)
        if not done:
            stopping.cancel()
            log.warning("a Kafka client does not end; it is left", client=type(client).__name__)
        elif not stopping.cancelled() and (error := stopping.exception()) is not None:
            log.warning("a Kafka client ended with an error", client=type(client).__name__, error=repr(error))
