"""Brings Kafka's jars onto the machine (shell): pinned by SHA-256, fetched once, checked at every start."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import Lock

from monitor.errors import BrokerError
from monitor.kafka.maven import Jar, download, repositories
from monitor.kafka.progress import OnProgress, silent

DOWNLOADING = "Downloading Apache Kafka"
_ATTEMPTS = 3


def pinned_jars() -> tuple[Jar, ...]:
    """The committed lock."""
    lock = tomllib.loads(files("monitor.kafka").joinpath("kafka-jars.lock.toml").read_text(encoding="utf-8"))
    return tuple(_jar(coordinates, pin["bytes"], pin["sha256"]) for coordinates, pin in lock["jars"].items())


def _jar(coordinates: str, size: int, sha256: str) -> Jar:
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, size, sha256)


def cache_dir() -> Path:
    """$XDG_CACHE_HOME/yuqing, else ~/.cache/yuqing."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yuqing"


def ensure_jars(on_progress: OnProgress = silent, folder: Path | None = None) -> list[Path]:
    """The paths of all jars, fetched where missing, each checked against its pin. Raises BrokerError."""
    folder = folder or cache_dir() / "jars"
    jars = pinned_jars()
    with _alone_in(folder):
        missing = [jar for jar in jars if not (folder / jar.file).exists()]
        if missing:
            _fetch(missing, folder, on_progress)
    for jar in jars:
        _check(jar, folder / jar.file)
    return [folder / jar.file for jar in jars]


def _check(jar: Jar, path: Path) -> None:
    actual = _sha256(path)
    if actual != jar.sha256:
        raise BrokerError(
            f"{path} is not the pinned {jar.group}:{jar.artifact}:{jar.version}: its SHA-256 is {actual}, "
            f"not {jar.sha256}. Kafka is not started with it; delete the file to fetch it anew"
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One process fetches, the others wait for it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise BrokerError(f"cannot keep Kafka's files in {folder}: {error}; set XDG_CACHE_HOME") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------- fetching


class _Interrupted(Exception):
    """Another download failed, or the user gave up."""


class _Meter:
    """Adds up what the parallel downloads bring, and stops them."""

    def __init__(self, total: int, on_progress: OnProgress) -> None:
        self.total, self.done, self.stopped = total, 0, False
        self._tell, self._lock = on_progress, Lock()

    def add(self, count: int) -> None:
        if self.stopped:
            raise _Interrupted
        with self._lock:
            self.done += count
            self._tell(DOWNLOADING, min(self.done, self.total), self.total)

    @contextmanager
    def file(self, name: str, size: int) -> Iterator[Callable[[int], None]]:
        """What jgo calls with a file's name and size, and then with the bytes of each piece."""
        brought = 0

        def count(pieces: int) -> None:
            nonlocal brought
            brought += pieces
            self.add(pieces)

        try:
            yield count
        except OSError:
            self.add(-brought)
            raise


def _fetch(jars: Sequence[Jar], folder: Path, on_progress: OnProgress) -> None:
    meter = _Meter(sum(jar.size for jar in jars), on_progress)
    meter.add(0)
    with ThreadPoolExecutor(4) as pool:
        try:
            for found in [pool.submit(_fetch_one, jar, folder, meter) for jar in jars]:
                found.result()
        except BaseException:
            meter.stopped = True
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    on_progress(DOWNLOADING, meter.total, meter.total)


def _fetch_one(jar: Jar, folder: Path, meter: _Meter) -> None:
    """Into a directory beside, then renamed: an interrupted download leaves nothing that looks whole."""
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        path = _from_local_maven(jar, Path(beside), meter) or _download(jar, Path(beside), meter)
        path.chmod(0o644)
        os.replace(path, folder / jar.file)


def _from_local_maven(jar: Jar, into: Path, meter: _Meter) -> Path | None:
    """A copy from Maven's own local repository; one that differs is not ours to complain about."""
    from jgo.constants import default_maven_repo

    own = default_maven_repo() / jar.maven_path
    if not own.is_file() or _sha256(own) != jar.sha256:
        return None
    meter.add(jar.size)
    return Path(shutil.copy(own, into))


def _download(jar: Jar, into: Path, meter: _Meter) -> Path:
    trouble = ""
    for attempt in range(_ATTEMPTS):
        for number, repository in enumerate(repositories()):
            try:
                path = download(jar, repository, into / f"{attempt}-{number}", meter.file)
                _check(jar, path)
            except (OSError, RuntimeError, BrokerError) as error:
                trouble = str(error)
            else:
                return path
    raise BrokerError(
        f"Apache Kafka is not on this machine, and {jar.file} could not be downloaded: {trouble}. "
        "Start once with a network (43 MB, kept for later; mirrors are taken from jgo's and Maven's settings), "
        "or use a cluster of your own (--bootstrap HOST:PORT), or start one with `docker compose up -d kafka`"
    )
