"""Runs the demonstration from the broker to the summary (shell), and leaves nothing behind whatever ends it."""

from __future__ import annotations

import logging
import os
import re
import secrets
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TypeVar

from rich.console import Console

from monitor.compose import read_organisation
from monitor.config.settings import PREFIX, Settings, data_path, load_settings
from monitor.demo.player import Player
from monitor.demo.processes import READY_SECONDS, Workers, environment
from monitor.demo.receiver import Receiver
from monitor.demo.sample import Planned, read_sample, schedule
from monitor.demo.screen import REFRESH, Screen, choose
from monitor.demo.state import DemoState, Stage
from monitor.demo.tail import Tail
from monitor.demo.tally import Place, Tally
from monitor.demo.view import fitted, picture
from monitor.errors import BrokerError, YuqingError
from monitor.kafka.admin import create_topics, groups
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.connect import connect
from monitor.kafka.progress import LinesOn
from monitor.kafka.topics import declare

#: how long the workers may take for the rest after the last record was sent
DRAIN_SECONDS = 45.0
#: how long the robots' messages are waited for after that, and how long none may come
TOLD_SECONDS, TOLD_QUIET_SECONDS = 8.0, 3.0
#: how long a page that is open has to look once more
SEEN_SECONDS = 5.0
#: nothing new for so long after all is accounted for: done
QUIET_SECONDS = 1.0
_NAP = 0.02

T = TypeVar("T")

#: on a Kafka of our own, and on the user's, which goes on
_INTERRUPTED = {
    False: "已中断，工作进程和 Kafka 均已停止。 Interrupted; nothing is left running.",
    True: "已中断，工作进程已停止，演示的主题已删除。 Interrupted; the workers and the demo's topics are gone.",
}


@dataclass(frozen=True)
class Options:
    """What the command line says. `seconds` is how long the day takes unless `speed` says how fast it passes."""

    seconds: float = 45.0
    #: simulated seconds a second
    speed: float | None = None
    keep: bool = False
    plain: bool = False
    #: the user's own cluster instead of the embedded broker
    bootstrap: str | None = None
    config: Path | None = None
    #: where a still picture of the end goes, as SVG
    picture: Path | None = None


class Told(KeyboardInterrupt):
    """SIGINT or SIGTERM; `code` is the exit code that shells expect."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


def run(options: Options) -> int:
    """The exit code: 0 when every record is accounted for. Raises YuqingError when it cannot go on."""
    console = Console()
    # Kafka's clients say on stderr what the screen says better
    logging.getLogger("kafka").addHandler(logging.NullHandler())
    with _signals() as hush:
        try:
            return _run(options, console, hush)
        except Told as told:
            console.print(_INTERRUPTED[options.bootstrap is not None], highlight=False)
            return told.code


@contextmanager
def _signals() -> Iterator[_Hush]:
    """Ctrl-C and SIGTERM raise Told, once: while we clean up they are too late to matter."""
    hush = _Hush()
    before = {number: signal.signal(number, hush) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield hush
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Hush:
    """A signal handler that raises until it is told that we are leaving anyway."""

    def __init__(self) -> None:
        self.leaving = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if not self.leaving:
            self.leaving = True
            raise Told(number)


def _run(options: Options, console: Console, hush: _Hush) -> int:
    with ExitStack() as stack:
        try:
            demo = _prepare(options, console, stack)
            code = demo.play()
            if options.picture is not None:
                demo.save(options.picture)
            if options.keep and code == 0:
                demo.keep(console)
            return code
        finally:
            hush.leaving = True


def _prepare(options: Options, console: Console, stack: ExitStack) -> _Demo:
    logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yuqing-demo-")))
    own = options.bootstrap is not None
    prefix = f"yuqing-demo-{secrets.token_hex(3)}." if own else ""
    variables = environment(own, prefix)
    bootstrap = options.bootstrap or _broker(stack)
    config = options.config or data_path("config") / "monitor.toml"
    settings = _settings(config, bootstrap, prefix, own)
    _topics(settings, stack if own and not options.keep else None)
    # from here on the order matters: what was started last is stopped first
    organisation = read_organisation(settings)
    receiver = Receiver()
    stack.callback(receiver.stop)
    # whoever has channels of his own must not have an invented day told to them
    own_channels = bool(list(settings.channel.named()) or settings.subscriber)
    names = [] if own_channels else [channel for person in organisation.people for channel in person.channels]
    dispatch = receiver.variables(names)
    receiver.start()
    workers = Workers(bootstrap, config, variables, logs, dispatch)
    stack.callback(workers.stop)
    tail = Tail(bootstrap, settings.kafka.security, prefix)
    stack.callback(tail.stop)
    day = _sample()
    moments = schedule(day, seconds=options.seconds, speed=options.speed)
    player = Player(day, moments, bootstrap, settings.kafka.security, prefix)
    stack.callback(player.close)
    projects = {project.id: organisation.name_of(project.id) for project in organisation.projects}
    tally = Tally(len(day), projects, organisation.company.name)
    screen = choose(console, options.plain)
    stack.callback(screen.stop)
    tail.start()
    return _Demo(bootstrap, prefix, workers, tail, player, tally, screen, receiver if dispatch else None)


def _broker(stack: ExitStack) -> str:
    broker = EmbeddedBroker(on_progress=LinesOn())
    # before it is started: what is half started is stopped as well
    stack.callback(broker.stop)
    try:
        broker.start()
    except BrokerError as error:
        way = "Or use your own cluster: yuqing demo --bootstrap HOST:PORT, or docker compose up"
        raise BrokerError(f"{error}\n{way}") from error
    return broker.bootstrap


def _settings(config: Path, bootstrap: str, prefix: str, own: bool) -> Settings:
    if not own:
        # as for the workers: the sample is written for the shipped files, and an old password would only get in the way
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            del os.environ[name]
    kafka = {"bootstrap": bootstrap, "topic_prefix": prefix}
    return load_settings(config, {"kafka": kafka})


def _topics(settings: Settings, stack: ExitStack | None) -> None:
    kafka = settings.kafka
    declared = declare(kafka.topic_prefix, kafka.retention_days.model_dump())
    with connect(kafka.bootstrap, kafka.security) as admin:
        create_topics(admin, declared, kafka.replication)
    if stack is not None:
        stack.callback(_delete_topics, settings, [topic.name for topic in declared])


def _delete_topics(settings: Settings, names: list[str]) -> None:
    with connect(settings.kafka.bootstrap, settings.kafka.security) as admin:
        admin.delete_topics(names)
        admin.delete_groups([group for group in groups(admin) if group.startswith(settings.kafka.topic_prefix)])


def _sample() -> list[Planned]:
    folder = data_path("config") / "demo"
    with (folder / "stream.jsonl").open("rb") as lines, (folder / "malformed.jsonl").open("rb") as malformed:
        return read_sample(lines, malformed)


class _Demo:
    """Everything that runs, and the loop that drives it."""

    def __init__(
        self, bootstrap: str, prefix: str, workers: Workers, tail: Tail, player: Player, tally: Tally, screen: Screen,
        receiver: Receiver | None,
    ) -> None:  # fmt: skip
        self._receiver = receiver
        self._bootstrap, self._prefix, self._workers = bootstrap, prefix, workers
        self._tail, self._player, self._tally, self._screen = tail, player, tally, screen
        self._stage: Stage = "starting"
        self._note = ""
        self._shown = 0.0
        self._last_news = time.monotonic()

    def play(self) -> int:
        """The whole day; 0 when every record is accounted for."""
        self._note = "启动 Kafka 与工作进程"
        self._screen.start(self._state())
        self._until_ready()
        self._stage = "playing"
        while not self._player.finished:
            self._turn()
        self._stage = "draining"
        complete = self._drain()
        self._until_told()
        self._stage = "done" if complete else "failed"
        self._show(force=True)
        self._until_seen()
        self._screen.stop()
        self._screen.summary(self._state())
        if not complete:
            raise YuqingError(f"not accounted for after {DRAIN_SECONDS:.0f} s: {_few(self._tally.missing())}")
        return 0

    def save(self, file: Path) -> None:
        """A still picture of the end, as SVG."""
        paper = Console(record=True, width=100, file=StringIO(), force_terminal=True)
        paper.print(picture(self._state()))
        # no fonts from elsewhere: a page that shows the picture may not fetch them, and has its own
        svg = re.sub(r"@font-face \{.*?\}\s*", "", paper.export_svg(title="yuqing demo"), flags=re.DOTALL)
        file.write_text(fitted(svg), encoding="utf-8")

    def keep(self, console: Console) -> None:
        """Leaves all running until a signal comes; says how to look around."""
        page = [] if self._receiver is None else [f"  {self._receiver.url}   # 收到的消息 what the groups got"]
        hints = _hints(self._bootstrap, self._prefix, self._workers, page)
        console.print(hints, markup=False, highlight=False)
        while True:
            self._workers.check()
            time.sleep(0.5)

    def _until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while waiting := self._workers.waiting():
            self._workers.check()
            self._note = f"等待工作进程就绪：{'、'.join(waiting)}"
            self._show()
            if time.monotonic() > deadline:
                raise YuqingError(f"not ready after {READY_SECONDS:.0f} s: {', '.join(waiting)}")
            time.sleep(0.2)

    def _drain(self) -> bool:
        """True when all is accounted for, the watch has caught up and nothing new comes."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < deadline:
            self._turn()
            settled = self._tally.accounted and self._tally.watch_lag == 0
            if settled and time.monotonic() - self._last_news > QUIET_SECONDS:
                return True
        return False

    def _until_told(self) -> None:
        """The last messages: groups wait a little, robots have their budgets."""
        deadline = quiet = time.monotonic()
        deadline, told = deadline + TOLD_SECONDS, -1
        while self._receiver is not None and time.monotonic() < min(deadline, quiet + TOLD_QUIET_SECONDS):
            if self._receiver.total != told:
                told, quiet = self._receiver.total, time.monotonic()
            self._turn()

    def _until_seen(self) -> None:
        """A page that is open gets the last of it before there is nobody to ask."""
        if self._receiver is None:
            return
        self._receiver.finish()
        deadline = time.monotonic() + SEEN_SECONDS
        while self._receiver.watched and time.monotonic() < deadline:
            time.sleep(_NAP)

    def _turn(self) -> None:
        for record in self._player.due():
            self._tally.given(record.arrival, time.monotonic())
        for place in _taken(self._player.delivered):
            self._tally.delivered(place)
        for seen in _taken(self._tail.queue):
            self._last_news = time.monotonic()
            if (alert := self._tally.read(seen)) is not None:
                self._screen.alert(self._state(), alert)
        self._workers.check()
        self._show()
        time.sleep(_NAP)

    def _show(self, force: bool = False) -> None:
        now = time.monotonic()
        if force or now - self._shown >= REFRESH:
            self._shown = now
            self._screen.update(self._state(), now)

    def _state(self) -> DemoState:
        state = self._tally.state(self._stage, time.monotonic(), self._note)
        if self._receiver is None:
            return state
        return replace(state, told=self._receiver.total, page=self._receiver.url)


def _taken(queue: SimpleQueue[T | BrokerError]) -> Iterator[T]:
    """What is in the queue now; raises the error that is in it."""
    while True:
        try:
            one = queue.get_nowait()
        except Empty:
            return
        if isinstance(one, BrokerError):
            raise one
        yield one


def _few(places: list[Place]) -> str:
    shown = ", ".join(f"{one.topic}[{one.partition}]@{one.offset}" for one in places[:5])
    return shown + (f" and {len(places) - 5} more" if len(places) > 5 else "") or "records that were not delivered"


def _hints(bootstrap: str, prefix: str, workers: Workers, more: list[str]) -> str:
    env = f"{PREFIX}KAFKA__TOPIC_PREFIX={prefix} " if prefix else ""
    lines = [
        "",
        "全部仍在运行，可另开一个终端看看。 All is still running; from another terminal:",
        f"  {env}yuqing topics describe --bootstrap {bootstrap}        # 主题与积压 topics and lag",
        f"  {env}yuqing deadletters list --bootstrap {bootstrap}       # 读不了的记录 what could not be read",
        *(f"  curl {url}/metrics   # {role}" for role, url in workers.urls.items()),
        *more,
        "按 Ctrl-C 全部停止。 Ctrl-C stops everything.",
    ]
    return "\n".join(lines)
