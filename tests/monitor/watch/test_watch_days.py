"""By the days that they name: what befell somebody weeks ago is nothing of what happens today."""

from __future__ import annotations

import msgspec
import pytest
from histories import at, judged, run

LIFT = "2栋电梯急坠，一名孕妇送医"


def _said(text, number, level=3, *, author=None, urgent=False, objects=(), hour=None):
    found = judged(
        f"weibo:{number}", 1 + number / 2 if hour is None else hour, level, ["safety", "casualty"], text=text,
        author=author or f"author {number}", urgent=urgent,
    )  # fmt: skip
    return msgspec.structs.replace(found, objects=list(objects))


def _incidents(first, second, **more):
    return len(run([_said(first, 0), _said(second, 1, **more)]).incidents)


BEGAN = at(0)
TODAY = f"{BEGAN.month}月{BEGAN.day}日"
AGO = "1月3日"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("去年8月，一住户家中起火，两名老人遇难，法院判决物业担责", "今天上午又着火了，三楼在冒黑烟，有人没下来"),
        (f"{TODAY}{LIFT}", f"{AGO}我被掉落的灯罩砸到头，缝了六针"),
        (LIFT, f"{AGO}我被掉落的灯罩砸到头，缝了六针"),
        (f"{AGO}{LIFT}", "2栋电梯今天又坠了，家属都吓哭了"),
        (f"{AGO}一家三口煤气中毒送医", f"{TODAY}一对夫妻煤气中毒身亡"),
    ],
)
def test_of_another_day_is_another_event(first, second):
    assert _incidents(first, second) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # of the same day, or of none
        (f"{AGO}我被掉落的灯罩砸到头，缝了六针", f"{AGO}灯罩砸伤人，物业不赔"),
        (f"{AGO}我被掉落的灯罩砸到头，缝了六针", "灯罩砸伤人，物业到底赔不赔"),
        # what makes people ill does so for days
        ("5月2日喝了自来水，一家三口上吐下泻送医", f"{AGO}孩子喝了自来水，拉肚子住院"),
        # what was before is told beside it
        (LIFT, f"{AGO}就报修了，今天电梯果然坠了，孕妇送医"),
        (LIFT, "2015年交房的小区，电梯坠了，孕妇送医"),
        # what has come of it since is of it
        (f"{AGO}{LIFT}", "2栋电梯急坠，今天孕妇还在ICU"),
        (f"{AGO}{LIFT}", "今天孕妇家属到物业讨说法，2栋电梯急坠没人道歉"),
    ],
)
def test_of_one_day_it_is_one(first, second):
    assert _incidents(first, second) == 1


def test_who_has_spoken_of_it_goes_on_about_it():
    first = _said("灯罩砸到头，缝了六针", 0, author="her")
    assert len(run([first, _said(f"{AGO}被砸的，物业半个月没说法", 1, author="her")]).incidents) == 1
