"""Tables on a terminal of any width: columns shrink to their words, some go, then the lines, then all (shell)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

Cell = str | Text

#: a longer word (a headline in Chinese, an address) may be broken
_WORD = 16
#: what a column takes beside its words, and the last line: with lines around it, and with a space behind it
_LINED, _LEAN = (3, 1), (1, 0)


def draw(
    console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]],
    right: Collection[str] = (), spare: Sequence[str] = (),
) -> None:  # fmt: skip
    """No word is cut that fits the terminal. `right`: columns of figures; `spare`: those that go first, in this order.

    A row may be shorter than the header; a text is shown as it is, markup and all.
    """
    tries = [*((gone, _LINED) for gone in range(len(spare) + 1)), (len(spare), _LEAN)]
    for gone, room in tries:
        left = [at for at, name in enumerate(header) if name not in spare[:gone]]
        names = [header[at] for at in left]
        kept = [[row[at] if at < len(row) else "" for at in left] for row in rows]
        if (widths := fitted(names, kept, console.width, room)) is not None:
            console.print(_table(title, names, kept, widths, right, lined=room is _LINED))
            if gone:
                console.print(f"too narrow for {', '.join(spare[:gone])}; a pipe (| cat) has all", style="dim")
            return
    _blocks(console, title, header, rows)


def fitted(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], width: int, room: tuple[int, int] = _LINED
) -> list[int] | None:
    """How wide each column is, its words alone; None where not even they have room.

    `room`: what a column takes beside them, and what all of them together.
    """
    columns = list(zip(header, *map(_plain, rows), strict=True))
    widest = [max(map(_longest_line, column)) for column in columns]
    least = [min(most, max(map(_longest_word, column))) for most, column in zip(widest, columns, strict=True)]
    over = sum(widest) + room[0] * len(columns) + room[1] - width
    while over > 0:
        at = max(range(len(columns)), key=lambda each: widest[each] - least[each])
        if widest[at] == least[at]:
            return None
        # the widest of all gives way first
        widest[at] -= 1
        over -= 1
    return widest


def _plain(row: Sequence[Cell]) -> list[str]:
    return [str(cell) for cell in row]


def _longest_line(text: str) -> int:
    return max(map(cell_len, text.splitlines()), default=0)


def _longest_word(text: str) -> int:
    return min(_WORD, max(map(cell_len, text.split()), default=0))


def _table(
    title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int], right: Collection[str],
    *, lined: bool,
) -> Table:  # fmt: skip
    table = Table(title=Text(title) if title else None, title_justify="left", title_style="bold")
    if not lined:
        table.box, table.padding = None, (0, 1, 0, 0)
    for name, width in zip(header, widths, strict=True):
        table.add_column(Text(name), width=width, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_text, row))
    return table


def _text(cell: Cell) -> Text:
    # a post may hold what rich takes for markup
    return cell if isinstance(cell, Text) else Text(cell)


def _blocks(console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    console.print(Text(title, style="bold"))
    for row in rows:
        console.print()
        for name, cell in zip_longest(header, row, fillvalue=""):
            if str(cell):
                console.print(Text(f"{name}: " if name else "", style="dim").append_text(_text(cell)), overflow="fold")
