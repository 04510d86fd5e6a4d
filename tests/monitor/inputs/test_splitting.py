from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Reason
from monitor.events.deadletters import KEEP
from monitor.inputs.splitting import BrokenStream, Piece, elements, expanded, lines

JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def chunked(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def breaking(data: bytes) -> Iterator[bytes]:
    yield data
    raise BrokenStream("no more")


@given(st.lists(st.binary()), st.integers(1, 9))
def test_lines_put_together_are_the_bytes(parts: list[bytes], size: int) -> None:
    data = b"\n".join(parts)
    found = [piece.raw for piece in lines(chunked(data, size))]
    assert b"".join(found) == data
    assert all(raw.find(b"\n") in (-1, len(raw) - 1) and raw for raw in found)


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_of_a_line_without_end_little_is_kept(size: int) -> None:
    long = b"x" * 200_000 + b"\n"
    first, second, third = lines(chunked(b"a\n" + long + b"b", size), longest=100_000)
    assert (first, third) == (Piece(b"a\n"), Piece(b"b"))
    assert second.problem is not None
    assert second.problem.reason == Reason.TOO_LARGE
    assert (second.raw, second.length, second.digest) == (long[:KEEP], len(long), sha256(long).hexdigest())


def test_what_is_left_of_a_broken_stream_is_the_last_piece() -> None:
    whole, rest = lines(breaking(b"one\ntw"))
    assert whole == Piece(b"one\n")
    assert (rest.raw, rest.problem and rest.problem.reason) == (b"tw", Reason.MALFORMED_JSON)
    assert [piece.raw for piece in lines(breaking(b""))] == [b""]
    first, last = elements(breaking(b'[{"a":1},{"b"'))
    assert first == Piece(b'{"a":1}')
    assert (last.raw, last.problem and last.problem.reason) == (b'{"b"', Reason.MALFORMED_JSON)


@given(st.lists(JSON, max_size=5), st.integers(1, 30), st.sampled_from([None, 4]), st.booleans())
def test_elements_of_an_array(values: list[object], size: int, indent: int | None, escaped: bool) -> None:
    data = json.dumps(values, indent=indent, ensure_ascii=escaped).encode("utf-8", "replace")
    pieces = list(elements(chunked(data, size)))
    assert [json.loads(piece.raw) for piece in pieces] == json.loads(data)
    assert all(piece.problem is None for piece in pieces)


@given(st.lists(st.dictionaries(st.text(), JSON), max_size=4), st.integers(1, 30), st.sampled_from(["", "\n", " \r\n"]))
def test_objects_one_after_the_other(values: list[object], size: int, between: str) -> None:
    data = between.join(json.dumps(value) for value in values).encode()
    assert [json.loads(piece.raw) for piece in elements(chunked(data, size))] == values


@given(st.binary(), st.integers(1, 9))
def test_any_bytes_end(data: bytes, size: int) -> None:
    for piece in elements(chunked(data, size), longest=50):
        assert piece.raw or piece.problem


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"  ", []),
        (b"[]", []),
        (b"\xef\xbb\xbf[1, 2]", [b"1", b"2"]),
        (b'["a,b", "]", "\\"["]', [b'"a,b"', b'"]"', b'"\\"["']),
        (b'[{"a":[1,2]}][{"b":1}]', [b'{"a":[1,2]}', b'{"b":1}']),
        (b'x [{"a":1}]', [b'x [{"a":1}]']),
        (b'{"a":1}}{"b":2}', [b'{"a":1}', b"}", b'{"b":2}']),
    ],
)
def test_elements(data: bytes, found: list[bytes]) -> None:
    assert [piece.raw for piece in elements([data])] == found


def test_an_array_that_breaks_off_keeps_what_came_before() -> None:
    first, rest = elements([b'[{"a":1}, {"b":'])
    assert first.raw == b'{"a":1}'
    assert rest.raw == b' {"b":'
    assert rest.problem is not None
    assert rest.problem.reason == Reason.MALFORMED_JSON


def test_an_element_without_end_is_cut() -> None:
    data = b'[{"a":1},{"b":"' + b"x" * 300_000
    first, rest = elements(chunked(data, 10_000), longest=100_000)
    assert first.raw == b'{"a":1}'
    assert rest.problem is not None
    assert rest.problem.reason == Reason.TOO_LARGE
    assert (len(rest.raw), rest.length) == (KEEP, len(data) - len(b'[{"a":1},'))


def test_a_user_with_posts_becomes_one_object_a_post() -> None:
    raw = b'{"user": {"id": 1}, "weibo": [{"id": 2}, {"id": 3}]}'
    assert [json.loads(part) for part in expanded(raw)] == [
        {"user": {"id": 1}, "weibo": [{"id": 2}]},
        {"user": {"id": 1}, "weibo": [{"id": 3}]},
    ]
    for other in (b'{"weibo": {"id": 2}}', b'{"weibo": [', b'{"text": "\\"weibo\\""}', b"[]"):
        assert expanded(other) == [other]
