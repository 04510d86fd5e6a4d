"""`make bench`: every benchmark on this machine, as tables and as JSON; --json FOLDER keeps the figures."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: the order in which they are read: the worker, its parts, and how long a warning takes
BENCHMARKS: dict[str, list[str]] = {
    "pipeline": ["pipeline.py"],
    "pipeline-139": ["pipeline.py", "--length", "139"],
    "fold": ["fold.py"],
    "size": ["size.py", "--projects", "300", "--mentions", "100000"],
    "replay": ["replay.py", "--mentions", "20000"],
    "text": ["text.py"],
    "growth": ["growth.py"],
    "subject": ["subject.py"],
    "memory": ["memory.py", "--mentions", "100000"],
    "latency": ["latency.py"],
    "dispatch": ["dispatch.py"],
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), default=list(BENCHMARKS))
    parser.add_argument("--json", type=Path, help="folder for the figures, a file each")
    asked = parser.parse_args()
    for name in asked.only:
        print(f"\n## {name}\n", flush=True)
        keep = [] if asked.json is None else ["--json", str(asked.json / f"{name}.json")]
        if asked.json is not None:
            asked.json.mkdir(parents=True, exist_ok=True)
        script, *options = BENCHMARKS[name]
        subprocess.run([sys.executable, str(HERE / script), *options, *keep], check=True)


if __name__ == "__main__":
    main()
