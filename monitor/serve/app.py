"""The routes of `yuqing serve` (shell): who asks is proven first, then counted, then answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from monitor.config.tokens import Caller, May, caller_of
from monitor.errors import BrokerError, Unreadable
from monitor.notify import links
from monitor.process.health import Health
from monitor.records import encode
from monitor.serve.asking import LARGEST, Denied, acknowledged, parsed, shown
from monitor.serve.desk import Desk
from monitor.serve.limits import Limits
from monitor.serve.pages import HEADERS, confirmation, page
from monitor.times import local

log = structlog.get_logger("yuqing.serve")

#: seconds in which a request's body must be there
_BODY_SECONDS = 10.0
#: wrong tokens and wrong links that one address may show
_MISSES, _MISSES_PER_MINUTE = 20, 10.0
_UNPROVEN = "需要有效的令牌：Authorization: Bearer …"
Handler = Callable[[Request], Awaitable[Response]]


def make_app(desk: Desk, health: Health, registry: CollectorRegistry) -> Starlette:
    served = _Served(desk, health, registry)
    return Starlette(
        routes=[
            Route("/actions", served.counted(served.actions), methods=["POST"]),
            Route("/mentions", served.counted(served.mentions), methods=["POST"]),
            Route("/incidents/{incident_id}", served.counted(served.incident), methods=["GET"]),
            Route(links.PATH, served.counted(served.confirm), methods=["GET"]),
            Route(links.PATH, served.counted(served.acknowledge), methods=["POST"]),
            Route("/healthz", served.counted(served.healthz), methods=["GET"]),
            Route("/readyz", served.counted(served.readyz), methods=["GET"]),
            Route("/metrics", served.counted(served.metrics), methods=["GET"]),
        ],
        exception_handlers={404: _plain, 405: _plain},
    )


class _Served:
    def __init__(self, desk: Desk, health: Health, registry: CollectorRegistry) -> None:
        self._desk, self._health, self._registry = desk, health, registry
        settings = desk.settings
        self._key = settings.link_key.get_secret_value().encode()
        self._limits = Limits(settings.burst, settings.per_minute)
        self._misses = Limits(_MISSES, _MISSES_PER_MINUTE)

    def counted(self, handler: Handler) -> Handler:
        """Every request is answered, measured, and says nothing of our insides."""
        name = handler.__name__

        async def handle(request: Request) -> Response:
            begun = time.monotonic()
            answer = await self._answered(handler, request)
            metrics = self._desk.metrics
            metrics.requests.labels(name, str(answer.status_code)).inc()
            metrics.seconds.labels(name).observe(time.monotonic() - begun)
            answer.headers.setdefault("Cache-Control", "no-store")
            answer.headers.setdefault("X-Content-Type-Options", "nosniff")
            return answer

        return handle

    async def _answered(self, handler: Handler, request: Request) -> Response:
        try:
            return await handler(request)
        except _Slow as slow:
            return _problem(slow.status, slow.reason, retry_after=slow.retry_after)
        except Denied as denied:
            return _problem(denied.status, denied.reason)
        except Unreadable as unreadable:
            return _problem(HTTPStatus.BAD_REQUEST, f"{unreadable.reason.value}: {unreadable.detail}")
        except BrokerError as error:
            log.error("Kafka does not take it", error=str(error))
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "暂时无法记录，请稍后重试", retry_after=5)
        except TimeoutError:
            return _problem(HTTPStatus.REQUEST_TIMEOUT, "请求未在限定时间内发完")
        except ClientDisconnect:
            return _problem(HTTPStatus.BAD_REQUEST, "连接已断开")

    # ------------------------------------------------------------ who asks

    def _caller(self, request: Request, what: May) -> Caller:
        """Raises Denied: without a token, without the right, or too often."""
        caller = caller_of(request.headers.get("Authorization"), self._desk.settings.token)
        if caller is None:
            self._missed(request)
            raise Denied(HTTPStatus.UNAUTHORIZED, _UNPROVEN)
        if wait := self._limits.wait(caller.name, time.monotonic()):
            raise _Slow(wait)
        if not caller.may(what):
            raise Denied(HTTPStatus.FORBIDDEN, "此令牌无权进行该操作")
        return caller

    def _claim(self, request: Request, token: str) -> links.Claim:
        """What a link proves. Raises links.BadLink, and Denied for an address that has guessed too often."""
        if not self._key:
            raise links.BadLink("本系统未启用链接确认")
        try:
            return links.read(token, self._key, time.time())
        except links.BadLink:
            self._missed(request)
            raise

    def _missed(self, request: Request) -> None:
        """Who proves nothing too often waits; whoever proves something behind the same address does not."""
        if wait := self._misses.wait(_address(request), time.monotonic()):
            raise _Slow(wait)

    # ------------------------------------------------------------ what is asked

    async def actions(self, request: Request) -> Response:
        caller = self._caller(request, "act")
        said = await self._desk.act(parsed(await _body(request)), caller)
        return JSONResponse(said.body, status_code=said.status)

    async def mentions(self, request: Request) -> Response:
        caller = self._caller(request, "submit")
        mention, topic = await self._desk.submit(parsed(await _body(request)), caller)
        body = {"id": mention.id, "kind": mention.kind, "project": mention.project, "topic": topic}
        return JSONResponse(body, status_code=HTTPStatus.CREATED)

    async def incident(self, request: Request) -> Response:
        caller = self._caller(request, "read")
        found = self._desk.incident(request.path_params["incident_id"])
        if found is None and not self._desk.ready:
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "正在读取事件，请稍后重试", retry_after=5)
        if found is None:
            raise Denied(HTTPStatus.NOT_FOUND, "没有该事件，或已不再保存")
        return Response(encode(shown(found, caller, self._desk.organisation)), media_type="application/json")

    async def confirm(self, request: Request) -> Response:
        """A page, and nothing else: whoever looks has acknowledged nothing."""
        token = request.query_params.get("t", "")
        try:
            claim = self._claim(request, token)
        except links.BadLink as bad:
            return _page(HTTPStatus.FORBIDDEN, "无法确认", str(bad))
        incident = self._desk.incident(claim.incident_id)
        text = confirmation(claim, token, incident, self._desk.organisation, self._path(request))
        return HTMLResponse(text, headers=HEADERS)

    async def acknowledge(self, request: Request) -> Response:
        form = parse_qs((await _body(request)).decode(errors="replace"), max_num_fields=10)
        token, by = (form.get(name, [""])[0] for name in ("t", "by"))
        try:
            claim = self._claim(request, token)
            action = acknowledged(claim, token, by, local(datetime.now(UTC)))
            said = await self._desk.do(action, "link")
        except links.BadLink as bad:
            return _page(HTTPStatus.FORBIDDEN, "无法确认", str(bad))
        except Denied as denied:
            return _page(denied.status, "无法确认", denied.reason)
        except BrokerError:
            return _page(HTTPStatus.SERVICE_UNAVAILABLE, "暂时无法记录", "请稍后重试，或致电监测组报编号。")
        if said.outcome == "done":
            return _page(said.status, "已确认收到", "请按预警中的第一步处置，到场后登记“到达现场”。")
        return _page(said.status, "已登记，尚未生效" if said.outcome == "unheard" else "未生效", said.body["reason"])

    def _path(self, request: Request) -> str:
        """Where the form goes: below the address that people see, whatever a proxy has cut off."""
        return urlsplit(self._desk.settings.public_url).path.rstrip("/") + links.PATH

    # ------------------------------------------------------------ how it is

    async def healthz(self, request: Request) -> Response:
        return self._report(request, live=True)

    async def readyz(self, request: Request) -> Response:
        return self._report(request, live=False)

    def _report(self, request: Request, *, live: bool) -> Response:
        """The details are for this machine alone."""
        well, body = self._health.report(live=live)
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(body if _is_near(request) else {"status": body["status"]}, status_code=status)

    async def metrics(self, request: Request) -> Response:
        if not _is_near(request):
            self._caller(request, "read")
        self._desk.metrics.incidents.set(len(self._desk.incidents))
        encode_, kind = choose_encoder(request.headers.get("Accept", ""))
        return Response(await run_in_threadpool(encode_, self._registry), headers={"Content-Type": kind})


class _Slow(Denied):
    """Too often; says when to come again."""

    def __init__(self, wait: float) -> None:
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, "请求过于频繁，请稍后重试")
        self.retry_after = ceil(wait) or 1


async def _body(request: Request) -> bytes:
    """At most LARGEST bytes, within the time. Raises Denied, TimeoutError."""
    found = bytearray()
    async with asyncio.timeout(_BODY_SECONDS):
        async for chunk in request.stream():
            found += chunk
            if len(found) > LARGEST:
                raise Denied(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"请求超过{LARGEST // 1024}KB")
    return bytes(found)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _is_near(request: Request) -> bool:
    """From this machine itself, and not handed on by a proxy."""
    handed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"))
    return _address(request) in ("127.0.0.1", "::1") and not handed_on


def _problem(status: int, reason: str, *, retry_after: int = 0) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    return JSONResponse({"outcome": "denied", "reason": reason}, status_code=status, headers=headers)


async def _plain(request: Request, error: Any) -> Response:
    return _problem(HTTPStatus(error.status_code), HTTPStatus(error.status_code).phrase)


def _page(status: int, title: str, *lines: str) -> Response:
    return HTMLResponse(page(title, lines), status_code=status, headers=HEADERS)
