"""How the time of one judgement grows with the length of a text that means harm, as a table and as JSON.

    python benchmarks/growth.py [--json FILE] [--rounds 3]

The whole assessment of a single post: reading, segmenting, rules, learned judge, subject, masking. Linear means that a
text twice as long takes at most about twice the time, so that the exponent stays below 1 and a little (the fixed cost
of a short text pulls it down). Of what is longer than 64 KiB the head and the tail are judged, and only masking sees
the rest, so a megabyte costs less than its length.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.compose import build_assessor
from monitor.config.settings import load_settings
from monitor.judging.arrival import Arrival
from monitor.judging.assess import Assessor
from monitor.records import Mention, Source

ROOT = Path(__file__).parents[1]
#: what is repeated until the text is long enough
HOSTILE = {
    "one character": "啊",
    "risk words": "电梯坠落死人火灾停水保安打人维修基金",
    "negators": "没有不是并非不",
    "hearsay and denials": "听说不实听说辟谣",
    "digits": "1234567890",
    "dashed digits": "1-2-3-",
    "counted people": "三百多户业主",
    "dates": "2026年1月1日",
    "brackets": "【（《“",
    "question marks": "?!",
    "full stops": "好的。",
    "one endless clause": "物业说小区里的人都知道这件事情",
    "links": "https://a.b/",
    "names": "@张三 #话题# ",
    "repost chain": "//@李四:",
    "emoji": "😀👨\u200d👩\u200d👧",
    "spaced words": "物 业 保 安 ",
    "zero width": "物\u200b业\u200b",
    "combining marks": "e\u0301\u0323",
    "traditional": "電梯壞了沒有人來修",
    "other scripts": "квартира الشقة 아파트 ",
    "e-mail bait": "a.a@a.a-",
}
LENGTHS = (1_000, 4_000, 16_000, 64_000, 1_000_000)
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def assessor() -> Assessor:
    os.environ.setdefault("YUQING_SCORE__AUTHOR_KEY", "benchmark key")
    return build_assessor(load_settings(None, {"paths": {"organisation": str(ROOT / "config" / "organisation.toml")}}))


def spent(judge: Assessor, text: str, rounds: int) -> float:
    """Processor seconds of one assessment, the least of some. Raises RuntimeError when there is none."""
    mention = Mention(id="growth", source="weibo", text=text, published_at=_WHEN)
    arrival, least = Arrival(mention, _WHEN, Source(topic="growth", partition=0, offset=0)), math.inf
    for _ in range(rounds):
        start = time.process_time()
        (found,) = judge.assess([arrival])
        least = min(least, time.process_time() - start)
        if not isinstance(found, list):
            raise RuntimeError(f"not judged: {found}")
    return least


def measured(judge: Assessor, piece: str, rounds: int) -> dict[str, Any]:
    times = [spent(judge, (piece * (length // len(piece) + 1))[:length], rounds) for length in LENGTHS]
    # from 4,000 on the fixed cost of a judgement is small; the last length is past what is judged whole
    exponent = math.log(times[3] / times[1]) / math.log(LENGTHS[3] / LENGTHS[1])
    return {"milliseconds": [round(1000 * each, 2) for each in times], "exponent": round(exponent, 2)}


def table(found: dict[str, dict[str, Any]]) -> str:
    head = ["repeated", *(f"{length:,}" for length in LENGTHS), "exponent"]
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(LENGTHS) + 1)}"]
    for name, row in found.items():
        lines.append(f"| {name} | {' | '.join(map(str, row['milliseconds']))} | {row['exponent']} |")
    greatest = max(row["exponent"] for row in found.values())
    return "\n".join([*lines, "", f"Milliseconds of processor time by characters; greatest exponent {greatest}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    judge = assessor()
    spent(judge, "电梯又坏了", 1)
    found = {name: measured(judge, piece, asked.rounds) for name, piece in HOSTILE.items()}
    print(table(found))
    if asked.json:
        asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
