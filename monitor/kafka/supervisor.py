"""Keeps a child process no longer than its owner lives (shell): python -I supervisor.py OWNER TEMPORARY COMMAND…

Stands between the owner and Java, because the two other ways have holes: a parent-death signal set by the owner is
tied to the *thread* that started the child, and a pipe alone stays open in whatever the owner has forked. Uses only
the standard library and imports nothing of the project, so that it starts in an instant.

stdin: `t` asks the child to end, `k` kills it, end of file means that the owner is gone. stdout: the child's pid.
stderr: the log of both. Own session: Ctrl-C in the owner's terminal reaches neither. TEMPORARY, if not empty, is a
directory that is removed when the owner went without saying so. Exit code: the child's (128 + n for signal n).
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def main() -> int:
    owner, temporary, *command = sys.argv[1:]
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, preexec_fn=_die_with_parent(os.getpid())
    )
    os.write(1, b"%d\n" % child.pid)
    orphaned = _serve(int(owner), child)
    code = child.wait()
    if orphaned and temporary:
        shutil.rmtree(temporary, ignore_errors=True)
    return code if code >= 0 else 128 - code


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """For the child, between fork and exec: the kernel kills it with us, even when we are killed ourselves."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _serve(owner: int, child: subprocess.Popen[bytes]) -> bool:
    """Until the child ends (False) or the owner is gone (True, and the child is killed)."""
    owner_end, child_end = _end_of(owner), _end_of(child.pid)
    watched = [0, *(fd for fd in (owner_end, child_end) if fd is not None)]
    while child.poll() is None:
        # without descriptors for the ends of processes, the child is looked at five times a second
        ready, _, _ = select.select(watched, [], [], None if child_end is not None else 0.2)
        word = os.read(0, 1) if 0 in ready else None
        if word == b"" or owner_end in ready:
            child.kill()
            return True
        if word:
            child.send_signal(signal.SIGKILL if word == b"k" else signal.SIGTERM)
    return False


def _end_of(pid: int) -> int | None:
    """A descriptor that becomes readable when the process ends; None where there is no such thing, or no process.

    An owner that is gone already has closed its end of stdin, which says the same.
    """
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


if __name__ == "__main__":
    sys.exit(main())
