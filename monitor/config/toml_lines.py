"""Which line of a TOML text holds a key: the parser does not say, and users need to know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from monitor.errors import SettingsError

Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_KEY = re.compile(rf"\s*((?:{_PART.pattern})(?:\s*\.\s*(?:{_PART.pattern}))*)\s*=")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
#: tomllib's word for a text that is open at the end of its line
_LINE_ENDS = "Illegal character '\\n'"


class TomlFile(NamedTuple):
    """A file's name and text, to name the line of what is wrong with a value in it."""

    name: str
    text: str

    def error(self, place: Place, problem: str) -> SettingsError:
        field = ".".join(part for part in place if isinstance(part, str))
        return SettingsError(self.name, line_of(self.text, place), field, problem)


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """The parsed text. Raises SettingsError with the line of a syntax error."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        told = _AT_LINE.sub("", str(error))
        problem = 'a " is missing at the end of the text' if told == _LINE_ENDS else told
        raise SettingsError(file, line, "", f"not TOML: {problem}") from None


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """The 1-based line where `place` (("kafka", "bootstrap"), ("project", 2, "city"), …) is written.

    Falls back to the nearest enclosing table that has a line of its own; None when there is none.
    """
    wanted = tuple(place)
    best: tuple[int, int | None] = (0, None)
    for number, path in _places(text):
        depth = len(path)
        # a table may be written in the header of one within it only
        inside = depth > len(wanted) and path[: len(wanted)] == wanted
        if min(depth, len(wanted)) > best[0] and (inside or path == wanted[:depth]):
            best = (min(depth, len(wanted)), number)
    return best[1]


def _places(text: str) -> Iterator[tuple[int, Place]]:
    """(line, path) of each table header and each key at the start of a line, in order."""
    table: Place = ()
    seen: dict[Place, int] = {}
    open_quote: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if open_quote is None:
            if header := _HEADER.match(line):
                table = _table(header[1], _parts(header[2]), seen)
                yield number, table[:-1] if header[1] == "[[" else table
                yield number, table
            elif key := _KEY.match(line):
                yield from ((number, path) for path in _prefixes(table, _parts(key[1])))
        open_quote = _quote_after(line, open_quote)


def _table(bracket: str, parts: Place, seen: dict[Place, int]) -> Place:
    """The path of a header; `[[x]]` counts, and a later `[x.y]` means the last `x`."""
    path: Place = ()
    for depth, part in enumerate(parts, 1):
        path = (*path, part)
        if bracket == "[[" and depth == len(parts):
            seen[path] = seen.get(path, -1) + 1
        if path in seen:
            path = (*path, seen[path])
    return path


def _prefixes(table: Place, parts: Place) -> Iterator[Place]:
    return (table + parts[:depth] for depth in range(1, len(parts) + 1))


def _parts(dotted: str) -> Place:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _quote_after(line: str, open_quote: str | None) -> str | None:
    """The multi-line quote that is still open at the end of this line."""
    for mark in re.findall(r'"""|\'\'\'', line):
        if open_quote is None:
            open_quote = mark
        elif open_quote == mark:
            open_quote = None
    return open_quote
