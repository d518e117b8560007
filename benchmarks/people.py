"""A district of 60,000 members: `python benchmarks/people.py` on the database of the settings, which it fills first if it is empty.

Give it a database of its own (BRANCHPLAN_DATABASE_URL of a private PostgreSQL, migrated by this program). Prints for each page the number
of queries and the median and largest time of 20 requests, without the network.

On two cores shared with others (PostgreSQL 15, 1,500 branches, 60,000 people): a branch's roster 60-80 ms in 18 queries, a person 50 ms in 8, the
district's list of branches 58 ms in 16 at the most, on the last page as on the first; search in the district 36-63 ms in 7, however many are found
(page 50 of one letter 63 ms); "what there is to look at" counts every branch of the district and takes 0.55 s. Entering 60,000 people took 17 s.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from branches.models import Branch, District, Role, RoleAssignment, User  # noqa: E402
from branchplan.demo.schools import GIVEN_NAMES, SURNAMES  # noqa: E402
from members.models import CommitteePost, CommitteeTerm, Member, PartyGroup  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

BRANCHES, MEMBERS, ROUNDS = 1500, 60_000, 20
REVIEWER, SECRETARY = "bench-reviewer", "bench-secretary"


def fill() -> None:
    """One district, 1,500 branches of 40 people each on average, most with two groups, a term and five posts."""
    city = District.objects.create(name="测算市教育工委", code="cs", path="cs/")
    district = District.objects.create(name="测算区教育工委", code="q", parent=city, path="cs/q/")
    branches = Branch.objects.bulk_create(
        Branch(
            district=district,
            name=f"测算第{number}小学党支部",
            school_name=f"测算第{number}小学",
            short_name=f"{number}小",
            school_kind="primary",
        )
        for number in range(BRANCHES)
    )
    groups = PartyGroup.objects.bulk_create(
        PartyGroup(branch=branch, name=f"第{word}党小组") for branch in branches for word in "一二"
    )
    start = time.perf_counter()
    Member.objects.bulk_create(_people(branches, groups), batch_size=2000)
    print(f"{MEMBERS} people entered in {time.perf_counter() - start:.1f} s, pinyin included")
    terms = CommitteeTerm.objects.bulk_create(
        CommitteeTerm(branch=branch, elected_on=elected, years=3, ends_on=elected.replace(year=elected.year + 3))
        for number, branch in enumerate(branches)
        for elected in [date(2023, 1, 1) + timedelta(days=number % 1000)]
        if not (elected.month == 2 and elected.day == 29)
    )
    first: dict[object, list[Member]] = {}
    for member in Member.objects.filter(status="full").order_by("pk"):
        if len(people := first.setdefault(member.branch_id, [])) < 5:
            people.append(member)
    posts = ("secretary", "deputy", "organisation", "publicity", "discipline")
    CommitteePost.objects.bulk_create(
        (
            CommitteePost(term=term, member=member, post=post, starts_on=term.elected_on)
            for term in terms
            for member, post in zip(first[term.branch_id], posts, strict=False)
        ),
        batch_size=2000,
    )
    for name, role, place in (
        (REVIEWER, Role.REVIEWER, {"district": district}),
        (SECRETARY, Role.SECRETARY, {"branch": branches[7]}),
    ):
        user = User.objects.create(username=name, display_name=name, must_change_password=False)
        RoleAssignment.objects.create(user=user, role=role, starts_on=date(2020, 1, 1), **place)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _people(branches: list[Branch], groups: list[PartyGroup]) -> Iterator[Member]:
    for number in range(MEMBERS):
        place = number * 7919 % BRANCHES
        given = GIVEN_NAMES[number // 11 % len(GIVEN_NAMES)]
        yield Member(
            branch=branches[place],
            group=groups[place * 2 + number % 2],
            name=SURNAMES[number % len(SURNAMES)] + given,
            status=("full", "full", "full", "full", "probationary", "activist")[number // 13 % 6],
            phone=f"139{number:08d}",
            joined_on=date(1985, 1, 1) + timedelta(days=number % 14000),
        )


def measure() -> None:
    reviewer, secretary = _client(REVIEWER), _client(SECRETARY)
    branch = Branch.objects.get(name="测算第7小学党支部")
    person = Member.objects.filter(branch=branch).order_by("pk")[0]
    pages = [
        ("roster of a branch", secretary, f"/members/branches/{branch.pk}/"),
        ("roster, search by pinyin", secretary, f"/members/branches/{branch.pk}/?q=li"),
        ("a person", secretary, f"/members/{person.pk}/"),
        ("groups", secretary, f"/members/branches/{branch.pk}/groups/"),
        ("committee", secretary, f"/members/branches/{branch.pk}/committee/"),
        ("transfers", secretary, f"/members/branches/{branch.pk}/transfers/"),
        ("district, branches", reviewer, "/members/district/"),
        ("district, last page", reviewer, f"/members/district/?page={BRANCHES // 30}"),
        ("district, what to look at", reviewer, "/members/district/?only=1"),
        ("search, name", reviewer, f"/members/search/?q={person.name}"),
        ("search, surname", reviewer, f"/members/search/?q={person.name[0]}"),
        ("search, initials", reviewer, f"/members/search/?q={person.name_initials}"),
        ("search, one letter", reviewer, "/members/search/?q=l"),
        ("search, one letter, page 50", reviewer, "/members/search/?q=l&page=50"),
    ]
    print(f"{'page':30} {'queries':>7} {'median':>9} {'largest':>9}")
    for name, client, url in pages:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        count = len(queries)  # the next request empties the log
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            client.get(url)
            times.append((time.perf_counter() - start) * 1000)
        print(f"{name:30} {count:7} {statistics.median(times):6.0f} ms {max(times):6.0f} ms")


def _client(username: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SECURE_SSL_REDIRECT = False
    call_command("migrate", verbosity=0)
    if not Member.objects.exists():
        fill()
    print(
        f"{connection.vendor}, {Member.objects.count()} people, {datetime.now(timezone.get_current_timezone()):%Y-%m-%d}"
    )
    measure()
