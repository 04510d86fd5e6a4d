"""Closes what kafka-python 3.0.12 leaves open (shell): the socket of a connection that is given up while it opens, or
closed while it has something to write.

A proxy's scheme chooses who makes a client's sockets; `direct` is no proxy, but ours.
"""

from __future__ import annotations

from socket import socket as Socket
from typing import Any

from kafka.net import KafkaNetSocket

#: the argument `proxy_url` of every client
DIRECT = "direct://"


class _Owned(Socket):
    """Closed when nobody holds it any more: a transport that is closed first writes what it has, and when its client's
    loop ends before that, it never closes its socket. Under TLS the client makes a socket of its own of this one,
    which stays as kafka-python leaves it."""

    def __del__(self) -> None:
        self.close()


class Direct(KafkaNetSocket):  # type: ignore[misc]  # kafka-python has no types
    """A plain TCP socket that is closed whichever way its connecting ends."""

    SCHEMES = ("direct",)

    def socket(self, *kind: Any) -> Socket:
        return _Owned(*kind)

    async def sock_connect(self, net: Any, sock: Socket, sockaddr: Any, timeout_at: float | None = None) -> Any:
        try:
            return await super().sock_connect(net, sock, sockaddr, timeout_at=timeout_at)
        except BaseException:
            # a client that is closed meanwhile ends this coroutine by GeneratorExit
            sock.close()
            raise
