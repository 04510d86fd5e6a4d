"""TLS and SASL (shell: reads certificates), said once, in the words of each of the three Kafka clients."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, SecretStr, model_validator

from monitor.errors import BrokerError

if TYPE_CHECKING:
    from faust.types.auth import CredentialsT

OptionalPath = Annotated[Path | None, BeforeValidator(lambda value: None if value == "" else value)]
Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class KafkaSecurity(BaseModel):
    """How the cluster and we know each other. Refuses what the protocol would silently ignore."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    protocol: Protocol = "PLAINTEXT"
    """PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"""
    mechanism: Mechanism = "SCRAM-SHA-512"
    """SASL mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"""
    username: str = ""
    """SASL user"""
    password: SecretStr = SecretStr("")
    """SASL password"""
    ca_file: OptionalPath = None
    """PEM file of the authorities that are trusted; empty: the system's"""
    cert_file: OptionalPath = None
    """PEM file of the client's certificate, where the cluster asks for one"""
    key_file: OptionalPath = None
    """PEM file of its private key, unless that is in cert_file"""
    key_password: SecretStr = SecretStr("")
    """password of the private key"""
    check_hostname: bool = True
    """whether the broker's certificate must name the host; switch off for a try-out only"""

    @property
    def tls(self) -> bool:
        return self.protocol in ("SSL", "SASL_SSL")

    @property
    def sasl(self) -> bool:
        return self.protocol in ("SASL_PLAINTEXT", "SASL_SSL")

    @model_validator(mode="after")
    def _fits_the_protocol(self) -> Self:
        if self.sasl and not (self.username and self.password.get_secret_value()):
            raise ValueError(f"protocol {self.protocol} needs username and password")
        if not self.sasl and (self.username or self.password.get_secret_value()):
            raise ValueError(f"username and password have no use with protocol {self.protocol}; SASL_SSL sends them")
        if not self.tls and (self.ca_file or self.cert_file or self.key_file):
            raise ValueError(f"certificates have no use with protocol {self.protocol}; SSL and SASL_SSL use them")
        if self.key_file and not self.cert_file:
            raise ValueError("key_file needs cert_file")
        return self


def ssl_context(security: KafkaSecurity) -> ssl.SSLContext | None:
    """The context for TLS protocols, None for the others. Raises BrokerError that names the file."""
    if not security.tls:
        return None
    for field in ("ca_file", "cert_file", "key_file"):
        file = getattr(security, field)
        if file and not file.is_file():
            raise BrokerError(f"kafka.security.{field}: {file} is not a file")
    try:
        return _context(security)
    except (OSError, ssl.SSLError) as error:
        names = [str(file) for file in (security.ca_file, security.cert_file, security.key_file) if file]
        raise BrokerError(f"kafka.security: {', '.join(names)}: not usable as PEM certificates: {error}") from None


def _context(security: KafkaSecurity) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=security.ca_file)
    context.check_hostname = security.check_hostname
    if security.cert_file:
        # a function, so that a missing password is an error and never a prompt at the terminal
        context.load_cert_chain(security.cert_file, security.key_file, security.key_password.get_secret_value)
    return context


def kafka_python_arguments(security: KafkaSecurity) -> dict[str, Any]:
    """Keyword arguments for KafkaConsumer, KafkaProducer and KafkaAdminClient of kafka-python 3."""
    from monitor.kafka.sockets import DIRECT  # loads kafka-python, which settings must not

    check = {"ssl_check_hostname": security.check_hostname} if security.tls else {}
    return {**aiokafka_arguments(security), **check, "proxy_url": DIRECT}


def aiokafka_arguments(security: KafkaSecurity) -> dict[str, Any]:
    """Keyword arguments for AIOKafkaConsumer, AIOKafkaProducer and AIOKafkaAdminClient of aiokafka."""
    arguments: dict[str, Any] = {"security_protocol": security.protocol}
    if security.tls:
        arguments["ssl_context"] = ssl_context(security)
    if security.sasl:
        arguments["sasl_mechanism"] = security.mechanism
        arguments["sasl_plain_username"] = security.username
        arguments["sasl_plain_password"] = security.password.get_secret_value()
    return arguments


def faust_credentials(security: KafkaSecurity) -> CredentialsT | None:
    """What faust.App takes as broker_credentials; None for PLAINTEXT.

    faust.SSLCredentials of 0.15.3 works only when it is handed a context: without, it raises TypeError.
    """
    from faust import SASLCredentials, SSLCredentials

    if security.sasl:
        return SASLCredentials(
            mechanism=security.mechanism,
            username=security.username,
            password=security.password.get_secret_value(),
            ssl_context=ssl_context(security),
        )
    return SSLCredentials(context=ssl_context(security)) if security.tls else None
