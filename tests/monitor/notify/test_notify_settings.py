"""Channels, subscribers and credentials in the settings: every mistake is named with its place, no secret is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from monitor.company.organisationfile import parse_organisation
from monitor.config.settings import Settings, load_settings
from monitor.config.toml_lines import TomlFile
from monitor.errors import SettingsError
from monitor.notify.checking import problems
from monitor.notify.credentials import credentials, read_contacts
from monitor.notify.setup import build

pytestmark = pytest.mark.usefixtures("no_surroundings")

CHANNEL = '[channel.dingtalk.hz-duty]\nurl_env = "HZ_URL"\nsecret_env = "HZ_SECRET"\n'
HEARS = '[subscriber.b]\nchannels = ["dingtalk:hz-duty"]\n'
ORGANISATION = """[company]
name = "和悦物业"
[[project]]
id = "hz-ygyy"
name = "阳光雅苑"
city = "杭州"
region = "华东"
[[person]]
id = "zhang"
name = "张经理"
role = "duty"
scope = "hz-ygyy"
channels = ["dingtalk:hz-duty"]
[[person]]
id = "zheng"
name = "郑总"
role = "leader"
scope = "company"
channels = ["dingtalk:hz-duty"]
"""


def loaded(folder: Path, text: str) -> Settings:
    (folder / "monitor.toml").write_text(text, encoding="utf-8")
    return load_settings(folder / "monitor.toml")


def refused(folder: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text)
    return caught.value


def test_channels_are_named_as_in_the_organisation_file(tmp_path: Path) -> None:
    settings = loaded(tmp_path, CHANNEL + '[channel.mail.desk]\nhost = "h"\nsender = "a@b.c"\nto = ["d@e.f"]\n')
    assert [name for name, _ in settings.channel.named()] == ["dingtalk:hz-duty", "mail:desk"]


@pytest.mark.parametrize(
    ("text", "field", "line", "why"),
    [
        ('[channel.dingtalk.x]\nsecret_env = "S"\n', "channel.dingtalk.x", 1, "needs url_env or url_file"),
        ('[channel.webhook.x]\nurl_env = "U"\n', "channel.webhook.x", 1, "needs secret_env or secret_file"),
        ('[channel.dingtalk.x]\n\nurl = "https://oapi/…"\n', "channel.dingtalk.x.url", 3, "unknown setting"),
        ('[channel.dingtalk.x]\nurl_env = "U"\nburts = 3\n', "channel.dingtalk.x.burts", 3, "burst"),
        ('[channel.dingtlak.x]\nurl_env = "U"\n', "channel.dingtlak", 1, "dingtalk"),
        ('[channel.dingtalk]\nurl_env = "U"\n', "channel.dingtalk.url_env", 2, "section"),
        ('[channel.dingtalk.x]\nurl_env = "YUQING_U"\n', "channel.dingtalk.x.url_env", 2, "choose another name"),
        ('[channel.dingtalk.x]\nurl_env = "1 U"\n', "channel.dingtalk.x.url_env", 2, "not what stands here"),
        ('[channel.dingtalk.x]\nurl_env = "U"\nurl_file = "f"\n', "channel.dingtalk.x", 1, "keep one"),
        ('[channel.dingtalk.x]\nurl_env = "U"\nper_minute = 30\n', "channel.dingtalk.x", 1, "above the 20"),
        ('[channel.feishu.x]\nurl_env = "U"\nburst = 99\n', "channel.feishu.x", 1, "above the 100"),
        ('[channel.mail.x]\nhost = "h"\nsender = "a@b"\n', "channel.mail.x", 1, "needs to"),
        ('[channel.mail.x]\nhost = "h"\nsender = "a"\nto = ["b@c"]\n', "channel.mail.x", 1, "no mail address"),
        ('[channel.mail.x]\nhost = "h"\nsender = "a@b"\nto = ["b@c"]\nusername = "u"\n', "channel.mail.x", 1, "belong"),
        ('[channel.mail.x]\nhost = "h"\nsecurity = "none"\n', "channel.mail.x.security", 3, "tls"),
        ("[subscriber.x]\ngrades = [1]\n", "subscriber.x", 1, "needs channels"),
        ('[subscriber.x]\nchannels = ["desk"]\n', "subscriber.x.channels.0", 2, "pattern"),
        ('[subscriber.x]\nchannels = ["mail:x"]\ngrades = [5]\n', "subscriber.x.grades.0", 3, "4"),
        ('[subscriber]\nchannels = ["mail:x"]\n', "subscriber.channels", 2, "section"),
        ('[dispatch]\nquiet_from = "25:00"\n', "dispatch.quiet_from", 2, "not what stands here"),
        ('[dispatch]\nincident_url = "javascript:x"\n', "dispatch.incident_url", 2, "not what stands here"),
        ("[dispatch]\ntimeout_seconds = 0\n", "dispatch.timeout_seconds", 2, "greater"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_place(tmp_path: Path, text: str, field: str, line: int, why: str) -> None:
    error = refused(tmp_path, text)
    assert (error.field, error.line) == (field, line), str(error)
    assert why in str(error)


def test_a_variable_may_set_a_channels_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_CHANNEL__DINGTALK__DUTY__URL_ENV", "U")
    monkeypatch.setenv("YUQING_DISPATCH__FALLBACK", "dingtalk:duty")
    settings = loaded(tmp_path, "")
    assert settings.channel.dingtalk["duty"].url_env == "U"
    assert settings.dispatch.fallback == "dingtalk:duty"
    monkeypatch.setenv("YUQING_CHANNEL__DINGTALK__DUTY__ULR", "U")
    with pytest.raises(SettingsError, match="ULR: no such setting"):
        loaded(tmp_path, "")


def test_the_examples_of_the_commented_file_are_right(tmp_path: Path) -> None:
    shown = (Path(__file__).parents[3] / "config" / "monitor.toml").read_text(encoding="utf-8")
    start = shown.index("# [channel.dingtalk.hz-duty]")
    lines = shown[start : shown.index("[metrics]", start)].splitlines()
    settings = loaded(tmp_path, "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines))
    assert [name for name, _ in settings.channel.named()] == ["dingtalk:hz-duty"]
    assert settings.subscriber["brand"].grades == (2, 3, 4)


# ---------------------------------------------------------------- credentials


def test_credentials_come_from_variables_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("SECx\n", encoding="utf-8")
    text = '[channel.dingtalk.x]\nurl_env = "HZ_URL"\nsecret_file = "secret"\n'
    channel = loaded(tmp_path, text).channel.dingtalk["x"]
    monkeypatch.setenv("HZ_URL", "https://oapi/?access_token=hidden")
    found = credentials("dingtalk:x", channel, TomlFile("f", text))
    assert {stem: value.get_secret_value() for stem, value in found.items()} == {
        "url": "https://oapi/?access_token=hidden", "secret": "SECx",
    }  # fmt: skip
    assert "hidden" not in repr(found)
    assert "SECx" not in str(found)


def test_a_credential_that_is_not_there_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '\n[channel.dingtalk.x]\nurl_env = "HZ_URL"\nsecret_file = "nowhere"\n'
    channel = loaded(tmp_path, text).channel.dingtalk["x"]
    with pytest.raises(SettingsError, match=r"f:3: channel\.dingtalk\.x\.url_env: the variable HZ_URL is not set"):
        credentials("dingtalk:x", channel, TomlFile("f", text))
    monkeypatch.setenv("HZ_URL", "u")
    with pytest.raises(SettingsError, match=r"f:4: channel\.dingtalk\.x\.secret_file: .*nowhere cannot be read"):
        credentials("dingtalk:x", channel, TomlFile("f", text))


def test_contacts(tmp_path: Path) -> None:
    file = tmp_path / "contacts.toml"
    file.write_text('zhang = "13800000000"\n[li]\nmobile = "+8613900000000"\nfeishu = "ou_1a"\n', encoding="utf-8")
    found = read_contacts(file)
    assert found["zhang"].mobile == "13800000000"
    assert found["li"].feishu == "ou_1a"
    assert read_contacts(None) == {}


@pytest.mark.parametrize(
    "text", ['zhang = "138 0000"', "zhang = 138", '[zhang]\nphone = "1"', '[z]\nfeishu = "<at>"', "="]
)
def test_contacts_that_are_none_are_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    file = tmp_path / "contacts.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_contacts(file)
    assert "138" not in str(caught.value)


# ---------------------------------------------------------------- what must hold before anything is sent


def checked(organisation: str = ORGANISATION, settings: str = CHANNEL, folder: Path | None = None) -> list[str]:
    assert folder is not None
    loaded_settings = loaded(folder, settings)
    found = problems(
        dict(loaded_settings.channel.named()), loaded_settings.subscriber, loaded_settings.dispatch.fallback,
        parse_organisation(organisation, "organisation.toml"), TomlFile("monitor.toml", settings),
        TomlFile("organisation.toml", organisation),
    )  # fmt: skip
    return [str(each) for each in found]


def test_a_sound_organisation_has_no_problems(tmp_path: Path) -> None:
    assert checked(folder=tmp_path) == []


def test_a_channel_that_is_not_defined_is_named_in_the_organisation_file(tmp_path: Path) -> None:
    found = checked(ORGANISATION.replace("dingtalk:hz-duty", "wecom:x", 1), folder=tmp_path)
    assert found[0] == (
        "organisation.toml:13: person.channels: 'wecom:x': no such channel; define it as [channel.wecom.x] in the "
        "settings (docs/operations/channels.md)"
    )
    assert "nobody is told of its alerts of grade 1" in found[1]


def test_a_route_with_nobody_at_its_end_is_refused(tmp_path: Path) -> None:
    silent = ORGANISATION.replace('channels = ["dingtalk:hz-duty"]\n', "")
    found = checked(silent, folder=tmp_path)
    assert "organisation.toml:1: company: nobody is told of its alerts of grade 1, 2, 3, 4" in found[0]
    assert "organisation.toml:3: project: nobody is told" in found[1]
    listening = '[subscriber.all]\nchannels = ["dingtalk:hz-duty"]\n'
    assert checked(silent, CHANNEL + listening, folder=tmp_path) == []


def test_a_grade_3_that_nobody_could_close_is_refused(tmp_path: Path) -> None:
    found = checked(ORGANISATION.replace('"leader"', '"manager"'), folder=tmp_path)
    assert len(found) == 2
    assert all("nobody could close its alerts of grade 3" in each for each in found)


def test_an_hour_of_the_roster_at_which_nobody_has_a_channel_is_refused(tmp_path: Path) -> None:
    mute = '[[person]]\nid = "{}"\nname = "夜"\nrole = "{}"\nscope = "hz-ygyy"\n'
    shifts = (
        '[[shift]]\nperson = "zhang"\nfrom = "08:00"\nto = "20:00"\n'
        '[[shift]]\nperson = "night"\nfrom = "20:00"\nto = "08:00"\n'
    )
    found = checked(ORGANISATION + mute.format("night", "duty") + shifts, folder=tmp_path)
    assert len(found) == 1
    assert "organisation.toml:3: project: nobody is told of its alerts of grade 1 on mon 20:00" in found[0]
    assert checked(ORGANISATION + mute.format("night", "duty"), folder=tmp_path) == []


def test_a_retired_project_needs_nobody(tmp_path: Path) -> None:
    lonely = '[[project]]\nid = "x"\nname = "旧苑"\ncity = "苏州"\nretired = true\n'
    assert checked(ORGANISATION + lonely, folder=tmp_path) == []


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ('[dispatch]\nfallback = "mail:x"\n', "monitor.toml:5: dispatch.fallback"),
        ('[subscriber.b]\nchannels = ["mail:x"]\n', "monitor.toml:5: subscriber.b.channels"),
        (HEARS + 'projects = ["nowhere"]\n', "monitor.toml:6: subscriber.b.projects"),
        (HEARS + 'cities = ["苏州"]\n', "monitor.toml:6: subscriber.b.cities"),
        (HEARS + 'categories = ["x"]\n', "monitor.toml:6: subscriber.b.categories"),
    ],
)  # fmt: skip
def test_names_that_lead_nowhere_are_refused(tmp_path: Path, more: str, place: str) -> None:
    found = checked(settings=CHANNEL + more, folder=tmp_path)
    assert len(found) == 1
    assert found[0].startswith(place)


def test_dispatch_tells_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_text(ORGANISATION.replace('"leader"', '"manager"'), encoding="utf-8")
    settings = loaded(tmp_path, CHANNEL + '[dispatch]\nfallback = "mail:x"\n')
    with pytest.raises(SettingsError) as caught:
        build(settings, tmp_path / "monitor.toml")
    for needed in ("dispatch.fallback", "could close", "HZ_URL is not set"):
        assert needed in str(caught.value)


def test_dispatch_builds_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    setup = build(loaded(tmp_path, CHANNEL), tmp_path / "monitor.toml")
    assert list(setup.senders) == ["dingtalk:hz-duty"]
    assert "hidden" not in repr(setup.senders)


def environment() -> Mapping[str, str]:
    return {"HZ_URL": "https://oapi.example/?access_token=hidden", "HZ_SECRET": "SECx"}


def test_the_five_minutes_of_the_documentation_lead_to_a_dispatch_that_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (Path(__file__).parents[3] / "docs" / "operations" / "channels.md").read_text(encoding="utf-8")
    steps = text[: text.index("## All kinds")]
    variables, channel, organisation, _ = (
        "\n".join(line.removeprefix("   ") for line in block.splitlines())
        for block in re.findall(r"```\w*\n(.*?)```", steps, re.DOTALL)
    )
    for line in variables.split():
        monkeypatch.setenv(*line.split("=", 1))
    (tmp_path / "organisation.toml").write_text(organisation, encoding="utf-8")
    setup = build(loaded(tmp_path, f'[paths]\norganisation = "{tmp_path}/organisation.toml"\n{channel}'), None)
    assert list(setup.senders) == ["dingtalk:hz-duty"]
