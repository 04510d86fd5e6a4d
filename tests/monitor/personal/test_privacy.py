"""Personal data goes in all its spellings, everything that only looks like it stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from monitor.personal.identifiers import is_card
from monitor.personal.privacy import mask, mask_all
from monitor.text.surnames import COMPOUND, SINGLE

# ---------------------------------------------------------------- what is hidden: the part in 〔〕

HIDDEN = [
    # mobile phones
    "电话〔13800138000〕找王经理",
    "请打〔+8613800138000〕",
    "请打〔+86 138 0013 8000〕",
    "请打〔86-138-0013-8000〕",
    "请打〔（+86）13800138000〕",
    "请打〔0086 13800138000〕",
    "请打〔138 0013 8000〕。",
    "请打〔138-0013-8000〕。",
    "请打〔138.0013.8000〕。",
    "请打〔１３８００１３８０００〕。",
    "请打〔１３８　００１３　８０００〕。",
    "请打〔1 3 8 0 0 1 3 8 0 0 0〕。",
    "请打〔138\u200b0013\u200b8000〕。",
    "请打〔𝟏𝟑𝟖00138000〕。",
    "tel〔13800138000〕，微信同号",
    "投诉编号〔13800138000〕",
    "〔13800138000〕，〔13900139000〕",
    "〔13800138000〕/〔13900139000〕",
    # landlines and foreign numbers
    "座机〔0571-88888888〕",
    "座机〔0571 8888 8888〕",
    "座机〔057188888888〕",
    "座机〔(010)62345678〕",
    "座机〔(010)12345678〕",
    "座机〔（０１０）６２３４５６７８〕",
    "座机〔0755-8888888转801〕",
    "座机〔024-86203666-83433〕",
    "座机〔+86 571 8888 8888〕",
    "座机〔0731-88 76 54 32〕",
    "座机〔0516 887 65 43〕",
    "物业电话〔88·76·54·32〕",
    "香港〔+852 9123 4567〕",
    "物业电话：〔88886666〕",
    # identity numbers
    "身份证〔330106199001011234〕",
    "身份证号：〔33010619900101123X〕",
    "〔33010619900101123ｘ〕是我的",
    "〔330106 19900101 1234〕",
    "老证〔330106900101123〕",
    # plates
    "车牌〔浙A12345〕",
    "车牌〔浙A·D12345〕",
    "车牌〔浙A·12345〕",
    "〔浙AD12345〕乱停",
    "〔沪A 12345〕乱停",
    "〔粤B•F12345〕乱停",
    "〔浙ａ１２３４５〕乱停",
    "〔粵B12345〕乱停",
    "〔京A1234警〕来了",
    # e-mail
    "发到〔zhang.san@example.com〕，",
    "发到〔13800138000@163.com〕，",
    "发到〔ｚｓ＠ｅｘａｍｐｌｅ．ｃｏｍ〕",
    # messengers
    "加微信〔zhangsan_88〕",
    "微信：〔zhangsan88〕",
    "微信号是〔abc-123456〕",
    "WX:〔zs123456〕",
    "ｖｘ：〔zs123456〕",
    "加V信 〔zs123456〕",
    "薇信〔zs123456〕",
    "QQ：〔123456789〕",
    "扣扣〔12345678〕",
    "qq群号〔987654321〕",
    "加v：〔lisi2020〕",
    "〔wxid_a1b2c3d4〕",
    # bank cards
    "转到〔6222021001001234567〕",
    "转到〔6222 0210 0100 1234 567〕",
    "卡号〔6228480402564890018〕",
    "信用卡〔4111 1111 1111 1111〕",
    "账号：〔1202020209900012345〕",
    # rooms
    "3栋1单元〔502〕漏水",
    "3号楼2单元〔1101〕房漏水",
    "5幢〔804〕漏水",
    "11-2-〔904〕业主",
    "１１－２－〔９０４〕业主",
    "11—2—〔904〕业主",
    "A-2-〔904〕业主",
    "5-11-2-〔904〕业主",
    "3#〔1101〕漏水",
    "A座〔1203〕漏水",
    "〔1703〕室漏水",
    "〔1703〕 室漏水",
    "〔A1703〕室漏水",
    "五号楼〔1101〕漏水",
    "三單元〔1101〕漏水",
    "5栋18楼〔1801〕漏水",
    "3单元〔5〕室",
    "3栋〔1502、1503〕都漏水",
    "3单元〔1203〕户漏水",
    "〔1502、1503〕室都漏水",
    "12-〔1703〕漏水",
    "楼上〔1703〕半夜跳舞",
    "〔502〕业主半夜跳舞",
    "房号：〔1703〕",
    "房间号〔B1203〕",
    "88弄8号〔502〕室",
    "88弄8号〔502〕",
    "〔一七零三〕室",
    "酒店〔8305〕房间",
    "〔301〕号房屋烧了",
    "北栋〔504〕出租",
    # names
    "我是5栋〔502〕的〔王芳〕，电话〔13812345678〕",
    "我是5栋〔502〕的业主〔王芳〕",
    "我是3号楼2单元〔1201〕业主〔欧阳娜娜〕，电梯又坏了",
    "你好，我是〔李小明〕，手机号是〔13812345678〕",
    "5栋〔502〕业主〔王芳〕，反映漏水",
    "有事找〔502〕的住户",
    "漏水请联系，〔王芳〕 〔13812345678〕",
    "请联系〔张三丰〕〔13812345678〕，我是业主〔王芳〕，电话〔13912345678〕",
    "电话〔13812345678〕，我是〔王芳〕",
    "请王经理回电，王经理 〔13812345678〕",
    "我叫〔张伟〕，住这里",
    "我叫〔张伟〕是业主",
    "我叫〔欧阳娜娜〕，",
    "我叫〔李小明〕投诉物业",
    "姓名：〔王小二〕",
    "姓 名：〔阿依古丽〕",
    "姓名:〔张 三〕 电话〔13800138000〕",
    "联系人：〔李女士〕",
    "联系人〔陈建国〕 〔13800138000〕",
    "聯繫人：〔陳建國〕",
    "姓名：〔买买提·艾力〕",
    "姓名：〔张伟〕电话：〔13800138000〕",
    "我的名字叫〔王丽〕。",
    "我叫〔Tom〕",
    "姓名：〔谭宇君、梁双鑫〕。",
    "投诉人：〔欧阳倩〕 电话：〔13800138000〕",
]


@pytest.mark.parametrize("marked", HIDDEN)
def test_it_is_hidden_and_nothing_else(marked: str) -> None:
    raw = marked.replace("〔", "").replace("〕", "")
    pieces = marked.replace("〕", "〔").split("〔")
    expected = "".join("*" * len(piece) if index % 2 else piece for index, piece in enumerate(pieces))
    assert mask(raw) == expected


# ---------------------------------------------------------------- what stays

STAYS = [
    "物业费2.8元/平米，一年3500元，涨到10000元",
    "2026年11月23日10:30停水，23日22点恢复",
    "2026-11-23 10:30:00",
    "2026/11/23",
    "面积128.5平，120㎡，3室2厅2卫，1200平米",
    "3号楼、11栋、2单元、18楼都停电",
    "工单号2026112300012345",
    "投诉编号：330106199001011234",
    "受理单号 TS20261123001",
    "编号2026112300012345678",
    "打12345没用，打110报警，119、120都来了",
    "拨打12345热线",
    "客服400-800-1234",
    "客服4008001234，95533，96111，10086",
    "微信 12345 投诉平台",
    "3栋200多户停水，5栋300人签名，8栋1200户",
    "1200户业主，300名业主，共300业主",
    "价格100-200元，80-105平",
    "第300期，2000房源，300间房",
    "我是3栋的业主，楼上高空抛物，管家不管",
    "我是3栋的租户，房东不修，师傅也不来",
    "3栋业主张贴了告示，1单元常年漏水",
    "我叫物业来修，我叫他们走，我叫保安来",
    "我叫安保过来，我叫管家上门，我叫了车",
    "我叫马上来人，我叫司机停下",
    "姓名不详，联系人：物业前台",
    "联系人电话写错了，联系方式没有",
    "微信群500人，QQ群里200人在骂，微信转账20000元",
    "微信公众号发布通知，微信支付3000元",
    "微信搜一搜",
    "投诉人：辉煌城二期，被投诉人：海利房地产公司",
    "有个地方名叫钱库镇，狗的名字叫山水",
    "京CA910航班，T3038次列车",
    "3栋1000多套房源，43栋724户",
    "2栋 2026-11-23 停电",
    "3栋2026年交付",
    "3楼300多平，5楼500元",
    "2号楼1500元/月",
    "3栋 400-800-1234",
    "3栋电梯，119来了",
    "云A区12栋",
    "价格 1500 1600 1700",
    "https://m.weibo.cn/detail/4987654321098765",
    "https://weixin.qq.com/s/AbCdEf123456",
    "https://tieba.baidu.com/p/9123456789",
    "股票06666.HK跌5.5%",
    "10.0.0.1和1.2.3版",
    "@物业客服 请回复",
    "＊＊已经打码138****8000＊＊",
    "办公室、地下室、教室、休息室",
    "一二三四五，上山打老虎",
    "电话打了200000次",
    "",
]


@pytest.mark.parametrize("text", STAYS)
def test_it_stays(text: str) -> None:
    assert mask(text) == text


# ---------------------------------------------------------------- properties

DIGITS = "0123456789"
#: Nothing here touches an identifier in a way that would make it part of something else.
AROUND = st.text(st.sampled_from("小区电梯坏物业管理处，。！？ \n😀"), max_size=12)


def digits(count: int) -> SearchStrategy[str]:
    return st.text(st.sampled_from(DIGITS), min_size=count, max_size=count)


def joined(separators: str, *groups: SearchStrategy[str]) -> SearchStrategy[str]:
    """The groups with one separator between all of them, or none."""
    return st.builds(lambda sep, parts: sep.join(parts), st.sampled_from(["", *separators]), st.tuples(*groups))


MOBILE = st.builds(
    str.__add__,
    st.sampled_from(["", "+86", "+86 ", "86-", "0086"]),
    joined(
        " -. ", st.sampled_from([f"1{second}{third}" for second in "3456789" for third in DIGITS]), digits(4), digits(4)
    ),
)
LANDLINE = st.builds(
    lambda area, sep, first, rest: area + sep + first + rest,
    st.sampled_from(["010", "021", "0571", "(0571)", "0755"]),
    st.sampled_from(["", "-", " "]), st.sampled_from("2345678"), digits(7),
)  # fmt: skip
DATES = st.dates(date(1930, 1, 1), date(2025, 12, 31))
IDENTITY = st.builds(
    lambda area, born, rest, check: f"{area}{born:%Y%m%d}{rest}{check}",
    st.sampled_from(["330106", "110101", "440305", "650102"]), DATES, digits(3), st.sampled_from(DIGITS + "Xx"),
)  # fmt: skip
PLATE = st.builds(
    lambda province, city, sep, rest: province + city + sep + rest,
    st.sampled_from("京沪浙粤苏川"), st.sampled_from("ABCDEF"), st.sampled_from(["", "·", " "]),
    digits(5) | digits(5).map("D".__add__) | digits(5).map(lambda number: number + "F"),
)  # fmt: skip
EMAIL = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}@[a-z0-9]{1,8}(\.[a-z]{2,4}){1,2}", fullmatch=True)
WECHAT = st.from_regex(r"[a-z][a-z0-9_]{5,18}[0-9]", fullmatch=True)
CARD = st.one_of(digits(14).map("62".__add__), digits(17).map("62".__add__))
ROOM = st.builds(lambda floor, door: f"{floor}{door:02}", st.integers(1, 60), st.integers(1, 12))
NAME = st.builds(
    str.__add__,
    st.sampled_from([*"王李张刘陈杨赵黄周吴", *COMPOUND.split("|")]),
    st.text("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超", min_size=1, max_size=2),
)

EVERYTHING = {
    "mobile": ("电话", MOBILE, ""),
    "landline": ("座机", LANDLINE, ""),
    "identity": ("身份证", IDENTITY, ""),
    "plate": ("车牌", PLATE, ""),
    "email": ("邮箱", EMAIL, ""),
    "wechat": ("微信", WECHAT, ""),
    "qq": ("QQ：", digits(7).map("1".__add__), ""),
    "card": ("卡", CARD, ""),
    "room": ("3栋1单元", ROOM, ""),
    "dashed room": ("11-2-", ROOM, ""),
    "room with its word": ("", ROOM, "室"),
    "name": ("我叫", NAME, "，"),
    "contact": ("联系人：", NAME, "，"),
}


@pytest.mark.parametrize("kind", EVERYTHING)
@given(data=st.data(), before=AROUND, after=AROUND, wide=st.booleans())
def test_generated_identifiers_are_hidden(kind: str, data: st.DataObject, before: str, after: str, wide: bool) -> None:
    lead, identifiers, tail = EVERYTHING[kind]
    identifier = data.draw(identifiers)
    written = full_width(identifier) if wide else identifier
    # a mark of punctuation, so that what is around does not read on as part of it
    head, rest = f"{before}，{lead}", f"{tail}。{after}"
    masked = mask(head + written + rest)
    assert masked == head + "*" * len(written) + rest
    assert mask_all([head + written + rest]) == [masked]


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


PIECES = st.lists(
    st.one_of(*(identifiers for _, identifiers, _ in EVERYTHING.values()), st.sampled_from(STAYS), st.text(max_size=5)),
    max_size=6,
).map("".join)


@given(PIECES)
def test_every_code_point_keeps_its_place(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))


@given(st.lists(PIECES))
def test_texts_are_masked_together_as_they_are_alone(texts: list[str]) -> None:
    assert mask_all([None, *texts]) == [None, *map(mask, texts)]


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "13800138000",
        "1-",
        "a@",
        "a.",
        "101、",
        "微信",
        "浙A",
        "我叫",
        "张",
        "姓名：",
        "1 ",
        " ",
        "(",
        "+1",
        "3栋1",
    ],
)
def test_a_megabyte_of_one_thing_is_no_trap(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert len(mask(text)) == len(text)


def test_lists_of_surnames_hold_no_doubles() -> None:
    assert all(len(name) == 2 for name in COMPOUND.split("|"))
    assert set("和都有从那家") & set(SINGLE) == set()


@pytest.mark.parametrize(
    ("number", "card"),
    [
        ("4111111111111111", True),
        ("4111111111111112", False),
        ("6222021001001234567", True),
        ("2026112300012345", False),
    ],
)
def test_check_digits(number: str, card: bool) -> None:
    assert is_card(number) is card
