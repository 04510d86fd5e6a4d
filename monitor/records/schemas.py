"""The JSON Schemas of the records for the documentation (shell: writes them), made from the records themselves."""

from __future__ import annotations

import inspect
import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from monitor import records
from monitor.records import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: file name → the record that has topics or files of its own; the version is that of its topics
RECORDS: dict[str, type[Record]] = {
    "mention.v1": records.Mention,
    "action.v1": records.Action,
    "assessment.v1": records.Assessment,
    "tick.v1": records.Tick,
    "rules.v1": records.Rules,
    "alert.v1": records.Alert,
    "incident.v1": records.Incident,
    "notification.v1": records.Notification,
    "dead-letter.v1": records.DeadLetter,
    "lexicon-release.v1": records.LexiconRelease,
    "rule-bundle.v1": records.RuleBundle,
    "checkpoint.v1": records.Checkpoint,
    "head.v1": records.Head,
}

_MEANING = re.compile(r"(?P<lines>(?:^    #: .*\n)+)    (?P<name>\w+): ", re.MULTILINE)


def schema(name: str) -> dict[str, Any]:
    """The schema of a record of RECORDS; unknown fields are allowed, as readers have to let them pass."""
    made: dict[str, Any] = msgspec.json.schema(RECORDS[name])
    for title, part in made["$defs"].items():
        for field, meaning in meanings(getattr(records, title)).items():
            part["properties"][field]["description"] = meaning
    return {"$schema": DIALECT, "$id": f"urn:yuqing:{name}", **made}


def meanings(record: type[Record]) -> dict[str, str]:
    """Field → the `#:` comment above it in the source, where there is one."""
    source = inspect.getsource(record)
    return {found["name"]: _joined(found["lines"]) for found in _MEANING.finditer(source)}


def _joined(lines: str) -> str:
    return " ".join(line.removeprefix("#: ") for line in textwrap.dedent(lines).splitlines())


def files() -> Iterator[tuple[str, str]]:
    """(file name, text) of all schemas."""
    for name in RECORDS:
        yield f"{name}.json", json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        for file, text in files():
            (Path(folder) / file).write_text(text, encoding="utf-8")
