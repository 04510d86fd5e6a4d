"""The lexicon in force at a score worker (shell): releases of lexicons.v1 are read to the end before the first batch,
then followed; a batch is judged by one lexicon from its beginning to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from agents.observing import Observer
from monitor.errors import YuqingError
from monitor.judging.assess import Assessor
from monitor.judging.releases import read_release
from monitor.records import LexiconRef

log = structlog.get_logger("yuqing.lexicon")

#: Seconds until the broker is asked again when it went away.
AGAIN = 5.0
_POLL_MS = 1000
_PARTITION = 0


class Releases:
    """Follows the releases of the lexicon that the settings name; others' are not ours to take.

    An invalid release is refused: what was in force stays, and the gauge and the log say so until a valid one comes.
    """

    def __init__(
        self,
        assessor: Assessor,
        bootstrap: Sequence[str],
        security: Mapping[str, Any],
        topic: str,
        observer: Observer,
    ) -> None:
        """`assessor`: judges by the lexicon of the settings, which is in force while nothing is published."""
        self._own = self._current = assessor
        self._bootstrap, self._security = list(bootstrap), dict(security)
        self._tp = TopicPartition(topic, _PARTITION)
        self._observer = observer
        self._next: int | None = None
        self._read = asyncio.Event()
        observer.lexicon(assessor.lexicon, "settings")

    async def current(self) -> Assessor:
        """The assessor for one batch; waits until the releases have been read to their end."""
        await self._read.wait()
        return self._current

    def ready(self) -> tuple[bool, str]:
        """For /readyz."""
        if not self._read.is_set():
            return False, "lexicon releases are not read yet"
        ref = self._current.lexicon
        return True, f"{ref.name} {ref.version} {ref.digest}"

    async def run(self) -> None:
        """Read and follow until cancelled; while the broker is away what is in force stays."""
        while True:
            try:
                await self._follow()
            except KafkaError as error:
                log.warning("lexicon releases cannot be read", error=repr(error), again_in=AGAIN)
                await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, isolation_level="read_committed", enable_auto_commit=False,
            auto_offset_reset="earliest", **self._security,
        )  # fmt: skip
        try:
            await consumer.start()
            consumer.assign([self._tp])
            begin = (await consumer.beginning_offsets([self._tp]))[self._tp]
            end = (await consumer.end_offsets([self._tp]))[self._tp]
            # a topic that was made anew is shorter than what we had read
            again = self._next is None or not begin <= self._next <= end
            consumer.seek(self._tp, begin if again or self._next is None else self._next)
            await self._catch_up(consumer, end)
            self._read.set()
            while True:
                await self._take(await self._poll(consumer))
                self._next = await consumer.position(self._tp)
        finally:
            await consumer.stop()

    async def _catch_up(self, consumer: AIOKafkaConsumer, end: int) -> None:
        """What is there already: the newest valid release counts, the older ones need not be built."""
        waiting: list[ConsumerRecord] = []
        while await consumer.position(self._tp) < end:
            waiting += await self._poll(consumer)
        await self._take(waiting)
        self._next = await consumer.position(self._tp)

    async def _poll(self, consumer: AIOKafkaConsumer) -> list[ConsumerRecord]:
        fetched = await consumer.getmany(self._tp, timeout_ms=_POLL_MS)
        return list(fetched.get(self._tp, []))

    async def _take(self, records: Sequence[ConsumerRecord]) -> None:
        """The newest that is valid; what is newer and refused is told."""
        name = self._own.lexicon.name.encode()
        refused = False
        for record in reversed([each for each in records if each.key == name]):
            taken = await self._taken(record)
            refused = refused or not taken
            self._observer.refused(refused)
            if taken:
                return

    async def _taken(self, record: ConsumerRecord) -> bool:
        where = f"{record.topic}/{record.partition}/{record.offset}"
        if record.value is None:
            log.info("lexicon release withdrawn, back to the settings' lexicon", at=where, **_shown(self._own.lexicon))
            self._put(self._own, "settings", "withdrawn")
            return True
        try:
            # in a thread: the event loop has a group membership to keep up while the automaton is built
            assessor = await asyncio.to_thread(_assessor, self._own, record.key, record.value)
        except YuqingError as error:
            log.error("lexicon release refused", at=where, why=str(error), stays=_shown(self._current.lexicon))
            self._observer.release("refused")
            return False
        log.info("lexicon release taken", at=where, **_shown(assessor.lexicon))
        self._put(assessor, "release", "taken")
        return True

    def _put(self, assessor: Assessor, origin: str, outcome: str) -> None:
        """Takes effect with the next batch: nobody else runs between this and that."""
        self._current = assessor
        self._observer.lexicon(assessor.lexicon, origin)
        self._observer.release(outcome)


def _assessor(own: Assessor, key: bytes, value: bytes) -> Assessor:
    return own.under(read_release(key, value))


def _shown(ref: LexiconRef) -> dict[str, str]:
    return {"name": ref.name, "version": ref.version, "digest": ref.digest}
