"""A child process under the supervisor (shell): it ends when it is told to, and when its owner is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_SUPERVISOR = Path(__file__).with_name("supervisor.py")

TERMINATE, KILL = b"t", b"k"


class Child:
    """A running command whose output goes to a file.

    `temporary`, if not empty, is a directory that goes with the child when this process ends without `end()`.
    """

    def __init__(self, command: Sequence[str], log: Path, temporary: str = "") -> None:
        with log.open("wb") as output:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_SUPERVISOR), str(os.getpid()), temporary, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                start_new_session=True,
            )
        assert self._supervisor.stdout is not None
        #: the command's own process; 0 when it could not be started at all
        self.pid = int(self._supervisor.stdout.readline() or 0)

    @property
    def supervisor_pid(self) -> int:
        return self._supervisor.pid

    @property
    def running(self) -> bool:
        return self._supervisor.poll() is None

    def end(self, word: bytes, patience: float) -> None:
        """Says TERMINATE or KILL, and insists after `patience` seconds. Leaves no process, whatever interrupts it."""
        try:
            self._say(word)
            try:
                self._supervisor.wait(patience)
            except subprocess.TimeoutExpired:
                self._say(KILL)
                self._supervisor.wait(patience)
        finally:
            # a child without its supervisor is killed by the kernel
            self._supervisor.kill()
            self._supervisor.wait()
            for pipe in (self._supervisor.stdin, self._supervisor.stdout):
                assert pipe is not None
                pipe.close()

    def _say(self, word: bytes) -> None:
        # straight to the descriptor: a buffered word that nobody reads would come up again on closing
        assert self._supervisor.stdin is not None
        try:
            os.write(self._supervisor.stdin.fileno(), word)
        except BrokenPipeError:
            # it has ended by itself, which is what we ask for
            return
