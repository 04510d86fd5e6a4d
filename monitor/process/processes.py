"""Child processes that do not outlive us, and signals that end us in order (shell)."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator

_PR_SET_PDEATHSIG = 1
#: new containers between two looks of the garbage collector: those of a few batches, not of a few records
GARBAGE = 100_000


def spare_collector() -> None:
    """What was loaded stays for good, and batches make no cycles: the garbage collector need not look so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)


def die_with_parent(parent: int, number: signal.Signals = signal.SIGKILL) -> Callable[[], None] | None:
    """For Popen's preexec_fn: the kernel sends the child this signal when the thread that starts it ends.

    Start children from a thread that lives as long as they shall. None where the system has no such thing.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return ask


@contextlib.contextmanager
def told_to_stop() -> Iterator[asyncio.Future[None]]:
    """A future that SIGTERM or SIGINT completes."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not told.done():
            told.set_result(None)

    numbers = (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, tell)
    try:
        yield told
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
