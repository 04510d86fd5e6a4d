"""`yuqing broker`: a local Apache Kafka in the foreground (shell)."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from types import FrameType

import click

from monitor.errors import BrokerError
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.ports import is_free
from monitor.kafka.progress import LinesOn

#: Where the settings look for Kafka when nothing else is said.
_USUAL_PORT = 9092


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port on 127.0.0.1; 0: any free one.  [default: 9092 if free, else any]",
)
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the data here; without it they are gone when this command ends.",
)
def command(port: int | None, data_dir: Path | None) -> None:
    """A local Apache Kafka in the foreground, until Ctrl-C.

    Needs neither Java nor Docker on the machine: the first start downloads Apache Kafka (45 MB, checksums pinned).
    Prints HOST:PORT on stdout once it answers; use it as --bootstrap of the other commands.
    """
    # said outright, as a shell starts its background jobs with Ctrl-C ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _leave)
    try:
        with EmbeddedBroker(data_dir, _chosen(port), on_progress=LinesOn()) as broker:
            click.echo(broker.bootstrap)
            kept = f"data in {broker.data_dir}" if data_dir else "data are thrown away at the end"
            click.echo(f"Apache Kafka is ready ({kept}). Next: yuqing topics create. Ctrl-C stops it.", err=True)
            _stay(broker)
    except KeyboardInterrupt:
        click.echo("Apache Kafka stopped.", err=True)


def _chosen(port: int | None) -> int | None:
    if port is None:
        return _USUAL_PORT if is_free(_USUAL_PORT) else None
    return port or None


def _stay(broker: EmbeddedBroker) -> None:
    while broker.running:
        time.sleep(0.3)
    raise BrokerError(f"Apache Kafka ended by itself. The end of its log:\n{broker.log_tail()}")


def _leave(signum: int, frame: FrameType | None) -> None:
    # as after Ctrl-C, so that the one way out is the orderly one
    sys.exit(0)
