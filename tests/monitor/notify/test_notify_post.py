"""Sending over real HTTP to servers that behave as the vendors do on bad days, and to addresses that are refused."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme
import vendors
from hypothesis import given
from hypothesis import strategies as st
from notified import NOON, alert, delivery
from pydantic import SecretStr
from vendors import Vendor

from monitor.config.channels import Alertmanager, Channel, DingTalk, Feishu, Webhook, WeCom
from monitor.notify.addresses import Forbidden, check_url, is_public, resolve
from monitor.notify.answer import Answer
from monitor.notify.compose import Words, speech
from monitor.notify.people import Contact
from monitor.notify.post import LONGEST_ANSWER, Poster
from monitor.notify.render import Renderer
from monitor.notify.setup import read_templates
from monitor.notify.wording import Names, no_links

NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"})
WORDS = Words(Renderer(read_templates(None), NAMES, no_links), NAMES, {"zhang": Contact(mobile="13800000000")})
#: Seconds that the tests' clients wait: the bad days last longer.
PATIENCE = 1.5


def post(
    channel: type[Channel], url: str, secret: str = "", *, times: int = 1, private: bool = True, ca: Path | None = None
) -> list[Answer]:
    """What a receiver answered to so many messages, over one connection."""

    async def sending() -> list[Answer]:
        import time

        said = speech(channel.model_construct(), _secrets(url, secret), WORDS)
        assert said is not None
        async with Poster(timeout=PATIENCE, allow_private=private, ca_file=ca) as poster:
            answers = []
            for number in range(times):
                message = delivery(alert(number, 3), people=("zhang",))
                answers.append(await poster.post(said.compose(message, time.time(), False), said.reading))
            return answers

    return asyncio.run(sending())


def _secrets(url: str, secret: str) -> dict[str, SecretStr]:
    return {"url": SecretStr(url), "secret": SecretStr(secret), "password": SecretStr("")}


@pytest.fixture
def robot() -> Iterator[Vendor]:
    with vendors.dingtalk("tok", "SECtest", keyword="严重") as vendor:
        yield vendor


def address(robot: Vendor) -> str:
    return f"{robot.base}/robot/send?access_token=tok"


def bad_day(robot: Vendor, *script: object) -> Answer:
    robot.script.extend(script)  # type: ignore[arg-type]
    [answer] = post(DingTalk, address(robot), "SECtest")
    return answer


# ---------------------------------------------------------------- good days


def test_the_robots_take_what_we_send(robot: Vendor) -> None:
    assert [each.verdict for each in post(DingTalk, address(robot), "SECtest")] == ["accepted"]
    with vendors.wecom("key") as wecom:
        assert [each.verdict for each in post(WeCom, f"{wecom.base}/send?key=key")] == ["accepted"]
        assert wecom.received[0].json["text"]["mentioned_mobile_list"] == ["13800000000"]
    with vendors.feishu("hook", "SECtest") as feishu:
        assert [each.verdict for each in post(Feishu, f"{feishu.base}/v2/hook/hook", "SECtest")] == ["accepted"]
    with vendors.webhook("s3cret") as hook:
        assert [each.verdict for each in post(Webhook, f"{hook.base}/x", "s3cret")] == ["accepted"]
        assert [each.verdict for each in post(Webhook, f"{hook.base}/x", "other")] == ["refused"]


def test_one_connection_serves_many_messages(robot: Vendor) -> None:
    assert {each.verdict for each in post(DingTalk, address(robot), "SECtest", times=5)} == {"accepted"}
    assert len({each.headers["host"] for each in robot.received}) == 1


def test_an_alertmanager_with_a_password() -> None:
    def answer(request: vendors.Received) -> vendors.Reply:
        return (200 if request.headers.get("authorization") else 401), b"", {}

    with Vendor(answer) as server:
        assert post(Alertmanager, server.base)[0].verdict == "refused"
        assert server.received[0].path == "/api/v2/alerts"


# ---------------------------------------------------------------- 200 and yet not delivered


def test_a_200_with_an_error_code_is_no_delivery(robot: Vendor) -> None:
    [wrong] = post(DingTalk, address(robot), "another secret")
    assert (wrong.verdict, "310000" in wrong.detail) == ("refused", True)
    [unknown] = post(DingTalk, address(robot).replace("tok", "other"), "SECtest")
    assert (unknown.verdict, "300005" in unknown.detail) == ("refused", True)
    with vendors.dingtalk("tok", keyword="没有的词") as other:
        [keyword] = post(DingTalk, address(other), "SECtest")
    assert (keyword.verdict, "keywords not in content" in keyword.detail) == ("refused", True)


def test_beyond_20_a_minute_the_robot_blocks_and_says_how_long(robot: Vendor) -> None:
    answers = post(DingTalk, address(robot), "SECtest", times=21)
    assert [each.verdict for each in answers] == ["accepted"] * 20 + ["failed"]
    assert answers[-1].retry_after == 600


def test_what_is_too_long_for_wecom_is_unacceptable() -> None:
    with vendors.wecom("key") as wecom:
        wecom.script.append(vendors.says(200, {"errcode": 45002, "errmsg": "content size out of limit"}))
        [answer] = post(WeCom, f"{wecom.base}/send?key=key")
        assert answer.verdict == "unacceptable"


# ---------------------------------------------------------------- bad days


def test_bad_days_end_in_time_and_are_told_apart(robot: Vendor) -> None:
    busy = bad_day(robot, vendors.says(429, {"errcode": 1}, retry_after="7"))
    assert (busy.verdict, busy.retry_after) == ("failed", 7.0)
    assert bad_day(robot, vendors.says(500, b"oops")).verdict == "failed"
    assert bad_day(robot, vendors.says(200, b"<html>proxy login</html>")).verdict == "failed"
    reset = bad_day(robot, vendors.resets)
    assert (reset.verdict, "broken" in reset.detail) == ("failed", True)
    assert bad_day(robot, vendors.hangs(robot)) == Answer("failed", f"no answer within {PATIENCE:g} s")
    assert bad_day(robot, vendors.drips(robot)) == Answer("failed", f"no answer within {PATIENCE:g} s")
    assert bad_day(robot).verdict == "accepted"


def test_an_answer_without_end_is_not_read_to_its_end(robot: Vendor) -> None:
    padded = b'{"errcode":0,"errmsg":"' + b"x" * (4 * LONGEST_ANSWER)
    assert bad_day(robot, vendors.says(200, padded)).verdict == "failed"


def test_redirects_are_not_followed(robot: Vendor) -> None:
    with vendors.dingtalk("tok", "SECtest") as other:
        for place in (f"{other.base}/robot/send?access_token=tok", "http://169.254.169.254/latest/meta-data"):
            answer = bad_day(robot, vendors.redirects(place))
            assert (answer.verdict, "redirects" in answer.detail) == ("refused", True)
        assert other.received == []


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        [answer] = post(DingTalk, f"http://127.0.0.1:{free.getsockname()[1]}/x?access_token=hidden", "s")
    assert answer.verdict == "failed"
    assert "hidden" not in answer.detail


# ---------------------------------------------------------------- TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _served(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_certificates_are_verified(authority: trustme.CA, tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca))
    vendor = vendors.dingtalk("tok", "SECtest")
    vendor.use_tls(_served(authority, "localhost", "127.0.0.1"))
    with vendor:
        by_name = f"https://localhost:{vendor.port}/robot/send?access_token=tok"
        assert post(DingTalk, by_name, "SECtest", ca=ca)[0].verdict == "accepted"
        assert vendor.received[0].headers["host"] == f"localhost:{vendor.port}"
        [unknown] = post(DingTalk, by_name, "SECtest")
        assert (unknown.verdict, "certificate" in unknown.detail) == ("refused", True)
        assert len(vendor.received) == 1


def test_a_certificate_of_another_name_is_none(authority: trustme.CA, tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca))
    vendor = vendors.dingtalk("tok", "SECtest")
    vendor.use_tls(_served(authority, "another.example"))
    with vendor:
        [answer] = post(DingTalk, f"https://localhost:{vendor.port}/x?access_token=tok", "SECtest", ca=ca)
        assert answer.verdict == "refused"
        assert vendor.received == []


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x", "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://10.1.2.3/x",
        "https://192.168.1.1/x", "https://172.16.0.1/x", "https://169.254.169.254/latest", "https://[fe80::1]/x",
        "https://[::ffff:127.0.0.1]/x", "https://0.0.0.0/x", "https://100.64.0.1/x", "https://[fd00::1]/x",
        "https://2130706433/x", "https://127.1/x", "https://[64:ff9b::7f00:1]/x", "https://user:p@oapi.example/x",
        "file:///etc/passwd", "gopher://127.0.0.1/x", "https://", "https://[", "ftp://example.com/x", "x",
    ],
)  # fmt: skip
def test_private_and_odd_addresses_are_refused(url: str) -> None:
    [answer] = post(DingTalk, url + "?access_token=hidden", "SECtest", private=False)
    assert answer.verdict in ("refused", "failed")
    assert "hidden" not in answer.detail
    if not url.startswith(("https://2130706433", "https://127.1")):
        assert answer.verdict == "refused", answer


def test_allowed_means_allowed(robot: Vendor) -> None:
    assert post(DingTalk, address(robot), "SECtest", private=True)[0].verdict == "accepted"
    assert post(DingTalk, address(robot), "SECtest", private=False)[0].verdict == "refused"
    assert len(robot.received) == 1


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("8.8.8.8", True), ("223.5.5.5", True), ("2400:3200::1", True), ("127.0.0.1", False), ("10.0.0.1", False),
        ("169.254.1.1", False), ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("0.0.0.0", False), ("::", False), ("::1", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True), ("2002:7f00:1::", False), ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_what_is_public(text: str, public: bool) -> None:
    assert is_public(ip_address(text)) is public


@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="fc00::/7")
)
def test_private_networks_are_not_public(found: object) -> None:
    assert not is_public(found)  # type: ignore[arg-type]


def test_one_private_address_of_a_name_forbids_it() -> None:
    with pytest.raises(Forbidden):
        asyncio.run(resolve("localhost", 443, allow_private=False))
    assert "127.0.0.1" in asyncio.run(resolve("localhost", 443, allow_private=True))


def test_an_address_names_host_and_port() -> None:
    assert check_url("https://oapi.dingtalk.com/robot/send?access_token=x", allow_private=False) == (
        "oapi.dingtalk.com", 443,
    )  # fmt: skip
    assert check_url("http://gateway:8080/", allow_private=True) == ("gateway", 8080)
    assert NOON
