"""The pipeline under test: topics of its own, worker processes that can be killed, and the two honest checks.

The checks read committed offsets first, then end offsets, then the outputs up to there: "reading until a count"
on a live topic would raise false alarms.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafka import KafkaProducer

from monitor.kafka import topics
from monitor.kafka.admin import create_topics, lag
from monitor.kafka.connect import connect
from monitor.kafka.read import Record, read_topic
from monitor.records import Rules, decode_alert, encode
from monitor.steps.commit import read_bundle
from monitor.steps.timeline import apply, read_record
from monitor.watch.fold import Fold

# a topic that was made a second ago has no leader yet; the client tries again and would tell each time
logging.getLogger("kafka").setLevel(logging.ERROR)

ROLES = ("score", "actions", "watch")
ORGANISATION = Path(__file__).parents[2] / "config" / "organisation.toml"
FAULTY = Path(__file__).with_name("faulty_worker.py")


@dataclass
class Pipeline:
    """One set of topics on a broker, and the workers on it."""

    bootstrap: str
    prefix: str
    logs: Path
    settings: dict[str, str] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)

    def create(self) -> Pipeline:
        with connect(self.bootstrap) as admin:
            create_topics(admin, topics.declare(self.prefix))
        return self

    def __enter__(self) -> Pipeline:
        return self.create()

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.kill()

    # ------------------------------------------------------------ workers

    def start(self, role: str, *faults: str, **settings: str) -> Worker:
        """A worker process of a role; `faults` are names in faulty_worker.py."""
        command = [sys.executable, str(FAULTY), *faults, "--"] if faults else [sys.executable, "-m", "monitor"]
        return self._run(role, [*command, "worker", "--only", role], settings)

    def _run(self, role: str, command: list[str], settings: dict[str, str]) -> Worker:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
            "YUQING_KAFKA__TOPIC_PREFIX": self.prefix,
            "YUQING_KAFKA__BOOTSTRAP": self.bootstrap,
            "YUQING_PATHS__ORGANISATION": str(ORGANISATION),
            "YUQING_METRICS__PORT": "0",
            "YUQING_SCORE__AUTHOR_KEY": "a key for tests",
            **self.settings,
            **settings,
        }
        log = (self.logs / f"{role}-{len(self.workers)}.log").open("wb")
        process = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
        log.close()
        worker = Worker(role, process, Path(log.name))
        self.workers.append(worker)
        return worker

    def start_supervised(self) -> Worker:
        """`yuqing worker` as it is run in production: all roles, started again when they die."""
        return self._run("all", [sys.executable, "-m", "monitor", "worker"], {})

    def start_all(self, count: int = 1) -> None:
        for role in ROLES:
            for _ in range(count):
                self.start(role)

    def alive(self, role: str) -> Worker:
        """The longest running worker of a role."""
        running = [worker for worker in self.workers if worker.role == role and worker.process.poll() is None]
        assert running, f"no {role} worker is left\n{self.tails()}"
        return running[0]

    def forget_state(self) -> None:
        """checkpoints.v1 made anew, as an operator does before a rebuild."""
        name = self.prefix + topics.CHECKPOINTS
        with connect(self.bootstrap) as admin:
            admin.delete_topics([name])
            wait_until(30, lambda: name not in admin.list_topics(), f"{name} is deleted")
        self.create()

    # ------------------------------------------------------------ input and output

    def produce(self, topic: str, values: Iterable[bytes]) -> int:
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, acks="all", linger_ms=20)
        count = 0
        for count, value in enumerate(values, 1):
            producer.send(self.prefix + topic, value, key=str(count).encode())
        producer.flush(60)
        producer.close()
        return count

    def read(self, topic: str) -> list[Record]:
        return list(read_topic(self.bootstrap, self.prefix + topic))

    def settled(self, seconds: float = 120.0) -> None:
        """Until every group has committed everything that is there, twice in a row."""
        deadline, calm = time.monotonic() + seconds, 0
        while calm < 2:
            assert time.monotonic() < deadline, f"not settled: {self._behind()}\n{self.tails()}"
            calm = calm + 1 if not any(self._behind().values()) else 0
            time.sleep(0.5)

    def settled_score(self, seconds: float = 120.0) -> None:
        """The same for the score role alone."""
        wait_until(seconds, lambda: not self._behind()["score"], "the score role has read all")

    def _behind(self) -> dict[str, int]:
        groups = {"score": (topics.POSTS, topics.COMPLAINTS), "actions": (topics.ACTIONS,), "watch": (topics.TIMELINE,)}
        with connect(self.bootstrap) as admin:
            return {
                role: sum(
                    each.records
                    for each in lag(admin, f"{self.prefix}yuqing-{role}", [self.prefix + name for name in names])
                )
                for role, names in groups.items()
            }

    def tails(self) -> str:
        return "\n".join(
            f"--- {worker.log.name} (exit {worker.process.poll()}):\n{worker.tail()}" for worker in self.workers
        )

    # ------------------------------------------------------------ the checks

    def missing(self, ids: Iterable[str]) -> set[str]:
        """Input ids that are neither in the timeline nor among the dead letters."""
        wanted = set(ids)
        for record in self.read(topics.TIMELINE):
            if b'"mention":{"id":"' in (record.value or b""):
                wanted.discard(json.loads(record.value or b"{}")["mention"]["id"])
        for record in self.read(topics.DEADLETTERS):
            if record.value is None:
                continue  # the mark of a redriven letter
            wanted -= {each for each in wanted if each.encode() in _raw(record)}
        return wanted

    def differences(self) -> list[str]:
        """What alerts.v1 (read_committed) has and a fold of the timeline has not, or the other way round, in order."""
        written: dict[str, list[bytes]] = defaultdict(list)
        for record in self.read(topics.ALERTS):
            written[decode_alert(record.value or b"").incident_id].append(record.value or b"")
        folded = self.folded()
        return [
            f"{incident}: {len(written[incident])} alerts written, {len(folded[incident])} folded"
            for incident in sorted(written.keys() | folded.keys())
            if written[incident] != folded[incident]
        ]

    def folded(self) -> dict[str, list[bytes]]:
        """Alerts by incident, as a fold of the whole timeline gives them."""
        bundles = {bundle.digest: bundle for bundle in map(read_bundle, _values(self.read(topics.RULESETS)))}
        partitions: dict[int, list[Record]] = defaultdict(list)
        for record in self.read(topics.TIMELINE):
            partitions[record.partition].append(record)
        alerts: dict[str, list[bytes]] = defaultdict(list)
        for partition, records in partitions.items():
            fold = Fold(partition, topics.TIMELINE_PARTITIONS, bundles)
            fold.use(next(rules.digest for rules in map(_rules, records) if rules is not None))
            for record in records:
                apply(fold, record.value, record.offset)
            for alert in fold.collect().alerts:
                alerts[alert.incident_id].append(encode(alert))
        return alerts


@dataclass
class Worker:
    role: str
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)

    def terminate(self) -> int:
        self.process.terminate()
        return self.process.wait(60)

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def mention(number: int, text: str, project: str = "hz-ygyy", **more: Any) -> bytes:
    """A canonical mention with an id of its own."""
    record = {
        "id": f"weibo:{number:06d}",
        "source": "weibo",
        "text": text,
        "project": project,
        "published_at": "2026-11-18T10:00:00+08:00",
        "author": {"id": f"author-{number % 997}"},
        **more,
    }
    return json.dumps(record, ensure_ascii=False).encode()


def wait_until(seconds: float, ready: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.2)


def _rules(record: Record) -> Rules | None:
    if not (record.value or b"").startswith(b'{"kind":"rules"'):
        return None
    read = read_record(record.value)
    assert isinstance(read, Rules)
    return read


def _values(records: Sequence[Record]) -> list[bytes]:
    return [record.value for record in records if record.value is not None]


def _raw(record: Record) -> bytes:
    return base64.b64decode(json.loads(record.value or b"{}")["raw"])
