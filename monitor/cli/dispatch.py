"""`yuqing dispatch`: sends alerts to people until it is told to stop; of several processes one is active (shell)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from monitor.config.settings import load_settings
from monitor.process.logs import configure_logs


@click.command()
@click.option("--bootstrap", metavar="HOST:PORT", help="The cluster, instead of the settings'.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings file.  [default: config/monitor.toml]",
)
@click.option("--metrics-port", type=click.IntRange(0, 65531), help="Port of the first process's /metrics; 0: any.")
def command(bootstrap: str | None, config: Path | None, metrics_port: int | None) -> None:
    """Send alerts to the channels of the people on their route, and to subscribers, until Ctrl-C or SIGTERM.

    Start it twice, here or elsewhere: one process sends, the other stands by and takes over. What was sent is on
    notifications.v1; what could not be sent is a dead letter (`yuqing deadletters`).
    """
    overrides: dict[str, Any] = {"kafka": {"bootstrap": bootstrap}} if bootstrap else {}
    if metrics_port is not None:
        overrides["metrics"] = {"port": metrics_port}
    settings = load_settings(config, overrides)
    configure_logs(settings.log.level, settings.log.format, role="dispatch")
    # the clients of Kafka and HTTP are slow to import, and --help needs neither
    from monitor.notify.run import run

    run(settings, config)
