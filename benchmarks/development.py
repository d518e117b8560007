"""Development cases in a district of 60,000 members: `python benchmarks/development.py` on the database of benchmarks/people.py.

Adds 6,000 cases with 45,000 steps where there are none. Prints for each page the number of queries and the median and largest time of 20
requests, without the network.

SQLite, two cores shared with other work: district table 180 ms in 14 queries (last of 50 pages 223 ms in 11), only branches with overdue 277 ms, overdue list
106 ms in 6, board 196 ms in 19, one case 109 ms in 13, queue 69 ms in 5. `--recompute`, once a day for all 6,000 cases: 79 s.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks import people  # noqa: E402 - sets Django up
from branches.models import User  # noqa: E402
from members.models import DevelopmentCase, Member, StepRecord  # noqa: E402
from members.services.cases import recompute_open  # noqa: E402

EVERY = 10
STAGES = ("APPLICANT", "ACTIVIST", "CANDIDATE", "PROBATIONARY")


def fill_cases() -> None:
    """Every tenth person has a case that went 2 to 13 steps far."""
    user, today = User.objects.get(username=people.SECRETARY), timezone.localdate()
    ids = list(Member.objects.order_by("pk").values_list("pk", flat=True)[::EVERY])
    cases = DevelopmentCase.objects.bulk_create(
        (
            DevelopmentCase(
                member_id=pk,
                opened_on=today - timedelta(days=700),
                stage=STAGES[number % 4],
                next_step=2 + number % 12,
                next_due=today + timedelta(days=number % 120 - 20),
            )
            for number, pk in enumerate(ids)
        ),
        batch_size=2000,
    )
    now = timezone.now()
    StepRecord.objects.bulk_create(
        (
            StepRecord(
                case=case,
                step=step,
                on=today - timedelta(days=700 - 45 * step),
                entered_by=user,
                entered_at=now,
                is_from_paper=True,
            )
            for number, case in enumerate(cases)
            for step in range(1, 3 + number % 12)
        ),
        batch_size=5000,
    )


def measure(client: Client, name: str, path: str) -> None:
    """One line: queries, median and largest milliseconds of 20 requests."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    count = len(queries)
    times = []
    for _ in range(people.ROUNDS):
        started = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - started) * 1000)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    print(f"{name:32} {count:3} queries  median {statistics.median(times):6.1f} ms  most {max(times):6.1f} ms")


def main() -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["localhost"], False
    call_command("migrate", verbosity=0)
    if not Member.objects.exists():
        people.fill()
    if not DevelopmentCase.objects.exists():
        fill_cases()
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=people.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    case = DevelopmentCase.objects.select_related("member").order_by("pk")[1]
    base = "/members/development/"
    measure(client, "district table", f"{base}district/")
    measure(client, "district table, last page", f"{base}district/?page=50")
    measure(client, "only branches with overdue", f"{base}district/?only=overdue")
    measure(client, "overdue list", f"{base}district/overdue/")
    measure(client, "overdue list, page 30", f"{base}district/overdue/?page=30")
    measure(client, "board of a branch", f"{base}branches/{case.member.branch_id}/")
    measure(client, "one case", f"{base}{case.pk}/")
    measure(client, "queue of requests", f"{base}consents/")
    if "--recompute" in sys.argv:
        started = time.perf_counter()
        changed = recompute_open(timezone.localdate())
        print(
            f"all {DevelopmentCase.objects.count()} cases anew: {time.perf_counter() - started:.1f} s, {changed} changed"
        )


if __name__ == "__main__":
    main()
