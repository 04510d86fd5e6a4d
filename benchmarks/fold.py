"""The pure steps without Kafka, on one core: the fold over a month of a hundred projects, and the score step.

    python benchmarks/fold.py [--records N] [--repeat R] [--profile] [--json FILE]

The month is made of the sample day's judged mentions under other projects, authors and times: everyday noise, one
crisis in ten that hundreds write about, crawled again and again, actions and ticks between. Prints JSON and a table of
the best of the runs: a shared machine only ever slows one down, so processor time stands beside the wall's.
`--profile` says where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import platform
import pstats
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec

from benchmarks.steps import ours, posts
from benchmarks.transport import cpu
from monitor.company.organisation import Organisation, Project
from monitor.company.organisationfile import parse_organisation
from monitor.company.playbooks import load_playbooks
from monitor.compose import build_assessor
from monitor.config.settings import data_path, load_settings
from monitor.errors import Unreadable
from monitor.events.decode import decode_event
from monitor.judging.arrival import Arrival, file_arrival
from monitor.kafka.wire import Raw
from monitor.process.processes import spare_collector
from monitor.records import (
    Action,
    Assessment,
    Author,
    Mention,
    RuleBundle,
    Source,
    Subject,
    Tick,
    TimelineRecord,
    encode,
)
from monitor.steps import commit
from monitor.steps.scoring import Frame
from monitor.steps.timeline import apply
from monitor.times import SHANGHAI
from monitor.watch.bundle import make_bundle
from monitor.watch.fold import Fold
from monitor.watch.grades.rulefile import load_ruleset
from monitor.watch.settings import FoldSettings

PROJECTS, DAYS = 100, 30
RULES = load_ruleset(data_path("config") / "rules.toml")
START = datetime(2026, 11, 1, tzinfo=SHANGHAI)
#: records of the timeline that a step of the watch holds when much comes in
STEP = 500
#: of a hundred records so many are mentions crawled again, acts, and about one of the month's crises
AGAIN, ACTS, CRISIS = 30, 1, 20
CRISES = 10
BATCH = 500


def organisation() -> Organisation:
    projects = [
        f'[[project]]\nid = "p{number:03d}"\nname = "云栖{number}号院"\nkind = "residential"\n'
        f'city = "杭州"\nregion = "华东"\nhouseholds = {800 + number * 7}\n'
        for number in range(PROJECTS)
    ]
    person = '[[person]]\nid = "duty"\nname = "值班"\nrole = "duty"\nscope = "company"\nchannels = ["dingtalk:duty"]\n'
    return parse_organisation('[company]\nname = "和悦物业"\n' + "".join(projects) + person, "benchmark.toml")


def judged_day() -> list[Assessment]:
    """The sample day's mentions, judged; those that concern somebody."""
    os.environ.setdefault("YUQING_SCORE__AUTHOR_KEY", "benchmark key")
    settings = load_settings(None, {"paths": {"organisation": str(data_path("config") / "organisation.toml")}})
    lines = (data_path("config") / "demo" / "stream.jsonl").read_bytes().splitlines()
    mentions = [event for line in lines for event in decode_event(line) if isinstance(event, Mention)]
    source = Source(topic="posts.v1", partition=0, offset=0)
    results = build_assessor(settings).assess([Arrival(each, file_arrival(each), source) for each in mentions])
    return [result[0] for result in results if not isinstance(result, Unreadable) and result[0].subject.how != "none"]


def month(records: int, projects: Sequence[Project]) -> list[TimelineRecord]:
    """A timeline in the order of arrival; the same for the same number of records."""
    return list(_month(records, projects, judged_day(), random.Random(3)))


def _month(
    records: int, projects: Sequence[Project], day: Sequence[Assessment], dice: random.Random
) -> Iterator[TimelineRecord]:
    crises = [(dice.randrange(PROJECTS), dice.randrange(DAYS), dice.choice(day)) for _ in range(CRISES)]
    told: list[Assessment] = []
    for number in range(records):
        at = START + timedelta(days=DAYS) * (number / records)
        kind = dice.randrange(100)
        if kind < ACTS:
            project = projects[dice.randrange(PROJECTS)].id
            yield Action(type="acknowledge", by="duty", at=at, arrived_at=at, project=project, id=f"act-{number}")
        elif number % 200 == 0:
            yield Tick(at=at, now=at)
        elif told and kind < ACTS + AGAIN:
            old = told[-dice.randrange(1, min(len(told), 2_000) + 1)]
            yield msgspec.structs.replace(old, arrived_at=at, reach=old.reach + dice.randrange(2) * number)
        else:
            today = [crisis for crisis in crises if 0 <= (at - START).days - crisis[1] < 2]
            crisis = dice.choice(today) if today and kind < ACTS + AGAIN + CRISIS else None
            project = projects[crisis[0] if crisis else min(int(dice.expovariate(1 / 25)), PROJECTS - 1)]
            told.append(_said(crisis[2] if crisis else dice.choice(day), project, number, at, dice))
            yield told[-1]


def _said(pattern: Assessment, project: Project, number: int, at: datetime, dice: random.Random) -> Assessment:
    mention = msgspec.structs.replace(
        pattern.mention,
        id=f"{pattern.mention.source}:{number:012d}",
        published_at=at - timedelta(minutes=dice.randrange(90)),
        author=Author(id=f"{dice.randrange(100_000):016x}"),
    )
    subject = Subject(project=project.id, city=project.city, region=project.region, how="named")
    source = Source(topic="posts.v1", partition=number % 12, offset=number)
    return msgspec.structs.replace(
        pattern, mention=mention, arrived_at=at, subject=subject, subjects=[subject], source=source
    )


# ---------------------------------------------------------------- what is measured


def new_fold(bundle: RuleBundle) -> Fold:
    fold = Fold(partition=0, partitions=12, bundles={bundle.digest: bundle})
    fold.use(bundle.digest)
    return fold


def fold_alone(timeline: Sequence[TimelineRecord], bundle: RuleBundle) -> Fold:
    fold = new_fold(bundle)
    for offset, record in enumerate(timeline):
        fold.apply(record, offset)
    return fold


def watch_step(values: Sequence[bytes], bundle: RuleBundle) -> int:
    """All that the watch role does but for Kafka: decode, fold, and a step's records; bytes written."""
    fold, frame, written = new_fold(bundle), Frame(partitions=12), 0
    for offset, value in enumerate(values):
        apply(fold, value, offset)
        if offset % STEP == STEP - 1:
            step = commit.step_records(fold.collect(), 0, frame)
            written += sum(len(record.value or b"") for record in step)
    return written


def score_alone(records: Sequence[Raw], step: Callable[[Sequence[Raw]], object]) -> None:
    for start in range(0, len(records), BATCH):
        step(records[start : start + BATCH])


def best(run: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Seconds of the fastest run, by the wall's clock and the processor's."""
    wall, processor = zip(*(_seconds(run) for _ in range(repeat)), strict=True)
    return min(wall), min(processor)


def _seconds(run: Callable[[], object]) -> tuple[float, float]:
    # as the worker does when it starts
    spare_collector()
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - processor


def measures(asked: argparse.Namespace) -> dict[str, tuple[int, Callable[[], object]]]:
    known = organisation()
    bundle = make_bundle(
        FoldSettings(clock="records"),
        known,
        load_playbooks(data_path("config") / "playbooks"),
        RULES,
    )
    timeline = month(asked.records, known.projects)
    values = [encode(record) for record in timeline]
    step = ours("timeline.v1")
    mixed = posts(asked.records // 5, "mix")
    short = [value for number, value in enumerate(mixed) if number % 5 != 4]
    read = [
        [Raw("posts.v1", 0, n, 1795000000000, b"k", value) for n, value in enumerate(each)] for each in (short, mixed)
    ]
    return {
        "fold alone": (len(timeline), lambda: fold_alone(timeline, bundle)),
        "watch step: decode, fold, encode": (len(values), lambda: watch_step(values, bundle)),
        "score step, 44 characters": (len(read[0]), lambda: score_alone(read[0], step)),
        "score step, the crawlers' mix": (len(read[1]), lambda: score_alone(read[1], step)),
    }


def run(asked: argparse.Namespace) -> dict[str, Any]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = {}
    for name, (count, action) in measures(asked).items():
        if asked.profile:
            _profile(name, action)
            continue
        wall, processor = best(action, asked.repeat)
        found[name] = {
            "records": count,
            "records_per_second": round(count / wall),
            "records_per_processor_second": round(count / processor),
            "cpu_us": round(processor / count * 1e6, 1),
        }
    machine = {"cpu": cpu(), "cores": 1, "python": platform.python_version()}
    return {"machine": machine, "projects": PROJECTS, "days": DAYS, "repeat": asked.repeat, "steps": found}


def _profile(name: str, action: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    profile.runcall(action)
    print(f"## {name}", file=sys.stderr)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(25)


def table(found: dict[str, Any]) -> str:
    lines = ["| step | records/s | records/s of processor time | CPU µs a record |", "| --- | ---: | ---: | ---: |"]
    for name, each in found["steps"].items():
        wall, processor = each["records_per_second"], each["records_per_processor_second"]
        lines.append(f"| {name} | {wall:,} | {processor:,} | {each['cpu_us']} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="where the time goes, instead of the figures")
    parser.add_argument("--json", type=Path, default=None, help="write the figures to this file too")
    asked = parser.parse_args()
    found = run(asked)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    print(text)
    print()
    print(table(found))


if __name__ == "__main__":
    main()
