"""What goes wrong on a real installation: real worker processes on PostgreSQL and Redis, a real mail server. After each fault every message
was sent exactly once or lies visibly in dead letter."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from celery import current_app
from django.db import connection
from django.utils import timezone

from branches.models import User
from notices.models import Delivery, DeliveryState, NoticeSettings
from notices.services.post import post
from tests.cast import assemble_cast
from tests.own_services import PROGRAMS, OwnPostgres, OwnRedis, free_port
from tests.postbox import Postbox
from tests.worker import Beat, Worker, wait_until

pytestmark = [pytest.mark.services, pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]

NUMBER = 30


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    box.open()
    controller.stop()


@pytest.fixture
def own_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    """Before `idle_worker` in the arguments: this test's process and its worker use it."""
    server = OwnRedis()
    server.start()
    monkeypatch.setenv("CELERY_BROKER_URL", server.url)
    # Celery keeps whatever it connected to first, for this process's later tests too.
    monkeypatch.setattr(current_app, "_pool", None)
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
    yield server
    server.stop()


@pytest.fixture
def own_postgres(transactional_db: None) -> Iterator[OwnPostgres]:
    """Before `idle_worker` in the arguments: the same for the database."""
    if connection.vendor != "postgresql" or not PROGRAMS:
        pytest.skip("needs PostgreSQL and its programs; script/test starts it")
    server, shared = OwnPostgres(), dict(connection.settings_dict)
    server.start()
    connection.close()
    connection.settings_dict |= {
        "HOST": "127.0.0.1", "PORT": server.port, "USER": "postgres", "PASSWORD": "", "NAME": "postgres",
    }  # fmt: skip
    yield server
    connection.close()
    connection.settings_dict |= shared
    server.stop()


@pytest.fixture
def people(idle_worker: Worker, postbox: Postbox) -> list[User]:
    """Thirty people; nobody's quiet hours stand in the way at whatever hour the tests run. The worker mails to the postbox."""
    postbox.serve(idle_worker)
    NoticeSettings.objects.create(district=assemble_cast().city, quiet_from="00:00", quiet_to="00:00")
    return User.objects.bulk_create(
        User(username=f"p{n}", display_name=f"人{n}", email=f"p{n}@example.cn") for n in range(NUMBER)
    )


def _tell(people: list[User], key: str = "k") -> None:
    post(to=people, kind="workflow.return", title="退回", body="", path="", dedupe_key=key, at=_awake())


def _claims() -> int:
    """How many batches have been begun."""
    return Delivery.objects.exclude(claim=None).values("claim").distinct().count()


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
    wait_until(lambda: postbox.number >= 8, idle_worker.output)
    idle_worker.kill()
    postbox.slow = 0
    assert _states()[DeliveryState.SENDING] > 10
    _forget_leases()
    idle_worker.start()
    _look()
    wait_until(_nothing_under_way, idle_worker.output)
    assert max(postbox.taken.values()) == 1
    unclear = Delivery.objects.filter(state=DeliveryState.DEAD)
    # At most the one mail that was being handed over; it may have arrived, and says so.
    assert unclear.count() <= 1
    assert all("可能已经收到" in row.last_error for row in unclear)
    sent = set(Delivery.objects.filter(state=DeliveryState.SENT).values_list("address", flat=True))
    assert sent <= set(postbox.taken)
    assert len(sent) + unclear.count() == NUMBER


def test_redis_stopped_and_come_back_empty_loses_the_word_but_no_message(
    own_redis: OwnRedis, idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    """How long it is away does not matter: the worker goes on looking for it, what is due stands in the database, and the beat asks anew."""
    idle_worker.start()
    _tell(people[:10], key="before")
    wait_until(_nothing_under_way, idle_worker.output)
    own_redis.stop()
    _tell(people, key="while it is away")  # the page that posts does not fail
    wait_until(lambda: "Trying again in" in idle_worker.output(), idle_worker.output)
    own_redis.start()
    assert _states()[DeliveryState.PENDING] == NUMBER
    Delivery.objects.filter(state=DeliveryState.PENDING).update(due_at=_awake())  # two minutes later, or ten
    _look()  # what the beat does each minute
    wait_until(_nothing_under_way, idle_worker.output)
    assert _states() == Counter({DeliveryState.SENT: NUMBER + 10})
    assert postbox.taken == Counter({user.email: 1 for user in people}) + Counter(
        {user.email: 1 for user in people[:10]}
    )


def test_two_beats_and_two_workers_mail_everybody_once(
    idle_worker: Worker, postbox: Postbox, people: list[User], tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("worker", "beat1", "beat2")]
    for folder in folders:
        folder.mkdir()
    second = Worker(folders[0], **idle_worker.environment)
    beats = [Beat(folder, app="tests.beat_every_second") for folder in folders[1:]]
    started: list[Worker] = [idle_worker, second, *beats]
    try:
        for process in started:
            process.begin()
        for process in started:
            process.wait_until_ready()
        before = [beat.sent for beat in beats]
        for turn in range(3):
            _tell(people[turn::3], key=f"k{turn}")
            time.sleep(0.5)  # another second of the beats
        wait_until(_nothing_under_way, idle_worker.output)
        wait_until(lambda: all(beat.sent > seen for beat, seen in zip(beats, before, strict=True)), beats[0].output)
    finally:
        for process in started:
            process.stop()
    assert _states() == Counter({DeliveryState.SENT: NUMBER})
    assert postbox.taken == Counter({user.email: 1 for user in people})


def test_a_machine_whose_clock_is_six_hours_ahead_makes_nobody_send_twice(
    idle_worker: Worker, postbox: Postbox, people: list[User], tmp_path: Path
) -> None:
    """To it every lease is over: it takes back all that the other worker has in hand, and that one finds nothing left of its batch."""
    idle_worker.environment["BRANCHPLAN_EMAIL_TIMEOUT"] = "60"
    folder = tmp_path / "ahead"
    folder.mkdir()
    ahead = Worker(folder, app="tests.clock_ahead", **idle_worker.environment)
    idle_worker.start()
    postbox.slow = 0.1
    _tell(people)
    wait_until(lambda: postbox.number >= 5, idle_worker.output)
    postbox.close()  # one mail is in the hands of the first worker
    ahead.start()
    try:
        _look()
        wait_until(lambda: _claims() > 1, ahead.output)
        postbox.slow = 0
        postbox.open()
        wait_until(_nothing_under_way, ahead.output)
    finally:
        ahead.stop()
    assert max(postbox.taken.values()) == 1
    assert len(postbox.taken) == NUMBER
    assert _states()[DeliveryState.DEAD] <= 1


def test_when_the_clock_goes_back_to_the_right_hour_nothing_is_lost(
    idle_worker: Worker, postbox: Postbox, people: list[User], tmp_path: Path
) -> None:
    """What a machine six hours ahead has put off is sent when the right hour comes, not before and not twice."""
    ahead = Worker(tmp_path, app="tests.clock_ahead", **idle_worker.environment)
    postbox.answer = "451 later"
    ahead.start()
    _tell(people)
    wait_until(lambda: Delivery.objects.filter(last_error="451 later").count() == NUMBER, ahead.output)
    ahead.stop()
    postbox.answer = ""
    idle_worker.start()
    _look()
    assert postbox.number == 0
    later = Delivery.objects.latest("due_at").due_at
    assert timedelta(hours=6) < later - timezone.now() < timedelta(hours=6, minutes=3)
    Delivery.objects.update(due_at=timezone.now())  # six hours later
    _look()
    wait_until(lambda: _states() == Counter({DeliveryState.SENT: NUMBER}), idle_worker.output)
    assert postbox.taken == Counter({user.email: 1 for user in people})


@pytest.mark.parametrize(("answer", "state"), [("451 later", DeliveryState.PENDING), ("554 never", DeliveryState.DEAD)])
def test_a_mail_server_that_refuses_leaves_everything_visible(
    answer: str, state: str, idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    postbox.answer = answer
    idle_worker.start()
    _tell(people)
    wait_until(lambda: Delivery.objects.filter(last_error=answer).count() == NUMBER, idle_worker.output)
    assert _states() == Counter({state: NUMBER})
    postbox.answer = ""
    Delivery.objects.filter(state=DeliveryState.PENDING).update(due_at=timezone.now())
    _look()
    wait_until(_nothing_under_way, idle_worker.output)
    assert len(postbox.taken) == (NUMBER if state == DeliveryState.PENDING else 0)


def test_postgresql_restarted_in_mid_batch_loses_and_repeats_nothing(
    own_postgres: OwnPostgres, idle_worker: Worker, postbox: Postbox, people: list[User]
) -> None:
    postbox.slow = 0.1
    idle_worker.start()
    _tell(people)
    wait_until(lambda: postbox.number >= 5, idle_worker.output)
    own_postgres.restart()
    connection.close()
    postbox.slow = 0
    wait_until(lambda: "OperationalError" in idle_worker.output(), idle_worker.output)
    _forget_leases()
    _look()
    wait_until(_nothing_under_way, idle_worker.output)
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
    wait_until(lambda: _states()[DeliveryState.DEAD] == 3, idle_worker.output)
    _look()
    wait_until(lambda: postbox.number == 3, idle_worker.output)
    assert max(postbox.taken.values()) == 1
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
