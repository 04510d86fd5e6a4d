"""Libraries repeat themselves while the broker is away (shell): the same line once in a while, with the count."""

from __future__ import annotations

import logging

#: Seconds in which one line of a library is told once.
INTERVAL = 30.0
#: Lines that are remembered; while a broker is away there are a few dozen different ones.
_MOST = 1000


class Repeats(logging.Filter):
    """A handler's filter for the named loggers: the very same line once in `interval` seconds.

    What was left out is counted, and told with the next. Lines with a traceback pass always.
    """

    def __init__(self, names: tuple[str, ...], interval: float = INTERVAL) -> None:
        super().__init__()
        self._names, self._interval = names, interval
        #: (logger, line) → when it was told last, and how often it was left out since
        self._told: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info or record.name.partition(".")[0] not in self._names:
            return True
        try:
            line = record.getMessage()
        except (TypeError, ValueError):
            # a message that does not fit its values: logging itself tells of that
            return True
        last, left_out = self._told.get((record.name, line), (float("-inf"), 0))
        if record.created - last < self._interval:
            self._told[record.name, line] = last, left_out + 1
            return False
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[record.name, line] = record.created, 0
        if left_out:
            record.msg, record.args = f"{line} (and {left_out} times more before)", ()
        return True
