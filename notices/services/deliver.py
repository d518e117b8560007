"""Sending what is due, each delivery claimed by compare-and-swap so that two workers never send the same one."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from notices.models import Delivery, DeliveryState, Heartbeat

logger = logging.getLogger(__name__)

BATCH = 100
ABANDONED_AFTER = timedelta(minutes=10)  # far longer than EMAIL_TIMEOUT: its worker is gone
MAX_ATTEMPTS = 6


def deliver_due(*, at: datetime) -> int:
    """Send up to BATCH due deliveries; returns how many were sent."""
    due = Delivery.objects.due(at, at - ABANDONED_AFTER).order_by("due_at").values_list("pk", "state", "attempts")
    return sum(_deliver(pk, state, attempts, at) for pk, state, attempts in list(due[:BATCH]))


def beat(*, name: str, at: datetime) -> None:
    """Write down that the beat reached a worker."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def _deliver(pk: UUID, state: str, attempts: int, at: datetime) -> bool:
    claimed = Delivery.objects.filter(pk=pk, state=state, attempts=attempts).update(
        state=DeliveryState.SENDING, claimed_at=at, attempts=attempts + 1
    )
    if not claimed:
        return False
    delivery = Delivery.objects.select_related("notice__recipient").get(pk=pk)
    try:
        _send_email(delivery)
    except (smtplib.SMTPException, OSError) as error:
        _put_back(delivery, at, f"{type(error).__name__}: {error}"[:300])
        return False
    Delivery.objects.filter(pk=pk).update(state=DeliveryState.SENT, sent_at=at, last_error="")
    return True


def _put_back(delivery: Delivery, at: datetime, error: str) -> None:
    """Try again after 1, 2, 4, 8, 16 minutes, then give up visibly."""
    dead = delivery.attempts >= MAX_ATTEMPTS
    wait = timedelta(minutes=2 ** (delivery.attempts - 1))
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DEAD if dead else DeliveryState.PENDING, due_at=at + wait, claimed_at=None, last_error=error
    )
    logger.warning("delivery %s failed at attempt %s: %s", delivery.pk, delivery.attempts, error.split(":")[0])


def _send_email(delivery: Delivery) -> None:
    notice = delivery.notice
    context = {"notice": notice, "link": urljoin(settings.PORTAL_URL, notice.path)}
    message = EmailMultiAlternatives(
        subject=notice.title,
        body=render_to_string("notices/emails/notice.txt", context),
        to=[delivery.address],
        headers={"Message-ID": f"<{notice.pk}@branchplan>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("notices/emails/notice.html", context), "text/html")
    message.send()
