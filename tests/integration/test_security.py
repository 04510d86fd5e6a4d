"""TLS and SASL against a real broker, with each of the three clients; and what wrong credentials are told."""

from __future__ import annotations

import asyncio
import ssl
import uuid
from collections.abc import Iterator
from pathlib import Path

import faust
import pytest
import trustme
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth
from pydantic import SecretStr, ValidationError

from monitor.config.security import KafkaSecurity, Mechanism
from monitor.errors import BrokerError
from monitor.kafka.admin import connect, create_topics, read_topic
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.properties import Listener
from monitor.kafka.security import aiokafka_arguments, faust_credentials, kafka_python_arguments, ssl_context
from monitor.kafka.topics import Topic

PASSWORD = "correct horse=battery"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ca.pem, server.pem (key and chain, for Kafka), elsewhere.pem (for another host), client.pem, client.key."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(str(folder / "other-ca.pem"))
    for name, host in (("server", "127.0.0.1"), ("elsewhere", "kafka.example.org")):
        (folder / f"{name}.pem").write_bytes(_for_java(authority.issue_cert(host)))
    client = authority.issue_cert("worker@example.org")
    client.private_key_pem.write_to_path(str(folder / "client.key"))
    client.cert_chain_pems[0].write_to_path(str(folder / "client.pem"))
    return folder


def _for_java(issued: trustme.LeafCert) -> bytes:
    """Key and chain in one; Java reads keys as PKCS #8 only."""
    key = load_pem_private_key(issued.private_key_pem.bytes(), None)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + b"".join(
        pem.bytes() for pem in issued.cert_chain_pems
    )


@pytest.fixture(scope="module")
def secured(certificates: Path) -> Iterator[EmbeddedBroker]:
    """Listeners SCRAM (TLS), CLEAR (no TLS), MUTUAL (client certificates), ELSEWHERE (other host)."""
    tls = {"ssl.keystore.type": "PEM", "ssl.keystore.location": str(certificates / "server.pem")}
    mutual = tls | {
        "ssl.client.auth": "required",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(certificates / "ca.pem"),
    }
    elsewhere = tls | {"ssl.keystore.location": str(certificates / "elsewhere.pem")}
    listeners = [
        Listener("SCRAM", "SASL_SSL", {"worker": PASSWORD}, tls),
        Listener("CLEAR", "SASL_PLAINTEXT", {"worker": PASSWORD}),
        Listener("MUTUAL", "SSL", properties=mutual),
        Listener("ELSEWHERE", "SSL", properties=elsewhere),
    ]
    with EmbeddedBroker(listeners=listeners) as broker:
        yield broker


def scram(certificates: Path, mechanism: Mechanism = "SCRAM-SHA-512", password: str = PASSWORD) -> KafkaSecurity:
    return KafkaSecurity(
        protocol="SASL_SSL", mechanism=mechanism, username="worker", password=SecretStr(password),
        ca_file=certificates / "ca.pem",
    )  # fmt: skip


def mutual(certificates: Path) -> KafkaSecurity:
    return KafkaSecurity(
        protocol="SSL", ca_file=certificates / "ca.pem",
        cert_file=certificates / "client.pem", key_file=certificates / "client.key",
    )  # fmt: skip


async def round_trip(bootstrap: str, topic: str, arguments: dict[str, object]) -> bytes | None:
    """What aiokafka reads back of what it wrote."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, **arguments) as producer:
        await producer.send_and_wait(topic, b"signed and sealed")
    async with AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", **arguments
    ) as consumer:
        record = await consumer.getone()
        return record.value  # type: ignore[no-any-return]


def new_topic(bootstrap: str, security: KafkaSecurity) -> str:
    """Made by kafka-python over the listener that is to be tried."""
    name = f"sealed.{uuid.uuid4().hex[:8]}"
    with connect(bootstrap, security) as admin:
        create_topics(admin, [Topic(name, "none", 1, "tests")])
    return name


def all_three_clients_talk(bootstrap: str, security: KafkaSecurity) -> None:
    topic = new_topic(bootstrap, security)
    assert asyncio.run(round_trip(bootstrap, topic, aiokafka_arguments(security))) == b"signed and sealed"
    of_faust = credentials_to_aiokafka_auth(faust_credentials(security))
    assert asyncio.run(round_trip(bootstrap, topic, of_faust)) == b"signed and sealed"
    assert [record.value for record in read_topic(bootstrap, topic, security)] == [b"signed and sealed"] * 2


# ---------------------------------------------------------------- the real thing


@pytest.mark.broker
@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_passwords_over_tls_with_all_three_clients(
    mechanism: Mechanism, secured: EmbeddedBroker, certificates: Path
) -> None:
    bootstrap, security = secured.bootstrap_of("SCRAM"), scram(certificates, mechanism)
    all_three_clients_talk(bootstrap, security)


@pytest.mark.broker
def test_client_certificates_with_all_three_clients(secured: EmbeddedBroker, certificates: Path) -> None:
    bootstrap, security = secured.bootstrap_of("MUTUAL"), mutual(certificates)
    all_three_clients_talk(bootstrap, security)


@pytest.mark.broker
def test_passwords_without_tls(secured: EmbeddedBroker) -> None:
    security = KafkaSecurity(protocol="SASL_PLAINTEXT", username="worker", password=SecretStr(PASSWORD))
    bootstrap = secured.bootstrap_of("CLEAR")
    topic = new_topic(bootstrap, security)
    assert asyncio.run(round_trip(bootstrap, topic, aiokafka_arguments(security))) == b"signed and sealed"


@pytest.mark.broker
def test_a_wrong_password_is_said_and_not_shown(secured: EmbeddedBroker, certificates: Path) -> None:
    with pytest.raises(BrokerError, match="password is wrong") as told:
        connect(secured.bootstrap_of("SCRAM"), scram(certificates, password="battery staple"))
    assert "battery" not in str(told.value)


@pytest.mark.broker
def test_an_authority_that_is_not_trusted_is_said(secured: EmbeddedBroker, certificates: Path) -> None:
    security = KafkaSecurity(protocol="SSL", ca_file=certificates / "other-ca.pem")
    with pytest.raises(BrokerError, match="certificate is not trusted"):
        connect(secured.bootstrap_of("ELSEWHERE"), security)


@pytest.mark.broker
def test_a_certificate_of_another_host_is_refused_unless_told_otherwise(
    secured: EmbeddedBroker, certificates: Path
) -> None:
    security = KafkaSecurity(protocol="SSL", ca_file=certificates / "ca.pem")
    with pytest.raises(BrokerError, match="certificate is not trusted"):
        connect(secured.bootstrap_of("ELSEWHERE"), security)
    with connect(secured.bootstrap_of("ELSEWHERE"), security.model_copy(update={"check_hostname": False})) as admin:
        assert admin.describe_cluster()["brokers"]


@pytest.mark.broker
def test_a_listener_of_another_kind_is_said(secured: EmbeddedBroker, certificates: Path) -> None:
    with pytest.raises(BrokerError, match="speaks no TLS"):
        connect(secured.bootstrap, KafkaSecurity(protocol="SSL", ca_file=certificates / "ca.pem"))
    asking = KafkaSecurity(protocol="SASL_PLAINTEXT", username="worker", password=SecretStr(PASSWORD))
    with pytest.raises(BrokerError, match="asks for no password"):
        connect(secured.bootstrap, asking)


# ---------------------------------------------------------------- settings, without a broker


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"protocol": "SASL_SSL"}, "needs username and password"),
        ({"protocol": "SASL_SSL", "username": "worker"}, "needs username and password"),
        ({"username": "worker", "password": "x"}, "no use with protocol PLAINTEXT"),
        ({"ca_file": "ca.pem"}, "no use with protocol PLAINTEXT"),
        ({"protocol": "SSL", "key_file": "key.pem"}, "key_file needs cert_file"),
        ({"protocol": "SSL", "cafile": "ca.pem"}, "Extra inputs"),
        ({"protocol": "TLS"}, "SASL_SSL"),
        ({"protocol": "SSL", "mechanism": "GSSAPI"}, "SCRAM-SHA-512"),
    ],
)
def test_what_would_be_ignored_or_cannot_work_is_refused(values: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        KafkaSecurity.model_validate(values)


def test_without_security_nothing_is_asked() -> None:
    plain = KafkaSecurity()
    assert aiokafka_arguments(plain) == {"security_protocol": "PLAINTEXT"}
    assert kafka_python_arguments(plain) == {"security_protocol": "PLAINTEXT", "proxy_url": "direct://"}
    assert faust_credentials(plain) is None
    assert ssl_context(plain) is None


def test_tls_checks_certificates_and_host_unless_told_otherwise(certificates: Path) -> None:
    strict = ssl_context(KafkaSecurity(protocol="SSL", ca_file=certificates / "ca.pem"))
    loose = ssl_context(KafkaSecurity(protocol="SSL", ca_file=certificates / "ca.pem", check_hostname=False))
    assert strict is not None
    assert loose is not None
    assert (strict.verify_mode, strict.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (loose.verify_mode, loose.check_hostname) == (ssl.CERT_REQUIRED, False)


def test_faust_takes_the_credentials(certificates: Path) -> None:
    app = faust.App("sealed", broker_credentials=faust_credentials(scram(certificates)))
    assert app.conf.broker_credentials.protocol.value == "SASL_SSL"
    plain_tls = faust_credentials(KafkaSecurity(protocol="SSL", ca_file=certificates / "ca.pem"))
    assert isinstance(plain_tls, faust.SSLCredentials)


def test_files_that_are_missing_or_wrong_are_named(tmp_path: Path, certificates: Path) -> None:
    with pytest.raises(BrokerError, match=r"kafka\.security\.ca_file: .*nowhere\.pem is not a file"):
        ssl_context(KafkaSecurity(protocol="SSL", ca_file=tmp_path / "nowhere.pem"))
    (tmp_path / "empty.pem").touch()
    with pytest.raises(BrokerError, match=r"empty\.pem: not usable as PEM"):
        ssl_context(KafkaSecurity(protocol="SSL", ca_file=tmp_path / "empty.pem"))
    with pytest.raises(BrokerError, match="not usable as PEM"):
        ssl_context(KafkaSecurity(protocol="SSL", cert_file=certificates / "ca.pem"))


def test_passwords_do_not_show() -> None:
    security = KafkaSecurity(protocol="SASL_SSL", username="worker", password=SecretStr("s3cret"))
    assert "s3cret" not in repr(security)
    assert "s3cret" not in repr(faust_credentials(security))
