"""What the text steps cost on one core: normalise, mask, cut and sentiment, as JSON and as a table.

    python benchmarks/text.py [FILE] [--json FILE]

FILE holds one text a line; without one, invented posts are used, about 44 characters each as on Weibo.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.personal.privacy import mask
from monitor.sentiment import load_scorer
from monitor.text.normalising import normalise
from monitor.text.segment import Segmenter

POSTS = [
    "小区电梯又坏了，打了三次电话都没有人来修，老人被困在里面半个多小时，物业到底管不管！",
    "ＸＸ小区3栋1单元502漏水两个月了，联系人：李女士 13800138000，物业一直推脱不处理",
    "物業費又漲價了！！！！！從2.8元漲到3.6元，業委會根本沒有開會，大家一起去投訴吧",
    "今天保安帮我把快递搬上楼，态度非常好，给咱们小区的物业点个赞，希望一直保持下去",
    "请问各位邻居，地下车库的充电桩什么时候能装好？有知道的麻烦在群里说一声，谢谢",
    "高空抛物太吓人了，昨天晚上一个花盆掉在幼儿园门口，差一点砸到孩子，http://t.cn/A6x9Qw",
]

#: seconds that one measurement takes at least
SHORTEST = 1.0


def rate(step: Callable[[Sequence[str]], object], texts: Sequence[str]) -> dict[str, float]:
    """Repeats the batch until SHORTEST is over; texts and characters a second."""
    rounds, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SHORTEST:
        step(texts)
        rounds += 1
    return {
        "texts_per_second": round(rounds * len(texts) / spent),
        "chars_per_second": round(rounds * sum(map(len, texts)) / spent),
    }


def steps(texts: Sequence[str]) -> dict[str, Callable[[Sequence[str]], object]]:
    fast, pure = Segmenter(), Segmenter(pure=True)
    ours, shipped = load_scorer("snownlp-jieba"), load_scorer("snownlp")
    tokens = {text: fast.cut(text) for text in texts}
    return {
        "normalise": lambda batch: [normalise(text) for text in batch],
        "mask": lambda batch: [mask(text) for text in batch],
        "cut, rjieba": lambda batch: [fast.cut(text) for text in batch],
        "cut, jieba": lambda batch: [pure.cut(text) for text in batch],
        "sentiment snownlp-jieba, cut already": lambda batch: ours.score(batch, [tokens[text] for text in batch]),
        "sentiment snownlp": lambda batch: shipped.score(batch, [[]] * len(batch)),
    }


def table(found: dict[str, Any]) -> str:
    lines = [
        f"{found['texts']} texts of {found['mean_chars']} characters on average",
        "",
        "| step | texts/s | characters/s |",
        "| --- | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {each['texts_per_second']:,} | {each['chars_per_second']:,} |"
        for name, each in found["steps"].items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    asked = parser.parse_args()
    lines = asked.file.read_text(encoding="utf-8").splitlines() if asked.file else POSTS * 20
    texts = [line for line in lines if line.strip()]
    found = {
        "texts": len(texts),
        "mean_chars": round(sum(map(len, texts)) / len(texts), 1),
        "steps": {name: rate(step, texts) for name, step in steps(texts).items()},
    }
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    print(text, table(found), sep="\n\n")


if __name__ == "__main__":
    main()
