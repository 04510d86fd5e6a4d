"""Shows the demonstration (shell): a live board under the alerts at a terminal, plain lines elsewhere."""

from __future__ import annotations

from typing import Protocol

from rich.console import Console
from rich.live import Live

from monitor.demo.plain import alert_lines, progress_line
from monitor.demo.state import DemoState
from monitor.demo.summary import summary
from monitor.demo.view import board, notice
from monitor.records import Alert

#: seconds between two looks
REFRESH = 0.25
_PROGRESS = 5.0


class Screen(Protocol):
    """What the run needs to show."""

    def start(self, state: DemoState) -> None: ...
    def alert(self, state: DemoState, alert: Alert) -> None: ...
    def update(self, state: DemoState, now: float) -> None: ...
    def stop(self) -> None: ...
    def summary(self, state: DemoState) -> None: ...


def choose(console: Console, plain: bool) -> Screen:
    return PlainScreen(console) if plain or not console.is_terminal else LiveScreen(console)


class LiveScreen:
    """Alerts scroll by above a board that stays."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, vertical_overflow="crop")

    def start(self, state: DemoState) -> None:
        self._live.start()
        self._show(state)

    def alert(self, state: DemoState, alert: Alert) -> None:
        self._console.print(notice(state, alert))

    def update(self, state: DemoState, now: float) -> None:
        self._show(state)

    def stop(self) -> None:
        self._live.stop()

    def summary(self, state: DemoState) -> None:
        self._console.print()
        self._console.print(summary(state))

    def _show(self, state: DemoState) -> None:
        # the board never takes more than half of a small terminal
        room = max(0, self._console.height // 2 - 5)
        self._live.update(board(state, incidents=min(4, room)), refresh=True)


class PlainScreen:
    """For pipes, logs and CI."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: float | None = None
        self._note = ""

    def start(self, state: DemoState) -> None:
        self.update(state, 0.0)

    def alert(self, state: DemoState, alert: Alert) -> None:
        for line in alert_lines(alert):
            self._print(line)

    def update(self, state: DemoState, now: float) -> None:
        if state.clock is None:
            if state.note != self._note:
                self._print(f"-- {state.note}")
                self._note = state.note
        elif self._said is None or now - self._said >= _PROGRESS:
            self._print(progress_line(state))
            self._said = now

    def stop(self) -> None:
        """Nothing to take down."""

    def summary(self, state: DemoState) -> None:
        width = self._console.width if self._console.is_terminal else 100
        self._console.print(summary(state), width=width)

    def _print(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)
