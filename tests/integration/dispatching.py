"""`yuqing dispatch` under test: settings that lead to servers on this machine, processes that can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from kafka import KafkaProducer
from notified import alert
from pipeline import Worker, wait_until

from monitor.kafka import topics
from monitor.kafka.admin import create_topics
from monitor.kafka.connect import connect
from monitor.kafka.read import read_topic
from monitor.records import Alert, DeadLetter, Notification, decode_dead_letter, decode_notification
from monitor.steps.commit import alert_record
from monitor.steps.scoring import Frame

ORGANISATION = """
[company]
name = "和悦物业"
[[project]]
id = "hz-ygyy"
name = "阳光雅苑"
city = "杭州"
[[person]]
id = "zhang"
name = "张经理"
role = "duty"
scope = "hz-ygyy"
channels = [{channels}]
[[person]]
id = "zheng"
name = "郑总"
role = "leader"
scope = "company"
channels = [{channels}]
"""


@dataclass
class Dispatching:
    """Topics under a prefix, a settings file, and the processes on them."""

    bootstrap: str
    prefix: str
    folder: Path
    #: kind:name → TOML lines of the channel
    channels: dict[str, str] = field(default_factory=dict)
    #: TOML lines of [dispatch]
    dispatch: str = ""
    more: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    processes: list[Worker] = field(default_factory=list)

    def __enter__(self) -> Dispatching:
        with connect(self.bootstrap) as admin:
            create_topics(admin, topics.declare(self.prefix))
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()

    def channel(self, name: str, url: str, secret: str = "", lines: str = "") -> None:
        """A channel whose address and secret come from variables."""
        variable = name.replace(":", "_").replace("-", "_").upper()
        text = f'url_env = "{variable}_URL"\nallow_private = true\n{lines}\n'
        self.secrets[f"{variable}_URL"] = url
        if secret:
            text += f'secret_env = "{variable}_SECRET"\n'
            self.secrets[f"{variable}_SECRET"] = secret
        self.channels[name] = text

    def settings(self) -> Path:
        """Writes both files."""
        names = ", ".join(f'"{name}"' for name in self.channels)
        (self.folder / "organisation.toml").write_text(ORGANISATION.format(channels=names), encoding="utf-8")
        text = f"[dispatch]\n{self.dispatch}\n{self.more}\n"
        for name, lines in self.channels.items():
            kind, _, own = name.partition(":")
            text += f"[channel.{kind}.{own}]\n{lines}"
        file = self.folder / "monitor.toml"
        file.write_text(text, encoding="utf-8")
        return file

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
            "YUQING_KAFKA__TOPIC_PREFIX": self.prefix, "YUQING_KAFKA__BOOTSTRAP": self.bootstrap,
            "YUQING_METRICS__PORT": "0", **self.secrets,
        }  # fmt: skip

    def start(self) -> Worker:
        file = self.settings()
        log = (self.folder / f"dispatch-{len(self.processes)}.log").open("wb")
        command = [sys.executable, "-m", "monitor", "dispatch", "--config", str(file)]
        process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        log.close()
        worker = Worker("dispatch", process, Path(log.name))
        self.processes.append(worker)
        return worker

    def started(self) -> Worker:
        """A process that is the active one: a new group begins at the end, so what is sent earlier is not seen."""
        worker = self.start()
        self.until(lambda: "active: this process sends" in worker.tail(50), "active", 60)
        return worker

    def until(self, ready: object, what: str, seconds: float = 30.0) -> None:
        try:
            wait_until(seconds, ready, what)  # type: ignore[arg-type]
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.tails()}") from None

    def tails(self) -> str:
        return "\n".join(f"--- {each.log.name} ({each.process.poll()}):\n{each.tail(40)}" for each in self.processes)

    # ------------------------------------------------------------ topics

    def alerts(self, alerts: Iterable[Alert]) -> None:
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, acks="all", linger_ms=5)
        frame = Frame(partitions=12, prefix=self.prefix)
        for each in alerts:
            record = alert_record(each, frame)
            producer.send(record.topic, record.value, key=record.key, partition=0, headers=list(record.headers))
        producer.flush(60)
        producer.close()

    def notes(self) -> list[Notification]:
        records = read_topic(self.bootstrap, self.prefix + topics.NOTIFICATIONS)
        return [decode_notification(record.value) for record in records if record.value is not None]

    def latest(self) -> Mapping[tuple[str, str], Notification]:
        """The last word on each alert and receiver."""
        return {(note.alert_id, note.receiver): note for note in self.notes()}

    def statuses(self) -> Mapping[str, list[str]]:
        """Receiver → statuses, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for note in self.latest().values():
            found[note.receiver].append(note.status)
        return found

    def dead(self) -> list[DeadLetter]:
        records = read_topic(self.bootstrap, self.prefix + topics.DEADLETTERS)
        return [decode_dead_letter(record.value) for record in records if record.value is not None]

    def metrics(self, worker: Worker) -> str:
        """What the process shows."""
        url = _inside(worker)
        try:
            with urlopen(f"{url}/metrics", timeout=5) as answer:
                return str(answer.read().decode())
        except URLError as error:
            raise AssertionError(f"no metrics at {url}: {error}") from error

    def ready(self, worker: Worker) -> bool:
        try:
            with urlopen(f"{_inside(worker)}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except HTTPError:
            return False


def _inside(worker: Worker) -> str:
    """The address of its health and metrics, as its log names it."""
    line = next(line for line in worker.log.read_text().splitlines() if "dispatch starts" in line)
    return line.partition('"metrics": "')[2].partition('"')[0]


def grave(number: int, **more: object) -> Alert:
    """One that waits for nothing."""
    return fresh(number, 3, **more)


def fresh(number: int, grade: int, **more: object) -> Alert:
    """One of this moment: what is older than a day is told in a digest."""
    now = datetime.now(UTC)
    return alert(number, grade, **{"event_time": now, "first_seen": now, **more})  # type: ignore[arg-type]
