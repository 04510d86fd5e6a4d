"""Old news that comes back is worth a telling, for people take it for new; but nobody is hurt now."""

from __future__ import annotations

import msgspec

from monitor.records import Assessment

#: the gravest that it is by itself; how many say so, how far it spreads and who prints it may still raise its incident
MOST = 2


def is_old(judged: Assessment) -> bool:
    """What somebody complains of is his matter now, however long ago it began."""
    return "old_news" in judged.credibility.signs and judged.mention.kind != "complaint"


def toned(judged: Assessment) -> Assessment:
    """The assessment as the watch takes it: old news is never graver than MOST, and not urgent."""
    risk = judged.risk
    if (risk.level <= MOST and not risk.urgent) or not is_old(judged):
        return judged
    return msgspec.structs.replace(
        judged, risk=msgspec.structs.replace(risk, level=min(risk.level, MOST), urgent=False)
    )
