"""The words of danger that are read twice: to know what ends it (perils), what belongs to one event (menace, besides)
and what is owed for it (pages).

Each stands here once, under what it means. What only one of the two reads stands there: a call may be loose (𨋢, 气味),
since an end must be of its kind, and what tells events apart must not be.
"""

from __future__ import annotations

import re

#: cannot get out: held fast, or has not come
HELD = r"困(?!难|扰|惑|境)|[卡锁夹埋压](?:在|到|住)|关(?:了|着|在)(?:人|里|[一两几\d]|老|孩)|反锁"
NOT_OUT = r"(?:没|没有|未)(?:能)?(?:出|下|逃)来|[出下逃]不(?:来|去)"
CRIES = r"呼救|救命"
#: nobody knows where somebody is
MISSING = r"走丢|走失|失联|没(?:有)?(?:回家|回来|到家)|联系不上|没影|找[不唔]到(?:人|孩|娃|老|他|她|我)"
BURNS = (
    r"[着起失]了?[大]?火|火(?:灾|势|光|苗|很大|好大|太大|越来越大)|烧(?:着|起|到|了)|[在正]烧(?!炭)|"
    r"[浓黑]烟|冒烟|是烟|烟(?:雾|很大|好大|太大)|燃烧|爆[燃炸]"
)
GAS = r"煤气|燃气|天然气|漏气"
CURRENT = r"漏电|触电"
#: up where one can fall, outside of what holds, down already, or about to
ROOF = r"天台|[楼房]顶"
OUTSIDE = r"窗外|栏杆外|阳台外"
LEAPS = r"[跳坠]楼"
DESPAIRS = r"轻生|想不开"
#: lies there: senseless, fainted (头晕 is no faint), without a pulse, in convulsions, wounded
SENSELESS = r"昏(?:迷|倒|过去)|不省人事|没(?:了)?(?:呼吸|意识)|没反应|[叫喊]不[醒应]"
FAINTS = r"(?<!头)晕(?:了|倒|过去)"
NO_PULSE = r"没(?:了)?心跳"
CONVULSES = r"抽搐"
#: what is done to a person, by the words that mean nothing else
MOLESTS = r"猥亵|性侵|咸猪手|露阴"
WOUNDED = r"骨折|[流吐出]血"


def any_of(*words: str) -> re.Pattern[str]:
    """What finds any of these: patterns of this module and others."""
    return re.compile("|".join(words))
