"""What an alert quotes: the sentence that says it, word for word, wherever in the mention it stands."""

from __future__ import annotations

import msgspec
import pytest
from histories import judged, only, run
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import Assessment, Evidence, Hit, Part, Risk
from monitor.watch.attested.wording import QUOTE_LENGTH, headline, quotation
from monitor.watch.checkpoint.state import Quote
from monitor.watch.words import signatures


def said(text: str, *hits: tuple[str, int, str], title: str | None = None, categories=("safety",)) -> Assessment:
    """A mention with hits (category, start, field)."""
    one = judged(text=text, categories=categories)
    found = [
        Hit(term="x", category=category, start=start, end=start + 1, field=field) for category, start, field in hits
    ]
    return msgspec.structs.replace(
        one,
        mention=msgspec.structs.replace(one.mention, title=title),
        risk=msgspec.structs.replace(one.risk, hits=found),
    )


@pytest.mark.parametrize("word", ["坏", "感应灯坏了", "要求处理"])
def test_without_a_hit_the_sentence_of_what_was_counted_is_quoted_not_the_bare_word(word: str) -> None:
    one = said("来电人反映。三栋的感应灯坏了一周，要求处理。谢谢")
    counted = Part(part="wording: level 1", points=20.0, quote=word)
    one = msgspec.structs.replace(one, risk=msgspec.structs.replace(one.risk, parts=[counted]))
    assert quotation(one) == "三栋的感应灯坏了一周，要求处理。"


def test_the_sentence_with_the_gravest_hit_is_quoted() -> None:
    text = "物业不接电话。电梯坠落了！今天下雨"
    assert quotation(said(text, ("service", 2, "text"), ("safety", 7, "text"))) == "电梯坠落了！"
    assert quotation(said(text, ("service", 2, "text"))) == "物业不接电话。"


def test_what_only_the_title_says_is_quoted_from_the_title() -> None:
    assert quotation(said("如图", ("safety", 2, "title"), title="求助！电梯坠落了")) == "求助！"
    assert quotation(said("如图", ("safety", 4, "title"), title="求助！电梯坠落了")) == "电梯坠落了"
    assert quotation(said("坏了", ("safety", 0, "text"), ("safety", 0, "title"), title="电梯")) == "坏了"


@pytest.mark.parametrize(
    ("signed", "matter"),
    [
        ("业主：张三、李四、王五、赵六联名：", "电梯三个月坏了十次，物业不修"),
        ("联名信 签名：3栋1单元***张伟、3栋1单元***李娜、5栋****赵敏，", "我们反映物业私自出租车位，收益不公开"),
        ("联名业主：王**、李**、张**、刘**（共计87户）。", "物业费从2.2元涨到3.5元，没有开业主大会"),
        ("我们是3-***张先生、4-***李女士、5-****王先生等五十二户，", "联名要求更换物业"),
        ("签名如下：**************，**************，*************。", "事由：物业强行断水逼交物业费"),
        ("1栋***赵、1栋***钱、1栋***孙 ", "以上业主联名投诉停电三天无人管"),
        ("王*明、李*、张*华、刘*、陈*军（按手印）等128名业主：", "坚决反对旁建垃圾站，周六上午在门口集合"),
        ("联名信\n全体业主：李*（1-***）、王*（1-***）、赵*（2-***）\n", "一、电梯三个月不年检没人管"),
        ("3栋全体业主：301、302、401、402、501", "联名反对在楼下建垃圾房"),
        ("签字业主：***室、***室、***室、****室；", "诉求：消防通道被堵，灭火器全过期"),
    ],
)
def test_a_joint_letter_is_quoted_for_its_matter_and_not_for_who_signed_it(signed: str, matter: str) -> None:
    text = signed + matter
    hits = [("collective", max(0, signed.find("联名")), "text"), ("service", len(text) - 2, "text")]
    assert quotation(said(text, *hits, categories=("collective", "service"))) == matter


@pytest.mark.parametrize(
    "text",
    [
        "停水、停电、电梯坏、门禁坏，业主：停水、停电、漏雨，谁管",
        "业主代表：停车、电梯、绿化三件事都没人管",
        "强烈要求退还电梯广告收益，否则联名起诉",
    ],
)
def test_what_is_listed_but_nobody_is_the_matter_itself(text: str) -> None:
    assert quotation(said(text, ("service", 0, "text"))) == text


def test_who_signed_behind_the_matter_is_not_quoted() -> None:
    text = "强烈要求退还电梯广告收益，否则联名起诉，联署人：周*、吴**、郑*、冯**、陈*"
    assert quotation(said(text, ("collective", 14, "text"))).startswith("强烈要求退还电梯广告收益，否则联名起诉")
    assert "*" not in quotation(said(text, ("collective", 14, "text")))


@pytest.mark.parametrize("text", ["", " \n　"])
def test_without_a_text_the_title_speaks(text: str) -> None:
    assert quotation(said(text, title="物业投诉")) == "物业投诉"


def test_without_a_hit_the_beginning_is_quoted() -> None:
    assert quotation(said("！！！物业管不管。快来")) == "！！！物业管不管。快来"


def test_a_long_sentence_is_cut_around_the_hit() -> None:
    text = "啊" * 300 + "电梯坠落" + "啊" * 300
    quote = quotation(said(text, ("safety", 300, "text")))
    assert "电梯坠落" in quote
    assert len(quote) <= QUOTE_LENGTH


PARTS = st.text(st.sampled_from("电梯坏了。！？；\n 　ab"), max_size=200)


@given(PARTS, PARTS, st.lists(st.tuples(st.just("safety"), st.integers(0, 250), st.sampled_from(("text", "title")))))
def test_a_quotation_is_always_true_and_short(text: str, title: str, hits: list[tuple[str, int, str]]) -> None:
    quote = quotation(said(text, *hits, title=title))
    assert quote in text or quote in title
    assert len(quote) <= QUOTE_LENGTH
    assert quote == quote.strip()


def test_a_blank_beginning_is_no_quotation() -> None:
    assert quotation(said("　 \n孩子不见了。快来")) == "孩子不见了。"


def test_without_a_hit_what_the_wording_rests_on_is_quoted() -> None:
    rests = msgspec.structs.replace(
        said("急！！下午四点在小区里玩不见的。快来"),
        risk=Risk(
            score=50, level=2, parts=[Part(part="wording: level 2", points=50, quote="下午四点在小区里玩不见的")]
        ),
    )
    assert quotation(rests) == "下午四点在小区里玩不见的。"


def test_the_gravest_category_is_quoted_wherever_it_stands_among_them() -> None:
    text = "电梯又坏了，报修没人理。更新：刚才坠到底，一位大姐当场死亡"
    one = said(text, ("service", 6, "text"), ("casualty", 25, "text"), categories=("service", "casualty"))
    assert quotation(one) == "更新：刚才坠到底，一位大姐当场死亡"


def test_what_is_the_matter_is_quoted_and_not_who_complains() -> None:
    text = "我叫***，住3栋2单元****室，电话*************，车牌*******，投诉保安收停车费不开发票还骂人"
    assert quotation(said(text, ("staff", text.index("骂人"), "text"))) == "投诉保安收停车费不开发票还骂人"
    signed = "要求物业退费。签名：3栋***，5栋***，7栋***"
    assert quotation(said(signed, ("violation", 4, "text"))) == "要求物业退费。"
    signed = "要求物业退费：3栋***，5栋***，7栋***"
    assert "栋" not in quotation(said(signed, ("violation", 4, "text")))


@pytest.mark.parametrize(
    ("quote", "hits", "shown"),
    [
        ("【辟谣】网传锦绣里电梯坠落致人死亡不实，经核查系电梯困人，无人受伤", ["困人"], "经核查系电梯困人，无人受伤"),
        ("情况通报：网传3人死亡系谣言，实为1人死亡", ["死亡"], "实为1人死亡"),
        ("网传水箱被投毒系谣言，水质合格", [], "网传水箱被投毒系谣言，水质合格"),
        ("物业说网传电梯困人不实，可我亲眼看见", ["困人"], "物业说网传电梯困人不实，可我亲眼看见"),
        ("3栋电梯困人，业主很生气", ["困人"], "3栋电梯困人，业主很生气"),
    ],
)
def test_a_headline_says_what_a_denial_states_and_not_what_it_denies(quote: str, hits: list[str], shown: str) -> None:
    evidence = Evidence(mention_id="a:1", url=None, quote=quote, hits=hits, topic="mentions", partition=0, offset=0)
    quoted = Quote((0, 0, judged().arrived_at, "a:1"), evidence, None)
    line = headline(only(run([judged()]).incidents), "锦绣里", [], [quoted], None)  # type: ignore[arg-type]
    assert line.endswith(f"——{shown}")


def test_what_is_the_matter_at_two_buildings_is_no_row_of_names():
    assert [*signatures.rows("3栋着火了，5栋困人了")] == [] == [*signatures.rows("3栋停电，5栋也停电")]
    assert len([*signatures.rows("3栋王强、5栋李建国、7栋王有德 联名")]) == 1
