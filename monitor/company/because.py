"""Why somebody is told, as a code with its words: Chinese for alerts, English for whoever looks after the settings."""

from __future__ import annotations

from msgspec import Struct

#: code → (Chinese, English); {…} are filled in
WORDS = {
    "site": ("由本级处置", "handles it"),
    "assist": ("较重及以上级别，上级协助", "grade 2 and above: the next level assists"),
    "grave": ("严重及以上级别，第一时间报告区域和公司领导", "grade 3 and above: region and company at once"),
    "urgent": ("有生命危险，加报一级", "danger to life: one level further"),
    "own": ("涉及项目自身人员或收费，加报一级", "the site's own staff or charges: one level further"),
    "hotline": ("12345或热线投诉，加报一级", "came through 12345 or the hotline: one level further"),
    "overdue": ("逾期未办结，逐级上报", "overdue: climbs"),
    "disclosed": ("信息披露重大，报区域和公司", "disclosure 重大: region and company"),
    "arranged": ("疑似有组织发帖，报区域和公司", "posts look arranged: region and company"),
    "sensitive": ("敏感期内，第一时间报区域和公司", "sensitive window: region and company at once"),
    "public": ("可能需要对外回应", "may have to be answered in public"),
    "vacant": ("{level}无登记人员，由上级代收", "nobody is registered at {level}; the level above stands in"),
    "on_duty": ("当班（{shift}）", "on duty ({shift})"),
    "stands_in": ("代{name}接收（不在岗）", "stands in for {name}, who is away"),
    "away": ("登记为不在岗，但无人可代", "is away, but there is nobody to stand in"),
    "deputy": ("代理人：{name}", "deputy: {name}"),
    "redacted": ("为防止打击报复，不含投诉人、原文和房号", "told without author, quotes and room: no retaliation"),
}


class Why(Struct, frozen=True):
    """One reason."""

    code: str
    named: str = ""

    def chinese(self) -> str:
        return self._filled(0)

    def english(self) -> str:
        return self._filled(1)

    def _filled(self, language: int) -> str:
        return WORDS[self.code][language].format(level=self.named, shift=self.named, name=self.named)
