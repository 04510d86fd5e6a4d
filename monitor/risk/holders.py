"""What holders of shares say of a matter that is refuted, settled or weighed: no allegation of theirs.

Every grave word of such a post must be laid to rest by what is said of that word; a single one that is not, or any
word of a charge that is new, and the post is judged as if none were.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.risk.matcher import Span

#: so long is what a holder writes; a report is longer
_POST = 120
#: who speaks of shares
_SHARES = re.compile(
    "股|评级|估值|筹码|仓|要约|派息|分红|目标价|市值|年线|[停复]牌|空头|空军|[做看沽]空|看多|债券|审计|年报|减值|现金流|利空|抄底|私有化|问询|呈请|板块|暴雷|财务造假|证监"
)
#: what is no talk of shares, or charges something anew, in whatever company it stands
_CHARGED = re.compile(
    "真(?:的|就)?(?:[暴爆]雷|破产|清盘|退市|违约|造假|立案|停牌|跑路|断)|资金链[^,，。!不没]{0,2}断|(?<!不是)(?<!没有)(?<!并非)不合理|都亏|亏(?:惨|光|完|死)|血本|"
    "实锤|坐实|(?<!不)属实|(?<!不)是真的|真有|果然|爆料|举报|揭|内部消息|小道|听说|据说|网传|内幕|快跑|赶紧跑|明抢|抢钱|贱卖|吃相|反对|漏洞|去向|对不上|寂寞|(?:^|[,，。!?])[^,，。!?什谁几怎哪]*[?]|"
    "没(?:有)?(?:回复|回应|澄清|解除|完成|通过)|未(?:获|能)|失败|不肯|拒|继续(?:跌|崩)|又(?:爆|被|跌|崩)|刚(?:刚)?(?:又|被|爆)|"
    "假合同|没钱|没这个|骗|涉嫌|犯罪|强制措施|警方|公安|失踪|(?:董事长|实控人|控制人|总裁|总经理|高管|[cC][fFeE][oO]|财务总监|审计师|核数师)[^,，。!]{0,6}(?:失|被|跑|辞|抓|查|关机|联系不)|"
    "死|伤|亡|坠|火|炸|塌|毒|困|电梯|业主|维权|横幅|堵|讨薪|供应商|煤气|燃气|打人|砍"
)
#: what may move a price
_GRAVE = re.compile(
    "[做沽]空|空头报告|[暴爆]雷|造假|舞弊|虚[增构假报]|隐瞒|操纵|立案|调查|失联|带走|留置|被[查抓]|跑路|挪[用走]|占用|掏空|抽走|划走|违约|逾期|展期|还不[上起]|付不|兑付|"
    "资金链|发不[出了]|辞[任职]|难产|保留意见|无法表示|欠薪|裁员|冻结|质押|起诉|诉讼|清盘|破产|重整|债务重组|债务危机|退市|停牌|核查|问询|[监关]管?[管注]函|警示|谴责|处罚|"
    "下调|调降|降[级至]|负面|垃圾级|暴跌|大跌|重挫|腰斩|崩|跌停|跳水|跌破|割肉|亏空|窟窿|商誉|减值|预亏|首亏|亏损|盈警|减持|套现|爆仓|强平|私有化|摘牌|易主|收购|传闻|传言|谣"
)


class _Rest(NamedTuple):
    """`word` is laid to rest by `said` within `within` code points behind it, or, where that is 0, anywhere."""

    word: re.Pattern[str]
    said: re.Pattern[str]
    within: int = 0


_AT_REST = (
    # read, and found to say nothing new; or whoever sold short has given up
    _Rest(
        re.compile("[做沽]空(?:报告|机构)?|空头报告"),
        re.compile(
            "老料|旧闻|旧料|算错|没站住|打回去|挂上官网|没(?:什么|看到|有|啥)?新(?:东西|料|意|内容|鲜)|炒冷饭|站不住|漏洞百出|送(?:筹码|钱)|认输|回补|平仓离场|撤退|投降"
        ),
        80,
    ),
    # what others shout, set against each other or against the figures
    _Rest(
        re.compile("[暴爆]雷|破产|清盘|退市|违约|资金链"),
        re.compile(
            "看多[^。!]{2,20}看空|看空[^。!]{2,20}看多|喊[^。!]{2,8}喊[^。!]{2,10}|两边(?:的帖子)?我?都|(?:空军|空头)[^。!]{0,8}(?:刷|喊|唱|吹)[^。!]{2,16}(?:现金|净资产)"
        ),
    ),
    _Rest(
        re.compile("[暴爆]雷|破产|清盘|退市|违约|造假|资金链"),
        re.compile("[^,，。!]{0,4}(?:谈不上|不至于|扯不上|不存在|没有的事|无稽之谈)"),
        12,
    ),
    # who charges is told off, by what was looked up
    _Rest(
        re.compile("[暴爆]雷|破产|清盘|退市|违约|造假|虚增|立案|失联|跑路"),
        re.compile(
            "(?:有人|传|喊|说|天天|发帖)[^。!]{0,14}(?:[暴爆]雷|破产|清盘|退市|违约|造假|虚增|立案|失联|跑路)[^!]{0,40}?(?:歇歇|闭嘴|麻烦拿证据|一说不成立|杞人忧天|没(?:翻|看|找)出雷|"
            "同名公司|全合格|标准无保留|喊了[一两二三四五几]年|一栋都没少|创新高|你个头)"
        ),
    ),
    _Rest(
        re.compile("(?:没有|不像)(?:同行|别家)?[^,，。!]{0,4}?(?:[暴爆]雷|违约|被?问询|保留意见|诉讼)"), re.compile("")
    ),
    # talk that was looked into
    _Rest(
        re.compile(
            "(?:(?:财务|业绩|年报)?造假|退市|私有化|易主|立案|违约|停牌)的?(?:传闻|传言|谣言)|传闻|传言|谣言|(?:传|说)的?(?:被收购|收购|私有化|易主)"
        ),
        re.compile("澄清(?!了个)|不属实|不实|不成立|否认(?:了)?(?:[,，。!]|$)|子虚乌有|银行函证"),
        24,
    ),
    # a bid that a holder means to accept
    _Rest(
        re.compile("私有化|摘牌|退市|收购|停牌"),
        re.compile("去投票|投?赞成|接受(?:了)?要约|公道|(?<!不)合理(?!不)|(?:收到|拿到)要约[^。!]{0,6}寄回|没坑小股东"),
    ),
    _Rest(
        re.compile("停牌(?:核查)?"),
        re.compile(
            "[^。!]{0,14}(?:结束|复牌)|[^,，。!]{0,6}是?(?:为了|因为)?[^,，。!]{0,4}(?:收购|更名|私有化)公告|[^。!]{0,10}股东大?会"
        ),
        30,
    ),
    _Rest(re.compile("收购|私有化"), re.compile("公告[,，]?[^。!]{0,6}复牌"), 14),
    # asked and answered
    _Rest(
        re.compile("被?问询函?|关注函|监管函"),
        re.compile(
            "例行|格式问题|没啥大事|没看到实质|回复[^!]{0,40}(?:悬着的心放下|清楚|对得上|都有|消了|没问题|详细|在理|有据|扎实)"
        ),
        60,
    ),
    # over
    _Rest(
        re.compile("(?:母公司|集团)?(?:债务重组|债务危机|展期|质押|冻结|违约|诉讼|清盘|呈请|停牌核查|立案(?:调查)?)"),
        re.compile(
            "[^,，。!]{0,8}(?:完成|获?通过|解除|撤[回销]|驳回|和解|谈妥|结清|兑付完|还清|结案|靴子落地|不予处罚|投票通过)"
        ),
        22,
    ),
    # a loss of one year that leaves the cash alone; a fall of the price that somebody buys into
    _Rest(
        re.compile("(?:商誉)?减值|商誉|亏损|预亏|盈警"),
        re.compile(
            "一次性|一次提[足够]|轻装|预[计期]之[内中]|不需要计提|主动减值|分红照[发派]|不影响(?:现金|派息|分红|经营)|现金流(?:净额)?(?:还有|为正|连续)|不跌反涨"
        ),
    ),
    _Rest(
        re.compile("暴跌|大跌|腰斩|跌停|跌破|割肉|亏损|停牌"),
        re.compile(
            "利空出尽|回本|抄底|打折|(?:继续|接着|才敢|我)(?:买|拿)|加仓|分红率|股息率|当(?:债券|存银行)|复牌高开|翻红|站上"
        ),
    ),
    _Rest(re.compile("下调"), re.compile("目标价[^。!]{0,16}(?:买入|增持|推荐)"), 24),
    _Rest(re.compile("减持"), re.compile("还房贷|员工持股|0[.][0-9]+%"), 30),
    _Rest(re.compile("易主|收购"), re.compile("不是要?(?:易主|收购)|举牌而已|财务投资")),
)
#: who says so takes a thing in its stride
_STRIDE = re.compile(
    "利空出尽|评级(?:没动|不变|维持)|(?:确认|维持)评级|展望[^,，。!]{0,8}稳定|结论维持|加仓|又加了|继续拿|拿着收息|睡得着|没什么好慌|别自己吓|跟经营没关系"
)


def steady(text: str) -> bool:
    """Whether a holder of shares only says that what is told of them is refuted, settled, or no matter to him."""
    if len(text) > _POST or not _SHARES.search(text):
        return False
    graves = [found.span() for found in _GRAVE.finditer(text)]
    if not graves and not _STRIDE.search(text):
        return False
    rested = _all_laid(text)
    if not all(any(first <= start and end <= last for first, last in rested) for start, end in graves):
        return False
    return not any(not _of_a_report(text, found.start()) for found in _CHARGED.finditer(text))


def laid(text: str) -> list[Span]:
    """The grave words that such a post lays to rest; none where a single one is not."""
    return _all_laid(text) if steady(text) else []


def _all_laid(text: str) -> list[Span]:
    return [place for rest in _AT_REST for place in _laid(text, rest)]


def _laid(text: str, rest: _Rest) -> list[Span]:
    if rest.within:
        said = (
            found.span()
            for found in rest.word.finditer(text)
            if rest.said.search(text, found.end(), found.end() + rest.within)
        )
        return list(said)
    return [found.span() for found in rest.word.finditer(text)] if rest.said.search(text) else []


def _of_a_report(text: str, start: int) -> bool:
    """漏洞百出 is said of whoever charges, not of the company."""
    return text.startswith("漏洞百出", start) and ("空报告" in text or "做空" in text)
