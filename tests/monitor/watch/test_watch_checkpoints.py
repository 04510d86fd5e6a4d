"""A fold restored from its checkpoints is the fold that was: at every cut, and refused where it cannot be."""

from __future__ import annotations

import pytest
from histories import act, judged, new_fold, run

from monitor.errors import YuqingError
from monitor.records import encode
from monitor.watch.checkpoint import state


def history():
    return [
        judged("a:1", 0, level=3, categories=["casualty"], signs=["hearsay"]),
        judged("a:2", 1, keywords=["停水"]),
        act("verify", 2, by="zhang", mention="a:9", verdict="true"),
        judged("a:3", 3, level=2, categories=["violation"], project="sz-jlhy"),
        act("acknowledge", 4, by="路过的邻居", project="hz-ygyy"),
        judged("a:9", 5, keywords=["停水"]),
        judged("a:4", 24 * 8, keywords=["停水"]),
        judged("a:5", 24 * 9, level=2, categories=["safety"]),
        judged("a:6", 24 * 40, keywords=["停水"]),
    ]


@pytest.mark.parametrize("cut", range(len(history())))
def test_a_fold_restored_from_checkpoints_tells_the_same_as_one_that_never_stopped(cut):
    whole = run(history())
    first = new_fold()
    for offset, record in enumerate(history()[:cut]):
        first.apply(record, offset)
    step = first.collect()
    second = new_fold()
    if cut:
        second.restore(step.head, step.checkpoints)
    for offset, record in enumerate(history()):
        second.apply(record, offset)
    rest = second.collect()
    assert [encode(alert) for alert in [*step.alerts, *rest.alerts]] == [encode(alert) for alert in whole.alerts]


def test_a_restored_state_is_the_state():
    fold = new_fold()
    for offset, record in enumerate(history()):
        fold.apply(record, offset)
    step = fold.collect()
    again = new_fold()
    again.restore(step.head, step.checkpoints)
    for name, subject in fold.book.subjects.items():
        assert state.encode(again.book.subjects[name].memory) == state.encode(subject.memory)
        assert sorted(again.book.subjects[name].incidents) == sorted(subject.incidents)


def test_other_partitions_or_formats_are_refused_with_the_way_out():
    fold = new_fold()
    fold.apply(judged(), 0)
    step = fold.collect()
    other = new_fold()
    other.partitions = 6
    with pytest.raises(YuqingError, match="12 partitions"):
        other.restore(step.head, step.checkpoints)


def test_an_unknown_rules_bundle_is_refused():
    with pytest.raises(YuqingError, match="rulesets"):
        new_fold().use("unknown")
