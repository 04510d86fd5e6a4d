"""Who speaks of a danger that is over: an office, or the company and whoever else is at work on it."""

from __future__ import annotations

import re

from monitor.records import Assessment

#: calls that the company's own people write down
_OWN_DESKS = frozenset({"hotline", "front_desk", "manual"})
#: who of the verified organisations is at work on it
_OURS = re.compile("物业|服务中心|管理处|管家|生活服务|消防|燃气|供电|电力|水务|供热|电梯")


def is_office(judged: Assessment) -> bool:
    return "government" in judged.credibility.signs


def is_company(judged: Assessment) -> bool:
    author = judged.mention.author
    if author is not None and author.verified_as == "organisation":
        # a shop next door is verified too
        return _OURS.search(author.name or "") is not None
    return is_desk(judged)


def is_desk(judged: Assessment) -> bool:
    """A patrol or a desk of ours says it itself: what a citizen tells a desk is the citizen's word."""
    return judged.mention.source in _OWN_DESKS and judged.mention.kind != "complaint"
