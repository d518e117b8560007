"""What goes wrong on a real installation: real worker processes on PostgreSQL and Redis, a real mail server. After each fault every message
was sent exactly once or lies visibly in dead letter."""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from aiosmtpd.controller import Controller
from celery import current_app
from django.db import connection
from django.utils import timezone

from branches.models import User
from notices.models import Delivery, DeliveryState, NoticeSettings
from notices.services.deliver import recover
from notices.services.post import post
from tests.cast import assemble_cast
from tests.worker import Worker, wait_until

pytestmark = [pytest.mark.services, pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]

NUMBER = 30


class Postbox:
    """Counts what arrives by recipient; `answer` refuses, `slow` seconds pass before each mail is taken."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.answer = ""
        self.slow = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer:
            return self.answer
        if self.slow:
            time.sleep(self.slow)
        self.taken[envelope.rcpt_tos[0]] += 1
        return "250 taken"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.port = port  # type: ignore[attr-defined]
    yield box
    controller.stop()


@pytest.fixture
def people(idle_worker: Worker, postbox: Postbox) -> list[User]:
    """Thirty people; nobody's quiet hours stand in the way at whatever hour the tests run. The worker mails to the postbox."""
    idle_worker.environment |= _mail_to(postbox)
    NoticeSettings.objects.create(district=assemble_cast().city, quiet_from="00:00", quiet_to="00:00")
    return User.objects.bulk_create(
        User(username=f"p{n}", display_name=f"人{n}", email=f"p{n}@example.cn") for n in range(NUMBER)
    )


def _mail_to(postbox: Postbox) -> dict[str, str]:
    return {
        "BRANCHPLAN_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "BRANCHPLAN_EMAIL_HOST": "127.0.0.1",
        "BRANCHPLAN_EMAIL_PORT": str(postbox.port),  # type: ignore[attr-defined]
    }


def _tell(people: list[User], key: str = "k") -> None:
    post(to=people, kind="workflow.return", title="退回", body="", path="", dedupe_key=key, at=_awake())


def _awake() -> Any:
    """Now, or earlier today when it is night: people without a role have the usual quiet hours."""
    now = timezone.now()
    local = timezone.localtime(now)
    return now if 7 <= local.hour < 21 else local.replace(hour=12) - timedelta(days=1)


def _states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def _look() -> None:
    current_app.send_task("notices.deliver_due")


def _nothing_under_way() -> bool:
    return not {DeliveryState.PENDING, DeliveryState.SENDING} & set(_states())


def _forget_leases() -> None:
    """As if ten minutes had passed since the worker died."""
    Delivery.objects.filter(state=DeliveryState.SENDING).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_a_worker_killed_in_mid_batch_sends_nothing_twice_and_loses_nothing(
    idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    postbox.slow = 0.1
    idle_worker.start()
    _tell(people)
    wait_until(lambda: sum(postbox.taken.values()) >= 8, 20, idle_worker.output)
    idle_worker.kill()
    postbox.slow = 0
    wait_until(lambda: True, 1, idle_worker.output)
    assert _states()[DeliveryState.SENDING] > 10
    _forget_leases()
    idle_worker.start()
    _look()
    wait_until(_nothing_under_way, 30, idle_worker.output)
    assert max(postbox.taken.values()) == 1
    unclear = Delivery.objects.filter(state=DeliveryState.DEAD)
    # At most the one mail that was being handed over; it may have arrived, and says so.
    assert unclear.count() <= 1
    assert all("可能已经收到" in row.last_error for row in unclear)
    sent = set(Delivery.objects.filter(state=DeliveryState.SENT).values_list("address", flat=True))
    assert sent <= set(postbox.taken)
    assert len(sent) + unclear.count() == NUMBER


def test_redis_flushed_loses_the_word_but_no_message(idle_worker: Worker, postbox: Postbox, people: list[User]) -> None:
    _tell(people)
    url = urlsplit(os.environ["CELERY_BROKER_URL"])
    redis.Redis(host=url.hostname or "", port=url.port or 0, db=int(url.path.strip("/") or 0)).flushdb()
    idle_worker.start()
    assert postbox.taken == Counter()
    _look()  # what the beat does each minute
    wait_until(_nothing_under_way, 30, idle_worker.output)
    assert postbox.taken == Counter({user.email: 1 for user in people})


def test_two_beats_and_two_workers_mail_everybody_once(
    idle_worker: Worker, postbox: Postbox, people: list[User], tmp_path: Any
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    second = Worker(folder, **idle_worker.environment)
    idle_worker.start()
    second.start()
    try:
        for turn in range(3):
            _tell(people, key=f"k{turn}")
            for _ in range(4):
                _look()
        wait_until(lambda: _states()[DeliveryState.SENT] >= NUMBER, 40, idle_worker.output)
    finally:
        second.stop()
    told = Delivery.objects.filter(state=DeliveryState.SENT).count()
    assert told + _states()[DeliveryState.PENDING] == 3 * NUMBER
    assert set(postbox.taken) == {user.email for user in people}
    handed = {(row.address, row.claim) for row in Delivery.objects.filter(state=DeliveryState.SENT)}
    assert sum(postbox.taken.values()) == len(handed)


def test_a_clock_that_jumps_six_hours_ahead_makes_nobody_send_twice(
    idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    postbox.slow = 0.1
    idle_worker.start()
    _tell(people)
    wait_until(lambda: sum(postbox.taken.values()) >= 5, 20, idle_worker.output)
    recover(at=timezone.now() + timedelta(hours=6))  # another machine, whose clock is wrong, takes everything back
    postbox.slow = 0
    _look()
    wait_until(_nothing_under_way, 30, idle_worker.output)
    assert max(postbox.taken.values()) == 1
    assert len(postbox.taken) == NUMBER


@pytest.mark.parametrize(("answer", "state"), [("451 later", DeliveryState.PENDING), ("554 never", DeliveryState.DEAD)])
def test_a_mail_server_that_refuses_leaves_everything_visible(
    answer: str, state: str, idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    postbox.answer = answer
    idle_worker.start()
    _tell(people)
    wait_until(lambda: Delivery.objects.filter(last_error=answer).count() == NUMBER, 30, idle_worker.output)
    assert _states() == Counter({state: NUMBER})
    postbox.answer = ""
    Delivery.objects.filter(state=DeliveryState.PENDING).update(due_at=timezone.now())
    _look()
    wait_until(_nothing_under_way, 30, idle_worker.output)
    assert len(postbox.taken) == (NUMBER if state == DeliveryState.PENDING else 0)


def test_a_database_that_breaks_off_in_mid_batch_loses_and_repeats_nothing(
    idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    """What a restart of PostgreSQL does to the worker: all its connections are gone at once."""
    postbox.slow = 0.1
    idle_worker.start()
    _tell(people)
    wait_until(lambda: sum(postbox.taken.values()) >= 5, 20, idle_worker.output)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    postbox.slow = 0
    wait_until(lambda: "OperationalError" in idle_worker.output(), 20, idle_worker.output)
    _forget_leases()
    _look()
    wait_until(_nothing_under_way, 30, idle_worker.output)
    assert max(postbox.taken.values()) == 1
    unclear = Delivery.objects.filter(state=DeliveryState.DEAD)
    assert unclear.count() <= 1
    assert len(postbox.taken) >= NUMBER - 1
    assert _states()[DeliveryState.SENT] == NUMBER - unclear.count()


def test_a_mail_server_that_takes_everything_and_says_nothing_gets_each_mail_once(
    idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    """It hangs after the last byte, longer than we wait: whether it has the mail is unclear, and nobody gets it twice."""
    Delivery.objects.all().delete()
    idle_worker.environment["BRANCHPLAN_EMAIL_TIMEOUT"] = "1"
    postbox.slow = 1.5
    idle_worker.start()
    _tell(people[:3])
    wait_until(lambda: _states()[DeliveryState.DEAD] == 3, 40, idle_worker.output)
    _look()
    wait_until(lambda: sum(postbox.taken.values()) == 3, 20, idle_worker.output)
    assert max(postbox.taken.values()) == 1
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
