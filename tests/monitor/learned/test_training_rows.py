"""The rows that the learned judge is fitted on: labels that exist, names that are given once, texts that stay away."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from training.rows import ANSWERED, CITIZENS, DOMAIN, MESSAGES, SECOND, TAGGED, citizens, own, table

NOISE = "小区对面的工地夜间施工，渣土车进出到凌晨三点，热线打了十几次都没有结果"


@pytest.mark.parametrize("file", [DOMAIN, SECOND])
def test_own_rows_have_labels_that_exist_and_names_of_their_own(file: Path) -> None:
    rows = own(file)
    assert [name for name, times in Counter(row.id for row in rows).items() if times > 1] == []
    assert [row.id for row in rows if not row.text.strip() or (row.level and not row.categories)] == []


def test_contrast_pairs_differ_in_their_labels() -> None:
    labels: dict[str, list[tuple[str, ...]]] = {}
    for row in table(DOMAIN):
        if row["pair"]:
            labels.setdefault(row["pair"], []).append((row["sentiment"], row["level"], row["categories"]))
    alike = [pair for pair, found in labels.items() if len(found) > 1 and len(set(found)) == 1]
    assert len(alike) < len(labels) // 20


def test_of_citizens_messages_only_names_and_labels_are_kept() -> None:
    rows = table(CITIZENS)
    assert set(rows[0]) == {"id", "sentiment", "level", "categories"}
    assert [name for name, times in Counter(row["id"] for row in rows).items() if times > 1] == []


def corpus(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_citizens_messages_are_found_by_name_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tagged = "请问物业费由谁核定，想了解一下备案的流程和需要的材料"
    name = f"gov-{hashlib.sha1(tagged.encode()).hexdigest()[:12]}"
    corpus(
        tmp_path, MESSAGES, [{"id": "7", "title": "噪音", "text": NOISE}, {"id": "8", "title": "无", "text": "别的"}]
    )
    corpus(tmp_path, ANSWERED, [{"id": "9", "title": "噪音", "text": f"{NOISE}！"}])
    corpus(tmp_path, TAGGED, [{"text": tagged, "label": "consult"}])
    labels = tmp_path / "labels.tsv"
    rows = [("7", "neg", "1", "management"), ("9", "neg", "1", "management"), (name, "neu", "0", "")]
    lines = ["id\tsentiment\tlevel\tcategories", *("\t".join(row) for row in rows)]
    labels.write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr("training.rows.CITIZENS", labels)
    found = citizens(tmp_path)
    # what was sent again is one row; the title stands before a text that does not begin with it
    assert [(row.id, row.level) for row in found] == [("7", 1), (name, 0)]
    assert found[0].text == f"噪音。{NOISE}"
    assert {row.batch.rpartition("-")[0] for row in found} == {"citizens"}
