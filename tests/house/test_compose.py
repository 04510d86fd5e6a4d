"""docker-compose.yml: valid by the specification, and the same broker, ports and commands as everywhere else."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, ValidationError

from monitor.config.settings import DEVELOPMENT_KEY, PROCESSES, ROLES, load_settings
from monitor.kafka.properties import Ports, server_properties
from monitor.kafka.topics import LARGE_BYTES, TOPICS
from monitor.process.probe import urls

CHECKOUT = Path(__file__).parents[2]
SCHEMA = CHECKOUT / "tests" / "data" / "compose-spec" / "compose-spec.json"
SCALED = ("score", "actions", "watch")
#: Names and places differ in a container; all else of the embedded broker is said again, word for word.
ELSEWHERE = {
    "listeners", "advertised.listeners", "controller.quorum.voters", "listener.security.protocol.map", "log.dirs",
}  # fmt: skip
#: Of the embedded broker only: a test kills it, and it must be small.
EMBEDDED_ONLY = {"broker.session.timeout.ms", "broker.heartbeat.interval.ms", "log.cleaner.dedupe.buffer.size"}


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))


def environment(compose: Any, service: str) -> Mapping[str, str]:
    found: Mapping[str, str] = compose["services"][service]["environment"]
    return found


def test_it_is_a_compose_file(compose: Any) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    assert [error.message for error in Draft7Validator(schema).iter_errors(compose)] == []


def test_the_schema_finds_a_mistake(compose: Any) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    broken = {**compose, "services": {"score": {**compose["services"]["score"], "comand": ["worker"]}}}
    with pytest.raises(ValidationError, match="comand"):
        Draft7Validator(schema).validate(broken)


def test_the_broker_is_the_one_that_the_tests_run(compose: Any) -> None:
    lock = tomllib.loads((CHECKOUT / "monitor" / "kafka" / "kafka-jars.lock.toml").read_text(encoding="utf-8"))
    [version] = {name.split(":")[2] for name in lock["jars"] if name.startswith("org.apache.kafka:kafka_2.13:")}
    assert compose["services"]["kafka"]["image"] == f"apache/kafka:{version}"


def test_the_broker_is_set_as_the_embedded_one(compose: Any) -> None:
    there = environment(compose, "kafka")
    recipe = server_properties(Ports(9092, 9093), Path("/var/lib/kafka/data"))
    for key, value in recipe.items():
        variable = "KAFKA_" + key.upper().replace(".", "_")
        if key not in EMBEDDED_ONLY:
            assert variable in there
        if key not in ELSEWHERE | EMBEDDED_ONLY:
            assert there[variable] == value, key
    assert there["KAFKA_MESSAGE_MAX_BYTES"] == str(max(topic.max_bytes for topic in TOPICS)) == str(LARGE_BYTES)


def test_listeners_fit_each_other(compose: Any) -> None:
    there = environment(compose, "kafka")
    listeners = dict(one.split("://:") for one in there["KAFKA_LISTENERS"].split(","))
    advertised = dict(one.split("://") for one in there["KAFKA_ADVERTISED_LISTENERS"].split(","))
    assert set(listeners) == set(advertised) | {"CONTROLLER"}
    assert all(advertised[name].endswith(f":{listeners[name]}") for name in advertised)
    assert set(listeners) == {one.split(":")[0] for one in there["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(",")}
    assert there["KAFKA_CONTROLLER_QUORUM_VOTERS"] == f"1@kafka:{listeners['CONTROLLER']}"
    assert environment(compose, "score")["YUQING_KAFKA__BOOTSTRAP"] == advertised["PLAINTEXT"]
    assert f"127.0.0.1:{listeners['HOST']}:{listeners['HOST']}" in compose["services"]["kafka"]["ports"]


def test_what_the_broker_writes_outlives_its_container(compose: Any) -> None:
    place = environment(compose, "kafka")["KAFKA_LOG_DIRS"]
    assert compose["services"]["kafka"]["volumes"] == [f"kafka-data:{place}"]
    assert "kafka-data" in compose["volumes"]


@pytest.mark.parametrize("role", SCALED)
def test_workers_can_be_scaled(compose: Any, role: str) -> None:
    service = compose["services"][role]
    assert service["command"] == ["worker", "--only", role]
    assert not {"container_name", "ports", "hostname"} & set(service)
    assert service["depends_on"] == {
        "kafka": {"condition": "service_healthy"},
        "topics": {"condition": "service_completed_successfully"},
    }


def test_there_is_a_worker_for_each_role() -> None:
    assert SCALED == ROLES


def test_dispatch_is_there_for_those_who_have_channels(compose: Any) -> None:
    service = compose["services"]["dispatch"]
    assert (service["command"], service["profiles"]) == (["dispatch"], ["dispatch"])
    assert service["depends_on"] == compose["services"]["watch"]["depends_on"]
    assert set(PROCESSES) == {*ROLES, "dispatch", "serve"}


def test_serve_is_published_on_this_machine_alone(compose: Any) -> None:
    service = compose["services"]["serve"]
    assert (service["command"], service["profiles"]) == (["serve", "--host", "0.0.0.0"], ["serve"])
    assert service["ports"] == ["127.0.0.1:9480:9480"]
    assert service["depends_on"] == compose["services"]["watch"]["depends_on"]


def test_topics_are_made_once(compose: Any) -> None:
    assert compose["services"]["topics"]["command"] == ["topics", "create"]
    assert compose["services"]["topics"]["restart"] == "no"


@pytest.mark.parametrize("service", ["topics", *SCALED, "dispatch", "serve"])
def test_the_settings_of_the_containers_are_settings(
    compose: Any, service: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith("YUQING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, value in environment(compose, service).items():
        if name != "YUQING_CONFIG":
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:-(.*)\}", r"\1", value))
    settings = load_settings(CHECKOUT / "config" / "monitor.toml")
    assert settings.kafka.bootstrap == "kafka:9092"
    assert settings.author_key() == DEVELOPMENT_KEY.encode()
    assert settings.warnings()
    assert [url.split("/")[2] for url in urls(settings)] == [
        f"127.0.0.1:{port}" for port in (9464, 9465, 9466, 9467, 9468)
    ]


def test_services_have_no_more_rights_than_they_need(compose: Any) -> None:
    for name in ("topics", *SCALED, "dispatch", "serve"):
        service = compose["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    for name, service in compose["services"].items():
        assert not service.get("privileged"), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name


def test_the_image_is_built_with_the_tools_of_the_setup() -> None:
    setup = (CHECKOUT / "tools" / "setup").read_text(encoding="utf-8")
    image = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    [version] = re.findall(r"^UV_VERSION=(\S+)$", setup, re.MULTILINE)
    assert f"uv=={version}" in image
    assert re.search(r"^USER 10001$", image, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*monitor\.process\.probe", image, re.MULTILINE)


def test_what_the_image_copies_is_not_ignored() -> None:
    image = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    kept = {
        line[1:] for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"
    }
    copied = [line.split()[1:-1] for line in image.splitlines() if line.startswith("COPY ") and "--from" not in line]
    names = {name for group in copied for name in group}
    assert names == kept
    assert all((CHECKOUT / name).exists() for name in names)
