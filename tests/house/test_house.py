"""The house: targets, hooks and the setup are as the documents say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).parents[2]
TARGETS = {
    *("help", "setup", "demo", "test", "lint", "types", "unit", "integration", "demo-test", "test-long"),
    *("bench", "train", "format", "docs", "clean", "setup-system"),
}


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def test_make_alone_shows_all_targets() -> None:
    # `make unit` runs this test: the inner make must not take itself for a part of the outer one
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make"], cwd=CHECKOUT, env=outside, capture_output=True, text=True, timeout=60, check=True)
    shown = {line.split()[1] for line in done.stdout.splitlines()}
    assert shown == TARGETS
    assert set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE)) == TARGETS


def test_every_target_that_needs_it_makes_the_environment_first() -> None:
    needs = dict(re.findall(r"^([a-z-]+):([^#\n]*)", text("Makefile"), re.MULTILINE))
    for target in TARGETS - {"help", "setup", "setup-system", "test", "clean"}:
        assert needs[target].split() == ["setup"], target
    assert needs["test"].split() == ["lint", "types", "unit", "integration", "demo-test"]


def test_a_machine_without_python_is_told_what_to_do(tmp_path: Path) -> None:
    """The setup of a copy, with nothing on the PATH but what every machine has."""
    (tmp_path / "tools").mkdir()
    for name in ("tools/setup", "uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    old = tmp_path / "bin" / "python3"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 3.9.2\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    for name in ("dirname", "cat"):
        (old.parent / name).symlink_to(shutil.which(name) or name)
    done = subprocess.run(
        ["/bin/bash", str(tmp_path / "tools" / "setup")],
        env={"PATH": str(old.parent)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "PYTHON=" in done.stderr


def test_the_pipeline_runs_what_the_readme_says() -> None:
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
    assert "make test </dev/null" in text(".ci/run")


def test_hooks_come_from_nowhere_else() -> None:
    repositories = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    assert all(hook["entry"].startswith(".venv/bin/") for hook in repositories[0]["hooks"])


def test_no_test_module_borrows_from_another() -> None:
    """What several share stands in a module of its own, beside or above them: histories, dangers, rulesets."""
    borrowing = re.compile(r"^\s*(?:from|import) (?:tests\.\S*\.)?test_\w+", re.MULTILINE)
    modules = (CHECKOUT / "tests").rglob("test_*.py")
    assert [path.name for path in modules if borrowing.search(path.read_text(encoding="utf-8"))] == []


def test_licence_and_versions() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in text("LICENSE")
    assert "Version 2.0, January 2004" in text("LICENSE")
    assert "## [Unreleased]" in text("CHANGELOG.md")
