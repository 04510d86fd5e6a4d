"""What is corrected stands: a number put right tells of the dead all the same, and a joke takes itself back."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

_COUNT = "(?:[0-9]{1,3}|[一二两三四五六七八九十俩仨几]{1,3})"
_BEFELL = "死|亡|伤|遇难|没了|被困|困了?|摔|跳|坠|烧|电|淹|砸|夹|送医|昏|骨折|抬走|拉走|走了|溺|中毒|晕|掉|咬|捅"
#: 不是死了两个，是三个; but “是两条鱼”, “是一个工人在擦窗” put something else right
_RECOUNTED = re.compile(
    f"不(?:是|止|只|仅)(?:只|就|仅)?[^,，。!?;\n]{{0,12}}?(?:{_BEFELL})[^,，。!?;\n]{{0,6}}{_COUNT}(?:个|人|名|位|口)"
    "[^,，。!?;\n]{0,4}"
    f"[,，。;、]?(?:而|应该|应当|其实|实际上?|准确说|明明|听说|起码|至少|说)?(?:是|有|死了|伤了|没了|一共){_COUNT}"
    f"(?:(?:个|人|名|位|口)人?(?=都?(?:{_BEFELL})|[,，。!?;~…\n]|$)|(?=[,，。!?;~…\n]|$))"
)
#: 没有传的死三个那么多，就一个
_FEWER = re.compile(
    f"没(?:有)?(?:像)?(?:网上|他们|群里|外面)?(?:传|说|讲)?(?:得|的)?[^,，。!?;\n]{{0,3}}?(?:{_BEFELL})了?{_COUNT}(?:个|人|名|位)人?(?:那么|这么)多[,，。;]"
    f"(?:其实|实际上?|准确说)?(?:就|只|只有|就是|只是)(?:有|死了|伤了)?{_COUNT}"
)
#: “…打进医院…开玩笑的”; “拿命开玩笑”, “不是开玩笑” are meant
_JOKES = re.compile(
    "(?:^|(?<=[。!?…~,，;\n .]))(?:哈+|嘿+|我?(?:跟|和)?(?:你们|大家)?)[,，]?"
    "(?:开个?玩笑(?:的|啦|哈|呢|而已)?|逗你们?玩?(?:的|呢)|骗你们?(?:的|呢)|皮一下)(?=[,，。!?~…\n]|$)"
)
#: no joke reaches farther back
_TOLD_BEFORE = 60
#: a blow with words for acting in quotation marks is acted, where the text rehearses: 有人“受伤”被抬出来
_QUOTED = re.compile(
    "[“\"「『‘'](?:受|轻|重|烧|摔|烫|中|昏|晕|遇|被|溺|骨|死|触|窒|休|心)[^”\"」』’'。,，]{0,4}[”\"」』’']"
)
#: what a play is named in and what is none: 像看恐怖片一样, 不是拍戏, 剧本杀店
_LIKE_A_PLAY = re.compile(
    "(?:像|跟|和|如同|仿佛)(?:是|在|看|拍|演)*[^,，。!?;\n的]{0,4}?(?:电影|恐怖片|灾难片|大片|动作片|电视剧|剧|戏|游戏|小说)(?:里|中|里面|情节)?(?:的)?(?:一样|似的|一般)|"
    "(?:不是|没有?|以为(?:是|在)*|当(?:是|成))(?:在)?(?:拍戏|拍电影|拍电视剧|拍视频|演戏|演电影|看电影|电影|特效|剧组|游戏)(?!里)|"
    "(?:剧本杀|密室逃脱|密室|电玩|桌游|游戏|电影|影)(?:店|馆|厅|院|城)(?=[^,，。!?;\n]{0,6}(?:着了|火|烟|炸|塌|砍|捅|打|踩踏))"
)
#: 消防演练结束后车库真着火了: the exercise was before
_PLAYED_BEFORE = re.compile(
    "(?:消防|应急|疏散|逃生|救援)?演[练习]"
    "(?=(?:刚刚?|才|都|已)?(?:结束|完|搞完|做完|散场|收工)[^。!?\n]{0,14}?真的?(?:着火|起火|失火|着了|烧|冒烟|炸|塌|出事)(?!也|就|时|怎么|咋|谁|的话|怕|该|要|往|能|会|前|后))"
)
#: the better half of a comparison: “强制收1200元，别的小区才400” says nothing good of us, and nothing of another place
_BETTER = re.compile(
    "(?:人家|别人家?|别的|其[他它]|隔壁|对面|旁边|上一?个|以前住的|老家那?边?)(?:那个|的|这个)?(?:小区|楼盘|物业|商场|大厦|公寓)的?(?:物业|师傅|保安|管家)?"
    "(?:(?:住过|待过)[,，](?:从来?没|没)(?:有)?见过|[^,，。!?;\n]{0,8}?"
    "(?:才[0-9一二三四五六七八九十块几收要两]|才没|当天|早就|早修|早好|半小时|分钟|小时就|一天就|就修|就上门|就来|没有这|不收|免费|不要钱|便宜|比这|比我们|好[十百多]|好得多|只收|只要)"
    "[^,，。!?;\n]*)"
)
#: what befell over there reached us: 砸到我们3栋
_REACHED = re.compile(
    "我们[0-9一二三四五六七八九十]{1,3}(?:栋|幢|号楼|单元|座)|"
    "(?:砸|飘|烧|漏|掉|倒|冲|窜|撞|飞|落|流|灌|蔓延|波及|殃及)[^,，。!?;\n]{0,4}?(?:我们|我家|咱|我(?:孩子|儿子|女儿|老[公婆]|[妈爸]))(?!学校|公司|单位|厂|那)|"
    "在(?:我们|咱们?)(?!学校|公司|单位|厂|那|业主|这里?也|[对隔旁附后前边东西南北群看心眼印])"
)
#: it stands for what says nothing
_BLANK = "样"


def unplayed(text: str) -> str:
    """The text, as long, without the plays that what it tells is likened to or said not to be, without the exercise
    that was over before, and without what it says good of others to blame us.
    """
    for kind in (_LIKE_A_PLAY, _PLAYED_BEFORE, _BETTER):
        text = kind.sub(lambda found: _BLANK * len(found[0]), text)
    return text


def reached_us(text: str) -> list[Span]:
    """Where something from another place reaches us."""
    return [found.span() for found in _REACHED.finditer(text)] if "我" in text or "咱" in text else []


def recounted(text: str) -> list[Span]:
    """Where a negation takes back but the number."""
    kinds = [_RECOUNTED] if "不" in text else []
    kinds += [_FEWER] if "么多" in text else []
    return [found.span() for kind in kinds for found in kind.finditer(text)]


def joked(text: str) -> list[Span]:
    """What the writer told just before and calls a joke."""
    if not any(word in text for word in ("玩笑", "逗你", "骗你", "皮一下")):
        return []
    return [(max(0, found.start() - _TOLD_BEFORE), found.end()) for found in _JOKES.finditer(text)]


def acted(text: str) -> list[Span]:
    """Harm in quotation marks, which a text that rehearses plays."""
    return [found.span() for found in _QUOTED.finditer(text)]
