"""Ctrl-C ends a command with the code that shells expect, not with one that says what was found."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from monitor import cli


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt(), 130), (SystemExit(1), 1), (None, 0)])
def test_ctrl_c_is_told_from_what_was_found(
    raised: BaseException | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def command() -> None:
        if raised is not None:
            raise raised

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda self, ctx, name: command)
    ended = CliRunner().invoke(cli.yuqing, ["act"])
    assert ended.exit_code == code
    assert ("yuqing: interrupted" in ended.stderr) is (code == 130)
