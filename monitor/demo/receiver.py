"""The demonstration's receivers (shell): robots on this machine that say yes, and pages that show what they got."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Lock, Thread
from typing import Any

from monitor.demo.inbox import REFRESH, Message, Pages, message_of
from monitor.times import SHANGHAI

#: Messages that the page shows.
SHOWN = 500
#: Kinds of channels that the page can play.
KINDS = ("dingtalk", "wecom", "feishu")
_SAID = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
#: whoever has looked at a page within so many seconds is looking still
LOOKING_SECONDS = 3 * REFRESH


class Receiver:
    """Serves from `start` until `stop`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._messages: deque[Message] = deque(maxlen=SHOWN)
        self.total = 0
        self._playing = True
        self._looked = float("-inf")
        folder = files("monitor").joinpath("templates", "demo")
        self._pages = Pages({each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": self}))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), name="receiver", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def finish(self) -> None:
        """The pages do not look again any more: what stands in a browser stays there when we are gone."""
        self._playing = False

    @property
    def watched(self) -> bool:
        """Whether somebody has a page open that has not seen the end yet."""
        return time.monotonic() - self._looked < LOOKING_SECONDS

    def take(self, channel: str, body: Any) -> None:
        with self._lock:
            self.total += 1
            self._messages.append(message_of(self.total, channel, datetime.now(SHANGHAI), body))

    def page(self, path: str) -> str | None:
        """The list at /, a message at /m/NUMBER; None for anything else."""
        with self._lock:
            messages = list(self._messages)
        if path == "/":
            # who has seen the last list waits for nothing more
            self._looked = time.monotonic() if self._playing else float("-inf")
            return self._pages.list(messages, self.total, playing=self._playing)
        found = (each for each in messages if path == f"/m/{each.number}")
        return next(map(self._pages.message, found), None)

    def variables(self, channels: Iterable[str]) -> dict[str, str]:
        """The settings of a dispatch that tells all to us, as variables; empty when it has channels we cannot play."""
        found: dict[str, dict[str, Any]] = {}
        addresses: dict[str, str] = {}
        for nth, channel in enumerate(sorted(set(channels))):
            kind, _, name = channel.partition(":")
            if kind not in KINDS:
                return {}
            addresses[f"RECEIVER_{nth}"] = f"{self.url}{kind}/{name}"
            found.setdefault(kind, {})[name] = {
                "url_env": f"RECEIVER_{nth}", "allow_private": True, "burst": 10, "per_minute": 10,
            }  # fmt: skip
        # the day is long past, and a minute has to do for its quiet hours
        if not found:
            return {}
        dispatch = {"quiet_from": "", "digest_after_hours": 1e6, "group_wait_seconds": 2, "group_interval_seconds": 10}
        return {**addresses, "YUQING_CHANNEL": json.dumps(found), "YUQING_DISPATCH": json.dumps(dispatch)}


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        self.receiver.take(self.path.strip("/").replace("/", ":"), body)
        self._answer("application/json", json.dumps(_SAID).encode())

    def do_GET(self) -> None:
        page = self.receiver.page(self.path.partition("?")[0])
        status = HTTPStatus.OK if page is not None else HTTPStatus.NOT_FOUND
        self._answer("text/html; charset=utf-8", (page or "not here\n").encode(), status)

    def _answer(self, kind: str, content: bytes, status: int = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("cache-control", "no-store")
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the demonstration has a screen of its own."""
