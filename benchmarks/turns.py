"""The score step of two checkouts beside each other, a batch each in turn, so that both meet the same machine.

    python benchmarks/turns.py OTHER [--length 139|mix] [--records N] [--core N]

OTHER is another checkout (git worktree add). Each runs in a process of its own, both on one core; the same posts, none
twice. Prints processor time a record, of all batches and of the faster half, which other guests of the machine have
disturbed least.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

BATCH, HERE = 500, Path(__file__).parents[1]


class Side:
    """A checkout's score step in a process of its own."""

    def __init__(self, folder: Path, length: str, records: int) -> None:
        command = [sys.executable, str(Path(__file__).resolve()), str(folder), "--length", length]
        self._process = subprocess.Popen(
            [*command, "--records", str(records), "--serve"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )

    def turn(self) -> float:
        """Judges the next batch; microseconds of processor time a record."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def serve(folder: Path, length: str, records: int) -> None:
    """Judges a batch for each line that comes in, by the checkout in this folder."""
    sys.path.insert(0, str(folder))
    from benchmarks.steps import ours, posts
    from monitor.kafka.wire import Raw

    step, values = ours("timeline.v1"), posts(records, length)
    raws = [Raw("posts.v1", 0, nth, 1_795_000_000_000, b"k", value) for nth, value in enumerate(values)]
    for first, _ in zip(range(0, records, BATCH), sys.stdin, strict=False):
        began = time.process_time()
        step(raws[first : first + BATCH])
        print((time.process_time() - began) / BATCH * 1e6, flush=True)


def turns(sides: tuple[Side, Side], batches: int) -> Iterator[tuple[float, float]]:
    """What each took, batch by batch; who begins changes, and the first batch, which loads everything, is left out."""
    for number in range(batches):
        order = (0, 1) if number % 2 else (1, 0)
        took = {side: sides[side].turn() for side in order}
        if number:
            yield took[0], took[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="another checkout")
    parser.add_argument("--length", choices=["139", "mix"], default="mix")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--core", type=int, default=0, help="which both run on")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.other, options.length, options.records)
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.core})
    sides = Side(options.other.resolve(), options.length, options.records), Side(HERE, options.length, options.records)
    took = list(turns(sides, options.records // BATCH))
    for side in sides:
        side.close()
    halves = []
    for name, values in zip(("other", "here"), zip(*took, strict=True), strict=True):
        halves.append(statistics.mean(sorted(values)[: len(values) // 2]))
        print(f"{name}: {statistics.mean(values):.1f} µs a record, {halves[-1]:.1f} in the faster half")
    ratio = statistics.median(here / other for other, here in took)
    print(f"here to other: {halves[1] / halves[0]:.3f} in the faster halves, {ratio:.3f} in the median batch")


if __name__ == "__main__":
    main()
