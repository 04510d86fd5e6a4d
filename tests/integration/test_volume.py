"""50,000 records through two workers of each role with five kill -9 among them: none lost, alerts exact."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from pipeline import ROLES, Pipeline

from monitor.kafka import topics

pytestmark = [pytest.mark.broker, pytest.mark.long, pytest.mark.timeout(1800)]

RECORDS, CHUNK = 50_000, 10_000
STREAM = Path(__file__).parents[2] / "config" / "demo" / "stream.jsonl"


def day() -> list[dict[str, object]]:
    """The canonical mentions of the sample day."""
    records = (json.loads(line) for line in STREAM.read_text(encoding="utf-8").splitlines())
    return [record for record in records if "published_at" in record]


def numbered(number: int, sample: list[dict[str, object]]) -> bytes:
    """A mention of the sample day under an id of its own."""
    return json.dumps({**sample[number % len(sample)], "id": f"volume:{number:06d}"}, ensure_ascii=False).encode()


def test_fifty_thousand_records_and_five_kills(kafka, prefix, tmp_path):
    sample, choose = day(), random.Random(20261118)
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as pipeline:
        pipeline.start_all(2)
        for start in range(0, RECORDS, CHUNK):
            pipeline.produce(topics.POSTS, (numbered(number, sample) for number in range(start, start + CHUNK)))
            time.sleep(choose.uniform(0.0, 3.0))
            role = choose.choice(ROLES)
            pipeline.alive(role).kill()
            pipeline.start(role)
        pipeline.settled(900)
        assert pipeline.missing(f"volume:{number:06d}" for number in range(RECORDS)) == set()
        assert pipeline.differences() == []
        print(f"{len(pipeline.read(topics.TIMELINE))} timeline records, {len(pipeline.read(topics.ALERTS))} alerts")
