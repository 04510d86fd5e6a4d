"""The timeline read back: what no role of ours wrote is passed, counted by an answer, and stops nothing."""

from __future__ import annotations

import pytest
from histories import act, at, judged, new_fold, tick, told
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Reason, Unreadable
from monitor.records import Rules, encode
from monitor.steps.timeline import apply, read_record, rules_digest

RULES = Rules(digest="d" * 32, at=at(0), fold=1)


@pytest.mark.parametrize("record", [judged(), act("close", 1, project="hz-ygyy"), tick(1), RULES])
def test_what_was_written_is_read_back(record):
    assert read_record(encode(record)) == record


@pytest.mark.parametrize(
    "value", [None, b"", b"{", b'{"kind":"riddle"}', b"[]", b'{"kind":"tick"}', b"\xff", b"[" * 99_999]
)
def test_what_no_role_of_ours_wrote_is_unreadable(value):
    with pytest.raises(Unreadable) as error:
        read_record(value)
    assert error.value.reason == Reason.UNREADABLE_TIMELINE


def test_fields_of_a_later_release_are_no_hindrance():
    assert read_record(encode(tick(1))[:-1] + b',"mood":"good"}') == tick(1)


def test_the_fold_passes_what_it_cannot_read_and_goes_on():
    fold = new_fold()
    records = [encode(judged("a:1")), None, b"{", encode(judged("a:2", 1, categories=["staff"]))]
    answers = [apply(fold, value, offset) for offset, value in enumerate(records)]
    assert [answer.reason if answer else None for answer in answers] == [
        None, Reason.UNREADABLE_TIMELINE, Reason.UNREADABLE_TIMELINE, None,
    ]  # fmt: skip
    step = fold.collect()
    assert step.head.offset == 3
    assert told(step.alerts) == [("opened", 1), ("opened", 1)]


def test_what_the_fold_fails_on_is_answered_and_passed():
    fold = new_fold()
    # no release gives such a fingerprint
    records = [judged("a:1"), judged("a:2", fingerprint="no digits", categories=["staff"]), judged("a:3")]
    answers = [apply(fold, encode(record), offset) for offset, record in enumerate(records)]
    assert [answer.reason if answer else None for answer in answers] == [None, Reason.FOLD_FAILED, None]
    assert fold.collect().head.offset == 2


def test_rules_that_nobody_kept_are_passed_and_said():
    fold = new_fold()
    unreadable = apply(fold, encode(RULES), 0)
    assert unreadable is not None
    assert fold.offset == 0


def test_a_rules_record_is_known_before_it_is_folded():
    assert rules_digest(encode(RULES)) == "d" * 32
    assert rules_digest(None) is None
    assert rules_digest(encode(tick(1))) is None
    assert rules_digest(encode(judged())) is None
    assert rules_digest(b'{"kind":"rules"') is None


@given(st.one_of(st.none(), st.binary(max_size=60)), st.integers(0, 5))
def test_no_bytes_stop_the_fold(value, offset):
    fold = new_fold()
    apply(fold, value, offset)
    assert fold.offset == offset
