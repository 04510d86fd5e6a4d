"""Judges and folds a replay in processes of their own (shell): in order, so that only the time it takes changes."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from monitor.company.organisation import Organisation
from monitor.compose import build_assessor, read_organisation
from monitor.config.settings import Settings
from monitor.errors import Reason, Unreadable, YuqingError
from monitor.judging.assess import Assessor
from monitor.process.processes import spare_collector
from monitor.records import encode
from monitor.replays.foldshare import Folded, Share, fold_share
from monitor.replays.replay import BATCH, Failure, judged, unpacked

#: batches that each process has before it, so that none waits for the fold
_AHEAD = 3

#: seconds between two looks at how far the folds are
_LOOK = 0.2

#: a timeline record as it is written; or which event of the batch failed, the reason, and the detail
Judged = bytes | tuple[int, str, str]


class Judges:
    """A context manager; call it with packed events (monitor.replays.replay.packed) in order."""

    def __init__(self, settings: Settings, workers: int, *, forked: bool | None = None) -> None:
        """`forked`: the processes begin with what is loaded here, which takes neither time nor memory anew; None:
        where that is safe. Make it before anything starts a thread, such as a progress bar.
        """
        global _judge_with
        if forked is None:
            # a fork copies the locks that other threads hold, and not the threads that would give them back
            forked = sys.platform == "linux" and threading.active_count() == 1
        if forked:
            _judge_with = _loaded(settings)
            spare_collector()
        self._pool = ProcessPoolExecutor(workers, get_context("fork" if forked else "spawn"), _start, (settings,))
        self.workers, self._most = workers, workers * _AHEAD
        # they start now, while the events are still being read
        self._starting = [self._pool.submit(_ready) for _ in range(workers)]
        _judge_with = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __call__(self, values: Iterable[bytes]) -> Iterator[bytes | Failure]:
        """Timeline records and failures in the order of the events."""
        iterator = iter(values)
        waiting: deque[tuple[list[bytes], Future[list[Judged]]]] = deque()
        try:
            while (batch := list(islice(iterator, BATCH))) or waiting:
                if batch:
                    waiting.append((batch, self._pool.submit(_judge, batch)))
                if len(waiting) >= self._most or not batch:
                    given, future = waiting.popleft()
                    yield from (_told(given, each) for each in future.result())
        except BrokenProcessPool as error:
            raise YuqingError(f"a judging process has ended ({error}); replay with --workers 1") from error

    def fold(self, shares: Sequence[Share], look: Callable[[], None]) -> list[Folded]:
        """What the shares amount to; `look` is called again and again until they are done."""
        try:
            folding = [self._pool.submit(fold_share, share) for share in shares]
            while wait(folding, timeout=_LOOK).not_done:
                look()
            return [each.result() for each in folding]
        except BrokenProcessPool as error:
            raise YuqingError(f"a folding process has ended ({error}); replay with --workers 1") from error


def _told(batch: list[bytes], value: Judged) -> bytes | Failure:
    if isinstance(value, bytes):
        return value
    at, reason, detail = value
    return Failure(unpacked(batch[at]), Unreadable(Reason(reason), detail))


# ---------------------------------------------------------------- in the processes

_judge_with: tuple[Assessor, Organisation] | None = None


def _loaded(settings: Settings) -> tuple[Assessor, Organisation]:
    return build_assessor(settings), read_organisation(settings)


def _start(settings: Settings) -> None:
    global _judge_with
    if _judge_with is None:
        _judge_with = _loaded(settings)
        spare_collector()


def _ready() -> None:
    """Done when the process has started."""


def _judge(batch: list[bytes]) -> list[Judged]:
    assert _judge_with is not None
    events = [unpacked(value) for value in batch]
    places = {event.key: at for at, event in enumerate(events)}
    return [
        (places[each.placed.key], each.why.reason.value, each.why.detail) if isinstance(each, Failure) else encode(each)
        for each in judged(events, *_judge_with)
    ]
