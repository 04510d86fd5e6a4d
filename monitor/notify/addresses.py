"""Which addresses messages may go to (shell: asks the DNS): https, and no network but the public one unless allowed."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

IPAddress = IPv4Address | IPv6Address


class Forbidden(Exception):
    """Nothing may be sent there; the message names neither path nor query, which may hold credentials."""


def check_url(url: str, *, allow_private: bool) -> tuple[str, int]:
    """Host and port of an address of the right form. Raises Forbidden."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Forbidden("the address is none") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Forbidden("the address must begin with https:// and name a host")
    if parts.scheme == "http" and not allow_private:
        raise Forbidden("plain http is readable on the way; use https, or set allow_private for your own network")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("user and password do not belong into an address")
    return host, port or (443 if parts.scheme == "https" else 80)


def is_public(address: IPAddress) -> bool:
    """Whether it lies in the public network: not private, loopback, link-local, shared, reserved, nor wrapped ones."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if wrapped:
            return is_public(wrapped)
        # NAT64: the last 32 bits are an IPv4 address
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Nat64:
    _network = int(IPv6Address("64:ff9b::")) >> 32

    def __contains__(self, address: IPv6Address) -> bool:
        return int(address) >> 32 == self._network


_NAT64 = _Nat64()


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host that may be connected to, in the DNS's order. Raises Forbidden, or OSError of the DNS.

    One private address among several forbids all: which one is used is not ours to bet on.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if not allow_private:
        for address in addresses:
            if not is_public(ip_address(address.partition("%")[0])):
                raise Forbidden("its host lies in a private network; set allow_private if that is meant")
    return addresses
