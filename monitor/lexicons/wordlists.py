"""The line format of word lists: sections that set defaults, one entry a line, errors that name the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from monitor.errors import SettingsError

#: options that take a value, and flags that stand alone; see docs of lexicons/property/lexicon.toml
VALUED = frozenset({
    "level", "points", "also", "near", "with", "without", "unless", "not", "gap", "category", "weight", "reach",
})  # fmt: skip
FLAGS = frozenset(
    {
        "urgent",
        "fact",
        "nuisance",
        "weak",
        "implied",
        "unharmed",
        "planned",
        "sure",
        "grief",
        "creature",
        "treated",
        "bare",
        "any",
        "sentence",
        "text",
    }
)


#: signs that say something at the head of a word, as an input method writes them
_FULL_WIDTH = {"＋": "+", "＠": "@"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: its words (a term, or a rule's name and elements), its options, and where it stands."""

    words: tuple[str, ...]
    section: str
    options: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    file: str = ""
    number: int = 0

    def error(self, name: str, problem: str) -> SettingsError:
        return SettingsError(self.file, self.number, name, problem)

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """The option as a number within bounds; raises SettingsError."""
        raw = self.options.get(name)
        if raw is None and default is not None:
            return default
        if raw is None:
            raise self.error(name, "is missing; write it on the line or in the section above")
        if not raw.isdecimal() or not low <= int(raw) <= high:
            raise self.error(name, f"{raw!r} is not a whole number from {low} to {high}")
        return int(raw)

    def alternatives(self, name: str, separator: str = "|") -> tuple[str, ...]:
        """`a|b` as ("a", "b"); empty when the option is absent."""
        raw = self.options.get(name)
        if raw is None:
            return ()
        parts = tuple(raw.split(separator))
        if "" in parts:
            raise self.error(name, f"{raw!r} has an empty alternative")
        return parts


def read_lines(file: str, content: str) -> Iterator[Line]:
    """The entries of one list. `[section key=value flag]` sets the defaults of what follows; `#` starts a comment.

    Raises SettingsError (file, line, field) for unknown options, doubles on a line and broken sections.
    """
    defaults = Line((), "", file=file)
    for number, raw in enumerate(content.splitlines(), 1):
        body = raw.split("#", 1)[0].strip()
        if not body:
            continue
        if body.startswith("["):
            defaults = _section(file, number, body)
            continue
        line = _options(file, number, body.split())
        if not line.words:
            raise line.error("entry", "has options but no word")
        yield replace(
            line, section=defaults.section, options={**defaults.options, **line.options},
            flags=defaults.flags | line.flags,
        )  # fmt: skip


def _section(file: str, number: int, body: str) -> Line:
    if not body.endswith("]"):
        raise SettingsError(file, number, "section", f"{body!r} lacks its closing bracket")
    line = _options(file, number, body[1:-1].split())
    if len(line.words) > 1:
        raise line.error("section", f"{body!r} names more than one section")
    return replace(line, section=line.words[0] if line.words else "")


def _options(file: str, number: int, fields: list[str]) -> Line:
    words: list[str] = []
    options: dict[str, str] = {}
    flags: set[str] = set()
    for item in fields:
        if unfolded := next((sign for sign in _FULL_WIDTH if item.startswith(sign) or f"|{sign}" in item), None):
            written = item.replace(unfolded, _FULL_WIDTH[unfolded])
            raise SettingsError(file, number, "entry", f"{item!r} has a full-width {unfolded}; write {written}")
        key, equals, value = item.partition("=")
        if equals and key in VALUED and value:
            if key in options:
                raise SettingsError(file, number, key, "is given twice")
            options[key] = value
        elif equals:
            raise SettingsError(
                file, number, key, f"unknown or empty option {item!r}; known: {', '.join(sorted(VALUED))}"
            )
        elif item.startswith("+"):
            flags.add(_flag(file, number, item[1:]))
        else:
            words.append(item)
    return Line(tuple(words), "", options, frozenset(flags), file, number)


def _flag(file: str, number: int, name: str) -> str:
    if name not in FLAGS:
        raise SettingsError(file, number, "condition", f"unknown condition +{name}; known: {', '.join(sorted(FLAGS))}")
    return name


def unique(lines: Iterator[Line], key: Callable[[Line], object], way_out: str = "take one out") -> list[Line]:
    """The lines as a list; raises SettingsError when two have the same key, with what to do then."""
    seen: dict[object, Line] = {}
    for line in lines:
        first = seen.setdefault(key(line), line)
        if first is not line:
            raise line.error(" ".join(line.words), f"is already in line {first.number} of {first.file}: {way_out}")
    return list(seen.values())
