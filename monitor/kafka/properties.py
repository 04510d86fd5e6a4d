"""The server.properties of the embedded broker: one node that is broker and controller, small and quick to start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor.kafka.topics import LARGE_BYTES

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Listener:
    """A further listener, beside the plain one.

    `name`: capital letters. `protocol`: SSL, SASL_PLAINTEXT or SASL_SSL. `users`: user → password, known to PLAIN and
    both SCRAM mechanisms (ASCII without commas: Kafka's own tool cannot read others). `properties`: what belongs to
    this listener, without its prefix, e.g. ssl.keystore.location.
    """

    name: str
    protocol: str
    users: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ports:
    """Where the broker listens: clients, its own controller, and the further listeners in their order."""

    plain: int
    controller: int
    further: tuple[int, ...] = ()


def server_properties(
    ports: Ports, logs: Path, listeners: Sequence[Listener] = (), extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """All properties; `extra` wins over what is set here.

    https://kafka.apache.org/documentation/#brokerconfigs
    """
    places = {"PLAINTEXT": ports.plain}
    places |= {listener.name: port for listener, port in zip(listeners, ports.further, strict=True)}
    addresses = [f"{name}://{HOST}:{port}" for name, port in places.items()]
    protocols = ["CONTROLLER:PLAINTEXT", "PLAINTEXT:PLAINTEXT", *(f"{one.name}:{one.protocol}" for one in listeners)]
    properties = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{HOST}:{ports.controller}",
        "listeners": ",".join([*addresses, f"CONTROLLER://{HOST}:{ports.controller}"]),
        "advertised.listeners": ",".join(addresses),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": ",".join(protocols),
        "log.dirs": str(logs),
        "auto.create.topics.enable": "false",
        "message.max.bytes": str(LARGE_BYTES),
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        # after a kill -9 the controller keeps the node's place for the dead process so long: 9 s by default
        "broker.session.timeout.ms": "4000",
        "broker.heartbeat.interval.ms": "1000",
        # of the 128 MB that it takes by default, a quarter of our heap, one node of this size fills nothing
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
    }
    for listener in listeners:
        properties |= _of_listener(listener)
    return properties | dict(extra or {})


def _of_listener(listener: Listener) -> dict[str, str]:
    """https://kafka.apache.org/documentation/#security_sasl"""
    prefix = f"listener.name.{listener.name.lower()}."
    properties = {prefix + key: value for key, value in listener.properties.items()}
    if not listener.protocol.startswith("SASL"):
        return properties
    users = "".join(f' user_{name}="{password}"' for name, password in listener.users.items())
    security = "org.apache.kafka.common.security"
    return properties | {
        prefix + "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
        prefix + "plain.sasl.jaas.config": f"{security}.plain.PlainLoginModule required{users};",
        prefix + "scram-sha-256.sasl.jaas.config": f"{security}.scram.ScramLoginModule required;",
        prefix + "scram-sha-512.sasl.jaas.config": f"{security}.scram.ScramLoginModule required;",
    }


def scram_arguments(listeners: Sequence[Listener]) -> list[str]:
    """What `kafka.tools.StorageTool format` needs to know the users of the SCRAM mechanisms from the first start on."""
    return [
        argument
        for listener in listeners
        for name, password in listener.users.items()
        for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512")
        for argument in ("--add-scram", f'{mechanism}=[name="{name}",password="{password}"]')
    ]


def java_properties(properties: Mapping[str, str]) -> str:
    """As a Java .properties file, which is Latin-1 with escapes (java.util.Properties#load)."""
    return "".join(f"{_escaped(key)}={_escaped(value)}\n" for key, value in properties.items())


def _escaped(text: str) -> str:
    # a blank is written as such only inside: in front, Java drops it
    return "".join(
        char if ("!" <= char <= "~" and char != "\\") or (char == " " and at) else _utf16(char)
        for at, char in enumerate(text)
    )


def _utf16(char: str) -> str:
    raw = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{raw[at : at + 2].hex()}" for at in range(0, len(raw), 2))
