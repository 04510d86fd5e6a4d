"""TOML tables read strictly: each value asked for by name and type, what nobody asked for refused with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from monitor.config.toml_lines import line_of, parse_toml
from monitor.errors import SettingsError, SettingsErrors

_TYPES = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


T = TypeVar("T")


class Mistakes:
    """What is wrong with a file or a folder of them, gathered, so that all of it is told at once."""

    def __init__(self) -> None:
        self.found: list[SettingsError] = []

    def tried(self, read: Callable[[], T], otherwise: T) -> T:
        """What is read; `otherwise` where it cannot be."""
        try:
            return read()
        except SettingsError as error:
            self.found += error.errors if isinstance(error, SettingsErrors) else [error]
            return otherwise

    def tell(self) -> None:
        """Raises SettingsError, SettingsErrors of more than one; nothing where nothing was wrong."""
        if self.found:
            raise self.found[0] if len(self.found) == 1 else SettingsErrors(self.found)


class Table:
    """One table of a file. Every reader raises SettingsError (file, line, field) when the value is not as asked."""

    def __init__(self, file: str, text: str, values: Mapping[str, Any], place: tuple[str | int, ...] = ()) -> None:
        self.file, self._text, self._values, self._place = file, text, values, place
        self._asked: set[str] = set()

    @classmethod
    def parse(cls, text: str, file: str) -> Table:
        """The whole file. Raises SettingsError with the line of a syntax error."""
        return cls(file, text, parse_toml(text, file))

    def error(self, key: str, problem: str) -> SettingsError:
        place = (*self._place, key) if key else self._place
        field = ".".join(part for part in place if isinstance(part, str))
        # the 0: an array of tables that is no known key stands in its first header
        return SettingsError(self.file, line_of(self._text, (*place, 0)), field, problem)

    def text(self, key: str) -> str:
        value: str = self._value(key, str)
        if not value.strip() or value != value.strip():
            raise self.error(key, f"{value!r} is empty or has space around it")
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different non-empty texts; empty when the key is absent."""
        values: list[Any] = self._value(key, list) if self.has(key) else []
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(key, f"holds {value!r}; each entry must be a non-empty text")
        if double := next((value for place, value in enumerate(values) if value in values[:place]), None):
            raise self.error(key, f"{double!r} is there twice")
        return tuple(values)

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        value = self.text(key)
        if value not in options:
            raise self.error(key, f"{value!r} is none of {', '.join(options)}")
        return value

    def count(self, key: str, low: int = 1, default: int | None = None) -> int:
        if default is not None and not self.has(key):
            return default
        value: int = self._value(key, int)
        if value < low:
            raise self.error(key, f"{value} must be at least {low}")
        return value

    def optional_count(self, key: str) -> int | None:
        return self.count(key) if self.has(key) else None

    def share(self, key: str) -> float:
        """A number from 0 to 1."""
        value: float = self._value(key, float)
        if not 0 <= value <= 1:
            raise self.error(key, f"{value} is not between 0 and 1")
        return value

    def flag(self, key: str) -> bool:
        return self._value(key, bool) if self.has(key) else False

    def switch(self, key: str) -> bool:
        """true or false, said and not left out."""
        value: bool = self._value(key, bool)
        return value

    def number(self, key: str) -> float:
        value: float = self._value(key, float)
        return value

    def moment(self, key: str) -> datetime:
        value = self._value(key, datetime)
        if value.tzinfo is None:
            raise self.error(key, f"{value.isoformat()} has no offset; write {value.isoformat()}+08:00")
        return value  # type: ignore[no-any-return]

    def table(self, key: str) -> Table:
        return Table(self.file, self._text, self._value(key, dict), (*self._place, key))

    def optional_table(self, key: str) -> Table | None:
        return self.table(key) if self.has(key) else None

    def tables(self, key: str) -> list[Table]:
        """The tables of an array [[key]]; none when the key is absent."""
        values: list[Any] = self._value(key, list) if self.has(key) else []
        if not all(isinstance(value, dict) for value in values):
            raise self.error(key, f"must be written as [[{key}]] tables")
        return [Table(self.file, self._text, value, (*self._place, key, n)) for n, value in enumerate(values)]

    def keys(self) -> Iterable[str]:
        """The keys of a table that is open to any name."""
        return self._values.keys()

    def done(self) -> None:
        """Refuses the keys that nobody has asked for."""
        for error in self.unknown():
            raise error

    def unknown(self) -> Iterator[SettingsError]:
        """An error for each key that nobody has asked for."""
        for key in self._values:
            if key not in self._asked:
                yield self.error(key, f"is no known key; known: {', '.join(sorted(self._asked))}")

    def has(self, key: str) -> bool:
        """Whether the key is there; whoever asks knows it."""
        self._asked.add(key)
        return key in self._values

    def _value(self, key: str, kind: type) -> Any:
        if not self.has(key):
            raise self.error(key, "is missing")
        value = self._values[key]
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            wanted = _TYPES.get(kind, "a date and time with offset, without quotes: 2026-11-01T00:00:00+08:00")
            raise self.error(key, f"{value!r} must be {wanted}")
        return value


def read_written(path: Path | str) -> str:
    """Text of a file that people write, with or without a byte order mark (shell). Raises SettingsError."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(str(path), None, "", f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(str(path), None, "", f"is not UTF-8 ({error.reason} at byte {error.start})") from None


def read_shipped(name: str) -> tuple[str, str]:
    """Text and place of a data file in lexicons/, of the checkout, else of the installed package (shell)."""
    package = Path(__file__).resolve().parents[1]
    places = [package.parent / "lexicons" / name, package / "data" / "lexicons" / name]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise SettingsError(str(places[-1]), None, "", "is missing: the package is incomplete; install it again")
    return file.read_text(encoding="utf-8"), str(file)
