"""Downloads one artifact (shell) from the Maven repository that the machine's jgo or Maven settings name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

#: Called with a file's name and size; the context's value is called with the bytes of each piece.
Meter = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]

_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Jar:
    """One pinned file: Maven coordinates, size in bytes, SHA-256 in hex."""

    group: str
    artifact: str
    version: str
    size: int
    sha256: str

    @property
    def file(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    @property
    def maven_path(self) -> str:
        """Its place in a Maven repository: https://maven.apache.org/repository/layout.html"""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file}"


def repositories() -> tuple[str, ...]:
    """URLs, first choice first: those of jgo's settings, then Maven's mirror of Central, or Central."""
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL

    own = GlobalSettings.load().repositories.values()
    central = mirror_of_central(Path.home() / ".m2" / "settings.xml") or MAVEN_CENTRAL_URL
    return tuple(dict.fromkeys(url.rstrip("/") for url in (*own, central)))


def mirror_of_central(settings: Path) -> str | None:
    """The URL of the first mirror that Maven would take for Central; None without one or without such a file.

    https://maven.apache.org/guides/mini/guide-mirror-settings.html
    """
    try:
        root = ElementTree.parse(settings).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    for mirror in root.iterfind("{*}mirrors/{*}mirror"):
        names = [name.strip() for name in mirror.findtext("{*}mirrorOf", "").split(",")]
        covered = bool({"*", "external:*", "central"} & set(names)) and "!central" not in names
        if covered and mirror.findtext("{*}blocked", "").strip() != "true":
            return mirror.findtext("{*}url", "").strip() or None
    return None


def download(jar: Jar, repository: str, into: Path, meter: Meter) -> Path:
    """The file, under the new directory `into`. Raises OSError or RuntimeError with what went wrong."""
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(
        resolver=PythonResolver(progress_callback=meter),
        repo_cache=into,
        remote_repos={"from": repository},
        timeout=_TIMEOUT_SECONDS,
    )
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    path = artifact.resolve()
    assert isinstance(path, Path)
    return path
