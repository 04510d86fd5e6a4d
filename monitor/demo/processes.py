"""The workers of the demonstration as child processes (shell): one a role, none outlives this process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from monitor.config.settings import PREFIX, PROCESSES, ROLES
from monitor.errors import YuqingError
from monitor.kafka import supervisor
from monitor.kafka.ports import free_ports

#: seconds for a worker to load its dictionary, join its group and read its state
READY_SECONDS = 90.0
STOP_SECONDS = 8.0
_TAIL_LINES = 15


class WorkerDied(YuqingError):
    """A worker ended although nobody asked it to; the demonstration would show half a product."""


class Worker:
    """One role, or dispatch, as a process under the same supervisor that keeps Kafka: killed when we are gone.

    `logs` is removed by the supervisor when we went without saying so.
    """

    def __init__(self, role: str, bootstrap: str, config: Path, environment: Mapping[str, str], logs: Path) -> None:
        self.role, self.log = role, logs / f"{role}.log"
        self.port = free_ports(1)[0]
        variables = {
            **environment,
            PREFIX + "METRICS__PORT": str(self.port - PROCESSES.index(role)),
            # what the worker leaves in temporary files goes with the logs
            "TMPDIR": str(logs),
        }
        command = [sys.executable, "-m", "monitor", *(["worker", "--only", role] if role in ROLES else [role])]
        command += ["--bootstrap", bootstrap, "--config", str(config)]
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor.__file__, str(os.getpid()), str(logs), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                env=variables,
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def check(self) -> None:
        """Raises WorkerDied with the end of its log."""
        code = self._process.poll()
        if code is None:
            return
        lines = self.log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        tail = "\n".join(f"  {line}" for line in lines)
        raise WorkerDied(f"the {self.role} worker ended with code {code}. The end of its log:\n{tail}")

    @property
    def ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=2) as answer:
                # a dispatch that only stands by has not begun at the end of the alerts yet
                return answer.status == 200 and (self.role != "dispatch" or b'"detail": "active"' in answer.read())
        except (URLError, TimeoutError, ConnectionError):
            # nobody listens yet, or 503: both mean not yet
            return False

    def ask_to_stop(self) -> None:
        self._say(b"t")

    def stop(self, deadline: float) -> None:
        """Waits until the deadline (monotonic seconds) and then kills."""
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._say(b"k")
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _say(self, word: bytes) -> None:
        # straight to the descriptor: a buffered word that nobody reads would come up again on closing
        assert self._process.stdin is not None
        try:
            os.write(self._process.stdin.fileno(), word)
        except BrokenPipeError:
            # it has ended by itself, which is what we ask for
            return


def environment(own_cluster: bool, prefix: str) -> dict[str, str]:
    """The variables of the workers: on the embedded broker nothing of the user's own settings gets in.

    On the user's cluster YUQING_ variables stay, since they may hold its passwords.
    """
    kept = {name: value for name, value in os.environ.items() if own_cluster or not name.startswith(PREFIX)}
    ours = {"WATCH__CLOCK": "records", "KAFKA__TOPIC_PREFIX": prefix, "SCORE__AUTHOR_KEY": "demonstration"}
    return {**kept, "PYTHONUNBUFFERED": "1", **{PREFIX + name: value for name, value in ours.items()}}


class Workers:
    """The three roles and dispatch, started and stopped together."""

    def __init__(
        self, bootstrap: str, config: Path, variables: Mapping[str, str], logs: Path, dispatch: Mapping[str, str]
    ) -> None:
        """`dispatch`: the variables of dispatch beside the others; without any there is none."""
        self._all: list[Worker] = []
        try:
            for role in (*ROLES, "dispatch") if dispatch else ROLES:
                more = dispatch if role == "dispatch" else {}
                self._all.append(Worker(role, bootstrap, config, {**variables, **more}, logs))
        except BaseException:
            self.stop()
            raise

    @property
    def urls(self) -> dict[str, str]:
        return {worker.role: worker.url for worker in self._all}

    def check(self) -> None:
        """Raises WorkerDied for the first that is gone."""
        for worker in self._all:
            worker.check()

    def waiting(self) -> list[str]:
        """The roles that are not ready."""
        return [worker.role for worker in self._all if not worker.ready]

    def stop(self) -> None:
        for worker in self._all:
            worker.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for worker in self._all:
            worker.stop(deadline)
        self._all = []
