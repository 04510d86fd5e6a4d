"""Settings: what overrides what, and that every mistake is named with its place."""

from __future__ import annotations

import contextlib
import json
import pickle
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.compose import build_assessor
from monitor.config.settings import DEVELOPMENT_KEY, Settings, data_path, load_settings
from monitor.errors import SettingsError
from monitor.watch.settings import FoldSettings

pytestmark = pytest.mark.usefixtures("no_surroundings")

CHECKOUT = Path(__file__).parents[3]


def write(directory: Path, text: str) -> Path:
    file = directory / "monitor.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(text: str, directory: Path) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_settings(write(directory, text))
    return caught.value


def test_without_anything_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_the_commented_file_says_the_defaults() -> None:
    written = load_settings(CHECKOUT / "config" / "monitor.toml")
    without = written.paths.model_copy(update={"organisation": None, "rules": None})
    assert written.model_copy(update={"paths": without}) == Settings()


def test_the_commented_file_shows_every_setting() -> None:
    shown = tomllib.loads((CHECKOUT / "config" / "monitor.toml").read_text(encoding="utf-8"))
    default = json.loads(Settings().model_dump_json())
    default["score"].pop("author_key")
    # what has names of the user's own is shown in comments
    del default["channel"], default["subscriber"]
    default["serve"].pop("token")
    default["serve"].pop("link_key")
    default["kafka"]["security"].pop("password")
    default["kafka"]["security"].pop("key_password")
    assert _keys(shown) == _keys(default)


def _keys(table: dict[str, Any], above: str = "") -> set[str]:
    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    return {above + key for key in table}.union(*(_keys(value, f"{above}{key}.") for key, value in inner.items()))


def test_flags_over_environment_over_file_over_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, '[kafka]\nbootstrap = "file:1"\ntopic_prefix = "file."\nreplication = 1\n')
    monkeypatch.setenv("YUQING_KAFKA__BOOTSTRAP", "environment:1")
    monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", "environment.")
    kafka = load_settings(file, {"kafka": {"bootstrap": "flag:1"}}).kafka
    assert (kafka.bootstrap, kafka.topic_prefix, kafka.replication) == ("flag:1", "environment.", 1)
    assert kafka.retention_days.raw == 30


def test_an_unknown_key_is_refused_with_file_line_and_field(tmp_path: Path) -> None:
    error = refused('[kafka]\n\n# comment\nbotstrap = "x:1"\n', tmp_path)
    assert (error.line, error.field) == (4, "kafka.botstrap")
    assert str(error).startswith(f"{tmp_path / 'monitor.toml'}:4: kafka.botstrap: unknown setting")
    assert "bootstrap" in error.problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[rules]\njoin_hour = 3\n", "unknown setting, did you mean join_hours?; known here: tick_grace_seconds"),
        ("[rules]\nzebra = 3\n", "unknown setting; known here: tick_grace_seconds"),
        ("[kafak]\nx = 1\n", "unknown section, did you mean kafka?; known here: kafka"),
        ('[dispatch]\nquiet_from = "25:00"\n', "'25:00' is not what stands here: HH:MM; from then on"),
        (
            '[serve]\npublic_url = "yuqing.example"\n',
            "'yuqing.example' is not what stands here: the address (https://…)",
        ),
        ('[channel.dingtalk.x]\nurl = "https://oapi/…"\n', 'no credential stands here; write url_env = "VARIABLE"'),
    ],
)
def test_the_way_out_is_named(text: str, says: str, tmp_path: Path) -> None:
    assert says in refused(text, tmp_path).problem


def test_a_path_that_leads_nowhere_is_named_with_its_setting(tmp_path: Path) -> None:
    for name in ("organisation", "lexicon"):
        settings = load_settings(write(tmp_path, f'[paths]\n{name} = "nowhere"\n'))
        with pytest.raises(SettingsError, match=rf"nowhere.*paths\.{name} of the settings"):
            build_assessor(settings)
    broken = tmp_path / "organisation.toml"
    broken.write_text("[company\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        build_assessor(load_settings(write(tmp_path, '[paths]\norganisation = "organisation.toml"\n')))
    assert "paths." not in str(caught.value)


def test_an_unknown_section_is_refused(tmp_path: Path) -> None:
    assert (refused("[kafkaa]\nx = 1\n", tmp_path).line, refused("\nx = 1\n", tmp_path).line) == (1, 2)


def test_several_mistakes_are_told_together(tmp_path: Path) -> None:
    error = refused('[rules]\njoin_hours = "long"\nclocks = "maybe"\n[watch]\nstep_seconds = -1\n', tmp_path)
    assert [line.split(": ")[1] for line in str(error).splitlines()] == [
        "rules.join_hours", "rules.clocks", "watch.step_seconds",
    ]  # fmt: skip
    assert "'long'" in str(error)
    assert ":5: watch.step_seconds" in str(error)


@pytest.mark.parametrize("value", ["true", '"72"', "72.5", "[]"])
def test_the_file_is_strict_on_types(tmp_path: Path, value: str) -> None:
    assert refused(f"[rules]\njoin_hours = {value}\n", tmp_path).field == "rules.join_hours"


def test_a_wrong_value_is_told_even_when_a_flag_overrides_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"rules\.join_hours"):
        load_settings(write(tmp_path, "[rules]\njoin_hours = 0\n"), {"rules": {"join_hours": 1}})


def test_a_section_that_is_no_table(tmp_path: Path) -> None:
    assert refused("kafka = 1\n", tmp_path).line == 1


def test_a_list_of_sections_is_no_section(tmp_path: Path) -> None:
    assert refused("[watch]\n[[kafka]]\n", tmp_path).line == 2


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    error = refused("[kafka]\nbootstrap = \n", tmp_path)
    assert (error.line, "not TOML" in error.problem) == (2, True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load_settings(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_bytes("# 舆情".encode("gbk"))
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "monitor.toml")


def test_an_unknown_variable_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_KAFKA__BOTSTRAP", "x:1")
    monkeypatch.setenv("YUQING_WHATEVER", "1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    near = "no such setting, did you mean bootstrap?"
    assert f"environment: YUQING_KAFKA__BOTSTRAP: {near}" in str(caught.value)
    assert "environment: YUQING_WHATEVER: no such setting" in str(caught.value)


def test_variables_that_are_no_settings_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_CORPORA", "/somewhere")
    assert load_settings() == Settings()


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_RULES__JOIN_HOURS", "long")
    with pytest.raises(SettingsError, match=r"environment: YUQING_RULES__JOIN_HOURS: .*'long'"):
        load_settings()


def test_a_variable_may_hold_a_section_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_KAFKA", '{"bootstrap": "one:1"}')
    assert load_settings().kafka.bootstrap == "one:1"
    monkeypatch.setenv("YUQING_KAFKA", "{")
    with pytest.raises(SettingsError, match=r"environment: .*kafka"):
        load_settings()


def test_a_variable_below_a_value_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_KAFKA__BOOTSTRAP__HOST", "x")
    with pytest.raises(SettingsError, match="YUQING_KAFKA__BOOTSTRAP__HOST: no such setting"):
        load_settings()


LINES = [
    *("[kafka]", "[kafka.security]", "[[kafka]]", "[rules]", "[nonsense]", "[kafka.bootstrap]", "[watch]", "["),
    *("bootstrap = 1", 'bootstrap = "x:1"', 'kafka.bootstrap = "y:1"', "kafka = { security = 1 }", "rules = []"),
    *("join_hours = nan", "join_hours = 2026-11-23", "tick_seconds = inf", "raw = 0", "[kafka.retention_days]"),
    *('"a.b" = 1', "'' = {}", 'x = """', "🙂 = 1", 'author_key = "\\u0000"', "password = 5", 'protocol = "SSL"'),
    'password_file = "/nowhere"',
]


@given(st.lists(st.sampled_from(LINES), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_file_brings_another_error_than_ours(tmp_path: Path, lines: list[str]) -> None:
    file = write(tmp_path, "\n".join(lines))
    with contextlib.suppress(SettingsError):
        load_settings(file)


def test_infinite_is_no_number_of_seconds(tmp_path: Path) -> None:
    assert refused("[watch]\ntick_seconds = inf\n", tmp_path).line == 2


def test_a_wrong_flag_is_named() -> None:
    with pytest.raises(SettingsError, match=r"command line: watch\.clock: .*'sun'"):
        load_settings(overrides={"watch": {"clock": "sun"}})
    with pytest.raises(SettingsError, match=r"command line: watch\.clok: unknown setting"):
        load_settings(overrides={"watch": {"clok": "wall"}})


def test_the_settings_file_is_found_by_variable_and_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    write(tmp_path / "config", "[metrics]\nport = 1\n")
    assert load_settings().metrics.port == 1
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("YUQING_CONFIG", str(write(tmp_path / "other", "[metrics]\nport = 2\n")))
    assert load_settings().metrics.port == 2


def test_paths_start_at_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "etc").mkdir()
    file = write(tmp_path / "etc", '[paths]\nlexicon = "words"\norganisation = "/srv/us.toml"\n')
    paths = load_settings(file).paths
    assert (paths.lexicon, paths.organisation) == (tmp_path / "etc" / "words", Path("/srv/us.toml"))
    monkeypatch.setenv("YUQING_PATHS__LEXICON", "words")
    assert load_settings(file).paths.lexicon == tmp_path / "words"


def test_the_organisation_beside_the_settings_file_is_taken(tmp_path: Path) -> None:
    file = write(tmp_path, '[paths]\norganisation = ""\n')
    assert load_settings(file).paths.organisation is None
    (tmp_path / "organisation.toml").touch()
    assert load_settings(file).paths.organisation == tmp_path / "organisation.toml"
    explicit = load_settings(file, {"paths": {"organisation": "mine.toml"}})
    assert explicit.paths.organisation == tmp_path / "mine.toml"


def test_a_secret_can_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("s3cret-key\n", encoding="utf-8")
    file = write(tmp_path, '[score]\nauthor_key_file = "key"\n')
    settings = load_settings(file)
    assert (settings.author_key(), settings.warnings()) == (b"s3cret-key", [])
    (tmp_path / "other").write_text("0ther-key", encoding="utf-8")
    monkeypatch.setenv("YUQING_SCORE__AUTHOR_KEY_FILE", str(tmp_path / "other"))
    assert load_settings(file).author_key() == b"0ther-key"


def test_a_secret_file_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    error = refused('[score]\nauthor_key_file = "gone"\n', tmp_path)
    assert (error.line, error.field) == (2, "score.author_key_file")


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    text = '[score]\nauthor_key = "s3cret-key"\n'
    text += '[kafka.security]\nprotocol = "SASL_SSL"\nusername = "u"\npassword = "pa55"\n'
    settings = load_settings(write(tmp_path, text))
    assert "s3cret" not in repr(settings)
    assert "pa55" not in repr(settings)
    assert "12345" not in str(refused("[score]\nauthor_key = 12345\n", tmp_path))


def test_what_speaks_of_a_whole_section_shows_no_secret(tmp_path: Path) -> None:
    error = refused('[kafka.security]\npassword = "pa55"\n', tmp_path)
    assert (error.line, error.field, "pa55" in str(error)) == (1, "kafka.security", False)


def test_one_layer_may_complete_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, '[kafka.security]\nprotocol = "SASL_SSL"\nusername = "u"\n')
    monkeypatch.setenv("YUQING_KAFKA__SECURITY__PASSWORD", "pa55")
    assert load_settings(file).kafka.security.password.get_secret_value() == "pa55"


def test_a_key_that_hides_nothing_is_refused(tmp_path: Path) -> None:
    assert refused('[score]\nauthor_key = ""\n', tmp_path).field == "score.author_key"


def test_the_development_key_is_warned_of() -> None:
    assert Settings().author_key() == DEVELOPMENT_KEY.encode()
    assert "score.author_key" in Settings().warnings()[0]


def test_settings_are_frozen_and_travel_to_other_processes() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().kafka.bootstrap = "x"
    assert pickle.loads(pickle.dumps(Settings())) == Settings()


def test_the_rules_are_those_of_the_fold() -> None:
    assert msgspec.convert(Settings().fold_settings(), FoldSettings) == FoldSettings()
    assert set(Settings().fold_settings()) == set(FoldSettings.__struct_fields__)


def test_fold_settings_are_plain_json_and_follow_the_clock() -> None:
    settings = load_settings(overrides={"watch": {"clock": "records"}, "rules": {"join_hours": 5}})
    values = settings.fold_settings()
    assert json.loads(json.dumps(values)) == values
    assert (values["clock"], values["join_hours"]) == ("records", 5)


def test_each_role_has_its_metrics_port() -> None:
    assert [Settings().metrics_port(role) for role in ("score", "actions", "watch")] == [9464, 9465, 9466]
    assert load_settings(overrides={"metrics": {"port": 0}}).metrics_port("watch") == 0


def test_the_data_directories_are_there() -> None:
    assert (data_path("config") / "monitor.toml").is_file()
    assert data_path("lexicons").is_dir()
