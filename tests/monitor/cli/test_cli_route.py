"""`yuqing route explain`: who would be told, and why, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli.route import command
from monitor.errors import YuqingError

ORGANISATION = str(Path(__file__).parents[3] / "config" / "organisation.toml")


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["explain", "--organisation", ORGANISATION, *arguments])


def test_each_person_is_named_with_the_reason_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YUQING_CONFIG", raising=False)
    result = explain("--project", "阳光雅苑", "--grade", "1", "--category", "staff", "--at", "2026-12-20 23:00")
    assert result.exit_code == 0, result.output
    first, *people = result.stdout.splitlines()
    assert first == "阳光雅苑（hz-ygyy） 一般 grade 1, 2026-12-20 23:00 周日 Sun"
    assert [line for line in people if line.startswith("- ")] == [
        "- 张经理（zhang）阳光雅苑负责人 (manager, hz-ygyy)",
        "- 李主管（li）阳光雅苑值班 (duty, hz-ygyy)",
        "- 陈总（chen）杭州负责人 (manager, 杭州)",
        "- 何主任（he）杭州值班 (duty, 杭州)",
    ]
    assert "    涉及项目自身人员或收费，加报一级 | the site's own staff or charges: one level further" in people
    assert "    → dingtalk:hz-duty  未在设置中定义 | not defined in the settings" in people


def test_a_sensitive_window_tells_the_company() -> None:
    assert "(duty, company)" in explain("--project", "hz-ygyy", "--sensitive", "--at", "2026-12-20 23:00").stdout
    assert "(duty, company)" not in explain("--project", "hz-ygyy", "--at", "2026-12-20 23:00").stdout


def test_disclosure_tells_the_company_from_grade_2_on() -> None:
    asked = ("--project", "hz-ygyy", "--at", "2026-12-20 23:00", "--disclosure", "重大")
    assert "(publisher, company)" in explain(*asked, "--grade", "2").stdout
    assert "(duty, company)" not in explain(*asked, "--grade", "1").stdout


def test_what_is_asked_wrongly_is_said() -> None:
    assert isinstance(explain("--project", "锦澜花园").exception, YuqingError)
    assert "wh-jlhy" in str(explain("--project", "锦澜花园").exception)
    assert "no project is called" in str(explain("--project", "月亮湾").exception)
    assert "not a time" in explain("--at", "soon").output
    assert explain("--grade", "5").exit_code == 2
