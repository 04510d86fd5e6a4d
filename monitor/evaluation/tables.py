"""The figures of an evaluation as tables of words, for a terminal, a pipe or a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from msgspec import Struct

from monitor.evaluation.columns import LABELS, LEVELS
from monitor.evaluation.measure import Bin, Evaluation, Figure, Group
from monitor.evaluation.worst import Error
from monitor.records import CATEGORIES

UNDEFINED = "–"
#: figure → how it is called, in the order of the table
NAMES: Mapping[str, str] = {
    "sentiment.macro_f1": "sentiment macro-F1",
    "sentiment.auc": "neg/pos AUC",
    "sentiment.accuracy": "sentiment accuracy",
    "sentiment.f1.negative": "F1 negative",
    "sentiment.f1.neutral": "F1 neutral",
    "sentiment.f1.positive": "F1 positive",
    "sentiment.two_class_f1": "two-class macro-F1",
    "sentiment.two_class_accuracy": "two-class accuracy",
    "sentiment.calibration_error": "calibration error",
    "level.kappa": "level quadratic κ",
    "level.accuracy": "level accuracy",
    "level.severe_recall": "level 3 recall",
    "level.severe_precision": "level 3 precision",
    "categories.micro_f1": "categories micro-F1",
    "categories.micro_precision": "categories precision",
    "categories.micro_recall": "categories recall",
}
#: what a table by group shows of each
GROUPED = (
    "sentiment.macro_f1", "sentiment.auc", "level.kappa", "level.accuracy",
    "level.severe_recall", "level.severe_precision", "categories.micro_f1",
)  # fmt: skip
CLASSES: Mapping[str, tuple[str, ...]] = {
    "sentiment": tuple(LABELS),
    "level": tuple(f"level {level}" for level in LEVELS),
}


class Table(Struct, frozen=True):
    title: str
    header: list[str]
    rows: list[list[str]]


def tables(found: Evaluation, beside: str | None, errors: Sequence[Error] = ()) -> Iterator[Table]:
    """All there is to be told, the gist first. `beside`: the name of the other scorer."""
    yield figures(found.figures, beside)
    for task, matrix in found.confusion.items():
        yield confusion(task, matrix)
    if found.categories:
        yield categories(found)
    for name, groups in found.groups.items():
        yield by_group(name, groups)
    if found.reliability:
        yield reliability(found.reliability)
    if errors:
        yield worst(errors)


def figures(found: Mapping[str, Figure], beside: str | None) -> Table:
    header = ["figure", "rows", "value", "95 % interval", "majority"]
    if beside:
        header += [beside, "its interval", "difference"]
    rows = []
    for name, called in NAMES.items():
        if figure := found.get(name):
            row = [called, f"{figure.rows:,}", number(figure.value), span(figure.interval), number(figure.majority)]
            rows.append(row + (_beside(figure) if beside else []))
    return Table("Figures", header, rows)


def _beside(figure: Figure) -> list[str]:
    return [number(figure.beside), span(figure.beside_interval), span(figure.difference, signed=True)]


def confusion(task: str, matrix: Sequence[Sequence[int]]) -> Table:
    names = CLASSES[task]
    rows = [[names[at], *(f"{cell:,}" for cell in line)] for at, line in enumerate(matrix)]
    return Table(f"Confusion of {task}", ["labelled ↓ judged →", *names], rows)


def categories(found: Evaluation) -> Table:
    header = ["category", "labelled", "judged", "F1", "95 % interval", "precision", "recall", "majority"]
    rows = []
    for code in CATEGORIES:
        if code not in found.categories:
            continue
        true, judged = found.categories[code]
        f1, precision, recall = (
            found.figures.get(f"categories.{each}.{code}") for each in ("f1", "precision", "recall")
        )
        rows.append([
            code, f"{true:,}", f"{judged:,}", _value(f1), span(f1.interval if f1 else None),
            _value(precision), _value(recall), number(f1.majority if f1 else None),
        ])  # fmt: skip
    return Table("Categories, on rows of level 1 and above", header, rows)


def by_group(name: str, groups: Sequence[Group]) -> Table:
    shown = [figure for figure in GROUPED if any(figure in group.figures for group in groups)]
    rows = [
        [group.name, f"{group.rows:,}", *(_with_interval(group.figures.get(figure)) for figure in shown)]
        for group in groups
    ]
    return Table(f"By {name}", [name, "rows", *(NAMES[figure] for figure in shown)], rows)


def reliability(bins: Sequence[Bin]) -> Table:
    rows = [
        [
            f"{each.start:+.1f} … {each.end:+.1f}", f"{each.rows:,}",
            number(each.score), number(each.value), span(each.interval),
        ]
        for each in bins
    ]  # fmt: skip
    return Table(
        "Reliability of the sentiment score (labels as −1, 0, 1)",
        ["score", "rows", "mean score", "mean label", "95 % interval"],
        rows,
    )


def worst(errors: Sequence[Error]) -> Table:
    rows = [[each.place, labelled(each), judged(each), told(each)] for each in errors]
    return Table("The gravest errors", ["row", "labelled", "judged", "text and parts"], rows)


def labelled(error: Error) -> str:
    level = None if error.level is None else str(error.level)
    codes = None if error.categories is None else ",".join(error.categories)
    return " ".join(part for part in (error.sentiment, level, codes) if part)


def judged(error: Error) -> str:
    codes = ",".join(error.judged_categories)
    return f"{error.judged_sentiment} ({error.score:+.2f}) {error.judged_level} {codes}".rstrip()


def told(error: Error) -> str:
    parts = "; ".join(
        f"{part.part} {part.points:+g}" + (f" “{part.quote}”" if part.quote else "") for part in error.parts
    )
    frame = f" [{error.frame}]" if error.frame else ""
    return f"{error.title + ': ' if error.title else ''}{error.text}{frame} — {parts or 'no part'}"


def number(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.3f}"


def span(interval: tuple[float, float] | None, signed: bool = False) -> str:
    if interval is None:
        return UNDEFINED
    low, high = interval
    return f"{low:+.3f} … {high:+.3f}" if signed else f"{low:.3f} … {high:.3f}"


def _value(figure: Figure | None) -> str:
    return number(figure.value if figure else None)


def _with_interval(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return UNDEFINED
    if figure.interval is None:
        return f"{figure.value:.2f}"
    low, high = figure.interval
    return f"{figure.value:.2f} ({low:.2f} … {high:.2f})"


def aligned(table: Table) -> Iterator[str]:
    """The table as lines of columns, for whatever is no terminal; the last column is never padded."""
    lines = [table.header, *table.rows]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(table.header))]
    figures = [is_figures(table, at) for at in range(len(table.header))]
    yield f"# {table.title}"
    for line in lines:
        cells = [_padded(*cell) for cell in zip(line, widths, figures, strict=True)]
        yield "  ".join(cells).rstrip()


def _padded(cell: str, width: int, figure: bool) -> str:
    gap = " " * (width - _width(cell))
    return gap + cell if figure else cell + gap


def is_figures(table: Table, at: int) -> bool:
    """Whether the column holds figures, which stand under each other; words begin at the left."""
    return at > 0 and all(row[at][:1] in "+-−–·.0123456789" for row in table.rows)


def _width(text: str) -> int:
    """Columns that a terminal gives it: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
