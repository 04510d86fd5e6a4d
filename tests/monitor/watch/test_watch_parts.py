"""A large incident is written in parts: those that changed, and all of them make it whole again."""

from __future__ import annotations

from typing import Any

import pytest
from histories import act, judged, new_fold

from monitor.errors import YuqingError
from monitor.records import Checkpoint, encode
from monitor.watch.checkpoint.parts import PART
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.fold import Fold, Step

#: of a checkpoint
Name = tuple[str, str | None, str | None]


def said(number: int, **fields: Any) -> Any:
    return judged(f"m:{number}", number / 100, author=f"author {number}", **fields)


def folded(count: int, **settings: Any) -> tuple[Fold, dict[Name, Checkpoint]]:
    """So many mentions of one matter, a step each, and what a compacted topic keeps of their checkpoints."""
    fold, kept = new_fold(**settings), dict[Name, Checkpoint]()
    for number in range(count):
        fold.apply(said(number), number)
        keep(kept, fold.collect())
    return fold, kept


def keep(kept: dict[Name, Checkpoint], step: Step) -> None:
    kept |= {(each.subject, each.incident_id, each.part): each for each in step.checkpoints}
    for name in step.emptied:
        kept.pop(name, None)


def parts_of(step: Step) -> list[str | None]:
    return [each.part for each in step.checkpoints if each.incident_id is not None]


def incident_of(fold: Fold) -> IncidentState:
    [incident] = fold.book.subjects["hz-ygyy"].incidents.values()
    return incident


def restored(fold: Fold, kept: dict[Name, Checkpoint], **settings: Any) -> Fold:
    again = new_fold(**settings)
    again.restore(fold.collect().head, [kept[name] for name in sorted(kept, key=repr)])
    return again


def test_one_more_mention_writes_the_latest_and_a_changed_one_its_part() -> None:
    fold, kept = folded(PART * 3 + 1)
    assert {name[2] for name in kept if name[1]} == {None, "members.0", "members.1", "members.2"}
    fold.apply(said(PART * 3 + 1), 100)
    step = fold.collect()
    assert parts_of(step) == [None]
    keep(kept, step)
    fold.apply(said(PART + 2, reach=5_000, offset=7), 101)
    step = fold.collect()
    assert parts_of(step) == [None, "members.1"]
    keep(kept, step)
    again = restored(fold, kept)
    assert encode(incident_of(again)) == encode(incident_of(fold))
    assert list(incident_of(again).members) == [f"m:{number}" for number in range(PART * 3 + 2)]


def test_a_verdict_changes_all_parts() -> None:
    fold, kept = folded(PART * 2)
    fold.apply(act("verify", 1, verdict="false", by="chen", incident_id=incident_of(fold).incident_id), 100)
    step = fold.collect()
    assert parts_of(step) == [None, "members.0", "members.1"]
    keep(kept, step)
    assert all(each.discounted for each in incident_of(restored(fold, kept)).members.values())


def test_the_oldest_leave_part_by_part() -> None:
    most = {"max_members_per_incident": PART * 2}
    fold, kept = folded(PART * 3 + 5, **most)
    again = restored(fold, kept, **most)
    assert list(incident_of(again).members) == [f"m:{number}" for number in range(PART + 5, PART * 3 + 5)]
    assert {name[2] for name in kept if name[1]} == {None, "members.1", "members.2"}


def test_what_is_let_go_of_leaves_no_part_behind() -> None:
    fold, kept = folded(PART * 2)
    fold.apply(judged("x:1", 24 * 60, categories=["staff"]), 100)
    keep(kept, fold.collect())
    assert {name[2] for name in kept if name[1]} == {None}


def test_members_that_are_missing_are_no_incident() -> None:
    fold, kept = folded(PART * 2)
    del kept["hz-ygyy", incident_of(fold).incident_id, "members.1"]
    with pytest.raises(YuqingError, match="rebuild the state"):
        restored(fold, kept)
