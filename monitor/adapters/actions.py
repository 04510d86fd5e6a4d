"""Reads what people did about incidents, as it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from monitor.adapters.canonical import convert, written_time
from monitor.adapters.values import blank, checked, refuse
from monitor.errors import Reason
from monitor.records import Action, ActionType

TYPES = frozenset(get_args(ActionType))
TARGETS = ("incident_id", "project", "mention")
#: what an action of a type says nothing without; of several, one is enough
NEEDS = {
    "assign": ("to",),
    "file": ("to",),
    "verify": ("verdict",),
    "relabel": ("sentiment", "level"),
    "silence": ("until",),
    "reveal": ("reason",),
}
#: set by the actions role alone; a sender's are not believed
_OURS = ("source",)
_KNOWN = frozenset({"kind", *Action.__struct_fields__})
#: unknown fields that are named
_STRANGE = 5


def read(obj: Mapping[str, object]) -> Action:
    """An action from parsed JSON. Raises Unreadable."""
    fields = {name: value for name, value in obj.items() if value is not None and name not in _OURS}
    _known_type(fields)
    _one_target(fields)
    for name in ("by", "at"):
        if blank(fields.get(name)):
            refuse(Reason.MISSING_FIELD, name, _required(fields))
    for name in ("at", "until", "arrived_at"):
        if name in fields:
            fields[name] = written_time(fields, name)
    action = convert(fields, Action)
    _complete(action)
    return checked(action)


def _required(fields: Mapping[str, object]) -> str:
    """With the fields that nobody reads: what is missing often stands under another name."""
    strange = sorted(fields.keys() - _KNOWN)[:_STRANGE]
    return f"required; unknown fields: {', '.join(name[:40] for name in strange)}" if strange else "required"


def _known_type(fields: Mapping[str, object]) -> None:
    kind = fields.get("type")
    if blank(kind):
        refuse(Reason.MISSING_FIELD, "type", _required(fields))
    if not isinstance(kind, str):
        refuse(Reason.WRONG_TYPE, "type", f"a {type(kind).__name__} where a text belongs")
    if kind not in TYPES:
        refuse(Reason.UNKNOWN_ACTION, "type", f"{kind[:40]!r}; known: {', '.join(sorted(TYPES))}")


def _one_target(fields: dict[str, object]) -> None:
    for name in TARGETS:
        if name in fields and blank(fields[name]):
            del fields[name]
    named = [name for name in TARGETS if name in fields]
    if len(named) != 1:
        refuse(Reason.UNROUTABLE_ACTION, " or ".join(named or TARGETS), "exactly one says what it is about")


def _complete(action: Action) -> None:
    needed = NEEDS.get(action.type, ())
    if needed and all(getattr(action, name) is None for name in needed):
        refuse(Reason.MISSING_FIELD, needed[0], f"{action.type} needs {' or '.join(needed)}")
