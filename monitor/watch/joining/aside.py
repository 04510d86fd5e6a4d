"""What is judged as a small grievance and opens nothing: a question at large, and the company's regrets."""

from __future__ import annotations

import re

from monitor.records import Assessment
from monitor.watch.joining import amends
from monitor.watch.words import believed

#: of whom a question speaks that is about somebody's own estate
_OURS = re.compile(r"[我咱俺]|本(?:小区|楼|栋|单元|人)|这(?:个|边|里)?(?:小区|物业|楼)|楼[上下]|隔壁|邻居")
#: nobody but the search word, the author's town or his account says whose it is
_UNSAID = frozenset({"keyword", "location"})


def of_nobody_here(judged: Assessment) -> bool:
    """物业费涨价业主联名抵制有用吗, found by the name of an estate that it does not name: asked of estates at large."""
    if judged.subject.how not in _UNSAID or judged.mention.kind == "complaint" or judged.place is not None:
        return False
    signs = judged.credibility.signs
    if judged.risk.level > 2 or judged.risk.urgent or "question" not in signs or "first_hand" in signs:
        return False
    return _OURS.search(believed.head(judged)) is None


def only_regrets(judged: Assessment) -> bool:
    """The company's own regrets for what nobody has complained of: a notice. What is graver is news."""
    author = judged.mention.author
    official = author is not None and author.verified_as == "organisation"
    return official and judged.risk.level <= 1 and amends.makes(judged)
