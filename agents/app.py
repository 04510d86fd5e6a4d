"""The composition root of the workers: settings and a role in, a Faust app with everything wired out."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import faust
from prometheus_client import CollectorRegistry

from agents.actions import add_actions
from agents.batches import APP_SETTINGS, use_batches
from agents.delivery import Delivery
from agents.holdback import HoldBack
from agents.observing import Observer
from agents.outbox import Outbox
from agents.owner import Owners, Surroundings
from agents.releases import Releases
from agents.score import add_score
from agents.watch import add_watch
from agents.watchdog import BatchProgress, Watchdog
from monitor.compose import build_assessor, build_bundle, read_organisation
from monitor.config.settings import Settings
from monitor.kafka import topics
from monitor.kafka.connect import servers
from monitor.kafka.security import aiokafka_arguments, faust_credentials
from monitor.process.health import Flag, Health
from monitor.process.metrics import Metrics
from monitor.steps.scoring import Frame
from monitor.times import SHANGHAI

Role = Literal["score", "actions", "watch"]

#: How often lag is measured and shown, in seconds.
LOOK = 5.0


def group(role: str, prefix: str = "") -> str:
    """The consumer group of a role, which is also the name of its Faust app."""
    return f"{prefix}yuqing-{role}"


def create_app(settings: Settings, role: Role, registry: CollectorRegistry, health: Health) -> faust.App:
    """One role's app: its agent, its producer, its watchdog; call it inside the running event loop.

    Raises SettingsError for files that cannot be used, before anything is connected.
    """
    app = _bare_app(settings, role)
    use_batches(
        app,
        # rules records are written in transactions: what was aborted never happened
        isolation_level="read_committed" if role == "watch" else "read_uncommitted",
        max_records=settings.score.batch_size,
    )
    parts = _Parts(app, settings, Observer(Metrics(registry, role)), health)
    _WIRING[role](parts)
    _look_after(parts)
    return app


class _Parts:
    """What the wiring of every role needs."""

    def __init__(self, app: faust.App, settings: Settings, observer: Observer, health: Health) -> None:
        self.app, self.settings, self.observer, self.health = app, settings, observer, health
        #: whether what is owned is still being read back
        self.busy: Callable[[], bool] = lambda: False
        self.bootstrap = servers(settings.kafka.bootstrap)
        self.security: dict[str, Any] = aiokafka_arguments(settings.kafka.security)
        self.frame = Frame(
            partitions=topics.TIMELINE_PARTITIONS,
            prefix=settings.kafka.topic_prefix,
            by_records=settings.watch.clock == "records",
        )

    def outbox(self) -> Outbox:
        delivery = Delivery(self.bootstrap, **self.security)
        outbox = Outbox(delivery, self.frame, self.observer)
        self.app.on_before_shutdown.connect(_calls(outbox.stop), weak=False)
        return outbox


def _bare_app(settings: Settings, role: Role) -> faust.App:
    name = group(role, settings.kafka.topic_prefix)
    return faust.App(
        name,
        broker=[f"kafka://{server}" for server in servers(settings.kafka.bootstrap)],
        broker_credentials=faust_credentials(settings.kafka.security),
        store="memory://",
        # Faust makes this directory; nothing is kept in it, since all state lies on topics
        datadir=Path(tempfile.gettempdir()) / f"{name}-faust",
        key_serializer="raw",
        value_serializer="raw",
        **APP_SETTINGS,
    )


def _wire_score(parts: _Parts) -> None:
    topic = parts.frame.topic(topics.LEXICONS)
    releases = Releases(build_assessor(parts.settings), parts.bootstrap, parts.security, topic, parts.observer)
    add_score(parts.app, releases, parts.outbox(), parts.frame, parts.observer)
    parts.app.task(releases.run)
    parts.health.add("lexicon", releases.ready)
    # a broker that does not answer is waited for, here as elsewhere
    parts.busy = lambda: not releases.ready()[0]


def _wire_actions(parts: _Parts) -> None:
    add_actions(parts.app, read_organisation(parts.settings), parts.outbox(), parts.frame, parts.observer)


def _wire_watch(parts: _Parts) -> None:
    settings, frame = parts.settings, parts.frame
    hold_back = HoldBack(
        parts.bootstrap,
        parts.security,
        {
            group("score", frame.prefix): [frame.topic(topics.POSTS), frame.topic(topics.COMPLAINTS)],
            group("actions", frame.prefix): [frame.topic(topics.ACTIONS)],
        },
        timedelta(minutes=settings.watch.hold_back_minutes),
    )
    bundle = build_bundle(settings)
    owners = Owners(
        Surroundings(
            settings=settings,
            bundle=bundle,
            bundles={bundle.digest: bundle},
            frame=frame,
            bootstrap=parts.bootstrap,
            security=parts.security,
            group=group("watch", frame.prefix),
            observer=parts.observer,
            hold_back=hold_back,
        )
    )
    add_watch(parts.app, owners, frame)
    if settings.watch.clock == "wall":
        parts.app.task(hold_back.run)
    parts.app.on_before_shutdown.connect(_calls(owners.close_all), weak=False)
    parts.health.add("state", owners.ready)
    # a rebuild from a long timeline takes its time: ended for it, the process would begin it anew, for ever
    parts.busy = lambda: not owners.ready()[0]


_WIRING: dict[Role, Callable[[_Parts], None]] = {
    "score": _wire_score,
    "actions": _wire_actions,
    "watch": _wire_watch,
}


def _look_after(parts: _Parts) -> None:
    """Watchdog, lag metrics and the checks behind /healthz and /readyz."""
    app, health = parts.app, parts.health
    measure = BatchProgress(app, parts.bootstrap, **parts.security)
    watchdog = Watchdog(measure, interval=LOOK, busy=parts.busy)
    assigned = Flag("no partitions assigned yet")
    health.add("assignment", assigned)
    health.add("progress", watchdog.ready)
    app.on_before_shutdown.connect(_calls(measure.close), weak=False)
    app.task(watchdog.run)
    app.task(_showing(parts.observer, watchdog))

    @app.on_partitions_assigned.connect(weak=False)
    async def on_assigned(app: faust.App, assigned_now: set[faust.types.TP], **_: object) -> None:
        # a worker too many owns nothing and is well all the same: it stands by
        assigned.up(f"{len(assigned_now)} partitions")


def _showing(observer: Observer, watchdog: Watchdog) -> Callable[[], Awaitable[None]]:
    async def showing() -> None:
        while True:
            observer.progress(watchdog.state)
            observer.silences(watchdog.state, datetime.now(SHANGHAI))
            await asyncio.sleep(LOOK)

    return showing


def _calls(stop: Callable[[], Any]) -> Callable[..., Any]:
    """A signal's receiver that does this and takes whatever the signal says."""

    async def receiver(*_: object, **__: object) -> None:
        await stop()

    return receiver
