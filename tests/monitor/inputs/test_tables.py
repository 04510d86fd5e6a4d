from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.errors import Reason
from monitor.inputs.splitting import LONGEST_RECORD, BrokenStream
from monitor.inputs.tables import Table, TableRow

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


def rows(data: bytes, size: int = 10**6) -> list[TableRow]:
    return list(Table(data[start : start + size] for start in range(0, len(data), size)).rows())


def reasons(found: list[TableRow]) -> list[Reason | None]:
    return [row.piece.problem.reason if row.piece.problem else None for row in found]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), st.integers(1, 20))
def test_what_csv_writes_is_read_with_its_bytes(written: list[tuple[str, ...]], size: int) -> None:
    written = [row for row in written if any(row) and [cell.strip() for cell in row] != ["a", "b", "c"]]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([("a", "b", "c"), *written])
    data = file.getvalue().encode()
    found = rows(data, size)
    assert [tuple(row.cells.values()) for row in found] == written
    assert b"a,b,c\n" + b"".join(row.piece.raw for row in found) == data


@given(st.text(st.sampled_from('ab",\r\n\0é')), st.integers(1, 9))
@example('a,b\n,\n"', 1)
@example("a,b\na", 1)
def test_any_bytes_end_and_no_line_is_lost(text: str, size: int) -> None:
    data = b"a,b\n" + text.encode()
    found = rows(data, size)
    assert all(row.piece.problem or len(row.cells) == 2 for row in found)
    # each row where it says that it begins, and between them nothing but empty rows and the header once more
    starts, end = _starts(data), len(b"a,b\n")
    for row in found:
        start = starts[row.line - 1]
        assert data[start : start + len(row.piece.raw)] == row.piece.raw
        assert _says_nothing(data[end:start])
        end = start + len(row.piece.raw)
    assert _says_nothing(data[end:])


def _starts(data: bytes) -> list[int]:
    """Where each line begins."""
    return [0, *(at + 1 for at, byte in enumerate(data) if byte == ord("\n"))]


def _says_nothing(skipped: bytes) -> bool:
    read = csv.reader(io.StringIO(skipped.decode(), newline="\n"))
    return all(not any(cells) or [cell.strip() for cell in cells] == ["a", "b"] for cells in read)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    (row,) = rows("编号,内容\n1,电梯𠮷停了\n".encode(encoding))
    assert row.cells == {"编号": "1", "内容": "电梯𠮷停了"}
    assert (row.line, row.piece.problem) == (2, None)


def test_lines_are_counted_as_in_the_file() -> None:
    found = rows(b'a,b\n\n1,"x\ny\nz"\r\n\n2,y\n')
    assert [(row.line, row.cells["a"]) for row in found] == [(2 + 1, "1"), (7, "2")]


def test_tabs_empty_cells_at_the_end_and_a_header_written_twice() -> None:
    assert rows(b"a\tb,c\td\n1\t2\t3\n")[0].cells == {"a": "1", "b,c": "2", "d": "3"}
    assert [row.cells for row in rows(b"a,b\n1,2,,\n a ,b\n3,4\n")] == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_a_row_of_other_length_is_refused() -> None:
    found = rows(b"a,b\n1,2,3\n1\n1,2\n")
    assert reasons(found) == [Reason.UNKNOWN_SHAPE, Reason.UNKNOWN_SHAPE, None]
    assert [row.piece.raw for row in found] == [b"1,2,3\n", b"1\n", b"1,2\n"]


def test_an_open_quote_costs_one_line() -> None:
    data = b'a,b\n1,"open\n2,x\n3,y\n4,z\n'
    found = rows(data)
    assert [row.line for row in found] == [2, 3, 4, 5]
    assert reasons(found) == [Reason.UNKNOWN_SHAPE, None, None, None]
    assert b"".join(row.piece.raw for row in found) == data.removeprefix(b"a,b\n")


def test_an_open_quote_that_meets_another_costs_one_line() -> None:
    found = rows(b'a,b\n1,"open\n2,x\n3,"y"\n4,z\n')
    assert reasons(found) == [Reason.UNKNOWN_SHAPE, None, None, None]
    assert [row.cells["b"] for row in found[1:]] == ["x", "y", "z"]


def test_quotes_nobody_doubled() -> None:
    found = rows(b'a,b\n1,"so" he said\n2,he said "so"\n3,"a ""b"" c"\n4,"open\n')
    assert [row.cells.get("b") for row in found] == ["so he said", 'he said "so"', 'a "b" c', None]
    assert reasons(found) == [None, None, None, Reason.UNKNOWN_SHAPE]


def test_an_open_quote_before_a_large_file_costs_one_line() -> None:
    data = b'a,b\n1,"open\n' + b"2,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 30_000
    found = rows(data, 50_000)
    assert len(found) == 30_001
    assert [row.line for row in found if row.piece.problem] == [2]


def test_a_line_too_long_is_refused_and_the_next_is_read() -> None:
    found = rows(b"a,b\n1,2\n3," + b"x" * (LONGEST_RECORD + 10) + b"\n5,6\n", 100_000)
    assert reasons(found) == [None, Reason.TOO_LARGE, None]
    assert found[1].piece.length == LONGEST_RECORD + 13


def test_bytes_that_are_no_text_leave_half_surrogates_for_the_reader_to_refuse() -> None:
    (first, second) = rows("内,b\n1,\xff\n2,3\n".encode("latin-1", "xmlcharrefreplace").replace(b"\xff", b"\xff\xfe"))
    assert "\udcff" in first.cells["b"] or first.piece.problem
    assert second.piece.problem is None


def test_nothing() -> None:
    assert rows(b"") == rows(b"\n\n") == rows(b"a,b\n") == []
    assert Table([]).header == []


def test_a_header_that_cannot_be_read_loses_no_line() -> None:
    data = b'"' + b"x" * (LONGEST_RECORD + 10) + b"\n1,2\n3,4\n"
    found = rows(data)
    assert len(found) == 3
    assert all(row.piece.problem for row in found)


def test_a_stream_that_breaks_off() -> None:
    def source() -> Iterator[bytes]:
        yield b"a,b\n1,2\n3,"
        raise BrokenStream("no more")

    assert reasons(list(Table(source()).rows())) == [None, Reason.MALFORMED_JSON]

    def at_once() -> Iterator[bytes]:
        yield from ()
        raise BrokenStream("nothing")

    assert reasons(list(Table(at_once()).rows())) == [Reason.MALFORMED_JSON]
