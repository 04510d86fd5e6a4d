"""What lexicon.toml must say of a lexicon, and which files must lie beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.config.toml_lines import line_of, parse_toml
from monitor.errors import SettingsError
from monitor.records import CATEGORIES

MANIFEST = "lexicon.toml"
CLASSES = "classes.txt"
#: word lists beside those of the categories
OTHERS = (CLASSES, "rules.txt", "idioms.txt", "variants.txt", "negation.txt", "frames.txt", "signs.txt")
NEEDED = frozenset({MANIFEST, *(f"{code}.txt" for code in CATEGORIES), *OTHERS})
#: sentences for `lexicon test`; a lexicon may do without
_MAY = frozenset({"examples.tsv"})
_KEYS: Mapping[str, type] = {"name": str, "version": str, "title": str, "categories": dict}


def read_manifest(name: str, files: Mapping[str, str]) -> dict[str, Any]:
    """Raises SettingsError: the first of what is wrong."""
    if problem := next(manifest_problems(name, files), None):
        raise problem
    return parse_toml(files[MANIFEST], f"{name}/{MANIFEST}")


def manifest_problems(name: str, files: Mapping[str, str]) -> Iterator[SettingsError]:
    """All that is wrong with it; nothing more is looked at in what is no TOML."""
    where = f"{name}/{MANIFEST}"
    if MANIFEST not in files:
        yield SettingsError(where, None, "", "is missing")
        return
    text = files[MANIFEST]
    try:
        data = parse_toml(text, where)
    except SettingsError as error:
        yield error
        return
    for field, problem in _wrong(name, data):
        yield SettingsError(where, line_of(text, field.split(".")), field, problem)


def _wrong(name: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, kind in _KEYS.items():
        if not isinstance(data.get(key), kind):
            yield key, f"must be a {'table' if kind is dict else 'text'}"
        elif key == "name" and data[key] != name:
            yield key, f"is {data[key]!r} but the folder is {name!r}; make them equal"
    for key in sorted(set(data) - set(_KEYS)):
        yield key, f"is no known key; known: {', '.join(_KEYS)}"
    categories = data.get("categories")
    if isinstance(categories, dict):
        for odd in sorted(set(categories) ^ set(CATEGORIES)):
            yield f"categories.{odd}", f"the categories are exactly {', '.join(CATEGORIES)}"


def file_problems(name: str, files: Mapping[str, str]) -> Iterator[SettingsError]:
    """What is missing, then what is too much."""
    for file in sorted(NEEDED - set(files)):
        yield SettingsError(f"{name}/{file}", None, "", "is missing")
    for file in sorted(set(files) - NEEDED - _MAY):
        yield SettingsError(f"{name}/{file}", None, "", f"is no known file; known: {', '.join(sorted(NEEDED))}")


def stand_in(name: str) -> str:
    """A manifest that is right, so that what is wrong with one hides nothing of the lists."""
    lines = [f"name = {json.dumps(name, ensure_ascii=False)}", 'version = "0"', 'title = "-"', "[categories]"]
    return "\n".join([*lines, *(f'{code} = "-"' for code in CATEGORIES)]) + "\n"
