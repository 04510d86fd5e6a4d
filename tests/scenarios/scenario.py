"""Scenario streams as data: a TOML file says what is posted and done, and what must come of it.

    [[post]] / [[complaint]] / [[action]]    at = "HH:MM" after `begin` (hours may exceed 24): when it arrives; `ago`:
                                             published so long before; `times`, `every`: repeated (a list of gaps goes
                                             round, and so do `texts`), with {n} in its texts counted up; all other
                                             keys are the record's own fields
    [[incident]]                             what the incidents are in the end, in the order they opened: all of them,
                                             unless `others = true`; `told` lists their alerts ("escalated 3"), those
                                             that time alone raised (overdue, reminded) only if it names any
    [[alert]] / [[no_alert]]                 an alert that must be among those told, or none like it may

A key with dots goes into a record ("scope.people"). A value is what must stand there; a table says it loosely:
{at_least, at_most, has (all of a list), lacks, contains (a piece of text), not}. `why = ["people"]` names rules.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from monitor.company.organisationfile import load_organisation
from monitor.compose import build_assessor, build_bundle
from monitor.config.settings import Settings, load_settings
from monitor.inputs.files import Hints, read_files
from monitor.replays.filereplay import FileReplay, file_events, judge_here
from monitor.replays.outcome import Names, Window
from monitor.replays.retelling import ALERTS, INCIDENTS, Retelling

HERE = Path(__file__).parent
STREAMS = HERE / "streams"
BEGIN = datetime.fromisoformat("2026-11-18T09:00:00+08:00")
#: keys of a happening that are the scenario's own
_OWN = frozenset({"at", "ago", "times", "every", "texts"})
#: keys of an expectation that are not looked up in the record
_ABOUT = frozenset({"told", "why"})


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- what happens


def events(scenario: Mapping[str, Any]) -> list[str]:
    """The JSON lines of a scenario, in the order of its file."""
    begin = scenario.get("begin", BEGIN)
    made: list[str] = []
    for kind in ("post", "complaint", "action"):
        for number, said in enumerate(scenario.get(kind, ())):
            made += [json.dumps(each, ensure_ascii=False) for each in _happenings(kind, number, said, begin)]
    return made


def _happenings(kind: str, number: int, said: Mapping[str, Any], begin: datetime) -> Iterator[dict[str, Any]]:
    every = _list(said.get("every", "0:00"))
    at = begin + _span(said["at"])
    for n in range(said.get("times", 1)):
        at += _span(every[(n - 1) % len(every)]) if n else timedelta()
        fields = _numbered({key: value for key, value in said.items() if key not in _OWN}, n)
        fields |= {"text": texts[n % len(texts)].replace("{n}", str(n))} if (texts := said.get("texts")) else {}
        if kind == "action":
            yield {"kind": "action", "at": at.isoformat(), **fields}
        else:
            yield _mention(kind, f"{number}" if said.get("times", 1) == 1 else f"{number}-{n}", at, said, fields)


def _mention(kind: str, name: str, at: datetime, said: Mapping[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    source = fields.get("source", "12345" if kind == "complaint" else "weibo")
    author = fields.pop("author", f"{kind} author {name}")
    return {
        "id": f"{source}:{kind}-{name}",
        "source": source,
        "kind": kind,
        "published_at": (at - _span(said.get("ago", "0:00"))).isoformat(),
        "collected_at": at.isoformat(),
        "author": author if isinstance(author, dict) else {"id": author},
        **fields,
    }


def _span(said: str) -> timedelta:
    hours, minutes = said.split(":")[:2]
    seconds = said.split(":")[2] if said.count(":") > 1 else "0"
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _numbered(value: Any, n: int) -> Any:
    if isinstance(value, str):
        return value.replace("{n}", str(n))
    if isinstance(value, dict):
        return {key: _numbered(each, n) for key, each in value.items()}
    return value


# ---------------------------------------------------------------- what comes of it


@cache
def _settings(organisation: Path, rules: str) -> Settings:
    return load_settings(
        None,
        {"paths": {"organisation": str(organisation)}, "watch": {"clock": "records"}, "rules": json.loads(rules)},
    )


@cache
def _assessor(organisation: Path) -> Any:
    return build_assessor(_settings(organisation, "{}"))


def replay(scenario: Mapping[str, Any], lines: list[str], folder: Path) -> tuple[list[Any], list[Any]]:
    """Alerts and incidents of these lines, by the very way of `yuqing replay --file`."""
    organisation = HERE / scenario.get("organisation", "organisation.toml")
    settings = _settings(organisation, json.dumps(scenario.get("rules", {})))
    folder.mkdir(parents=True, exist_ok=True)
    file, out = folder / "events.jsonl", folder / "out"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    known = load_organisation(organisation)
    with Retelling(out, Window()) as retelling:
        run = FileReplay(retelling, judge_here(_assessor(organisation), known), build_bundle(settings))
        run.run(file_events(read_files([str(file)], Hints())))
        assert not retelling.outcome.dead, "a scenario's records must be readable"
        retelling.finish(Names(known.company.name, {}, {}))
    alerts, incidents = (_records(out / name) for name in (ALERTS, INCIDENTS))
    return alerts, sorted(incidents, key=lambda each: (each["opened_at"], each["incident_id"]))


def _records(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


#: transitions that time alone raises
TIMED = ("overdue", "reminded")


def told(alerts: list[Any], incident_id: str, *, timed: bool = True) -> list[str]:
    mine = [each for each in alerts if each["incident_id"] == incident_id]
    return [f"{each['transition']} {each['grade']}" for each in mine if timed or each["transition"] not in TIMED]


# ---------------------------------------------------------------- what must come of it


def failures(scenario: Mapping[str, Any], alerts: list[Any], incidents: list[Any]) -> list[str]:
    """What is otherwise than the scenario says; nothing when all is well."""
    return [
        *_incidents(scenario, alerts, incidents),
        *(f"no alert is like {each}" for each in scenario.get("alert", ()) if not _any(each, alerts)),
        *(f"an alert is like {each}" for each in scenario.get("no_alert", ()) if _any(each, alerts)),
    ]


def _incidents(scenario: Mapping[str, Any], alerts: list[Any], incidents: list[Any]) -> list[str]:
    wanted = list(scenario.get("incident", ()))
    if scenario.get("others"):
        return [
            f"no incident is like {each}"
            for each in wanted
            if not any(not list(_differences(each, found, alerts)) for found in incidents)
        ]
    shown = [f"{each['subject']['project']} {told(alerts, each['incident_id'])}" for each in incidents]
    if len(wanted) != len(incidents):
        return [f"{len(wanted)} incidents are expected, there are {len(incidents)}: {shown}"]
    return [
        f"incident {number} ({found['headline']}): {difference}"
        for number, (each, found) in enumerate(zip(wanted, incidents, strict=True), 1)
        for difference in _differences(each, found, alerts)
    ]


def _differences(wanted: Mapping[str, Any], found: Any, alerts: list[Any]) -> Iterator[str]:
    if "told" in wanted:
        timed = any(each.startswith(TIMED) for each in wanted["told"])
        if (seen := told(alerts, found["incident_id"], timed=timed)) != wanted["told"]:
            yield f"told {seen}, not {wanted['told']}"
    for key, value in wanted.items():
        if key not in _ABOUT and not _fits(value, seen := look_up(found, key)):
            yield f"{key} is {seen!r}, not {value!r}"


def _any(wanted: Mapping[str, Any], alerts: list[Any]) -> bool:
    return any(_like(wanted, each) for each in alerts)


def _like(wanted: Mapping[str, Any], alert: Any) -> bool:
    rules = {reason["rule"] for reason in alert["why"]}
    return set(wanted.get("why", ())) <= rules and all(
        _fits(value, look_up(alert, key)) for key, value in wanted.items() if key not in _ABOUT
    )


def look_up(record: Any, key: str) -> Any:
    """The value at a path: names into objects, numbers into lists."""
    for part in key.split("."):
        if record is None:
            return None
        record = record[int(part)] if isinstance(record, list) else record[part]
    return record


_LOOSE: dict[str, Any] = {
    "at_least": lambda seen, wanted: seen >= wanted,
    "at_most": lambda seen, wanted: seen <= wanted,
    "has": lambda seen, wanted: set(wanted) <= {_plain(each) for each in seen},
    "lacks": lambda seen, wanted: not set(wanted) & {_plain(each) for each in seen},
    "contains": lambda seen, wanted: (
        wanted in (seen if isinstance(seen, str) else json.dumps(seen, ensure_ascii=False))
    ),
    "not": lambda seen, wanted: seen != wanted,
}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int) else msgspec.json.encode(value).decode()


def _fits(wanted: Any, seen: Any) -> bool:
    if isinstance(wanted, dict):
        return all(_LOOSE[how](seen, value) for how, value in wanted.items())
    if isinstance(wanted, datetime):
        return bool(datetime.fromisoformat(seen) == wanted)
    return bool(seen == wanted)
