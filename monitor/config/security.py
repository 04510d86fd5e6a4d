"""How the settings name TLS and SASL: what the protocol would silently ignore is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, SecretStr, model_validator

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
