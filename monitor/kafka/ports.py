"""Free ports for a broker (shell), and the question whether a Kafka answers at one."""

from __future__ import annotations

import random
import socket
import struct
from pathlib import Path

from monitor.errors import BrokerError

_API_VERSIONS = 18
_LOWEST = 15000


def free_ports(count: int, host: str = "127.0.0.1") -> list[int]:
    """Different ports that nobody listens on, below those that the kernel gives to outgoing connections.

    From that range a client that tries to reconnect to a killed broker can be given the broker's own port: it then
    talks to itself, and the broker cannot come back. Raises BrokerError when none is free.
    """
    upper = max(_LOWEST + 1000, min(_first_ephemeral(), 32768))
    chosen: list[int] = []
    # system randomness: neighbours that start in the same instant with the same seed must not choose alike
    for port in random.SystemRandom().sample(range(_LOWEST, upper), 500):
        if len(chosen) == count:
            break
        if is_free(port, host):
            chosen.append(port)
    if len(chosen) < count:
        raise BrokerError(f"no {count} free ports between {_LOWEST} and {upper}")
    return chosen


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now; connections of the past that linger do not count, as for Kafka."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _first_ephemeral() -> int:
    try:
        return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 32768


def answers_api_versions(port: int, host: str = "127.0.0.1", timeout: float = 2.0) -> bool:
    """Sends ApiVersions v0, the first request of the Kafka protocol; True when the answer has error code 0.

    https://kafka.apache.org/protocol#The_Messages_ApiVersions
    """
    header = struct.pack(">hhih", _API_VERSIONS, 0, 1, -1)
    try:
        with socket.create_connection((host, port), timeout) as connection:
            connection.sendall(struct.pack(">i", len(header)) + header)
            answer = connection.makefile("rb").read(10)
    except OSError:
        return False
    return len(answer) == 10 and struct.unpack(">iih", answer)[1:] == (1, 0)
