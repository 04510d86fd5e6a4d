"""The settings (shell): config/monitor.toml, the environment and flags, merged, checked, frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from monitor.config.channels import Channels, Name, Subscriber
from monitor.config.layers import from_environment, from_file, from_flags, merged
from monitor.config.security import KafkaSecurity
from monitor.config.tokens import Token
from monitor.errors import SettingsError

PREFIX = "YUQING_"
#: Where the settings file is, when neither a flag nor the working directory says it.
CONFIG_VARIABLE = PREFIX + "CONFIG"
#: Variables that are no settings: where the file is, and where the tests find the labelled corpora.
NO_SETTINGS = (CONFIG_VARIABLE, PREFIX + "CORPORA")
#: Good enough for a try-out only: whoever knows it can test guesses of an author's id.
DEVELOPMENT_KEY = "yuqing-development-key"
ROLES = ("score", "actions", "watch")
#: What shows metrics, in the order of the ports: the roles, dispatch and serve beside them.
PROCESSES = (*ROLES, "dispatch", "serve")

_TIME_OF_DAY = r"^(([01]\d|2[0-3]):[0-5]\d)?$"
Count = Annotated[int, Field(ge=1)]
OptionalPath = Annotated[Path | None, BeforeValidator(lambda value: None if value == "" else value)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)


def _long_enough(key: SecretStr) -> SecretStr:
    if 0 < len(key.get_secret_value()) < 32:
        raise ValueError("must have at least 32 characters: openssl rand -hex 32")
    return key


class RetentionDays(Section):
    raw: Count = 30
    """posts.v1, complaints.v1, actions.v1: raw records hold personal data, so keep them short"""
    deadletters: Count = 30
    """deadletters.v1: raw bytes as well"""
    timeline: Count = 730
    """timeline.v1: as far back as a replay or an audit can go"""
    alerts: Count = 730
    """alerts.v1"""
    incidents: Count = 730
    """incidents.v1, counted from an incident's last change"""


class Kafka(Section):
    bootstrap: Annotated[str, Field(min_length=1)] = "127.0.0.1:9092"
    """HOST:PORT of one or more brokers, separated by commas"""
    security: KafkaSecurity = KafkaSecurity()
    """TLS and SASL"""
    topic_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]*$")] = ""
    """before every topic and group, for two installations on one cluster: letters, digits, dots, underscores, dashes"""
    retention_days: RetentionDays = RetentionDays()
    """how long each kind of topic keeps its records"""
    replication: Annotated[int, Field(ge=0)] = 0
    """copies of each partition; 0: as many as there are brokers, at most 3"""


class Paths(Section):
    lexicon: OptionalPath = None
    """directory of the lexicon; empty: the one that comes with the package"""
    organisation: OptionalPath = None
    """the organisation file; empty: organisation.toml beside the settings file, if there is one"""
    playbooks: OptionalPath = None
    """directory of the playbooks; empty: those that come with the package"""
    rules: OptionalPath = None
    """the rules of grades and disclosure; empty: rules.toml beside the settings file, else the one of the package"""


class Score(Section):
    sentiment: Annotated[str, Field(min_length=1)] = "linear"
    """sentiment scorer: linear, snownlp-jieba, snownlp (slow baseline), or one that an installed package adds"""
    batch_size: Count = 500
    """most records that are judged at once, before the event loop gets its turn"""
    author_key: Annotated[SecretStr, Field(min_length=8)] = SecretStr(DEVELOPMENT_KEY)
    """key of the hash that stands for an author's id; set your own and keep it: another key, other authors"""


class Privacy(Section):
    reveal_roles: tuple[Literal["duty", "manager", "leader", "publisher"], ...] = ("manager", "leader")
    """whose persons may read a raw record with `yuqing reveal`, within their scope"""


class Watch(Section):
    clock: Literal["wall", "records"] = "wall"
    """what moves a partition's clock: the time of day (live) or the records' arrivals (demo, history)"""
    tick_seconds: Annotated[float, Field(gt=0)] = 30.0
    """how often the owner of a timeline partition writes a tick into it"""
    step_seconds: Annotated[float, Field(gt=0, le=10)] = 1.0
    """longest time before a step without an alert is committed; one with an alert is committed at once"""
    hold_back_minutes: Annotated[float, Field(ge=0)] = 15.0
    """how long a tick waits for unread input at most, so that an outage fires no deadline that was met"""


class Rules(Section):
    """The numbers of the fold beside the grades, which rules.toml gives.

    The names are those of monitor.watch.settings.FoldSettings, as a test says.
    """

    tick_grace_seconds: Count = 60
    """how far arrivals may run ahead of the last tick before they are taken for a backlog being read"""
    join_hours: Count = 72
    """a mention joins an open matter within so many hours of its last activity"""
    reopen_days: Count = 14
    """the same matter within so many days after closing reopens the incident; later it is a new one"""
    quiet_close_days: Count = 7
    """an incident closes after so many days without mention, action or pending deadline"""
    small_matters_days: Count = 7
    """small matters (service) lie in one incident for so long; then it goes on with what shares a word with the last"""
    late_found_hours: Count = 72
    """published longer than this before its arrival: late found, told in a digest only"""
    remember_days: Count = 30
    """how long the id of a mention is remembered, so that seen again is not counted again"""
    remember_grave_days: Count = 365
    """the same for mentions of level 3: one re-sent must not wake people again"""
    ease_hours: Count = 24
    """quiet for so many hours, a grade that came from many people at once is looked at again"""
    ease_share: Annotated[float, Field(gt=0, le=1)] = 0.8
    """and falls only below this share of what its rule asks for"""
    usual_looks: Annotated[int, Field(ge=1)] = 3
    """it falls as well when so many such looks in a row found no more than is usual there"""
    usual_burst: Annotated[float, Field(ge=0)] = 1.5
    """and rises again only so many standard deviations above what is usual there"""
    action_wait_hours: Count = 24
    """how long an action waits for the mention it names"""
    max_mentions_per_subject: Count = 20_000
    """bound of a subject's state; what is dropped beyond it is counted"""
    max_waiting_actions: Annotated[int, Field(ge=1, le=5_000)] = 1_000
    """actions that wait for their mention in one partition; the oldest beyond it are given up, and counted"""
    max_members_per_incident: Annotated[int, Field(ge=1, le=2_000)] = 1_000
    """bound of an incident's members in the state; its counts go on"""
    max_incidents_per_subject: Count = 200
    """bound of a subject's incidents; the oldest closed ones go first"""
    evidence_per_incident: Annotated[int, Field(ge=1, le=20)] = 5
    """quotes that an alert shows"""
    clocks: Literal["on", "off"] = "on"
    """off: deadlines are shown but told to nobody, but for the acknowledgement of grade 3"""
    acknowledge_minutes_grade1: Count = 1_440
    """grade 1 is to be acknowledged within so many minutes: any action but reveal does it"""
    acknowledge_minutes_grade2: Count = 120
    """the same for grade 2"""
    acknowledge_minutes_grade3: Count = 30
    """the same for grades 3 and 4"""
    first_response_minutes: Count = 240
    """first public response to grade 3 and above: respond, statement, reply"""
    statement_minutes: Count = 300
    """authoritative statement about grade 3 and above: statement, announce"""
    follow_up_minutes: Count = 1_440
    """the announcement that follows the statement"""
    reply_minutes: Count = 1_440
    """first reply to a complaint or an enquiry: reply, respond"""
    on_site_minutes: Count = 30
    """arrival at the site of a safety complaint of level 2 and above: arrived"""
    result_minutes: Count = 10_080
    """written result of a complaint: result"""
    callback_minutes: Count = 4_320
    """call-back after a complaint was closed: callback"""
    authority_minutes: Count = 60
    """report of deaths and grave accidents: file to authority"""
    company_minutes: Count = 60
    """报备 in a sensitive window: file to company"""
    overdue_repeats: Annotated[int, Field(ge=0, le=10)] = 3
    """an overdue step of grade 2 and above is told again so often at most, each time a level further up"""
    unconfirmed_hour: Annotated[int, Field(ge=0, le=23)] = 8
    """a casualty or danger to life of grade 3 that nobody has confirmed is told again each day at this hour"""
    unconfirmed_days: Annotated[int, Field(ge=0, le=365)] = 30
    """for so many days, then it is closed with a word that nobody did; 0: only in the first hours"""
    lesson_days: Count = 30
    """how long the wording of a false positive opens nothing at its project"""
    remind_hours_grade1: Count = 72
    """an open incident that has grown is told again after so many hours"""
    remind_hours_grade2: Count = 24
    """the same for grade 2"""
    remind_hours_grade3: Count = 4
    """the same for grades 3 and 4"""


class Dispatch(Section):
    group_wait_seconds: Annotated[float, Field(ge=0)] = 30.0
    """alerts of grade 1 and 2 of one project wait so long for each other; what is grave or urgent never does"""
    group_interval_seconds: Annotated[float, Field(ge=0)] = 300.0
    """the next message of grade 1 and 2 about that project comes no sooner than this"""
    quiet_from: Annotated[str, Field(pattern=_TIME_OF_DAY)] = "22:00"
    """HH:MM; from then on grade 1 and plain grade 2 wait for the morning (Asia/Shanghai); empty: never"""
    quiet_to: Annotated[str, Field(pattern=_TIME_OF_DAY)] = "07:00"
    """HH:MM; the morning"""
    digest_after_hours: Annotated[float, Field(gt=0)] = 24.0
    """an alert older than this, and one found late, is told in a digest only"""
    deadline_hours: Annotated[float, Field(gt=0)] = 24.0
    """what could not be delivered for so long becomes a dead letter"""
    fallback: Name = ""
    """channel (KIND:NAME) that takes over when another fails and names none itself"""
    fallback_after_seconds: Annotated[float, Field(ge=0)] = 60.0
    """how long grade 3 and urgent alerts wait for a failing channel before the fallback takes over; others ten times"""
    max_waiting: Count = 10_000
    """alerts that wait for one channel; beyond it the least grave become dead letters"""
    timeout_seconds: Annotated[float, Field(gt=0, le=60)] = 10.0
    """how long one attempt may take in all"""
    proxy: str = ""
    """http proxy that messages leave the network through; addresses are then its to judge"""
    contacts_file: OptionalPath = None
    """TOML file of who is called by name: `zhang = "138…"`, or [zhang] with mobile and feishu; keep it secret"""
    templates: OptionalPath = None
    """directory with message templates of one's own; what it lacks comes from the package"""
    incident_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """address (https://…) of an incident in a console: {incident_id}, {alert_id} and {number} are filled in"""


class Serve(Section):
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """where `yuqing serve` listens; tokens pass unencrypted, so put a proxy with TLS before it for other machines"""
    port: Annotated[int, Field(ge=0, le=65535)] = 9480
    """its port; 0: any free one, see the log"""
    public_url: Annotated[str, Field(pattern=r"^(https?://[^\s?#]+)?$")] = ""
    """the address (https://…) under which people reach it: links in messages begin with it; empty: no links"""
    link_key: Annotated[SecretStr, AfterValidator(_long_enough)] = SecretStr("")
    """signs the links, at least 32 characters; the same for dispatch, which writes them, and serve, which reads them"""
    link_hours: Annotated[float, Field(gt=0, le=168)] = 24.0
    """how long a link is honoured"""
    burst: Count = 20
    """requests of one token at once"""
    per_minute: Annotated[float, Field(gt=0)] = 60.0
    """requests of one token a minute after that"""
    wait_seconds: Annotated[float, Field(ge=0, le=60)] = 15.0
    """how long a request waits for what becomes of its action"""
    max_incidents: Count = 50_000
    """incidents whose last state is kept to answer with; those that changed longest ago go first"""
    token: dict[str, Token] = {}
    """who may ask: `yuqing serve token NAME` makes one"""


class Metrics(Section):
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """where /metrics, /healthz and /readyz listen; they know no password, so keep them private"""
    port: Annotated[int, Field(ge=0, le=65531)] = 9464
    """port of the score role; actions, watch, dispatch and serve take the next ones; 0: any free one, see the log"""


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    """what is worth a line"""
    format: Literal["auto", "json", "console"] = "auto"
    """auto: for people at a terminal, JSON elsewhere"""


class Settings(BaseSettings):
    """All settings. `Settings()` is the defaults; `load_settings` reads file, environment and flags."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        env_prefix=PREFIX,
        env_nested_delimiter="__",
    )

    kafka: Kafka = Kafka()
    """the cluster"""
    paths: Paths = Paths()
    """data files; relative to the settings file, or to the working directory in variables and flags"""
    score: Score = Score()
    """the score role"""
    privacy: Privacy = Privacy()
    """who may see what was masked"""
    watch: Watch = Watch()
    """the watch role"""
    rules: Rules = Rules()
    """the rules of the fold"""
    dispatch: Dispatch = Dispatch()
    """messages to people"""
    channel: Channels = Channels()
    """where messages go: [channel.KIND.NAME] is what the organisation file calls KIND:NAME"""
    subscriber: dict[str, Subscriber] = {}
    """who hears of alerts beside the people of their route"""
    serve: Serve = Serve()
    """actions and mentions over HTTP"""
    metrics: Metrics = Metrics()
    """metrics and health of each process"""
    log: Log = Log()
    """logging"""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed in: `load_settings` reads the environment, to say which variable was wrong."""
        return (init_settings,)

    def fold_settings(self) -> dict[str, Any]:
        """FoldSettings as plain JSON values: part of the rules bundle, hence of its digest."""
        return {"clock": self.watch.clock, **self.rules.model_dump(mode="json")}

    def lexicon_path(self) -> Path:
        return self.paths.lexicon or data_path("lexicons") / "property"

    def playbooks_path(self) -> Path:
        return self.paths.playbooks or data_path("config") / "playbooks"

    def rules_path(self) -> Path:
        return self.paths.rules or data_path("config") / "rules.toml"

    def metrics_port(self, role: str) -> int:
        """The port of a process's metrics; 0 stays 0 (any free one)."""
        return self.metrics.port and self.metrics.port + PROCESSES.index(role)

    def author_key(self) -> bytes:
        return self.score.author_key.get_secret_value().encode()

    def warnings(self) -> list[str]:
        """What runs, but should not stay so."""
        if self.score.author_key.get_secret_value() != DEVELOPMENT_KEY:
            return []
        return [
            "score.author_key is the public development key: authors can be guessed from their hashes. "
            f"Set {PREFIX}SCORE__AUTHOR_KEY or score.author_key_file before real data comes in."
        ]


def data_path(kind: Literal["lexicons", "config"]) -> Path:
    """The directory of data files: of the checkout, else of the installed package."""
    package = Path(__file__).resolve().parents[1]
    for place in (package.parent / kind, package / "data" / kind):
        if place.is_dir():
            return place
    raise SettingsError(str(package / "data" / kind), None, "", "the package is incomplete; install it again")


def find_config() -> Path | None:
    """YUQING_CONFIG, else config/monitor.toml or monitor.toml in the working directory, else None."""
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named)
    candidates = (Path("config/monitor.toml"), Path("monitor.toml"))
    return next((path for path in candidates if path.is_file()), None)


def load_settings(path: str | Path | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Flags (nested dict `overrides`) over YUQING_ variables over the file over the defaults.

    Raises SettingsError that names every wrong value with file and line, variable or flag.
    """
    file = Path(path) if path is not None else find_config()
    layers = [
        from_flags(Settings, overrides or {}),
        from_environment(Settings, PREFIX, known=NO_SETTINGS),
        *([from_file(Settings, file)] if file else []),
    ]
    return _find_beside(merged(Settings, layers), file)


def _find_beside(settings: Settings, file: Path | None) -> Settings:
    """The organisation and the rules that lie beside the settings file, where it names no others."""
    found = {name: file.parent / f"{name}.toml" for name in ("organisation", "rules")} if file else {}
    new = {name: path for name, path in found.items() if path.is_file() and getattr(settings.paths, name) is None}
    return settings.model_copy(update={"paths": settings.paths.model_copy(update=new)}) if new else settings
