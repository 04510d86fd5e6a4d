"""What a fold tells step by step, and the same when another fold goes on from the checkpoints after each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from histories import new_fold

from monitor.records import TimelineRecord, encode
from monitor.steps.commit import read_checkpoints, step_records
from monitor.steps.scoring import Frame
from monitor.watch.fold import Fold, Step


def told(fold: Fold, timeline: Sequence[TimelineRecord], every: int, *, restart: bool = False, **settings: Any) -> list:
    """What each step tells; with `restart` another fold goes on from the compacted topic after each."""
    kept: dict[bytes, bytes] = {}
    steps = []
    for start in range(0, len(timeline), every):
        for offset, record in enumerate(timeline[start : start + every], start):
            fold.apply(record, offset)
        step = fold.collect()
        steps.append(list(_shown(step)))
        if restart:
            for each in step_records(step, 0, Frame(12)):
                if each.topic == "checkpoints.v1" and each.key is not None:
                    kept.pop(each.key, None)
                    kept |= {} if each.value is None else {each.key: each.value}
            fold = new_fold(**settings)
            head, checkpoints = read_checkpoints(sorted(kept.items(), reverse=start // every % 2 == 0))
            assert head is not None
            fold.restore(head, checkpoints)
    return steps


def _shown(step: Step) -> Iterator[bytes]:
    yield from map(encode, [*step.alerts, *step.incidents, step.head])
    yield from (encode(action) + why.encode() for action, why in step.unmatched)
