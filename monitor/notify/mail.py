"""A mail out of a page: a value that an SMTP client can send."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from monitor.notify.render import Page
from monitor.notify.timing import moment
from monitor.times import local

#: Bytes of text; far more than anybody reads.
MAIL_BYTES = 60_000


def mail(page: Page, message_id: str, sender: str, to: Sequence[str], now: float, *, pressing: bool) -> EmailMessage:
    """Its Message-ID is made of ours, so that a repetition shows."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ", ".join(to)
    message["Subject"] = page.title
    message["Date"] = format_datetime(local(moment(now)))
    message["Message-ID"] = f"<{message_id}.yuqing@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if pressing:
        message["Importance"] = "high"
        message["X-Priority"] = "1"
    message.set_content(page.text(MAIL_BYTES) + "\n", charset="utf-8", cte="base64")
    return message
