"""Sends one HTTP request (shell): to the address that was checked, bounded in time and size, and following nothing."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import httpx

from monitor.notify.addresses import Forbidden, check_url, resolve
from monitor.notify.answer import Answer
from monitor.notify.request import Reading, Request, Response, judge

#: Bytes of an answer that are read: what matters stands at its beginning.
LONGEST_ANSWER = 64 * 1024
#: How long what the DNS said is believed.
RESOLVED_SECONDS = 30.0


class Poster:
    """HTTP to one receiver. Cookies, redirects, proxies of the environment: none."""

    def __init__(
        self, *, timeout: float, allow_private: bool = False, ca_file: Path | None = None, proxy: str = ""
    ) -> None:
        """`timeout`: seconds for one request in all. Raises OSError or ssl.SSLError for an unusable `ca_file`."""
        self._timeout, self._allow_private, self._proxy = timeout, allow_private, proxy
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}
        # without a client around it: what that adds (cookies, redirects, authentication) is not wanted, and is not free
        self._transport = httpx.AsyncHTTPTransport(
            verify=ssl.create_default_context(cafile=ca_file), trust_env=False, proxy=proxy or None,
            limits=httpx.Limits(max_connections=2, max_keepalive_connections=1, keepalive_expiry=30),
        )  # fmt: skip
        self._timeouts = httpx.Timeout(timeout, connect=min(5.0, timeout)).as_dict()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def post(self, request: Request, reading: Reading) -> Answer:
        """What came of it; every fault of the way is an answer too."""
        try:
            async with asyncio.timeout(self._timeout):
                return judge(await self._send(request), reading)
        except Forbidden as error:
            return Answer("refused", str(error))
        except (TimeoutError, httpx.TimeoutException):
            return Answer("failed", f"no answer within {self._timeout:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return _fault(error)

    async def _send(self, request: Request) -> Response:
        host, port = check_url(request.url, allow_private=self._allow_private)
        if self._proxy:
            return await self._attempt(self._request(request.url, urlsplit(request.url).netloc, request, {}))
        addresses = await self._addresses(host, port)
        for nth, address in enumerate(addresses, 1):
            try:
                return await self._attempt(self._to(address, host, request))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                self._known.clear()
                if nth == len(addresses):
                    raise
        raise OSError(f"{host} has no address")

    async def _addresses(self, host: str, port: int) -> list[str]:
        """What the DNS said, for a while: the connection goes where it was checked to go."""
        until, known = self._known.get((host, port), (0.0, []))
        now = asyncio.get_running_loop().time()
        if now >= until:
            known = await resolve(host, port, allow_private=self._allow_private)
            self._known = {(host, port): (now + RESOLVED_SECONDS, known)}
        return known

    def _to(self, address: str, host: str, request: Request) -> httpx.Request:
        """To the very address that was checked, since a name may mean another a moment later."""
        parts = urlsplit(request.url)
        there = f"[{address}]" if ":" in address else address
        netloc = there if parts.port is None else f"{there}:{parts.port}"
        return self._request(urlunsplit(parts._replace(netloc=netloc)), parts.netloc, request, {"sni_hostname": host})

    def _request(self, url: str, host: str, request: Request, more: Mapping[str, str]) -> httpx.Request:
        headers = {**request.headers, "host": host, "user-agent": "yuqing", "accept-encoding": "identity"}
        extensions = {"timeout": self._timeouts, **more}
        return httpx.Request("POST", url, content=request.content, headers=headers, extensions=extensions)

    async def _attempt(self, request: httpx.Request) -> Response:
        response = await self._transport.handle_async_request(request)
        try:
            content = b""
            async for part in response.aiter_bytes():
                content += part
                if len(content) > LONGEST_ANSWER:
                    break
        finally:
            await response.aclose()
        return Response(response.status_code, content[:LONGEST_ANSWER], dict(response.headers))


def _fault(error: Exception) -> Answer:
    """Of an address with a credential in it nothing is shown but the kind of the fault."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Answer("refused", f"its certificate is not trusted: {cause.verify_message}")
        cause = cause.__cause__ or cause.__context__
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Answer("failed", f"no connection or a broken one: {reason}")
