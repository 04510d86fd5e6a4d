"""The bookmark of a file: written whole or not at all, and vouching for the very records it counts."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.entry.bookmark import Bookmark, Chain, state_folder
from monitor.errors import YuqingError
from monitor.inputs.files import FileRecord


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def records(raws: list[bytes]) -> Iterator[FileRecord]:
    return (FileRecord("f.jsonl", line, raw, []) for line, raw in enumerate(raws, 1))


def chained(raws: list[bytes]) -> Chain:
    chain = Chain()
    assert chain.pass_over(records(raws), len(raws))
    return chain


RAWS = st.lists(st.binary(max_size=4), max_size=6)


@given(RAWS, RAWS)
def test_the_chain_tells_other_records_apart(first: list[bytes], second: list[bytes]) -> None:
    assert (chained(first).value == chained(second).value) == (first == second)


def test_a_file_that_became_shorter_is_another() -> None:
    assert not Chain().pass_over(records([b"a"]), 2)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    bookmark = Bookmark(str(tmp_path / "f.jsonl"), "cluster", "topics")
    assert bookmark.load() is None
    bookmark.save(chained([b"a", b"b"]))
    mark = bookmark.load()
    assert mark is not None
    assert (mark.records, mark.line, mark.chain) == (2, 2, chained([b"a", b"b"]).value)
    assert Bookmark(str(tmp_path / "f.jsonl"), "another cluster", "topics").load() is None
    assert Bookmark(str(tmp_path / "f.jsonl"), "cluster", "other topics").load() is None
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700
    assert len(list(state_folder().iterdir())) == 1


def test_a_damaged_bookmark_sends_all_again(tmp_path: Path) -> None:
    bookmark = Bookmark("f.jsonl", "cluster")
    bookmark.save(chained([b"a"]))
    (path,) = state_folder().iterdir()
    path.write_bytes(b'{"file":')
    assert bookmark.load() is None


def test_a_state_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    with pytest.raises(YuqingError, match="XDG_STATE_HOME"):
        Bookmark("f.jsonl", "cluster").save(chained([b"a"]))
