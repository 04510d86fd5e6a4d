"""What is known about an event besides its own content: where it lay and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.errors import YuqingError


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


def columns_of(written: str, fields: Sequence[str]) -> dict[str, str]:
    """`field=column,…` as a dict; `fields`: those that there are. Raises YuqingError with the way out."""
    mapping: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise YuqingError(f"--map: {pair!r} is not field=column, as in text=content")
        if field not in fields:
            raise YuqingError(f"--map: unknown field {field!r}; fields are {', '.join(fields)}")
        if field in mapping:
            raise YuqingError(f"--map: {field!r} is given twice")
        mapping[field] = column
    return mapping
