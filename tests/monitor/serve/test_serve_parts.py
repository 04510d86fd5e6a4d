"""The pure parts of `yuqing serve`: tokens, links, limits, what may be asked for, what is known of incidents."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notified import alert
from pydantic import ValidationError

from monitor.company.organisationfile import load_organisation
from monitor.config.tokens import Caller, Token, caller_of, hashed
from monitor.errors import Unreadable
from monitor.events.answers import Done, Undelivered
from monitor.notify.escape import link as sound_link
from monitor.notify.linking import acknowledge_links, together
from monitor.notify.links import LONGEST_LINK, BadLink, Claim, link, read, sign
from monitor.notify.wording import incident_links
from monitor.records import Action, ActionEntry, DeadLetter, Incident, decode_incident, encode
from monitor.serve.asking import Denied, acknowledged, acted, asked, shown
from monitor.serve.limits import Limits
from monitor.serve.pages import confirmation
from monitor.serve.replies import reply
from monitor.serve.standing import Incidents, refused_early

ORGANISATION = load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml")
INCIDENT = decode_incident((Path(__file__).parents[2] / "data" / "wire" / "incident.v1.json").read_bytes())
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
KEY = b"a key of more than thirty-two characters"
ZHANG = Caller("zhang-phone", "person", "zhang")
ITSM = Caller("itsm", "service", None)
CLAIM = Claim(INCIDENT.incident_id, ("zhang", "li"), 2_000)


def incident(**more: object) -> Incident:
    return msgspec.structs.replace(INCIDENT, **more)


# ---------------------------------------------------------------- tokens


def test_a_token_is_known_by_its_hash_alone() -> None:
    tokens = {
        "zhang-phone": Token(hash=hashed("yq_secret"), person="zhang"),
        "desk": Token(hash=hashed("x"), role="reporter"),
    }
    assert caller_of("Bearer yq_secret", tokens) == ZHANG
    assert caller_of("bearer  x ", tokens) == Caller("desk", "reporter", None)
    for wrong in (
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer yq_Secret",
        "Basic yq_secret",
        f"Bearer {hashed('yq_secret')}",
    ):
        assert caller_of(wrong, tokens) is None


def test_what_each_role_may() -> None:
    may = {role: [what for what in ("act", "submit", "read") if Caller("n", role, None).may(what)]  # type: ignore[arg-type]
           for role in ("person", "service", "reporter", "reader")}  # fmt: skip
    assert may == {
        "person": ["act", "submit", "read"], "service": ["act", "submit", "read"], "reporter": ["submit"],
        "reader": ["read"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"hash": "yq_secret", "person": "zhang"},
        {"hash": hashed("x")},
        {"hash": hashed("x"), "role": "service", "person": "zhang"},
        {"hash": hashed("x"), "person": "zhang", "may": "all"},
    ],
)
def test_a_token_that_cannot_be_meant_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Token(**wrong)  # type: ignore[arg-type]


# ---------------------------------------------------------------- links


def test_a_link_says_what_it_was_given() -> None:
    assert read(sign(CLAIM, KEY), KEY, 1_999) == CLAIM


def test_a_link_ends() -> None:
    with pytest.raises(BadLink, match="已过期"):
        read(sign(CLAIM, KEY), KEY, 2_000)


@given(st.integers(0, 300), st.sampled_from("ABCxyz019-_.=%"))
def test_a_link_that_was_changed_opens_nothing(place: int, char: str) -> None:
    token = sign(CLAIM, KEY)
    changed = token[: place % len(token)] + char + token[place % len(token) + 1 :]
    if changed != token:
        with pytest.raises(BadLink):
            read(changed, KEY, 0)


@pytest.mark.parametrize("wrong", ["", ".", "a.b", "x" * 5_000, "é.é", sign(CLAIM, b"another key")])
def test_what_is_no_link_opens_nothing(wrong: str) -> None:
    with pytest.raises(BadLink):
        read(wrong, KEY, 0)


def test_a_link_stays_short_enough_for_messages() -> None:
    people = [f"person-with-a-long-name-{number}" for number in range(30)]
    address = link("https://yuqing.example/x/", INCIDENT.incident_id, people, 2e9, KEY)
    assert len(address) <= LONGEST_LINK
    assert sound_link(address) == address
    assert address.startswith("https://yuqing.example/x/acknowledge?t=")
    (token,) = parse_qs(urlsplit(address).query)["t"]
    claim = read(token, KEY, 0)
    assert claim.people == tuple(people[: len(claim.people)])
    assert claim.people


def test_messages_carry_a_link_for_the_people_they_reach() -> None:
    links = together(acknowledge_links("https://y.example", KEY, 24), incident_links("https://console/{number}"))
    one = alert()
    found = links(one, ["zhang", "zhang", "li"])
    assert list(found) == ["确认收到", "查看事件"]
    (token,) = parse_qs(urlsplit(found["确认收到"]).query)["t"]
    expires = one.event_time.timestamp() + 24 * 3600
    assert read(token, KEY, expires - 1) == Claim(one.incident_id, ("zhang", "li"), int(expires))
    assert list(links(one, [])) == ["查看事件"]
    assert list(links(alert(transition="closed"), ["zhang"])) == ["查看事件"]


def test_the_page_asks_and_says_little() -> None:
    text = confirmation(CLAIM, "token", incident(status="open"), ORGANISATION, "/acknowledge")
    assert 'method="post" action="/acknowledge"' in text
    assert "张经理：确认收到" in text
    assert "李主管：确认收到" in text
    assert "<script" not in text
    assert all(each.quote not in text for each in INCIDENT.evidence)
    strange = Claim(INCIDENT.incident_id, ('"><script>',), 2_000)
    assert "<script" not in confirmation(strange, "t", None, ORGANISATION, "/a")


def test_a_link_acknowledges_for_those_it_names_and_once() -> None:
    first = acknowledged(CLAIM, "token", "zhang", NOW)
    again = acknowledged(CLAIM, "token", "zhang", NOW.replace(hour=13))
    assert (first.type, first.by, first.incident_id) == ("acknowledge", "zhang", INCIDENT.incident_id)
    assert first.id == again.id != acknowledged(CLAIM, "token", "li", NOW).id
    with pytest.raises(Denied) as denied:
        acknowledged(CLAIM, "token", "zheng", NOW)
    assert denied.value.status == HTTPStatus.FORBIDDEN


# ---------------------------------------------------------------- limits


def test_a_caller_is_held_to_its_share_and_others_are_not() -> None:
    limits = Limits(burst=3, per_minute=60)
    assert [limits.wait("a", 0) for _ in range(3)] == [0, 0, 0]
    assert limits.wait("a", 0) == pytest.approx(1)
    assert limits.wait("b", 0) == 0
    assert limits.wait("a", 1) == 0


# ---------------------------------------------------------------- who may ask for what


def test_by_is_whose_the_token_is() -> None:
    assert asked({"type": "acknowledge"}, ZHANG, NOW)["by"] == "zhang"
    assert asked({"type": "acknowledge", "by": "zhang"}, ZHANG, NOW)["at"] == NOW.isoformat()
    with pytest.raises(Denied, match="不能以“zheng”的名义"):
        asked({"type": "close", "by": "zheng"}, ZHANG, NOW)
    assert asked({"type": "close", "by": "zheng"}, ITSM, NOW)["by"] == "zheng"


def test_nobody_sets_what_is_ours_to_set() -> None:
    said = {"source": {"topic": "x"}, "arrived_at": "2020-01-01T00:00:00+08:00", "kind": "post", "type": "reply"}
    assert asked(said, ZHANG, NOW) == {"kind": "action", "type": "reply", "by": "zhang", "at": NOW.isoformat()}


def test_what_is_no_action_is_named() -> None:
    with pytest.raises(Unreadable, match="by: required"):
        acted(asked({"type": "reply", "project": "hz-ygyy"}, ITSM, NOW))
    with pytest.raises(Unreadable, match="verify needs verdict"):
        acted(asked({"type": "verify", "incident_id": INCIDENT.incident_id}, ZHANG, NOW))


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("zhang", "redacted"),
        ("chen", "whole"),
        ("xu", "whole"),
        ("zheng", "whole"),
        ("wu", "denied"),
        ("gone", "denied"),
    ],
)
def test_an_incident_is_shown_to_those_whose_it_is(person: str, seen: str) -> None:
    about_staff = incident(categories=["staff"], headline="阳光雅苑3栋：人员素质——保安骂人")
    assert about_staff.evidence
    try:
        told = shown(about_staff, Caller(person, "person", person), ORGANISATION)
    except Denied:
        assert seen == "denied"
        return
    assert seen == ("whole" if told is about_staff else "redacted")
    if seen == "redacted":
        assert (told.evidence, told.copies, told.place, told.headline) == ([], [], None, "阳光雅苑3栋：人员素质")


def test_the_site_reads_its_own_notes_only() -> None:
    notes = [
        ActionEntry(id="1", type="reply", by="zhang", at=NOW, note="已联系"),
        ActionEntry(id="2", type="assign", by="chen", at=NOW, note="3栋1702的王女士"),
    ]
    told = shown(incident(categories=["staff"], actions=notes), ZHANG, ORGANISATION)
    assert [each.note for each in told.actions] == ["已联系", None]


def test_other_matters_are_shown_to_the_site_whole() -> None:
    plain = incident(categories=["safety"])
    assert shown(plain, ZHANG, ORGANISATION) is plain
    assert shown(plain, ITSM, ORGANISATION) is plain


# ---------------------------------------------------------------- what is known of incidents


def test_rights_are_the_watchs() -> None:
    close = Action(type="close", by="zhang", at=NOW, incident_id=INCIDENT.incident_id)
    grave = incident(grade=3, status="open", drill=False)
    assert refused_early(close, grave, ORGANISATION) == "严重及以上级别须由公司领导执行此操作"
    assert refused_early(msgspec.structs.replace(close, by="zheng"), grave, ORGANISATION) is None
    assert refused_early(close, incident(grade=2, status="closed"), ORGANISATION) == "事件已关闭"
    assert refused_early(close, None, ORGANISATION) is None


def test_the_last_state_counts_and_the_oldest_goes() -> None:
    known = Incidents(2)
    for name in ("a", "b", "a", "c"):
        known.put(name, encode(incident(incident_id=name)))
    assert (known.get("b"), known.dropped, len(known)) == (None, 1, 2)
    found = known.get("a")
    assert found is not None
    assert found.incident_id == "a"
    known.put("a", None)
    assert known.get("a") is None


def test_a_merged_incident_leads_to_the_living_one() -> None:
    known = Incidents(9)
    known.put("a", encode(incident(incident_id="a", merged_into="b")))
    known.put("b", encode(incident(incident_id="b")))
    known.put("x", encode(incident(incident_id="x", merged_into="x")))
    found, circle = known.living("a"), known.living("x")
    assert found is not None
    assert found.incident_id == "b"
    assert circle is not None
    assert known.living("nowhere") is None


def test_what_became_of_it_has_a_status() -> None:
    action = Action(type="close", by="zhang", at=NOW, incident_id=INCIDENT.incident_id, id="i")
    entry = ActionEntry(id="i", type="close", by="zhang", at=NOW)
    done = reply(action, [Done(INCIDENT, entry)])
    assert (done.status, done.outcome) == (HTTPStatus.OK, "done")
    assert done.body["incidents"][0]["incident_id"] == INCIDENT.incident_id
    refused = reply(action, [Done(INCIDENT, msgspec.structs.replace(entry, refused="事件已关闭"))])
    assert (refused.status, refused.body["reason"]) == (HTTPStatus.FORBIDDEN, "事件已关闭")
    letter = DeadLetter(
        reason="unroutable_action", detail="no project", topic="actions.v1", partition=0, offset=1, raw=b"", at=None
    )
    assert reply(action, [Undelivered(letter)]).status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (reply(action, []).status, reply(action, []).outcome) == (HTTPStatus.ACCEPTED, "unheard")
