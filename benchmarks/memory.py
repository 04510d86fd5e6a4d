"""Whether the score step's memory stays where it is: mentions that nobody has seen before, and the process's size.

    python benchmarks/memory.py [--mentions N] [--json FILE]

Texts are the sample day's with invented words among their own, so that whatever remembers words meets new ones all
the time. Prints the resident memory after each tenth, as JSON and as a table; steady is what does not grow from the
second tenth on.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.steps import ours, posts
from monitor.kafka.wire import Raw

BATCH, PARTS = 500, 10
#: the common ideographs that new words are made of
_FIRST, _LAST = 0x4E00, 0x9FA5
_NEW_WORDS = 3


def resident() -> float:
    """Of this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def renewed(values: Sequence[bytes], dice: random.Random) -> Iterator[bytes]:
    """Each post with new words in it and under a new author."""
    for value in values:
        post = json.loads(value)
        words = ("".join(chr(dice.randint(_FIRST, _LAST)) for _ in range(2)) for _ in range(_NEW_WORDS))
        post["text"] += "，" + "，".join(words) + str(dice.randrange(10**6))
        post["author"] = {"id": str(dice.randrange(10**9)), "name": f"网友{dice.randrange(10**6)}"}
        yield json.dumps(post, ensure_ascii=False).encode()


def measured(mentions: int) -> list[dict[str, float]]:
    step, templates, dice = ours("timeline.v1"), posts(BATCH, "mix"), random.Random(5)
    rows = [{"mentions": 0, "mib": round(resident(), 1)}]
    for part in range(PARTS):
        for _ in range(mentions // PARTS // BATCH):
            values = renewed(templates, dice)
            step([Raw("posts.v1", 0, nth, 1_795_000_000_000, b"k", value) for nth, value in enumerate(values)])
        rows.append({"mentions": (part + 1) * (mentions // PARTS), "mib": round(resident(), 1)})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = measured(asked.mentions)
    result: dict[str, Any] = {"machine": platform.processor() or platform.machine(), "resident": rows}
    print(json.dumps(result, indent=2))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2), encoding="utf-8")
    print("\n| mentions | resident MiB |\n| ---: | ---: |")
    for row in rows:
        print(f"| {row['mentions']:,.0f} | {row['mib']:.1f} |")


if __name__ == "__main__":
    main()
