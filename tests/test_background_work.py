"""Messages through a real worker on Redis, and what happens when the worker or the broker is away."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from celery import current_app
from django.utils import timezone

from branches.models import User
from notices.models import Delivery, DeliveryState, Heartbeat, Notice, NoticeSettings
from notices.services.post import post
from tests.cast import assemble_cast
from tests.worker import Worker, wait_until

pytestmark = pytest.mark.services


@pytest.fixture
def lin(transactional_db: None) -> User:
    cast = assemble_cast()
    # These tests run at any hour of the day.
    NoticeSettings.objects.create(district=cast.city, quiet_from="00:00", quiet_to="00:00")
    user = cast.lin
    user.email = "lin@school.example"
    user.save(update_fields=["email"])
    return user


def _tell(user: User, key: str = "returned:1") -> list[Notice]:
    return post(
        to=[user],
        kind="returned",
        title="计划已退回",
        body="有两条意见。",
        path="/notices/",
        dedupe_key=key,
        at=timezone.now(),
    )


def test_a_posted_message_is_mailed_by_the_worker_without_waiting_for_the_beat(worker: Worker, lin: User) -> None:
    _tell(lin)
    (mail,) = worker.wait_for_mails(1)
    assert (mail["To"], mail["Subject"]) == ("lin@school.example", "计划已退回")
    wait_until(lambda: Delivery.objects.get().state == DeliveryState.SENT, worker.output)


def test_what_was_posted_while_no_worker_ran_is_mailed_when_one_starts(idle_worker: Worker, lin: User) -> None:
    _tell(lin)
    idle_worker.start()
    assert [mail["Subject"] for mail in idle_worker.wait_for_mails(1)] == ["计划已退回"]


def test_asking_twice_mails_once_and_the_next_message_waits_for_two_minutes_to_pass(worker: Worker, lin: User) -> None:
    _tell(lin)
    worker.wait_for_mails(1)
    _tell(lin)
    current_app.send_task("notices.deliver_due")
    _tell(lin, key="approved:1")
    wait_until(lambda: Delivery.objects.filter(state=DeliveryState.SENT).count() == 1, worker.output)
    waiting = Delivery.objects.get(state=DeliveryState.PENDING)
    assert waiting.due_at - Delivery.objects.get(state=DeliveryState.SENT).due_at == timedelta(minutes=2)
    Delivery.objects.filter(pk=waiting.pk).update(due_at=timezone.now())
    current_app.send_task("notices.deliver_due")
    worker.wait_for_mails(2)
    assert len(worker.mails()) == 2


def test_a_delivery_whose_worker_died_is_taken_up_by_the_next_one(idle_worker: Worker, lin: User) -> None:
    _tell(lin)
    current_app.control.purge()  # the word to the worker is lost as well
    long_ago = timezone.now() - timedelta(hours=1)
    Delivery.objects.update(state=DeliveryState.SENDING, claim=uuid4(), leased_until=long_ago, attempts=1)
    idle_worker.start()
    current_app.send_task("notices.deliver_due")
    assert len(idle_worker.wait_for_mails(1)) == 1
    wait_until(lambda: Delivery.objects.get().state == DeliveryState.SENT, idle_worker.output)
    assert Delivery.objects.get().attempts == 2


def test_a_worker_killed_hard_does_no_harm_to_its_successor(worker: Worker, lin: User) -> None:
    worker.kill()
    _tell(lin)
    worker.start()
    assert len(worker.wait_for_mails(1)) == 1


def test_the_heartbeat_of_the_beat_reaches_the_database_that_pages_read(worker: Worker) -> None:
    before = timezone.now()
    current_app.send_task("notices.heartbeat")
    wait_until(lambda: Heartbeat.objects.filter(name="beat", at__gte=before).exists(), worker.output)
    assert Heartbeat.objects.count() == 1
