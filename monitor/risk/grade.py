"""From what a text states to a level, categories and a score whose parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.records import CATEGORIES
from monitor.risk.matcher import Span
from monitor.risk.rules import Finding

#: the score bands of the levels: a level's own points, and the most that further parts can lift it to
BANDS = ((0, 19), (20, 44), (45, 74), (75, 100))
#: a category stays when its strongest finding has so many points, by level: beside a hazard no bare grievance is told
_LEAST = (0, 12, 20, 20)
#: these are told whenever they were stated at level 2 or more, however much else a text says
_ALWAYS = frozenset({"casualty", "collective", "legal", "market", "media"})


@dataclass(slots=True)
class Addend:
    """A part of the score before masking: its name, points, and the span its quotation is cut from."""

    part: str
    points: int
    span: Span | None = None


@dataclass(slots=True)
class Grading:
    """The level as it grows: each raise says by what and where."""

    level: int = 0
    raises: list[tuple[str, int, Span | None]] = field(default_factory=list)
    categories: dict[str, int] = field(default_factory=dict)
    #: codes that stay whatever their share of the points
    sure: set[str] = field(default_factory=set)

    def add(self, categories: Sequence[str], points: int) -> None:
        for code in categories:
            self.categories[code] = max(self.categories.get(code, 0), points)

    def lift(self, level: int, part: str, span: Span | None = None, category: str | None = None) -> None:
        """Raises to at least `level`, naming the reason; a category may come with it."""
        if category:
            self.add((category,), 20)
        if level > self.level:
            self.raises.append((part, level, span))
            self.level = level


def states(findings: Sequence[Finding]) -> Grading:
    """The grading that the stated findings give by themselves."""
    grading = Grading()
    if not findings:
        return grading
    seen: set[str] = set()
    strong = any("weak" not in item.entry.flags and item.entry.level >= 2 for item in findings)
    for item in sorted(findings, key=lambda item: (-item.entry.level, -item.entry.points, item.start)):
        entry = item.entry
        if entry.name in seen:
            continue
        seen.add(entry.name)
        if entry.level > grading.level:
            grading.lift(entry.level, f"{entry.categories[0]}: {entry.name}", (item.start, item.end))
        if not (strong and "weak" in entry.flags):
            grading.add(entry.categories, entry.points)
    return grading


def categories(grading: Grading, findings: Sequence[Finding]) -> list[str]:
    """The codes in the checklist's order: the strong ones, those at the deciding level, and the grave at level 2."""
    if not grading.level:
        return []
    kept = {code for code, points in grading.categories.items() if points >= _LEAST[grading.level]} | grading.sure
    for item in findings:
        if item.entry.level >= 2 and "weak" not in item.entry.flags:
            kept.update(code for code in item.entry.categories if code in _ALWAYS)
    kept = kept or set(sorted(grading.categories, key=lambda code: -grading.categories[code])[:1])
    return [code for code in CATEGORIES if code in kept] or ["service"]


def certain(grading: Grading, findings: Sequence[Finding]) -> tuple[str, ...]:
    """The categories of what is sure at level 2 or more: 50 of 51 own rows with such a finding have them as safety."""
    if grading.level < 2:
        return ()
    sure = [item.entry for item in findings if "sure" in item.entry.flags and item.entry.level > 1]
    return tuple(dict.fromkeys(code for entry in sure for code in entry.categories))


def addends(grading: Grading, findings: Sequence[Finding]) -> list[Addend]:
    """Parts whose points add up to the score: the raises to each level's own points, then what else was found."""
    parts: list[Addend] = []
    total = 0
    for name, level, span in grading.raises:
        parts.append(Addend(name, BANDS[level][0] - total, span))
        total = BANDS[level][0]
    told = {part.part for part in parts}
    room = BANDS[grading.level][1] - total
    for item in sorted(findings, key=lambda item: (-item.entry.points, item.start)):
        name = f"{item.entry.categories[0]}: {item.entry.name}"
        points = min(item.entry.points // 4, room)
        if points > 0 and name not in told:
            told.add(name)
            room -= points
            parts.append(Addend(name, points, (item.start, item.end)))
    return parts


def cancelled(frame: str, findings: Sequence[Finding]) -> list[Addend]:
    """Level 0, explained: what the words alone would have given, and the frame that takes it away."""
    parts = addends(states(findings), findings)
    taken = sum(part.points for part in parts)
    return [*parts, Addend(frame, -taken)] if taken else parts


def unharmed(findings: Sequence[Finding]) -> bool:
    """All that is grave about it is a danger that has harmed nobody as far as is known: a child is missing."""
    grave = [item for item in findings if item.entry.level >= 2]
    return bool(grave) and all("unharmed" in item.entry.flags for item in grave)
