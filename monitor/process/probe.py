"""Is what runs in this container alive (shell)? Asks /healthz of every process that answers; exit code 0 or 1."""

from __future__ import annotations

import sys
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from monitor.config.settings import PROCESSES, Settings, load_settings
from monitor.errors import YuqingError

#: Listening everywhere means listening here too.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "[::1]"}


def urls(settings: Settings) -> list[str]:
    host = settings.metrics.host
    host = _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return [f"http://{host}:{settings.metrics_port(role)}/healthz" for role in PROCESSES]


def ask(url: str) -> tuple[int, str] | None:
    """(status, body), or None when nobody answers there."""
    try:
        with urlopen(url, timeout=3) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except (URLError, TimeoutError, ConnectionError):
        return None


def probe(settings: Settings) -> tuple[bool, str]:
    """Well when at least one process answers and all that answer are well."""
    answers = [answer for url in urls(settings) if (answer := ask(url))]
    report = "".join(body for _, body in answers) or "nobody answers: " + ", ".join(urls(settings))
    return bool(answers) and all(status == 200 for status, _ in answers), report


def main() -> int:
    try:
        well, report = probe(load_settings())
    except YuqingError as error:
        well, report = False, str(error)
    print(report)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
