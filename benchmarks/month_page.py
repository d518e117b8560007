"""The month page in a big city: `python benchmarks/month_page.py --branches 20000` on an empty PostgreSQL of its own.

Fills it first (`benchmarks/city.py`, then ten people a branch and four events a branch and month), or takes what a former run left. Prints for each page
the number of queries, the size and the 50th and 95th percentile of its requests, without the network. The issue asks for less than 50 ms.

On two quiet cores (load 1, PostgreSQL 15, 20,000 branches, 960,000 events, 200,000 people; a bare page of `benchmarks/bare.py` 15.6 and 18.5 ms), median and
95th percentile: member 46 and 52 ms, secretary 48 and 55, a district of 1,000 branches 46 and 53, of one kind 48 and 54, one school of it 32 and 38, the whole
city 47 and 53, a member's school year 43 and 48, a member's feed 53 and 62. The machine's speed changes by the hour, so the bare page is the measure: a member's
and a district's month are 3.0 of it, a secretary's 3.1 (before: 3.9, 5.6 and 4.8, of one kind 7).

What it took: days and events written without a template each; a district's few events found by branch as well as by id (the database had read all 48,000 events of
its branches for the 117 shown, 25 ms, now 2); ranks of a filtered month kept for a minute as those of a large one; columns instead of rows for roles, calendar and
lines. What is left: seventeen queries of a member, half of the time, nearly all of it the building of their text; and of a feed the writing of iCalendar, which
clients that name their ETag are spared.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.city import AT, CITY_REVIEWER, DISTRICT_REVIEWER, analyse, build, facts  # noqa: E402
from benchmarks.city_rows import insert  # noqa: E402
from branches.models import Branch, RoleAssignment, User  # noqa: E402
from calendar_events.models import CalendarEvent, CalendarFeed, FeedAlarm, FeedKind  # noqa: E402
from calendar_events.services.feeds import create_feed  # noqa: E402
from members.models import Member  # noqa: E402
from plans.models import Plan  # noqa: E402

PEOPLE, EVENTS, MONTHS = 10, 4, 12
MEMBER = "bench-member"
LIMIT = 50.0
_SUBJECTS = "ARRAY['支部党员大会：学习讨论', '主题党日：走进社区', '党课：一名教师党员的责任', '支委会：研究本月工作']"
_KINDS = "ARRAY['general_meeting', 'theme_day', 'party_lecture', 'committee_meeting']"
_AUDIENCES = "ARRAY['party_members', 'party_members', 'staff', 'committee']"


def fill() -> None:
    """People and events of the year for every branch, on days that scatter over the month."""
    author = User.objects.get(username=CITY_REVIEWER).pk
    insert(
        Member,
        f"branches_branch b CROSS JOIN generate_series(1, {PEOPLE}) n",
        branch_id="b.id",
        name="'党员' || n",
        status="'full'",
    )
    insert(
        CalendarEvent,
        f"branches_branch b CROSS JOIN generate_series(1, {MONTHS}) m CROSS JOIN generate_series(1, {EVENTS}) n"
        f" CROSS JOIN LATERAL (SELECT make_date({AT.year}, m, 1 + mod(abs(hashtext(b.id::text || n)) + m, 28)) AS day) d",
        branch_id="b.id",
        subject=f"({_SUBJECTS})[n]",
        kind=f"({_KINDS})[n]",
        audience=f"({_AUDIENCES})[n]",
        starts_on="d.day",
        ends_on="d.day",
        starts_at="TIME '15:30'",
        ends_at="TIME '17:00'",
        place="'会议室'",
        created_by_id=f"'{author}'::uuid",
        changed_by_id=f"'{author}'::uuid",
        created_at="now()",
        changed_at="now()",
    )
    plan = Plan.objects.filter(status="approved", year=AT.year).order_by("pk")[0]
    user = User.objects.create(username=MEMBER, display_name=MEMBER, must_change_password=False)
    RoleAssignment.objects.create(user=user, role="member", branch_id=plan.branch_id, starts_on=AT.date())
    Member.objects.filter(pk=Member.objects.filter(branch=plan.branch_id).order_by("pk")[0].pk).update(user=user)
    analyse()


def pages() -> list[tuple[str, str, str]]:
    """Name, who asks, address."""
    member = User.objects.get(username=MEMBER)
    branch = member.assignments.get().branch_id
    secretary = User.objects.get(assignments__branch=branch, assignments__role="secretary")
    CalendarFeed.objects.filter(owner=member).delete()  # of former runs: nobody has more than five
    feed = create_feed(kind=FeedKind.MINE, name="bench", alarm=FeedAlarm.DAY, by=member, at=timezone.now())[1]
    month = f"{reverse('calendar_events:month')}?month={AT:%Y-%m}"
    return [
        ("bare Django page", CITY_REVIEWER, "/bare/"),
        ("month, member", MEMBER, month),
        ("month, secretary", secretary.username, month),
        ("month, district", DISTRICT_REVIEWER, month),
        ("month, district, a kind", DISTRICT_REVIEWER, f"{month}&kind=theme_day"),
        ("month, district, a school", DISTRICT_REVIEWER, f"{month}&branch={Branch.objects.get(short_name='7校').pk}"),
        ("month, city", CITY_REVIEWER, month),
        ("year by weeks, member", MEMBER, reverse("calendar_events:wheel") + f"?year={AT.year - 1}"),
        ("feed of a member", "", reverse("calendar_events:feed", args=[feed])),
    ]


def measure(rounds: int) -> None:
    """All pages in turns."""
    wanted = pages()
    clients = {user: Client(headers={"host": "localhost"}) for user in {row[1] for row in wanted}}
    for user, client in clients.items():
        if user:
            client.force_login(User.objects.get(username=user), backend="django.contrib.auth.backends.ModelBackend")
    queries, sizes = {}, {}
    for name, user, url in wanted:
        clients[user].get(url)
        with CaptureQueriesContext(connection) as captured:
            answer = clients[user].get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
        queries[name], sizes[name] = len(captured), len(answer.content)
    times: dict[str, list[float]] = {name: [] for name, _, _ in wanted}
    for _ in range(rounds):
        for name, user, url in wanted:
            start = time.perf_counter()
            clients[user].get(url)
            times[name].append((time.perf_counter() - start) * 1000)
    print(f"{'page':26} {'queries':>7} {'kB':>7} {'p50 ms':>8} {'p95 ms':>8}")
    for name, _, _ in wanted:
        half, tail = (statistics.quantiles(times[name], n=100)[share - 1] for share in (50, 95))
        note = "" if half <= LIMIT else "  over the limit"
        print(f"{name:26} {queries[name]:7} {sizes[name] / 1000:7.1f} {half:8.1f} {tail:8.1f}{note}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=60, help="of each page")
    given = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("BRANCHPLAN_DATABASE_URL of a PostgreSQL of its own, please")
    call_command("migrate", verbosity=0)
    if not Branch.objects.exists():
        build(branches=given.branches, years=1)
    if not CalendarEvent.objects.exists():
        fill()
    print(facts() | {"events": CalendarEvent.objects.count(), "people": Member.objects.count()})
    with override_settings(ROOT_URLCONF="benchmarks.bare", DEBUG=False, FEED_REQUESTS_A_MINUTE=10_000):
        measure(given.requests)


if __name__ == "__main__":
    main()
