"""A replay: events in the order of their arrival → assessed → the same fold as live → alerts and incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import msgspec
from msgspec import Struct

from monitor.acts import target
from monitor.assess import Arrival, Assessor, file_arrival
from monitor.errors import Unreadable
from monitor.ids import action_id
from monitor.organisation import Organisation
from monitor.records import Action, Mention, RuleBundle, Rules, Source, TimelineRecord
from monitor.times import local
from monitor.watch.fold import Fold
from monitor.watch.settings import FOLD_VERSION

BATCH = 500

Event = Mention | Action


class Placed(Struct, frozen=True):
    """An event and where it was read."""

    event: Event
    source: Source


class Failure(Struct, frozen=True):
    """An event that could not be judged or that no partition takes."""

    placed: Placed
    why: Unreadable


def arrival_of(event: Event) -> datetime:
    """In file mode: when it was collected or published; of an action when it was done."""
    return file_arrival(event) if isinstance(event, Mention) else local(event.at)


def judged(
    events: Iterable[Placed], assessor: Assessor, organisation: Organisation
) -> Iterator[TimelineRecord | Failure]:
    """Events in the order of their arrival → timeline records in that order, failures where they happen."""
    iterator = iter(events)
    while batch := list(islice(iterator, BATCH)):
        arrivals = [_arrival(each) for each in batch if isinstance(each.event, Mention)]
        results = iter(assessor.assess(arrivals))
        for each in batch:
            if isinstance(each.event, Action):
                yield _acted(each, each.event, organisation)
                continue
            result = next(results)
            if isinstance(result, Unreadable):
                yield Failure(each, result)
            else:
                yield from result


def _arrival(placed: Placed) -> Arrival:
    assert isinstance(placed.event, Mention)
    return Arrival(placed.event, file_arrival(placed.event), placed.source)


def _acted(placed: Placed, action: Action, organisation: Organisation) -> Action | Failure:
    try:
        if action.mention is None:
            target(action, organisation)
    except Unreadable as unreadable:
        return Failure(placed, unreadable)
    at = local(action.at)
    return msgspec.structs.replace(action, id=action_id(action), at=at, arrived_at=at, source=placed.source)


def new_fold(bundle: RuleBundle, start: datetime) -> tuple[Fold, Rules]:
    """A fold over one partition under these rules, and the rules record its timeline begins with."""
    fold = Fold(partition=0, partitions=1, bundles={bundle.digest: bundle})
    rules = Rules(digest=bundle.digest, at=start, fold=FOLD_VERSION)
    fold.apply(rules, 0)
    return fold, rules
