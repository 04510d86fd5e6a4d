"""The rules of grades and disclosure as one value: part of the rules bundle, hence of its digest.

An operator writes them as TOML (monitor.watch.grades.rulefile). What a rule compares is in facts beside it, how it
decides in grading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from monitor.kept import kept
from monitor.records import Record

#: grade → (name, colour) of the emergency plans
GRADES = {0: ("无", "无"), 1: ("一般", "蓝"), 2: ("较重", "黄"), 3: ("严重", "橙"), 4: ("特别严重", "红")}

WITHIN = re.compile(r"([1-9]\d{0,3})(m|h|d)")
_UNITS = {"m": ("minutes", "分钟"), "h": ("hours", "小时"), "d": ("days", "天")}


class Rule(Record, frozen=True, kw_only=True, dict=True, gc=True):
    """One rule: all of `mention`, `needs` and `incident` must hold. Of disclosure the grade is 0."""

    name: str
    text: str
    grade: int = 0
    mention: dict[str, Any] = msgspec.field(default_factory=dict)
    #: numbers as they stand in the file, whole ones whole: they are told, and the bundle's digest goes by them
    needs: dict[str, int | float] = msgspec.field(default_factory=dict)
    incident: dict[str, Any] = msgspec.field(default_factory=dict)
    #: what `needs` asks for in a sensitive window instead
    sensitive: dict[str, int | float] = msgspec.field(default_factory=dict)
    within: str | None = None

    @kept
    def span(self) -> timedelta | None:
        return span_of(self.within) if self.within else None

    @kept
    def within_words(self) -> str:
        """24小时, 7天"""
        found = WITHIN.fullmatch(self.within or "")
        return f"{found[1]}{_UNITS[found[2]][1]}" if found else "全程"

    @kept
    def relaxed(self) -> dict[str, int | float]:
        """What it asks for in a sensitive window, where nothing is measured by what is usual.

        A burst stays where the rule itself wants one: in `sensitive`, as a rule of such windows, or as all it needs.
        """
        asked = {**self.needs, **self.sensitive}
        if "burst" not in self.sensitive and not self.incident.get("sensitive") and len(asked) > 1:
            asked.pop("burst", None)
        return asked


class Ruleset(Record, frozen=True, kw_only=True, dict=True, gc=True):
    """Rules in the order of their file."""

    rules: tuple[Rule, ...]
    disclosure: tuple[Rule, ...] = ()

    @kept
    def gravest_first(self) -> tuple[Rule, ...]:
        return tuple(sorted(self.rules, key=lambda each: -each.grade))

    @kept
    def windowed(self) -> frozenset[str]:
        """Names of the rules that count in a window: quiet may lower what they have raised."""
        return frozenset(each.name for each in self.rules if each.within)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; `ruleset_from_dict` reads them back."""
        values: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return values


def ruleset_from_dict(values: Mapping[str, Any]) -> Ruleset:
    """From `as_dict`. Raises msgspec.ValidationError for another shape."""
    return msgspec.convert(values, Ruleset)


def span_of(within: str) -> timedelta:
    found = WITHIN.fullmatch(within)
    assert found is not None
    return timedelta(**{_UNITS[found[2]][0]: int(found[1])})
