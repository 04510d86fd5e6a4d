"""The Chinese names and the colours of what the codes on the records mean."""

from __future__ import annotations

from monitor.records import Alert, Evidence
from monitor.watch import ruleset
from monitor.watch.words.categories import CATEGORY_NAMES

GRADES = {grade: name for grade, (name, _) in ruleset.GRADES.items()}

#: Terminal colours of the four grades; 214 is the orange of the 256-colour cube.
COLOURS = {0: "dim", 1: "dodger_blue1", 2: "yellow", 3: "color(208)", 4: "red"}

TRANSITIONS = {
    "opened": "新事件",
    "escalated": "升级",
    "deescalated": "降级",
    "reminded": "再次提醒",
    "overdue": "超时",
    "closed": "关闭",
    "reopened": "重新打开",
}

REASONS = {
    "malformed_json": "不是 JSON",
    "not_an_object": "不是对象",
    "unknown_shape": "认不出的格式",
    "missing_field": "缺字段",
    "wrong_type": "字段类型不对",
    "invalid_text": "文字损坏",
    "implausible_time": "时间不可信",
    "too_large": "过大",
    "unknown_action": "不认识的操作",
    "unroutable_action": "操作无对象",
    "judgement_failed": "研判失败",
    "undeliverable": "无法送达",
    "unreadable_alert": "预警无法读取",
}

#: what people do about an incident, by the type of the action
ACTIONS = {
    "acknowledge": "确认收到", "assign": "指派", "verify": "核实", "respond": "首次响应", "reply": "答复",
    "arrived": "到达现场", "statement": "发布声明", "announce": "公告", "file": "报备", "result": "书面结果",
    "callback": "回访", "close": "关闭", "reopen": "重新打开", "false_positive": "误报", "relabel": "改判",
    "silence": "静默", "declare": "宣布特别严重", "activate": "启动预案", "review": "复盘", "reveal": "调阅原文",
}  # fmt: skip

#: what the rules call the figures that they saw and asked for
FIGURES = {
    "level": "单条级别",
    "mentions": "条数",
    "people": "人数",
    "platforms": "平台",
    "reach": "触达",
    "grade3": "升为严重需",
    "project": "项目",
    "unplaced": "未对应项目",
}

WEEKDAYS = "一二三四五六日"


#: the platforms and channels; what is not known keeps its code
SOURCES = {
    "weibo": "微博", "wechat": "微信", "douyin": "抖音", "kuaishou": "快手", "xiaohongshu": "小红书",
    "bilibili": "B站", "tieba": "贴吧", "zhihu": "知乎", "toutiao": "头条", "news": "新闻", "forum": "论坛",
    "owners_group": "业主群", "guba": "股吧", "xueqiu": "雪球", "hkex": "披露易", "hotline": "客服热线",
    "12345": "12345热线", "app": "APP报事", "front_desk": "前台", "manual": "人工录入", "dianping": "大众点评",
}  # fmt: skip


def source_name(mention_id: str) -> str:
    """The platform of a mention by its id's prefix; an unknown prefix stays as it is."""
    prefix = mention_id.partition(":")[0]
    return SOURCES.get(prefix, prefix)


def as_it_stands(evidence: Evidence) -> str:
    """The quote on one line, and behind it what its author has put in its place."""
    quote = " ".join(evidence.quote.split())
    return quote if evidence.edited is None else f"{quote}（发布者已改为“{evidence.edited}”）"


def to_do(alert: Alert) -> bool:
    """Whether its first step is to be shown: what is closed sends nobody out any more."""
    return bool(alert.first_step) and alert.transition != "closed"


def transition_name(code: str) -> str:
    return TRANSITIONS.get(code, code)


def category_names(codes: list[str]) -> str:
    return "、".join(CATEGORY_NAMES.get(code, code) for code in codes)
