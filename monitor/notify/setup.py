"""Builds dispatch from its settings (shell: reads their files), or says everything that is wrong with them."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from monitor.company.organisation import Organisation
from monitor.compose import read_organisation
from monitor.config.channels import Alertmanager, Channel, Webhook
from monitor.config.layers import joined
from monitor.config.settings import Dispatch, Settings, find_config
from monitor.errors import SettingsError, YuqingError
from monitor.notify.bucket import full
from monitor.notify.checking import problems
from monitor.notify.compose import Words
from monitor.notify.credentials import read_contacts, toml_file
from monitor.notify.dispatcher import Dispatcher, Route
from monitor.notify.ledger import Ledger
from monitor.notify.linking import acknowledge_links, together
from monitor.notify.outbox import Outbox
from monitor.notify.quiet import QuietHours, parse_hour
from monitor.notify.render import SUFFIX, TEMPLATES, Renderer
from monitor.notify.senders import Sender, make_sender
from monitor.notify.timing import Timing
from monitor.notify.wording import Links, Names, incident_links

_SHIPPED = Path(__file__).resolve().parent.parent / "templates" / "notify"


class Setup(Struct, frozen=True):
    """All that dispatch is made of; the senders are open connections to be."""

    settings: Settings
    timing: Timing
    senders: dict[str, Sender]
    words: Words


def build(settings: Settings, path: Path | None) -> Setup:
    """Checked: routes end at somebody, channels exist, credentials are there. Raises SettingsError that tells all.

    `path`: the settings file, as given to load_settings.
    """
    file = toml_file(path or find_config(), "settings")
    organisation = read_organisation(settings)
    organised = toml_file(settings.paths.organisation, "organisation file")
    channels = dict(settings.channel.named())
    fallback = settings.dispatch.fallback
    found = list(problems(channels, settings.subscriber, fallback, organisation, file, organised))
    words = read_words(settings, organisation)
    senders: dict[str, Sender] = {}
    for name, channel in channels.items():
        try:
            senders[name] = open_sender(settings, path, name, channel, words)
        except SettingsError as error:
            found.append(error)
    if found:
        raise joined(found)
    return Setup(settings, make_timing(settings.dispatch), senders, words)


def open_sender(settings: Settings, path: Path | None, name: str, channel: Channel, words: Words) -> Sender:
    """Raises SettingsError."""
    file = toml_file(path or find_config(), "settings")
    dispatch = settings.dispatch
    return make_sender(name, channel, words, file, timeout=dispatch.timeout_seconds, proxy=dispatch.proxy)


def read_words(settings: Settings, organisation: Organisation, key: str | None = None) -> Words:
    """Names, templates, contacts, links. Raises SettingsError for a template that is none.

    `key` signs the links, instead of the settings'.
    """
    names = Names(
        organisation.company.name, {project.id: organisation.name_of(project.id) for project in organisation.projects}
    )
    links = _links(settings, key)
    own = settings.dispatch.templates
    try:
        renderer = Renderer(read_templates(own), names, links)
    except YuqingError as error:
        raise SettingsError(str(own or _SHIPPED), None, "dispatch.templates", str(error)) from None
    return Words(renderer, names, read_contacts(settings.dispatch.contacts_file), links)


def _links(settings: Settings, key: str | None) -> Links:
    serve, console = settings.serve, incident_links(settings.dispatch.incident_url)
    signing = serve.link_key.get_secret_value() if key is None else key
    if not (serve.public_url and signing):
        return console
    return together(acknowledge_links(serve.public_url, signing.encode(), serve.link_hours), console)


def read_templates(own: Path | None) -> dict[str, str]:
    """Name → source: the user's own before those of the package."""
    if own is not None and not own.is_dir():
        raise SettingsError(str(own), None, "dispatch.templates", "is not a directory")
    found = {}
    for name in TEMPLATES:
        mine = own / f"{name}{SUFFIX}" if own is not None else None
        file = mine if mine is not None and mine.is_file() else _SHIPPED / f"{name}{SUFFIX}"
        found[name] = file.read_text(encoding="utf-8")
    return found


def make_timing(dispatch: Dispatch) -> Timing:
    return Timing(
        group_wait=dispatch.group_wait_seconds,
        group_interval=dispatch.group_interval_seconds,
        quiet=QuietHours(parse_hour(dispatch.quiet_from), parse_hour(dispatch.quiet_to)),
        digest_after=dispatch.digest_after_hours * 3600,
        deadline=dispatch.deadline_hours * 3600,
        fallback_after=dispatch.fallback_after_seconds,
        max_waiting=dispatch.max_waiting,
    )


def new_dispatcher(setup: Setup, ledger: Ledger, now: float) -> Dispatcher:
    """With full buckets and nothing waiting: what a process begins with when it becomes the active one."""
    settings = setup.settings
    fallback = settings.dispatch.fallback
    outboxes, routes = {}, {}
    for name, channel in settings.channel.named():
        bucket = full(channel.burst, channel.per_minute, now)
        outboxes[name] = Outbox(name, bucket, setup.senders[name].capacity, setup.timing)
        routes[name] = Route(grouping=for_people(channel), fallback=channel.fallback or fallback or None)
    return Dispatcher(outboxes, routes, settings.subscriber.values(), setup.timing, ledger, fallback or None)


def for_people(channel: Channel) -> bool:
    """Machines want each alert by itself and at once; Alertmanager groups and silences by itself."""
    return not isinstance(channel, Webhook | Alertmanager)
