"""Nothing that masking hides comes out of an assessment by another field: terms, quotes, content words."""

from __future__ import annotations

from functools import cache

import pytest
from histories import NOON

from monitor.compose import build_assessor
from monitor.config.settings import Settings
from monitor.judging.arrival import Arrival
from monitor.judging.assess import Assessor
from monitor.records import Assessment, Author, Mention, Source, encode


@cache
def assessor() -> Assessor:
    return build_assessor(Settings())


def judged(text: str, title: str | None = None) -> Assessment:
    mention = Mention(
        id="weibo:1", source="weibo", title=title, text=text, published_at=NOON,
        author=Author(id="1000000001", name="示例用户甲"), contact="13800000000",
    )  # fmt: skip
    [result] = assessor().assess([Arrival(mention, NOON, Source(topic="posts.v1", partition=0, offset=0))])
    assert isinstance(result, list)
    return result[0]


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("我叫张伟国，电梯坠落，住1703室的老人被困，送医院了，联系人：欧阳建国", ["张伟国", "1703", "欧阳", "建国"]),
        ("保安打人！姓名：李小龙，打我手机13800000000", ["李小龙", "13800000000"]),
        ("电梯坠落，粤B12345的车主被困，送医了", ["B12345"]),
    ],
)
def test_no_field_tells_what_the_text_hides(text: str, secrets: list[str]) -> None:
    for record in (judged(text), judged("如题，求助", title=text)):
        wire = encode(record).decode()
        assert record.risk.level >= 1
        assert [secret for secret in [*secrets, "示例用户甲", "1000000001"] if secret in wire] == []


def test_a_term_with_a_room_in_it_keeps_its_place() -> None:
    record = judged("电梯坠落，住1703室的老人被困，送医院了")
    terms = [hit.term for hit in record.risk.hits if "*" in hit.term]
    assert terms
    assert all(term in record.mention.text for term in terms)


def test_a_quote_is_cut_where_its_words_stood() -> None:
    record = judged("1703室的业主问：1703室的业主把邻居打伤了，打伤了谁来管", title="保安打人")
    quotes = [part.quote for part in record.risk.parts if part.quote]
    assert quotes
    assert all(quote in record.mention.text or quote in (record.mention.title or "") for quote in quotes)


def test_words_that_are_nobodys_name_stay() -> None:
    assert "电梯" in judged("我叫张伟国，电梯坠落三次").keywords
