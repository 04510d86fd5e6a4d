"""Rules as operators write them: what they mean, and what is refused with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from histories import RULESET, at, judged, new_fold, run, told

from monitor.cli import yuqing
from monitor.company.organisationfile import load_organisation
from monitor.config.settings import data_path
from monitor.errors import SettingsError, SettingsErrors
from monitor.watch.fold import Fold
from monitor.watch.grades.rulefile import parse_ruleset
from monitor.watch.ruleset import Ruleset, ruleset_from_dict

BASE = '[[rule]]\nname = "any"\ngrade = 1\ntext = "有反映"\n'


M, N, S, E = "[rule.mention]\n", "[rule.needs]\n", "[rule.sensitive]\n", "[rule.incident]\n"


def rules(*parts: str) -> Ruleset:
    return parse_ruleset(BASE + "".join(parts), "rules.toml")


def rule(name: str, grade: int, body: str, text: str = "理由") -> str:
    return f'[[rule]]\nname = "{name}"\ngrade = {grade}\ntext = "{text}"\n{body}\n'


def refused(text: str) -> SettingsError:
    with pytest.raises(SettingsError) as error:
        parse_ruleset(text, "rules.toml")
    return error.value


def graded(ruleset: Ruleset, *history) -> int:
    """The gravest grade that an incident of this history has had."""
    return max(each.peak_grade for each in run_under(ruleset, history))


def run_under(ruleset: Ruleset, history):
    fold: Fold = new_fold(ruleset)
    for offset, record in enumerate(history):
        fold.apply(record, offset)
    return fold.collect().incidents


# ---------------------------------------------------------------- what the words mean


@pytest.mark.parametrize(
    ("body", "holds", "fails"),
    [
        ("[rule.mention]\nlevel = 2", {"level": 2}, {"level": 1}),
        ('[rule.mention]\ncategories = ["staff"]', {"categories": ["staff"]}, {"categories": ["service"]}),
        ('[rule.mention]\nsources = ["12345", "hotline"]', {"source": "12345"}, {"source": "weibo"}),
        ("[rule.mention]\nofficial_media = true", {"signs": ["official_media"]}, {}),
        ("[rule.mention]\nfirst_hand = true", {"signs": ["first_hand"]}, {}),
        ("[rule.mention]\nhearsay = false\nlevel = 1", {}, {"signs": ["hearsay"]}),
        ("[rule.mention]\ncomplaint = true", {"kind": "complaint"}, {}),
        ("[rule.mention]\nurgent = true", {"urgent": True}, {}),
        ("[rule.mention]\nreach = 5_000", {"reach": 5_000}, {"reach": 4_999}),
        ("[rule.mention]\ncrowd = 10", {"crowd": 10}, {"crowd": 9}),
        ("[rule.mention]\ncredibility = 0.6", {}, {"credibility": 0.5}),
        ("[rule.needs]\nreach = 5_000", {"reach": 5_000}, {"reach": 4_999}),
        ('[rule.incident]\nprojects = ["杭州"]', {}, {"project": "sz-jlhy"}),
        ('[rule.incident]\nmatters = ["staff"]', {"categories": ["staff"]}, {}),
        ('[rule.incident]\nkinds = ["residential"]\nsensitive = false', {}, None),
    ],
)
def test_a_condition_holds_where_it_says(body: str, holds: dict, fails: dict | None) -> None:
    under = rules(rule("wanted", 2, body))
    assert graded(under, judged(**holds)) == 2
    assert fails is None or graded(under, judged(**fails)) == 1


@pytest.mark.parametrize(
    ("body", "enough"),
    [
        ("[rule.needs]\nmentions = 4", 4),
        ("[rule.needs]\npeople = 3", 3),
        ('within = "6h"\n[rule.needs]\npeople = 3', 3),
        ('within = "90m"\n[rule.needs]\nmentions = 2', 2),
        ("[rule.mention]\ncomplaint = true\n[rule.needs]\ncomplaints = 2", 2),
        ("[rule.needs]\npeople_on_one_thing = 5", 5),
        ("[rule.needs]\nhouseholds_share = 0.0025", 3),
        ("[rule.needs]\nindependent_people = 2", 2),
        ("[rule.needs]\nplatforms = 2", 2),
        ('within = "24h"\n[rule.needs]\nburst = 2.5', 4),
    ],
)
def test_a_number_is_reached_and_not_before(body: str, enough: int) -> None:
    under = rules(rule("wanted", 3, body))
    history = [judged(f"a:{n}", n, kind="complaint", keywords=["停水"], source=f"s{n}") for n in range(enough)]
    assert graded(under, *history) == 3
    assert graded(under, *history[:-1]) == 1


def test_a_window_is_no_longer_than_it_says() -> None:
    under = rules(rule("wanted", 2, 'within = "6h"\n[rule.needs]\npeople = 3'))
    assert graded(under, *(judged(f"a:{n}", 2.9 * n) for n in range(3))) == 2
    assert graded(under, *(judged(f"a:{n}", 3.0 * n) for n in range(3))) == 1


def test_all_conditions_on_a_mention_are_one_mentions() -> None:
    under = rules(rule("wanted", 2, '[rule.mention]\ncomplaint = true\ncategories = ["staff"]'))
    apart = [judged("a:1", kind="complaint"), judged("a:2", 1, categories=["staff"], parent="a:1")]
    assert graded(under, *apart) == 1


def test_the_text_shows_what_was_counted() -> None:
    under = rules(
        rule(
            "wanted",
            2,
            'within = "6h"\n[rule.needs]\npeople = 2\ncomplaints = 1',
            "{within}内{people}人、{complaints}件",
        )
    )
    [incident] = run_under(under, [judged("a:1", kind="complaint"), judged("a:2", 1)])
    assert incident.why[0].text == "6小时内2人、1件"
    assert incident.why[0].observed == {"people": 2, "complaints": 1}
    assert str(incident.why[0].needed) == "{'people': 2, 'complaints': 1}"


@pytest.mark.parametrize(
    ("body", "text", "shown"),
    [
        (M + "level = 1", "{mentions}条，{within}，{sources}，{category}", "1条，全程，微博，服务不到位"),
        (N + "households_share=0.0001", "{people_on_one_thing}人/{households}户{households_share}", "3人/1200户0.01%"),
        ('within = "15m"\n' + N + "people = 3", "{people}人，平日{baseline}人", "3人，平日0.0人"),
    ],
)  # fmt: skip
def test_what_a_text_may_show_is_never_a_dash(body: str, text: str, shown: str) -> None:
    under = rules(rule("wanted", 2, body, text))
    [incident] = run_under(under, [judged(f"a:{n}", keywords=["停水"]) for n in range(3)])
    assert incident.why[0].text == shown


def test_the_rules_come_back_from_their_bundle() -> None:
    plain = json.dumps(RULESET.as_dict())
    back = ruleset_from_dict(json.loads(plain))
    assert back == RULESET
    # to the byte: the bundle's digest goes by them
    assert json.dumps(back.as_dict()) == plain
    asked = {type(number) for each in back.rules for number in each.needs.values()}
    assert asked == {int, float}


BURST = 'within = "24h"\n[rule.needs]\n{}burst = 2\n'


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (BURST.format("people = 5\n"), {"people": 5}),
        (BURST.format("people = 5\n") + "[rule.sensitive]\npeople = 3", {"people": 3}),
        (BURST.format("people = 5\n") + "[rule.sensitive]\nburst = 1", {"people": 5, "burst": 1}),
        # without it a single mention would be enough
        (BURST.format(""), {"burst": 2}),
        # written for such windows alone
        (BURST.format("people = 5\n") + "[rule.incident]\nsensitive = true", {"people": 5, "burst": 2}),
    ],
)
def test_a_sensitive_window_asks_for_a_burst_only_where_the_rule_says_so(body: str, asked: dict) -> None:
    found = next(each for each in rules(rule("wanted", 2, body)).rules if each.name == "wanted")
    assert found.relaxed == asked
    assert found.needs["burst"] == 2


# ---------------------------------------------------------------- what is refused

D = "[[disclosure]]\nname='d'\ntext='x'\n"


@pytest.mark.parametrize(
    ("text", "line", "field", "says"),
    [
        ("", None, "rule", "no [[rule]]"),
        ("[[rules]]\nname = 'x'\n", 1, "rules", "no known key"),
        (BASE + "grad = 2\n", 5, "rule.grad", "no known key"),
        (BASE + M + "levle = 2\n", 6, "rule.mention.levle", "no known key"),
        (BASE + M + "level = 4\n", 6, "rule.mention.level", "above 3"),
        (BASE + M + "level = true\n", 6, "rule.mention.level", "whole number"),
        (BASE + M + "urgent = 1\n", 6, "rule.mention.urgent", "true or false"),
        (BASE + M + 'categories = ["fire"]\n', 6, "rule.mention.categories", "'fire' is none of"),
        (BASE + M + "categories = []\n", 6, "rule.mention.categories", "empty"),
        (BASE + N + "people = 0\n", 6, "rule.needs.people", "at least 1"),
        (BASE + N + "burst = 2\n", 6, "rule.needs.burst", "add within"),
        (BASE + 'within = "8d"\n', 5, "rule.within", "7d at most"),
        (BASE + 'within = "soon"\n', 5, "rule.within", "no length"),
        (BASE.replace("1", "4"), 3, "rule.grade", "declared by a leader"),
        (BASE.replace("有反映", "{peple}"), 4, "rule.text", "nothing that can be shown"),
        (BASE.replace("有反映", "{people"), 4, "rule.text", "brace"),
        (BASE.replace("有反映", "{}人"), 4, "rule.text", "nothing that can be shown"),
        (BASE.replace("有反映", "{people:d}"), 4, "rule.text", "the name alone"),
        (BASE.replace("有反映", "｛people｝人") + N + "people = 2\n", 4, "rule.text", "write {people}"),
        (BASE.replace("有反映", "{crowd}人") + M + "crowd = 9\n", 4, "rule.text", "name crowd in [needs]"),
        (BASE.replace("有反映", "{thing}") + N + "people = 2\n", 4, "rule.text", "may show {category}, {people}, {s"),
        (BASE.replace("有反映", "{baseline}") + N + "people = 2\n", 4, "rule.text", "add within"),
        (BASE.replace("有反映", "{households}户") + N + "people = 2\n", 4, "rule.text", "name households_share"),
        (BASE + D.replace("'x'", "'{people}'"), 7, "disclosure.text", "nothing that this rule counts"),
        (BASE + 'within = "5m"\n', 5, "rule.within", "15m at least"),
        (BASE + 'within = "14m"\n', 5, "rule.within", "15m at least"),
        (BASE + BASE, 6, "rule.name", "twice"),
        (BASE + M + "complaint = true\nofficial_media = true\n", 7, "rule.mention.official_media", "contradicts"),
        (BASE + M + "complaint = false\n" + N + "complaints = 2\n", 8, "rule.needs.complaints", "contradicts"),
        (BASE + M + 'sources = ["weibo"]\n' + N + "platforms = 2\n", 8, "rule.needs.platforms", "never"),
        (BASE + N + "people = 2\n" + S + "people = 5\n", 8, "rule.sensitive.people", "laxer"),
        (BASE + N + "people = 2\n" + S + "reach = 5\n", 8, "rule.sensitive.reach", "name reach in needs"),
        (BASE + D + "within='1h'\n[disclosure.needs]\nburst = 2\n", 10, "disclosure.needs.burst", "grades only"),
        (BASE + D + "grade = 2\n", 8, "disclosure.grade", "no known key"),
        (BASE + M + 'sources = ["12345"]\ncomplaint = false\n', 6, "rule.mention.sources", "is a complaint"),
        (BASE + M + 'sources = ["weibo", "app"]\n' + N + "platforms = 2\n", 8, "rule.needs.platforms", "app is none"),
        (BASE + M + "hearsay = true\ngovernment = true\nlevel = 2\n", 7, "rule.mention.government", "contradicts"),
        (BASE + M + "credible = false\nhearsay = false\nunplaced = false\n", 6, "rule.mention.credible", "never"),
        (BASE + M + "unplaced = true\n" + E + 'kinds = ["mall"]\n', 8, "rule.incident.kinds", "company"),
        (BASE + E + 'kinds = ["company"]\n' + N + "households_share = 0.1\n", 8, "rule.needs.households_share", "no"),
        (BASE + E + "verified = true\ncorroborated = false\n", 6, "rule.incident.verified", "contradicts"),
        (BASE + M + "negative = true\n" + N + "negative_share = 0.5\n", 8, "rule.needs.negative_share", "always"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_line(text: str, line: int | None, field: str, says: str) -> None:
    error = refused(text)
    assert (error.line, error.field) == (line, field)
    assert says in error.problem


@pytest.mark.parametrize(
    "body",
    [
        M + 'sources = ["12345", "weibo"]\ncomplaint = false\n',
        M + 'sources = ["12345"]\ncomplaint = true\n',
        M + 'sources = ["weibo"]\ncomplaint = true\n',
        M + 'sources = ["guba"]\n' + N + "complaints = 2\n",
        M + 'sources = ["weibo", "tieba", "app"]\ncomplaint = true\n' + N + "platforms = 2\n",
        M + "hearsay = true\ngovernment = true\n",
        M + "credible = false\nhearsay = true\n",
        M + "unplaced = true\n" + E + 'kinds = ["company"]\n',
    ],
)
def test_what_can_hold_is_no_contradiction(body: str) -> None:
    rules(rule("wanted", 2, body))


def test_what_a_text_shows_and_nothing_counts_is_told_beside_whatever_else_is_wrong() -> None:
    body = M + 'categories = ["fire"]\n' + N + "mentions = 3\n"
    error = refused(BASE + rule("wanted", 2, body, text="{people}人，{mentions}条，平日{baseline}"))
    assert isinstance(error, SettingsErrors)
    assert [each.field for each in error.errors] == ["rule.text", "rule.text", "rule.mention.categories"]
    assert "{people}" in error.errors[0].problem
    assert "{baseline}" in error.errors[1].problem


def test_what_is_counted_wrongly_is_counted_all_the_same() -> None:
    body = 'within = "soon"\n' + N + 'people = "five"\nhouseholds_share = 2\n'
    error = refused(BASE + rule("wanted", 2, body, text="{people}人，{thing}，平日{baseline}，{within}"))
    assert isinstance(error, SettingsErrors)
    assert [each.field for each in error.errors] == ["rule.within", "rule.needs.people", "rule.needs.households_share"]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        BASE.replace("1", "5") + M + "level = 4\nlevle = 1\n"
        + rule("b", 2, 'within = "soon"') + rule("b", 2, "typo = 1")
        + rule("c", 2, M + "complaint = true\nofficial_media = true") + D + "grade = 2\n"
    )  # fmt: skip
    error = refused(text)
    assert isinstance(error, SettingsErrors)
    assert [each.field for each in error.errors] == [
        "rule.grade", "rule.mention.level", "rule.mention.levle", "rule.within", "rule.name", "rule.typo",
        "rule.mention.official_media", "disclosure.grade",
    ]  # fmt: skip
    told = str(error).splitlines()
    assert [each.partition(": ")[0] for each in told] == [f"rules.toml:{each.line}" for each in error.errors]
    assert (error.line, error.field) == (3, "rule.grade")


def test_a_rule_that_cannot_be_read_whole_is_held_against_the_others_and_the_organisation() -> None:
    known = load_organisation(data_path("config") / "organisation.toml")
    scope = E + 'projects = ["nowhere"]\nkinds = "mall"\n'
    text = BASE + rule("a", 2, M + 'level = "two"\n' + scope) + '[[rule]]\nname = "a"\ngrade = 2\n' + M + "level = 2\n"
    with pytest.raises(SettingsErrors) as error:
        parse_ruleset(text, "rules.toml", known)
    assert [each.field for each in error.value.errors] == [
        "rule.mention.level", "rule.incident.projects", "rule.incident.kinds", "rule.text", "rule.name",
    ]  # fmt: skip


def test_rules_without_names_are_no_namesakes() -> None:
    error = refused(2 * ('[[rule]]\ngrade = 1\ntext = "有反映"\n' + M + "level = 1\n"))
    assert isinstance(error, SettingsErrors)
    assert [each.problem for each in error.errors] == 2 * [error.errors[0].problem]


def test_kinds_and_scopes_are_held_against_the_organisation() -> None:
    known = load_organisation(data_path("config") / "organisation.toml")
    home, mall = (next(each.id for each in known.projects if each.kind == kind) for kind in ("residential", "mall"))
    body = '[rule.incident]\nprojects = ["{}"]\nkinds = ["mall"]'
    parse_ruleset(BASE + rule("a", 2, body.format(mall)), "rules.toml", known)
    with pytest.raises(SettingsError, match=f"no project of {home} is mall"):
        parse_ruleset(BASE + rule("a", 2, body.format(home)), "rules.toml", known)
    with pytest.raises(SettingsError, match="'nowhere' is no project id"):
        parse_ruleset(BASE + rule("a", 2, '[rule.incident]\nprojects = ["nowhere"]'), "rules.toml", known)


@pytest.mark.parametrize(
    ("stronger", "dead"),
    [
        (rule("a", 2, M + "level = 2"), rule("b", 2, M + "level = 3")),
        (rule("a", 3, N + "people = 3"), rule("b", 2, M + "level = 2\n" + N + "people = 5")),
        (rule("a", 2, 'within = "24h"\n' + N + "people = 3"), rule("b", 2, 'within = "6h"\n' + N + "people = 3")),
        (rule("a", 2, M + 'categories = ["staff", "safety"]'), rule("b", 2, M + 'categories = ["staff"]')),
        (rule("a", 2, M + "level = 2"), rule("c", 2, M + "level = 2")),
    ],
)  # fmt: skip
def test_a_rule_that_never_decides_is_refused(stronger: str, dead: str) -> None:
    for text in (BASE + stronger + dead, BASE + dead + stronger):
        error = refused(text)
        assert error.field == "rule.name"
        assert "never decides" in error.problem


@pytest.mark.parametrize(
    "other",
    [
        rule("b", 3, "[rule.mention]\nlevel = 3"),
        rule("b", 2, "[rule.mention]\nurgent = true"),
        rule("b", 2, '[rule.mention]\nlevel = 1\n[rule.incident]\nkinds = ["mall"]'),
        rule("b", 2, 'within = "7d"\n[rule.needs]\npeople = 9'),
    ],
)
def test_a_rule_that_can_decide_is_kept(other: str) -> None:
    rules(rule("a", 2, "[rule.mention]\nlevel = 2"), rule("w", 2, 'within = "24h"\n[rule.needs]\npeople = 3'), other)


# ---------------------------------------------------------------- on the command line


def call(*arguments: str) -> Result:
    return CliRunner().invoke(yuqing, ["rules", *arguments], catch_exceptions=True)


def test_check_shows_the_rules_or_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("check")
    assert done.exit_code == 0, done.output
    assert "households_share=0.01" in done.output
    assert "12 rules of grades, 2 of disclosure" in done.output
    file = tmp_path / "rules.toml"
    file.write_text(BASE + "[rule.mention]\nlevle = 2\n", encoding="utf-8")
    wrong = call("check", str(file))
    assert isinstance(wrong.exception, SettingsError)
    assert f"{file}:6" in str(wrong.exception)
    file.write_text(BASE + '[rule.incident]\nprojects = ["nowhere"]\n', encoding="utf-8")
    unknown = call("check", str(file), "--organisation", str(data_path("config") / "organisation.toml"))
    assert f"{file}:6" in str(unknown.exception)
    assert "nowhere" in str(unknown.exception)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (M + 'sources = ["weibo"]\ncomplaint = true\n', "mention.sources: complaint = true: of weibo only"),
        (M + 'sources = ["guba"]\n' + N + "complaints = 2\n", "mention.sources: needs.complaints: of guba only"),
        (M + "complaint = true\n" + N + "platforms = 2\n", "12345 or app or front_desk or hotline are no platforms"),
        (M + 'sources = ["weibo", "12345"]\ncomplaint = true\n', ""),
        (M + 'sources = ["weibo"]\n' + N + "people = 2\n", ""),
        (M + "complaint = true\n" + N + "people = 2\n", ""),
    ],
)
def test_check_says_that_posts_are_seldom_complaints(
    body: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "rules.toml"
    file.write_text(BASE + rule("a", 2, body), encoding="utf-8")
    done = call("check", str(file))
    assert done.exit_code == 0, done.output
    assert says in done.stderr
    assert bool(done.stderr) == bool(says)


def test_check_warns_of_what_may_be_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "rules.toml"
    body = M + 'sources = ["weibo", "weibbo"]\n' + E + 'projects = ["hz-ygyy"]\n'
    file.write_text(BASE + rule("a", 2, body), encoding="utf-8")
    done = call("check", str(file))
    assert done.exit_code == 0, done.output
    source, project = done.stderr.splitlines()
    assert source.startswith(f"warning: {file}:10: rule.mention.sources: 'weibbo' comes of a crawler of your own only")
    assert ", tieba, " in source
    assert project.startswith(f"warning: {file}:12: rule.incident.projects: is not checked")
    known = call("check", str(file), "--organisation", str(data_path("config") / "organisation.toml"))
    assert [line for line in known.stderr.splitlines() if "projects" in line] == []
    file.write_text(BASE + rule("a", 5, body), encoding="utf-8")
    refused = call("check", str(file))
    assert isinstance(refused.exception, SettingsError)
    assert refused.stderr.splitlines() == done.stderr.splitlines()


def test_a_replay_says_which_rules_never_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file, posts = tmp_path / "mine.toml", tmp_path / "posts.jsonl"
    file.write_text(BASE + rule("a", 2, E + 'projects = ["nowhere"]'), encoding="utf-8")
    posts.write_text('{"id":"weibo:1","source":"weibo","text":"停水","published_at":"2026-11-18T09:00:00+08:00"}\n')
    organisation = str(data_path("config") / "organisation.toml")
    given = ["replay", "--file", str(posts), "--out", "out", "--organisation", organisation, "--rules", str(file)]
    done = CliRunner().invoke(yuqing, given)
    assert done.exit_code == 0, done.output
    assert f"yuqing: {file}:10: rule.incident.projects: 'nowhere' is no project id" in done.stderr
    assert "never holds" in done.stderr


def test_the_shipped_rules_give_the_designs_defaults() -> None:
    """One mention of each level; five people; the press; thirty people; three platforms with 100,000."""
    assert [run([judged(level=level)]).alerts[0].grade for level in (1, 2, 3)] == [1, 2, 3]
    five = [judged(f"a:{n}", n, keywords=["停水"]) for n in range(5)]
    assert told(run(five).alerts) == [("opened", 1), ("escalated", 2)]
    assert run([judged(signs=["official_media"])]).alerts[0].grade == 3
    thirty = [judged(f"a:{n}", n / 100, level=2, categories=["collective"]) for n in range(30)]
    assert told(run(thirty).alerts) == [("opened", 2), ("escalated", 3)]
    assert run(thirty).alerts[-1].event_time == at(0.29)
    wide = [judged(f"{name}:1", source=name, reach=33_334) for name in ("weibo", "douyin", "news")]
    assert run(wide).alerts[-1].grade == 3
    assert max(alert.grade for alert in run([judged(level=3, categories=["casualty"], urgent=True)] * 9).alerts) == 3
