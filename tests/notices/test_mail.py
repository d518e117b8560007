"""E-mail against a real SMTP server that refuses, puts off, hangs and breaks off."""

from __future__ import annotations

import email
import email.policy
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from notices.models import Delivery, DeliveryState
from notices.selectors.health import dead_letters
from notices.services.dead_letters import try_again
from notices.services.deliver import deliver_due
from notices.services.post import post
from tests.cast import NOW, Cast

pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


class Postbox:
    """What arrived; `answer` is said to the next messages instead of taking them, `hangs` seconds before any answer to DATA."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.answer = ""
        self.rcpt_answer = ""
        self.hangs = 0.0

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer:
            return self.answer
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.hangs:
            time.sleep(self.hangs)
        return "250 taken"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 1
    yield box
    controller.stop()


def _post(cast: Cast) -> Delivery:
    post(
        to=[cast.lin],
        kind="workflow.return",
        title="退回",
        body="有两条意见。",
        path="/plans/7/",
        dedupe_key="k",
        at=NOW,
    )
    return Delivery.objects.get()


def test_the_mail_reads_the_same_as_text_and_as_html(postbox: Postbox, cast: Cast, settings: Any) -> None:
    settings.PORTAL_URL = "https://plans.example"
    _post(cast)
    assert deliver_due(at=NOW) == 1
    (message,) = postbox.mails
    assert (message["To"], message["Subject"], message["Auto-Submitted"]) == (
        "lin@example.cn",
        "退回",
        "auto-generated",
    )
    text, html = message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()
    for part in ("林向阳，您好", "退回", "有两条意见。", "https://plans.example/plans/7/"):
        assert part in text
        assert part in html


def test_put_off_with_4xx_is_tried_again_and_sent_once(postbox: Postbox, cast: Cast) -> None:
    row = _post(cast)
    postbox.answer = "451 try again later"
    deliver_due(at=NOW)
    row.refresh_from_db()
    assert (row.state, row.last_error) == (DeliveryState.PENDING, "451 try again later")
    postbox.answer = ""
    assert deliver_due(at=row.due_at) == 1
    assert len(postbox.mails) == 1


@pytest.mark.parametrize(("field", "text"), [("answer", "554 no thanks"), ("rcpt_answer", "550 no such mailbox")])
def test_refused_with_5xx_is_dead_at_once(field: str, text: str, postbox: Postbox, cast: Cast) -> None:
    row = _post(cast)
    setattr(postbox, field, text)
    deliver_due(at=NOW)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (DeliveryState.DEAD, 1, text)


def test_a_mailbox_that_is_full_for_now_is_tried_again(postbox: Postbox, cast: Cast) -> None:
    row = _post(cast)
    postbox.rcpt_answer = "452 mailbox full"
    deliver_due(at=NOW)
    row.refresh_from_db()
    assert (row.state, row.last_error) == (DeliveryState.PENDING, "452 mailbox full")


def test_a_server_that_takes_the_mail_and_hangs_gets_it_once_and_the_administrator_sees_it(
    postbox: Postbox, cast: Cast
) -> None:
    row = _post(cast)
    postbox.hangs = 1.6
    deliver_due(at=NOW)
    deliver_due(at=NOW + timedelta(hours=2))
    row.refresh_from_db()
    assert (row.state, len(postbox.mails)) == (DeliveryState.DEAD, 1)
    assert "可能已经收到" in row.last_error
    assert list(dead_letters(cast.wei)) == [row]
    assert list(dead_letters(cast.bai)) == []
    postbox.hangs = 0
    assert try_again(rows=Delivery.objects.visible_to(cast.wei), by=cast.wei, at=NOW) == 1
    assert deliver_due(at=NOW) == 1
    assert len(postbox.mails) == 2


def test_one_bad_address_does_not_stop_the_others(postbox: Postbox, cast: Cast) -> None:
    cast.qiao.email = "qiao@example.cn\nBcc: x@example.cn"
    cast.qiao.save()
    people = [cast.lin, cast.qiao, cast.tang]
    post(to=people, kind="workflow.return", title="退回", body="", path="", dedupe_key="m", at=NOW)
    assert deliver_due(at=NOW) == 2
    assert sorted(message["To"] for message in postbox.mails) == ["lin@example.cn", "tang@example.cn"]
    bad = Delivery.objects.get(recipient=cast.qiao)
    assert bad.state == DeliveryState.DEAD
