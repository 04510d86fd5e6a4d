"""What a message says, before any vendor's form: the first line for three in the morning, and the facts beneath it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from monitor.labels import SOURCES, TRANSITIONS, as_it_stands, source_name
from monitor.notify.escape import cut, link, plain
from monitor.personal.redaction import WITHHELD
from monitor.records import Alert, Deed, Form
from monitor.times import local
from monitor.watch.owed.nextstep import EXERCISE, moment
from monitor.watch.telling.heading import DRILL
from monitor.watch.words.categories import CATEGORY_NAMES

#: Characters that hold grade, place, what, confirmed or not, first step: more is not read at night.
FIRST_LOOK = 120
#: of these, what the form itself takes: heading marks, the words 第一步, a line end
_FORM = 16
_STEP, _PLACE = 40, 24
#: what one line of a digest says of the matter
_LINE = 44
#: quotes and pieces of advice that a message shows
_QUOTES, _ADVICE, _REASONS = 3, 6, 3
#: characters of a name that somebody has given for themselves
_BY = 12

#: Alert, ids of the people who read it there → what can be clicked, by its name (monitor.notify.linking).
Links = Callable[[Alert, Sequence[str]], Mapping[str, str]]

FORMS: dict[Form, str] = {
    "alert": "预警",
    "group": "同一项目的多条预警",
    "storm": "短时间内预警较多，合并告知",
    "morning": "夜间预警，早间汇总",
    "late": "迟发现或超过一天的预警，汇总告知",
}
TRENDS = {"rising": "上升", "peaking": "见顶", "steady": "平稳", "falling": "回落"}
STEPS = {
    "acknowledge": "确认收到", "first_response": "首次回应", "reply": "首次答复投诉人", "on_site": "到达现场",
    "statement": "权威声明", "follow_up": "跟进通报", "result": "书面答复结果", "callback": "办结回访",
    "report_authority": "上报主管部门", "report_company": "公司报备",
}  # fmt: skip
ACTS = {
    "acknowledge": "已确认收到", "assign": "指派", "arrived": "已到现场", "respond": "已回应", "reply": "已答复投诉人",
    "verify": "已核实", "statement": "已发布声明", "announce": "已通报进展", "file": "已上报", "result": "已书面答复",
    "callback": "已回访", "activate": "已启动预案",
}  # fmt: skip
_OFFICES = {"company": "公司", "authority": "主管部门"}
NOBODY_YET = "尚无人确认收到"
#: of these it goes without saying that nobody has done anything about it yet, or that nothing is left to do
_NEW_OR_OVER = frozenset({"opened", "reopened", "closed"})


class Names(Struct, frozen=True):
    """What ids are called."""

    company: str
    projects: Mapping[str, str]


def no_links(alert: Alert, people: Sequence[str]) -> Mapping[str, str]:
    return {}


def incident_links(template: str) -> Links:
    """Links from dispatch.incident_url; none when it is empty."""
    if not template:
        return no_links

    def links(alert: Alert, people: Sequence[str]) -> Mapping[str, str]:
        filled = template
        for name in ("incident_id", "alert_id", "number"):
            filled = filled.replace(f"{{{name}}}", quote(getattr(alert, name), safe=""))
        return {"查看事件": filled}

    return links


def title(alert: Alert, names: Names, *, test: bool = False) -> str:
    """Grade, place, what, confirmed or not: with the first step within FIRST_LOOK characters."""
    head = "".join(_marks(alert, test=test)) + f"【{alert.grade_name}】"
    tail = f"｜{alert.confirmed}"
    room = FIRST_LOOK - _FORM - len(head) - len(tail) - len(first_step(alert))
    return head + cut(_what(alert, names), room) + tail


def brief(alert: Alert, names: Names, *, test: bool = False) -> str:
    """Grade and place."""
    return "".join(_marks(alert, test=test)) + f"【{alert.grade_name}】{cut(plain(place(alert, names)), _PLACE)}"


def first_step(alert: Alert) -> str:
    """An exercise says so, and is no shorter for it."""
    return (EXERCISE if alert.drill else "") + cut(plain(alert.first_step.removeprefix(EXERCISE)), _STEP)


def _marks(alert: Alert, *, test: bool) -> list[str]:
    change = "" if alert.transition == "opened" else TRANSITIONS.get(alert.transition, alert.transition)
    if alert.step is not None:
        change += f"：{'、'.join(STEPS.get(each, each) for each in alert.steps or [alert.step])}" + (
            f"·第{alert.times}次" if alert.times > 1 else ""
        )
    marks = {
        "测试": test, "演练": alert.drill, "危及生命": alert.urgent, "迟发现": alert.late_found, change: bool(change),
    }  # fmt: skip
    return [f"【{mark}】" for mark, on in marks.items() if on]


def place(alert: Alert, names: Names) -> str:
    """Estate and building, as people say it."""
    project = alert.subject.project
    where = names.company if project is None else names.projects.get(project, project)
    spot = alert.place
    return where + "".join(filter(None, (spot.building, spot.unit, spot.lift) if spot else ()))


def _what(alert: Alert, names: Names) -> str:
    """The headline, which opens with the place; where it does not, the place before it."""
    # that it is an exercise, and what is overdue, stands in front already
    lapsed = f"【{alert.lapsed}】" if alert.lapsed else ""
    headline = plain(alert.headline.removeprefix(f"【{DRILL}】").removeprefix(lapsed))
    where = plain(place(alert, names))
    name = plain(names.company if alert.subject.project is None else where)
    opens = headline.startswith((where, name)) or where in headline[: len(where) + 12]
    return headline if opens else f"{cut(where, _PLACE)}：{headline}"


def handling(alert: Alert) -> list[str]:
    """Who has done what about it and when, each deed in a few words; that nobody has, where that matters."""
    told = [_deed(each, alert) for each in alert.handling]
    return told or ([] if alert.transition in _NEW_OR_OVER else [NOBODY_YET])


def _deed(deed: Deed, alert: Alert) -> str:
    at, now = local(deed.at), local(alert.event_time)
    when = f"{at:%H:%M}" if at.date() == now.date() else f"{at:%m月%d日 %H:%M}"
    to = _OFFICES.get(deed.to, deed.to) if deed.to else ""
    return f"{when} {cut(plain(deed.by), _BY)}{ACTS.get(deed.type, deed.type)}{to}"


def facts(alert: Alert, names: Names, links: Links, people: Sequence[str] = ()) -> dict[str, Any]:
    """What the templates may say of one alert."""
    return {
        "alert": alert,
        "title": title(alert, names),
        "first_step": first_step(alert),
        "place": place(alert, names),
        "categories": "、".join(CATEGORY_NAMES.get(code, code) for code in alert.categories),
        "since": f"{local(alert.first_seen):%m月%d日 %H:%M}",
        "at": f"{local(alert.event_time):%m月%d日 %H:%M}",
        "trend": TRENDS[alert.trend.direction],
        "platforms": "、".join(SOURCES.get(code, code) for code in alert.scope.platforms),
        # what is new has often said it already
        "why": [reason.text for reason in alert.why if reason.text not in alert.change][:_REASONS],
        "handling": handling(alert),
        "quotes": [
            {"text": as_it_stands(each), "source": source_name(each.mention_id), "url": link(each.url)}
            for each in alert.evidence[:_QUOTES]
        ],
        "withheld": "" if alert.evidence else withheld(alert),
        "advice": alert.advice[:_ADVICE],
        "told": list(dict.fromkeys(recipient.name for recipient in alert.route)),
        "deadlines": [
            {
                "step": STEPS.get(each.step, each.step),
                "due": moment(local(each.due), local(alert.event_time)),
                "status": each.status,
            }
            for each in alert.deadlines
            if each.status != "met"
        ],
        "links": [{"name": name, "url": url} for name, url in links(alert, people).items() if link(url)],
    }


def withheld(alert: Alert) -> str:
    """Why there are no quotes, where they were taken out for the site's people."""
    return WITHHELD if any(each.redacted for each in alert.route) else ""


def digest_title(alerts: Sequence[Alert], form: Form) -> str:
    """How many of which grade, and why they come together."""
    grades: dict[str, int] = {}
    for alert in alerts:
        grades[alert.grade_name] = grades.get(alert.grade_name, 0) + 1
    counts = "、".join(f"{name}{count}" for name, count in grades.items())
    return f"【汇总】{len(alerts)}条预警：{counts}｜{FORMS[form]}"


def line(alert: Alert, names: Names) -> dict[str, str]:
    """One alert in a digest."""
    step = f" → {first_step(alert)}" if alert.grade >= 3 else ""
    marks = "".join(_marks(alert, test=False))
    return {
        "grade": f"{marks}【{alert.grade_name}】",
        "what": cut(_what(alert, names), _LINE),
        "confirmed": alert.confirmed,
        "step": step,
        "handled": f"｜{done[-1]}" if (done := handling(alert)) else "",
        "number": alert.number,
        "id": alert.alert_id,
    }
