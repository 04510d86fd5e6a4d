"""What reading files came to beside their records: which hold nothing, and which break off too early (shell)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from monitor.errors import BrokenOff, Misnamed
from monitor.inputs.files import FileRecord

NOTHING_READ = "nothing was read: it is empty, or has a header and no rows"


class Reading:
    """Counts the records of files as they pass by."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._empty = dict.fromkeys(paths)
        self._broken: dict[str, FileRecord] = {}

    def of(self, records: Iterable[FileRecord]) -> Iterator[FileRecord]:
        """The same records."""
        for record in records:
            self._empty.pop(record.file, None)
            if isinstance(record.events, BrokenOff):
                self._broken[record.file] = record
            yield record

    @property
    def broken(self) -> bool:
        """Whether a file ends before it is whole: what else it held is not here."""
        return bool(self._broken)

    def lines(self) -> Iterator[str]:
        """For stderr: nothing while all is well."""
        for path in self._empty:
            yield f"{os.path.basename(path)}: {NOTHING_READ}"
        for record in self._broken.values():
            yield breaks_off(record)


def breaks_off(record: FileRecord) -> str:
    """For people: where, and what to do."""
    if isinstance(record.events, Misnamed):
        return f"{record.name}: {record.events.detail}"
    return f"{record.name}:{record.line}: the file breaks off here, what came after is missing; fetch it again"
