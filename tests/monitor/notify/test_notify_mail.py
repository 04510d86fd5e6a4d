"""Mail to a real SMTP server on this machine: TLS from the first byte, STARTTLS, passwords, refusals, silence."""

from __future__ import annotations

import asyncio
import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from notified import NOON, alert, delivery
from pydantic import SecretStr

from monitor.config.channels import Mail
from monitor.notify.answer import Answer
from monitor.notify.compose import Words
from monitor.notify.render import Renderer
from monitor.notify.senders import SmtpSender
from monitor.notify.setup import read_templates
from monitor.notify.wording import Names, no_links

NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"})
WORDS = Words(Renderer(read_templates(None), NAMES, no_links), NAMES, {})


class Inbox:
    """Takes mails, unless it is told to say something else."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.says = "250 2.0.0 queued"
        self.refuses: set[str] = set()

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address in self.refuses:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.says == "hang":
            await asyncio.sleep(30)
        if self.says.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.says


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


def _context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"desk", b"right"), handled=False)


class AnyPort(Controller):
    """On a port that is free."""

    def _trigger_server(self) -> None:
        self.port = int(self.server.sockets[0].getsockname()[1])
        super()._trigger_server()


@contextmanager
def served(inbox: Inbox, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None) -> Iterator[int]:
    controller = AnyPort(
        inbox, hostname="127.0.0.1", port=0, ssl_context=tls,
        tls_context=starttls, authenticator=_login, auth_require_tls=starttls is not None,
    )  # fmt: skip
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
        controller.loop.close()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def send(
    port: int, ca: Path | None, security: str = "tls", password: str = "", patience: float = 5.0, **more: Any
) -> Answer:
    channel = Mail.model_construct(
        host="localhost", port=port, security=security, sender="yuqing@example.com",
        to=("a@example.com", "b@example.com"),
        allow_private=True, username="desk" if password else "", ca_file=ca,
    ).model_copy(update=more)  # fmt: skip
    context = ssl.create_default_context(cafile=ca)
    sender = SmtpSender(channel, {"password": SecretStr(password)}, WORDS, context, patience)

    async def sending() -> Answer:
        answer = await sender.send(delivery(alert(1, 3)), NOON.timestamp())
        # a broken connection is closed in the loop's next rounds
        await asyncio.sleep(0.05)
        return answer

    return asyncio.run(sending())


def test_a_mail_arrives_over_tls(inbox: Inbox, authority: trustme.CA, ca: Path) -> None:
    with served(inbox, tls=_context(authority)) as port:
        assert send(port, ca).verdict == "accepted"
    [mail] = inbox.mails
    assert mail["Subject"].startswith("【严重】阳光雅苑3栋2单元")
    assert "编号 000-001" in mail.get_content()


def test_a_mail_arrives_after_starttls_with_a_password(inbox: Inbox, authority: trustme.CA, ca: Path) -> None:
    with served(inbox, starttls=_context(authority)) as port:
        assert send(port, ca, "starttls", "right").verdict == "accepted"
        wrong = send(port, ca, "starttls", "wrong")
    assert (wrong.verdict, "535" in wrong.detail) == ("refused", True), wrong
    assert "wrong" not in wrong.detail
    assert len(inbox.mails) == 1


def test_nothing_goes_without_tls(inbox: Inbox, ca: Path) -> None:
    with served(inbox) as port:
        assert send(port, ca, "starttls").verdict != "accepted"
        assert send(port, ca, "tls").verdict != "accepted"
    assert inbox.mails == []


def test_a_server_that_nobody_vouches_for_gets_nothing(inbox: Inbox, authority: trustme.CA) -> None:
    with served(inbox, tls=_context(authority)) as port:
        answer = send(port, None)
    assert (answer.verdict, inbox.mails) == ("refused", [])


@pytest.mark.parametrize(
    ("says", "verdict"),
    [("451 4.3.0 try again later", "failed"), ("554 5.7.1 spam", "unacceptable"), ("hang", "failed")],
)
def test_refusals_are_told_apart(inbox: Inbox, authority: trustme.CA, ca: Path, says: str, verdict: str) -> None:
    inbox.says = says
    with served(inbox, tls=_context(authority)) as port:
        assert send(port, ca, patience=1.0).verdict == verdict


def test_an_address_that_is_refused_is_no_delivery_to_all(inbox: Inbox, authority: trustme.CA, ca: Path) -> None:
    inbox.refuses = {"b@example.com"}
    with served(inbox, tls=_context(authority)) as port:
        answer = send(port, ca)
    assert (answer.verdict, answer.detail) == ("failed", "1 of 2 addresses were refused")


def test_private_servers_must_be_allowed(inbox: Inbox, authority: trustme.CA, ca: Path) -> None:
    with served(inbox, tls=_context(authority)) as port:
        assert send(port, ca, allow_private=False).verdict == "refused"
    assert inbox.mails == []
