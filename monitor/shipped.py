"""The data files that come with the package (shell): read once, checked like anybody's."""

from __future__ import annotations

from functools import cache

from monitor.estates import Estates, parse_estates
from monitor.settings import data_path
from monitor.sources import Sources, parse_sources


@cache
def estates() -> Estates:
    return parse_estates(*_read("estates.toml"))


@cache
def sources() -> Sources:
    return parse_sources(*_read("sources.toml"))


def _read(name: str) -> tuple[str, str]:
    path = data_path("lexicons") / name
    return path.read_text(encoding="utf-8"), str(path)
