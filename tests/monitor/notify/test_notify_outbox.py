"""What waits for one receiver and what goes next: order, groups, inhibition, budgets, digests; time is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notified import NOON, TIMING, alert

from monitor.notify.bucket import full
from monitor.notify.outbox import Delivery, Outbox
from monitor.notify.timing import Timing, plan
from monitor.records import Alert

T0 = NOON.timestamp()
NIGHT = (NOON + timedelta(hours=12)).timestamp()
MORNING = (NOON + timedelta(hours=19)).timestamp()


class Box:
    """An outbox with a clock of its own."""

    def __init__(
        self, burst: int = 5, rate: float = 14, capacity: int = 20, now: float = T0, timing: Timing = TIMING
    ) -> None:
        self.now, self._offset, self._timing = now, 0, timing
        self.box = Outbox("dingtalk:hz-duty", full(burst, rate, now), self._fits, timing)
        self._capacity = capacity

    def _fits(self, alerts: Sequence[Alert]) -> int:
        return min(len(alerts), self._capacity)

    def add(self, *alerts: Alert) -> tuple[list[str], list[str]]:
        inhibited, excess = [], []
        for each in alerts:
            item = plan(each, self._offset, self.box.name, ("zhang",), self.now, self.now, self._timing, grouping=True)
            self._offset += 1
            found, much = self.box.add(item, self.now)
            inhibited += [one.alert.alert_id for one in found]
            excess += [one.alert.alert_id for one in much]
        return inhibited, excess

    def sent(self, until: float) -> list[tuple[float, Delivery]]:
        """All that goes out up to a moment, each accepted at once, time jumping to where something happens."""
        found = []
        while True:
            delivery = self.box.take(self.now)
            if delivery is not None:
                found.append((self.now, delivery))
                self.box.accepted(self.now)
                continue
            wake = self.box.wake_at(self.now)
            if wake is None or wake > until:
                self.now = until
                return found
            assert wake > self.now, "it would spin"
            self.now = max(wake, self.now + 1e-6)


def told(deliveries: Sequence[tuple[float, Delivery]]) -> list[list[str]]:
    return [[alert.alert_id for alert in delivery.alerts] for _, delivery in deliveries]


def named(deliveries: Sequence[tuple[float, Delivery]]) -> list[str]:
    return [each for ids in told(deliveries) for each in ids]


def test_what_is_grave_goes_at_once_and_by_itself() -> None:
    box, grave = Box(), alert(1, 3)
    box.add(grave)
    [(at, delivery)] = box.sent(T0 + 1)
    assert (at, delivery.form, delivery.id) == (T0, "alert", grave.alert_id)
    assert delivery.people == ("zhang",)


def test_lower_grades_of_a_project_wait_for_each_other() -> None:
    box = Box()
    first, second = alert(1, 2), alert(2, 1)
    box.add(first)
    box.now += 20
    box.add(second)
    [(at, delivery)] = box.sent(T0 + 1000)
    assert at == T0 + 30
    assert delivery.form == "group"
    assert told([(at, delivery)]) == [[first.alert_id, second.alert_id]]


def test_projects_do_not_wait_for_each_other() -> None:
    box = Box()
    box.add(alert(1, 2), alert(2, 2, incident_id="sz-jlhy~0000000000000002"))
    assert [delivery.form for _, delivery in box.sent(T0 + 60)] == ["alert", "alert"]


def test_the_next_of_a_group_keeps_the_interval() -> None:
    box = Box()
    box.add(alert(1, 2))
    box.sent(T0 + 40)
    box.add(alert(2, 2))
    [(at, _)] = box.sent(T0 + 1000)
    assert at == T0 + 30 + 300


def test_a_graver_alert_takes_the_place_of_those_of_its_incident_that_wait() -> None:
    box = Box()
    lower, other = alert(1, 2), alert(2, 2)
    graver = alert(1, 3, transition="escalated")
    box.add(lower, other)
    assert box.add(graver) == ([lower.alert_id], [])
    assert told(box.sent(T0 + 60)) == [[graver.alert_id], [other.alert_id]]


def test_what_comes_later_is_no_longer_inhibited() -> None:
    box = Box()
    graver, lower = alert(1, 3), alert(1, 2, transition="deescalated")
    box.add(graver)
    assert box.add(lower) == ([], [])
    assert named(box.sent(T0 + 60)) == [graver.alert_id, lower.alert_id]


def test_what_is_on_its_way_is_not_inhibited() -> None:
    box = Box()
    lower = alert(1, 2)
    box.add(lower)
    box.now += 30
    assert box.box.take(box.now) is not None
    assert box.add(alert(1, 3)) == ([], [])
    assert box.box.take(box.now) is None
    assert [item.alert.alert_id for item in box.box.accepted(box.now).items] == [lower.alert_id]


def test_in_quiet_hours_only_what_wakes_is_told_and_the_rest_in_one_digest_in_the_morning() -> None:
    box = Box(now=NIGHT)
    plain = [alert(number, 1 + number % 2, event_time=NOON + timedelta(hours=12)) for number in range(4)]
    grave = alert(9, 3, event_time=NOON + timedelta(hours=12))
    box.add(*plain, grave)
    [first, second] = box.sent(MORNING + 60)
    assert (first[0], told([first])) == (NIGHT, [[grave.alert_id]])
    assert (second[0], second[1].form) == (MORNING, "morning")
    assert {each.alert_id for each in second[1].alerts} == {each.alert_id for each in plain}


def test_what_was_held_up_until_the_night_waits_too() -> None:
    box = Box(now=NIGHT - 2 * 3600 - 10)
    box.add(alert(1, 2, event_time=NOON + timedelta(hours=10)))
    [(at, _)] = box.sent(MORNING + 60)
    assert at == MORNING


@pytest.mark.parametrize("late", [{"late_found": True}, {"event_time": NOON - timedelta(hours=25)}])
def test_late_news_is_told_in_a_digest_only(late: dict[str, object]) -> None:
    box = Box()
    box.add(alert(1, 3, **late), alert(2, 1, **late))
    [(at, delivery)] = box.sent(T0 + 1000)
    assert (at, delivery.form, len(delivery.alerts)) == (T0 + 30, "late", 2)
    night = Box(now=NIGHT)
    night.add(alert(1, 3, late_found=True, event_time=NOON + timedelta(hours=12)))
    [(at, delivery)] = night.sent(MORNING + 60)
    assert (at, delivery.form) == (MORNING, "late")


def test_more_than_the_budget_is_folded_and_every_alert_is_named() -> None:
    box = Box(burst=5, capacity=20)
    alerts = [alert(number, 3 if number % 10 == 0 else 1 + number % 2) for number in range(200)]
    box.add(*alerts)
    sent = box.sent(T0 + 3600)
    assert sorted(named(sent)) == sorted(each.alert_id for each in alerts)
    grades = [each.grade for _, delivery in sent for each in delivery.alerts]
    assert grades[:20] == [3] * 20
    forms = [delivery.form for _, delivery in sent]
    assert forms[:4] == ["alert"] * 4
    assert forms[4] == "storm"


def test_a_token_is_kept_for_what_is_grave() -> None:
    box = Box(burst=3, rate=1, timing=msgspec.structs.replace(TIMING, group_wait=0))
    box.add(*(alert(number, 2, incident_id=f"p{number}~0") for number in range(3)))
    assert box.sent(T0)
    assert 1 <= box.box.bucket.level(T0) < 2
    box.add(alert(8, 2, incident_id="p8~0"))
    assert box.sent(T0) == []
    box.add(alert(9, 3))
    assert told(box.sent(T0)) == [[alert(9, 3).alert_id]]


@given(
    st.lists(st.tuples(st.floats(0, 20), st.integers(1, 3), st.booleans()), max_size=150),
    st.integers(1, 6), st.integers(1, 14), st.integers(1, 30),
)  # fmt: skip
def test_nothing_is_lost_nothing_doubled_and_no_minute_exceeds_the_budget(
    arrivals: list[tuple[float, int, bool]], burst: int, rate: int, capacity: int
) -> None:
    box = Box(burst=burst, rate=rate, capacity=capacity)
    settled: list[str] = []
    sent: list[tuple[float, Delivery]] = []
    for number, (gap, grade, urgent) in enumerate(arrivals):
        sent += box.sent(box.now + gap)
        inhibited, _ = box.add(alert(number, grade, urgent=urgent, incident_id=f"p{number % 7}~{number % 11}"))
        settled += inhibited
    sent += box.sent(box.now + 48 * 3600)
    settled += named(sent)
    assert len(settled) == len(set(settled)) == len(arrivals)
    for at, _ in sent:
        assert len([other for other, _ in sent if at <= other < at + 60]) <= burst + rate


def test_the_bound_costs_the_least_grave_and_says_so() -> None:
    box = Box(timing=msgspec.structs.replace(TIMING, max_waiting=3))
    alerts = [alert(1, 2), alert(2, 1), alert(3, 3)]
    assert box.add(*alerts) == ([], [])
    assert box.add(alert(4, 2)) == ([], [alerts[1].alert_id])
    assert box.add(alert(5, 1)) == ([], [alert(5, 1).alert_id])


# ---------------------------------------------------------------- failures


def test_a_failed_message_is_tried_again_with_the_same_id_and_later() -> None:
    box = Box()
    box.add(alert(1, 3))
    first = box.box.take(T0)
    assert first is not None
    box.box.failed(T0, 10.0)
    assert box.box.take(T0 + 9.9) is None
    assert box.box.wake_at(T0) == T0 + 10
    second = box.box.take(T0 + 10)
    assert second is not None
    assert second.id == first.id
    assert box.box.attempts == 2


def test_what_the_receiver_does_not_take_goes_in_smaller_pieces_and_then_out_of_the_way() -> None:
    box = Box()
    box.add(*(alert(number, 2) for number in range(4)))
    box.now += 30
    sizes, given_up = [], []
    for _ in range(12):
        box.now = max(box.now, box.box.breaker.until)
        delivery = box.box.take(box.now + 600)
        box.now += 600
        if delivery is None:
            break
        sizes.append(len(delivery.items))
        given_up += box.box.unacceptable(box.now)
    assert sizes[:3] == [4, 2, 1]
    assert given_up
    assert len(box.box.waiting) == 4 - len(given_up)


def test_what_is_overdue_is_named() -> None:
    box = Box()
    box.add(alert(1, 3), alert(2, 2))
    assert box.box.expired(T0 + TIMING.deadline - 1) == []
    assert [item.alert.grade for item in box.box.expired(T0 + TIMING.deadline)] == [3]
    assert len(box.box.expired(T0 + TIMING.deadline + 30)) == 2


def test_a_broken_receiver_gives_up_what_presses_first() -> None:
    box = Box()
    box.add(alert(1, 3), alert(2, 2))
    now = T0
    for _ in range(4):
        now = max(now, box.box.breaker.until)
        assert box.box.take(now) is not None
        box.box.failed(now)
    assert [item.alert.grade for item in box.box.diverted(T0 + 60)] == [3]
    assert len(box.box.diverted(T0 + 30 + 600)) == 2


def test_who_refuses_us_loses_what_presses_at_once() -> None:
    box = Box()
    box.add(alert(1, 3), alert(2, 2))
    box.box.take(T0)
    box.box.refused(T0, "errcode 310000")
    assert [item.alert.grade for item in box.box.diverted(T0)] == [3]


def test_how_late_the_first_alert_is_and_that_nothing_is_late_at_night() -> None:
    night = NOON.replace(hour=23).timestamp()
    box = Outbox("dingtalk:a", full(5, 14, night), len, TIMING)
    assert box.overdue(night) == 0
    for number, grade in ((1, 1), (2, 3), (3, 3)):
        box.add(plan(alert(number, grade), number, "dingtalk:a", (), night, night, TIMING, grouping=True), night)
    # those of grade 3 are to go at once, the other in the morning
    assert box.overdue(night + 90) == 90
    box.take(night + 90)
    box.accepted(night + 90)
    assert box.overdue(night + 120) == 120


def test_what_a_digest_can_name_is_counted_of_what_it_names() -> None:
    """The graver ones go first, and may be longer than those that came first."""

    def capacity(alerts: Sequence[Alert]) -> int:
        used = [sum(len(each.headline) for each in alerts[: count + 1]) for count in range(len(alerts))]
        return sum(each <= 100 for each in used)

    box = Outbox("dingtalk:a", full(3, 14, T0), capacity, TIMING)
    alerts = [alert(n, 1, headline="短") for n in range(5)] + [alert(n, 2, headline="长" * 40) for n in range(5, 10)]
    for offset, each in enumerate(alerts):
        box.add(plan(each, offset, "dingtalk:a", (), T0, T0, TIMING, grouping=True), T0)
    told: list[int] = []
    now = T0 + 60
    while box.waiting:
        now += 60
        if (delivery := box.take(now)) is not None:
            assert capacity(delivery.alerts) == len(delivery.alerts)
            told.append(len(delivery.items))
            box.accepted(now)
    assert sum(told) == 10
