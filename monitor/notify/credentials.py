"""Credentials and contacts (shell: reads files and variables), read by dispatch alone and shown nowhere."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from monitor.config.channels import Channel
from monitor.config.toml_lines import TomlFile
from monitor.errors import SettingsError
from monitor.notify.people import Contact


def toml_file(path: Path | None, name: str) -> TomlFile:
    """The file as it stands, to name lines of it; `name` where there is none."""
    return TomlFile(name, "") if path is None else TomlFile(str(path), path.read_text(encoding="utf-8-sig"))


def credentials(name: str, channel: Channel, file: TomlFile) -> dict[str, SecretStr]:
    """Stem → value, of all that the channel needs or wants. Raises SettingsError that says where it looked."""
    kind, _, own = name.partition(":")
    place = ("channel", kind, own)
    return {stem: SecretStr(_read(channel, stem, place, file)) for stem in (*channel.needed, *channel.wanted)}


def _read(channel: Channel, stem: str, place: tuple[str, ...], file: TomlFile) -> str:
    variable, path = getattr(channel, f"{stem}_env"), getattr(channel, f"{stem}_file")
    if variable:
        value = os.environ.get(variable, "").strip()
        if not value:
            raise file.error((*place, f"{stem}_env"), f"the variable {variable} is not set or empty")
        return value
    if path is None:
        return ""
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise file.error((*place, f"{stem}_file"), f"{path} cannot be read: {error}") from None
    if not value:
        raise file.error((*place, f"{stem}_file"), f"{path} is empty")
    return value


def read_contacts(path: Path | None) -> Mapping[str, Contact]:
    """Person id → contact. Raises SettingsError that names the person, never the number."""
    if path is None:
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise SettingsError(str(path), None, "dispatch.contacts_file", f"cannot be read: {why}") from None
    return {person: _contact(person, value, path) for person, value in found.items()}


def _contact(person: str, value: object, path: Path) -> Contact:
    fields = {"mobile": value} if isinstance(value, str) else value
    if not isinstance(fields, dict) or not fields.keys() <= {"mobile", "feishu"}:
        raise SettingsError(str(path), None, person, "must be a mobile number, or a table with mobile and feishu")
    for name, text in fields.items():
        if not isinstance(text, str) or not _sound(name, text):
            raise SettingsError(str(path), None, f"{person}.{name}", "is none")
    return Contact(**fields)


def _sound(name: str, text: str) -> bool:
    if name == "mobile":
        return text.removeprefix("+").isdecimal() and 6 <= len(text) <= 16
    return text.isascii() and text.replace("_", "").replace("-", "").isalnum()
