"""HTTP servers on this machine that behave as the vendors do, on good days and bad: what senders are tested against."""

from __future__ import annotations

import hmac
import json
import socket
import struct
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

#: What a robot says to a request: (HTTP status, JSON body, headers).
Reply = tuple[int, Any, dict[str, str]]


@dataclass
class Received:
    """One request as it came."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    content: bytes
    at: float
    reply: Any = None

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Vendor:
    """A server of one robot. `misbehave` hands over each request before `answer`; None means: go on."""

    answer: Callable[[Received], Reply]
    #: raw answers for the next requests, one each
    script: deque[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gone = Event()
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.port = int(self._server.server_address[1])
        self.tls = False

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()

    def use_tls(self, context: Any) -> None:
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.tls = True

    @property
    def base(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def accepted(self) -> list[Received]:
        """Those that were answered with success."""
        with self._lock:
            return [each for each in self.received if each.reply == "ok"]

    def take(self, request: Received) -> Reply:
        with self._lock:
            self.received.append(request)
            status, body, headers = self.answer(request)
            said = body if isinstance(body, dict) else {}
            if status == 200 and not (said.get("errcode") or said.get("code")):
                request.reply = "ok"
            return status, body, headers


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away, and TLS that is not wanted, are what the tests are about."""


def _handler(vendor: Vendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            received = Received(parts.path, parse_qs(parts.query), headers, content, time.time())
            if vendor.script:
                vendor.received.append(received)
                vendor.script.popleft()(self)
                return
            status, body, more = vendor.take(received)
            send(self, status, body, more)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    return Handler


def send(handler: BaseHTTPRequestHandler, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
    content = json.dumps(body).encode() if not isinstance(body, bytes) else body
    handler.send_response(status)
    for name, value in {"content-length": str(len(content)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


# ---------------------------------------------------------------- bad days


def says(status: int, body: Any, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Another answer than usual; `retry_after="2"` is a header."""
    return lambda handler: send(handler, status, body, {k.replace("_", "-"): v for k, v in headers.items()})


def hangs(vendor: Vendor) -> Callable[[BaseHTTPRequestHandler], None]:
    """Takes the request and says nothing for as long as the server lives."""

    def hang(handler: BaseHTTPRequestHandler) -> None:
        vendor.gone.wait(700)
        handler.close_connection = True

    return hang


def resets(handler: BaseHTTPRequestHandler) -> None:
    """Breaks the connection in the middle of its answer."""
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"errcode":')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def drips(vendor: Vendor) -> Callable[[BaseHTTPRequestHandler], None]:
    """A byte at a time, never ready: each read is quick, the whole is not."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "100000")
        handler.end_headers()
        while not vendor.gone.wait(0.1):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return drip


def redirects(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return says(302, {}, location=to)


# ---------------------------------------------------------------- the robots


class Limit:
    """So many a minute; beyond it the robot is blocked."""

    def __init__(self, most: int, blocked: float) -> None:
        self._most, self._blocked = most, blocked
        self._times: deque[float] = deque()
        self._until = 0.0
        #: how often the limit was broken
        self.broken = 0

    def allows(self, now: float) -> bool:
        while self._times and self._times[0] <= now - 60:
            self._times.popleft()
        if now < self._until or len(self._times) >= self._most:
            self.broken += 1
            self._until = max(self._until, now + self._blocked)
            return False
        self._times.append(now)
        return True


def dingtalk(token: str = "tok", secret: str | None = None, keyword: str = "", most: int = 20) -> Vendor:
    """Signature and keyword checked, 20 a minute and then blocked, 20,000 bytes."""
    limit = Limit(most, 600)

    def answer(request: Received) -> Reply:
        if request.query.get("access_token") != [token]:
            return 200, {"errcode": 300005, "errmsg": "token is not exist"}, {}
        if secret is not None and not _dingtalk_signed(request, secret):
            return 200, {"errcode": 310000, "errmsg": "sign not match"}, {}
        if keyword and keyword not in request.content.decode():
            return 200, {"errcode": 310000, "errmsg": "keywords not in content"}, {}
        if len(request.content) > 20_000:
            return 200, {"errcode": 460101, "errmsg": "message too long"}, {}
        if not limit.allows(request.at):
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, {}
        return 200, {"errcode": 0, "errmsg": "ok"}, {}

    vendor = Vendor(answer)
    vendor.limit = limit  # type: ignore[attr-defined]
    return vendor


def _dingtalk_signed(request: Received, secret: str) -> bool:
    millis = request.query.get("timestamp", ["0"])[0]
    if abs(request.at * 1000 - int(millis)) > 3_600_000:
        return False
    wanted = hmac.digest(secret.encode(), f"{millis}\n{secret}".encode(), sha256)
    return request.query.get("sign") == [b64encode(wanted).decode()]


def wecom(key: str = "key", most: int = 20) -> Vendor:
    limit = Limit(most, 0)

    def answer(request: Received) -> Reply:
        if request.query.get("key") != [key]:
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}, {}
        body = request.json
        content = body[body["msgtype"]]["content"].encode()
        if len(content) > (4096 if body["msgtype"] == "markdown" else 2048):
            return 200, {"errcode": 40058, "errmsg": "content exceed max length"}, {}
        if not limit.allows(request.at):
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, {}
        return 200, {"errcode": 0, "errmsg": "ok"}, {}

    vendor = Vendor(answer)
    vendor.limit = limit  # type: ignore[attr-defined]
    return vendor


def feishu(token: str = "hook", secret: str | None = None) -> Vendor:
    def answer(request: Received) -> Reply:
        if not request.path.endswith(f"/{token}"):
            return 200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}, {}
        body = request.json
        if secret is not None:
            stamp = body.get("timestamp", "0")
            wanted = b64encode(hmac.digest(f"{stamp}\n{secret}".encode(), b"", sha256)).decode()
            if body.get("sign") != wanted or abs(request.at - int(stamp)) > 3600:
                return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}, {}
        if len(request.content) > 20_000:
            return 200, {"code": 9499, "msg": "Bad Request"}, {}
        return 200, {"code": 0, "msg": "success", "StatusCode": 0}, {}

    return Vendor(answer)


def webhook(secret: str = "a webhook's secret") -> Vendor:
    def answer(request: Received) -> Reply:
        signed = f"{request.headers.get('webhook-id')}.{request.headers.get('webhook-timestamp')}.".encode()
        wanted = hmac.digest(secret.encode(), signed + request.content, sha256)
        if request.headers.get("webhook-signature") != f"v1,{b64encode(wanted).decode()}":
            return 401, {"error": "signature"}, {}
        return 200, {}, {}

    return Vendor(answer)
