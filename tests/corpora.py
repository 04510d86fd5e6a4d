"""Reads the labelled corpora that some tests measure on: no part of the project, YUQING_CORPORA says where."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

DIRECTORY = os.environ.get("YUQING_CORPORA", "")

#: For tests that need them; where they are absent the test is skipped by name.
needs_corpora = pytest.mark.skipif(not DIRECTORY, reason="YUQING_CORPORA names no directory of corpora")


def rows(name: str, limit: int | None = None) -> Iterator[dict[str, str]]:
    """The first `limit` rows of one corpus, column names as keys."""
    with gzip.open(Path(DIRECTORY) / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            if number == limit:
                return
            yield row
