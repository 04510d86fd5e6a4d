"""From an alert's record on alerts.v1 to its accepted delivery, at a steady rate: alone, and beside one that hangs.

    python benchmarks/dispatch.py [--alerts N] [--rate A_SECOND] [--turns N] [--batch N] [--json FILE]

`yuqing dispatch` runs as in production on an embedded Apache Kafka; the receiver is a signed webhook on this machine
that answers at once. In every second round another receiver of the same alerts takes connections and never answers.
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
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from aiokafka import AIOKafkaProducer

from monitor.ids import digest
from monitor.kafka import topics
from monitor.kafka.admin import connect, create_topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.notify.example import example_alert
from monitor.records import Alert, Recipient, encode

ORGANISATION = """[company]
name = "量测物业"
[[person]]
id = "duty"
name = "值班"
role = "leader"
scope = "company"
channels = ["webhook:well"]
"""
CHANNEL = """[channel.webhook.{name}]
url_env = "URL_{variable}"
secret_env = "SECRET"
allow_private = true
batch = {batch}
"""
WARM = 100


class Receiver:
    """Takes every message at once and remembers when; or, hanging, takes none."""

    def __init__(self, *, hangs: bool = False) -> None:
        self.seen: dict[str, float] = {}
        self.requests = 0
        self.gone = Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                receiver.requests += 1
                if hangs:
                    receiver.gone.wait()
                    return
                now = time.time()
                for event in body if isinstance(body, list) else [body]:
                    receiver.seen.setdefault(event["id"], now)
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()


def alert(number: int, channels: list[str]) -> Alert:
    now = datetime.now(UTC)
    person = Recipient(person="duty", name="值班", role="leader", scope="company", channels=channels, because="")
    incident = f"p{number}~{number:016x}"
    return msgspec.structs.replace(
        example_alert(now), alert_id=digest("bench", number, time.time()), incident_id=incident, route=[person]
    )


@contextmanager
def dispatching(bootstrap: str, folder: Path, receivers: dict[str, Receiver], batch: int) -> Iterator[None]:
    """The process, once it is the active one."""
    (folder / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    settings = "".join(CHANNEL.format(name=name, variable=name.upper(), batch=batch) for name in receivers)
    (folder / "monitor.toml").write_text(settings, encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
        "YUQING_KAFKA__BOOTSTRAP": bootstrap, "YUQING_METRICS__PORT": "0", "SECRET": "a secret of the benchmark",
        **{f"URL_{name.upper()}": each.url for name, each in receivers.items()},
    }  # fmt: skip
    log = folder / "log"
    command = [sys.executable, "-m", "monitor", "dispatch", "--config", str(folder / "monitor.toml")]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
    try:
        deadline = time.monotonic() + 60
        while "active: this process sends" not in log.read_text(encoding="utf-8"):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit(f"dispatch did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(60)


async def produce(bootstrap: str, alerts: int, rate: float, channels: list[str]) -> dict[str, float]:
    """Alert id → when it was handed to Kafka; one each 1/rate seconds, however long a send takes."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    sent: dict[str, float] = {}
    try:
        begun = time.perf_counter()
        for number in range(WARM + alerts):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            one = alert(number, channels)
            sent[one.alert_id] = time.time()
            await producer.send(topics.ALERTS, encode(one), partition=0)
        await producer.flush()
    finally:
        await producer.stop()
    return sent


def measure(bootstrap: str, alerts: int, rate: float, batch: int, *, beside_a_hanging_one: bool) -> dict[str, Any]:
    well, receivers = Receiver(), {}
    receivers["well"] = well
    if beside_a_hanging_one:
        receivers["stuck"] = Receiver(hangs=True)
    try:
        with tempfile.TemporaryDirectory() as folder, dispatching(bootstrap, Path(folder), receivers, batch):
            sent = asyncio.run(produce(bootstrap, alerts, rate, [f"webhook:{name}" for name in receivers]))
            deadline = time.monotonic() + 120
            while len(well.seen) < len(sent) and time.monotonic() < deadline:
                time.sleep(0.05)
    finally:
        for each in receivers.values():
            each.stop()
    waited = sorted(well.seen[key] - at for key, at in list(sent.items())[WARM:] if key in well.seen)
    return {
        "alerts": alerts, "delivered": len(waited), "rate": rate,
        "median": round(statistics.median(waited), 4), "p90": round(waited[int(0.9 * len(waited))], 4),
        "p99": round(waited[int(0.99 * len(waited))], 4), "max": round(waited[-1], 4),
        "attempts at the one that hangs": receivers["stuck"].requests if beside_a_hanging_one else 0,
    }  # fmt: skip


def run(alerts: int, rate: float, turns: int, batch: int) -> dict[str, Any]:
    """Rounds of both kinds in turn; of each the one with the median p99."""
    rounds: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    with EmbeddedBroker() as broker:
        with connect(broker.bootstrap) as admin:
            create_topics(admin, topics.declare())
        for _ in range(turns):
            for beside, found in rounds.items():
                found.append(measure(broker.bootstrap, alerts, rate, batch, beside_a_hanging_one=beside))
    alone, beside_one = (sorted(found, key=lambda row: row["p99"])[len(found) // 2] for found in rounds.values())
    ratio = round(beside_one["p99"] / alone["p99"], 2)
    return {"alone": alone, "beside a receiver that hangs": beside_one, "p99 beside to alone": ratio}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=100.0, help="alerts a second")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--batch", type=int, default=1, help="the channel's setting: alerts in one message")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    figures = run(asked.alerts, asked.rate, asked.turns, asked.batch)
    print("| receiver | alerts/s | delivered | median s | p90 s | p99 s | max s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in ("alone", "beside a receiver that hangs"):
        row = figures[name]
        cells = [
            row["rate"],
            f"{row['delivered']} of {row['alerts']}",
            *(row[key] for key in ("median", "p90", "p99", "max")),
        ]
        print(f"| {name} | {' | '.join(map(str, cells))} |")
    print(f"p99 beside to alone: {figures['p99 beside to alone']}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
