"""Reads the directory that a replay wrote (shell): line by line, never the whole of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from monitor.backtest.comparison import Parts, Side
from monitor.backtest.traces import Trace, traces
from monitor.errors import YuqingError
from monitor.ids import digest
from monitor.records import LexiconRef, ModelRef, decode_alert, decode_incident
from monitor.replays.outcome import Window
from monitor.replays.retelling import ALERTS, INCIDENTS, RULESETS, TIMELINE, WINDOW

#: told the bytes read of a file, and of how many
Progress = Callable[[str, int, int], None]


class _Judged(Struct):
    """What a line of the timeline says of who judged it."""

    kind: str = ""
    arrived_at: datetime | None = None
    #: of a tick or an action
    at: datetime | None = None
    lexicon: LexiconRef | None = None
    model: ModelRef | None = None
    organisation: str | None = None


class _Bundle(Struct):
    digest: str
    rules: dict[str, Any] = {}
    organisation: dict[str, Any] = {}
    playbooks: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    fold: int = 0


def read_side(directory: Path, progress: Progress = lambda what, done, total: None) -> tuple[Side, dict[str, Trace]]:
    """Who judged, and what was told by incident. Raises YuqingError for a directory that no replay wrote."""
    if not directory.is_dir():
        raise YuqingError(f"{directory}: there is no such directory; name two that `yuqing replay --out` wrote")
    told = traces(
        _records(directory / ALERTS, decode_alert, progress), _records(directory / INCIDENTS, decode_incident, progress)
    )
    side = _side(directory, progress)
    alerts = sum(len(trace.told) for trace in told.values())
    return msgspec.structs.replace(side, alerts=alerts, incidents=len(told)), told


def _side(directory: Path, progress: Progress) -> Side:
    bundles = list(_records(directory / RULESETS, msgspec.json.Decoder(_Bundle).decode, progress))
    rules = [each.digest for each in bundles]
    first = last = reached = None
    # in the order in which they came into force
    seen: tuple[dict[str, None], ...] = ({}, {}, {})
    for each in _records(directory / TIMELINE, msgspec.json.Decoder(_Judged).decode, progress):
        at = each.arrived_at or each.at
        if at is None or each.kind == "rules":
            # a change of rules belongs to the records around it, whenever it was made
            continue
        reached = _later(reached, at)
        if each.kind != "assessment":
            continue
        first, last = at if first is None else min(first, at), _later(last, at)
        for known, name in zip(seen, _judges(each), strict=True):
            known[name] = None
    lexicons, models, organisations = (list(known) for known in seen)
    return Side(
        str(directory),
        rules,
        lexicons,
        models,
        organisations,
        first,
        last,
        reached=reached,
        window=_window(directory),
        parts=_parts(bundles),
    )


def _parts(bundles: list[_Bundle]) -> Parts:
    """In the order in which they came into force, each once."""
    return Parts(
        **{
            name: list(dict.fromkeys(_digest(getattr(each, name)) for each in bundles))
            for name in ("rules", "organisation", "playbooks", "settings")
        },
        fold=list(dict.fromkeys(str(each.fold) for each in bundles)),
    )


def _digest(part: dict[str, Any]) -> str:
    return digest(msgspec.json.encode(part, order="deterministic").decode(), size=16)


def _window(directory: Path) -> Window:
    """What time it reports; a directory that does not say reports all."""
    path = directory / WINDOW
    if not path.exists():
        return Window()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Window)
    except msgspec.MsgspecError as error:
        raise YuqingError(f"{path}: no window of a replay: {error}") from None


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else max(known, at)


def _judges(each: _Judged) -> tuple[str, str, str]:
    lexicon, model = each.lexicon, each.model
    return (
        f"{lexicon.name} {lexicon.version} ({lexicon.digest})" if lexicon else "",
        f"{model.name} ({model.digest})" if model else "",
        each.organisation or "",
    )


def _records(path: Path, decode: Callable[[bytes], Any], progress: Progress) -> Iterator[Any]:
    try:
        total, done = path.stat().st_size, 0
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                done += len(line)
                if number % 1_000 == 0:
                    progress(path.name, done, total)
                yield _record(path, number, line, decode)
    except OSError as error:
        raise YuqingError(
            f"{path}: cannot be read: {error.strerror}; compare takes directories that `yuqing replay --out` wrote"
        ) from None


def _record(path: Path, number: int, line: bytes, decode: Callable[[bytes], Any]) -> Any:
    try:
        return decode(line)
    except msgspec.MsgspecError as error:
        raise YuqingError(f"{path}:{number}: no record of a replay: {error}") from None
