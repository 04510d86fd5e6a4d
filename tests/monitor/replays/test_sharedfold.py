"""A fold shared out to several processes tells what one tells, in the same order, to the byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from generated import History, histories, records_of
from histories import ORGANISATION, RULESET, act, at, judged
from hypothesis import HealthCheck, given, settings

from monitor.company.playbooks import load_playbooks
from monitor.config.settings import data_path
from monitor.records import Action, Assessment, RuleBundle, Rules, Subject, TimelineRecord, decode_timeline, encode
from monitor.replays.filereplay import FoldHere, Folding
from monitor.replays.foldshare import Folded, Share, fold_share
from monitor.replays.outcome import Window, names_of
from monitor.replays.retelling import ALERTS, DEADLETTERS, INCIDENTS, REPORT, TIMELINE, Retelling
from monitor.replays.sharedfold import SharedFold
from monitor.replays.shares import HEAPS, Shares
from monitor.watch.bundle import make_bundle
from monitor.watch.settings import FOLD_VERSION, FoldSettings

FILES = (TIMELINE, ALERTS, INCIDENTS, DEADLETTERS, REPORT)
BOTH = [Subject(project=project, city="杭州", region="华东", how="named") for project in ("hz-ygyy", "sz-jlhy")]


class Here:
    """The shares one after the other, in this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def fold(self, shares: Sequence[Share], look: Callable[[], None]) -> list[Folded]:
        look()
        return [fold_share(each) for each in shares]


def bundle_of(**fold: object) -> RuleBundle:
    return make_bundle(
        FoldSettings(**{"clock": "records", **fold}),  # type: ignore[arg-type]
        ORGANISATION, load_playbooks(data_path("config") / "playbooks"), RULESET,
    )  # fmt: skip


def told(timeline: Sequence[TimelineRecord], bundle: RuleBundle, workers: int, step: int = 7) -> dict[str, bytes]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        retelling = stack.enter_context(Retelling(Path(folder) / "out", Window()))
        folding: Folding = FoldHere(retelling, bundle, step)
        if workers:
            folding = stack.enter_context(SharedFold(retelling, bundle, step, Here(workers)))
        for record in timeline:
            if isinstance(record, Action):
                folding.expect(record)
        for each in (Rules(digest=bundle.digest, at=at(0), fold=FOLD_VERSION), *timeline):
            value = encode(each)
            folding.append(decode_timeline(value), value)
        folding.end(lambda done, total: None)
        retelling.finish(names_of(ORGANISATION))
        return {name: (Path(folder) / "out" / name).read_bytes() for name in FILES}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(40))
def test_shares_tell_what_one_fold_tells(history: History) -> None:
    timeline, bundle = records_of(history), bundle_of()
    whole = told(timeline, bundle, 0)
    for workers in (2, 5):
        assert told(timeline, bundle, workers) == whole


def both(hours: float, id: str = "weibo:1", level: int = 2) -> list[Assessment]:
    """A mention of two estates: a record for each."""
    return [
        msgspec.structs.replace(judged(id, hours, level, ("safety",), subject=each), subjects=BOTH) for each in BOTH
    ]


@pytest.mark.parametrize("early", [True, False])
def test_an_action_by_mention_reaches_every_subject_and_waits_once(early: bool) -> None:
    acts = [act("close", 1.0, mention="weibo:1"), act("close", 1.5, mention="weibo:1"), act("respond", 2, mention="x")]
    timeline: list[TimelineRecord] = [*acts, *both(3.0)] if early else [*both(0.0), *acts]
    timeline += [judged("weibo:2", 90.0), act("close", 100.0, incident_id="hz-ygyy~0000000000000000")]
    whole = told(timeline, bundle_of(), 0)
    assert b'"closed"' in whole[ALERTS]
    for workers in (2, 3):
        assert told(timeline, bundle_of(), workers) == whole


def test_what_may_meet_the_bound_of_what_waits_is_folded_by_one() -> None:
    timeline = [act("respond", hours / 10, mention=f"weibo:{hours}", note=str(hours)) for hours in range(6)]
    timeline_of: list[TimelineRecord] = [*timeline, *both(1.0, "weibo:0"), *both(1.1, "weibo:5")]
    bounded = bundle_of(max_waiting_actions=3)
    assert told(timeline_of, bounded, 2) == told(timeline_of, bounded, 0)
    shares = Shares(FoldSettings(max_waiting_actions=3))
    for each in timeline:
        shares.named(each)
    assert shares.one
    assert [any(heaps) for heaps in shares.deal(2)] == [True, False]


def test_heaps_are_dealt_once_and_evenly() -> None:
    shares = Shares(FoldSettings())
    for number in range(400):
        shares.heap_of(judged(f"weibo:{number}", 0, number % 2, project=f"p{number % 40}"))
    dealt = shares.deal(3)
    assert [sum(each) for each in zip(*dealt, strict=True)] == [1] * HEAPS
    loads = [0, 0, 0]
    for number in range(400):
        heap = shares.heap_of(judged(f"weibo:{number}", 0, number % 2, project=f"p{number % 40}"))
        loads[next(at for at, heaps in enumerate(dealt) if heaps[heap])] += 10 if number % 2 else 1
    assert max(loads) <= 1.2 * min(loads)


def test_what_one_share_cannot_fold_is_a_dead_letter_in_its_place() -> None:
    bundle = bundle_of()
    broken = msgspec.structs.replace(judged("weibo:3", 2.0), fingerprint="no number")
    timeline = [*both(0.0), broken, judged("weibo:4", 3.0, project="sz-jlhy")]
    whole = told(timeline, bundle, 0)
    assert b"fold_failed" in whole[DEADLETTERS]
    assert told(timeline, bundle, 2) == whole
