"""Rule files on the command line: `yuqing rules check`, and what a replay says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rulesets import BASE, E, M, N, rule

from monitor.cli import yuqing
from monitor.config.settings import data_path
from monitor.errors import SettingsError

#: what no file goes without, unless grave news shall stay small
GRAVE = (
    '[[rule]]\nname = "grave"\ngrade = 3\ntext = "严重"\n[rule.mention]\nlevel = 3\ncredible = true\nhearsay = false\n'
)


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
    file.write_text(BASE + rule("a", 2, body) + GRAVE, encoding="utf-8")
    done = call("check", str(file))
    assert done.exit_code == 0, done.output
    assert says in done.stderr
    assert bool(done.stderr) == bool(says)


def test_check_warns_of_what_may_be_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "rules.toml"
    body = M + 'sources = ["weibo", "weibbo"]\n' + E + 'projects = ["hz-ygyy"]\n'
    file.write_text(BASE + rule("a", 2, body) + GRAVE, encoding="utf-8")
    done = call("check", str(file))
    assert done.exit_code == 0, done.output
    source, project = done.stderr.splitlines()
    assert source.startswith(f"warning: {file}:10: rule.mention.sources: 'weibbo' comes of a crawler of your own only")
    assert ", tieba, " in source
    assert project.startswith(f"warning: {file}:12: rule.incident.projects: is not checked")
    known = call("check", str(file), "--organisation", str(data_path("config") / "organisation.toml"))
    assert [line for line in known.stderr.splitlines() if "projects" in line] == []
    file.write_text(BASE + rule("a", 5, body) + GRAVE, encoding="utf-8")
    refused = call("check", str(file))
    assert isinstance(refused.exception, SettingsError)
    assert refused.stderr.splitlines() == done.stderr.splitlines()


@pytest.mark.parametrize(
    ("body", "warned"),
    [
        (rule("calls", 2, N + "complaints = 3\n"), True),
        (rule("calls", 3, M + "level = 3\n" + N + "people = 2\n"), True),
        (rule("calls", 3, M + "level = 3\n" + E + 'kinds = ["residential"]\n'), True),
        (GRAVE, False),
        (rule("calls", 3, M + "level = 2\n"), False),
    ],
)
def test_check_and_replay_say_that_nothing_is_there_for_a_death_that_one_person_tells_of(
    body: str, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file, posts = tmp_path / "mine.toml", tmp_path / "posts.jsonl"
    file.write_text(BASE + body, encoding="utf-8")
    done = call("check", str(file))
    assert done.exit_code == 0, done.output
    assert ("replaces the rules that come along" in done.stderr) is warned
    posts.write_text('{"id":"weibo:1","source":"weibo","text":"停水","published_at":"2026-11-18T09:00:00+08:00"}\n')
    told = CliRunner().invoke(yuqing, ["replay", "--file", str(posts), "--out", "out", "--rules", str(file)])
    assert told.exit_code == 0, told.output
    assert ("no rule gives grade 3 to a single mention of level 3" in told.stderr) is warned


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
