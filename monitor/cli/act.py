"""`yuqing act`: records what a person did about an incident, and says what became of it (shell)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from monitor.adapters.actions import NEEDS, TYPES
from monitor.cli.cluster import cluster_options, cluster_settings, in_options, quiet, warn
from monitor.cli.kept import on_topic
from monitor.company.organisation import COMPANY, Organisation
from monitor.compose import read_organisation
from monitor.config.settings import Settings
from monitor.entry.keyed import entering
from monitor.errors import BrokerError, Unreadable
from monitor.events.answers import Answer, Done, Undelivered, answer, submitted
from monitor.events.spoken import Numbered, meant, number_in
from monitor.kafka import topics
from monitor.kafka.follow import Follower
from monitor.kafka.produce import Placed, Writer
from monitor.kafka.read import read_topic
from monitor.kafka.wire import Raw
from monitor.records import CATEGORIES, Action
from monitor.times import local
from monitor.watch.ruleset import GRADES

#: an action by project or mention can meet several incidents: so long after the first one the others are awaited
_OTHERS = 2.0
#: stands for an incident while its number is looked for
_SOME = "some~0000000000000000"
#: what an option that an act cannot do without takes
_WANTED = {
    "to": "PERSON", "verdict": "true|false|unclear", "sentiment": "negative|neutral|positive", "level": "0–3",
    "until": "T", "reason": "TEXT",
}  # fmt: skip

#: what fields of an action are called here
_OPTIONS = {name: f"--{name}" for name in ("by", "at", "note", "to", "until", "cause", "lessons", "measures", *_WANTED)}
_TARGETS = {"incident_id": "INCIDENT", "project": "--project", "mention": "--mention"}


def _categories(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(code.strip() for text in given for code in text.split(",") if code.strip()))
    if wrong := next((code for code in found if code not in CATEGORIES), None):
        raise click.BadParameter(f"{wrong!r} is none of {', '.join(CATEGORIES)}")
    return found


@click.command()
@click.argument("type_", metavar="TYPE", type=click.Choice(sorted(TYPES)))
@click.argument("incident_id", metavar="[INCIDENT]", required=False)
@click.option(
    "--project",
    metavar="P",
    help="The open incidents of this project (id, name or alias; company) that it can be meant for; verify: those in "
    "doubt, declare: the gravest.",
)
@click.option("--mention", metavar="M", help="The incident that this mention belongs to.")
@click.option("--by", required=True, metavar="PERSON", help="Who did it: a person's id of the organisation.")
@click.option("--note", help="What others should know.")
@click.option("--at", metavar="T", help="When it was done.  [default: now]")
@click.option("--to", metavar="PERSON", help="assign: the person; file: authority or company.")
@click.option("--verdict", type=click.Choice(["true", "false", "unclear"]), help="verify: what was found.")
@click.option("--grade", type=click.IntRange(4, 4), help="declare: 4, 特别严重.")
@click.option("--sentiment", type=click.Choice(["negative", "neutral", "positive"]), help="relabel.")
@click.option("--level", type=click.IntRange(0, 3), help="relabel.")
@click.option("--until", metavar="T", help="silence: its end.")
@click.option(
    "--category",
    "--categories",
    "categories",
    multiple=True,
    callback=_categories,
    metavar="CODE,…",
    help="silence: only these; several with commas, or given again.",
)
@click.option("--reason", help="reveal: why the raw record is needed.")
@click.option("--cause", help="review.")
@click.option("--lessons", help="review.")
@click.option("--measures", help="review.")
@click.option("--drill", is_flag=True, help="Part of an exercise.")
@click.option("--wait", type=click.FloatRange(0), default=15.0, show_default=True, help="Seconds for the outcome.")
@click.option("--no-wait", is_flag=True, help="Send it and end.")
@cluster_options
def command(type_: str, bootstrap: str | None, config: Path | None, wait: float, no_wait: bool, **fields: Any) -> None:
    """Record what a person did about an INCIDENT, or about a project's or a mention's.

    TYPE is acknowledge, activate, announce, arrived, assign, callback, close, declare, file, reopen, reply, respond,
    result, reveal, review, statement, verify, silence, false_positive or relabel; docs/records.md (Action) says what
    they change.

    INCIDENT is the number that messages end with (编号 819-846), which is looked for on incidents.v1 where one open
    incident has it, or the incident_id of alerts.v1, incidents.v1 and what this command prints.

    \b
    yuqing act acknowledge 819-846 --by zhang --note 已到现场
    yuqing act close hz-ygyy~0f3a52b9c1d4e6f7 --by zhang
    yuqing act verify --mention weibo:5283100628546361 --by li --verdict false

    Waits until the watch has taken it up, and prints what became of it. The exit code is 1 when it was refused, or
    when nothing was heard of it; then it may still be taken up later.
    """
    settings = cluster_settings(bootstrap, config)
    quiet()
    action = _action(type_, _about(type_, fields, settings))
    if no_wait:
        _send(settings, action)
        click.echo(f"sent {action.type} as action {action.id}")
        return
    prefix = settings.kafka.topic_prefix
    followed = [prefix + topics.INCIDENTS, prefix + topics.DEADLETTERS]
    with Follower(settings.kafka.bootstrap, settings.kafka.security, followed, on_wait=warn) as follower:
        place = _send(settings, action)
        sent_to = (prefix + topics.ACTIONS, place.partition, place.offset)
        answers = list(_answers(follower, action, sent_to, prefix, wait))
    for each in answers:
        click.echo(told(each))
    if not answers:
        warn(_unheard(action, wait))
    if not answers or any(isinstance(each, Undelivered) or each.entry.refused for each in answers):
        sys.exit(1)


def _about(type_: str, fields: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """What was said by number or name, by id."""
    if number := number_in(fields["incident_id"] or ""):
        # what else is wrong is said before the topic is read
        _action(type_, {**fields, "incident_id": _SOME})
        fields = {**fields, "incident_id": meant(number, type_, _numbered(settings))}
    if fields["project"] is not None:
        fields = {**fields, "project": project_id(fields["project"], read_organisation(settings))}
    return fields


def _numbered(settings: Settings) -> list[Numbered]:
    """The incidents as incidents.v1 has them now; of a record no more than tells two apart is read."""
    kafka = settings.kafka
    found: dict[bytes | None, bytes | None] = {}
    incidents = kafka.topic_prefix + topics.INCIDENTS
    for record in read_topic(kafka.bootstrap, incidents, kafka.security, on_wait=warn):
        found.pop(record.key, None)
        found[record.key] = record.value
    return list(on_topic(found.values(), msgspec.json.Decoder(Numbered).decode, topics.INCIDENTS))


def project_id(said: str, organisation: Organisation) -> str:
    """The id of the project with this name. What is not known here goes as it is: the workers' file counts."""
    found = organisation.lookup(said)
    if said == COMPANY or not found:
        return said
    if len(found) > 1:
        known = "、".join(f"{each.name}（{each.city}，{each.id}）" for each in found)
        raise click.UsageError(f"--project: several are called {said!r}; use the id: {known}")
    return found[0].id


def _action(type_: str, fields: dict[str, Any]) -> Action:
    at = fields["at"] or local(datetime.now(UTC)).isoformat()
    categories = list(fields["categories"]) or None
    try:
        return submitted({**fields, "type": type_, "at": at, "categories": categories})
    except Unreadable as unreadable:
        raise click.UsageError(_as_options(unreadable.detail)) from None


def _as_options(detail: str) -> str:
    """The same in the words of the command line: `to: assign needs to` is about --to PERSON."""
    field, _, why = detail.partition(": ")
    if field == "incident_id":
        return f"INCIDENT: {why}, nor the six digits that messages end with (编号 819-846)"
    if set(targets := field.split(" or ")) <= _TARGETS.keys():
        return f"{', '.join(_TARGETS[each] for each in targets)}: {why}"
    act, needs, _ = why.partition(" needs ")
    needed = NEEDS.get(act, ())
    if not needs or field not in needed:
        return in_options(detail, _OPTIONS)
    wanted = {**_WANTED, "to": "authority|company"} if act == "file" else _WANTED
    return f"{act} needs " + " or ".join(f"--{name} {wanted[name]}" for name in needed)


def _send(settings: Settings, action: Action) -> Placed:
    prefix = settings.kafka.topic_prefix
    with Writer(settings.kafka.bootstrap, settings.kafka.security, [prefix + topics.ACTIONS], on_wait=warn) as writer:
        (outcome,) = writer.write([entering(action, prefix)])
    if not isinstance(outcome, Placed):
        raise BrokerError(f"the action has {outcome.size} bytes, {topics.ACTIONS} takes {outcome.limit}: shorten it")
    return outcome


def _answers(
    follower: Follower, action: Action, sent_to: tuple[str, int, int], prefix: str, wait: float
) -> Iterator[Answer]:
    """One an incident; ends with the first where there can be no other."""
    seen: set[str] = set()
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        for record in follower.poll():
            found = _told_by(record, action, sent_to, prefix)
            if isinstance(found, Done) and found.incident.incident_id not in seen:
                yield found
                if action.incident_id is not None:
                    return
                deadline = deadline if seen else time.monotonic() + _OTHERS
                seen.add(found.incident.incident_id)
            elif isinstance(found, Undelivered):
                yield found
                return


def _told_by(record: Raw, action: Action, sent_to: tuple[str, int, int], prefix: str) -> Answer | None:
    try:
        return answer(record, action, sent_to, prefix)
    except msgspec.DecodeError:
        # written by another program, so no answer
        return None


def told(found: Answer) -> str:
    """What became of it, in a line."""
    if isinstance(found, Undelivered):
        return f"not delivered: {found.letter.reason}: {found.letter.detail}"
    incident, entry = found.incident, found.entry
    which = f"{entry.type} by {entry.by} on {incident.incident_id} ({incident.number})"
    if entry.refused:
        return f"refused: {which}: {entry.refused}"
    return f"done: {which}: now {incident.status}, grade {incident.grade} {GRADES[incident.grade][0]}"


def _unheard(action: Action, wait: float) -> str:
    about = action.incident_id or action.project or action.mention
    return (
        f"nothing was heard of action {action.id} within {wait:g} s. It is recorded; either no worker is running, or "
        f"there is no open incident for {about}"
    )
