"""Every record ever written stays readable: examples of each version against schema, decoder and encoder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from monitor.cli import yuqing
from monitor.config.settings import data_path
from monitor.errors import Reason, YuqingError
from monitor.events.decode import decode_event
from monitor.kafka.wire import Raw
from monitor.personal.privacy import mask
from monitor.records import Action, DeadLetter, Mention, TimelineRecord, decode_timeline, encode, schemas
from monitor.steps.acts import arrived
from monitor.steps.commit import read_checkpoints
from monitor.steps.scoring import Frame
from monitor.steps.timeline import read_record
from monitor.watch.bundle import open_bundle, renewed
from monitor.watch.checkpoint import state
from monitor.watch.fold import Fold

WIRE = Path(__file__).parents[2] / "data" / "wire"
SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
EXAMPLES = sorted(WIRE.glob("*.json"))
#: a second example of a record has a word more in its name
LEAST = "mention.v1.least"
#: examples as release 0.1 wrote them
OLDER = ".0-1"


def record_of(path: Path) -> str:
    """alert.v1.json and alert.v1.something.json are examples of alert.v1."""
    return ".".join(path.name.split(".")[:2])


def read(name: str) -> bytes:
    return (WIRE / f"{name}.json").read_bytes()


def decoded(name: str, raw: bytes) -> Any:
    return msgspec.json.decode(raw, type=schemas.RECORDS[name])


def objects(value: Any) -> list[dict[str, Any]]:
    """A JSON value's objects, the outermost first."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) else []
    return [*own, *(each for part in inside for each in objects(part))]


def test_the_committed_schemas_are_what_the_records_say() -> None:
    made = dict(schemas.files())
    committed = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}
    assert committed == made, "run `make docs`"


def test_every_record_has_an_example_and_every_example_a_record() -> None:
    assert {record_of(path) for path in EXAMPLES} == set(schemas.RECORDS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_fits_its_schema(path: Path) -> None:
    schema = schemas.schema(record_of(path))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_read_and_written_back_as_it_was(path: Path) -> None:
    raw = path.read_bytes()
    again = json.loads(encode(decoded(record_of(path), raw)))
    written = json.loads(raw)
    # what an older writer did not know comes back with its default
    assert _holds(again, written)
    assert path.stem == LEAST or OLDER in path.stem or again == written


def _holds(again: Any, written: Any) -> bool:
    """All that was written is there again, whatever else there is beside it."""
    if isinstance(written, dict):
        return all(key in again and _holds(again[key], value) for key, value in written.items())
    if isinstance(written, list):
        return len(again) == len(written) and all(map(_holds, again, written))
    return bool(again == written)


#: free-form parts: what stands in them is content, not fields of a record
FREE = ("state", "rules", "settings", "organisation", "playbooks", "files", "observed", "needed")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_fields_of_a_newer_writer_are_let_pass(path: Path) -> None:
    name, value = record_of(path), json.loads(path.read_bytes())
    free = {id(each) for part in objects(value) for key in FREE for each in objects(part.get(key))}
    for each in objects(value):
        if id(each) not in free:
            each["a_field_of_tomorrow"] = {"whatever": [1, "二"]}
    read_back = [encode(decoded(name, raw)) for raw in (json.dumps(value).encode(), path.read_bytes())]
    assert json.loads(read_back[0]) == json.loads(read_back[1])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_older_writer_left_out_what_has_a_default(path: Path) -> None:
    name = record_of(path)
    schema = schemas.schema(name)
    required = schema["$defs"][schemas.RECORDS[name].__name__]["required"]
    least = {field: part for field, part in json.loads(path.read_bytes()).items() if field in required}
    record = decoded(name, json.dumps(least).encode())
    assert _holds({field: part for field, part in json.loads(encode(record)).items() if field in least}, least)


@pytest.mark.parametrize("name", ["assessment.v1", "action.v1", "tick.v1", "rules.v1"])
def test_the_timeline_tells_its_records_apart(name: str) -> None:
    record: TimelineRecord = decode_timeline(read(name))
    assert record == read_record(read(name))
    assert type(record) is schemas.RECORDS[name]


def test_the_raw_topics_take_the_mention_and_the_action() -> None:
    [mention] = decode_event(read("mention.v1"))
    assert mention == decoded("mention.v1", read("mention.v1"))
    [least] = decode_event(read(LEAST))
    assert isinstance(least, Mention)
    assert least.kind == "post"
    [action] = decode_event(read("action.v1"))
    assert isinstance(action, Action)
    raw = Raw("actions.v1", 1, 88, 1773280323000, None, read("action.v1"))
    assert arrived(action, raw, Frame(partitions=12)).source == decoded("action.v1", read("action.v1")).source


def test_state_comes_back_from_head_and_checkpoints() -> None:
    head, checkpoints = read_checkpoints(
        [
            (b"~head", read("head.v1")), (b"x", read("checkpoint.v1")), (b"a", read("checkpoint.v1.acts")),
            (b"y", read("checkpoint.v1.mentions")), (b"z", read("checkpoint.v1.memory")),
        ]
    )  # fmt: skip
    assert head is not None
    assert head.state is not msgspec.UNSET
    incident, acts, rows, memory = checkpoints
    # of an older format only the frame stays readable: its state is rebuilt from the timeline.
    # Where this fails, the layout has changed: see wire_state.py
    if head.format == state.FORMAT:
        written = json.loads(bytes(head.state))
        assert json.loads(state.encode(state.decode_partition(head.state))).items() >= written.items()
        assert state.decode_incident(incident.state).incident_id == incident.incident_id
        bundle = decoded("rule-bundle.v1", read("rule-bundle.v1"))
        fold = Fold(partition=0, partitions=12, bundles={bundle.digest: bundle})
        fold.restore(head, [rows, incident, acts, memory])
        subject = fold.book.subjects[memory.subject]
        assert list(subject.incidents) == [incident.incident_id]
        for known in ("weibo:5000000000000001", "12345:HZ20260312-000017"):
            assert known in subject.mentions
        assert len(subject.mentions) == 2
        assert len(subject.acts) == 1


def test_the_bundle_can_be_folded_under() -> None:
    bundle = decoded("rule-bundle.v1", read("rule-bundle.v1"))
    assert open_bundle(bundle).organisation.company.name == "和悦物业"


def test_a_bundle_of_an_older_fold_is_folded_under_with_what_it_lacks_from_the_present_one() -> None:
    present, older = (decoded("rule-bundle.v1", read(f"rule-bundle.v1{each}")) for each in ("", OLDER))
    with pytest.raises(YuqingError, match="fold version 1"):
        open_bundle(older)
    book = open_bundle(renewed(older, present))
    assert book.digest == older.digest
    assert book.ruleset == open_bundle(present).ruleset
    assert renewed(present, older) is present


def test_state_of_an_older_format_is_refused_with_the_way_out() -> None:
    head, checkpoints = read_checkpoints([(b"~head", read(f"head.v1{OLDER}"))])
    bundle = decoded("rule-bundle.v1", read("rule-bundle.v1"))
    assert head is not None
    with pytest.raises(YuqingError, match="rebuild the state"):
        Fold(partition=0, partitions=12, bundles={bundle.digest: bundle}).restore(head, checkpoints)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_hold_nobodys_data(path: Path) -> None:
    texts = [part for each in objects(json.loads(path.read_bytes())) for part in each.values() if isinstance(part, str)]
    assert [text for text in texts if mask(text) != text] == []


def test_dead_letters_name_a_known_reason() -> None:
    letters = [decoded("dead-letter.v1", path.read_bytes()) for path in EXAMPLES if "dead-letter" in path.name]
    assert all(isinstance(each, DeadLetter) and each.reason in set(Reason) for each in letters)


@pytest.fixture(scope="module")
def sample_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's day, replayed: timeline, alerts, incidents and dead letters as they are written today."""
    out = tmp_path_factory.mktemp("replay") / "out"
    demo = data_path("config") / "demo"
    files = [str(demo / "stream.jsonl"), str(demo / "malformed.jsonl")]
    config = str(data_path("config") / "monitor.toml")
    done = CliRunner().invoke(yuqing, ["replay", "--config", config, "--out", str(out), "--file", *files])
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.parametrize(
    ("file", "record"),
    [
        ("timeline.jsonl", None), ("alerts.jsonl", "alert.v1"), ("incidents.jsonl", "incident.v1"),
        ("deadletters.jsonl", "dead-letter.v1"),
    ],
)  # fmt: skip
def test_what_is_written_today_fits_the_schemas(sample_day: Path, file: str, record: str | None) -> None:
    lines = [json.loads(line) for line in (sample_day / file).read_bytes().splitlines()]
    assert lines
    validators = {name: Draft202012Validator(schemas.schema(name)) for name in schemas.RECORDS}
    for line in lines[::5] + lines[-1:]:
        validators[record or f"{line['kind']}.v1"].validate(line)
