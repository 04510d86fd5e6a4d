"""Handing batches to the owners of partitions, whatever the moment of a rebalance."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import msgspec
import pytest

from agents.owner import QUEUED, Batch, Owner, Owners, Surroundings
from monitor.errors import YuqingError
from monitor.steps.scoring import Frame

NOTHING = cast(Any, None)
AROUND = Surroundings(
    settings=NOTHING, bundle=NOTHING, bundles={}, frame=Frame(12), bootstrap=[], security={}, group="",
    observer=NOTHING, hold_back=NOTHING,
)  # fmt: skip


async def nobody() -> None:
    """An acknowledgement that nobody waits for."""


def batch(begin: int, end: int, start: int = 0) -> Batch:
    return Batch([], nobody, begin, end, start)


def test_a_foreign_record_among_the_rules_stops_no_watch():
    """Each partition's owner failed at its start, again and again, and nobody was told anything."""

    class Reading:
        around = msgspec.structs.replace(AROUND, bundles={})

        async def _latest(self, topic: str, partition: int) -> list[tuple[bytes, bytes]]:
            return [(b"junk", b""), (b"junk", b'{"a": 1}')]

    reading = Reading()
    asyncio.run(Owner._read_bundles(cast(Any, reading)))
    assert reading.around.bundles == {}


def test_an_agent_that_waits_for_a_busy_owner_goes_on_when_the_partition_is_taken_away():
    async def scene() -> None:
        owners = Owners(AROUND)
        # an owner that is still reading its state back takes nothing from its queue
        owners._owners[3] = Owner(3, AROUND), asyncio.create_task(asyncio.sleep(3600))
        for number in range(QUEUED):
            await owners.take(3, batch(number, number + 1))
        waiting = asyncio.create_task(owners.take(3, batch(QUEUED, QUEUED + 1)))
        await asyncio.sleep(0)
        assert not waiting.done()
        await owners.close([3])
        await asyncio.wait_for(waiting, 5)
        # and what comes for it now is not ours
        await owners.take(3, batch(9, 10))

    asyncio.run(scene())


def test_a_batch_behind_a_gap_is_never_folded():
    async def scene() -> None:
        owner = Owner(3, AROUND)
        owner.expect(batch(5, 8, start=5))
        owner.expect(batch(8, 9, start=5))
        # read again after a seek: what was folded is passed over by its offsets
        owner.expect(batch(5, 9, start=5))
        with pytest.raises(YuqingError, match="records 9 to 11"):
            owner.expect(batch(12, 13, start=5))
        with pytest.raises(YuqingError, match="records 4 to 6"):
            Owner(3, AROUND).expect(batch(7, 8, start=4))

    asyncio.run(scene())
