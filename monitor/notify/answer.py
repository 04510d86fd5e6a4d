"""What a receiver said to a message, in the four ways that matter."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

#: accepted; failed: later it may succeed; unacceptable: this very message never will; refused: no message will,
#: before somebody mends the settings here or there
Verdict = Literal["accepted", "failed", "unacceptable", "refused"]

_LONGEST = 300


class Answer(Struct, frozen=True):
    verdict: Verdict
    #: the receiver's words, or why there were none; never a credential
    detail: str
    #: seconds that the receiver asks us to wait
    retry_after: float | None = None


def shown(text: str) -> str:
    """A receiver's words, printable and short."""
    return "".join(char if char.isprintable() else " " for char in text[:_LONGEST]).strip()
