"""Which incident is meant by the number that is said on the phone: no record is keyed by it, so it is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from monitor.errors import YuqingError
from monitor.ids import spoken_number
from monitor.records import Status

_NUMBER = re.compile(r"(?:编号)?\s*([0-9]{3})[-–—－ ]?([0-9]{3})")
#: acts that are about what is over, too; all others are meant for what is open
_ALSO_OVER = frozenset({"reopen", "review", "reveal"})
#: open incidents that are named where none has the number
_NAMED = 5


class Numbered(Struct, frozen=True):
    """What tells incidents of one number apart."""

    incident_id: str
    status: Status
    headline: str = ""
    #: as it is written, in the company's own time
    updated_at: str = ""

    @property
    def number(self) -> str:
        return spoken_number(self.incident_id)


def number_in(said: str) -> str | None:
    """819-846 of 819846 or 编号819-846; None where something else is said. Full-width digits are digits."""
    found = _NUMBER.fullmatch("".join(_half_width(char) for char in said.strip()))
    return f"{found[1]}-{found[2]}" if found else None


def _half_width(char: str) -> str:
    return chr(ord(char) - 0xFEE0) if "０" <= char <= "９" else char


def meant(number: str, act: str, incidents: Iterable[Numbered]) -> str:
    """The id of the one incident with this number; an open one goes before those that are over.

    Raises YuqingError that names the candidates: whoever acts on the wrong matter stops the right one's clocks for
    nobody.
    """
    same = sorted((each for each in incidents if each.number == number), key=lambda each: each.incident_id)
    still = [each for each in same if each.status != "closed"]
    found = same if act in _ALSO_OVER or not still else still
    if len(found) == 1:
        return found[0].incident_id
    if not found:
        raise YuqingError(f"no incident has the number {number}; {_open(incidents)}")
    known = "".join(f"\n  {each.incident_id} ({each.status}): {each.headline}" for each in found)
    raise YuqingError(f"{len(found)} incidents have the number {number}; name one by its id:{known}")


def _open(incidents: Iterable[Numbered]) -> str:
    """Those that may have been meant: a number is heard wrong, or the messages are of another cluster."""
    still = sorted((each for each in incidents if each.status != "closed"), key=lambda each: each.updated_at)
    if not still:
        return "no incident is open"
    newest = "".join(f"\n  {each.number}  {each.incident_id}: {each.headline}" for each in still[: -_NAMED - 1 : -1])
    return f"{len(still)} are open, of which these changed last:{newest}"
