"""server.properties of the embedded broker, and the file format that Java reads them in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.kafka.properties import Listener, Ports, java_properties, scram_arguments, server_properties

ALICE = Listener("SCRAM", "SASL_SSL", {"alice": "s3cret"}, {"ssl.keystore.type": "PEM"})
PORTS = Ports(1001, 1002, (1003,))


def test_every_listener_is_advertised_but_the_controllers() -> None:
    properties = server_properties(PORTS, Path("/data"), [ALICE])
    assert properties["advertised.listeners"] == "PLAINTEXT://127.0.0.1:1001,SCRAM://127.0.0.1:1003"
    assert properties["listeners"].endswith(",CONTROLLER://127.0.0.1:1002")
    assert properties["listener.security.protocol.map"].endswith("SCRAM:SASL_SSL")
    assert properties["controller.quorum.voters"] == "1@127.0.0.1:1002"


def test_what_belongs_to_a_listener_has_its_prefix() -> None:
    properties = server_properties(PORTS, Path("/data"), [ALICE])
    assert properties["listener.name.scram.ssl.keystore.type"] == "PEM"
    assert 'user_alice="s3cret"' in properties["listener.name.scram.plain.sasl.jaas.config"]


def test_a_listener_without_sasl_asks_for_no_password() -> None:
    properties = server_properties(PORTS, Path("/data"), [Listener("TLS", "SSL")])
    assert not any("sasl" in key for key in properties)


def test_extra_properties_win() -> None:
    assert server_properties(Ports(1, 2), Path("/data"), extra={"node.id": "7"})["node.id"] == "7"


def test_a_port_is_needed_for_each_listener() -> None:
    with pytest.raises(ValueError, match="zip"):
        server_properties(Ports(1, 2), Path("/data"), [ALICE])


def test_users_are_made_for_both_scram_mechanisms() -> None:
    assert scram_arguments([ALICE]) == [
        "--add-scram", 'SCRAM-SHA-256=[name="alice",password="s3cret"]',
        "--add-scram", 'SCRAM-SHA-512=[name="alice",password="s3cret"]',
    ]  # fmt: skip


def test_properties_are_escaped_as_java_reads_them() -> None:
    assert java_properties({"log.dirs": "/数据\\x😀"}) == "log.dirs=/\\u6570\\u636e\\u005cx\\ud83d\\ude00\n"


def unescaped(text: str) -> str:
    """As java.util.Properties#load reads a value: Latin-1, blanks in front dropped, with escapes of UTF-16 units."""
    raw = text.lstrip(" \t\f").encode("latin-1").decode("unicode_escape")
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_value_comes_back(value: str) -> None:
    line = java_properties({"key": value})
    assert line.isascii()
    assert unescaped(line.removeprefix("key=").removesuffix("\n")) == value
