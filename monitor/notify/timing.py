"""When an alert may be told, and in whose company: at once, with its project's others, in the morning, as late news."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from monitor.ids import subject_of
from monitor.notify.discretion import version_for
from monitor.notify.quiet import QuietHours, is_plain, wakes
from monitor.records import Alert, Form


class Timing(Struct, frozen=True):
    """The settings of grouping and waiting; seconds."""

    group_wait: float
    group_interval: float
    quiet: QuietHours
    digest_after: float
    deadline: float
    fallback_after: float
    max_waiting: int


class Item(Struct, frozen=True):
    """One alert that one receiver is to be told; times in seconds since the epoch."""

    alert: Alert
    offset: int
    receiver: str
    #: who is reached there, by the route
    people: tuple[str, ...]
    #: when alerts.v1 took it
    recorded: float
    #: not before
    due: float
    #: undeliverable from then on
    expires: float
    #: those of one group share a message; None: a message of its own
    group: str | None
    form: Form
    #: whether it keeps quiet hours
    plain: bool
    #: whether the people are called by name; by the whole alert, be the receiver told less of it
    wakes: bool = False
    #: the receiver that failed, where another tells it instead: no more than that one would; there is no third
    instead_of: str | None = None
    #: a machine listens there, which wants each alert
    machine: bool = False
    #: what presses first, then the graver, then in the order of the topic
    rank: tuple[bool, int, bool, int] = (True, 0, True, 0)

    @property
    def told(self) -> Alert:
        """What its receiver is told of it."""
        told = self.alert if self.instead_of is None else version_for(self.alert, self.instead_of)
        return version_for(told, self.receiver)

    @property
    def pressing(self) -> bool:
        """Told at any hour, and by itself while the budget lasts."""
        return not self.plain


def is_late(alert: Alert, now: float, timing: Timing) -> bool:
    return alert.late_found or now - alert.event_time.timestamp() > timing.digest_after


def plan(
    alert: Alert, offset: int, receiver: str, people: tuple[str, ...], recorded: float, now: float,
    timing: Timing, *, grouping: bool, instead_of: str | None = None,
) -> Item:  # fmt: skip
    """`grouping` false: a machine listens there, which wants each alert by itself and at once.

    `alert`: the whole of it, since a gathering that is near or a burst is known by what the site is not told.
    """
    form, group, wait, plain = _company(alert, now, timing) if grouping else ("alert", None, 0.0, False)
    return Item(
        alert=alert, offset=offset, receiver=receiver, people=people, recorded=recorded, due=now + wait,
        expires=now + wait + timing.deadline, group=group, form=form, plain=plain, wakes=wakes(alert),
        instead_of=instead_of, machine=not grouping, rank=(plain, -alert.grade, not alert.urgent, offset),
    )  # fmt: skip


def _company(alert: Alert, now: float, timing: Timing) -> tuple[Form, str | None, float, bool]:
    if is_late(alert, now, timing):
        return "late", "late", timing.group_wait, True
    if not is_plain(alert):
        return "alert", None, 0.0, False
    if timing.quiet.ends(moment(now)) is not None:
        return "morning", "morning", 0.0, True
    return "group", f"project:{subject_of(alert.incident_id)}", timing.group_wait, True


def quiet_until(now: float, timing: Timing) -> float | None:
    """When the present quiet hours end; None outside of them."""
    end = timing.quiet.ends(moment(now))
    return None if end is None else end.timestamp()


def moment(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC)
