"""The demonstration's receivers (shell): robots on this machine that say yes, and a page that shows what they got."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, NamedTuple

from jinja2 import Environment

from monitor.times import SHANGHAI

#: Messages that the page shows.
SHOWN = 500
#: Kinds of channels that the page can play.
KINDS = ("dingtalk", "wecom", "feishu")
_SAID = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>yuqing 演示接收页</title>
<style>body{font:15px/1.6 sans-serif;max-width:860px;margin:0 auto;padding:20px;background:#f4f6f8}
article{background:#fff;border-radius:8px;padding:12px 16px;margin:12px 0}h2{font-size:14px;color:#5b6675;margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:6px 0 0}</style>
<h1>演示接收页：{{ total }} 条消息</h1>
{% for each in messages %}<article><h2>{{ each.channel }} · {{ each.at.strftime("%H:%M:%S") }}</h2>
<pre>{{ each.text }}</pre></article>{% endfor %}</html>"""


class Message(NamedTuple):
    """What one robot was sent."""

    channel: str
    at: datetime
    text: str


class Receiver:
    """Serves from `start` until `stop`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._messages: deque[Message] = deque(maxlen=SHOWN)
        self.total = 0
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

    def take(self, channel: str, text: str) -> None:
        with self._lock:
            self.total += 1
            self._messages.append(Message(channel, datetime.now(SHANGHAI), text))

    def page(self) -> str:
        with self._lock:
            messages = list(reversed(self._messages))
        return Environment(autoescape=True).from_string(_PAGE).render(messages=messages, total=self.total)

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


def text_of(body: Any) -> str:
    """What people would read, of any of the three robots' bodies."""
    match body:
        case (
            {"markdown": {"text": str(text)}} | {"markdown": {"content": str(text)}} | {"text": {"content": str(text)}}
        ):
            return text
        case {"card": {"header": {"title": {"content": title}}, "elements": [{"text": {"content": text}}, *_]}}:
            return f"{title}\n{text}"
    return json.dumps(body, ensure_ascii=False)


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        self.receiver.take(self.path.strip("/").replace("/", ":"), text_of(body))
        self._answer("application/json", json.dumps(_SAID).encode())

    def do_GET(self) -> None:
        self._answer("text/html; charset=utf-8", self.receiver.page().encode())

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the demonstration has a screen of its own."""
