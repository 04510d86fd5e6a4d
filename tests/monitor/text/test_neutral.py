"""How an estate is called changes neither what is judged of a text nor where its quotes are cut."""

from __future__ import annotations

import msgspec
import pytest
from histories import NOON, ORGANISATION
from judges import KEY

from monitor.config.settings import data_path
from monitor.judging.arrival import Arrival
from monitor.judging.assess import Assessor
from monitor.judging.sources import shipped_sources
from monitor.learned.linear import Linear
from monitor.learned.store import shipped
from monitor.lexicons.lexicon import load_lexicon
from monitor.records import Assessment, Mention, Source
from monitor.risk.frames import FrameBook
from monitor.risk.matcher import Matcher
from monitor.risk.rules import RuleBook
from monitor.subjects.estates import shipped_estates
from monitor.text.neutral import cut_at_names, named_again, neutral_text, neutral_words

#: names that hold words of their own: a hospital, a station, a court, safety, a cemetery for the fallen
NAMES = ["阳光雅苑", "医大附院家属区", "火车站宿舍", "法院大院", "平安里一号", "烈士陵园社区", "新华书店家属院"]
LEXICON = load_lexicon(data_path("lexicons") / "property")


def assessed(name: str, text: str) -> Assessment:
    project = msgspec.structs.replace(ORGANISATION.projects[0], name=name, aliases=[], groups=[])
    assessor = Assessor(
        LEXICON, msgspec.structs.replace(ORGANISATION, projects=[project]), Linear(shipped()), KEY, model=shipped(),
        estates=shipped_estates(), sources=shipped_sources(),
    )  # fmt: skip
    mention = Mention(id="weibo:1", source="weibo", text=text.format(name), published_at=NOON)
    (found,) = assessor.assess([Arrival(mention, NOON, Source("posts.v1", 0, 0))])
    assert isinstance(found, list)
    assert found[0].subject.how == "named"
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "{}业主专享：全屋净水器旧机换新，老人孩子喝得放心，扫码领券",
        "{}旁边新开的火锅店，牛肉八折，周末排队",
        "{}的保安把业主推倒在地，还抢手机，太吓人了",
        "反映{}消防车通道长期被私家车占满，昨夜救护车无法进入，病人由家属抬出门口",
        "{}昨晚进贼了，家里翻得乱七八糟",
        "电工在{}修路灯，从梯子上栽下来，当场就不行了",
    ],
)
def test_the_name_changes_no_level(text: str) -> None:
    first, *others = [assessed(name, text) for name in NAMES]
    for each in others:
        assert each.risk.level == first.risk.level
        assert each.risk.categories == first.risk.categories
        assert [part.part for part in each.risk.parts] == [part.part for part in first.risk.parts]


def test_the_quote_of_the_wording_has_the_name_as_it_was_written() -> None:
    text = "周末去看了花展。{}的小李从梯子上栽了下来，救护车拉走的时候已经不会说话了！愿他挺住"
    for name in NAMES:
        found = assessed(name, text)
        assert all(part.quote in found.mention.text for part in found.risk.parts)


def test_words_are_cut_at_names_and_a_place_among_them_leads_back() -> None:
    words = ["平安", "里", "一", "号楼", "电梯", "坏", "了"]
    assert cut_at_names(words, ["平安里一号"]) == ["平安里一号", "楼", "电梯", "坏", "了"]
    assert neutral_words(words, ["平安里一号"]) == ["康宁花园", "楼", "电梯", "坏", "了"]
    assert named_again(words, ["平安里一号"], 0, 5) == "平安里一号楼"
    assert named_again(words, ["平安里一号"], 4, 9) == "楼电梯坏了"
    assert neutral_words(words, []) is words


@pytest.mark.parametrize("name", ["名苑", "平安里", "烈士陵园社区", "新华书店家属院东区一期"])
def test_a_text_keeps_its_length(name: str) -> None:
    text = f"{name}和{name}的电梯"
    assert len(neutral_text(text, [name])) == len(text)
    assert name not in neutral_text(text, [name])


def test_what_stands_for_a_name_has_no_word_of_the_lexicon_but_those_for_an_estate() -> None:
    matcher = Matcher(LEXICON)
    for user in (RuleBook, FrameBook):
        user(LEXICON, matcher)
    matcher.build()
    for length in range(1, 12):
        stand_in = neutral_text("名" * length, ["名" * length])
        assert {word for word in matcher.words if word in stand_in} <= {"苑", "花园"}


@pytest.mark.parametrize("text", ["电梯{}又坏了", "老人在{}楼道摔倒骨折", "保安把{}业主打成重伤"])
def test_terms_and_quotes_show_the_name_that_was_written(text: str) -> None:
    found = {name: assessed(name, text).risk for name in NAMES}
    shown = {
        name: [*(hit.term for hit in risk.hits), *(part.quote for part in risk.parts)] for name, risk in found.items()
    }
    assert all(each in text.format(name) for name, words in shown.items() for each in words)
    # a long name parts words that stand near each other beside a short one
    assert any(name in each for name, words in shown.items() for each in words)
