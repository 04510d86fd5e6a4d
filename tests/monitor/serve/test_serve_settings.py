"""The settings of `yuqing serve`: tokens come with their lines, and what leads nowhere is refused with its place."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.serve import command
from monitor.company.organisationfile import load_organisation
from monitor.config.settings import load_settings
from monitor.config.tokens import Caller, caller_of, hashed
from monitor.config.toml_lines import TomlFile
from monitor.errors import SettingsError
from monitor.serve.process import listening, problems

pytestmark = pytest.mark.usefixtures("no_surroundings")

ORGANISATION = load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml")
TOKEN = f'[serve.token.zhang]\nhash = "{hashed("x")}"\nperson = "zhang"\n'
KEY = "k" * 32


def found(folder: Path, text: str) -> list[str]:
    file = folder / "monitor.toml"
    file.write_text(text, encoding="utf-8")
    return [str(each) for each in problems(load_settings(file), ORGANISATION, TomlFile("monitor.toml", text))]


def test_a_token_is_shown_once_and_its_lines_prove_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["token", "zhang-phone", "--person", "zhang"])
    assert result.exit_code == 0, result.output
    token = result.stderr.split(": ")[1].strip()
    assert token.startswith("yq_")
    assert token not in result.stdout
    assert list(tomllib.loads(result.stdout)["serve"]["token"]) == ["zhang-phone"]
    file = tmp_path / "monitor.toml"
    file.write_text(result.stdout, encoding="utf-8")
    settings = load_settings(file)
    assert caller_of(f"Bearer {token}", settings.serve.token) == Caller("zhang-phone", "person", "zhang")
    other = CliRunner().invoke(command, ["token", "zhang-phone", "--person", "zhang"])
    assert other.stdout != result.stdout


def test_a_token_is_somebodys() -> None:
    for arguments in ([], ["--role", "person"], ["--role", "reader", "--person", "zhang"]):
        assert CliRunner().invoke(command, ["token", "x", *arguments]).exit_code == 2


@pytest.mark.parametrize("name", ["zhang-phone", "前台手机", "a b.c", 'say "x"'])
def test_its_lines_are_toml_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    file = tmp_path / "monitor.toml"
    file.write_text(CliRunner().invoke(command, ["token", name, "--role", "reader"]).stdout, encoding="utf-8")
    assert list(load_settings(file).serve.token) == [name]


@pytest.mark.parametrize(("person", "doubted"), [("zhang", False), ("nobody", True)])
def test_a_token_for_nobody_says_so(person: str, doubted: bool, tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_text(
        '[company]\nname = "和悦物业"\n[[person]]\nid = "zhang"\nname = "张"\nrole = "leader"\nscope = "company"\n',
        encoding="utf-8",
    )
    settings = tmp_path / "monitor.toml"
    settings.touch()
    made = CliRunner().invoke(command, ["--config", str(settings), "token", "x", "--person", person])
    assert made.exit_code == 0
    assert ("there is no person 'nobody' in" in made.stderr) is doubted
    assert f'person = "{person}"' in made.stdout


def test_a_token_can_be_made_beside_settings_that_are_wrong(tmp_path: Path) -> None:
    settings = tmp_path / "monitor.toml"
    settings.write_text("[nix]\n", encoding="utf-8")
    made = CliRunner().invoke(command, ["--config", str(settings), "token", "x", "--person", "zhang"])
    assert made.exit_code == 0
    assert "was not looked up: " in made.stderr
    assert "yq_" in made.stderr


def test_sound_settings_have_no_problems(tmp_path: Path) -> None:
    assert found(tmp_path, TOKEN) == []
    assert found(tmp_path, f'[serve]\npublic_url = "https://y.example"\nlink_key = "{KEY}"\n') == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "nobody could ask for anything"),
        (TOKEN.replace('person = "zhang"', 'person = "who"'), "monitor.toml:3: serve.token.zhang.person: there is no"),
        (TOKEN + TOKEN.replace("token.zhang", "token.b"), "serve.token.b.hash: is that of 'zhang' already"),
        (f'[serve]\nlink_key = "{KEY}"\n', "public_url and link_key belong together"),
        ('[serve]\npublic_url = "https://y.example"\n' + TOKEN, "public_url and link_key belong together"),
    ],
)
def test_what_leads_nowhere_is_named(tmp_path: Path, text: str, problem: str) -> None:
    assert any(problem in each for each in found(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        '[serve]\nlink_key = "short"\n',
        '[serve]\npublic_url = "y.example"\n',
        '[serve]\npublic_url = "https://y.example/?x"\n',
        '[serve.token.a]\nhash = "secret"\nperson = "zhang"\n',
        "[serve]\nper_minute = 0\n",
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError):
        found(tmp_path, text)


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(SettingsError, match=f"127.0.0.1:{port} cannot be listened on"),
            listening("127.0.0.1", port),
        ):
            pass
