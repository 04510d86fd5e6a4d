"""A replay from files, assessment included: mentions a second, and its peak memory at two sizes of input.

    python benchmarks/replay.py [--mentions N] [--workers N] [--repeated SHARE] [--json FILE]

The input is made of the sample day's mentions, 19 of 20 everyday posts and the others complaints or grave, day after
day with ids of their own and some characters changed in every text, so that caches of whole texts do not answer; only
`--repeated` of them (0 to 1) say word for word what one of the latest two thousand has said, as reposts do. It is
`yuqing replay` as users start it, in a process of its own: reading, sorting, judging, folding, the report. Its modules
are compiled before, as those of an installed program are, also where the environment forbids it. The first size is a
quarter of the second: memory that followed the input would show, and what both need to start falls out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.config.settings import data_path

STREAM = data_path("config") / "demo" / "stream.jsonl"
_TIMES = ("published_at", "collected_at", "at")


def mentions(count: int, repeated: float = 0.0) -> Iterator[dict[str, Any]]:
    """The day's mentions of our own shape, day after day; 19 of 20 everyday posts, the others complaints or grave."""
    lines = [json.loads(line) for line in STREAM.read_text(encoding="utf-8").splitlines()]
    everyday = set(tomllib.loads((STREAM.parent / "expectations.toml").read_text(encoding="utf-8"))["noise"]["ids"])
    mine = [line for line in lines if "published_at" in line]
    noise = [line for line in mine if line["id"] in everyday and line["kind"] != "complaint"]
    grave = [line for line in mine if line["id"] not in everyday or line["kind"] == "complaint"]
    dice, said = random.Random(9), deque[str](maxlen=2_000)
    for number in range(count):
        kind, turn = (grave, number // 20) if number % 20 == 0 else (noise, number - number // 20)
        record = _on(kind[turn % len(kind)], turn // len(kind), number)
        if said and dice.random() < repeated:
            record["text"] = dice.choice(said)
        said.append(record["text"])
        yield record


def _on(record: dict[str, Any], turn: int, number: int) -> dict[str, Any]:
    moved = {name: _later(record[name], turn) for name in _TIMES if name in record}
    return {**record, **moved, "id": f"{record['id']}-{turn}", "text": f"{record['text']} 第{number}条"}


def _later(time_: str, days: int) -> str:
    return (datetime.fromisoformat(time_) + timedelta(days=days)).isoformat()


#: mentions of the run that only leaves compiled modules behind
FIRST = 40


def measure(count: int, workers: int, repeated: float, compiled: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.jsonl"
        with file.open("w", encoding="utf-8") as written:
            for record in mentions(count, repeated):
                written.write(json.dumps(record, ensure_ascii=False) + "\n")
        command = [sys.executable, "-m", "monitor", "replay", "--file", str(file), "--out", str(Path(folder) / "out")]
        command += ["--organisation", str(data_path("config") / "organisation.toml")]
        command += ["--workers", str(workers)]
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, env=kept | {"PYTHONPYCACHEPREFIX": str(compiled)}
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
    cpu = usage.ru_utime + usage.ru_stime
    return {
        "mentions": count, "seconds": round(wall, 1), "cpu_seconds": round(cpu, 1),
        "per_second": round(count / wall), "per_cpu_second": round(count / cpu),
        "peak_rss_mib": round(usage.ru_maxrss / 1024),
    }  # fmt: skip


def _beyond(small: dict[str, Any], large: dict[str, Any]) -> int:
    """What the larger run did beyond the smaller: the start of the process is in both."""
    mentions, seconds = (float(large[name] - small[name]) for name in ("mentions", "cpu_seconds"))
    return round(mentions / seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=40_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeated", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = FIRST, asked.mentions // 4, asked.mentions
        _, *runs = [measure(count, asked.workers, asked.repeated, Path(folder)) for count in sizes]
    print(f"{platform.machine()}, {os.cpu_count()} cores\n")
    print("| mentions | mentions/s | per second of processor time | peak RSS MiB |")
    print("| ---: | ---: | ---: | ---: |")
    for run in runs:
        figures = (f"{run[name]:,}" for name in ("mentions", "per_second", "per_cpu_second", "peak_rss_mib"))
        print(f"| {' | '.join(figures)} |")
    print(f"\nwithout the start: {_beyond(*runs):,} per second of processor time")
    if asked.json is not None:
        asked.json.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
