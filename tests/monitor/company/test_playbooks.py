"""Advice for every category and grade, and mistakes refused with their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import yuqing
from monitor.company.playbooks import DANGERS, load_playbooks, parse_playbooks, playbooks_from_dict
from monitor.errors import SettingsError
from monitor.records import CATEGORIES
from monitor.watch.words import menace

SHIPPED = load_playbooks(Path(__file__).parents[3] / "config" / "playbooks")

GRADES = "".join(f'[[grade]]\ngrade = {n}\nfirst_step = "第{n}步"\nadvice = ["甲{n}"]\n' for n in (1, 2, 3, 4))
DEFAULT = 'category = "default"\nsensitive = ["报备"]\n' + GRADES
FIRE = 'category = "safety"\naside = ["断电"]\n[[grade]]\ngrade = 2\nfirst_step = "疏散"\nadvice = ["乙", "丙"]\n'


@pytest.mark.parametrize("category", [*CATEGORIES, "something_new"])
@pytest.mark.parametrize("grade", [1, 2, 3, 4])
def test_every_category_and_grade_has_advice(category: str, grade: int) -> None:
    found = SHIPPED.find([category], grade)
    assert 4 <= len(found.first_step) <= 36
    assert len(found.advice) >= 3


def test_a_casualty_begins_with_the_rescue_and_goes_on_in_order() -> None:
    found = SHIPPED.find(["casualty", "media"], 3)
    assert "120/119/110" in found.first_step
    told = "\n".join(found.advice)
    steps = ["119", "封闭保护现场", "1小时内", "保全证据", "家属", "声明", "采访统一由信息发布组"]
    assert [told.index(step) for step in steps] == sorted(told.index(step) for step in steps)


def test_the_nearest_lower_grade_stands_in_and_then_the_default() -> None:
    books = parse_playbooks({"default.toml": DEFAULT, "safety.toml": FIRE})
    assert books.find(["safety"], 3).first_step == "疏散"
    assert books.find(["safety"], 1).first_step == "第1步"
    assert books.find(["market"], 2).first_step == "第2步"
    assert books.find([], 3).advice == ("甲3",)
    assert books.find(["unheard"], 0).first_step == "第1步"


def test_other_categories_the_highest_grade_and_sensitive_windows_add_steps() -> None:
    books = parse_playbooks(
        {"default.toml": DEFAULT, "safety.toml": FIRE, "x.toml": 'category = "media"\naside = ["丙", "丁"]\n'}
    )
    assert books.find(["safety", "media"], 2).advice == ("乙", "丙", "丁")
    assert books.find(["safety"], 4).advice == ("甲4", "乙", "丙")
    assert books.find(["safety"], 2, sensitive=True).advice == ("报备", "乙", "丙")


BURNS = FIRE + '[grade.danger]\ngas = "禁火"\nfire = "拨119"\n'


def test_a_danger_to_life_may_have_a_first_step_of_its_own() -> None:
    books = parse_playbooks({"default.toml": DEFAULT, "safety.toml": BURNS})
    assert books.find(["safety"], 2, dangers=["fire"]).first_step == "拨119"
    assert books.find(["safety"], 2, dangers=["fire", "gas"]).first_step == "禁火"
    assert books.find(["safety"], 2, dangers=["lift"]).first_step == books.find(["safety"], 2).first_step == "疏散"
    assert playbooks_from_dict(books.as_dict()) == books
    with pytest.raises(SettingsError, match="fires"):
        parse_playbooks({"default.toml": DEFAULT, "safety.toml": BURNS + 'fires = "x"\n'})
    with pytest.raises(SettingsError, match="longer than 36"):
        parse_playbooks({"default.toml": DEFAULT, "safety.toml": BURNS + f'lift = "{"长" * 37}"\n'})


def test_dangers_are_called_as_the_watch_calls_them() -> None:
    assert set(DANGERS) == menace.NAMES
    assert set(SHIPPED.pages["safety"].grades[2].danger) == menace.NAMES


def test_they_live_in_a_rules_bundle() -> None:
    assert playbooks_from_dict(SHIPPED.as_dict()) == SHIPPED


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "problem"),
    [
        ('category = "safety"', 'category = "fire"', 1, "category", "none of"),
        ('category = "safety"', 'category = "default"', 1, "category", "already"),
        ('category = "safety"\n', "", None, "category", "missing"),
        ("grade = 2", "grade = 5", 4, "grade.grade", "above 4"),
        ("grade = 2", 'grade = "2"', 4, "grade.grade", "whole number"),
        ('first_step = "疏散"', f'first_step = "{"长" * 37}"', 5, "grade.first_step", "longer"),
        ('first_step = "疏散"', 'first_step = "疏散\\n关阀"', 5, "grade.first_step", "one line"),
        ('first_step = "疏散"', 'first_step = """疏散\n关阀"""', 5, "grade.first_step", "one line"),
        ('advice = ["乙", "丙"]', 'advice = ["乙\\n丙"]', 6, "grade.advice", "an entry of its own"),
        ('advice = ["乙", "丙"]', 'advice = ["乙|丙"]', 6, "grade.advice", "who｜by when｜what"),
        ('aside = ["断电"]', 'aside = ["电工｜断电"]', 2, "aside", "who｜by when｜what"),
        ('first_step = "疏散"', 'first_steps = "疏散"', 3, "grade.first_step", "missing"),
        ('advice = ["乙", "丙"]', 'advice = ["乙", "乙"]', 6, "grade.advice", "twice"),
        ('advice = ["乙", "丙"]', 'advise = ["乙", "丙"]', 6, "grade.advise", "no known key"),
        ("[[grade]]\n", '[[grade]]\naside = ["停水"]\n', 4, "grade.aside", "put it above the first [[grade]]"),
        ("[[grade]]\n", '[[grade]]\nsensitive = ["停水"]\n', 4, "grade.sensitive", "above the first [[grade]]"),
        ('aside = ["断电"]', 'sensitive = ["断电"]', 2, "sensitive", "no known key"),
    ],
)
def test_mistakes_are_refused_with_their_place(old: str, new: str, line: int | None, field: str, problem: str) -> None:
    assert old in FIRE
    with pytest.raises(SettingsError) as caught:
        parse_playbooks({"default.toml": DEFAULT, "fire.toml": FIRE.replace(old, new, 1)})
    assert (caught.value.file, caught.value.line, caught.value.field) == ("fire.toml", line, field)
    assert problem in caught.value.problem


def test_all_that_is_wrong_is_told_at_once_file_by_file(tmp_path: Path) -> None:
    fire = (
        FIRE.replace("grade = 2", "grade = 5").replace('"乙"', '"乙｜丙"').replace('["断电"]', '["断\\n电", "电工|好"]')
    )
    wrong = {
        "default.toml": DEFAULT[: DEFAULT.index("[[grade]]\ngrade = 4")] + '[statement]\nfacts = "{who}"\n',
        "fire.toml": fire,
        "odd.toml": 'category = "fire"\nside = 1\n',
        "torn.toml": "category =\n",
    }
    for name, text in wrong.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "foreign.toml").write_text(FIRE, encoding="gbk")
    told = CliRunner().invoke(yuqing, ["playbooks", "check", str(tmp_path)])
    assert isinstance(told.exception, SettingsError)
    lines = [each.removeprefix(f"{tmp_path}/") for each in str(told.exception).splitlines()]
    assert [each.partition(".")[0] for each in lines] == [
        *["default"] * 5,
        *["fire"] * 4,
        "foreign",
        "odd",
        "odd",
        "torn",
    ]
    assert {each.split(": ")[1] for each in lines[:9]} == {
        "grade", "statement.facts", "statement.measures", "statement.progress", "statement.position",
        "aside", "grade.grade", "grade.advice",
    }  # fmt: skip
    assert "is not UTF-8" in lines[9]


def test_a_page_whose_category_nobody_can_read_may_be_the_default() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_playbooks({"a/fire.toml": FIRE, "a/default.toml": DEFAULT.replace('"default"', '"defualt"')})
    assert "none of default" in str(caught.value)
    assert "no file has" not in str(caught.value)


def test_a_grade_twice_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"fire\.toml:8: grade\.grade: 2 is there twice"):
        parse_playbooks({"fire.toml": FIRE + FIRE[FIRE.index("[[grade]]") :]})


def test_a_default_for_every_grade_is_needed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^my/books: category: no file has category = 'default'"):
        parse_playbooks({"my/books/fire.toml": FIRE})
    with pytest.raises(SettingsError, match=r"^my/all\.toml:3: grade: .* lacks grade 3, 4;"):
        parse_playbooks({"my/all.toml": DEFAULT[: DEFAULT.index("[[grade]]\ngrade = 3")], "my/fire.toml": FIRE})
    with pytest.raises(SettingsError, match="no playbooks"):
        load_playbooks(tmp_path)
    with pytest.raises(SettingsError, match="is no folder"):
        load_playbooks(tmp_path / "away")


def test_a_file_as_other_editors_write_it(tmp_path: Path) -> None:
    (tmp_path / "default.toml").write_text(DEFAULT, encoding="utf-8-sig")
    assert load_playbooks(tmp_path).find([], 1).first_step == "第1步"
    (tmp_path / "fire.toml").write_text(FIRE, encoding="gbk")
    with pytest.raises(SettingsError, match=r"fire\.toml: is not UTF-8"):
        load_playbooks(tmp_path)


def test_either_bar_parts_who_when_and_what() -> None:
    steps = '["电工|立即|断电", "电工 ｜ 当日 ｜ 检修"]'
    books = parse_playbooks(
        {
            "default.toml": DEFAULT.replace('["报备"]', steps),
            "fire.toml": FIRE.replace('["断电"]', steps).replace('["乙", "丙"]', steps),
        }
    )
    read = ("电工（立即）：断电", "电工（当日）：检修")
    assert books.find(["safety"], 2).advice == books.sensitive == books.pages["safety"].aside == read


def test_check_shows_the_pages_or_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = CliRunner().invoke(yuqing, ["playbooks", "check"])
    assert shipped.exit_code == 0, shipped.output
    assert shipped.output.startswith("default  a first statement\n  1  项目核实情况，24小时内回复当事人  (+3)\n")
    assert " 12 pages, " in shipped.output
    (tmp_path / "fire.toml").write_text(FIRE, encoding="utf-8")
    wrong = CliRunner().invoke(yuqing, ["playbooks", "check", str(tmp_path)])
    assert isinstance(wrong.exception, SettingsError)
    assert str(wrong.exception).startswith(f"{tmp_path}: category: no file has category = 'default'")


# ---------------------------------------------------------------- who does what by when, and what is said first


def test_every_grave_page_says_who_does_what_by_when() -> None:
    for category, page in SHIPPED.pages.items():
        for grade in {2, 3} & set(page.grades):
            assert all("（" in step and "）：" in step for step in page.grades[grade].advice), (category, grade)


def test_every_category_has_a_first_statement_in_four_parts() -> None:
    for category in CATEGORIES:
        draft = SHIPPED.draft([category])
        assert draft is not None
        said = draft.filled(subject="阳光雅苑", time="11月18日", matter="安全隐患")
        for part in (said.facts, said.measures, said.progress, said.position):
            assert part
            assert "{" not in part


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('advice = ["项目｜立即"]', "advice"),
        ('advice = ["项目｜｜做"]', "advice"),
    ],
)
def test_a_step_with_bars_has_three_parts(line: str, field: str) -> None:
    text = f'category = "default"\n[[grade]]\ngrade = 1\nfirst_step = "x"\n{line}\n'
    with pytest.raises(SettingsError, match=field):
        parse_playbooks({"default.toml": text})


@pytest.mark.parametrize("facts", ["{who}", "{", "｛subject｝有人反映"])
def test_a_statement_knows_its_placeholders(facts: str) -> None:
    text = (
        'category = "default"\n[[grade]]\ngrade = 1\nfirst_step = "x"\n'
        f'[statement]\nfacts = "{facts}"\nmeasures = "m"\nprogress = "p"\nposition = "q"\n'
    )
    with pytest.raises(SettingsError, match="facts"):
        parse_playbooks({"default.toml": text})
