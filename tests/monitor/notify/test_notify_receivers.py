"""Bodies, signatures and answers of each kind of receiver, as their vendors document them."""

from __future__ import annotations

import email
import json
import re
import unicodedata
from datetime import timedelta
from email import policy
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from notified import EXAMPLE, NOON, alert, delivery, person
from pydantic import SecretStr

from monitor.config.channels import Alertmanager, Channel, DingTalk, Feishu, Mail, Webhook, WeCom
from monitor.notify import machines, robots
from monitor.notify.compose import Words, called, page_of, speech
from monitor.notify.mail import mail
from monitor.notify.people import Contact
from monitor.notify.render import Renderer
from monitor.notify.request import Response, judge
from monitor.notify.setup import read_templates
from monitor.notify.wording import FIRST_LOOK, Names, incident_links
from monitor.records import Deed

T0 = NOON.timestamp()
NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"})
LINKS = incident_links("https://console.example/{number}")
WORDS = Words(
    Renderer(read_templates(None), NAMES, LINKS), NAMES,
    {"zhang": Contact(mobile="13800000001", feishu="ou_1"), "li": Contact(mobile="13800000002")}, LINKS,
)  # fmt: skip
SECRET = {name: SecretStr(value) for name, value in {"url": "https://r.example/s?access_token=t", "secret": "SECtest",
                                                     "password": "p"}.items()}  # fmt: skip


def spoken(channel: object, *alerts: object, form: str = "alert", people: tuple[str, ...] = ("zhang", "li")) -> object:
    said = speech(channel, SECRET, WORDS)  # type: ignore[arg-type]
    assert said is not None
    return said.compose(delivery(*alerts, form=form, people=people), T0, False)  # type: ignore[arg-type]


# ---------------------------------------------------------------- signatures


def test_signatures_are_those_of_the_vendors() -> None:
    assert robots.dingtalk_sign("SECtest", 1700000000000) == "aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g="
    assert robots.feishu_sign("SECtest", 1700000000) == "G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk="


def test_the_webhooks_signature_is_that_of_the_standard() -> None:
    """The example of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md."""
    signature = machines.webhook_sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


# ---------------------------------------------------------------- bodies


def test_dingtalk_gets_markdown_signed_in_the_query_and_calls_people() -> None:
    request = spoken(DingTalk.model_construct(), alert(1, 3))
    query = parse_qs(urlsplit(request.url).query)  # type: ignore[attr-defined]
    assert query["access_token"] == ["t"]
    assert query["timestamp"] == [str(round(T0 * 1000))]
    assert query["sign"] == [robots.dingtalk_sign("SECtest", round(T0 * 1000))]
    body = json.loads(request.content)  # type: ignore[attr-defined]
    assert body["msgtype"] == "markdown"
    assert body["at"] == {"atMobiles": ["13800000001", "13800000002"], "isAtAll": False}
    assert "@13800000001 @13800000002" in body["markdown"]["text"]
    assert body["markdown"]["title"].startswith("【严重】阳光雅苑")


def test_an_unsigned_robot_gets_its_address_as_it_is() -> None:
    page = page_of(delivery(alert(1, 3)), WORDS, "md")
    assert robots.dingtalk("https://r.example/s?access_token=t", "", page, [], T0).url.endswith("?access_token=t")


def test_wecom_rings_with_plain_text_and_else_shows_markdown() -> None:
    ringing = json.loads(spoken(WeCom.model_construct(), alert(1, 3)).content)  # type: ignore[attr-defined]
    assert ringing["msgtype"] == "text"
    assert ringing["text"]["mentioned_mobile_list"] == ["13800000001", "13800000002"]
    assert len(ringing["text"]["content"].encode()) <= 2048
    quiet = json.loads(spoken(WeCom.model_construct(), alert(1, 2)).content)  # type: ignore[attr-defined]
    assert quiet["msgtype"] == "markdown"
    assert len(quiet["markdown"]["content"].encode()) <= 4096


def test_feishu_gets_a_card_signed_in_the_body_with_a_button() -> None:
    body = json.loads(spoken(Feishu.model_construct(), alert(1, 3)).content)  # type: ignore[attr-defined]
    assert body["timestamp"] == str(int(T0))
    assert body["sign"] == robots.feishu_sign("SECtest", int(T0))
    card = body["card"]
    assert card["header"]["template"] == "orange"
    assert card["header"]["title"]["content"].startswith("【严重】阳光雅苑")
    assert card["elements"][1]["actions"][0]["url"] == "https://console.example/000-001"
    text = card["elements"][0]["text"]["content"]
    assert "<at id=ou_1></at>" in text
    assert text.startswith("**【严重】")


def test_every_robot_stays_within_its_vendors_size_whatever_people_wrote() -> None:
    long = alert(1, 3, advice=['建议"\\' * 2000] * 6, change="变" * 9000, headline='"\\' * 4000)
    for channel, limit in ((DingTalk, 20_000), (WeCom, 4_600), (Feishu, 20_000)):
        for form, alerts in (("alert", [long]), ("storm", [long] * 3)):
            content = spoken(channel.model_construct(), *alerts, form=form).content  # type: ignore[attr-defined]
            assert len(content) <= limit


def test_nobody_is_called_for_what_wakes_nobody() -> None:
    assert called(delivery(alert(1, 3), people=("zhang",))) == ("zhang",)
    assert called(delivery(alert(1, 2), people=("zhang",))) == ()
    assert called(delivery(alert(1, 3, drill=True), people=("zhang",))) == ()
    assert called(delivery(alert(1, 3), form="late", people=("zhang",))) == ()
    assert called(delivery(alert(1, 1), alert(2, 3), form="storm", people=("zhang",))) == ("zhang",)


def test_a_webhook_gets_a_cloud_event() -> None:
    request = spoken(Webhook.model_construct(), EXAMPLE)
    event = json.loads(request.content)  # type: ignore[attr-defined]
    assert {key: event[key] for key in ("specversion", "id", "source", "type", "subject")} == {
        "specversion": "1.0", "id": EXAMPLE.alert_id, "source": "/yuqing/watch", "type": "yuqing.alert.opened.v1",
        "subject": EXAMPLE.incident_id,
    }  # fmt: skip
    assert event["data"]["alert_id"] == EXAMPLE.alert_id
    headers = request.headers  # type: ignore[attr-defined]
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == EXAMPLE.alert_id
    signed = machines.webhook_sign("SECtest", EXAMPLE.alert_id, str(int(T0)), request.content)  # type: ignore[attr-defined]
    assert headers["webhook-signature"] == signed


def test_alertmanager_gets_an_alert_that_says_when_it_ends() -> None:
    request = spoken(Alertmanager.model_construct(username="u"), alert(1, 3))
    assert request.url.endswith("/api/v2/alerts")  # type: ignore[attr-defined]
    assert request.headers["authorization"] == "Basic dTpw"  # type: ignore[attr-defined]
    [posted] = json.loads(request.content)  # type: ignore[attr-defined]
    assert posted["labels"]["severity"] == "critical"
    assert posted["labels"]["project"] == "hz-ygyy"
    assert (
        posted["endsAt"] == (NOON + timedelta(days=7)).astimezone(tz=None).isoformat()
        or posted["endsAt"] > posted["startsAt"]
    )


def test_another_grade_ends_the_alert_of_the_grade_before() -> None:
    request = spoken(Alertmanager.model_construct(), alert(1, 3, transition="escalated"))
    posted = {each["labels"]["grade"]: each for each in json.loads(request.content)}  # type: ignore[attr-defined]
    assert set(posted) == {"1", "2", "3", "4"}
    ends = {grade: each["endsAt"] for grade, each in posted.items()}
    assert ends["3"] > ends["2"] == ends["1"]
    closed = json.loads(spoken(Alertmanager.model_construct(), alert(1, 3, transition="closed")).content)  # type: ignore[attr-defined]
    assert len({each["endsAt"] for each in closed}) == 1


def test_a_mail_is_a_mail() -> None:
    page = page_of(delivery(alert(1, 3)), WORDS, "txt")
    sent = mail(page, "abc", "yuqing@example.com", ["a@example.com", "b@example.com"], T0, pressing=True)
    read = email.message_from_bytes(bytes(sent), policy=policy.default)
    assert read["Subject"].startswith("【严重】阳光雅苑3栋2单元")
    assert read["To"] == "a@example.com, b@example.com"
    assert read["Message-ID"] == "<abc.yuqing@example.com>"
    assert "编号 000-001" in read.get_content()
    assert Mail.model_construct().named("password") is False


def test_a_subject_cannot_carry_headers() -> None:
    page = page_of(delivery(alert(1, 3, headline="阳光雅苑\r\nBcc: all@example.com")), WORDS, "txt")
    assert mail(page, "abc", "y@example.com", ["a@example.com"], T0, pressing=False)["Bcc"] is None


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("reading", "body", "verdict"),
    [
        (robots.read_dingtalk, '{"errcode":0,"errmsg":"ok"}', "accepted"),
        (robots.read_dingtalk, '{"errcode":310000,"errmsg":"sign not match"}', "refused"),
        (robots.read_dingtalk, '{"errcode":300005,"errmsg":"token is not exist"}', "refused"),
        (robots.read_dingtalk, '{"errcode":130101,"errmsg":"send too fast"}', "failed"),
        (robots.read_dingtalk, '{"errcode":460101,"errmsg":"message too long"}', "unacceptable"),
        (robots.read_dingtalk, '{"errcode":-1,"errmsg":"系统繁忙"}', "failed"),
        (robots.read_dingtalk, "", "failed"),
        (robots.read_dingtalk, "<html>login</html>", "failed"),
        (robots.read_dingtalk, "{}", "failed"),
        (robots.read_dingtalk, '{"errcode":"0"}', "failed"),
        (robots.read_dingtalk, "[]", "failed"),
        (robots.read_wecom, '{"errcode":0,"errmsg":"ok"}', "accepted"),
        (robots.read_wecom, '{"errcode":93000,"errmsg":"invalid webhook url"}', "refused"),
        (robots.read_wecom, '{"errcode":45002,"errmsg":"content size out of limit"}', "unacceptable"),
        (robots.read_wecom, '{"errcode":40058,"errmsg":"exceed max length"}', "unacceptable"),
        (robots.read_wecom, '{"errcode":45009,"errmsg":"api freq out of limit"}', "failed"),
        (robots.read_feishu, '{"code":0,"msg":"success"}', "accepted"),
        (robots.read_feishu, '{"StatusCode":0,"StatusMessage":"success"}', "accepted"),
        (robots.read_feishu, '{"code":19024,"msg":"Key Words Not Found"}', "refused"),
        (robots.read_feishu, '{"code":19022,"msg":"Ip Not Allowed"}', "refused"),
        (robots.read_feishu, '{"code":19021,"msg":"sign match fail"}', "refused"),
        (robots.read_feishu, '{"code":11232,"msg":"frequency limited"}', "failed"),
        (robots.read_feishu, '{"code":9499,"msg":"too many request"}', "failed"),
        (machines.read_plain, "", "accepted"),
        (machines.read_plain, "ok", "accepted"),
        (machines.read_plain, '{"errcode":1}', "failed"),
        (machines.read_plain, '{"success":false}', "failed"),
        (machines.read_plain, '{"ok":true}', "accepted"),
    ],
)
def test_a_200_is_a_success_only_with_code_0(reading: object, body: str, verdict: str) -> None:
    assert judge(Response(200, body.encode()), reading).verdict == verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(201, "accepted"), (301, "refused"), (302, "refused"), (400, "unacceptable"), (401, "refused"), (403, "refused"),
     (404, "refused"), (408, "failed"), (413, "unacceptable"), (429, "failed"), (500, "failed"), (503, "failed")],
)  # fmt: skip
def test_what_a_status_means(status: int, verdict: str) -> None:
    assert judge(Response(status, b""), machines.read_plain).verdict == verdict


def test_dingtalks_block_is_waited_for() -> None:
    assert robots.read_dingtalk(b'{"errcode":130101,"errmsg":"x"}').retry_after == 600
    assert judge(Response(429, b"", {"retry-after": "17"}), machines.read_plain).retry_after == 17
    assert (
        judge(Response(503, b"", {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}), machines.read_plain).retry_after
        is None
    )


def test_a_receivers_words_are_kept_short_and_printable() -> None:
    detail = judge(Response(500, b"\x1b[31m" + b"x" * 5000), machines.read_plain).detail
    assert len(detail) < 400
    assert not re.search(r"[\x00-\x1f]", detail)


def test_subscribers_of_a_person() -> None:
    assert person("a", "mail:x").channels == ["mail:x"]


# ---------------------------------------------------------------- what each vendor's readers see, whatever is told

HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "[点我](https://evil.example)", "@所有人 <at id=all></at> @13900000000", "### **假**\n> 引用", "<b>x</b>",
        "\u202e反\x07\x1b[31m",
    ]
)  # fmt: skip
KINDS = {
    "opened": {}, "escalated": {"transition": "escalated"}, "urgent": {"urgent": True},
    "reminded": {"transition": "reminded"},
    "overdue": {"transition": "overdue", "step": "report_authority", "times": 3}, "closed": {"transition": "closed"},
    "drill": {"drill": True}, "late": {"late_found": True}, "update": {"transition": "deescalated"},
}  # fmt: skip
LIMITS = {DingTalk: 20_000, WeCom: 4_096, Feishu: 20_000}


def said_by(channel: type[Channel], *alerts: object, form: str = "alert") -> tuple[str, int]:
    """The text that people read, and its bytes as the vendor counts them."""
    request = spoken(channel.model_construct(), *alerts, form=form, people=("zhang",))
    body = json.loads(request.content)  # type: ignore[attr-defined]
    match body:
        case {"markdown": {"text": text}}:
            return text, len(request.content)  # type: ignore[attr-defined]
        case {"markdown": {"content": text}}:
            return text, len(text.encode())
        case {"text": {"content": text}}:
            # half as much is allowed
            return text, 2 * len(text.encode())
        case {"card": {"elements": [{"text": {"content": text}}, *_]}}:
            return text, len(request.content)  # type: ignore[attr-defined]
    raise AssertionError(body)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([DingTalk, WeCom, Feishu]), st.sampled_from(sorted(KINDS)), st.sampled_from([2, 3, 4]), HOSTILE,
    st.integers(0, 200),
)  # fmt: skip
def test_the_first_look_is_whole_and_nothing_strange_stands_in_any_vendors_message(
    channel: type[Channel], kind: str, grade: int, words: str, times: int
) -> None:
    step = "立即拨打120/119/110，负责人赶赴现场"
    quotes = [replace(EXAMPLE.evidence[0], quote=words * times)] * 3
    deeds = [Deed(type="acknowledge", by=words[:40], at=NOON)]
    one = alert(
        7,
        grade,
        headline=f"阳光雅苑3栋2单元：人身伤亡——{words}{words * times}",
        change=words * times,
        evidence=quotes,
        first_step=step,
        handling=deeds,
        advice=[words * times] * 6,
        **KINDS[kind],
    )
    text, size = said_by(channel, one)
    look = text.replace("**", "").removeprefix("### ")[:FIRST_LOOK]
    for needed in (one.grade_name, "阳光雅苑3栋2单元", "人身伤亡"[:1], one.confirmed, step):
        assert needed in look
    assert size <= LIMITS[channel]
    assert one.number in text
    # what calls people and what is clicked is ours alone
    assert set(re.findall(r"@\S+", text)) <= {"@13800000001"}
    assert set(re.findall(r"<[^>]*>", text)) <= {"<at id=ou_1>", "</at>"}
    assert {urlsplit(each).netloc for each in re.findall(r"https?://[^\s)]+", text)} <= {"console.example", "weibo.com"}
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf") and char != "\n"]


@pytest.mark.parametrize("channel", [DingTalk, WeCom, Feishu])
@pytest.mark.parametrize("form", ["group", "storm", "morning", "late"])
def test_a_digest_names_each_alert_with_its_number_in_any_vendors_message(channel: type[Channel], form: str) -> None:
    alerts = [
        alert(number, 1 + number % 3, headline="阳光雅苑3栋：服务不到位——" + "<at id=all>" * 9) for number in range(99)
    ]
    said = speech(channel.model_construct(), SECRET, WORDS)  # type: ignore[arg-type]
    assert said is not None
    told = alerts[: said.capacity(alerts)]
    text, size = said_by(channel, *told, form=form)
    assert size <= LIMITS[channel]
    assert all(each.alert_id in text and each.number in text for each in told)
    assert "<at id=all>" not in text


def test_an_exercise_sends_nobody_to_the_telephone() -> None:
    text, _ = said_by(DingTalk, alert(1, 3, drill=True, first_step="立即拨打120"))
    assert "第一步**：演练中（不拨打外部电话）：立即拨打120" in text
    named, _ = said_by(
        DingTalk,
        alert(1, 3, drill=True, headline="【演练】阳光雅苑：火情", first_step="演练中（不拨打外部电话）：到场"),
    )
    assert (named.count("【演练】"), named.count("演练中")) == (1, 1)
