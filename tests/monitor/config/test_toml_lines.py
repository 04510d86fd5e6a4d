"""Lines of TOML keys."""

from __future__ import annotations

import pytest

from monitor.config.toml_lines import line_of, parse_toml
from monitor.errors import SettingsError

TEXT = """\
top = 1
[kafka]
bootstrap = "x"  # [not.a.table]
security.protocol = "SSL"
note = '''
bootstrap = "inside a text"
[kafka]
'''
after = 1

[kafka.retention_days]
"raw" = 3
[[project]]
id = "a"
[[project]]
id = "b"
[project.place]
city = "杭州"
[[project.lift]]
no = 1
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 1),
        (("kafka", "bootstrap"), 3),
        (("kafka", "security", "protocol"), 4),
        (("kafka", "security"), 4),
        (("kafka", "note"), 5),
        (("kafka", "after"), 9),
        (("kafka", "retention_days", "raw"), 12),
        (("project", 0, "id"), 14),
        (("project", 1, "id"), 16),
        (("project", 1, "place", "city"), 18),
        (("project", 1, "lift", 0, "no"), 20),
        (("project", 1, "missing"), 15),
        (("kafka", "missing", "deeper"), 2),
        (("nothing",), None),
    ],
)
def test_line_of(place: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(TEXT, place) == line


def test_a_syntax_error_has_its_line() -> None:
    with pytest.raises(SettingsError, match=r"^f\.toml:2: not TOML: "):
        parse_toml("a = 1\nb = \n", "f.toml")


def test_a_text_that_ends_too_early() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_toml('a = 1\nb = """', "f.toml")
    assert caught.value.line == 2


def test_a_table_that_only_the_header_of_an_inner_one_names() -> None:
    assert line_of("\n[a.b.c]\nd = 1\n[a.b]\n", ("a", "b")) == 2
    assert line_of("[x]\n[a.b.c]\nd = 1\n", ("a", "nothing")) is None
