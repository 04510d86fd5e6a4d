"""A TOML table read to its end: what is wrong is noted and something stands in for it, so that all of it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from monitor.config.strict_toml import Mistakes, Table

#: stands in for a text that cannot be read, until the file is refused; no check says more of it
UNREAD = ""
_NONE: tuple[str, ...] = ()


class Reading:
    """The readers of `Table`, none of which raises: what was wrong stands in `wrong`."""

    def __init__(self, table: Table, wrong: Mistakes) -> None:
        self._table, self._wrong = table, wrong

    def note(self, key: str, problem: str) -> None:
        self._wrong.found.append(self._table.error(key, problem))

    def has(self, key: str) -> bool:
        return self._table.has(key)

    def text(self, key: str) -> str:
        return self._wrong.tried(partial(self._table.text, key), UNREAD)

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self._table.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        return self._wrong.tried(partial(self._table.texts, key), _NONE)

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        return self._wrong.tried(partial(self._table.choice, key, options, default), UNREAD)

    def optional_count(self, key: str) -> int | None:
        return self._wrong.tried(partial(self._table.optional_count, key), None)

    def flag(self, key: str) -> bool:
        return self._wrong.tried(partial(self._table.flag, key), otherwise=False)

    def moment(self, key: str) -> datetime | None:
        return self._wrong.tried(partial(self._table.moment, key), None)

    def table(self, key: str) -> Reading | None:
        table = self._wrong.tried(partial(self._table.table, key), None)
        return Reading(table, self._wrong) if table is not None else None

    def tables(self, key: str) -> list[Reading]:
        tables: list[Table] = self._wrong.tried(partial(self._table.tables, key), [])
        return [Reading(table, self._wrong) for table in tables]

    def done(self) -> None:
        """Notes the keys that nobody has asked for."""
        self._wrong.found += self._table.unknown()
