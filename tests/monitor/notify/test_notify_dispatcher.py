"""From alerts to records: who is told, fallbacks, deadlines, restarts; the whole of dispatch with time handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from notified import NOON, TIMING, alert, person

from monitor.config.channels import Subscriber
from monitor.notify.answer import Answer
from monitor.notify.bucket import full
from monitor.notify.dispatcher import NOBODY, Dispatcher, Route, Settled
from monitor.notify.ledger import Ledger, record_key
from monitor.notify.outbox import Outbox
from monitor.notify.restoring import spend
from monitor.notify.timing import Timing
from monitor.records import Alert, Notification

T0 = NOON.timestamp()
ROBOT, DESK, HOOK = "dingtalk:hz-duty", "mail:desk", "webhook:itsm"
OK, BUSY, SHUT = Answer("accepted", "errcode 0"), Answer("failed", "HTTP 500"), Answer("refused", "errcode 310000")
NOT_THIS = Answer("unacceptable", "HTTP 400")


class Site:
    """A dispatcher, the answers of its receivers, and the records that it wrote; time jumps second by second."""

    def __init__(
        self, answers: Mapping[str, Answer], *, fallback: str | None = None, subscribers: Sequence[Subscriber] = (),
        notes: Sequence[Notification] = (), timing: Timing = TIMING, now: float = T0, nobody: str | None = None,
        batch: int = 1,
    ) -> None:  # fmt: skip
        self.answers, self.now = dict(answers), now
        self.ledger = Ledger()
        self.ledger.restore(notes, 0)
        fits = {name: (lambda alerts: min(len(alerts), batch)) if name == HOOK else len for name in answers}
        boxes = {name: Outbox(name, full(5, 14, now), fits[name], timing) for name in answers}
        routes = {name: Route(grouping=name != HOOK, fallback=fallback) for name in answers}
        self.dispatcher = Dispatcher(boxes, routes, subscribers, timing, self.ledger, nobody)
        self.notes: list[Notification] = []
        self.dead: list[Alert] = []
        self.sent: list[tuple[float, str, list[str]]] = []

    def arrive(self, *alerts: Alert, first: int = 0) -> None:
        for offset, each in enumerate(alerts, first):
            self.record(self.dispatcher.arrive(each, offset, self.now, self.now))

    def record(self, settled: Sequence[Settled]) -> None:
        self.notes += [each.note for each in settled]
        self.dead += [each.alert for each in settled if each.alert is not None]
        self.ledger.closed([each.note for each in settled])

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now <= end:
            for name, box in self.dispatcher.outboxes.items():
                while (delivery := box.take(self.now)) is not None:
                    self.sent.append((self.now, name, [each.alert_id for each in delivery.alerts]))
                    self.record(self.dispatcher.answered(delivery, self.answers[name], self.now))
            self.record(self.dispatcher.sweep(self.now))
            self.now += 1

    def statuses(self) -> dict[tuple[str, str], str]:
        return {(note.alert_id, note.receiver): note.status for note in self.notes}


def routed(number: int, *channels: str, grade: int = 3, **more: object) -> Alert:
    return alert(number, grade, route=[person("zhang", *channels)], **more)


def test_the_route_and_the_subscribers_are_told_each_once() -> None:
    media = Subscriber(channels=(DESK,), categories=("media",))
    site = Site({ROBOT: OK, DESK: OK, HOOK: OK}, subscribers=[media, Subscriber(channels=(HOOK, ROBOT))])
    one, other = routed(1, ROBOT, ROBOT), routed(2, ROBOT, categories=["media"])
    site.arrive(one, other)
    site.run(5)
    assert site.statuses() == {
        (one.alert_id, ROBOT): "sent", (one.alert_id, HOOK): "sent", (other.alert_id, ROBOT): "sent",
        (other.alert_id, DESK): "sent", (other.alert_id, HOOK): "sent",
    }  # fmt: skip
    assert site.ledger.committable() == 2


def test_subscribers_hear_by_project_region_city_and_grade() -> None:
    rules = {
        "projects": ("hz-ygyy",), "regions": ("华东",), "cities": ("杭州",), "grades": (3,), "categories": ("service",),
    }  # fmt: skip
    for field, wanted in rules.items():
        for values, told in ((wanted, True), (("苏州",) if field != "grades" else (1,), False)):
            site = Site({HOOK: OK}, subscribers=[Subscriber(channels=(HOOK,), **{field: values})])  # type: ignore[arg-type]
            site.arrive(alert(1, 3, route=[]))
            assert (NOBODY not in {note.receiver for note in site.notes}) is told


def test_a_machine_gets_each_at_once_at_any_hour() -> None:
    site = Site({HOOK: OK}, now=T0 + 12 * 3600)
    site.arrive(*(routed(number, HOOK, grade=1, event_time=NOON) for number in range(3)))
    site.run(0)
    assert [len(ids) for _, _, ids in site.sent] == [1, 1, 1]


def test_a_machine_that_takes_batches_gets_what_waits_together_and_alone_what_is_alone() -> None:
    site = Site({HOOK: OK}, batch=3)
    site.arrive(*(routed(number, HOOK, grade=1 + number % 3) for number in range(5)))
    site.run(0)
    site.arrive(routed(9, HOOK), first=5)
    site.run(0)
    assert [len(ids) for _, _, ids in site.sent] == [3, 2, 1]
    assert [note.form for note in site.notes] == ["storm"] * 5 + ["alert"]
    assert len({note.message for note in site.notes}) == 3
    graver = [alert(number, 1 + number % 3).alert_id for number in (2, 1, 4)]
    assert site.sent[0][2][0] == graver[0]


def test_what_is_silenced_is_recorded_and_told_nobody() -> None:
    site = Site({ROBOT: OK})
    site.arrive(routed(1, ROBOT, silenced=True))
    site.run(60)
    assert [note.status for note in site.notes] == ["silenced"]
    assert site.sent == []
    assert site.ledger.committable() == 1


def test_an_alert_that_reaches_nobody_is_not_dropped() -> None:
    site = Site({ROBOT: OK})
    site.arrive(routed(1, "dingtalk:gone"))
    assert [(note.receiver, note.status) for note in site.notes] == [(NOBODY, "dead")]
    assert len(site.dead) == 1
    caught = Site({ROBOT: OK, DESK: OK}, nobody=DESK)
    caught.arrive(routed(1, "dingtalk:gone"))
    caught.run(1)
    assert [(note.receiver, note.status) for note in caught.notes] == [(DESK, "sent")]


# ---------------------------------------------------------------- failures


def test_the_fallback_takes_over_once_and_only_once() -> None:
    site = Site({ROBOT: BUSY, DESK: OK}, fallback=DESK)
    one = routed(1, ROBOT)
    site.arrive(one)
    site.run(300)
    assert site.statuses() == {(one.alert_id, ROBOT): "fallback", (one.alert_id, DESK): "sent"}
    [handed] = [note for note in site.notes if note.status == "fallback"]
    assert handed.instead == DESK
    site.answers[ROBOT] = OK
    site.run(600)
    assert [name for _, name, _ in site.sent].count(DESK) == 1
    assert site.dispatcher.outboxes[ROBOT].waiting == {}
    assert site.ledger.committable() == 1


def test_a_receiver_that_refuses_us_hands_over_what_presses_at_once() -> None:
    site = Site({ROBOT: SHUT, DESK: OK}, fallback=DESK)
    one, plain = routed(1, ROBOT), routed(2, ROBOT, grade=1)
    site.arrive(one, plain)
    site.run(5)
    assert site.statuses() == {(one.alert_id, ROBOT): "fallback", (one.alert_id, DESK): "sent"}
    site.run(700)
    assert site.statuses()[(plain.alert_id, DESK)] == "sent"


def test_when_the_fallback_fails_too_there_is_a_dead_letter_and_no_circle() -> None:
    site = Site({ROBOT: BUSY, DESK: SHUT}, fallback=DESK)
    site.dispatcher._routes = {ROBOT: Route(True, DESK), DESK: Route(True, ROBOT)}
    one = routed(1, ROBOT, DESK)
    site.arrive(one)
    site.run(TIMING.deadline + 600)
    assert sorted(site.statuses().values()) in (["dead", "fallback"], ["dead", "dead"])
    assert len(site.dead) >= 1
    assert site.ledger.committable() == 1


def test_without_a_fallback_the_deadline_makes_a_dead_letter() -> None:
    site = Site({ROBOT: BUSY})
    one = routed(1, ROBOT)
    site.arrive(one)
    site.run(TIMING.deadline - 60)
    assert site.notes == []
    assert 60 <= len(site.sent) <= 24 * 60 + 10, "a probe a minute, not a storm"
    site.run(120)
    assert site.statuses() == {(one.alert_id, ROBOT): "dead"}
    assert site.dead == [one]


def test_what_is_not_acceptable_does_not_block_the_rest() -> None:
    site = Site({ROBOT: NOT_THIS})
    poison, good = routed(1, ROBOT), routed(2, ROBOT)
    site.arrive(poison)
    site.run(120)
    assert site.statuses() == {(poison.alert_id, ROBOT): "dead"}
    site.answers[ROBOT] = OK
    site.arrive(good, first=1)
    site.run(60)
    assert site.statuses()[(good.alert_id, ROBOT)] == "sent"


def test_one_receiver_that_fails_delays_no_other() -> None:
    """The others' messages go at the same moments as if it were well."""

    def told(robot: Answer) -> list[tuple[float, list[str]]]:
        site = Site({ROBOT: robot, HOOK: OK})
        site.arrive(*(routed(number, ROBOT, HOOK) for number in range(20)))
        site.run(120)
        return [(at, ids) for at, name, ids in site.sent if name == HOOK]

    assert told(BUSY) == told(SHUT) == told(OK)
    assert len(told(BUSY)) >= 5


# ---------------------------------------------------------------- restarts


def test_what_was_settled_is_not_told_again_after_a_restart() -> None:
    first = Site({ROBOT: OK, HOOK: OK})
    alerts = [routed(number, ROBOT, HOOK) for number in range(3)]
    first.arrive(*alerts)
    first.run(0)
    assert first.notes
    second = Site({ROBOT: OK, HOOK: OK}, notes=first.notes)
    second.arrive(*alerts)
    second.run(120)
    both = [(note.alert_id, note.receiver) for note in [*first.notes, *second.notes]]
    assert len(both) == len(set(both)) == 6


def test_a_fallback_that_was_recorded_but_not_told_is_told_after_a_restart() -> None:
    first = Site({ROBOT: SHUT, DESK: BUSY}, fallback=DESK)
    one = routed(1, ROBOT)
    first.arrive(one)
    first.run(3)
    assert [note.status for note in first.notes] == ["fallback"]
    assert first.ledger.committable() == 0
    second = Site({ROBOT: OK, DESK: OK}, fallback=DESK, notes=first.notes)
    second.arrive(one)
    second.run(60)
    assert second.statuses() == {(one.alert_id, DESK): "sent"}


def test_a_channel_that_was_taken_away_after_it_told_leaves_no_dead_letter() -> None:
    first = Site({ROBOT: OK})
    one = routed(1, ROBOT)
    first.arrive(one)
    first.run(1)
    second = Site({DESK: OK}, notes=first.notes)
    second.arrive(one)
    second.run(60)
    assert (second.notes, second.dead) == ([], [])
    assert second.ledger.committable() == 1


def test_the_committed_offset_never_passes_what_is_open() -> None:
    site = Site({ROBOT: OK, HOOK: OK}, now=T0 + 12 * 3600)
    night = NOON.replace(hour=23)
    held, grave = routed(1, ROBOT, grade=1, event_time=night), routed(2, ROBOT, event_time=night)
    site.arrive(routed(0, HOOK), held, grave)
    site.run(60)
    assert site.ledger.committable() == 1
    assert site.ledger.open_alerts == 1
    site.run(8 * 3600)
    assert site.ledger.committable() == 3


def test_a_redriven_alert_is_told_although_it_lies_before_the_committed_offset() -> None:
    site = Site({ROBOT: OK})
    site.arrive(routed(5, ROBOT), first=100)
    site.run(1)
    again = Notification(
        alert_id="a", incident_id="i", receiver=ROBOT, status="redriven", at=NOON, offset=3, alert=routed(1, ROBOT)
    )
    ledger = Ledger()
    assert ledger.restore([again], 100) == [again]
    site.record(site.dispatcher.again(again, site.now))
    site.run(60)
    assert len(site.sent) == 2
    assert site.ledger.committable() == 101


def test_the_ledger_remembers_only_what_can_be_read_again() -> None:
    notes = [
        Notification(alert_id=str(number), incident_id="i", receiver=ROBOT, status="sent", at=NOON, offset=number)
        for number in range(10)
    ]
    ledger = Ledger()
    ledger.restore(notes, 5)
    assert ledger.settled("4", ROBOT) is None
    assert ledger.settled("5", ROBOT) is not None
    ledger.committed(8)
    assert ledger.settled("7", ROBOT) is None
    assert record_key(notes[0]) == b"0|dingtalk:hz-duty"


def test_the_last_word_counts() -> None:
    dead = Notification(alert_id="a", incident_id="i", receiver=ROBOT, status="dead", at=NOON, offset=3)
    again = msgspec.structs.replace(dead, status="redriven")
    sent = msgspec.structs.replace(dead, status="sent")
    assert Ledger().restore([dead, again], 0) == [again]
    assert Ledger().restore([dead, again, sent], 0) == []


def test_a_successor_begins_with_what_is_left_of_the_budget() -> None:
    boxes = {ROBOT: Outbox(ROBOT, full(5, 14, T0), len, TIMING), HOOK: Outbox(HOOK, full(5, 14, T0), len, TIMING)}
    sent = [
        Notification(
            alert_id=str(number), incident_id="i", receiver=ROBOT, status="sent", offset=number,
            at=NOON.fromtimestamp(T0 - ago, NOON.tzinfo), message=f"m{number // 2}",
        )
        for number, ago in enumerate([300, 300, 2, 2, 2, 2, 1, 1, 0.5, 0.5])
    ]  # fmt: skip
    spend(boxes, sent)
    assert 1 <= boxes[ROBOT].bucket.level(T0) < 2.5
    assert boxes[HOOK].bucket.level(T0) == 5


def test_a_fallback_tells_no_more_than_the_channel_that_failed() -> None:
    site = msgspec.structs.replace(person("zhang", ROBOT), redacted=True)
    whole = alert(grade=3, route=[site, person("chen", HOOK)])
    assert whole.evidence
    desk = Site({ROBOT: SHUT, DESK: OK, HOOK: OK}, fallback=DESK)
    desk.arrive(whole)
    assert [len(box.waiting) for box in desk.dispatcher.outboxes.values()] == [1, 0, 1]
    told = {
        name: next(iter(box.waiting.values())).told for name, box in desk.dispatcher.outboxes.items() if box.waiting
    }
    assert (told[ROBOT].evidence, told[HOOK].evidence) == ([], whole.evidence)
    desk.run(120)
    assert [note.receiver for note in desk.notes if note.status == "sent"] == [HOOK, DESK]
    # killed between the two records: what the fallback is told after the restart is no more
    again = Site({ROBOT: SHUT, DESK: OK, HOOK: OK}, fallback=DESK, notes=[n for n in desk.notes if n.receiver != DESK])
    again.arrive(whole)
    (item,) = again.dispatcher.outboxes[DESK].waiting.values()
    assert item.told.evidence == []
