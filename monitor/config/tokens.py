"""Who is asking: bearer tokens, of which the settings know only a hash, and what each of them may do."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from typing import Annotated, Literal, Self

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, model_validator

Role = Literal["person", "service", "reporter", "reader"]
May = Literal["act", "submit", "read"]
#: person: acts as who they are; service: a system that knows who is logged in, and says so in `by`
RIGHTS: Mapping[Role, frozenset[May]] = {
    "person": frozenset({"act", "submit", "read"}),
    "service": frozenset({"act", "submit", "read"}),
    "reporter": frozenset({"submit"}),
    "reader": frozenset({"read"}),
}
#: what every token begins with, so that one that leaks is known for what it is
PREFIX = "yq_"
#: random characters of a token: nobody guesses them, so that a plain hash keeps them
LENGTH = 43


class Token(BaseModel):
    """One bearer token: the hash of it, and whose it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    hash: Annotated[str, Field(pattern=r"^(sha256:[0-9a-f]{64})?$")] = ""
    """what `yuqing serve token` printed: sha256: and 64 hexadecimal digits; the token itself stands nowhere"""
    role: Role = "person"
    """person: acts under their own id; service: names who acts in `by`; reporter: submits only; reader: reads only"""
    person: str = ""
    """of a person: the id in the organisation file, which also gives their rights"""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.hash:
            raise ValueError("needs hash: what `yuqing serve token` prints")
        if (self.role == "person") != bool(self.person):
            raise ValueError("person (an id of the organisation file) belongs to the role person, and to no other")
        return self


class Caller(Struct, frozen=True):
    """Who a request comes from."""

    name: str
    role: Role
    person: str | None

    def may(self, what: May) -> bool:
        return what in RIGHTS[self.role]


def hashed(token: str) -> str:
    return "sha256:" + sha256(token.encode()).hexdigest()


def caller_of(authorization: str | None, tokens: Mapping[str, Token]) -> Caller | None:
    """The caller that an Authorization header proves; None for whatever proves nobody."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    shown, found = hashed(token.strip()), None
    # all are compared, so that the time tells nothing about which
    for name, known in tokens.items():
        if compare_digest(known.hash, shown):
            found = Caller(name, known.role, known.person or None)
    return found
