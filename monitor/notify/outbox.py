"""What waits for one receiver, and which message goes next: groups, inhibition, budget, order; time is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from operator import attrgetter

import msgspec
from msgspec import Struct

from monitor.ids import digest
from monitor.notify.backoff import WELL
from monitor.notify.bucket import Bucket
from monitor.notify.timing import Item, Timing, quiet_until
from monitor.notify.waiting import Waiting
from monitor.records import Alert, Form

#: How many of these alerts, from the first, one message of this receiver can name.
Capacity = Callable[[Sequence[Alert]], int]

#: No message names more, whatever its vendor takes.
_MOST_NAMED = 500

#: A message that is not acceptable by itself is tried so often.
TRIES_ALONE = 3


_RANK = attrgetter("rank")


class Delivery(Struct, frozen=True):
    """One message on its way: the alerts it tells, the gravest first."""

    id: str
    receiver: str
    form: Form
    items: tuple[Item, ...]

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """As this receiver is told of them."""
        return tuple(item.told for item in self.items)

    @property
    def wakes(self) -> bool:
        """Whether one of them calls people by name; a digest of what is late or was left for the morning does not."""
        return self.form not in ("late", "morning") and any(item.wakes for item in self.items)

    @property
    def people(self) -> tuple[str, ...]:
        """Whoever is reached there, each once."""
        return tuple(dict.fromkeys(person for item in self.items for person in item.people))


class Outbox:
    """The alerts that wait for one receiver; one message is on its way at a time, so a crash repeats one at most."""

    def __init__(self, name: str, bucket: Bucket, capacity: Capacity, timing: Timing) -> None:
        self.name, self.bucket, self.breaker = name, bucket, WELL
        self._capacity, self._timing = capacity, timing
        self.waiting = Waiting()
        self.flying: Delivery | None = None
        self._flying_ids: frozenset[str] = frozenset()
        self._flushed: dict[str, float] = {}
        #: most alerts in one message since a larger one was not acceptable
        self._most: int | None = None
        #: a token that is kept for what is grave or urgent
        self._reserve = 1 if bucket.burst >= 3 else 0

    # ------------------------------------------------------------ what comes in

    def add(self, item: Item, now: float) -> tuple[list[Item], list[Item]]:
        """The waiting alerts that it takes the place of (lower grades of its incident), and those beyond the bound."""
        self.waiting.put(self._with_group(item, now))
        inhibited = self._waiting_lower(item)
        self.remove(inhibited)
        excess = []
        if len(self.waiting) > self._timing.max_waiting:
            excess = [max(self._free(), key=lambda each: each.rank)]
            self.remove(excess)
        return inhibited, excess

    def _with_group(self, item: Item, now: float) -> Item:
        """Due with those of its group that wait already, and not before the group's interval is over."""
        if item.group is None:
            return item
        first = self.waiting.first_of_group(item.group)
        if first is not None:
            # a group waits together, since its first
            due = first.due
        else:
            last = self._flushed.get(item.group)
            due = item.due if last is None else max(item.due, last + self._timing.group_interval)
        return msgspec.structs.replace(item, due=due, expires=item.expires + due - item.due)

    def _waiting_lower(self, item: Item) -> list[Item]:
        alert = item.alert
        if item.machine:
            return []
        return [
            each for each in self._free(self.waiting.of_incident(alert.incident_id))
            if each.alert.grade < alert.grade and each.offset < item.offset
        ]  # fmt: skip

    def _free(self, items: Iterable[Item] | None = None) -> list[Item]:
        """Those, of these or of all, that are not on their way."""
        among = self.waiting.values() if items is None else items
        return [each for each in among if each.alert.alert_id not in self._flying_ids]

    # ------------------------------------------------------------ what goes out

    def take(self, now: float) -> Delivery | None:
        """The next message, if one may go now; its token is taken."""
        if self.flying is not None or now < self.breaker.until:
            return None
        ready = self._ready(now)
        # the moment at which a token is there is rounded
        tokens = self.bucket.level(now) + 1e-5
        if not ready or tokens < 1.0:
            return None
        first = min(ready, key=_RANK)
        if tokens < self._needed(pressing=first.pressing):
            return None
        form, items = self._choose(first, ready, tokens)
        self.bucket = self.bucket.take(now)
        self.flying = Delivery(_message_id(self.name, items), self.name, form, tuple(items))
        self._flying_ids = frozenset(item.alert.alert_id for item in items)
        return self.flying

    def _ready(self, now: float) -> list[Item]:
        quiet = quiet_until(now, self._timing) is not None
        return [item for item in self.waiting.values() if item.due <= now and not (quiet and item.plain)]

    def _needed(self, *, pressing: bool) -> float:
        return 1.0 if pressing else 1.0 + self._reserve

    def _choose(self, first: Item, ready: list[Item], tokens: float) -> tuple[Form, list[Item]]:
        if first.machine:
            return self._batch(ready)
        if first.pressing and (tokens >= 2 or sum(item.pressing for item in ready) <= tokens):
            return "alert", [first]
        if len({item.group or item.alert.alert_id for item in ready}) > tokens:
            # more than the budget: the gravest went by themselves while it lasted, the rest are named in one
            return self._together("storm", ready)
        if first.group is None:
            return "alert", [first]
        return self._together(first.form, [item for item in ready if item.group == first.group])

    def _together(self, form: Form, items: list[Item]) -> tuple[Form, list[Item]]:
        """As many as one message can name of those that are told first, in the words in which they are told."""
        ranked = sorted(items, key=_RANK)[: self._most or _MOST_NAMED]
        fitting = ranked[: max(1, self._capacity([item.told for item in ranked]))]
        if len(fitting) == 1 and form != "late":
            return "alert", fitting
        return form, fitting

    def _batch(self, items: list[Item]) -> tuple[Form, list[Item]]:
        """Machines name nothing, they count."""
        most = min(self._capacity([item.alert for item in items]), self._most or len(items))
        batch = nsmallest(max(1, most), items, key=_RANK)
        return ("alert" if len(batch) == 1 else "storm"), batch

    def wake_at(self, now: float) -> float | None:
        """When `take` should be asked again, if nothing happens before; None: when something comes."""
        if self.flying is not None or not self.waiting:
            return None
        quiet = quiet_until(now, self._timing) or now
        moments = []
        for pressing in (True, False):
            dues = [max(item.due, quiet if item.plain else now) for item in self.waiting.values()
                    if item.pressing is pressing]  # fmt: skip
            if dues:
                moments.append(max(min(dues), self.bucket.ready_at(now, self._needed(pressing=pressing))))
        return max(min(moments), self.breaker.until)

    # ------------------------------------------------------------ what becomes of it

    @property
    def attempts(self) -> int:
        """Including the one on its way, since one succeeded."""
        return self.breaker.failures + 1

    def accepted(self, now: float) -> Delivery:
        """It was delivered."""
        delivery = self._landed()
        self.breaker, self._most = WELL, None
        self.remove(delivery.items)
        for item in delivery.items:
            if item.group is not None:
                self._flushed[item.group] = now
        self._flushed = {k: at for k, at in self._flushed.items() if now - at < self._timing.group_interval}
        return delivery

    def failed(self, now: float, retry_after: float | None = None) -> None:
        """It may succeed later."""
        self.breaker = self.breaker.failed(now, self._landed().id, retry_after)

    def refused(self, now: float, why: str) -> None:
        """It will not succeed before somebody mends something."""
        self._landed()
        self.breaker = self.breaker.refuses(now, why)

    def unacceptable(self, now: float) -> list[Item]:
        """This very message is not taken, while others may be: several times by itself, it goes out of the way."""
        delivery = self._landed()
        self.breaker = self.breaker.failed(now, delivery.id)
        if len(delivery.items) > 1:
            self._most = len(delivery.items) // 2
            return []
        if self.breaker.failures < TRIES_ALONE:
            return []
        self.breaker = WELL
        self.remove(delivery.items)
        return list(delivery.items)

    def _landed(self) -> Delivery:
        assert self.flying is not None, "no message is on its way"
        delivery, self.flying, self._flying_ids = self.flying, None, frozenset()
        return delivery

    def remove(self, items: Iterable[Item]) -> None:
        for item in items:
            self.waiting.drop(item.alert.alert_id)

    def overdue(self, now: float) -> float:
        """How long the alert that has waited longest beyond its time has done so; nothing is late in quiet hours."""
        return max((now - item.due for item in self._ready(now)), default=0.0)

    def expired(self, now: float) -> list[Item]:
        return [item for item in self._free() if item.expires <= now]

    def diverted(self, now: float) -> list[Item]:
        """What the fallback is to tell, because this receiver is failing."""
        if not self.breaker.open:
            return []
        return [item for item in self._free() if item.instead_of is None and item.due + self._patience(item) <= now]

    def _patience(self, item: Item) -> float:
        if not item.pressing:
            return 10 * self._timing.fallback_after
        # it refuses us: what presses need not wait to see that it still does
        return 0.0 if self.breaker.refused else self._timing.fallback_after


def _message_id(receiver: str, items: Sequence[Item]) -> str:
    """A message about one alert carries its id, so that a repetition shows; a digest has one of its own."""
    if len(items) == 1:
        return items[0].alert.alert_id
    return digest(receiver, *(item.alert.alert_id for item in items))
