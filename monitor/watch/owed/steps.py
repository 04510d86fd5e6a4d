"""The steps that an incident owes, as data: what each is called, how long it may take, and which actions do it."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from monitor.records import Action
from monitor.watch.settings import FoldSettings

ACKNOWLEDGE = "acknowledge"
FIRST_RESPONSE = "first_response"
STATEMENT = "statement"
FOLLOW_UP = "follow_up"
REPLY = "reply"
ON_SITE = "on_site"
RESULT = "result"
CALLBACK = "callback"
AUTHORITY = "report_authority"
COMPANY = "report_company"

#: receivers of `file`, as they may be written
_AUTHORITY = frozenset({"authority", "主管部门", "政府", "应急管理部门", "市场监管部门"})
_COMPANY = frozenset({"company", "公司", "总部"})


class StepKind(Struct, frozen=True):
    """`span`: the setting that says how many minutes it may take; by grade where it ends in _grade."""

    name: str
    span: str
    #: what to do now that it is overdue, in a line
    remedy: str
    #: what is to be done by then
    todo: str


KINDS = {
    ACKNOWLEDGE: StepKind("确认收到", "acknowledge_minutes_grade", "立即确认收到并指定责任人", "确认收到并指定责任人"),
    FIRST_RESPONSE: StepKind("首次回应", "first_response_minutes", "立即对外作出首次回应", "对外作出首次回应"),
    STATEMENT: StepKind("权威声明", "statement_minutes", "立即发布权威声明", "发布权威声明"),
    FOLLOW_UP: StepKind("跟进通报", "follow_up_minutes", "立即发布跟进通报", "发布跟进通报"),
    REPLY: StepKind("首次答复投诉人", "reply_minutes", "立即联系并答复投诉人", "联系并答复投诉人"),
    ON_SITE: StepKind("到达现场", "on_site_minutes", "立即派人到现场排险", "派人到现场排险"),
    RESULT: StepKind("书面答复结果", "result_minutes", "今日内书面答复处理结果", "书面答复处理结果"),
    CALLBACK: StepKind("办结回访", "callback_minutes", "今日内回访投诉人", "回访投诉人"),
    AUTHORITY: StepKind("上报主管部门", "authority_minutes", "单位负责人立即上报主管部门", "由单位负责人上报主管部门"),
    COMPANY: StepKind("公司报备", "company_minutes", "立即向公司报备", "向公司报备"),
}


#: of several steps that lapse at once the one that is asked for first
MOST_PRESSING = (
    AUTHORITY, ON_SITE, COMPANY, FIRST_RESPONSE, STATEMENT, FOLLOW_UP, REPLY, RESULT, CALLBACK, ACKNOWLEDGE,
)  # fmt: skip


def span(step: str, grade: int, settings: FoldSettings) -> timedelta:
    """How long the step may take at this grade."""
    name = KINDS[step].span
    minutes: int = getattr(settings, f"{name}{min(3, max(1, grade))}" if name.endswith("_grade") else name)
    return timedelta(minutes=minutes)


def done_by(action: Action) -> tuple[str, ...]:
    """The steps that an action does beside the acknowledgement, which any action but reveal is."""
    if action.type == "file":
        to = (action.to or "").strip().casefold()
        return (AUTHORITY,) if to in _AUTHORITY else (COMPANY,) if to in _COMPANY else ()
    return _DONE_BY.get(action.type, ())


_DONE_BY = {
    "respond": (FIRST_RESPONSE, REPLY),
    "reply": (FIRST_RESPONSE, REPLY),
    "statement": (FIRST_RESPONSE, STATEMENT),
    "announce": (STATEMENT,),
    "arrived": (ON_SITE,),
    "result": (RESULT,),
    "callback": (CALLBACK,),
}
