"""One Kafka at a time keeps its data in a directory (shell): a second one would break the log of both."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from monitor.errors import BrokerError

_NAME = "in_use"


def hold(folder: Path) -> IO[str]:
    """The directory is ours until this file is closed, or the process ends in whatever way.

    Raises BrokerError where somebody else has it. Kafka's own lock comes too late: it reads, and mends, the log of the
    cluster before it takes that.
    """
    file = (folder / _NAME).open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        who = file.read(20).strip()
        file.close()
        raise BrokerError(
            f"{folder}: another Kafka keeps its data there{f' (process {who})' if who else ''}: stop that one, or name "
            "another directory"
        ) from None
    except OSError:
        # a file system that knows no locks: nothing is worse than it was
        return file
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
