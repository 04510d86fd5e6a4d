"""The channels and subscribers of the settings: where messages go and who hears of what, as checked values.

A channel is named as the organisation file names it: [channel.dingtalk.hz-duty] is `dingtalk:hz-duty`. Credentials
never stand in the settings file: `…_env` names a variable, `…_file` a file, and dispatch alone reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _no_setting(name: str) -> str:
    if name.startswith("YUQING_"):
        raise ValueError("variables that begin with YUQING_ are settings; choose another name")
    return name


OptionalPath = Annotated[Path | None, BeforeValidator(lambda value: None if value == "" else value)]
#: The name of an environment variable; those of the settings themselves begin with YUQING_.
Variable = Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$"), AfterValidator(_no_setting)]
Name = Annotated[str, Field(pattern=r"^[^\s:]+:[^\s:]+$|^$")]
Count = Annotated[int, Field(ge=1)]


class Channel(BaseModel):
    """What all channels share."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    #: what must be known to send: the stems of `…_env` and `…_file`
    needed: ClassVar[tuple[str, ...]] = ("url",)
    wanted: ClassVar[tuple[str, ...]] = ()
    #: messages in any minute that the vendor takes
    vendor_limit: ClassVar[int] = 0

    fallback: Name = ""
    """channel (KIND:NAME) that takes over when this one fails; empty: dispatch.fallback"""
    allow_private: bool = False
    """allow plain http and private, loopback and link-local addresses: for a gateway in your own network"""
    ca_file: OptionalPath = None
    """PEM file of the authorities that are trusted instead of the system's"""
    burst: Count = 5
    """messages that may go out at once after a quiet time"""
    per_minute: Count = 14
    """messages a minute after that; burst and per_minute together stay within the vendor's limit"""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for stem in self.needed:
            if not self.named(stem):
                raise ValueError(f"needs {stem}_env or {stem}_file: the variable or file that holds its {stem}")
        for stem in (*self.needed, *self.wanted):
            if getattr(self, f"{stem}_env") and getattr(self, f"{stem}_file"):
                raise ValueError(f"{stem}_env and {stem}_file both say where its {stem} is; keep one")
        if self.vendor_limit and self.burst + self.per_minute > self.vendor_limit:
            raise ValueError(
                f"burst + per_minute is {self.burst + self.per_minute}, above the {self.vendor_limit} messages that "
                "the vendor takes in any minute"
            )
        return self

    def named(self, stem: str) -> bool:
        """Whether it is said where this credential is."""
        return bool(getattr(self, f"{stem}_env") or getattr(self, f"{stem}_file"))


class _WithUrl(Channel):
    url_env: Variable = ""
    """variable that holds the whole address, as the vendor shows it"""
    url_file: OptionalPath = None
    """file that holds it"""


class DingTalk(_WithUrl):
    """A DingTalk group robot; 20 messages a minute, else it is blocked for ten."""

    wanted: ClassVar[tuple[str, ...]] = ("secret",)
    vendor_limit: ClassVar[int] = 20

    secret_env: Variable = ""
    """variable that holds the signing secret (SEC…), where the robot asks for signatures"""
    secret_file: OptionalPath = None
    """file that holds it"""


class WeCom(_WithUrl):
    """A WeCom group robot; 20 messages a minute. The key in the address is the only secret."""

    vendor_limit: ClassVar[int] = 20


class Feishu(_WithUrl):
    """A Feishu custom bot; 100 messages a minute and 5 a second."""

    wanted: ClassVar[tuple[str, ...]] = ("secret",)
    vendor_limit: ClassVar[int] = 100

    per_minute: Count = 60
    """messages a minute after that; burst and per_minute together stay within the vendor's limit"""
    secret_env: Variable = ""
    """variable that holds the signing secret, where the bot asks for signatures"""
    secret_file: OptionalPath = None
    """file that holds it"""


class Webhook(_WithUrl):
    """A receiver of one's own: a CloudEvent of each alert, signed as Standard Webhooks ask."""

    needed: ClassVar[tuple[str, ...]] = ("url", "secret")

    burst: Count = 1_000
    """messages that may go out at once after a quiet time"""
    per_minute: Count = 60_000
    """messages a minute after that"""
    batch: Count = 1
    """most alerts in one message, a CloudEvents batch, when several wait; 1: each by itself, always"""
    secret_env: Variable = ""
    """variable that holds the key of the signature (whsec_… in base64, or any text)"""
    secret_file: OptionalPath = None
    """file that holds it"""


class Alertmanager(_WithUrl):
    """A Prometheus Alertmanager, for those whose on-call duty lives there."""

    wanted: ClassVar[tuple[str, ...]] = ("password",)

    burst: Count = 1_000
    """messages that may go out at once after a quiet time"""
    per_minute: Count = 60_000
    """messages a minute after that"""
    username: str = ""
    """user of its basic authentication"""
    password_env: Variable = ""
    """variable that holds the password"""
    password_file: OptionalPath = None
    """file that holds it"""
    hold_days: Count = 7
    """an alert that is not closed ends there after so long: dispatch never repeats"""


class Mail(Channel):
    """Mail over SMTP with TLS."""

    needed: ClassVar[tuple[str, ...]] = ()
    wanted: ClassVar[tuple[str, ...]] = ("password",)

    per_minute: Count = 30
    """messages a minute after that"""
    host: str = ""
    """the mail server"""
    port: Annotated[int, Field(ge=1, le=65535)] = 465
    """its port: 465 with tls, 587 with starttls"""
    security: Literal["tls", "starttls"] = "tls"
    """TLS from the first byte, or after STARTTLS; never without"""
    username: str = ""
    """user, where the server asks for one"""
    password_env: Variable = ""
    """variable that holds the password"""
    password_file: OptionalPath = None
    """file that holds it"""
    sender: str = ""
    """the From address"""
    to: tuple[str, ...] = ()
    """the To addresses"""

    @model_validator(mode="after")
    def _addressed(self) -> Self:
        for field in ("host", "sender", "to"):
            if not getattr(self, field):
                raise ValueError(f"needs {field}")
        if wrong := next((each for each in (self.sender, *self.to) if not _is_address(each)), None):
            raise ValueError(f"{wrong!r} is no mail address")
        if bool(self.username) != self.named("password"):
            raise ValueError("username and a password (password_env or password_file) belong together")
        return self


class Apprise(_WithUrl):
    """Anything that the optional extra `apprise` can send to; its own address says what."""

    burst: Count = 5
    """messages that may go out at once after a quiet time"""
    per_minute: Count = 14
    """messages a minute after that"""


class Channels(BaseModel):
    """All channels by kind and name."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    dingtalk: dict[str, DingTalk] = {}
    """a DingTalk (钉钉) group robot"""
    wecom: dict[str, WeCom] = {}
    """a WeCom (企业微信) group robot"""
    feishu: dict[str, Feishu] = {}
    """a Feishu (飞书) custom bot"""
    webhook: dict[str, Webhook] = {}
    """a signed webhook of one's own"""
    alertmanager: dict[str, Alertmanager] = {}
    """a Prometheus Alertmanager"""
    mail: dict[str, Mail] = {}
    """mail"""
    apprise: dict[str, Apprise] = {}
    """whatever apprise can send to (optional extra)"""

    def named(self) -> Iterator[tuple[str, Channel]]:
        """(kind:name, channel), in the order of the file within each kind."""
        for kind in type(self).model_fields:
            for name, channel in getattr(self, kind).items():
                yield f"{kind}:{name}", channel


class Subscriber(BaseModel):
    """Who hears of alerts beside the people of their route; an empty list means any."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    channels: tuple[Name, ...] = ()
    """where to: kind:name of channels"""
    projects: tuple[str, ...] = ()
    """project ids; `company` for the company's own matters"""
    cities: tuple[str, ...] = ()
    """cities"""
    regions: tuple[str, ...] = ()
    """regions"""
    categories: tuple[str, ...] = ()
    """category codes, one of which the alert must have"""
    grades: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    """grades"""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.channels:
            raise ValueError("needs channels: where to")
        return self


def _is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and not any(char.isspace() or char in "<>,;" for char in text)
