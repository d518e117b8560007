"""A big city for the other benchmarks: `python benchmarks/city.py --branches 20000 --years 10` on an empty PostgreSQL of its own.

Below the city lie districts of 1,000 branches with ten areas each. Every branch has a secretary and, for each year, a plan and a place in
that year's planning round: archived in past years, in every state in the last one (of a hundred schools fourteen have not begun, sixteen
draft, twenty-five have submitted, ten are in review, ten returned, twenty-five approved). The papers of the last year have their sections,
schedule lines, snapshots, check reports, copying reports, risks and, where returned, remarks. Rows are made by the database itself
(`INSERT … SELECT`): 20,000 branches and 200,000 plans take about five minutes.

Other benchmarks call `build` with their own sizes, and `benchmarks.city_rows.insert` for rows of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.city_risks import note_risks  # noqa: E402
from benchmarks.city_rows import insert  # noqa: E402
from benchmarks.city_texts import write_texts  # noqa: E402
from branches.models import Branch, District, Role, RoleAssignment, User  # noqa: E402
from plans.models import Plan, PlanningRound, PlanSection, RoundTarget  # noqa: E402

AT = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LAST_YEAR = AT.year
DISTRICT_SIZE, AREA_SIZE = 1000, 100
#: Log-ins; everybody's password is unusable, a test client enters by `force_login`.
CITY_REVIEWER, CITY_ADMINISTRATOR, DISTRICT_REVIEWER, SECRETARY = "bench-city", "bench-admin", "bench-district", "s1"
#: Of a hundred schools, up to which number they are in this state; the rest have not begun.
STATES = (("draft", 16), ("submitted", 41), ("in_review", 51), ("returned", 61), ("approved", 86))
_KINDS = (
    "primary",
    "primary",
    "kindergarten",
    "kindergarten",
    "kindergarten",
    "junior",
    "nine_year",
    "senior",
    "special",
)
_STATE = "CASE " + " ".join(f"WHEN x < {bound} THEN '{state}'" for state, bound in STATES) + " ELSE 'not_begun' END"


def build(*, branches: int, years: int) -> None:
    """Fill an empty, migrated database. Prints how long each part took."""
    clock = _Clock()
    city = _districts(branches)
    _branches(branches)
    reviewer = _people(city)
    clock.say("organisations", branches)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR):
        _round(city, year, reviewer)
        _papers(year, reviewer, "'archived'", "TRUE")
        clock.say(f"plans of {year}", branches)
    _round(city, LAST_YEAR, reviewer)
    _papers(LAST_YEAR, reviewer, _STATE, f"x < {STATES[-1][1]}")
    clock.say(f"plans of {LAST_YEAR}", branches)
    write_texts(reviewer=reviewer, secretary=User.objects.get(username=SECRETARY), at=AT)
    note_risks(AT)
    clock.say("texts, reports, remarks", branches)
    analyse()
    clock.say("statistics", 1)


def analyse() -> None:
    """Statistics for the planner, and the visibility map that lets it answer from an index alone."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class _Clock:
    def __init__(self) -> None:
        self.start = time.perf_counter()

    def say(self, what: str, number: int) -> None:
        now = time.perf_counter()
        print(f"{what:24} {number:8,} in {now - self.start:6.1f} s", flush=True)
        self.start = now


def _districts(branches: int) -> District:
    city = District.objects.create(name="测算市教育工委", code="cs", path="cs/")
    districts = [
        District(name=f"测算{n}区教育工委", code=f"q{n}", parent=city, path=f"cs/q{n}/")
        for n in range(-(-branches // DISTRICT_SIZE))
    ]
    District.objects.bulk_create(districts)
    District.objects.bulk_create(
        District(name=f"{above.name[:-4]}第{n}片区", code=f"p{n}", parent=above, path=f"{above.path}p{n}/")
        for above in districts
        for n in range(DISTRICT_SIZE // AREA_SIZE)
    )
    return city


def _branches(number: int) -> None:
    kinds = "ARRAY[" + ", ".join(f"'{kind}'" for kind in _KINDS) + "]"
    insert(
        Branch,
        f"generate_series(1, {number}) n JOIN branches_district d"
        f" ON d.path = 'cs/q' || (n - 1) / {DISTRICT_SIZE} || '/p' || mod(n - 1, {DISTRICT_SIZE}) / {AREA_SIZE} || '/'",
        district_id="d.id",
        name="'测算第' || n || '学校党支部'",
        school_name="'测算第' || n || '学校'",
        short_name="n || '校'",
        school_kind=f"({kinds})[1 + mod(n * 7, {len(_KINDS)})]",
    )


def _people(city: District) -> User:
    numbered = "substr(b.school_name, 4, length(b.school_name) - 5)"
    insert(
        User,
        "branches_branch b",
        username=f"'s' || {numbered}",
        display_name=f"'书记' || {numbered}",
        password="'!'",  # noqa: S106
        date_joined="now()",
        must_change_password="FALSE",  # noqa: S106
    )
    insert(
        RoleAssignment,
        f"branches_branch b JOIN branches_user u ON u.username = 's' || {numbered}",
        user_id="u.id",
        branch_id="b.id",
        role="'secretary'",
        starts_on="DATE '2020-01-01'",
    )
    people = {}
    first = District.objects.get(path="cs/q0/")
    for name, role, place in (
        (CITY_REVIEWER, Role.REVIEWER, city),
        (CITY_ADMINISTRATOR, Role.DISTRICT_ADMINISTRATOR, city),
        (DISTRICT_REVIEWER, Role.REVIEWER, first),
    ):
        people[name] = User.objects.create(username=name, display_name=name, must_change_password=False)
        RoleAssignment.objects.create(user=people[name], role=role, district=place, starts_on=AT.date().replace(2020))
    return people[CITY_REVIEWER]


def _round(city: District, year: int, by: User) -> None:
    closed = year < LAST_YEAR
    PlanningRound.objects.create(
        district=city,
        title=f"{year}年党支部工作计划",
        cycle="year",
        year=year,
        opens_on=AT.date().replace(year, 1, 5),
        due_on=AT.date().replace(year, 3, 5),
        state="closed" if closed else "open",
        created_by=by,
        created_at=AT,
        changed_at=AT,
        opened_by=by,
        opened_at=AT,
        closed_by=by if closed else None,
        closed_at=AT if closed else None,
    )


def _papers(year: int, reviewer: User, state: str, begun: str) -> None:
    """A year's plans, then the places in its round. `x` is a number of 0 to 99 that scatters the schools."""
    numbered = (
        "(SELECT b.*, d.path, mod(abs(hashtext(b.id::text)), 100) AS x, (row_number() OVER (ORDER BY d.path, b.id)) AS place"
        " FROM branches_branch b JOIN branches_district d ON d.id = b.district_id) s"
    )
    schools = (
        f"{numbered} JOIN branches_roleassignment a ON a.branch_id = s.id JOIN plans_planninground r ON r.year = {year}"
    )
    status = f"({state})"
    handed_in = f"{status} <> 'draft'"
    moment = f"TIMESTAMPTZ '{year}-02-20 09:00+08' + s.x * INTERVAL '3 hours'"
    if year == LAST_YEAR:
        schools_begun = f"{schools} WHERE {begun}"
    else:
        schools_begun = schools
    insert(
        Plan,
        schools_begun,
        branch_id="s.id",
        status=status,
        round_id="r.id",
        title=f"s.name || '{year}年工作计划'",
        cycle="'year'",
        year=str(year),
        submission_count=f"({handed_in})::int",
        return_count=f"({status} = 'returned')::int",
        submitted_at=f"CASE WHEN {handed_in} THEN {moment} END",
        decided_at=f"CASE WHEN {status} IN ('returned', 'approved', 'archived') THEN {moment} + INTERVAL '5 days' END",
        claimed_by_id=f"CASE WHEN {status} IN ('in_review', 'approved', 'archived') THEN '{reviewer.pk}'::uuid END",
        claimed_at=f"CASE WHEN {status} IN ('in_review', 'approved', 'archived') THEN {moment} + INTERVAL '2 days' END",
        signature="s.name",
        created_by_id="a.user_id",
        created_at=f"TIMESTAMPTZ '{year}-02-01 09:00+08'",
    )
    insert(
        RoundTarget,
        f"{schools} LEFT JOIN plans_plan p ON p.branch_id = s.id AND p.year = {year}",
        round_id="r.id",
        branch_id="s.id",
        district_id="s.district_id",
        school_kind="s.school_kind",
        place="s.place",
        due_on="r.due_on",
        plan_id="p.id",
        state="CASE WHEN p.id IS NULL THEN 'not_begun' WHEN p.status = 'archived' THEN 'approved' ELSE p.status END",
        changed_at="r.opened_at",
    )


def facts() -> dict[str, Any]:
    """How big the city is, to be printed above figures."""
    return {
        "branches": Branch.objects.count(),
        "plans": Plan.objects.count(),
        "targets": RoundTarget.objects.count(),
        "sections": PlanSection.objects.count(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=20_000)
    parser.add_argument("--years", type=int, default=10)
    given = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("BRANCHPLAN_DATABASE_URL of a PostgreSQL of its own, please")
    call_command("migrate", verbosity=0)
    if Branch.objects.exists():
        raise SystemExit("this database is in use")
    build(branches=given.branches, years=given.years)
    print(json.dumps(facts()))


if __name__ == "__main__":
    main()
