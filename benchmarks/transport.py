"""Throughput of our batch transport beside stock Faust and raw aiokafka, in one run, on an embedded Apache Kafka.

    python benchmarks/transport.py [--records N] [--repeat R] [--step package.module:factory] [--json FILE]

The clients run one after the other, each pinned to one core, the broker on the others; the variants take turns, so
that a slow minute of the machine hits all, and are compared with raw aiokafka within their turn. Prints JSON and a
table of medians: records/s, ratio to raw, processor microseconds a record, ratio of raw's to those.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from agents.delivery import Delivery
from monitor.kafka.admin import connect, create_topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.topics import Topic
from monitor.kafka.wire import Outgoing

CLIENTS = Path(__file__).with_name("clients.py")
PARTITIONS = 4
SOURCE, TARGET = "bench-in", "bench-out"
#: A post of 139 characters.
TEXT = "电梯又坏了，物业三天没人来修，老人孩子爬了十八层楼。业主群里都在说这件事，打了两次热线没有回音。" * 3
WORDS = {
    "naive": "stock Faust: each + topic.send (delivery not awaited)",
    "raw": "raw aiokafka: getmany + gathered sends",
    "batches": "our batch transport + batch sends",
    "raw-consume": "raw aiokafka, consume only",
    "batches-consume": "our batch transport, consume only",
}
#: What a slow variant gets of the records, so that all last about as long.
SHARE = {"naive": 0.15}


async def fill(bootstrap: str, topic: str, records: int) -> None:
    value = json.dumps({"text": TEXT[:139]}, ensure_ascii=False).encode()
    async with Delivery(bootstrap) as delivery:
        for start in range(0, records, 5000):
            numbers = range(start, min(start + 5000, records))
            await delivery.send_all([Outgoing(topic, b"weibo:%d" % number, value) for number in numbers])


class Run(NamedTuple):
    """One run of one client."""

    #: records per second
    rate: float
    #: processor microseconds per record
    cpu: float


def measure(variant: str, bootstrap: str, asked: argparse.Namespace, core: int, share: float | None = None) -> Run:
    """One client in a process of its own; `share` of the records, by default the variant's."""
    records = int(asked.records * (SHARE.get(variant, 1.0) if share is None else share))
    command = [sys.executable, str(CLIENTS), variant, "--bootstrap", bootstrap, "--source", SOURCE]
    command += ["--target", TARGET, "--records", str(records), "--step", asked.step, "--core", str(core)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=asked.patience, check=False)
    if ended.returncode:
        raise SystemExit(f"{variant} failed:\n{ended.stderr}")
    figures = json.loads(ended.stdout.splitlines()[-1])
    return Run(figures["records"] / figures["seconds"], figures["cpu"] / figures["records"] * 1e6)


def run(asked: argparse.Namespace) -> dict[str, Any]:
    cores = sorted(os.sched_getaffinity(0))
    client, others = cores[0], set(cores[1:]) or set(cores)
    os.sched_setaffinity(0, others)  # the broker inherits it
    runs: dict[str, list[Run]] = {variant: [] for variant in asked.variants}
    with EmbeddedBroker() as broker:
        with connect(broker.bootstrap) as admin:
            create_topics(admin, [Topic(name, "id", PARTITIONS, "benchmarks") for name in (SOURCE, TARGET)])
        asyncio.run(fill(broker.bootstrap, SOURCE, asked.records))
        for turn in range(asked.repeat):
            for variant in asked.variants:
                one = measure(variant, broker.bootstrap, asked, client)
                runs[variant].append(one)
                print(f"{turn + 1}/{asked.repeat} {variant}: {one.rate:,.0f}/s, {one.cpu:.1f} µs", file=sys.stderr)
    return report(asked, cores, runs)


def report(asked: argparse.Namespace, cores: list[int], runs: dict[str, list[Run]]) -> dict[str, Any]:
    return {
        "machine": {"cpu": cpu(), "cores": len(cores), "client_cores": 1, "python": platform.python_version()},
        "records": asked.records, "repeat": asked.repeat, "step": asked.step, "partitions": PARTITIONS,
        "variants": {
            variant: summary(found, runs.get("raw-consume" if variant.endswith("-consume") else "raw", []))
            for variant, found in runs.items()
        },
    }  # fmt: skip


def summary(found: list[Run], raw: list[Run]) -> dict[str, Any]:
    pairs = list(zip(found, raw, strict=True)) if raw else []
    return {
        "records_per_second": round(statistics.median(each.rate for each in found)),
        "cpu_us": round(statistics.median(each.cpu for each in found), 1),
        "to_raw": round(statistics.median(own.rate / base.rate for own, base in pairs), 2) if pairs else None,
        "cpu_to_raw": round(statistics.median(base.cpu / own.cpu for own, base in pairs), 2) if pairs else None,
        "runs": [round(each.rate) for each in found],
    }


def cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def table(found: dict[str, Any]) -> str:
    machine = found["machine"]
    lines = [
        f"{machine['cpu']}, {machine['cores']} cores, client on one, Python {machine['python']}; "
        f"{found['records']:,} records, step {found['step']}, median of {found['repeat']}",
        "",
        "| variant | records/s | to raw | CPU µs/record | to raw by CPU | runs |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for variant, each in found["variants"].items():
        runs = ", ".join(f"{rate:,}" for rate in each["runs"])
        ratio, by_cpu = ("–" if each[name] is None else f"{each[name]:.2f}" for name in ("to_raw", "cpu_to_raw"))
        rate, cost = f"{each['records_per_second']:,}", each["cpu_us"]
        lines.append(f"| {WORDS[variant]} | {rate} | {ratio} | {cost} | {by_cpu} | {runs} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--step", default="constant", help="constant, or package.module:factory(target) -> step")
    parser.add_argument("--variants", nargs="+", choices=list(WORDS), default=list(WORDS))
    parser.add_argument("--patience", type=float, default=600.0, help="seconds that one run may take")
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    found = run(parser.parse_args())
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if (file := parser.parse_args().json) is not None:
        file.write_text(text + "\n")
    print(text)
    print()
    print(table(found))


if __name__ == "__main__":
    main()
