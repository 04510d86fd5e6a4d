"""Files of labelled texts, whole and each once, since a row that counts twice bends every figure (shell)."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from monitor.errors import YuqingError
from monitor.evaluation.labelled import LabelledRow, parse_labelled, parse_labelled_map
from monitor.evaluation.outcome import MeasuredFile
from monitor.inputs.files import misnamed

#: what `yuqing score` reads, and nobody labels
_OF_RECORDS = re.compile(r"\.(?:jsonl|ndjson|json)(?:\.gz)?$", re.IGNORECASE)


class Labelled(Struct, frozen=True):
    """The rows of files, in their order."""

    files: list[MeasuredFile]
    rows: list[LabelledRow]


def read_labelled(files: Sequence[str], mapping: str, source: str) -> Labelled:
    """`mapping`: `field=column,…`; `source`: of rows that do not say theirs. Raises YuqingError."""
    read = [_read(file) for file in files]
    _each_once(files, [digest for digest, _ in read])
    columns = parse_labelled_map(mapping)
    rows = [parse_labelled(file, content, columns, source) for file, (_, content) in zip(files, read, strict=True)]
    measured = [MeasuredFile(file, digest, len(own)) for file, (digest, _), own in zip(files, read, rows, strict=True)]
    return Labelled(measured, [row for own in rows for row in own])


def _read(file: str) -> tuple[str, str]:
    """Digest and text of a file. Raises YuqingError."""
    if Path(file).is_dir():
        raise YuqingError(f"{file}: a directory; name the files in it")
    if _OF_RECORDS.search(file):
        raise YuqingError(f"{file}: holds records; labelled texts stand in a table with a header, .tsv or .csv")
    try:
        raw = Path(file).read_bytes()
        if why := misnamed(file, raw):
            raise YuqingError(f"{file}: cannot be read: it {why}")
        content = gzip.decompress(raw) if file.endswith(".gz") else raw
    except OSError as error:
        raise YuqingError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (EOFError, zlib.error) as error:
        raise YuqingError(f"{file}: cannot be unpacked: {error}") from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise YuqingError(f"{file}: UTF-16; save it as UTF-8")
    return sha256(raw).hexdigest(), _decoded(file, content)


def _each_once(files: Sequence[str], digests: Sequence[str]) -> None:
    """Raises YuqingError where rows would count twice."""
    seen: dict[str, str] = {}
    for file, digest in zip(files, digests, strict=True):
        if digest in seen:
            first = seen[digest]
            same = "is given twice" if first == file else f"holds the same as {first}"
            raise YuqingError(f"{file}: {same}; its rows would count twice")
        seen[digest] = file


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, broken.start) + 1
            raise YuqingError(f"{file}:{line}: neither UTF-8 nor GB18030; save it as UTF-8") from None
