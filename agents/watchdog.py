"""The watchdog of a consuming process (shell): input that waits while nothing is committed ends the process.

Faust does not notice a fetch that stalls, nor a commit that is stuck behind an unacknowledged event. The decision is
the pure `judge`; around it one task measures, and one thread sees to it that the event loop itself still turns.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import faust
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from faust.exceptions import ConsumerNotStarted
from faust.types import TP

from agents.crash import die

log = logging.getLogger("yuqing.watchdog")


@dataclass(frozen=True)
class Progress:
    """One assigned partition as measured: its committed offset and the end of what can be read."""

    committed: int
    end: int

    @property
    def lag(self) -> int:
        return max(0, self.end - self.committed)


@dataclass(frozen=True)
class State:
    """What the watchdog knows; `frozen` counts, by partition, the seconds with lag and without a commit."""

    measured: Mapping[TP, Progress] = field(default_factory=dict)
    frozen: Mapping[TP, float] = field(default_factory=dict)
    #: seconds since the last measurement that succeeded; None before the first
    blind: float | None = None

    @property
    def longest(self) -> float:
        return max(self.frozen.values(), default=0.0)


def judge(before: State, measured: Mapping[TP, Progress] | None, elapsed: float) -> State:
    """The state after `elapsed` seconds more; `measured` is None when the broker did not answer.

    A partition's count starts anew with every commit, with no lag, and with its assignment. While the broker is
    away nothing is counted: waiting for it is right.
    """
    if measured is None:
        return replace(before, blind=None if before.blind is None else before.blind + elapsed)
    frozen = {
        tp: before.frozen.get(tp, 0.0) + elapsed
        for tp, now in measured.items()
        if now.lag and (last := before.measured.get(tp)) is not None and last.lag and last.committed == now.committed
    }
    return State(dict(measured), frozen, 0.0)


def readiness(state: State, *, held: str | None, tolerance: float) -> tuple[bool, str]:
    """Whether the process does its work, and why not: for /readyz. `tolerance` in seconds."""
    if held is not None:
        return False, held
    if state.blind is None:
        return False, "not measured yet"
    if state.blind > tolerance:
        return False, f"broker silent for {state.blind:.0f} s"
    stalled = sorted(f"{tp.topic}-{tp.partition}" for tp, since in state.frozen.items() if since > tolerance)
    if stalled:
        return False, f"stalled for {state.longest:.0f} s: {', '.join(stalled)}"
    return True, "ok"


#: An assigned partition that is not read yet: counted as a stall too if it stays so.
WAITING = Progress(committed=-1, end=0)

Measure = Callable[[], Awaitable[Mapping[TP, Progress] | None]]


class Watchdog:
    """Measures every `interval` seconds; after `patience` seconds of lag without a commit the process ends.

    `tolerance` (seconds, below patience) is how much of that readiness forgives. Make one per process, then
    `app.task(watchdog.run)`; `ready()` and `state` may be asked from anywhere.
    """

    def __init__(
        self,
        measure: Measure,
        *,
        interval: float = 5.0,
        patience: float = 120.0,
        tolerance: float = 30.0,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """`busy`: state is being read back, however long that takes; nothing is committed meanwhile."""
        self._measure, self._busy = measure, busy
        self._interval, self._patience, self._tolerance = interval, patience, tolerance
        self._held: str | None = "starting"
        self._beats = 0
        self.state = State()

    def ready(self) -> tuple[bool, str]:
        """For /readyz: (is the process doing its work, why not)."""
        return readiness(self.state, held=self._held, tolerance=self._tolerance)

    @contextmanager
    def hold(self, reason: str) -> Iterator[None]:
        """While state is read back and the like: not ready, and nothing is counted."""
        before, self._held = self._held, reason
        try:
            yield
        finally:
            self._held = before

    async def run(self) -> None:
        """Never returns; dies with the process."""
        self._held = None
        threading.Thread(target=self._watch_loop, name="watchdog", daemon=True).start()
        while True:
            await asyncio.sleep(self._interval)
            self._beats += 1
            await self._check()

    async def _check(self) -> None:
        measured = await self._measured()
        if self._held is not None:
            self.state = State()
            return
        # by rounds, not by the clock: a process that was paused has not stalled
        self.state = judge(self.state, measured, self._interval)
        if self._busy():
            self.state = replace(self.state, frozen={})
        if self.state.longest > self._patience:
            die(f"watchdog: {readiness(self.state, held=None, tolerance=self._patience)[1]}")

    async def _measured(self) -> Mapping[TP, Progress] | None:
        try:
            async with asyncio.timeout(self._interval):
                return await self._measure()
        except (TimeoutError, KafkaError) as error:
            log.warning("watchdog: the broker does not answer: %r", error)
            return None

    def _watch_loop(self) -> None:
        """In a thread: a loop that never comes round cannot measure itself."""
        seen, missed = -1, 0.0
        while True:
            time.sleep(self._interval)
            missed = missed + self._interval if self._beats == seen else 0.0
            seen = self._beats
            if missed > self._patience:
                die(f"watchdog: the event loop has not turned for {missed:.0f} s")


class BatchProgress:
    """The measurement for an app with the batch transport: ends asked of the broker by a connection of its own.

    The app's consumer cannot be asked: it knows ends from its fetches alone, and its two queue workers may be busy.
    """

    def __init__(self, app: faust.App, bootstrap: str | list[str], **security: Any) -> None:
        """`security`: further arguments of AIOKafkaConsumer."""
        self._app: Any = app
        self._bootstrap, self._security = bootstrap, security
        self._consumer: AIOKafkaConsumer | None = None
        self._closed = False

    async def __call__(self) -> Mapping[TP, Progress]:
        committed: dict[TP, int] = self._app.consumer.committed()
        if self._closed:
            return {}
        asked = {TopicPartition(*tp): tp for tp in committed}
        ends = await (await self._connected()).end_offsets(list(asked)) if asked else {}
        read = {asked[tp]: Progress(committed[asked[tp]], end) for tp, end in ends.items()}
        return dict.fromkeys(self._assigned(), WAITING) | read

    def _assigned(self) -> set[TP]:
        try:
            return set(self._app.consumer.assignment())
        except ConsumerNotStarted:
            return set()

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            consumer = AIOKafkaConsumer(
                bootstrap_servers=self._bootstrap,
                isolation_level=self._app.transport.isolation_level,
                enable_auto_commit=False,
                **self._security,
            )
            try:
                await consumer.start()
            except BaseException:
                await consumer.stop()
                raise
            self._consumer = consumer
        return self._consumer

    async def close(self) -> None:
        """Disconnect for good."""
        self._closed = True
        if self._consumer is not None:
            consumer, self._consumer = self._consumer, None
            await consumer.stop()
