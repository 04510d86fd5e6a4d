"""What is known about an event besides its own content: where it lay and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Hints:
    #: the file it came from; crawlers say the platform there and not in the record
    path: str | None = None
    #: the source code of records that do not say it themselves
    source: str | None = None
    #: mention field (`text`, `author.name`, …) → column; None: the shape is told by the keys
    mapping: Mapping[str, str] | None = None
    #: all values are strings, as in a CSV file
    cells: bool = False


NO_HINTS = Hints()
