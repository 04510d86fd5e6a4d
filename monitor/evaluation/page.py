"""The page of an evaluation: self-contained, the figures first, a chart for each question."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined

from monitor.evaluation import charts, tables
from monitor.evaluation.outcome import Measurement


def render(measurement: Measurement, template: str) -> str:
    """HTML; `template`: its Jinja source. The same figures give the same bytes."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "count": lambda value: f"{value:,}",
        "figure": lambda value: tables.UNDEFINED if value is None else f"{value:.3f}",
        "interval": tables.span,
        "labelled": tables.labelled,
        "judged": tables.judged,
        "span": charts.span,
    }
    found, beside = measurement.evaluation, measurement.judged_by.beside
    return environment.from_string(template).render(
        measurement=measurement,
        found=found,
        beside=beside,
        headlines=charts.headlines(found),
        figures=tables.figures(found.figures, beside),
        confusions={task: (tables.CLASSES[task], charts.shades(matrix)) for task, matrix in found.confusion.items()},
        categories=tables.categories(found) if found.categories else None,
        category_spans=charts.by_category(found),
        curve=charts.curve(found.reliability),
        reliability=tables.reliability(found.reliability) if found.reliability else None,
        groups={
            name: (charts.by_group(groups), tables.by_group(name, groups)) for name, groups in found.groups.items()
        },
    )
