"""From a grave post produced to its alert readable with read_committed: 200 probes through warm workers.

    python benchmarks/latency.py [--probes N] [--json FILE]

Each probe is about a project of its own within a generated organisation, so that each opens an incident. The workers
run as in production, on wall time, on an embedded Apache Kafka; everything shares this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from monitor.kafka import topics
from monitor.kafka.admin import connect, create_topics
from monitor.kafka.broker import EmbeddedBroker

WARM = 20
PAUSE = 0.15


def organisation(projects: int) -> str:
    tables = ['[company]\nname = "量测物业"\n']
    tables += [
        f'[[project]]\nid = "p{number}"\nname = "量测苑{number:03d}号"\ncity = "量测市"\nregion = "量测"\n'
        for number in range(projects)
    ]
    return "".join(tables)


def probe(number: int) -> bytes:
    now = datetime.now(UTC).isoformat()
    text = "电梯突然坠落，一名老人受伤被送往医院"
    record = {"id": f"probe:{number}", "source": "weibo", "text": text, "project": f"p{number}", "published_at": now}
    return json.dumps(record, ensure_ascii=False).encode()


async def measure(bootstrap: str, probes: int) -> list[float]:
    """Seconds from produce to alert, in the order of the probes; the first WARM are not counted."""
    consumer = AIOKafkaConsumer(
        topics.ALERTS, bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await consumer.start()
    await producer.start()
    try:
        sent: dict[str, float] = {}
        seen: dict[str, float] = {}
        reader = asyncio.create_task(_read(consumer, seen, WARM + probes))
        for number in range(WARM + probes):
            sent[f"p{number}"] = time.perf_counter()
            await producer.send_and_wait(topics.POSTS, probe(number), key=str(number).encode())
            await asyncio.sleep(PAUSE if number >= WARM else 1.0)
        await asyncio.wait_for(reader, 120)
    finally:
        await producer.stop()
        await consumer.stop()
    return [seen[name] - sent[name] for name in list(sent)[WARM:]]


async def _read(consumer: AIOKafkaConsumer, seen: dict[str, float], wanted: int) -> None:
    async for record in consumer:
        alert = json.loads(record.value)
        if alert["transition"] == "opened" and alert["grade"] == 3:
            seen.setdefault(alert["subject"]["project"], time.perf_counter())
        if len(seen) == wanted:
            return


def run(probes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker() as broker:
        with connect(broker.bootstrap) as admin:
            create_topics(admin, topics.declare())
        file = Path(folder) / "organisation.toml"
        file.write_text(organisation(WARM + probes), encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
            "YUQING_PATHS__ORGANISATION": str(file),
            "YUQING_LOG__LEVEL": "warning",
        }
        command = [sys.executable, "-m", "monitor", "worker", "--bootstrap", broker.bootstrap, "--metrics-port", "0"]
        workers = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            seconds = sorted(asyncio.run(measure(broker.bootstrap, probes)))
        finally:
            workers.terminate()
            workers.wait(60)
    return {
        "probes": probes,
        "median": round(statistics.median(seconds), 3),
        "p90": round(seconds[int(0.9 * len(seconds))], 3),
        "p99": round(seconds[int(0.99 * len(seconds))], 3),
        "max": round(seconds[-1], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--probes", type=int, default=200)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    figures = run(asked.probes)
    print(json.dumps(figures, indent=2))
    print(f"{asked.probes} probes, seconds from produced to readable: ", end="")
    print(", ".join(f"{name} {figures[name]}" for name in ("median", "p90", "p99", "max")))
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
