"""The demonstration from outside: it ends by itself with every record accounted for, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.broker

#: the promise of the command is two minutes; a slow machine may take longer for the first start
PATIENCE = 240.0


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Whatever a failed test leaves running is killed with all that it started."""
    running: list[subprocess.Popen[str]] = []
    yield running
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def demo(started: list[subprocess.Popen[str]], output: Path, *arguments: str) -> subprocess.Popen[str]:
    """Starts it as a user would, but with its words in a file."""
    with output.open("w") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "demo", "--plain", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    started.append(process)
    return process


def family(process: subprocess.Popen[str]) -> dict[int, psutil.Process]:
    """The process and all below it, now."""
    try:
        top = psutil.Process(process.pid)
        return {one.pid: one for one in [top, *top.children(recursive=True)]}
    except psutil.NoSuchProcess:
        return {}


def ports(processes: dict[int, psutil.Process]) -> set[int]:
    """What they listen on."""
    found: set[int] = set()
    for one in processes.values():
        try:
            found |= {each.laddr.port for each in one.net_connections("tcp") if each.status == psutil.CONN_LISTEN}
        except psutil.NoSuchProcess:
            continue
    return found


def wait_for(process: subprocess.Popen[str], output: Path, pattern: str) -> str:
    """Until the pattern stands in its words; fails when it ends before."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        words = output.read_text()
        if found := re.search(pattern, words):
            return found[0]
        assert process.poll() is None, words
        time.sleep(0.1)
    pytest.fail(f"{pattern!r} did not come: {output.read_text()}")


def nothing_left(before: dict[int, psutil.Process], taken: set[int]) -> None:
    _, alive = psutil.wait_procs(list(before.values()), timeout=15)
    assert [one.cmdline() for one in alive] == []
    listening = {each.laddr.port for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN}
    assert taken & listening == set()


def test_it_ends_by_itself_with_every_record_accounted_for(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    output = tmp_path / "words"
    process = demo(started, output, "--seconds", "25")
    wait_for(process, output, r"送入 \d")
    running = family(process)
    taken = ports(running)
    assert process.wait(PATIENCE) == 0, output.read_text()
    words = output.read_text()
    # its first two posts lie in two partitions: either may come first, and the other is no longer a new incident
    assert re.search(r"\[严重·(?:新事件|升级)\] 阳光雅苑", words)
    assert re.search(r"\[严重·升级\] 楚韵名邸", words)
    assert re.search(r"未到账\s*│\s*0 ", words)
    told = re.search(r"送达消息\s*│\s*(\d+) ", words)
    assert told, words
    assert int(told[1]) >= 10
    nothing_left(running, taken)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("等待工作进程", signal.SIGINT),
        (r"预警 [1-9]", signal.SIGTERM),
        pytest.param("Starting", signal.SIGINT, marks=pytest.mark.long),
        pytest.param("Starting", signal.SIGTERM, marks=pytest.mark.long),
        pytest.param("等待工作进程", signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(r"预警 [1-9]", signal.SIGINT, marks=pytest.mark.long),
    ],
)
def test_ctrl_c_at_any_moment_leaves_nothing_behind(
    moment: str, number: signal.Signals, tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    output = tmp_path / "words"
    process = demo(started, output, "--seconds", "60")
    wait_for(process, output, moment)
    running = family(process)
    taken = ports(running)
    process.send_signal(number)
    assert process.wait(60) == 128 + number, output.read_text()
    nothing_left(running, taken)


def test_killed_it_takes_all_with_it(tmp_path: Path, started: list[subprocess.Popen[str]]) -> None:
    output = tmp_path / "words"
    process = demo(started, output, "--seconds", "60")
    wait_for(process, output, r"送入 [1-9]")
    running = family(process)
    taken = ports(running)
    process.kill()
    process.wait()
    nothing_left(running, taken)


@pytest.mark.parametrize(
    "role",
    ["score", pytest.param("actions", marks=pytest.mark.long), pytest.param("watch", marks=pytest.mark.long)],
)
def test_a_worker_that_dies_ends_it_with_an_error(
    role: str, tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    output = tmp_path / "words"
    process = demo(started, output, "--seconds", "60")
    wait_for(process, output, r"送入 [1-9]")
    running = family(process)
    victims = [one for one in running.values() if one.cmdline()[1:5] == ["-m", "monitor", "worker", "--only"]]
    victims = [one for one in victims if one.cmdline()[5] == role]
    assert len(victims) == 1
    os.kill(victims[0].pid, signal.SIGKILL)
    assert process.wait(60) not in (0, None)
    assert f"the {role} worker ended" in output.read_text()
    nothing_left(running, ports(running))


@pytest.mark.long
def test_kept_it_stays_until_it_is_told_to_go(tmp_path: Path, started: list[subprocess.Popen[str]]) -> None:
    output = tmp_path / "words"
    process = demo(started, output, "--seconds", "5", "--keep")
    hint = wait_for(process, output, r"--bootstrap [\d.:]+")
    running = family(process)
    taken = ports(running)
    assert int(hint.rpartition(":")[2]) in taken
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 128 + signal.SIGINT
    nothing_left(running, taken)
