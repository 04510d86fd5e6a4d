"""docs/settings.md says what the settings are."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.reference import settings_table, with_table

DOCUMENT = Path(__file__).parents[3] / "docs" / "settings.md"


def test_the_document_agrees_with_the_settings() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == with_table(text), "run `make docs`"


def test_every_setting_has_a_meaning() -> None:
    rows = [line for line in settings_table().splitlines() if line.startswith("| `")]
    assert len(rows) > 40
    assert [row for row in rows if row.split(" | ")[3].strip(" |") == ""] == []


def test_a_row() -> None:
    assert "| `join_hours` | whole number | `72` | a mention joins an open matter" in settings_table()
    assert '| `password` or `password_file` | secret | `""` | SASL password |' in settings_table()
    assert "| `author_key` or `author_key_file` | secret | (development key) |" in settings_table()


def test_a_document_without_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="not both"):
        with_table("# Settings\n")
