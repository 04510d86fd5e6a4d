"""Sends deliveries (shell): over HTTP, by SMTP with TLS, or with apprise; each answers whatever happens."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Any, Protocol, Self

import aiosmtplib

from monitor.config.channels import Apprise, Channel, Mail
from monitor.config.toml_lines import TomlFile
from monitor.notify.addresses import Forbidden, resolve
from monitor.notify.answer import Answer, shown
from monitor.notify.compose import Speech, Words, page_of, speech
from monitor.notify.credentials import credentials
from monitor.notify.mail import MAIL_BYTES, mail
from monitor.notify.outbox import Delivery
from monitor.notify.people import Credentials
from monitor.notify.post import Poster
from monitor.records import Alert

_APPRISE_BYTES = 3_500


class Sender(Protocol):
    """One receiver; `async with` it."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def send(self, delivery: Delivery, now: float, *, test: bool = False) -> Answer:
        """Never raises for what happens on the way."""

    def capacity(self, alerts: Sequence[Alert]) -> int:
        """How many of these one message can name."""


def make_sender(name: str, channel: Channel, words: Words, file: TomlFile, *, timeout: float, proxy: str) -> Sender:
    """Reads the credentials. Raises SettingsError with file, line and field."""
    secret = credentials(name, channel, file)
    place = ("channel", *name.split(":", 1))
    match channel:
        case Mail():
            return SmtpSender(channel, secret, words, _context(channel, file, place), timeout)
        case Apprise():
            return AppriseSender(secret, words, timeout, file, place)
    said = speech(channel, secret, words)
    assert said is not None, f"no way to speak to {name}"
    _context(channel, file, place)
    poster = Poster(timeout=timeout, allow_private=channel.allow_private, ca_file=channel.ca_file, proxy=proxy)
    return HttpSender(poster, said)


def _context(channel: Channel, file: TomlFile, place: tuple[str, ...]) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=channel.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise file.error((*place, "ca_file"), f"{channel.ca_file} is not usable as PEM certificates: {error}") from None


class HttpSender:
    def __init__(self, poster: Poster, speech: Speech) -> None:
        self._poster, self._speech = poster, speech
        self.capacity = speech.capacity

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._poster.__aexit__(kind, error, trace)

    async def send(self, delivery: Delivery, now: float, *, test: bool = False) -> Answer:
        return await self._poster.post(self._speech.compose(delivery, now, test), self._speech.reading)


class _Unconnected:
    """Nothing stays open between two messages."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class SmtpSender(_Unconnected):
    """A connection a mail: a mail server that was quiet has often closed it."""

    def __init__(
        self, channel: Mail, secret: Credentials, words: Words, context: ssl.SSLContext, timeout: float
    ) -> None:
        self._channel, self._secret, self._words = channel, secret, words
        self._context, self._timeout = context, timeout

    def capacity(self, alerts: Sequence[Alert]) -> int:
        return self._words.renderer.capacity(alerts, "txt", MAIL_BYTES)

    async def send(self, delivery: Delivery, now: float, *, test: bool = False) -> Answer:
        page = page_of(delivery, self._words, "txt", test=test)
        message = mail(page, delivery.id, self._channel.sender, self._channel.to, now, pressing=delivery.wakes)
        try:
            async with asyncio.timeout(self._timeout):
                await resolve(self._channel.host, self._channel.port, allow_private=self._channel.allow_private)
                refused, said = await self._submit(message)
        except Forbidden as error:
            return Answer("refused", str(error))
        except ssl.SSLCertVerificationError as error:
            return Answer("refused", f"its certificate is not trusted: {error.verify_message}")
        except aiosmtplib.SMTPException as error:
            return _smtp_fault(error)
        except TimeoutError:
            return Answer("failed", f"no answer within {self._timeout:g} s")
        except OSError as error:
            return Answer("failed", f"no connection or a broken one: {error.strerror or type(error).__name__}")
        if refused:
            return Answer("failed", f"{len(refused)} of {len(self._channel.to)} addresses were refused")
        return Answer("accepted", shown(said))

    async def _submit(self, message: Any) -> tuple[dict[str, Any], str]:
        channel = self._channel
        password = self._secret["password"].get_secret_value()
        client = aiosmtplib.SMTP(
            hostname=channel.host, port=channel.port, use_tls=channel.security == "tls",
            start_tls=channel.security == "starttls", tls_context=self._context,
            username=channel.username or None, password=password or None, timeout=self._timeout,
        )  # fmt: skip
        try:
            await client.connect()
            answer = await client.send_message(message)
            with suppress(aiosmtplib.SMTPException, OSError):
                # it has the mail, whatever it says to a farewell
                await client.quit()
            return answer
        finally:
            client.close()


def _smtp_fault(error: aiosmtplib.SMTPException) -> Answer:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Answer("refused", f"its certificate is not trusted: {cause.verify_message}")
        cause = cause.__cause__ or cause.__context__
    code = getattr(error, "code", None)
    detail = f"{type(error).__name__} {code or ''}: {shown(str(getattr(error, 'message', error)))}"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError | aiosmtplib.SMTPSenderRefused):
        return Answer("refused", detail)
    return Answer("unacceptable" if isinstance(code, int) and 500 <= code < 600 else "failed", detail)


class AppriseSender(_Unconnected):
    """Whatever apprise reaches; it says yes or no and nothing more, and checks addresses by itself."""

    def __init__(
        self, secret: Credentials, words: Words, timeout: float, file: TomlFile, place: tuple[str, ...]
    ) -> None:
        try:
            module: Any = import_module("apprise")
        except ImportError:
            raise file.error(place, "needs the extra: pip install 'yuqing[apprise]'") from None
        self._apprise = module.Apprise()
        if not self._apprise.add(secret["url"].get_secret_value()):
            raise file.error(place, "apprise does not know this kind of address")
        self._words, self._timeout = words, timeout

    def capacity(self, alerts: Sequence[Alert]) -> int:
        return self._words.renderer.capacity(alerts, "txt", _APPRISE_BYTES)

    async def send(self, delivery: Delivery, now: float, *, test: bool = False) -> Answer:
        page = page_of(delivery, self._words, "txt", test=test)
        try:
            async with asyncio.timeout(self._timeout):
                done = await self._apprise.async_notify(title=page.title, body=page.text(_APPRISE_BYTES))
        except TimeoutError:
            return Answer("failed", f"no answer within {self._timeout:g} s")
        except Exception as error:  # noqa: BLE001  a plugin of apprise may raise anything
            return Answer("failed", f"apprise: {type(error).__name__}")
        return Answer("accepted", "apprise: sent") if done else Answer("failed", "apprise: not sent")
