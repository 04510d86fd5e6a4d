"""The pages behind a link: looking at one does nothing, since chat programs look at links by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined

from monitor.company.organisation import Organisation
from monitor.ids import spoken_number
from monitor.notify.links import Claim
from monitor.records import Incident

#: nothing is loaded, nothing is kept, nothing is told to other sites, nobody frames it
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_PAGE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ title }}</title>
<style>body{font:18px/1.6 sans-serif;max-width:32em;margin:2em auto;padding:0 1em}
button{font:inherit;width:100%;padding:.8em;margin:.4em 0;border:0;border-radius:.4em;background:#0b5cad;color:#fff}
</style></head><body><h1>{{ title }}</h1>
{% for line in lines %}
<p>{{ line }}</p>
{% endfor %}
{% if people %}
<form method="post" action="{{ action }}"><input type="hidden" name="t" value="{{ token }}">
{% for each in people %}
<button name="by" value="{{ each.id }}">{{ each.name }}：确认收到</button>
{% endfor %}
</form>
{% endif %}
</body></html>
"""
)


def confirmation(claim: Claim, token: str, incident: Incident | None, organisation: Organisation, action: str) -> str:
    """Asks which of the people it is. It says no more than the number: whoever has the link can see it."""
    lines = [f"编号 {spoken_number(claim.incident_id)}"]
    if incident is not None:
        where = incident.subject.project
        lines.append(organisation.company.name if where is None else organisation.name_of(where))
        if incident.status != "open":
            lines.append("该事件已有人确认或已关闭；仍可确认您已收到。")
    people = [{"id": each, "name": _name(organisation, each)} for each in claim.people]
    return page("确认收到预警", lines, token=token, people=people, action=action)


def page(title: str, lines: Sequence[str], **more: Any) -> str:
    return _PAGE.render({"people": [], "token": "", "action": "", **more, "title": title, "lines": lines})


def _name(organisation: Organisation, person: str) -> str:
    known = organisation.person(person)
    return known.name if known else person
