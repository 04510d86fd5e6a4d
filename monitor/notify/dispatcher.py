"""From alerts to deliveries and back to records: the whole of dispatch but the world; the time is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from monitor.config.channels import Subscriber
from monitor.notify.answer import Answer
from monitor.notify.audience import audience
from monitor.notify.ledger import Ledger
from monitor.notify.outbox import Delivery, Outbox
from monitor.notify.timing import Item, Timing, moment, plan
from monitor.records import Alert, Notification
from monitor.times import local

#: The receiver's name of an alert that reaches nobody.
NOBODY = "nobody"


class Settled(Struct, frozen=True):
    """A record to write; `alert` where it became a dead letter."""

    note: Notification
    alert: Alert | None = None


class Route(Struct, frozen=True):
    """What the settings say of one receiver."""

    #: false: a machine, which wants each alert by itself and at once
    grouping: bool
    fallback: str | None


class Dispatcher:
    """One active process's knowledge; every method takes the time (seconds since the epoch)."""

    def __init__(
        self,
        outboxes: Mapping[str, Outbox],
        routes: Mapping[str, Route],
        subscribers: Iterable[Subscriber],
        timing: Timing,
        ledger: Ledger,
        nobody: str | None = None,
    ) -> None:
        """`nobody`: who hears of alerts whose route reaches nobody."""
        self.outboxes, self.ledger = outboxes, ledger
        self._routes, self._subscribers, self._timing, self._nobody = routes, tuple(subscribers), timing, nobody

    # ------------------------------------------------------------ what comes in

    def arrive(self, alert: Alert, offset: int, recorded: float, now: float) -> list[Settled]:
        """An alert from alerts.v1; what is settled at once."""
        people, standing_in = self._people(alert)
        open_ = {name: who for name, who in people.items() if self.ledger.settled(alert.alert_id, name) is None}
        if not audience(alert, self._subscribers, self.outboxes) and self.ledger.told(alert.alert_id):
            # told before, through a channel that is no longer there
            open_ = {}
        self.ledger.opened(offset, open_)
        if alert.silenced:
            return [self._settled(alert, offset, name, "silenced", now) for name in open_]
        found: list[Settled] = []
        for name, who in open_.items():
            if name == NOBODY:
                found.append(self._dead(alert, offset, NOBODY, now, "no channel of its route is in the settings"))
            else:
                found += self._enter(alert, offset, name, who, recorded, now, instead_of=standing_in.get(name))
        return found

    def again(self, note: Notification, now: float) -> list[Settled]:
        """A dead letter that was redriven."""
        if note.alert is None or note.receiver not in self.outboxes:
            return []
        return self._enter(note.alert, note.offset, note.receiver, (), now, now)

    def _people(self, alert: Alert) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        """Receiver → people, and which receivers stand in for which that has failed before."""
        found = dict(audience(alert, self._subscribers, self.outboxes)) or {self._nobody or NOBODY: ()}
        standing_in: dict[str, str] = {}
        people: dict[str, tuple[str, ...]] = {}
        for name, who in found.items():
            told = self.ledger.settled(alert.alert_id, name)
            if told is not None and told.status == "fallback" and told.instead and told.instead in self.outboxes:
                standing_in[told.instead], people[told.instead] = name, who
        return {**people, **found}, standing_in

    def _enter(
        self, alert: Alert, offset: int, name: str, people: tuple[str, ...], recorded: float, now: float,
        *, instead_of: str | None = None,
    ) -> list[Settled]:  # fmt: skip
        grouping = self._routes[name].grouping
        item = plan(alert, offset, name, people, recorded, now, self._timing, grouping=grouping, instead_of=instead_of)
        inhibited, excess = self.outboxes[name].add(item, now)
        taken = [
            self._settled(each.alert, each.offset, name, "inhibited", now, instead=alert.alert_id)
            for each in inhibited
        ]  # fmt: skip
        full = f"more than {self._timing.max_waiting} alerts wait for this receiver"
        return taken + [self._undelivered(each, now, full) for each in excess]

    # ------------------------------------------------------------ what comes back

    def answered(self, delivery: Delivery, answer: Answer, now: float) -> list[Settled]:
        """What a message has led to; empty when it is to be tried again."""
        outbox = self.outboxes[delivery.receiver]
        attempts = outbox.attempts
        match answer.verdict:
            case "accepted":
                outbox.accepted(now)
                return [self._sent(item, delivery, attempts, answer, now) for item in delivery.items]
            case "failed":
                outbox.failed(now, answer.retry_after)
            case "refused":
                outbox.refused(now, answer.detail)
            case "unacceptable":
                return [each for item in outbox.unacceptable(now) for each in self._given_up(item, now, answer.detail)]
        return []

    def sweep(self, now: float) -> list[Settled]:
        """What time alone settles: deadlines that are over, and fallbacks that take over."""
        found: list[Settled] = []
        for outbox in self.outboxes.values():
            if expired := outbox.expired(now):
                outbox.remove(expired)
                why = outbox.breaker.refused or "not delivered before the deadline"
                found += [self._undelivered(item, now, why) for item in expired]
            if diverted := outbox.diverted(now) if self._fallback(outbox.name) else []:
                outbox.remove(diverted)
                found += [each for item in diverted for each in self._given_up(item, now, outbox.breaker.refused)]
        return found

    def _given_up(self, item: Item, now: float, why: str) -> Iterator[Settled]:
        """To the fallback, else a dead letter."""
        fallback = None if item.instead_of is not None else self._fallback(item.receiver)
        alert, offset, name = item.alert, item.offset, item.receiver
        told = fallback and self.ledger.settled(alert.alert_id, fallback)
        if fallback is None or (told and told.status != "sent"):
            yield self._undelivered(item, now, why)
            return
        if not told:
            self.ledger.opened(offset, [fallback])
            yield from self._enter(alert, offset, fallback, item.people, item.recorded, now, instead_of=name)
        yield self._settled(alert, offset, name, "fallback", now, instead=fallback, answer=why)

    def _fallback(self, name: str) -> str | None:
        fallback = self._routes[name].fallback
        return fallback if fallback != name else None

    # ------------------------------------------------------------ records

    def _sent(self, item: Item, delivery: Delivery, attempts: int, answer: Answer, now: float) -> Settled:
        return Settled(
            Notification(
                alert_id=item.alert.alert_id, incident_id=item.alert.incident_id, receiver=item.receiver,
                status="sent", at=local(moment(now)), offset=item.offset, message=delivery.id, form=delivery.form,
                attempts=attempts, answer=answer.detail,
            )
        )  # fmt: skip

    def _settled(
        self, alert: Alert, offset: int, name: str, status: str, now: float, *, instead: str | None = None,
        answer: str = "",
    ) -> Settled:  # fmt: skip
        return Settled(
            Notification(
                alert_id=alert.alert_id, incident_id=alert.incident_id, receiver=name, status=status,  # type: ignore[arg-type]
                at=local(moment(now)), offset=offset, instead=instead, answer=answer,
            )
        )  # fmt: skip

    def _undelivered(self, item: Item, now: float, why: str) -> Settled:
        """A dead letter may be sent again to its receiver alone: no more than that one may be told."""
        alert = item.alert if item.instead_of is None else item.told
        return self._dead(alert, item.offset, item.receiver, now, why)

    def _dead(self, alert: Alert, offset: int, name: str, now: float, why: str) -> Settled:
        return Settled(self._settled(alert, offset, name, "dead", now, answer=why).note, alert)
