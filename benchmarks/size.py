"""The size of the fold's state: many projects, a month of mentions, on one core, generated as it is folded.

    python benchmarks/size.py [--projects N] [--mentions N] [--days D] [--mix everyday|unanswered] [--warm N]
                              [--json FILE]

Mentions come evenly over the days to projects of unlike loudness, as crawlers bring them, one in eight crawled again;
all of them are about a project, which is more than a crawler finds. What is not harmless is a small complaint in the
words of twelve trades, or graver. One process owns all partitions; the records are made outside of what is timed, and
decoded, folded and written in steps of 500 within it. Says records a second of processor time, with and without
decoding (which is done once more to be known) and encoding, the process's peak resident memory, and the largest
checkpoints.

A run of a tenth of the projects and mentions with a tenth of `--warm` (what a partition's incidents may take as
objects before some are packed) is a tenth of the whole but for what both need to start.

Two mixes. `everyday`: 19 of 20 mentions are harmless, as in the sample day and in the other benchmarks, since
crawlers search by the names of estates and find flats to let, lost cats and praise; one in 200 is of level 2, one in
2,000 of level 3; nine of ten matters are acknowledged within minutes and closed a day later. At a thousand mentions a
project and month that is still fifty complaints a month at each estate. `unanswered`: one in five mentions complains,
one in a hundred is of level 2 and one in a thousand of level 3, and nobody ever does anything: whatever can be overdue
becomes so, climbs and is told again. No company lives like that, but a crawler that was off for days may bring it.
"""

from __future__ import annotations

import argparse
import heapq
import json
import platform
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec

from benchmarks.transport import cpu
from monitor.company.organisationfile import parse_organisation
from monitor.company.playbooks import load_playbooks
from monitor.config.settings import data_path
from monitor.kafka.wire import Outgoing
from monitor.process.processes import spare_collector
from monitor.records import (
    Action,
    ActionType,
    Assessment,
    Author,
    Credibility,
    Hit,
    LexiconRef,
    Mention,
    ModelRef,
    Risk,
    RuleBundle,
    Sentiment,
    Source,
    Subject,
    decode_timeline,
    encode,
)
from monitor.steps.commit import step_records
from monitor.steps.scoring import Frame
from monitor.steps.timeline import apply
from monitor.text.likeness import fingerprint
from monitor.times import SHANGHAI
from monitor.watch.bundle import make_bundle
from monitor.watch.checkpoint import state
from monitor.watch.checkpoint.subjects import WARM, Resting
from monitor.watch.fold import Fold, Step
from monitor.watch.grades.rulefile import load_ruleset
from monitor.watch.settings import FoldSettings

START = datetime(2026, 11, 1, tzinfo=SHANGHAI)
STEP, PARTITIONS = 500, 12
TRADES = (
    ("service", "楼道灯坏了没人修"), ("service", "垃圾桶满了没人清"), ("service", "报修三天没人理"),
    ("management", "停车位被占没人管"), ("management", "门禁谁都能进"), ("service", "绿化没人浇水"),
    ("violation", "停车费没公示就涨"), ("violation", "公共收益账目不公开"), ("staff", "保安说话难听"),
    ("safety", "电梯又停运了"), ("safety", "消防通道被堵"), ("service", "水压太小洗不了澡"),
)  # fmt: skip
LEXICON, MODEL = LexiconRef(name="b", version="1", digest="l"), ModelRef(name="b", digest="m")
FIRST = ["今天", "昨晚", "早上", "下班", "回来", "刚才", "一直", "经常", "已经", "这周", "上周", "又是"]


def organisation(projects: int) -> str:
    head = '[company]\nname = "和悦物业"\n' + "".join(
        f'[[person]]\nid = "{role}"\nname = "{name}"\nrole = "{role}"\nscope = "company"\n'
        for role, name in (("duty", "值班"), ("leader", "领导"))
    )
    return head + "".join(
        f'[[project]]\nid = "p{n:05d}"\nname = "云栖{n}号院"\ncity = "城{n % 100}"\nhouseholds = {500 + n % 3000}\n'
        for n in range(projects)
    )


class Mix(NamedTuple):
    """What part of the mentions is of a level or graver, and of the matters how many are seen to."""

    level_1: float
    level_2: float
    level_3: float
    answered: float


MIXES = {"everyday": Mix(0.05, 0.005, 0.0005, 0.9), "unanswered": Mix(0.2, 0.01, 0.001, 0.0)}
#: what is done about a matter, by whom, and how long after it was heard of
DEEDS: tuple[tuple[ActionType, str, timedelta], ...] = (
    ("acknowledge", "duty", timedelta(minutes=12)),
    ("respond", "duty", timedelta(hours=2)),
    ("close", "leader", timedelta(hours=26)),
)


class Month:
    """The month's records, one after the other; the same for the same numbers."""

    def __init__(self, projects: int, mentions: int, days: float, mix: Mix) -> None:
        self.projects, self.mentions, self.days, self.mix = projects, mentions, days, mix
        self.dice = random.Random(7)
        self.recent: list[Assessment] = []
        #: what is still to be done: when, number, what
        self._deeds: list[tuple[datetime, int, Action]] = []

    def __iter__(self) -> Iterator[Assessment | Action]:
        for number in range(self.mentions):
            at = START + timedelta(days=self.days) * (number / self.mentions)
            while self._deeds and self._deeds[0][0] <= at:
                yield heapq.heappop(self._deeds)[2]
            if self.recent and self.dice.random() < 0.125:
                yield msgspec.structs.replace(self.dice.choice(self.recent), arrived_at=at)
                continue
            said = self._said(number, at)
            self.recent = [*self.recent[-400:], said]
            if said.risk.level and self.mix.answered and self.dice.random() < self.mix.answered:
                self._see_to(said, number)
            yield said

    def _see_to(self, said: Assessment, number: int) -> None:
        for nth, (type_, by, after) in enumerate(DEEDS):
            at, name = said.arrived_at + after, f"{type_}-{number}"
            action = Action(type=type_, by=by, at=at, arrived_at=at, project=said.subject.project, id=name)
            heapq.heappush(self._deeds, (at, number * len(DEEDS) + nth, action))

    def _said(self, number: int, at: datetime) -> Assessment:
        dice, mix = self.dice, self.mix
        rank = min(
            int(self.projects ** dice.random()) - 1 if dice.random() < 0.5 else dice.randrange(self.projects),
            self.projects - 1,
        )
        chance = dice.random()
        level = 3 if chance < mix.level_3 else 2 if chance < mix.level_2 else 1 if chance < mix.level_1 else 0
        category, text = dice.choice(TRADES)
        words = [dice.choice(FIRST), text[:2], text[2:4], text[4:6], f"{dice.randrange(30)}栋"]
        tail = "".join(dice.choice(FIRST) for _ in range(3))
        said = f"{words[0]}{words[4]}{text}，{tail}第{dice.randrange(99)}次"
        mention = Mention(
            id=f"weibo:{number:016d}", source=("weibo", "douyin", "12345")[number % 3], text=said,
            published_at=at - timedelta(minutes=dice.randrange(90)),
            author=Author(id=f"{dice.randrange(3_000_000):016x}"),
        )  # fmt: skip
        subject = Subject(project=f"p{rank:05d}", city="城", region=None, how="named")
        categories = [] if level == 0 else ["casualty"] if level == 3 else [category]
        return Assessment(
            mention=mention, arrived_at=at, subject=subject, subjects=[subject],
            sentiment=Sentiment(label="negative" if level else "neutral", score=0.0),
            risk=Risk(score=20.0 * level, level=level, categories=categories,
                      hits=[Hit(term=words[2], category=categories[0], start=2, end=4)] if level else []),
            credibility=Credibility(score=0.5, signs=[]), reach=300, relevant=True, place=None, lexicon=LEXICON,
            model=MODEL, organisation="o", source=Source(topic="posts.v1", partition=number % 12, offset=number),
            keywords=words, fingerprint=fingerprint(said) if level else "",
        )  # fmt: skip


class Owner:
    """One partition's fold, as the watch role drives it but for Kafka, and what it cost."""

    def __init__(self, partition: int, bundle: RuleBundle, warm: int) -> None:
        self.fold = Fold(partition=partition, partitions=PARTITIONS, bundles={bundle.digest: bundle})
        self.fold.use(bundle.digest)
        self.fold.book.shelf.warm = warm
        self.frame, self.batch, self.offset = Frame(partitions=PARTITIONS), list[bytes](), 0
        self.spent = self.folding = 0.0
        self.alerts = self.written = 0
        self.largest = {"incident": 0, "memory": 0, "part": 0}

    def take(self, value: bytes) -> None:
        self.batch.append(value)
        if len(self.batch) == STEP:
            self.close()

    def close(self) -> None:
        """Decode, fold and write what has come: each record is folded as soon as it is decoded, as the worker does."""
        begun = time.process_time()
        for value in self.batch:
            assert apply(self.fold, value, self.offset) is None
            self.offset += 1
        folded = time.process_time()
        step = self.fold.collect()
        written = step_records(step, self.fold.partition, self.frame)
        self.spent += time.process_time() - begun
        again = time.process_time()
        for value in self.batch:
            decode_timeline(value)
        self.folding += folded - begun - (time.process_time() - again)
        self.batch = []
        self._count(step, written)

    def _count(self, step: Step, written: list[Outgoing]) -> None:
        self.alerts += len(step.alerts)
        self.written += sum(len(each.value or b"") for each in written)
        for each in step.checkpoints:
            kind = "incident" if each.incident_id else "part" if each.part else "memory"
            self.largest[kind] = max(self.largest[kind], len(bytes(each.state)))


def run(asked: argparse.Namespace) -> dict[str, Any]:
    known = parse_organisation(organisation(asked.projects), "benchmark.toml")
    rules = load_ruleset(data_path("config") / "rules.toml")
    bundle = make_bundle(FoldSettings(clock="records"), known, load_playbooks(data_path("config") / "playbooks"), rules)
    owners = [Owner(partition, bundle, asked.warm) for partition in range(PARTITIONS)]
    # as the worker does when it starts
    spare_collector()
    before = resident()
    number = 0
    for number, record in enumerate(Month(asked.projects, asked.mentions, asked.days, MIXES[asked.mix]), 1):
        project = record.subject.project if isinstance(record, Assessment) else record.project
        owners[crc32((project or "").encode()) % PARTITIONS].take(encode(record))
        if number % 100_000 == 0:
            spare_collector()
            said = f"{number:,} records, {resident() >> 20} MiB, {number / sum(each.spent for each in owners):,.0f}/s"
            print(said, file=sys.stderr, flush=True)
    for owner in owners:
        owner.close()
    spent, folding = sum(each.spent for each in owners), sum(each.folding for each in owners)
    subjects = [each for owner in owners for each in owner.fold.book.subjects.values()]
    return {
        "machine": {"cpu": cpu(), "python": platform.python_version()},
        "mix": asked.mix, "warm": asked.warm,
        "projects": asked.projects, "mentions": asked.mentions, "days": asked.days, "records": number,
        "alerts": sum(each.alerts for each in owners),
        "records_per_processor_second": round(number / spent),
        "folding_alone": round(number / folding),
        "bytes_written_a_record": sum(each.written for each in owners) // number,
        "resident_before_mib": before >> 20,
        "peak_resident_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "largest_checkpoint_bytes": {
            kind: max(each.largest[kind] for each in owners) for kind in ("incident", "memory", "part")
        },
        "remembered_mentions": sum(len(each.mentions) + len(each.grave) for each in subjects),
        "incidents": sum(len(each.incidents) for each in subjects),
        "resting": sum(isinstance(i, Resting) for each in subjects for _, i in each.incidents.outlines()),
        "format": state.FORMAT,
    }  # fmt: skip


def resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=1_000)
    parser.add_argument("--mentions", type=int, default=300_000)
    parser.add_argument("--days", type=float, default=30.0)
    parser.add_argument("--warm", type=int, default=WARM)
    parser.add_argument("--mix", choices=MIXES, default="everyday")
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    asked = parser.parse_args()
    text = json.dumps(run(asked), ensure_ascii=False, indent=2)
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
