"""Whether the brokers still answer (shell): clients wait for them in silence, and /readyz must not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from monitor.process.health import Verdict

log = structlog.get_logger("yuqing.kafka")

#: seconds between two questions, and how long an answer may take
EVERY, PATIENCE = 2.0, 5.0
#: without an answer for so long we are not ready
LIMIT = 8.0


class Contact:
    """A check that fails when the brokers have not answered for `limit` seconds; a question is asked all the time."""

    def __init__(self, limit: float = LIMIT, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._last = clock()
        self._lost = False

    def __call__(self) -> Verdict:
        quiet = self._clock() - self._last
        return quiet <= self._limit, f"the brokers last answered {quiet:.1f} s ago"

    def heard(self) -> None:
        """An answer has come."""
        self._last = self._clock()
        if self._lost:
            self._lost = False
            log.info("the brokers answer again")

    def missed(self, error: Exception) -> None:
        """None has come; said once."""
        if not self._lost:
            self._lost = True
            log.warning("the brokers do not answer; not ready when that lasts", error=repr(error))

    async def asking(self, consumer: Any, partition: TopicPartition) -> None:
        """Until it is cancelled; `consumer`: a started AIOKafkaConsumer."""
        while True:
            # the client does not always let go of a question when it is cancelled: it is waited for, whatever it takes
            question = asyncio.ensure_future(consumer.end_offsets([partition]))
            try:
                while not (await asyncio.wait({question}, timeout=PATIENCE))[0]:
                    self.missed(TimeoutError())
                question.result()
                self.heard()
            except KafkaError as error:
                self.missed(error)
            finally:
                question.cancel()
            await asyncio.sleep(EVERY)
