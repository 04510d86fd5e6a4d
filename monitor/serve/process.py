"""The process `yuqing serve` (shell): checks its settings, reads incidents back, answers until it is stopped."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import structlog
import uvicorn
from prometheus_client import CollectorRegistry

from monitor.company.organisation import Organisation
from monitor.compose import read_organisation
from monitor.config.layers import joined
from monitor.config.settings import Settings, find_config
from monitor.config.toml_lines import TomlFile
from monitor.errors import SettingsError
from monitor.kafka.ready import check_topics
from monitor.notify.credentials import toml_file
from monitor.process.health import Flag, Health, HealthServer, Heartbeat
from monitor.process.metrics import Metrics
from monitor.process.processes import told_to_stop
from monitor.process.service import keep_beating, run_until_stopped
from monitor.serve.app import make_app
from monitor.serve.desk import Desk
from monitor.serve.kafka import Ledger
from monitor.serve.metrics import ServeMetrics
from monitor.serve.standing import Incidents

log = structlog.get_logger("yuqing.serve")

_LOOP_LIMIT = 60.0
#: requests at once; beyond them 503
_MOST_REQUESTS = 200
#: seconds that requests in hand have when it is stopped
_GRACE = 20
_BACKLOG = 128


def run(settings: Settings, path: Path | None) -> None:
    """Until SIGTERM or SIGINT. Raises SettingsError and BrokerError at the start; ends with 70 on what no retry cures.

    `path`: the settings file.
    """
    organisation = read_organisation(settings)
    if found := list(problems(settings, organisation, toml_file(path or find_config(), "settings"))):
        raise joined(found)
    with listening(settings.serve.host, settings.serve.port) as sock:
        check_topics(settings)
        run_until_stopped(_serve(settings, organisation, sock), log, "leaving; what was written stands")


def problems(settings: Settings, organisation: Organisation, file: TomlFile) -> Iterator[SettingsError]:
    """Tokens of nobody, one token for two, nobody who may ask, links that lead nowhere."""
    serve, seen = settings.serve, dict[str, str]()
    for name, token in serve.token.items():
        if token.person and organisation.person(token.person) is None:
            yield file.error(("serve", "token", name, "person"), f"there is no person {token.person!r}")
        if other := seen.setdefault(token.hash, name) if token.hash in seen else None:
            yield file.error(("serve", "token", name, "hash"), f"is that of {other!r} already")
        seen[token.hash] = name
    has_key = bool(serve.link_key.get_secret_value())
    if has_key != bool(serve.public_url):
        yield file.error(("serve", "public_url"), "public_url and link_key belong together: links lead there, signed")
    if not serve.token and not has_key:
        why = "nobody could ask for anything: `yuqing serve token` makes one, or set link_key and public_url"
        yield file.error(("serve",), why)


@contextmanager
def listening(host: str, port: int) -> Generator[socket.socket]:
    """Raises SettingsError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(_BACKLOG)
        yield sock
    except OSError as error:
        problem = f"{host}:{port} cannot be listened on: {error.strerror}; another, or 0 for any free one"
        raise SettingsError("settings", None, "serve.port", problem) from None
    finally:
        sock.close()


def _url(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _serve(settings: Settings, organisation: Organisation, sock: socket.socket) -> None:
    registry, health, beat = CollectorRegistry(), Health(), Heartbeat(_LOOP_LIMIT)
    Metrics(registry, role="serve")
    health.add("event loop", beat, live=True)
    restored = Flag("reading the incidents back")
    health.add("incidents", restored)
    incidents, metrics = Incidents(settings.serve.max_incidents), settings.metrics
    # beside the public address, from a thread of its own: for whoever runs it, as every process has it
    with HealthServer(health, registry, metrics.host, settings.metrics_port("serve")) as inside:
        await _answer(settings, organisation, sock, incidents, (registry, health, beat, restored), inside.url)
    log.info("serve stops")


async def _answer(
    settings: Settings, organisation: Organisation, sock: socket.socket, incidents: Incidents,
    vitals: tuple[CollectorRegistry, Health, Heartbeat, Flag], inside: str,
) -> None:  # fmt: skip
    registry, health, beat, restored = vitals
    async with Ledger(settings, incidents) as ledger:
        health.add("kafka", ledger.contact)
        desk = Desk(settings.serve, organisation, ledger, incidents, ServeMetrics(registry))
        server = _Server(_config(make_app(desk, health, registry)))
        if not _is_loopback(settings.serve.host):
            log.warning("tokens pass here unencrypted unless a proxy with TLS stands before it", listens=_url(sock))
        with told_to_stop() as stop:
            async with asyncio.TaskGroup() as group:
                keep = (
                    ledger.follow(),
                    ledger.keep_contact(),
                    keep_beating(beat),
                    _told_when(ledger.restored, restored),
                )
                endless = [group.create_task(each) for each in keep]
                serving = group.create_task(server.serve(sockets=[sock]))
                log.info("serve starts", listens=_url(sock), tokens=len(settings.serve.token), metrics=inside,
                         links=bool(settings.serve.public_url))  # fmt: skip
                await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
                server.should_exit = True
                await serving
                for task in endless:
                    task.cancel()


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None, access_log=False, server_header=False, lifespan="off", proxy_headers=False, ws="none",
        limit_concurrency=_MOST_REQUESTS, timeout_keep_alive=10, timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=16 * 1024, http="h11", loop="asyncio",
    )  # fmt: skip


async def _told_when(restored: asyncio.Event, flag: Flag) -> None:
    await restored.wait()
    flag.up()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Server(uvicorn.Server):
    """Signals are told_to_stop's."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield
