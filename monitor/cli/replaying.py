"""The ways of `yuqing replay`: events are judged and folded, a timeline is folded as it was judged (shell)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Any

from monitor.cli.cluster import warn
from monitor.cli.kept import on_topic
from monitor.cli.progress import Meter
from monitor.company.organisation import organisation_from_dict
from monitor.compose import build_assessor, build_bundle, read_organisation
from monitor.config.settings import Settings
from monitor.kafka import topics
from monitor.kafka.admin import end_offsets
from monitor.kafka.connect import connect
from monitor.kafka.read import Record, read_topic
from monitor.process.processes import spare_collector
from monitor.records import RuleBundle
from monitor.replays.filereplay import STEP, FileReplay, Judge, judge_here
from monitor.replays.outcome import Names, Outcome, names_of
from monitor.replays.parallel import Judges
from monitor.replays.retelling import Retelling
from monitor.replays.sharedfold import SharedFold
from monitor.replays.topicreplay import RAW_TOPICS, TimelineReplay, raw_events, renamed
from monitor.steps.commit import read_bundle
from monitor.steps.scoring import Frame
from monitor.watch.bundle import renewed, with_rules
from monitor.watch.settings import FOLD_VERSION


def judge_events(settings: Settings, retelling: Retelling, meter: Meter, events: Any, judges: Judges | None) -> Names:
    """`judges`: judged and folded in processes of their own; else it is done here."""
    organisation = read_organisation(settings)
    judge: Judge = judges or judge_here(build_assessor(settings), organisation)
    bundle = build_bundle(settings)
    spare_collector()
    with ExitStack() as stack:
        shared = stack.enter_context(SharedFold(retelling, bundle, STEP, judges)) if judges is not None else None
        FileReplay(retelling, judge, bundle, shared).run(
            events,
            lambda done, total: meter.update("judging", done, total),
            lambda done, total: meter.update("folding", done, total),
        )
    return names_of(organisation)


def raw_mentions(settings: Settings, bootstrap: str, meter: Meter) -> Iterator[Any]:
    frame = Frame(topics.TIMELINE_PARTITIONS, settings.kafka.topic_prefix, settings.watch.clock == "records")
    named = [frame.topic(name) for name in RAW_TOPICS]
    total = _size(settings, bootstrap, named)
    records = chain.from_iterable(read_topic(bootstrap, name, settings.kafka.security) for name in named)
    return raw_events(_shown(records, total, meter), frame)


def _size(settings: Settings, bootstrap: str, named: list[str]) -> int:
    """Offsets up to the end of the topics; a bar that ends early is due to records past their retention."""
    with connect(bootstrap, settings.kafka.security, on_wait=warn) as admin:
        return sum(end_offsets(admin, named, committed=True).values())


def _shown(records: Iterator[Record], total: int, meter: Meter) -> Iterator[Record]:
    for done, record in enumerate(records, 1):
        if done % 500 == 0:
            meter.update("reading", done, total)
        yield record


def fold_again(settings: Settings, bootstrap: str, retelling: Retelling, meter: Meter, *, anew: bool) -> Names:
    """`anew`: under the rules of grades of the settings, whatever was in force."""
    bundles = _renewed(_bundles(settings, bootstrap), settings, retelling.outcome)
    present = build_bundle(settings)
    revised = {name: with_rules(each, present) if anew else each for name, each in bundles.items()}
    last = list(revised.values())[-1] if revised else present
    timeline = settings.kafka.topic_prefix + topics.TIMELINE
    total = _size(settings, bootstrap, [timeline])
    spare_collector()
    replay = TimelineReplay(retelling, {each.digest: each for each in revised.values()}, last)
    records = renamed(
        read_topic(bootstrap, timeline, settings.kafka.security), {name: each.digest for name, each in revised.items()}
    )
    replay.run(records, lambda done: meter.update("folding", done, total))
    return names_of(organisation_from_dict(last.organisation))


def _renewed(read: dict[str, RuleBundle], settings: Settings, outcome: Outcome) -> dict[str, RuleBundle]:
    """Bundles of an older fold version are folded under by this one, and the reader is told."""
    if all(each.fold >= FOLD_VERSION for each in read.values()):
        return read
    present = build_bundle(settings)
    outcome.older_folds = sorted({each.fold for each in read.values() if each.fold < FOLD_VERSION})
    outcome.notes.append("部分记录由旧版本程序研判，现按本版本规则重新汇总：预警可能与当时发出的不同。")
    return {digest: renewed(each, present) for digest, each in read.items()}


def _bundles(settings: Settings, bootstrap: str) -> dict[str, RuleBundle]:
    """By digest, the one that was written last at the end."""
    found: dict[str, RuleBundle] = {}
    for bundle in on_topic(_values(settings, bootstrap), read_bundle, topics.RULESETS):
        found.pop(bundle.digest, None)
        found[bundle.digest] = bundle
    return found


def _values(settings: Settings, bootstrap: str) -> Iterator[bytes]:
    records: Iterator[Record] = read_topic(
        bootstrap, settings.kafka.topic_prefix + topics.RULESETS, settings.kafka.security
    )
    return (record.value for record in records if record.value is not None)
