"""Whose matter a post is, among 70,000 names: lookups a second on one core, beside a search for name after name.

    python benchmarks/subject.py [--names FILE] [--json FILE]

FILE holds one name a line (.gz too); without one the names are generated. Posts are invented: of five one has 280
characters, the others 44, and one of four names an estate. Seconds are those of the process, so that a busy machine
does not count.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.text import POSTS
from monitor.company.organisation import Company, Organisation, Project, name_key
from monitor.records import Mention
from monitor.subjects.subject import SubjectFinder
from monitor.text.normalising import Normalised, normalise
from monitor.times import SHANGHAI

NAMES, COUNT = 70_000, 20_000
CITIES = ("杭州", "苏州", "武汉", "成都", "广州", "西安")
NOTHING = normalise("")
#: posts that the search for name after name gets: it takes milliseconds for each
FEW = 100

Post = tuple[Mention, Normalised]


def generated(count: int, dice: random.Random) -> list[str]:
    """Names as they sound, none of a real estate on purpose."""
    first, second = "云溪柳清岚暮鹭栖禾翠澜霁霖梧枫桦棠兰芷荷", "湖湾庭泊岸洲汀桥原屿涧坞野陌泉岭谷渚"
    third = (
        "苑",
        "府",
        "里",
        "公馆",
        "花园",
        "华庭",
        "雅居",
        "名邸",
        "城",
        "郡",
        "小区",
        "家园",
        "轩",
        "一期",
        "二期",
        "北区",
    )
    found: dict[str, None] = {}
    while len(found) < count:
        middle = "".join(dice.choices(first + second, k=dice.choice((1, 1, 2, 3))))
        found[dice.choice(first) + middle + dice.choice(second) + dice.choice(third)] = None
    return list(found)


def names_of(file: Path | None, dice: random.Random) -> tuple[str, list[str]]:
    if file is None:
        return "generated", generated(NAMES, dice)
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        keys = {name_key(line): line.strip() for line in lines if line.strip()}
    return file.name, list(keys.values())[:NAMES]


def organisation(names: Sequence[str], dice: random.Random) -> Organisation:
    projects = [Project(id=f"p{number}", name=name, city=dice.choice(CITIES)) for number, name in enumerate(names)]
    return Organisation(company=Company(name="和悦物业"), projects=tuple(projects))


def posts(names: Sequence[str], dice: random.Random) -> list[Post]:
    found = []
    for number in range(COUNT):
        words = dice.choice(names) if number % 4 == 0 else ""
        text = (words + "".join(dice.sample(POSTS, len(POSTS))))[: 280 if number % 5 == 4 else 44]
        at = datetime(2026, 11, 1, tzinfo=SHANGHAI)
        found.append((Mention(id=f"bench:{number}", source="weibo", text=text, published_at=at), normalise(text)))
    return found


def per_second(step: Callable[[Post], object], batch: Sequence[Post]) -> float:
    started = time.process_time()
    for post in batch:
        step(post)
    return len(batch) / (time.process_time() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    asked = parser.parse_args()
    dice = random.Random(7)
    source, names = names_of(asked.names, dice)
    batch = posts(names, dice)
    started = time.process_time()
    finder = SubjectFinder(organisation(names, dice))
    built = time.process_time() - started
    keys = [name_key(name) for name in names]
    ours = [per_second(lambda post: finder.find(post[0], post[1], NOTHING, (), 0), batch) for _ in range(3)]
    naive = per_second(lambda post: [key for key in keys if key in post[1].text], batch[:FEW])
    found: dict[str, Any] = {
        "names": len(names), "names_from": source, "posts": len(batch), "build_seconds": round(built, 2),
        "posts_per_second": round(sorted(ours)[1]), "one_name_after_the_other": round(naive),
        "times_faster": round(sorted(ours)[1] / naive),
    }  # fmt: skip
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    print(text, "", "| | posts/s |", "| --- | ---: |", sep="\n")
    print(f"| lookup among {len(names):,} names | {found['posts_per_second']:,} |")
    print(f"| one name after the other | {found['one_name_after_the_other']:,} |")


if __name__ == "__main__":
    main()
