"""Closes what kafka-python 3.0.12 leaves open (shell): the socket of a connection that is given up while it opens.

A proxy's scheme chooses who makes a client's sockets; `direct` is no proxy, but ours.
"""

from __future__ import annotations

import socket
from typing import Any

from kafka.net import KafkaNetSocket

#: the argument `proxy_url` of every client
DIRECT = "direct://"


class Direct(KafkaNetSocket):  # type: ignore[misc]  # kafka-python has no types
    """A plain TCP socket that is closed whichever way its connecting ends."""

    SCHEMES = ("direct",)

    async def sock_connect(self, net: Any, sock: socket.socket, sockaddr: Any, timeout_at: float | None = None) -> Any:
        try:
            return await super().sock_connect(net, sock, sockaddr, timeout_at=timeout_at)
        except BaseException:
            # a client that is closed meanwhile ends this coroutine by GeneratorExit
            sock.close()
            raise
