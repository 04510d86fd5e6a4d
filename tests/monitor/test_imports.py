"""The core stays pure: no input or output, no clock, no randomness, no framework; and imports go one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
MODULES = sorted(
    path for folder in ("monitor", "agents") for path in (CHECKOUT / folder).rglob("*.py") if "data" not in path.parts
)
#: Modules that bring the world in. pathlib is a value here: its reading methods are calls below; so is rich's text.
IMPURE = (
    *("faust", "mode", "kafka", "aiokafka", "httpx", "requests", "urllib3", "urllib.request", "http"),
    *("structlog", "logging", "prometheus_client", "click", "psutil", "sqlite3"),
    *("rich.console.Console", "rich.live", "rich.progress", "rich.prompt"),
    *("os", "io", "sys", "time", "random", "secrets", "uuid", "socket", "ssl", "signal"),
    *("subprocess", "shutil", "tempfile", "asyncio", "threading", "multiprocessing", "concurrent"),
)
#: Of these modules what changes no value and asks nothing: equal texts become one object.
PURE = frozenset({"sys.intern"})
#: Calls by their last name, of whatever object.
IMPURE_METHODS = frozenset(
    {
        *("now", "utcnow", "today", "open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir"),
        *("glob", "rglob", "exists", "is_file", "is_dir", "unlink", "mkdir", "resolve", "cwd", "home", "expanduser"),
    }
)
#: hash() of a text differs from process to process, so nothing may be chosen or named by it.
IMPURE_BUILTINS = frozenset({"open", "print", "input", "exec", "eval", "hash", "__import__"})


def name_of(path: Path) -> str:
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def says_shell(node: ast.Module | ast.FunctionDef) -> bool:
    doc = ast.get_docstring(node) or ""
    return bool(re.search(r"\(shell\b", doc.partition("\n")[0]))


def is_shell(path: Path) -> bool:
    """The first line says so; commands and agents are shell by their nature."""
    relative = path.relative_to(CHECKOUT).parts
    if relative[0] == "agents" or relative[:2] in (("monitor", "cli"), ("monitor", "__main__.py")):
        return True
    return says_shell(tree_of(path))


CORE = [path for path in MODULES if not is_shell(path)]


def imported(tree: ast.Module) -> Iterator[str]:
    """Absolute names of all imports, those inside of functions and for type checkers included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from names if PURE.issuperset(names) else (node.module or "", *names)


def is_impure(name: str) -> bool:
    return name not in PURE and any(name == impure or name.startswith(f"{impure}.") for impure in IMPURE)


def impure_calls(tree: ast.Module) -> Iterator[str]:
    """All but those of functions that say themselves that they are shell: a core type's own reader."""
    core = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and says_shell(node))]
    for node in (inner for statement in core for inner in ast.walk(statement)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) if name in IMPURE_BUILTINS:
                    yield f"line {node.lineno}: {name}()"
                case ast.Attribute(attr=name) if name in IMPURE_METHODS:
                    yield f"line {node.lineno}: .{name}()"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_why_it_exists(path: Path) -> None:
    tree = tree_of(path)
    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_knows_no_world(path: Path) -> None:
    tree = tree_of(path)
    assert {name for name in imported(tree) if is_impure(name)} == set()
    assert list(impure_calls(tree)) == []


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_knows_no_shell(path: Path) -> None:
    shell = {name_of(other) for other in MODULES if is_shell(other)}
    assert shell.intersection(imported(tree_of(path))) == set()


@pytest.mark.parametrize("path", [path for path in MODULES if "monitor" in name_of(path)], ids=name_of)
def test_the_monitor_knows_no_agents(path: Path) -> None:
    assert {name for name in imported(tree_of(path)) if name.partition(".")[0] in ("agents", "benchmarks")} == set()


def room_of(name: str, names: frozenset[str]) -> str | None:
    """A module's package; a module that stands in monitor or monitor.watch itself is a room of its own."""
    while name and name not in names:
        name = name.rpartition(".")[0]
    package = name.rpartition(".")[0]
    return name if package in ("", "monitor", "monitor.watch") else package or None


def rooms_below(sources: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Room → the rooms that it imports from."""
    names = frozenset(sources)
    below: dict[str, set[str]] = {}
    for name, tree in sources.items():
        room = room_of(name, names) or ""
        used = {room_of(each, names) for each in imported(tree) if each.partition(".")[0] in ("monitor", "agents")}
        below.setdefault(room, set()).update(
            each for each in used if each and each not in (room, "monitor", "monitor.watch")
        )
    return below


def test_rooms_are_tied_one_way() -> None:
    sources = {name_of(path): tree_of(path) for path in MODULES}
    TopologicalSorter(rooms_below(sources)).prepare()  # a circle is raised, with its rooms


def test_the_test_finds_a_circle_of_rooms() -> None:
    sources = {
        "monitor.text.normalising.words": ast.parse("from monitor.judging import assess"),
        "monitor.judging.assess": ast.parse("from monitor.text.normalising.words import cut"),
    }
    with pytest.raises(CycleError):
        TopologicalSorter(rooms_below(sources)).prepare()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from datetime import datetime\ndatetime.now()", ["line 2: .now()"]),
        ("def f():\n    return open('x')", ["line 2: open()"]),
        ("hash('x')", ["line 1: hash()"]),
        ("max(1, 2)", []),
        ("def load():\n    'Reads it (shell).'\n    open('x')", []),
        ("def load():\n    'Reads it.'\n    open('x')", ["line 3: open()"]),
    ],
)
def test_the_test_finds_calls(source: str, found: list[str]) -> None:
    assert list(impure_calls(ast.parse(source))) == found


def test_the_test_finds_imports_wherever_they_stand() -> None:
    source = "import os.path\ndef f():\n    from kafka.admin import X\n"
    assert list(imported(ast.parse(source))) == ["os.path", "kafka.admin", "kafka.admin.X"]
