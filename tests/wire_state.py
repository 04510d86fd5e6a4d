"""Writes the examples of the watch's state anew: `python tests/wire_state.py`, after a change of its layout.

A change after a release needs another state.FORMAT; before the first release the examples are merely written again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

import msgspec

from monitor.records import Action, Assessment, Record, RuleBundle, Tick, encode
from monitor.watch.fold import Fold, Step

R = TypeVar("R", bound=Record)

WIRE = Path(__file__).parent / "data" / "wire"


def example(name: str, kind: type[R]) -> R:
    return msgspec.json.decode((WIRE / f"{name}.json").read_bytes(), type=kind)


def folded() -> Step:
    """The examples of the timeline, folded under the example of a bundle, and an action that waits."""
    bundle = example("rule-bundle.v1", RuleBundle)
    first, act = example("assessment.v1", Assessment), example("action.v1", Action)
    fold = Fold(partition=0, partitions=12, bundles={bundle.digest: bundle})
    fold.use(bundle.digest)
    waiting = msgspec.structs.replace(act, id="77aa", type="acknowledge", incident_id=None, mention="forum:2")
    tick = Tick(at=first.arrived_at, now=first.arrived_at)
    for offset, record in enumerate([tick, first, example("assessment.v1.complaint", Assessment), act, waiting]):
        fold.apply(record, offset)
    return fold.collect()


def write(name: str, record: Record) -> None:
    text = json.dumps(json.loads(encode(record)), ensure_ascii=False, indent=2) + "\n"
    (WIRE / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    step = folded()
    write("head.v1", step.head)
    for checkpoint in step.checkpoints:
        part = f".{checkpoint.part.partition('.')[0]}" if checkpoint.part else ".memory"
        write("checkpoint.v1" + ("" if checkpoint.incident_id else part), checkpoint)
