"""TLS and SASL (shell: reads certificates) in the words of each of the three Kafka clients."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

from monitor.config.security import KafkaSecurity
from monitor.errors import BrokerError

if TYPE_CHECKING:
    from faust.types.auth import CredentialsT


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
