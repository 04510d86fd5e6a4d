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
    author, mention = judged.mention.author, judged.mention
    if author is not None and author.verified_as == "organisation":
        # a shop next door is verified too
        return _OURS.search(author.name or "") is not None
    # what a citizen tells a desk is the citizen's word
    return mention.source in _OWN_DESKS and mention.kind != "complaint"
