"""A city's morning: `python benchmarks/reminders.py --members 60000` on a PostgreSQL and a Redis of its own.

Give it BRANCHPLAN_DATABASE_URL (an empty database) and BRANCHPLAN_BROKER_URL. It makes people in branches of 30, each with study hours
missing and two thirds with a day of admission to be congratulated on (1.67 due facts a person, and one a branch), then measures one after
the other: computing and posting, addressing, delivering with two processes to a file, and as many no-op Celery tasks with two processes.
600,000 people is the size of a city.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["BRANCHPLAN_DEBUG"] = "0"  # else Django keeps the text of every query
os.environ.setdefault("BRANCHPLAN_HOSTS", "localhost")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.city_rows import insert  # noqa: E402
from branches.models import Branch, District, RoleAssignment, User  # noqa: E402
from branchplan.reminding.gather import rounds  # noqa: E402
from members.models import Member  # noqa: E402
from notices.models import Delivery, DeliveryState, Notice, NoticeSettings, OutboxEntry  # noqa: E402
from notices.services.address import address_due  # noqa: E402
from notices.services.deliver import deliver_due  # noqa: E402
from notices.services.remind import remind  # noqa: E402

AT = datetime(2026, 11, 20, 6, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a working Friday
EIGHT = AT.replace(hour=8, minute=0)
BRANCH_SIZE, DISTRICT_SIZE = 30, 200
_NUMBER = "substr(u.username, 2)::int"
SINK = settings.NOTICES_SENDERS | {"email": "notices.channels.files.FileSender"}


def fill(members: int) -> None:
    """Branches of 30 people, districts of 200 branches; the people are made by the database itself."""
    city = District.objects.create(name="测算市教育工委", code="cs", path="cs/")
    NoticeSettings.objects.create(district=city, birthdays=True)
    count = -(-members // BRANCH_SIZE)
    districts = [
        District.objects.create(name=f"测算{n}区教育工委", code=f"q{n}", parent=city, path=f"cs/q{n}/")
        for n in range(-(-count // DISTRICT_SIZE))
    ]
    Branch.objects.bulk_create(
        (
            Branch(
                district=districts[n // DISTRICT_SIZE],
                name=f"测算第{n}小学党支部",
                school_name=f"测算第{n}小学",
                short_name=f"{n}小",
                school_kind="primary",
            )
            for n in range(count)
        ),
        batch_size=2000,
    )
    insert(
        User,
        f"generate_series(0, {members - 1}) n",
        username="'u' || n",
        display_name="'员' || n",
        email="'u' || n || '@example.cn'",
        password="'!'",  # noqa: S106
    )
    people = f"branches_user u JOIN branches_branch b ON b.short_name = {_NUMBER} / {BRANCH_SIZE} || '小'"
    insert(
        RoleAssignment,
        people,
        user_id="u.id",
        branch_id="b.id",
        role=f"CASE WHEN mod({_NUMBER}, {BRANCH_SIZE}) = 0 THEN 'secretary' ELSE 'member' END",
        starts_on="DATE '2020-01-01'",
    )
    insert(
        Member,
        people,
        user_id="u.id",
        branch_id="b.id",
        name="u.display_name",
        status="'full'",
        joined_on=f"CASE WHEN mod({_NUMBER}, 3) = 0 THEN DATE '2010-05-04' ELSE DATE '2010-11-20' END",
    )
    _analyse()


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def compute_and_post() -> int:
    """The morning round as `remind_all` does it, with the two parts timed apart; returns the number of facts."""
    computing = posting = 0.0
    facts_seen = 0
    portions: Iterator = rounds(AT.date())
    while True:
        start = time.perf_counter()
        portion = next(portions, None)
        computing += time.perf_counter() - start
        if portion is None:
            break
        branches, habits, facts = portion
        start = time.perf_counter()
        manners = {branches[0].district_id: habits.manners}
        remind(facts, branches={branch.pk: branch for branch in branches}, manners=manners, at=AT)
        posting += time.perf_counter() - start
        facts_seen += len(facts)
    _say("compute", facts_seen, computing, "facts")
    _say("post", facts_seen, posting, "entries")
    return facts_seen


def address() -> None:
    _analyse()  # as autovacuum does within a minute: else every batch sorts all that is due
    start, count = time.perf_counter(), 0
    while now := address_due(at=AT):
        count += now
    _say("address", count, time.perf_counter() - start, "entries")


def deliver(processes: int) -> float:
    """Digests a second; each process takes batches until nothing is due."""
    _analyse()
    digests = Delivery.objects.values("recipient").distinct().count()
    command = [sys.executable, __file__, "--deliver"]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for worker in workers:
        worker.stdout.readline()  # type: ignore[union-attr]  # it is up
    start = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")  # type: ignore[union-attr]
        worker.stdin.flush()  # type: ignore[union-attr]
    words = [worker.communicate()[0].strip() for worker in workers]
    spent = time.perf_counter() - start
    _say("deliver", digests, spent, f"digests on {processes} processes; {' | '.join(words)}")
    states = dict(Delivery.objects.values_list("state").order_by("state").distinct().values_list("state", "state"))
    if set(states) != {DeliveryState.SENT}:
        raise SystemExit(f"not everything was sent: {states}")
    return digests / spent


def deliver_here() -> None:
    settings.NOTICES_SENDERS = SINK
    connection.ensure_connection()
    print("up", flush=True)
    sys.stdin.readline()
    count = 0
    while now := deliver_due(at=EIGHT):
        count += now
    print(f"{count} deliveries, {_peak_memory()} MB")


def no_op_tasks(number: int, processes: int) -> float:
    """Tasks a second that a Celery worker with the portal's settings does when a task does nothing."""
    from redis import Redis  # noqa: PLC0415 - only this part needs it

    from benchmarks.noop import app, nothing  # noqa: PLC0415

    queue = Redis.from_url(settings.CELERY_BROKER_URL)
    queue.flushdb()
    with app.producer_pool.acquire(block=True) as producer:
        for _ in range(number):
            nothing.apply_async(producer=producer)
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.noop", "worker", "-c", str(processes), "-l", "ERROR"]
    worker = subprocess.Popen([*command, "--without-gossip", "--without-mingle"], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while queue.llen("celery") == number:
            time.sleep(0.01)
        start = time.perf_counter()
        while queue.llen("celery") or queue.hlen("unacked"):
            time.sleep(0.02)
        spent = time.perf_counter() - start
    finally:
        worker.terminate()
        worker.wait()
    _say("no-op tasks", number, spent, f"tasks on {processes} processes")
    return number / spent


def _say(what: str, number: int, seconds: float, unit: str) -> None:
    print(
        f"{what:12} {number:9,} in {seconds:8.1f} s = {number / max(seconds, 1e-9):9,.0f}/s {unit}  [{_peak_memory()} MB]",
        flush=True,
    )


def _peak_memory() -> int:
    """MB of this program alone; getrusage would count what its parent had when it was forked."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=30_000)
    parser.add_argument(
        "--tasks", type=int, default=20_000, help="no-op tasks; their rate does not depend on the number"
    )
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--deliver", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.deliver:
        deliver_here()
        return
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        fill(given.members)
    Notice.objects.all().delete()
    OutboxEntry.objects.all().delete()
    print(f"{connection.vendor}, {Member.objects.count():,} people in {Branch.objects.count():,} branches", flush=True)
    compute_and_post()
    address()
    digests = deliver(given.processes)
    tasks = no_op_tasks(given.tasks, given.processes)
    print(f"digests : no-op tasks = {digests / tasks:.2f}")


if __name__ == "__main__":
    main()
