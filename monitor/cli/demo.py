"""`yuqing demo`: a simulated day through a real Kafka and the real workers, watched as it happens (shell)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from monitor.demo.run import Options, run


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(5, 3600), default=45.0, show_default=True, help="How long the day takes."
)
@click.option("--speed", type=click.FloatRange(1), help="Simulated seconds a second, instead of --seconds.")
@click.option("--keep", is_flag=True, help="Leave everything running at the end, until Ctrl-C.")
@click.option("--plain", is_flag=True, help="Plain lines, also at a terminal.")
@click.option("--bootstrap", metavar="HOST:PORT", help="Your own cluster instead of the embedded Kafka.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings file.  [default: the one that comes with the package]",
)
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="Save the end as an SVG.", hidden=True)
def command(
    seconds: float,
    speed: float | None,
    keep: bool,
    plain: bool,
    bootstrap: str | None,
    config: Path | None,
    picture: Path | None,
) -> None:
    """Show the whole way: Kafka, workers, a sample stream, and the alerts as they come.

    Starts an embedded Apache Kafka and one worker a role, plays a simulated day of about 500 invented posts and
    complaints at ten estates, and ends by itself within two minutes with a summary. The first start downloads
    Apache Kafka (45 MB). On your own cluster (--bootstrap) it makes topics of its own and deletes them at the end.

    Exit code 0 when every record is accounted for; Ctrl-C leaves nothing running.
    """
    sys.exit(run(Options(seconds, speed, keep, plain, bootstrap, config, picture)))
