"""A real Apache Kafka as a child process (shell): started from packages alone, gone when its owner is gone."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import tempfile
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from monitor.errors import BrokerError
from monitor.kafka.child import KILL, TERMINATE, Child
from monitor.kafka.hold import hold
from monitor.kafka.jars import ensure_jars
from monitor.kafka.java import Java, find_java
from monitor.kafka.ports import answers_api_versions, free_ports, is_free
from monitor.kafka.progress import OnProgress, silent
from monitor.kafka.properties import HOST, Listener, Ports, java_properties, scram_arguments, server_properties

READY = "Kafka Server started"
_START_SECONDS = 90
_STOP_SECONDS = 20
_FORMAT_SECONDS = 120
_TAIL_LINES, _LINE = 12, 400


class EmbeddedBroker:
    """A single-node Kafka on 127.0.0.1: `with EmbeddedBroker() as broker: …broker.bootstrap…`.

    Without `data_dir` it keeps its data in a temporary directory, removed by `stop()`. Without `port` it takes a free
    one and keeps it, so that `kill()` or `restart()` and `start()` bring the same broker back. All methods block;
    from asyncio call them in a thread. They raise BrokerError.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        port: int | None = None,
        *,
        on_progress: OnProgress = silent,
        listeners: Sequence[Listener] = (),
        properties: Mapping[str, str] | None = None,
        java: Java | None = None,
    ) -> None:
        self._given, self._port, self._tell = data_dir, port, on_progress
        self._listeners, self._properties, self._java = tuple(listeners), dict(properties or {}), java
        self._ports: Ports | None = None
        self._dir: Path | None = None
        self._forget: weakref.finalize[[str, bool], EmbeddedBroker] | None = None
        self._child: Child | None = None
        self._held: IO[str] | None = None
        self._settled = port is not None

    # ------------------------------------------------------------ what users ask

    @property
    def bootstrap(self) -> str:
        """HOST:PORT of the plain listener, for clients."""
        return f"{HOST}:{self._known_ports().plain}"

    def bootstrap_of(self, listener: str) -> str:
        """HOST:PORT of a further listener, by its name."""
        names = [one.name for one in self._listeners]
        return f"{HOST}:{self._known_ports().further[names.index(listener)]}"

    @property
    def pid(self) -> int:
        """The Java process, while it runs."""
        if self._child is None or not self._child.running:
            raise BrokerError("the embedded Kafka is not running")
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    @property
    def data_dir(self) -> Path:
        """Where server.properties, kafka.log and the partitions are."""
        if self._dir is None:
            self._dir = self._make_dir()
        return self._dir

    def log_tail(self) -> str:
        """The last lines that Kafka logged."""
        return _tail((self.data_dir / "kafka.log").read_text(errors="replace"))

    # ------------------------------------------------------------ life

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when the broker answers. The first time this downloads and formats; a running one is left alone."""
        if self.running:
            return
        # what is left of one that ended by itself
        self._end(KILL)
        jars = ensure_jars(self._tell)
        java = self._java = self._java or find_java()
        self._tell("Starting Apache Kafka", 0, 0)
        for attempt in (1, 2, 3):
            ports = self._choose_ports()
            try:
                self._launch(java, jars, ports)
                return
            except _PortTaken as error:
                # between choosing and listening somebody else can take a port; one that clients know stays
                if attempt == 3 or self._settled:
                    raise BrokerError(str(error)) from None
                self._ports = None
            except BaseException:
                self._end(KILL)
                raise

    def stop(self) -> None:
        """An orderly end; a temporary data directory is removed. Without effect when it does not run."""
        self._end(TERMINATE)
        if self._forget is not None:
            self._forget()
            self._dir = self._forget = None

    def kill(self) -> None:
        """SIGKILL, as a crash would; the data stays for `start()`."""
        self._end(KILL)

    def restart(self) -> None:
        """An orderly end and a start on the same port and data."""
        self._end(TERMINATE)
        self.start()

    # ------------------------------------------------------------ how

    def _known_ports(self) -> Ports:
        if self._ports is None:
            raise BrokerError("the embedded Kafka has no address before it is started")
        return self._ports

    def _choose_ports(self) -> Ports:
        if self._ports is None:
            plain, controller, *further = free_ports(2 + len(self._listeners))
            self._ports = Ports(self._port or plain, controller, tuple(further))
        ports = self._ports
        if not is_free(ports.plain):
            raise BrokerError(f"port {ports.plain} is in use; choose another one with --port, or none for any")
        return ports

    def _make_dir(self) -> Path:
        if self._given is None:
            made = Path(tempfile.mkdtemp(prefix="yuqing-kafka-"))
            self._forget = weakref.finalize(self, shutil.rmtree, str(made), True)
            return made
        path = self._given.absolute()
        if "," in str(path):
            raise BrokerError(f"{path}: Kafka takes a comma in log.dirs for the next directory; choose another name")
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BrokerError(f"cannot keep Kafka's data in {path}: {error}") from None
        return path

    def _launch(self, java: Java, jars: Sequence[Path], ports: Ports) -> None:
        folder = self.data_dir
        if self._given is not None and self._held is None:
            self._held = hold(folder)
        config = folder / "server.properties"
        settings = server_properties(ports, folder / "partitions", self._listeners, self._properties)
        config.write_text(java_properties(settings), encoding="latin-1")
        (folder / "tmp").mkdir(exist_ok=True)
        command = _java_command(java, jars, folder)
        if not (folder / "partitions" / "meta.properties").exists():
            _format([*command, "kafka.tools.StorageTool", "format"], config, scram_arguments(self._listeners))
        log = folder / "kafka.log"
        temporary = str(folder) if self._given is None else ""
        self._child = Child([*command, "kafka.Kafka", str(config)], log, temporary)
        self._wait_ready(log, ports)
        self._settled = True

    def _wait_ready(self, log: Path, ports: Ports) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while READY not in log.read_text(errors="replace") or not answers_api_versions(ports.plain):
            if not self.running or time.monotonic() > deadline:
                why = "did not answer in time" if self.running else "ended while it was starting"
                self._end(KILL)
                raise _failure(f"the embedded Kafka {why}", log.read_text(errors="replace"))
            time.sleep(0.05)

    def _end(self, word: bytes) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end(word, _STOP_SECONDS)
        if self._held is not None:
            self._held.close()
            self._held = None


class _PortTaken(BrokerError):
    """Somebody was quicker."""


def _failure(what: str, log: str) -> BrokerError:
    kind = _PortTaken if "Address already in use" in log else BrokerError
    return kind(f"{what}. The end of its log:\n{_tail(log)}")


def _tail(log: str) -> str:
    return "\n".join(f"  {line[:_LINE]}" for line in log.splitlines()[-_TAIL_LINES:])


def _java_command(java: Java, jars: Sequence[Path], folder: Path) -> list[str]:
    options = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData"]
    properties = {"java.awt.headless": "true", "java.io.tmpdir": str(folder / "tmp")}
    properties |= {"org.slf4j.simpleLogger.showDateTime": "true"}
    properties |= {"org.slf4j.simpleLogger.dateTimeFormat": "yyyy-MM-dd HH:mm:ss.SSS"}
    # the compression libraries are native code, which newer Javas warn of unless it is allowed
    native = ["--enable-native-access=ALL-UNNAMED"] if java.major >= 22 else []
    settings = [f"-D{key}={value}" for key, value in properties.items()]
    return [str(java.path), *options, *native, *settings, "-cp", os.pathsep.join(map(str, jars))]


def _format(command: Sequence[str], config: Path, users: Sequence[str]) -> None:
    """Gives an empty data directory its identity, as every KRaft node needs once."""
    cluster = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
    # "=" in the option, as an id can begin with "-"
    arguments = [f"--cluster-id={cluster}", f"--config={config}", *users]
    try:
        done = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, errors="replace", timeout=_FORMAT_SECONDS,
            start_new_session=True, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrokerError(f"the data directory of the embedded Kafka could not be formatted: {error}") from None
    if done.returncode:
        raise _failure("the data directory of the embedded Kafka could not be formatted", done.stdout + done.stderr)
