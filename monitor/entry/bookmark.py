"""How far a file has been sent to a cluster (shell): written after the broker's word, so that a kill loses nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from monitor.errors import YuqingError
from monitor.ids import digest
from monitor.inputs.files import FileRecord

_FOLDER = ("yuqing", "ingest")


class Mark(Struct):
    """So many records of the file were confirmed, the last of them in `line`; `chain` hashes them all, in order."""

    file: str
    cluster: str
    records: int
    line: int
    chain: str


class Chain:
    """A running hash of records: tells whether a file begins as it did."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)
        self.records = 0
        self.line = 0

    def add(self, record: FileRecord) -> None:
        for part in (record.raw, (record.digest or "").encode()):
            self._hash.update(len(part).to_bytes(8))
            self._hash.update(part)
        self.records += 1
        self.line = record.line

    def pass_over(self, records: Iterator[FileRecord], count: int) -> bool:
        """Take the first `count` records; False when there are fewer."""
        for _ in range(count):
            record = next(records, None)
            if record is None:
                return False
            self.add(record)
        return True

    @property
    def value(self) -> str:
        return self._hash.hexdigest()


class Bookmark:
    """The mark of one file for one destination, in the user's state directory; it outlives the process."""

    def __init__(self, file: str, cluster: str, *destination: object) -> None:
        """`destination`: whatever else makes what is sent another thing: topics, prefix, column mapping."""
        self._file, self._cluster = os.path.abspath(file), cluster
        self._path = state_folder() / f"{digest(self._file, cluster, *destination)}.json"

    def load(self) -> Mark | None:
        """None without one, and for one that cannot be read: then the file is sent from its beginning."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Mark)
        except (OSError, msgspec.DecodeError):
            return None

    def save(self, chain: Chain) -> None:
        """Raises YuqingError where the state directory cannot be written."""
        mark = Mark(self._file, self._cluster, chain.records, chain.line, chain.value)
        work = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with work.open("wb") as stream:
                stream.write(msgspec.json.encode(mark))
                stream.flush()
                os.fsync(stream.fileno())
            work.replace(self._path)
        except OSError as error:
            where = f"{self._path.parent}: {error.strerror}"
            raise YuqingError(f"{where}; set XDG_STATE_HOME to a writable place") from None


def state_folder() -> Path:
    """$XDG_STATE_HOME/yuqing/ingest, as the XDG Base Directory Specification says."""
    base = os.environ.get("XDG_STATE_HOME", "")
    home = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "state"
    return home.joinpath(*_FOLDER)
