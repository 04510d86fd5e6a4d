"""How people are called by name in a group, and what credentials look like once they are read: values."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from pydantic import SecretStr

#: Stem (url, secret, password) → value, empty where the channel has none.
Credentials = Mapping[str, SecretStr]


class Contact(Struct, frozen=True):
    """How a person is called by name."""

    mobile: str | None = None
    #: open id or user id at Feishu
    feishu: str | None = None
