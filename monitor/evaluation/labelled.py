"""Reads tables that people labelled: which row says what, and everything that is wrong with them, by line and field."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from monitor.adapters.hints import columns_of
from monitor.adapters.values import usual_kind
from monitor.errors import YuqingError
from monitor.records import CATEGORIES, Kind, Label

#: what a column can be; `label` is what public sets call the sentiment
FIELDS = ("id", "source", "title", "text", "sentiment", "label", "level", "categories", "register", "batch")
#: read by their own name; a title is a part of what was judged only where --map says so
_BY_NAME = tuple(field for field in FIELDS if field != "title")
SENTIMENTS: Mapping[str, Label] = {
    "neg": "negative", "negative": "negative", "0": "negative", "负面": "negative", "消极": "negative",
    "neu": "neutral", "neutral": "neutral", "中性": "neutral", "中立": "neutral",
    "pos": "positive", "positive": "positive", "1": "positive", "正面": "positive", "积极": "positive",
}  # fmt: skip
_WORDS = ", ".join(dict.fromkeys([*(word for word in SENTIMENTS if len(word) == 3), *SENTIMENTS]))
_LEVELS = ("0", "1", "2", "3")
#: of all that is wrong so much is told at once
_TOLD = 10
_QUOTED = re.compile(r'"(?:[^"]|"")*"', re.DOTALL)


class LabelledRow(Struct, frozen=True):
    """One text with what a person said it is; None: not labelled for that."""

    file: str
    #: 1-based line that the row begins at
    line: int
    id: str
    source: str
    text: str
    title: str | None = None
    sentiment: Label | None = None
    level: int | None = None
    categories: tuple[str, ...] | None = None
    register: str | None = None
    batch: str | None = None

    @property
    def kind(self) -> Kind:
        return usual_kind(self.source)

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


class _Wrong(Exception):
    """One thing that is wrong with one field."""


def parse_labelled_map(written: str) -> dict[str, str]:
    """`field=column,…` as a dict. Raises YuqingError with the way out."""
    return columns_of(written, FIELDS)


def parse_labelled(file: str, content: str, mapping: Mapping[str, str], source: str) -> list[LabelledRow]:
    """The rows of a table, tabs or commas between its cells. Raises YuqingError with all that is wrong.

    `mapping`: field → column, where they are not called alike; `source`: of rows that do not say theirs.
    """
    lines = [line.removesuffix("\r") for line in content.removeprefix("\ufeff").split("\n")]
    head = lines[0]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    table = _literal(lines) if delimiter == "\t" else None
    cells = table if table is not None else list(_spread(file, lines, delimiter))
    if not cells:
        raise YuqingError(f"{file}: empty; the first line names the columns, as in sentiment, level, categories, text")
    columns = _columns(file, [name.strip() for name in cells[0][1]], mapping)
    return _rows(file, len(cells[0][1]), cells[1:], columns, source)


def remarks(rows: Sequence[LabelledRow]) -> Iterator[str]:
    """What is not wrong, but seldom meant: for people, a line each with the first place."""
    seen: dict[tuple[str, str], LabelledRow] = {}
    again = [row for row in rows if seen.setdefault((row.file, row.id), row) is not row]
    if again:
        place, name = again[0].place, again[0].id
        line = seen[again[0].file, name].line
        yield f"{len(again)} rows have the id of another row; the first is {place}: {name} is in line {line} too"
    if mild := [row for row in rows if row.level == 0 and row.categories]:
        yield f"{len(mild)} rows of level 0 have categories, which are not counted; the first is {mild[0].place}"


# ---------------------------------------------------------------- lines → cells


def _literal(lines: Sequence[str]) -> list[tuple[int, list[str]]] | None:
    """Lines of equally many tabs are rows as they stand, whatever quotes are in them; None: it is not that simple."""
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, start=1) if line.strip()]
    if len({len(cells) for _, cells in rows}) != 1:
        return None
    return [(number, [_unquoted(cell) for cell in cells]) for number, cells in rows]


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if _QUOTED.fullmatch(cell) else cell


def _spread(file: str, lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows as spreadsheets write them: quoted cells may hold delimiters and line ends."""
    csv.field_size_limit(1 << 24)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise YuqingError(
            f"{file}:{start}: no row of cells: {error}; double the quotes inside of a quoted cell"
        ) from None


# ---------------------------------------------------------------- cells → rows


def _columns(file: str, header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Field → place of its column."""
    for field, column in mapping.items():
        if column not in header:
            raise YuqingError(f"{file}:1: --map {field}={column}: no such column; there are {', '.join(header)}")
    found = {field: header.index(field) for field in _BY_NAME if field in header and field not in mapping}
    found |= {field: header.index(column) for field, column in mapping.items()}
    if "sentiment" in mapping:
        # what was asked for counts, whatever else a label is of
        found.pop("label", None)
    if "label" in found:
        found.setdefault("sentiment", found["label"])
    missing = "text" if "text" not in found else ""
    if not missing and not {"sentiment", "level"} & set(found):
        missing = "sentiment (or label) or level"
    if not missing and "categories" in found and "level" not in found:
        missing = "level (categories are counted on rows of level 1 and above)"
    if missing:
        raise YuqingError(f"{file}:1: no column {missing}; there are {', '.join(header)}; --map FIELD=COLUMN names it")
    return found


def _rows(
    file: str, width: int, table: Sequence[tuple[int, list[str]]], columns: Mapping[str, int], source: str
) -> list[LabelledRow]:
    rows, problems = [], []
    for line, cells in table:
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if len(cells) != width:
            problems.append(f"{file}:{line}: {len(cells)} cells under {width} columns")
            continue
        read = {field: cells[at].strip() for field, at in columns.items()}
        try:
            rows.append(_row(file, line, read, source))
        except _Wrong as wrong:
            problems.append(f"{file}:{line}: {wrong}")
    if problems:
        more = f"\n… and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
        raise YuqingError("\n".join(problems[:_TOLD]) + more)
    if not rows:
        raise YuqingError(f"{file}: no rows under its header")
    return rows


def _row(file: str, line: int, read: Mapping[str, str], source: str) -> LabelledRow:
    if not read["text"]:
        raise _Wrong("text: empty")
    if "sentiment" in read:
        _agreeing(read)
    return LabelledRow(
        file=file,
        line=line,
        id=read.get("id") or str(line),
        source=read.get("source") or source,
        text=read["text"],
        title=read.get("title") or None,
        sentiment=_sentiment(read["sentiment"]) if "sentiment" in read else None,
        level=_level(read["level"]) if "level" in read else None,
        categories=_categories(read["categories"]) if "categories" in read else None,
        register=read.get("register") or None,
        batch=read.get("batch") or None,
    )


def _sentiment(written: str) -> Label:
    if found := SENTIMENTS.get(written.lower()):
        return found
    raise _Wrong(f"sentiment: {written!r} is none of {_WORDS}")


def _agreeing(read: Mapping[str, str]) -> None:
    """A row says its sentiment once. What is no sentiment in a column `label` is a label of something else."""
    label = SENTIMENTS.get(read.get("label", "").lower())
    if label is not None and label != SENTIMENTS.get(read["sentiment"].lower(), label):
        way_out = "--map sentiment=COLUMN says which counts"
        raise _Wrong(f"sentiment: {read['sentiment']!r}, but label says {read['label']!r}; {way_out}")


def _level(written: str) -> int:
    if written in _LEVELS:
        return int(written)
    raise _Wrong(f"level: {written!r} is none of {', '.join(_LEVELS)}")


def _categories(written: str) -> tuple[str, ...]:
    codes = [code.strip() for code in re.split("[,，、]", written) if code.strip()]
    for code in codes:
        if code not in CATEGORIES:
            raise _Wrong(f"categories: {code!r} is none of {', '.join(CATEGORIES)}")
    return tuple(code for code in CATEGORIES if code in codes)
