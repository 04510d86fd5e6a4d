"""The packed memory of ids: what a dictionary in the order of last delivery would do, and the same after a restore."""

from __future__ import annotations

from datetime import timedelta

from histories import at
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.checkpoint.remembered import PART, Remembered, Seen, Span, key_of, micros

INCIDENTS = (None, "hz-ygyy~00000000000000aa", "hz-ygyy~ffffffffffffffff")
#: few ids to hit them again, and enough rows for several parts
STEPS = st.lists(
    st.tuples(st.sampled_from(("deliver", "deliver", "deliver", "pop", "merge", "write")), st.integers(0, 40)),
    max_size=6 * PART,
)


def seen(number: int, step: int) -> Seen:
    version = (micros(at(step) + timedelta(microseconds=number)), -1 if number % 7 == 0 else 2**31 - 1, 2**62 + number)
    last, incident = micros(at(step + 0.5)), INCIDENTS[number % 3]
    return Seen(version, last, number % 4, incident, number * 10**12, key_of(f"weibo:{number}"))


def shown(row: Seen) -> tuple[object, ...]:
    return row.version, row.last, row.level, row.incident, row.reach, row.key


def rows_of(remembered: Remembered) -> list[tuple[object, ...]]:
    return [shown(row) for row in remembered]


@given(STEPS)
def test_it_is_a_dictionary_in_the_order_of_last_delivery(steps: list[tuple[str, int]]) -> None:
    remembered = Remembered("hz-ygyy", Span())
    expected: dict[bytes, tuple[object, ...]] = {}
    kept = Kept()
    for step, (what, number) in enumerate(steps):
        key = key_of(f"weibo:{number}")
        if what == "deliver":
            old = remembered.take(key)
            assert (old and shown(old)) == expected.pop(key, None)
            new = old or seen(number, step)
            remembered.add(new)
            new.level, new.last = 3, micros(at(step + 0.5))
            remembered.put(new)
            expected[key] = shown(new)
        elif what == "pop" and expected:
            assert shown(remembered.pop()) == expected.pop(next(iter(expected)))
        elif what == "merge":
            one, other = INCIDENTS[1 + number % 2], INCIDENTS[2 - number % 2]
            assert one is not None
            assert other is not None
            remembered.reassign(one, other)
            expected = {name: (*row[:3], other, *row[4:]) if row[3] == one else row for name, row in expected.items()}
        elif what == "write":
            write(remembered, kept)
        assert rows_of(remembered) == list(expected.values())
        assert len(remembered) == len(expected)
        assert (f"weibo:{number}" in remembered) is (key in expected)
    write(remembered, kept)
    again = restored(kept, order=len(steps))
    assert again.span == remembered.span
    assert rows_of(again) == rows_of(remembered)
    assert again.front_last == remembered.front_last
    # and what it writes from here on is the same, too
    for each in (again, remembered):
        each.add(seen(50, 1_000))
    assert again.written() == remembered.written()


class Kept:
    """What the checkpoints hold: the parts, and the span as it was when it was last written."""

    def __init__(self) -> None:
        self.parts: dict[int, bytes] = {}
        self.span = Span()


def write(remembered: Remembered, kept: Kept) -> None:
    if remembered.moved:
        kept.span = Span(remembered.span.front, remembered.span.next)
    for number, rows in remembered.written():
        if rows is None:
            kept.parts.pop(number, None)
        else:
            kept.parts[number] = rows


def restored(kept: Kept, order: int) -> Remembered:
    again = Remembered("hz-ygyy", Span(kept.span.front, kept.span.next))
    for number in sorted(kept.parts, key=lambda number: number * 7919 % (order + 11)):
        again.restore(number, kept.parts[number])
    again.restored()
    return again


def test_one_id_delivered_for_ever_takes_no_more_room_than_one() -> None:
    remembered = Remembered("hz-ygyy", Span())
    for number in range(10):
        remembered.add(seen(number, 0))
    kept = Kept()
    for step in range(50 * PART):
        remembered.add(remembered.take(key_of("weibo:3")) or seen(3, step))
        if step % 10 == 0:
            write(remembered, kept)
    write(remembered, kept)
    assert len(kept.parts) <= 5
    assert [row.key for row in remembered][-1] == key_of("weibo:3")
    assert len(remembered) == 10


def test_a_part_that_is_emptied_and_begun_again_rests_once() -> None:
    remembered = Remembered("hz-ygyy", Span())
    for number in range(PART // 2):
        remembered.add(seen(number, 0))
    for number in range(PART // 2):
        remembered.take(key_of(f"weibo:{number}"))
    for number in range(4 * PART):
        remembered.add(seen(number, 1))
    assert rows_of(remembered) == [shown(seen(number, 1)) for number in range(4 * PART)]


def test_a_part_at_rest_takes_a_third_of_what_it_takes_awake() -> None:
    remembered = Remembered("hz-ygyy", Span())
    for number in range(3 * PART):
        when = micros(at(number / 10))
        remembered.add(Seen((when, number % 12, 40 * number), when, 0, None, 300, key_of(f"weibo:{number}")))
    first, *_ = remembered._parts.values()
    awake = remembered._parts[2].rows
    assert len(first.packed) < len(awake) / 3 < len(first.look())
