"""`yuqing worker`: one role in this process, or one process a role, restarted when it dies (shell)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import click
import structlog

from monitor.company.organisationfile import load_organisation
from monitor.config.settings import ROLES, Settings, load_settings
from monitor.process.logs import configure_logs
from monitor.process.processes import die_with_parent
from monitor.watch.grades.rulefile import started_all_the_same

log = structlog.get_logger("yuqing.supervisor")

#: Seconds before a role that died is started again: doubled each time, forgotten after a minute of work.
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 1.0, 30.0, 60.0
#: Seconds that the roles have to stop in after SIGTERM.
STOP_PATIENCE = 25.0


@click.command()
@click.option(
    "--only", type=click.Choice(ROLES), help="Run one role in this process.  [default: all, one process each]"
)
@click.option("--bootstrap", metavar="HOST:PORT", help="The cluster, instead of the settings'.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings file.  [default: config/monitor.toml]",
)
@click.option("--metrics-port", type=click.IntRange(0, 65533), help="Port of /metrics; 0: any free one.")
@click.option("--supervised", is_flag=True, hidden=True)
def command(
    only: str | None, bootstrap: str | None, config: Path | None, metrics_port: int | None, supervised: bool
) -> None:
    """Run the score, actions and watch workers until Ctrl-C or SIGTERM.

    More load, more workers: start the same command again, here or elsewhere; Kafka spreads the partitions.
    """
    overrides = _overrides(bootstrap, metrics_port)
    settings = load_settings(config, overrides)
    configure_logs(settings.log.level, settings.log.format, role=only or "supervisor")
    for warning in [] if supervised else [*settings.warnings(), *_of_the_rules(settings, only)]:
        log.warning(warning)
    if only is not None:
        # the only place where the command line reaches up to the agents
        import_module("agents.run").run(settings, only)
        return
    sys.exit(
        supervise([[*_this_command(bootstrap, config, metrics_port), "--supervised", "--only", role] for role in ROLES])
    )


def _of_the_rules(settings: Settings, only: str | None) -> list[str]:
    """What the watch starts with all the same."""
    file = settings.paths.organisation
    if file is None or only not in (None, "watch"):
        return []
    return started_all_the_same(settings.rules_path(), load_organisation(file))


def _overrides(bootstrap: str | None, metrics_port: int | None) -> dict[str, Any]:
    overrides: dict[str, Any] = {}
    if bootstrap is not None:
        overrides["kafka"] = {"bootstrap": bootstrap}
    if metrics_port is not None:
        overrides["metrics"] = {"port": metrics_port}
    return overrides


def _this_command(bootstrap: str | None, config: Path | None, metrics_port: int | None) -> list[str]:
    options = {"--bootstrap": bootstrap, "--config": config, "--metrics-port": metrics_port}
    given = [item for name, value in options.items() if value is not None for item in (name, str(value))]
    return [sys.executable, "-m", "monitor", "worker", *given]


class _Child:
    """One role's process and how often it died of late."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.arguments = arguments
        self.pause = FIRST_PAUSE
        self.again_at = 0.0
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        # a group of its own: Ctrl-C reaches the supervisor alone, which stops the roles in order
        self.process: subprocess.Popen[bytes] | None = subprocess.Popen(
            self.arguments, start_new_session=True, preexec_fn=die_with_parent(os.getpid(), signal.SIGTERM)
        )

    def look(self) -> int | None:
        """Start it again when it is time; its exit code when that says that starting again is of no use."""
        if self.process is None:
            if time.monotonic() >= self.again_at:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        if code in (0, 2):
            return code
        if time.monotonic() - self.started > STEADY:
            self.pause = FIRST_PAUSE
        log.error("worker died, starting it again", command=self.arguments[-1], code=code, pause=self.pause)
        self.process, self.again_at = None, time.monotonic() + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)
        return None


def supervise(commands: Sequence[Sequence[str]]) -> int:
    """Keep the processes running until SIGTERM or SIGINT; the exit code for ours."""
    told: list[int] = []

    def tell(number: int, frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    children = [_Child(command) for command in commands]
    try:
        while not told:
            codes = [code for child in children if (code := child.look()) is not None]
            if codes:
                # settings or topics are wrong, or it was stopped from outside: its own message says which
                return codes[0]
            time.sleep(0.2)
        return 0
    finally:
        _stop([child.process for child in children if child.process is not None])


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
