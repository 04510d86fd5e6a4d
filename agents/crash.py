"""The one way out of an error that a retry does not cure (shell): a graceful stop would commit what is not done."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

from monitor.process.service import EXIT_CODE

log = logging.getLogger("yuqing.crash")


def die(reason: str, cause: BaseException | None = None) -> NoReturn:
    """Log one line and end the process at once: no clean-up, no commit; the next owner repeats what was open."""
    told = reason if cause is None else f"{reason}: {type(cause).__name__}: {cause}"
    log.critical("%s; leaving with %d, nothing unfinished is committed", " ".join(told.split()), EXIT_CODE)
    for handler in logging.getLogger().handlers:
        handler.flush()
    sys.stderr.flush()
    os._exit(EXIT_CODE)
