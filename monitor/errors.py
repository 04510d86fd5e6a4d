"""The errors that users see: each names where it happened and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class YuqingError(Exception):
    """The root: the command line prints its message without a traceback and exits with 2."""


class SettingsError(YuqingError):
    """A settings, organisation or lexicon file is wrong: `FILE:LINE: field: what is wrong; the way out`."""

    def __init__(self, file: str, line: int | None, field: str, problem: str) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {field}: {problem}" if field else f"{place}: {problem}")
        self.file, self.line, self.field, self.problem = file, line, field, problem


#: what has no line of its own is told behind what has
_LAST = 1 << 30


class SettingsErrors(SettingsError):
    """Several things are wrong with one file, or with those of a folder: a line for each, in the order of the files."""

    def __init__(self, errors: Sequence[SettingsError]) -> None:
        self.errors = sorted(errors, key=lambda each: (each.file, each.line or _LAST))
        first = self.errors[0]
        super().__init__(first.file, first.line, first.field, first.problem)
        self.args = ("\n".join(map(str, self.errors)),)


class BrokerError(YuqingError):
    """Kafka is away, refuses us, or lacks what we need."""


class Reason(StrEnum):
    """Why a record became a dead letter."""

    MALFORMED_JSON = "malformed_json"
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_SHAPE = "unknown_shape"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    INVALID_TEXT = "invalid_text"
    IMPLAUSIBLE_TIME = "implausible_time"
    TOO_LARGE = "too_large"
    UNKNOWN_ACTION = "unknown_action"
    UNROUTABLE_ACTION = "unroutable_action"
    JUDGEMENT_FAILED = "judgement_failed"
    UNREADABLE_TIMELINE = "unreadable_timeline"
    FOLD_FAILED = "fold_failed"
    UNDELIVERABLE = "undeliverable"
    UNREADABLE_ALERT = "unreadable_alert"


class Unreadable(Exception):
    """One record cannot be read or judged; it becomes a dead letter, the stream goes on."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason, self.detail = reason, detail


class BrokenOff(Unreadable):
    """The file ends here before it is whole: what would have come after is not known to be lost by any record."""


class Misnamed(BrokenOff):
    """The file is not what its name says it is: none of it is read."""
