"""Tables on narrow terminals: no word is cut, however little room there is."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.text import Text

from monitor.cli.drawing import draw, fitted

HEADER = ("topic", "key", "partitions", "records", "behind")
ROWS: Sequence[Sequence[str | Text]] = [
    ("notifications.v1", "incident or mention id", "12", "1,073", "yuqing-dispatch 1"),
    ("posts.v1", "mention id", "", "", Text("missing: yuqing topics create", style="red")),
]


def drawn(
    width: int, header: Sequence[str] = HEADER, rows: Sequence[Sequence[str | Text]] = ROWS, **how: object
) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None)
    draw(console, "Topics at [::1]:9092", header, rows, **how)  # type: ignore[arg-type]
    assert all(len(line) <= width for line in out.getvalue().splitlines())
    return out.getvalue()


@pytest.mark.parametrize("width", [200, 100, 80, 60, 40, 24])
def test_no_word_is_cut_at_any_width(width: int) -> None:
    page = drawn(width, spare=("key", "partitions"))
    assert "…" not in page
    for word in ("notifications.v1", "posts.v1", "1,073", "yuqing-dispatch", "missing:", "[::1]:9092"):
        assert word in page


def test_what_may_go_goes_in_its_order_and_that_is_said() -> None:
    assert "too narrow" not in drawn(120, spare=("key", "partitions"))
    some = drawn(66, spare=("key", "partitions"))
    assert "too narrow for key; a pipe" in some
    assert "partitions" in some
    assert "too narrow for key, partitions; a pipe" in drawn(54, spare=("key", "partitions"))


def test_before_it_is_blocks_the_lines_go() -> None:
    rows = [("violation", "1", "2", "1", "0"), ("casualty", "3", "5", "3", "1")]
    header = ("category", "gained", "lost", "earlier", "later")
    assert "┃" in drawn(50, header, rows)
    page = drawn(38, header, rows)
    assert "┃" not in page
    assert "violation 1" in " ".join(page.split())
    assert "category: violation" in drawn(30, header, rows)


def test_where_not_even_the_words_have_room_each_row_is_a_block() -> None:
    page = drawn(24).splitlines()
    assert "topic: notifications.v1" in [line.rstrip() for line in page]
    assert "records: 1,073" in [line.rstrip() for line in page]
    # what a row has nothing of is not said
    assert sum(line.startswith("records:") for line in page) == 1


def test_a_column_gives_way_to_its_words_and_no_further() -> None:
    # 12 + 4 for the words, 3 a column and the edge
    assert fitted(("a", "b"), [("twelve chars", "four four four")], 80) == [12, 14]
    assert fitted(("a", "b"), [("twelve_chars", "four four four")], 23) == [12, 4]
    assert fitted(("a", "b"), [("twelve_chars", "four four four")], 22) is None


def test_a_headline_without_spaces_is_broken() -> None:
    page = drawn(50, ("grade", "what"), [("3", "阳光雅苑3栋：人身伤亡、安全隐患——电梯从12楼坠到2楼，里面有人受伤")])
    assert "grade" in page
    assert "阳光雅苑" in page
    assert "grade:" not in page


def test_what_somebody_wrote_is_no_markup() -> None:
    assert "[red]涨价[/]" in drawn(60, ("what",), [("[red]涨价[/]",)])
