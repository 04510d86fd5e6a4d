"""How many came to harm by the words, and that a rumour of deaths is told once, as a rumour."""

from __future__ import annotations

import msgspec
import pytest
from histories import judged, run

from monitor.watch.attested import toll
from monitor.watch.checkpoint.state import Account
from monitor.watch.words import harm

FIRE = judged("g:1", 0, 2, ["safety"], text="3栋着火了，快救人", keywords=["火情"], urgent=True)


def _heard(text, name="g:2", hours=0.1):
    categories = ["rumor", "casualty"]
    return judged(name, hours, 3, categories, text=text, keywords=["网传"], signs=["hearsay"])


def _news(*said):
    return [(each.why[0].rule, each.change) for each in run([FIRE, *said]).alerts[1:]]


def test_a_rumour_of_deaths_that_is_only_passed_on_is_told_once():
    again = [_heard("群里都在传3栋死了三个人，真的假的", "g:3", 0.2), _heard("网传3栋死了3个，求证", "g:4", 0.3)]
    (rule, change), *more = _news(_heard("网传3栋死了三个"), *again)
    assert (rule, more) == (toll.RULE, [])
    assert "传闻" in change
    assert "3人死亡" in change


def test_a_rumour_of_more_deaths_is_told_again():
    found = _news(_heard("网传3栋死了三个"), _heard("网传3栋死了五个", "g:3", 0.2))
    assert [rule for rule, _ in found] == [toll.RULE] * 2


@pytest.mark.parametrize("text", ["网传3栋烧伤五个", "网传3栋没有死人"])
def test_a_rumour_of_injuries_or_of_nothing_is_not(text):
    assert _news(_heard(text)) == []


def test_a_death_that_a_witness_has_told_is_no_rumour():
    dead = judged("g:0", 0, 3, ["safety", "casualty"], text="3栋着火，烧死一个人", keywords=["火情"])
    assert len(run([dead, _heard("网传3栋死了一个")]).alerts) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没有传的死三个那么多，就一个", (1, 0)),
        ("没死三个，就一个", (1, 0)),
        ("不是死了三个，是一个", (1, 0)),
        ("哪有三个，就死了一个", (1, 0)),
        ("没死3个人，只有1个人没了", (1, 0)),
        ("不是死三个，是死五个", (5, 0)),
        ("没有伤五个那么多，就两个", (0, 2)),
        ("没有死三个那么多", (0, 0)),
        ("哪死了三个，就一个老人摔伤", (0, 1)),
        ("不是三个人受伤，是五个人受伤", (0, 5)),
        ("死了三个", (3, 0)),
        ("烧伤的那个老人没挺过来", (1, 0)),
        ("两个孩子没能撑住", (2, 0)),
        ("孩子挺过来了", (0, 0)),
        ("雨棚没撑住，砸伤一个人", (0, 1)),
        ("死了三个，不是五个", (3, 0)),
        ("死了一个，没有别的事", (1, 0)),
        ("没两个小时就死了一个", (1, 0)),
        ("没有物业死三个人的赔偿", (3, 0)),
    ],
)
def test_the_number_that_is_put_in_the_place_of_another_counts(text, found):
    assert harm.counted(text) == found


def test_what_is_put_right_keeps_its_place():
    assert harm.death_in("听说了吧，没死3个人，只有1个人没了") == 13
    assert harm.death_in("听说了吧，没有伤五个那么多，就两个") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("死亡人数升至3人", (3, 0)),
        ("死亡人数从2人升至3人", (3, 0)),
        ("遇难人数上升到5人", (5, 0)),
        ("遇难者增至4人", (4, 0)),
        ("3人经抢救无效死亡", (3, 0)),
        ("3人送医后死亡", (3, 0)),
        ("3人全部遇难", (3, 0)),
        ("2名被困人员已无生命体征", (2, 0)),
        ("夫妻俩双双遇难", (2, 0)),
        ("母女俩都没救过来", (2, 0)),
        ("死了一家三口", (3, 0)),
        ("死了十几个", (10, 0)),
        ("五个人被烧死了", (5, 0)),
        ("已确认3人罹难", (3, 0)),
        ("一家四口中毒身亡", (4, 0)),
        ("四人中毒送医", (0, 4)),
        ("死亡人数为0", (0, 0)),
        ("遇难者人数为零", (0, 0)),
        ("3人经抢救脱险", (0, 0)),
        ("母子平安，夫妻俩吵架", (0, 0)),
        ("母女俩被困，已救出", (0, 0)),
        ("夫妻死了一个", (1, 0)),
        ("2名被困人员已送医，生命体征平稳", (0, 2)),
        ("遇难者家属3人到物业", (1, 0)),
    ],
)
def test_the_tolls_of_notices_count(text, found):
    assert harm.counted(text) == found


BORNE_OUT = [_heard("听说3栋死了三个人"), _heard("听说3栋死了五个", "g:3", 0.2)]


def _told(*said):
    step = run([*BORNE_OUT, *said])
    assert step.incidents[0].grade == 3
    return [each.change for each in step.alerts if "已有通报" in each.change]


def _stated(text, name="weibo:4", hours=0.6, signs=("government",)):
    return judged(name, hours, 3, ["casualty"], text=text, keywords=["火灾"], signs=list(signs))


def test_an_office_that_confirms_deaths_which_were_only_rumoured_is_told_at_once_and_once():
    told = _told(_stated("3栋火灾，2人死亡，3人受伤送医"), _stated("3栋火灾致2人死亡", "weibo:5", 0.7))
    assert len(told) == 1
    assert "2人死亡" in told[0]


def test_a_neighbour_who_states_no_more_than_was_rumoured_is_not():
    assert _told(_stated("3栋火灾，2人死亡", signs=())) == []


@pytest.mark.parametrize(
    "text",
    ["9栋浓烟到我们18楼了，呛死人", "电梯里热死了", "楼道臭死人了", "烟熏死我了", "吵死了！",
     "急死人了，没人来", "电梯里闷死人"],
)  # fmt: skip
def test_what_one_cannot_bear_is_no_death(text):
    assert harm.counted(text) == (0, 0)
    assert harm.death_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["有人呛死了", "车里闷死了一个孩子", "工人热死了", "浓烟呛死两个人", "孩子闷死了",
     "有人被熏死了", "烧死人了", "死人了快来"],
)  # fmt: skip
def test_and_who_died_of_it_is(text):
    assert harm.counted(text)[0]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("我妈被烟呛死了", 1),
        ("外卖员热死了,没人管", 1),
        ("老头在家饿死了", 1),
        ("真热死了", 0),
        ("热死了，空调坏了", 0),
    ],
)
def test_who_died_of_it_is_named(text: str, dead: int) -> None:
    assert harm.counted(text)[0] == dead


def test_a_word_that_is_repeated_costs_no_time() -> None:
    assert harm.counted("死亡人数" + "现已" * 200)[0] <= 1


@pytest.mark.parametrize("text", ["本年度事故死亡率为零", "死亡赔偿金怎么算", "死亡风险高吗"])
def test_a_rate_of_deaths_and_what_one_would_be_paid_is_no_death(text):
    assert harm.counted(text) == (0, 0)
    assert harm.counted("电梯坠落，一人死亡，死亡赔偿金没谈拢")[0] == 1


def _both(*said):
    return [
        each.why[0].rule for each in run([_heard("听说3栋死了三个人"), *said]).alerts if "现称5人死亡" in each.change
    ]


def test_the_wildest_number_is_told_whichever_of_one_minute_is_read_first():
    wild = _heard("听说3栋死了五个", "g:3", 0.2)
    less = _stated("没有传的死五个那么多，就一个", "g:4", 0.2, signs=())
    assert _both(wild, less) == _both(less, wild) == [toll.RULE]
    assert _both(_heard("听说3栋死了三个", "g:3", 0.2)) == []


def test_a_number_that_raises_the_grade_in_its_own_words_is_told_once():
    dead = judged("g:9", 0.2, 3, ["casualty"], text="3栋烧死两个人，我亲眼看到", keywords=["火情"])
    assert len(run([FIRE, dead]).alerts) == 2


# ---------------------------------------------------------------- one more, and fewer than was said

DEAD = judged("g:d", 0.0, 3, ["safety", "casualty"], text="3栋着火，烧死一个人，我看到的", keywords=["火情"])


def _said(text, hours=0.6, name="g:m", signs=()):
    return judged(name, hours, 3, ["safety", "casualty"], text=text, keywords=["火情"], signs=list(signs))


def _changes(*said):
    return [each.change for each in run(said).alerts[1:] if each.why[0].rule == toll.RULE]


def test_one_more_who_has_died_within_the_hour_is_told_at_once():
    (told,) = _changes(DEAD, _said("又死了一个"))
    assert "又有1人死亡" in told
    assert _changes(DEAD, _said("3栋火灾死了一个人")) == []


def test_the_same_one_is_told_once_and_a_third_again():
    assert len(_changes(DEAD, _said("又死了一个"), _said("真的又死了一个，抬出来了", 0.65, "g:n"))) == 1
    assert len(_changes(DEAD, _said("又死了一个"), _said("医院说又死了一个", 0.9, "g:n"))) == 2
    again = _said("又死了一个")
    assert len(_changes(DEAD, again, again)) == 1


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("又死了一个", 1),
        ("又死了两个人", 2),
        ("又有一人死亡", 1),
        ("又有2名被困人员遇难", 2),
        ("另一个也没救过来", 1),
        ("孩子也没了", 1),
        ("再增1人死亡", 1),
        ("死了一个", 0),
        ("又死人了，这小区", 0),
        ("又停水了，死了一样", 0),
        ("狗也死了", 0),
        ("又困了一个人", 0),
        ("死了两个，物业也没个说法", 0),
        ("死了一个，还有人在里面", 0),
        ("已经死了一个，是不是要再死一个人才管", 0),
        ("死了一个，万一又死一个谁负责", 0),
        ("死亡一人，未再有人死亡", 0),
        ("死了一个，不是又死了一个", 0),
        ("没人管，又死了一个", 1),
        ("再死了一个", 1),
        ("死了一个，现在没水也没气了", 0),
        ("死了一个，楼道灯也没了", 0),
        ("死了一个，他家的猫也没了", 0),
        ("那位老人也没气了", 1),
        ("他爸也没了", 1),
        ("又抬出来一具遗体", 1),
        ("又添一条人命", 1),
    ],
)
def test_how_many_died_beside_those_who_were_known(text, more):
    assert harm.more_dead(text) == more


MANY = [_said(f"3栋着火，死了三个人，我是{n}楼的", 0.01 * n, f"g:k{n}") for n in range(1, 16)]
AGAIN = ["又死了一个", "3栋火灾又死一个人了", "天哪又死了一个邻居", "刚刚又死了一个人", "唉，又死了一个人"]


def test_the_same_one_is_told_once_however_many_have_told_of_the_others():
    assert len(_changes(*MANY, *(_said(text, 0.5 + n / 30, f"g:m{n}") for n, text in enumerate(AGAIN)))) == 1


def test_voices_that_say_it_again_and_again_do_not_wake_each_time():
    assert len(_changes(DEAD, *(_said(text, 0.5 + n / 4, f"g:m{n}") for n, text in enumerate(AGAIN)))) == 2
    assert len(_changes(DEAD, *(_said(text, 1.0 + 3 * n, f"g:m{n}") for n, text in enumerate(AGAIN[:3])))) == 3


def test_who_passes_it_on_word_for_word_tells_of_the_same_one():
    first = msgspec.structs.replace(_said("我刚从楼下回来，医生说又死了一个人"), fingerprint="00ff00ff00ff00ff")
    copied = msgspec.structs.replace(_said(first.mention.text, 1.5, "g:c"), fingerprint=first.fingerprint)
    assert len(_changes(DEAD, first, copied)) == 1
    own = msgspec.structs.replace(_said("又死了一个，我看到的", 1.5, "g:c"), fingerprint="ff00ff00ff00ff00")
    assert len(_changes(DEAD, first, own)) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3栋火灾，1人死亡，2人受伤送医", 1),
        ("3栋火灾致1人死亡，家属情绪稳定", 1),
        ("3栋火灾遇难的1名业主家属已妥善安置，善后有序", 0),
        ("3栋火灾1名遇难者身份已确认", 0),
        ("去年另一个小区火灾致1人死亡", 0),
    ],
)
def test_an_office_that_speaks_of_one_of_the_dead_puts_no_number_right(text, told):
    assert len(_changes(MANY[0], _said(text, 0.6, "weibo:o", signs=["government"]))) == told


def test_a_number_that_is_put_right_is_told_once_however_many_told_the_other():
    less = [_said(f"3栋火灾致1人死亡，第{n}次通报", 0.6 + n, f"weibo:{n}", signs=["government"]) for n in range(3)]
    assert len(_changes(*MANY, *less)) == 1


@pytest.mark.parametrize(
    ("text", "hurt"),
    [("3栋烧伤的老人", 0), ("12号楼重伤的那位", 0), ("3人烧伤", 3), ("12名重伤", 12), ("3栋3人重伤", 3)],
)
def test_the_number_of_a_house_counts_nobody(text, hurt):
    assert harm.counted(text) == (0, hurt)


@pytest.mark.parametrize("word", ["也都", "又", "没有人", "人也", "又两"])
def test_words_of_one_more_cost_no_time(word):
    assert harm.more_dead(word * 20_000) == 0


@pytest.mark.parametrize(
    "less",
    [
        _said("没有死三个，就一个，另外两个在医院"),
        _said("3栋火灾，1人死亡，2人受伤送医", signs=["government"]),
    ],
)
def test_fewer_dead_than_was_told_is_told_once(less):
    three = _said("3栋着火，死了三个人，我看到的", 0.0, "g:d3")
    (told,) = _changes(three, less, _said("是的，没死三个，就一个", 0.7, "g:o"))
    assert "更正" in told
    assert "现称1人死亡" in told
    assert _changes(three, _said("我看到一个，死了一个人", 0.6)) == []


def test_whichever_of_one_minute_is_read_first_both_numbers_are_told():
    wild, less = _heard("听说3栋死了五个", "g:w", 0.6), _said("没有传的死五个那么多，就一个", 0.6)
    talk = _heard("听说3栋死了三个", "g:t", 0.3)
    for order in ((wild, less), (less, wild)):
        told = _changes(DEAD, talk, *order)
        assert any("现称5人死亡" in each for each in told)
        assert any("现称1人死亡" in each for each in told)
    assert "另有人更正称1人死亡" in _changes(DEAD, talk, less, wild)[-1]


def test_accounts_of_older_state_add_nothing():
    account = Account("g:1", DEAD.mention.published_at, dead=1, more=1, instead=True)
    older = msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(account)[:-2]), type=Account)
    assert (older.dead, older.more, older.instead) == (1, 0, False)
