"""What a process says about itself (shell): /metrics, /healthz and /readyz over HTTP, from a thread of its own.

Its own thread, because a blocked event loop must be told, not be silent.
"""

from __future__ import annotations

import json
import socketserver
import time
from collections.abc import Callable, Hashable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6
from threading import Lock, Thread
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from monitor.errors import SettingsError

#: (well?, what a person should know)
Verdict = tuple[bool, str]
Check = Callable[[], Verdict]
Clock = Callable[[], float]


class Flag:
    """A check that somebody sets: partitions assigned, state read back."""

    def __init__(self, detail: str) -> None:
        self._verdict: Verdict = (False, detail)

    def up(self, detail: str = "yes") -> None:
        self._verdict = (True, detail)

    def down(self, detail: str) -> None:
        self._verdict = (False, detail)

    def __call__(self) -> Verdict:
        return self._verdict


class Heartbeat:
    """Fails when nobody called `beat` for `limit` seconds: the event loop hangs."""

    def __init__(self, limit: float, clock: Clock = time.monotonic) -> None:
        self._limit, self._clock, self._last = limit, clock, clock()

    def beat(self) -> None:
        self._last = self._clock()

    def __call__(self) -> Verdict:
        quiet = self._clock() - self._last
        return quiet <= self._limit, f"last sign of the event loop {quiet:.1f} s ago"


class Progress:
    """Fails when a partition has unread records and its committed offset stood still for `limit` seconds."""

    def __init__(self, limit: float, clock: Clock = time.monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._lock = Lock()
        self._moved: dict[Hashable, tuple[int, float, int]] = {}

    def seen(self, partitions: Mapping[Any, tuple[int, int]]) -> None:
        """(committed offset, end offset) of the partitions owned now; those left out are forgotten."""
        now = self._clock()
        with self._lock:
            self._moved = {key: self._next(key, *offsets, now) for key, offsets in partitions.items()}

    def _next(self, key: Hashable, committed: int, end: int, now: float) -> tuple[int, float, int]:
        before = self._moved.get(key)
        still = before is not None and before[0] == committed and before[2] > 0
        return committed, before[1] if before and still else now, max(0, end - committed)

    def stalled(self) -> list[Hashable]:
        now = self._clock()
        with self._lock:
            return [key for key, (_, since, lag) in self._moved.items() if lag and now - since > self._limit]

    def __call__(self) -> Verdict:
        if stalled := self.stalled():
            return False, f"no commit for {self._limit:g} s with unread records: {', '.join(map(str, stalled))}"
        return True, "moving"


class Health:
    """The checks of a process: it is ready when all hold, alive when those added with `live` do."""

    def __init__(self) -> None:
        self._checks: dict[str, tuple[Check, bool]] = {}

    def add(self, name: str, check: Check, *, live: bool = False) -> None:
        """`live`: only a restart helps when it fails."""
        self._checks[name] = (check, live)

    def report(self, *, live: bool = False) -> tuple[bool, dict[str, Any]]:
        """(well?, JSON body) of all checks, or of the live ones."""
        verdicts = {name: _ask(check) for name, (check, is_live) in list(self._checks.items()) if is_live or not live}
        well = all(ok for ok, _ in verdicts.values())
        checks = {name: {"ok": ok, "detail": detail} for name, (ok, detail) in verdicts.items()}
        return well, {"status": "ok" if well else "failing", "checks": checks}


def _ask(check: Check) -> Verdict:
    try:
        return check()
    except Exception as error:  # noqa: BLE001  a check that breaks is a check that fails
        return False, f"{type(error).__name__}: {error}"


class HealthServer:
    """Serves until `stop`. Raises SettingsError when the address cannot be had. Port 0: any free one, see `.port`."""

    def __init__(self, health: Health, registry: CollectorRegistry, host: str, port: int) -> None:
        handler = type("Handler", (_Handler,), {"health": health, "registry": registry})
        try:
            self._server = _server_class(host)((host, port), handler)
        except OSError as error:
            problem = f"{host}:{port} cannot be listened on: {error.strerror}; another, or 0 for any free one"
            raise SettingsError("settings", None, "metrics.port", problem) from None
        self.host, self.port = host, int(self._server.server_address[1])
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), name="health", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> HealthServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # HTTPServer's own asks the DNS for the host's full name, which can take many seconds
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "", int(self.server_address[1])


def _server_class(host: str) -> type[_Server]:
    return type("Server", (_Server,), {"address_family": AF_INET6 if ":" in host else AF_INET})


class _Handler(BaseHTTPRequestHandler):
    health: Health
    registry: CollectorRegistry
    #: seconds until a client that sends nothing is let go
    timeout = 10

    def do_GET(self) -> None:
        match self.path.partition("?")[0]:
            case "/metrics":
                self._metrics()
            case "/healthz":
                self._report(live=True)
            case "/readyz":
                self._report(live=False)
            case _:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"/metrics /healthz /readyz\n")

    do_HEAD = do_GET

    def _metrics(self) -> None:
        encode, kind = choose_encoder(self.headers.get("Accept", ""))
        self._answer(HTTPStatus.OK, kind, encode(self.registry))

    def _report(self, *, live: bool) -> None:
        well, body = self.health.report(live=live)
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        text = json.dumps(body, ensure_ascii=False) + "\n"
        self._answer(status, "application/json; charset=utf-8", text.encode())

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: a scrape every few seconds is not worth a line."""
