"""The charts of an evaluation's page as plain geometry: places in per cent of the width or height of their plot."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from monitor.evaluation.measure import Bin, Evaluation, Figure, Group
from monitor.evaluation.tables import NAMES
from monitor.records import CATEGORIES

#: figures of the first chart, by the question that they answer
HEADLINES = (
    "sentiment.macro_f1", "sentiment.auc", "level.kappa", "level.accuracy",
    "level.severe_recall", "level.severe_precision", "categories.micro_f1",
)  # fmt: skip
#: figures that a chart by group compares, at most
_COMPARED = ("sentiment.macro_f1", "level.kappa", "categories.micro_f1", "sentiment.auc")
#: radius of the smallest and the largest point of the reliability curve
_SMALL, _LARGE = 3.0, 9.0


class Span(Struct, frozen=True):
    """One line of a chart of intervals: a point on its interval, marks of what others reach."""

    name: str
    figure: Figure
    at: float | None
    start: float | None
    end: float | None
    majority: float | None
    beside: float | None


class Point(Struct, frozen=True):
    """One bin of the reliability curve; y grows downwards."""

    bin: Bin
    x: float
    y: float
    top: float | None
    bottom: float | None
    radius: float


def headlines(found: Evaluation) -> list[Span]:
    return [span(NAMES[name], found.figures[name]) for name in HEADLINES if name in found.figures]


def by_category(found: Evaluation) -> list[Span]:
    named = {code: found.figures.get(f"categories.f1.{code}") for code in CATEGORIES}
    return [span(code, figure) for code, figure in named.items() if figure]


def by_group(groups: Sequence[Group]) -> dict[str, list[Span]]:
    """Figure → its lines by group; the first three figures that the labels allow."""
    shown = [name for name in _COMPARED if any(name in group.figures for group in groups)][:3]
    return {
        NAMES[name]: [span(group.name, group.figures[name]) for group in groups if name in group.figures]
        for name in shown
    }


def span(name: str, figure: Figure) -> Span:
    low, high = figure.interval or (None, None)
    places = (_share(each) for each in (figure.value, low, high, figure.majority, figure.beside))
    return Span(name, figure, *places)


def _share(value: float | None) -> float | None:
    """Per cent of a line from 0 to 1; what is worse than chance (κ < 0) lies at its beginning."""
    return None if value is None else round(100 * min(1.0, max(0.0, value)), 2)


def curve(bins: Sequence[Bin]) -> list[Point]:
    """The bins that have rows; the more rows, the larger."""
    most = max((each.rows for each in bins), default=0)
    return [_point(each, most) for each in bins if each.rows]


def _point(each: Bin, most: int) -> Point:
    low, high = each.interval or (None, None)
    return Point(
        each, _across(each.score or 0.0), 100 - _across(each.value or 0.0),
        None if high is None else 100 - _across(high), None if low is None else 100 - _across(low),
        round(_SMALL + (_LARGE - _SMALL) * (each.rows / most) ** 0.5, 2),
    )  # fmt: skip


def _across(value: float) -> float:
    """Per cent of an axis from −1 to 1."""
    return round(50 * (value + 1), 2)


def shades(matrix: Sequence[Sequence[int]]) -> list[list[tuple[int, float]]]:
    """Cells of a confusion with their share of their line."""
    return [[(cell, cell / (sum(line) or 1)) for cell in line] for line in matrix]
