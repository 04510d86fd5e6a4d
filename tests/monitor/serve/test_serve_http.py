"""`yuqing serve` over real HTTP on a free port; what stands behind it is a small ledger in memory instead of Kafka."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest
import uvicorn
from prometheus_client import CollectorRegistry

from monitor.company.organisationfile import load_organisation
from monitor.config.settings import Serve
from monitor.config.tokens import Token, hashed
from monitor.errors import BrokerError, Unreadable
from monitor.events.answers import Answer, Done, Undelivered
from monitor.events.decode import decode_event
from monitor.ids import action_id
from monitor.kafka.wire import Outgoing
from monitor.notify import links
from monitor.process.health import Health
from monitor.records import Action, ActionEntry, DeadLetter, Incident, decode_incident, encode
from monitor.serve.app import make_app
from monitor.serve.asking import LARGEST
from monitor.serve.desk import Desk
from monitor.serve.kafka import Place, Waiter
from monitor.serve.metrics import ServeMetrics
from monitor.serve.standing import Incidents, refused_early

ORGANISATION = load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml")
EXAMPLE = decode_incident((Path(__file__).parents[2] / "data" / "wire" / "incident.v1.json").read_bytes())
GRAVE = msgspec.structs.replace(EXAMPLE, grade=3, status="open", actions=[], categories=["staff"], merged_into=None)
KEY = "k" * 40
TOKENS = {
    "zhang": Token(hash=hashed("yq_zhang"), person="zhang"),
    "zheng": Token(hash=hashed("yq_zheng"), person="zheng"),
    "itsm": Token(hash=hashed("yq_itsm"), role="service"),
    "desk": Token(hash=hashed("yq_desk"), role="reporter"),
    "page": Token(hash=hashed("yq_page"), role="reader"),
}


class MemoryLedger:
    """Does at once what the workers would do with an action by incident."""

    prefix = ""

    def __init__(self, incidents: Incidents) -> None:
        self.incidents, self.written, self.away, self.deaf = incidents, list[Outgoing](), False, False
        self.restored = threading.Event()
        self.restored.set()

    async def write(self, record: Outgoing) -> Place:
        if self.away:
            raise BrokerError("Kafka did not confirm")
        self.written.append(record)
        return record.topic, 0, len(self.written) - 1

    @contextmanager
    def waiting(self, action: Action) -> Iterator[Waiter]:
        yield Waiter(action)

    async def answers(self, waiter: Waiter, sent_to: Place, seconds: float, others: float) -> AsyncIterator[Answer]:
        action = waiter.action
        if action.project == "nowhere":
            letter = DeadLetter(
                reason="unroutable_action", detail="no project 'nowhere'", topic=sent_to[0], partition=0,
                offset=sent_to[2], raw=b"", at=None,
            )  # fmt: skip
            yield Undelivered(letter)
        incident = self.incidents.get(action.incident_id or "")
        if incident is not None and not self.deaf:
            refused = refused_early(action, incident, ORGANISATION)
            entry = ActionEntry(id=action_id(action), type=action.type, by=action.by, at=action.at, refused=refused)
            changed = msgspec.structs.replace(incident, status="acknowledged", actions=[*incident.actions, entry])
            self.incidents.put(changed.incident_id, encode(changed))
            yield Done(changed, entry)


class Served:
    """The app behind a real server, and a client of it."""

    def __init__(self, settings: Serve) -> None:
        self.incidents = Incidents(100)
        self.incidents.put(GRAVE.incident_id, encode(GRAVE))
        self.ledger = MemoryLedger(self.incidents)
        registry = CollectorRegistry()
        desk = Desk(settings, ORGANISATION, self.ledger, self.incidents, ServeMetrics(registry))  # type: ignore[arg-type]
        self._sock = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(make_app(desk, Health(), registry), log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self._sock.getsockname()[1]}", timeout=30)

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._sock]))

    def stop(self) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()

    def act(self, who: str | None, **fields: object) -> httpx.Response:
        return self.client.post("/actions", json={"incident_id": GRAVE.incident_id, **fields}, headers=bearer(who))

    def incident(self) -> Incident:
        found = self.incidents.get(GRAVE.incident_id)
        assert found is not None
        return found


def bearer(who: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer yq_{who}"} if who else {}


def settings(**more: object) -> Serve:
    return Serve(token=TOKENS, public_url="http://127.0.0.1/yuqing", link_key=KEY, wait_seconds=1, **more)  # type: ignore[arg-type]


@pytest.fixture
def served() -> Iterator[Served]:
    found = Served(settings())
    yield found
    found.stop()


def token_of(*people: str, hours: float = 1, key: str = KEY) -> str:
    return links.sign(links.Claim(GRAVE.incident_id, people, int(time.time() + hours * 3600)), key.encode())


# ---------------------------------------------------------------- actions


def test_an_action_is_done_under_the_tokens_name(served: Served) -> None:
    answer = served.act("zhang", type="acknowledge", note="已到现场")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["outcome"], body["incidents"][0]["status"]) == ("done", "acknowledged")
    (record,) = served.ledger.written
    sent = msgspec.json.decode(record.value or b"")
    assert (record.topic, sent["by"], sent["note"], sent["id"]) == ("actions.v1", "zhang", "已到现场", body["action"])


def test_the_same_act_sent_twice_is_one(served: Served) -> None:
    said = {"type": "respond", "at": "2026-11-18T12:00:00+08:00"}
    first, second = served.act("zhang", **said), served.act("zhang", **said)
    assert (first.json(), len(served.ledger.written)) == (second.json(), 1)


def test_what_the_watch_will_refuse_is_refused_at_once_and_leaves_its_trace(served: Served) -> None:
    answer = served.act("zhang", type="close")
    assert (answer.status_code, answer.json()["outcome"]) == (403, "refused")
    assert answer.json()["reason"] == "严重及以上级别须由公司领导执行此操作"
    assert len(served.ledger.written) == 1
    assert served.act("zheng", type="close").status_code == 200


def test_nobody_acts_under_anothers_name(served: Served) -> None:
    answer = served.act("zhang", type="close", by="zheng")
    assert answer.status_code == 403
    assert "不能以“zheng”的名义" in answer.json()["reason"]
    assert served.ledger.written == []
    assert served.act("itsm", type="close", by="zheng").status_code == 200


def test_who_is_unknown_is_told_nothing(served: Served) -> None:
    for headers in ({}, bearer("nobody"), {"Authorization": "Basic eXFfemhhbmc="}):
        answer = served.client.post("/actions", json={}, headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert served.act("desk", type="acknowledge").status_code == 403
    assert served.act("page", type="acknowledge").status_code == 403
    assert served.ledger.written == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"type": "applaud"}, "unknown_action: type: 'applaud'"),
        ({"type": "verify"}, "missing_field: verdict"),
        ({"type": "silence"}, "missing_field: until"),
        ({"type": "acknowledge", "project": "hz-ygyy"}, "unroutable_action"),
        ({"type": "acknowledge", "at": "soon"}, "at"),
        ({"type": "relabel", "level": 9}, "level"),
        ({}, "missing_field: type"),
    ],
)
def test_what_is_no_action_is_answered_and_leaves_a_trace(
    served: Served, fields: dict[str, object], problem: str
) -> None:
    answer = served.act("zhang", **fields)
    assert answer.status_code == 400
    assert problem in answer.json()["reason"]
    (record,) = served.ledger.written
    # what the actions role makes of it is a dead letter, never an act
    with pytest.raises(Unreadable):
        decode_event(record.value or b"", default_kind="post")


def test_what_is_no_json_is_answered(served: Served) -> None:
    for body in (b"", b"{", b"[1]", b"\xff", b"[" * 50_000):
        assert served.client.post("/actions", content=body, headers=bearer("zhang")).status_code == 400
    large = served.client.post("/actions", content=b" " * (LARGEST + 1), headers=bearer("zhang"))
    assert large.status_code == 413


def test_what_nobody_takes_up_is_said(served: Served) -> None:
    undelivered = served.client.post("/actions", json={"type": "reply", "project": "nowhere"}, headers=bearer("zhang"))
    assert (undelivered.status_code, undelivered.json()["outcome"]) == (422, "undelivered")
    served.ledger.deaf = True
    unheard = served.act("zhang", type="acknowledge")
    assert (unheard.status_code, unheard.json()["outcome"]) == (202, "unheard")


def test_without_the_broker_it_is_said_when_to_come_again(served: Served) -> None:
    served.ledger.away = True
    answer = served.act("zhang", type="acknowledge")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Kafka" not in answer.text


def test_a_caller_who_asks_too_often_waits_and_others_do_not() -> None:
    served = Served(settings(burst=2, per_minute=1))
    try:
        codes = [served.act("zhang", type="reply", note=str(number)).status_code for number in range(4)]
        assert codes == [200, 200, 429, 429]
        assert int(served.act("zhang", type="reply").headers["Retry-After"]) >= 1
        assert served.act("zheng", type="reply").status_code == 200
    finally:
        served.stop()


def test_whoever_guesses_tokens_is_slowed_down(served: Served) -> None:
    codes = [served.act("guess", type="reply").status_code for _ in range(25)]
    assert codes[:20] == [401] * 20
    assert codes[-1] == 429
    # whoever has a token is not held up by those who guess behind the same proxy
    assert served.act("zhang", type="reply").status_code == 200


def test_nothing_is_refused_by_what_is_out_of_date(served: Served) -> None:
    served.ledger.restored.clear()
    path = f"/incidents/{GRAVE.incident_id}"
    assert served.client.get(path, headers=bearer("page")).status_code == 503
    # the watch refuses it, not the desk
    assert served.act("zhang", type="close").json()["incidents"][0]["refused"]


# ---------------------------------------------------------------- mentions, incidents


def test_a_report_is_taken(served: Served) -> None:
    said = {"text": "3栋电梯关不上门", "project": "阳光雅苑", "published_at": "2026-11-18T09:00:00+08:00"}
    first = served.client.post("/mentions", json=said, headers=bearer("desk"))
    second = served.client.post("/mentions", json=said, headers=bearer("desk"))
    assert first.status_code == 201, first.text
    assert first.json() == second.json()
    assert (first.json()["project"], first.json()["topic"]) == ("hz-ygyy", "posts.v1")
    assert served.ledger.written[0].headers == (("submitted-by", b"desk"),)
    assert served.client.post("/mentions", json=said, headers=bearer("page")).status_code == 403
    wrong = served.client.post("/mentions", json={"text": "x", "source": "weibo"}, headers=bearer("desk"))
    assert (wrong.status_code, "weibo" in wrong.json()["reason"]) == (400, True)


def test_an_incident_is_read_by_those_whose_it_is(served: Served) -> None:
    path = f"/incidents/{GRAVE.incident_id}"
    whole = served.client.get(path, headers=bearer("zheng")).json()
    assert whole["evidence"]
    assert served.client.get(path, headers=bearer("page")).json() == whole
    site = served.client.get(path, headers=bearer("zhang")).json()
    assert (site["evidence"], site["incident_id"]) == ([], GRAVE.incident_id)
    assert served.client.get(path, headers=bearer("desk")).status_code == 403
    assert served.client.get(path).status_code == 401
    assert served.client.get("/incidents/hz-ygyy~0000000000000000", headers=bearer("page")).status_code == 404


# ---------------------------------------------------------------- links


def test_looking_at_a_link_acknowledges_nothing(served: Served) -> None:
    link = {"t": token_of("zhang", "li")}
    for method in ("GET", "HEAD", "OPTIONS"):
        served.client.request(method, "/acknowledge", params=link)
    seen = served.client.get("/acknowledge", params=link)
    assert seen.status_code == 200
    assert "张经理：确认收到" in seen.text
    assert 'action="/yuqing/acknowledge"' in seen.text
    assert seen.headers["Cache-Control"] == "no-store"
    assert "form-action 'self'" in seen.headers["Content-Security-Policy"]
    assert served.ledger.written == []
    assert served.incident().status == "open"


def test_the_button_acknowledges_once(served: Served) -> None:
    form = {"t": token_of("zhang", "li"), "by": "zhang"}
    first = served.client.post("/acknowledge", data=form)
    assert (first.status_code, "已确认收到" in first.text) == (200, True)
    assert served.client.post("/acknowledge", data=form).status_code == 200
    assert len(served.ledger.written) == 1
    (entry,) = served.incident().actions
    assert (entry.type, entry.by, entry.refused) == ("acknowledge", "zhang", None)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"t": token_of("zhang", hours=-1), "by": "zhang"}, "已过期"),
        ({"t": token_of("zhang", key="another key"), "by": "zhang"}, "签名不符"),
        ({"t": token_of("zhang"), "by": "zheng"}, "未授权"),
        ({"t": token_of("zhang")}, "未授权"),
        ({}, "不完整"),
    ],
)
def test_a_link_does_no_more_than_it_says(served: Served, form: dict[str, str], problem: str) -> None:
    answer = served.client.post("/acknowledge", data=form)
    assert (answer.status_code, problem in answer.text) == (403, True)
    assert served.ledger.written == []


# ---------------------------------------------------------------- how it is


def test_health_and_metrics_are_for_this_machine(served: Served) -> None:
    served.act("zhang", type="acknowledge")
    served.act("zhang", type="close", by="zheng")
    assert served.client.get("/healthz").json() == {"status": "ok", "checks": {}}
    through = {"X-Forwarded-For": "203.0.113.7"}
    assert served.client.get("/healthz", headers=through).json() == {"status": "ok"}
    text = served.client.get("/metrics").text
    assert 'yuqing_actions_asked_total{outcome="done",type="acknowledge"} 1.0' in text
    assert 'yuqing_actions_asked_total{outcome="denied",type="close"} 1.0' in text
    assert 'yuqing_http_requests_total{path="actions",status="200"} 1.0' in text
    assert served.client.get("/metrics", headers=through).status_code == 401
    assert served.client.get("/metrics", headers={**through, **bearer("page")}).status_code == 200


def test_other_paths_and_methods_are_answered_plainly(served: Served) -> None:
    for method, path, code in (("GET", "/", 404), ("GET", "/actions", 405), ("DELETE", "/incidents/x", 405)):
        answer = served.client.request(method, path)
        assert (answer.status_code, answer.json()["outcome"]) == (code, "denied")
