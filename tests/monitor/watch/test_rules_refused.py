"""What is wrong in a rule file is refused with its line, all of it at once, and nothing else is."""

from __future__ import annotations

import pytest
from rulesets import BASE, E, M, N, S, refused, rule, rules

from monitor.company.organisationfile import load_organisation
from monitor.config.settings import data_path
from monitor.errors import SettingsError, SettingsErrors
from monitor.watch.grades.rulefile import parse_ruleset

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
