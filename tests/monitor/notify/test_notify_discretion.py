"""What the site is told of matters about itself: enough to act, nothing to find the complainant by."""

from __future__ import annotations

import msgspec
import pytest
from notified import EXAMPLE, NOON, TIMING, alert, delivery, person

from monitor.notify.discretion import version_for
from monitor.notify.render import Renderer
from monitor.notify.setup import read_templates
from monitor.notify.timing import plan
from monitor.notify.wording import Names, no_links
from monitor.records import Alert, Recipient, Subject

SITE, ABOVE = "dingtalk:hz-duty", "dingtalk:hz-city"
CITY = Recipient(person="chen", name="陈总", role="manager", scope="杭州", channels=[ABOVE], because="")
ROUTE = [person("zhang", SITE), CITY]


def about_staff(**more: object) -> Alert:
    return alert(1, 2, categories=["staff"], route=ROUTE, headline="阳光雅苑3栋2单元：人员素质——保安推了我", **more)


def shown(one: Alert, receiver: str) -> str:
    told = delivery(one, receiver=receiver).alerts
    renderer = Renderer(read_templates(None), Names("和悦物业", {"hz-ygyy": "阳光雅苑"}), no_links)
    return renderer.page(told, "alert", "x", "md").text(20_000)


def test_the_site_is_not_told_who_where_and_in_what_words() -> None:
    text = shown(about_staff(), SITE)
    for hidden in ("保安推了我", "3栋", "2单元", "weibo.com", "老人被困"):
        assert hidden not in text
    for needed in ("较重", "阳光雅苑", "人员素质", "编号 000-001", EXAMPLE.first_step):
        assert needed in text


def test_the_level_above_is_told_all() -> None:
    text = shown(about_staff(), ABOVE)
    assert "保安推了我" in text
    assert "3栋2单元" in text


def test_a_group_that_the_site_reads_too_is_the_sites() -> None:
    mixed = [person("zhang", ABOVE), CITY]
    assert version_for(alert(1, 2, categories=["violation"], route=mixed), ABOVE).evidence == []


@pytest.mark.parametrize(
    "one",
    [
        alert(1, 2, categories=["safety"], route=ROUTE),
        alert(1, 2, categories=["staff"], route=[CITY]),
        alert(1, 2, categories=["staff"], route=ROUTE, subject=Subject(how="company")),
    ],
)
def test_other_matters_and_other_people_are_told_all(one: Alert) -> None:
    assert version_for(one, SITE) is one


def test_the_identity_of_the_message_stays() -> None:
    one = about_staff()
    told = version_for(one, SITE)
    assert (told.alert_id, told.incident_id, told.number, told.route) == (
        one.alert_id, one.incident_id, one.number, one.route,
    )  # fmt: skip


def test_what_the_site_is_told_less_of_wakes_it_all_the_same() -> None:
    """A gathering that is near, or a burst, is known by the quotes and figures that the site does not get."""
    quote = msgspec.structs.replace(EXAMPLE.evidence[0], quote="今晚8点大家到物业门口集合讨说法")
    near = alert(1, 2, categories=["violation", "collective"], route=ROUTE, evidence=[quote])
    night = NOON.replace(hour=23).timestamp()
    item = plan(near, 0, SITE, ("zhang",), night, night, TIMING, grouping=True)
    assert (item.pressing, item.wakes, item.due) == (True, True, night)
    assert (item.told.evidence, delivery(near, receiver=SITE).wakes) == ([], True)
