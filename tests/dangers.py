"""Calls for help and what is said of their end: who calls, who is out, what an office or the company tells."""

from __future__ import annotations

import msgspec
from histories import judged

from monitor.records import Author, Place


def call(text, hours=0.0, author="a", *, id=None, level=2, urgent=True, published=None, building="3栋", **more):
    """A call for help in the owners' group, by default from 3栋 and about its lift."""
    more.setdefault("keywords", ["电梯"])
    one = judged(
        id or f"g:{author}{hours}", hours, level, ["safety"] if level else [], text=text, author=author,
        source="owners_group", urgent=urgent, published=published, **more,
    )  # fmt: skip
    return msgspec.structs.replace(one, place=Place(building=building) if building else None)


def out(text, hours, author="a", level=0, **more):
    """Somebody says, without a place, that it is over."""
    return call(text, hours, author, level=level, urgent=False, **{"keywords": [], "building": None, **more})


def harmed(one):
    """The same, and somebody came to harm."""
    return msgspec.structs.replace(one, risk=msgspec.structs.replace(one.risk, categories=["casualty", "safety"]))


def company(one):
    """The same, said by the company under its verified name."""
    author = Author(id="wy", name="海棠溪苑物业服务中心", verified=True, verified_as="organisation")
    return msgspec.structs.replace(one, mention=msgspec.structs.replace(one.mention, author=author))


def ended(text, *, harm=True, hours=0.7, **more):
    """The company says that it is over."""
    more.setdefault("keywords", ["电梯"])
    found = company(out(text, hours, "wy", level=3 if harm else 2, **more))
    return harmed(found) if harm else found


def office(text, **more):
    """An office says so of 3栋."""
    return out(text, 0.7, "gov", level=2, signs=["government"], building="3栋", **more)


#: calls: who is shut in, what burns, one more who is shut in beside the first; and words of somebody trapped
STUCK = call("3栋电梯困人了，我被关在里面，快来人")
FIRE = call("3栋着火了，浓烟滚滚", keywords=["着火"])
HERS = call("3栋另一个电梯我妈也被关在电梯里出不来，快救人", 0.08, "b")
TRAPPED = "18楼还有人下不来，在窗口挥手"


def rules(step):
    return [each.why[0].rule for each in step.alerts if each.transition != "overdue"]


def last(step):
    """The latest state of each incident, in the order of their ids."""
    return list({each.incident_id: each for each in step.incidents}.values())
