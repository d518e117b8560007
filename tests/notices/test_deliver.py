"""Deliveries: sent once, put back when the mail server is away, given up visibly, taken over from a dead worker."""

from __future__ import annotations

import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from branches.models import User
from notices.models import Delivery, DeliveryState, Heartbeat
from notices.services.deliver import beat, deliver_due
from notices.services.post import post
from tests.cast import NOW, Cast


@pytest.fixture
def lin(cast: Cast) -> User:
    cast.lin.email = "lin@school.example"
    cast.lin.save(update_fields=["email"])
    return cast.lin


@pytest.fixture
def no_mail_server(settings: object) -> None:
    """An address where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def _post(user: User, key: str = "returned:1") -> Delivery:
    post(to=[user], kind="returned", title="计划已退回", body="有两条意见。", path="/plans/7/", dedupe_key=key, at=NOW)
    return Delivery.objects.get(notice__dedupe_key=f"{key}:{user.pk}")


def test_what_is_due_is_sent_once(lin: User) -> None:
    delivery = _post(lin)
    assert (deliver_due(at=NOW), deliver_due(at=NOW)) == (1, 0)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at, delivery.attempts) == (DeliveryState.SENT, NOW, 1)
    assert [(message.to, message.subject) for message in mail.outbox] == [(["lin@school.example"], "计划已退回")]


def test_the_mail_leads_back_to_the_page(lin: User, settings: object) -> None:
    settings.PORTAL_URL = "https://plans.example"
    _post(lin)
    deliver_due(at=NOW)
    assert "https://plans.example/plans/7/" in mail.outbox[0].body


def test_what_is_not_due_yet_waits(lin: User) -> None:
    _post(lin)
    assert deliver_due(at=NOW - timedelta(seconds=1)) == 0
    assert mail.outbox == []


def test_the_same_event_posted_twice_is_one_delivery(lin: User) -> None:
    _post(lin)
    _post(lin)
    assert Delivery.objects.count() == 1


def test_without_a_mail_server_it_waits_about_one_minute_then_two_then_four(lin: User, no_mail_server: None) -> None:
    delivery, at = _post(lin), NOW
    waits = []
    for _ in range(3):
        assert deliver_due(at=at) == 0
        delivery.refresh_from_db()
        waits.append(delivery.due_at - at)
        at = delivery.due_at
    for wait, minutes in zip(waits, (1, 2, 4), strict=True):
        assert timedelta(minutes=0.75 * minutes) <= wait <= timedelta(minutes=1.25 * minutes)
    assert (delivery.state, delivery.claim, delivery.leased_until) == (DeliveryState.PENDING, None, None)
    assert delivery.last_error.startswith("ConnectionRefusedError")


def test_the_sixth_failure_is_the_last_and_says_so(lin: User, no_mail_server: None) -> None:
    delivery, at = _post(lin), NOW
    for _ in range(6):
        deliver_due(at=at)
        at += timedelta(hours=1)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, 6)
    deliver_due(at=at)
    delivery.refresh_from_db()
    assert delivery.attempts == 6


@pytest.mark.parametrize(("minutes", "sent"), [(1, 0), (-1, 1)])
def test_only_a_claim_whose_lease_is_over_is_taken_over(lin: User, minutes: int, sent: int) -> None:
    _post(lin)
    until = NOW + timedelta(minutes=minutes)
    Delivery.objects.update(state=DeliveryState.SENDING, claim=uuid4(), leased_until=until, attempts=1)
    assert deliver_due(at=NOW) == sent
    assert len(mail.outbox) == sent


def test_the_heartbeat_keeps_one_row(db: None) -> None:
    beat(name="beat", at=NOW)
    beat(name="beat", at=NOW + timedelta(minutes=1))
    assert list(Heartbeat.objects.values_list("name", "at")) == [("beat", NOW + timedelta(minutes=1))]
