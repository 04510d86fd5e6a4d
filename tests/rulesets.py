"""Rule files in few words: parts of a rule, whole rules, and what is refused of them."""

from __future__ import annotations

import pytest

from monitor.errors import SettingsError
from monitor.watch.grades.rulefile import parse_ruleset
from monitor.watch.ruleset import Ruleset

#: a rule that holds of everything, beside which others are tried
BASE = '[[rule]]\nname = "any"\ngrade = 1\ntext = "有反映"\n'
#: the heads of the tables of a rule
M, N, S, E = "[rule.mention]\n", "[rule.needs]\n", "[rule.sensitive]\n", "[rule.incident]\n"


def rules(*parts: str) -> Ruleset:
    return parse_ruleset(BASE + "".join(parts), "rules.toml")


def rule(name: str, grade: int, body: str, text: str = "理由") -> str:
    return f'[[rule]]\nname = "{name}"\ngrade = {grade}\ntext = "{text}"\n{body}\n'


def refused(text: str) -> SettingsError:
    with pytest.raises(SettingsError) as error:
        parse_ruleset(text, "rules.toml")
    return error.value
