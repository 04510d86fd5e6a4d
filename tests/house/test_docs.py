"""Documents and code agree: commands, metrics, topics, records, reasons, links."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
import pytest
import yaml
from prometheus_client import CollectorRegistry

from monitor import records
from monitor.cli import COMMANDS, yuqing
from monitor.company.organisation import Company, Person, Project, SensitiveWindow
from monitor.company.roster import Absence, Shift
from monitor.errors import Reason
from monitor.judging import credibility
from monitor.judging.sources import shipped_sources
from monitor.kafka.topics import TOPICS, Topic, declare
from monitor.notify.metrics import DispatchMetrics
from monitor.process.metrics import Metrics
from monitor.records import schemas
from monitor.serve.metrics import ServeMetrics
from monitor.watch.book.due import QUIET_CLOSE
from monitor.watch.grades.rulefile import load_ruleset

CHECKOUT = Path(__file__).parents[2]
CODE = ("monitor", "agents", "benchmarks", "training", "tests", "tools")
DOCUMENTS = sorted(
    path.relative_to(CHECKOUT).as_posix() for path in [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
)
RECORDS = [
    each for each in vars(records).values()
    if isinstance(each, type) and issubclass(each, records.Record) and each is not records.Record
]  # fmt: skip


@cache
def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def section(document: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any depth."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(?P<body>.*?)(?=^#|\Z)", document, re.MULTILINE | re.DOTALL)
    assert found, f"there is no heading {heading!r}"
    return found["body"]


def rows(table: str) -> dict[str, bool]:
    """First column of a table → whether it is bold."""
    found = re.findall(r"^\| (\*\*)?`([^`]+)`(?:\*\*)? \|", table, re.MULTILINE)
    return {name: bool(bold) for bold, name in found}


# ---------------------------------------------------------------- commands


def shell_lines(document: str) -> list[str]:
    """Lines of the sh blocks, without prompt-less continuations and comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line.partition(" #")[0].strip() for line in lines]


def test_every_command_is_explained() -> None:
    explained = text("README.md") + text("docs/operations.md")
    assert [name for name in COMMANDS if f"yuqing {name}" not in explained] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_in_documents_exist(name: str) -> None:
    for line in shell_lines(text(name)):
        for call in re.findall(r"(?:^|[\s/])yuqing (\S.*?)(?= [|>&]|$)", line):
            _check_call(call.split(), line)


def _check_call(words: list[str], line: str) -> None:
    command: click.Command = yuqing
    context = click.Context(command)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    known = {option for parameter in command.params for option in parameter.opts} | {"--help", "--version"}
    assert {word for word in words if word.startswith("--")} <= known, line


def test_make_targets_in_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    for name in DOCUMENTS:
        for line in shell_lines(text(name)):
            if found := re.match(r"make ([a-z -]+)", line):
                assert set(found[1].split()) <= targets, (name, line)


# ---------------------------------------------------------------- metrics


def metrics() -> dict[str, str]:
    """Attribute of Metrics → the name Prometheus shows."""
    made = {
        **vars(Metrics(CollectorRegistry())),
        **vars(DispatchMetrics(CollectorRegistry())),
        **vars(ServeMetrics(CollectorRegistry())),
    }
    return {attribute: one.describe()[0].name for attribute, one in made.items() if hasattr(one, "describe")
            and attribute != "registry"}  # fmt: skip


def sources(folder: str) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / folder).rglob("*.py")))


def test_every_metric_is_in_operations() -> None:
    documented = rows(section(text("docs/operations.md"), "Metrics"))
    shown = {name.removesuffix("_total") for name in documented}
    assert shown == {*metrics().values(), "yuqing_build_info"}


def test_metrics_that_nothing_raises_are_marked_so() -> None:
    code = sources("agents") + sources("monitor/notify") + sources("monitor/serve")
    silent = {name for attribute, name in metrics().items() if f"metrics.{attribute}" not in code}
    table = section(text("docs/operations.md"), "Metrics").splitlines()
    marked = {
        re.findall(r"`(\w+)`", line)[0].removesuffix("_total") for line in table if "nothing raises it yet" in line
    }
    assert marked == silent


def test_every_ops_rule_is_in_operations() -> None:
    groups = yaml.safe_load(text("config/prometheus/rules.yml"))["groups"]
    names = {rule["alert"] for group in groups for rule in group["rules"]}
    assert set(rows(section(text("docs/operations.md"), "Alert rules"))) == names


# ---------------------------------------------------------------- topics and records


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_is_in_records(topic: Topic) -> None:
    [row] = [line for line in section(text("docs/records.md"), "Topics").splitlines() if f"| `{topic.name}` |" in line]
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    assert cells[3] == f"{topic.partitions}, fixed" if topic.fixed else cells[3] == str(topic.partitions)
    [declared] = [each for each in declare() if each.name == topic.name]
    assert ("compacted" in cells[4]) == ("compact" in declared.cleanup)
    assert declared.days is None or f"{declared.days} days" in cells[4]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_in_records(record: type[records.Record]) -> None:
    config = record.__struct_config__
    fields = {field.encode_name: field.required for field in msgspec.structs.fields(record)}
    tag = {config.tag_field: True} if config.tag_field else {}
    assert rows(section(text("docs/records.md"), record.__name__)).items() >= {**fields, **tag}.items()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_has_no_other_fields(record: type[records.Record]) -> None:
    config = record.__struct_config__
    known = {*record.__struct_encode_fields__, config.tag_field, *Reason}
    assert set(rows(section(text("docs/records.md"), record.__name__))) <= known


def test_every_reason_of_a_dead_letter_is_explained() -> None:
    explained = set(rows(section(text("docs/records.md"), "DeadLetter"))) - set(records.DeadLetter.__struct_fields__)
    assert explained == {reason.value for reason in Reason}


def test_every_category_and_action_is_named() -> None:
    document = text("docs/records.md")
    assert [name for name in (*records.CATEGORIES, *get_args(records.ActionType)) if name not in document] == []


def test_every_key_of_the_organisation_file_is_explained() -> None:
    document = text("docs/organisation.md")
    tables: dict[str, type[records.Record]] = {
        "[company]": Company, "[[project]]": Project, "[[person]]": Person, "[[sensitive_window]]": SensitiveWindow,
        "[[shift]]": Shift, "[[absence]]": Absence,
    }  # fmt: skip
    for heading, record in tables.items():
        assert set(rows(section(document, heading))) == set(record.__struct_encode_fields__)


def test_every_rule_that_an_alert_can_name_is_explained() -> None:
    code = sources("monitor/watch")
    rules = {*re.findall(r'rule="(\w+)"', code), *re.findall(r'\.close\(.*"(\w+)"\)', code), QUIET_CLOSE}
    rules |= set(re.findall(r'^(?:RULE|TRACED) = "(\w+)"', code, re.M) + re.findall(r'Turn\("(\w+_now)", ', code))
    rules |= {rule.name for rule in load_ruleset(CHECKOUT / "config" / "rules.toml").rules}
    [row] = [line for line in section(text("docs/records.md"), "Reason").splitlines() if "`rule`" in line]
    assert rules == set(re.findall(r"\w+", row.split(" | ")[2]))


# ---------------------------------------------------------------- asyncapi


@cache
def asyncapi() -> Any:
    return yaml.safe_load(text("docs/asyncapi.yaml"))


def test_every_topic_is_a_channel_with_its_configuration() -> None:
    channels = {channel["address"]: channel for channel in asyncapi()["channels"].values()}
    assert set(channels) == {topic.name for topic in TOPICS}
    for topic in declare():
        kafka = channels[topic.name]["bindings"]["kafka"]
        assert kafka["partitions"] == topic.partitions
        assert kafka["topicConfiguration"]["cleanup.policy"] == topic.cleanup.split(",")
        assert kafka["topicConfiguration"]["max.message.bytes"] == topic.max_bytes
        days = topic.days and topic.days * 24 * 60 * 60 * 1000
        assert kafka["topicConfiguration"].get("retention.ms") == days


def test_the_messages_are_the_records() -> None:
    messages = asyncapi()["components"]["messages"]
    payloads = {message["payload"]["schema"]["$ref"] for message in messages.values()}
    assert payloads == {f"./schemas/{name}.json" for name in schemas.RECORDS}


def test_every_reference_of_asyncapi_leads_somewhere() -> None:
    for reference in re.findall(r"\$ref: ['\"]?([^'\"\s}]+)", text("docs/asyncapi.yaml")):
        file, _, pointer = reference.partition("#")
        assert not file or (CHECKOUT / "docs" / file).is_file(), reference
        node = asyncapi()
        for step in filter(None, pointer.split("/")) if not file else ():
            assert step in node, reference
            node = node[step]


# ---------------------------------------------------------------- links


def anchors(document: str) -> set[str]:
    """The anchors that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    prose = re.sub(r"^```.*?^```", "", text(name), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (CHECKOUT / name).parent / file if file else CHECKOUT / name
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name != "CHANGELOG.md"])
def test_files_in_documents_exist(name: str) -> None:
    """`watch/owed/steps.py` and `monitor/watch/owed/steps.py` alike; a name without a folder is of any."""
    files = {path.relative_to(CHECKOUT).as_posix() for folder in CODE for path in (CHECKOUT / folder).rglob("*.py")}
    named = set(re.findall(r"`([\w/.-]+\.py)`", text(name)))
    assert [
        each for each in sorted(named) if not any(file == each or file.endswith("/" + each) for file in files)
    ] == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if "/decisions/" in name])
def test_a_decision_is_short_and_whole(name: str) -> None:
    decision = text(name)
    assert len(decision.splitlines()) <= 40
    for heading in ("Context", "Decision", "Consequences"):
        assert section(decision, heading).strip()


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [Path(name).name[:4] for name in DOCUMENTS if "/decisions/" in name]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


# ---------------------------------------------------------------- credibility and reach


def test_the_points_of_credibility_are_as_documented() -> None:
    table = section(text("docs/credibility.md"), "Credibility").replace("−", "-")
    shown = {
        name: float(points) for name, points in re.findall(r"^\| `(\w+)` \| ([-+]\d\.\d+) \|$", table, re.MULTILINE)
    }
    assert shown == credibility.SIGN_POINTS


def test_the_tiers_of_the_press_are_as_documented() -> None:
    table = section(text("docs/credibility.md"), "The press, in tiers")
    shown = {
        name: int(reach.replace(",", ""))
        for name, reach in re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", table, re.MULTILINE)
    }
    assert shown == {each.tier: each.reach for each in shipped_sources().media}
