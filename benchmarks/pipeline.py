"""The score role beside what else one could write, in one run: naive Faust, raw aiokafka, ours; constant and real work.

    python benchmarks/pipeline.py [--records N] [--repeat R] [--length mix|139] [--json FILE]

An embedded Apache Kafka on the other cores, each client pinned to one, the variants in turns. The input is made of the
sample day's texts. Ratios are taken within a turn: wall time lies on a shared machine, so processor time stands beside.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from agents.delivery import Delivery
from benchmarks.steps import ours, posts
from benchmarks.transport import PARTITIONS, SOURCE, TARGET, Run, cpu, measure
from monitor.kafka.admin import connect, create_topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.topics import Topic
from monitor.kafka.wire import Outgoing, Raw

OURS, NAIVE = "benchmarks.steps:ours", "benchmarks.steps:naive"
BATCH = 500


class Variant(NamedTuple):
    words: str
    client: str
    step: str
    #: of the records, so that all variants last about as long
    share: float


VARIANTS = {
    "naive": Variant("naive Faust: each record, jieba + SnowNLP, topic.send", "naive", NAIVE, 0.01),
    "raw-constant": Variant("raw aiokafka, gathered sends, constant step", "raw", "constant", 1.0),
    "ours-constant": Variant("our worker's transport, constant step", "batches", "constant", 1.0),
    "raw-judged": Variant("raw aiokafka, gathered sends, our step", "raw", OURS, 0.5),
    "ours-judged": Variant("our worker's transport, our step", "batches", OURS, 0.5),
}


async def fill(bootstrap: str, values: Sequence[bytes]) -> None:
    async with Delivery(bootstrap) as delivery:
        for start in range(0, len(values), 5000):
            chunk = values[start : start + 5000]
            await delivery.send_all([Outgoing(SOURCE, b"%d" % (start + i), value) for i, value in enumerate(chunk)])


def alone(values: Sequence[bytes]) -> Run:
    """The step without Kafka, on the core that the clients had."""
    step = ours(TARGET)
    records = [Raw("posts.v1", 0, offset, 1763400000000, b"k", value) for offset, value in enumerate(values)]
    step(records[:BATCH])
    wall, processor = time.perf_counter(), time.process_time()
    for start in range(0, len(records), BATCH):
        step(records[start : start + BATCH])
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return Run(len(records) / wall, processor / len(records) * 1e6)


def run(asked: argparse.Namespace) -> dict[str, Any]:
    cores = sorted(os.sched_getaffinity(0))
    client, others = cores[0], set(cores[1:]) or set(cores)
    values = posts(asked.records, asked.length)
    runs: dict[str, list[Run]] = {name: [] for name in [*VARIANTS, "step-alone"]}
    os.sched_setaffinity(0, others)  # the broker inherits it
    with EmbeddedBroker() as broker:
        with connect(broker.bootstrap) as admin:
            create_topics(admin, [Topic(name, "id", PARTITIONS, "benchmarks") for name in (SOURCE, TARGET)])
        asyncio.run(fill(broker.bootstrap, values))
        for turn in range(asked.repeat):
            for name, variant in VARIANTS.items():
                one = argparse.Namespace(records=max(500, int(asked.records * variant.share)), step=variant.step)
                one.patience = asked.patience
                runs[name].append(measure(variant.client, broker.bootstrap, one, client, share=1.0))
                print(f"{turn + 1}/{asked.repeat} {name}: {runs[name][-1].rate:,.0f}/s", file=sys.stderr)
            os.sched_setaffinity(0, {client})
            runs["step-alone"].append(alone(values[: asked.records // 4]))
            os.sched_setaffinity(0, others)
    return {
        "machine": {"cpu": cpu(), "cores": len(cores), "client_cores": 1},
        "records": asked.records,
        "length": asked.length,
        "repeat": asked.repeat,
        "variants": {name: _figures(found) for name, found in runs.items()},
        "ratios": {
            "transport to raw, constant step": _ratio(runs["ours-constant"], runs["raw-constant"]),
            "worker to raw, our step": _ratio(runs["ours-judged"], runs["raw-judged"]),
            "worker to naive Faust": _ratio(runs["ours-judged"], runs["naive"]),
            "worker to step alone": _ratio(runs["ours-judged"], runs["step-alone"]),
        },
    }


def _figures(found: Sequence[Run]) -> dict[str, Any]:
    return {
        "records_per_second": round(statistics.median(each.rate for each in found)),
        "cpu_us": round(statistics.median(each.cpu for each in found), 1),
        "runs": [round(each.rate) for each in found],
    }


def _ratio(own: Sequence[Run], base: Sequence[Run]) -> dict[str, float]:
    pairs = list(zip(own, base, strict=True))
    return {
        "by_time": round(statistics.median(a.rate / b.rate for a, b in pairs), 2),
        "by_cpu": round(statistics.median(b.cpu / a.cpu for a, b in pairs), 2),
    }


def table(found: dict[str, Any]) -> str:
    machine = found["machine"]
    words = {**{name: variant.words for name, variant in VARIANTS.items()}, "step-alone": "our step alone, no Kafka"}
    lines = [
        f"{machine['cpu']}, {machine['cores']} cores, client on one; {found['records']:,} records ({found['length']}), "
        f"median of {found['repeat']}",
        "",
        "| variant | records/s | CPU µs/record | runs |",
        "| --- | ---: | ---: | --- |",
        *(
            f"| {words[name]} | {each['records_per_second']:,} | {each['cpu_us']} | "
            f"{', '.join(f'{rate:,}' for rate in each['runs'])} |"
            for name, each in found["variants"].items()
        ),
        "",
        "| ratio, within a turn | by time | by CPU |",
        "| --- | ---: | ---: |",
        *(f"| {name} | {each['by_time']} | {each['by_cpu']} |" for name, each in found["ratios"].items()),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=40_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--length", choices=("mix", "139"), default="mix", help="see benchmarks/steps.py")
    parser.add_argument("--patience", type=float, default=600.0, help="seconds that one run may take")
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    asked = parser.parse_args()
    found = run(asked)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    print(text, table(found), sep="\n\n")


if __name__ == "__main__":
    main()
