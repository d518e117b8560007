"""A big city for the other benchmarks: `python benchmarks/city.py --branches 20000 --years 10` on an empty PostgreSQL of its own.

Below the city lie districts of 1,000 branches with ten areas each. Every branch has a secretary and, for each year, a plan and a place in
that year's planning round: archived in past years, in every state in the last one (of a hundred schools fourteen have not begun, sixteen
draft, twenty-five have submitted, ten are in review, ten returned, twenty-five approved). The papers of the last year have their sections,
schedule lines, snapshots, check reports, copying reports and, where returned, remarks. Rows are made by the database itself
(`INSERT … SELECT`): 20,000 branches and 200,000 plans take about five minutes on two shared cores.

Other benchmarks call `build` with their own sizes, and `insert` for rows of their own.
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
from django.db import connection, models  # noqa: E402
from django.db.models import Model  # noqa: E402

from branches.models import Branch, District, Role, RoleAssignment, User  # noqa: E402
from plans.domain.customary import blank_draft  # noqa: E402
from plans.domain.draft import ItemDraft, PlanDraft, SectionDraft  # noqa: E402
from plans.domain.period import Cycle, Period  # noqa: E402
from plans.models import (  # noqa: E402
    CheckedActivity,
    CheckReportRecord,
    CopyingReport,
    Plan,
    PlanItem,
    PlanningRound,
    PlanSection,
    RoundTarget,
)
from plans.services.drafting import create_plan  # noqa: E402
from plans.services.review import submit_plan  # noqa: E402
from workflow.models import ReviewComment, Snapshot  # noqa: E402

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


def insert(model: type[Model], source: str, **columns: str) -> int:
    """INSERT … SELECT: `columns` are SQL expressions over the rows of `source` (what follows FROM), by column name.

    What is not named gets the field's default, a new key, NULL or an empty text. Returns the number of rows.
    """
    names, expressions, parameters = [], [], []
    for field in model._meta.concrete_fields:
        name = field.column or ""
        if name in columns:
            expression = columns[name]
        elif isinstance(field, models.AutoField):
            continue
        elif isinstance(field, models.UUIDField) and field.has_default():
            expression = "gen_random_uuid()"
        elif field.null:
            expression = "NULL"
        else:
            expression = "%s"
            parameters.append(field.get_db_prep_save(field.get_default(), connection))
        names.append(f'"{name}"')
        expressions.append(expression)
    given = ", ".join(names)
    with connection.cursor() as cursor:
        statement = f'INSERT INTO "{model._meta.db_table}" ({given}) SELECT {", ".join(expressions)} FROM {source}'  # noqa: S608
        cursor.execute(statement, parameters)
        return cursor.rowcount


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
    _texts(reviewer)
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
    schools = (
        "(SELECT b.*, d.path, mod(abs(hashtext(b.id::text)), 100) AS x, (row_number() OVER (ORDER BY d.path, b.id)) AS place"
        " FROM branches_branch b JOIN branches_district d ON d.id = b.district_id) s"
        " JOIN branches_roleassignment a ON a.branch_id = s.id"
        f" JOIN plans_planninground r ON r.year = {year}"  # noqa: S608
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
    )


def _texts(reviewer: User) -> None:
    """What the last year's papers say: that of one plan, written and handed in as schools do, for all of them."""
    model, snapshot, report = _model_plan()
    papers = f"plans_plan p WHERE p.year = {LAST_YEAR} AND p.id <> '{model.pk}'"
    handed_in = f"{papers} AND p.status <> 'draft'"
    copied = {"changed_at": "now()", "version": "1"}
    for kind in (PlanSection, PlanItem):
        same = [f.column for f in kind._meta.concrete_fields if f.column not in {"id", "plan_id", "origin", *copied}]
        rows = f"{kind._meta.db_table} t, {papers} AND t.plan_id = '{model.pk}'"
        insert(kind, rows, plan_id="p.id", **copied, **{column: f't."{column}"' for column in same})
    insert(
        Snapshot,
        f"workflow_snapshot t, {handed_in} AND t.id = '{snapshot.pk}'",
        document_kind="'plans.plan'",
        document_id="p.id",
        number="1",
        reason="'submit'",
        content="jsonb_set(t.content, '{title}', to_jsonb(p.title))",
        sha256="t.sha256",
        taken_by_id="p.created_by_id",
        taken_at="p.submitted_at",
    )
    scatter = "abs(hashtext(p.id::text))"
    insert(
        CheckReportRecord,
        f"plans_checkreportrecord t, {handed_in} AND t.id = '{report.pk}'",
        plan_id="p.id",
        submission="1",
        number="1",
        content="t.content",
        errors=f"greatest(0, mod({scatter}, 9) - 4)",
        warnings=f"mod({scatter}, 7)",
        infos="3",
        dismissed="0",
        checked_at="p.submitted_at",
    )
    insert(
        CheckedActivity,
        f"plans_checkedactivity t JOIN plans_checkreportrecord r ON t.report_id = '{report.pk}' AND r.id <> t.report_id",
        report_id="r.id",
        kind="t.kind",
        name="t.name",
        position="t.position",
        verdict="CASE WHEN mod(abs(hashtext(r.id::text || t.kind)), 5) = 0 THEN 'below' ELSE 'met' END",
    )
    _compared_and_returned(handed_in, scatter, reviewer)


def _compared_and_returned(handed_in: str, scatter: str, reviewer: User) -> None:
    insert(
        CopyingReport,
        f"workflow_snapshot t, {handed_in} AND t.document_id = p.id",
        plan_id="p.id",
        submission="1",
        snapshot_id="t.id",
        share=f"greatest(0, mod({scatter}, 500) - 250)",
        reused_share=f"mod({scatter}, 800)",
        letters="3000",
        own_letters="2500",
        copied_letters="0",
        quotation_letters="300",
        template_letters="200",
        copied_passages="0",
        copied_headings="0",
        sources="'[]'",
        compared_at="p.submitted_at",
    )
    insert(
        ReviewComment,
        f"generate_series(1, 3) n, plans_plan p WHERE p.year = {LAST_YEAR} AND p.status = 'returned'",
        document_kind="'plans.plan'",
        document_id="p.id",
        submission="1",
        number="n",
        body="'第' || n || '条：请写明时间和责任人。'",
        author_id=f"'{reviewer.pk}'::uuid",
        created_at="p.decided_at",
        published_at="p.decided_at",
    )


def _model_plan() -> tuple[Plan, Snapshot, CheckReportRecord]:
    """The plan of one branch, written and handed in as schools do, with its snapshot and report."""
    secretary = User.objects.get(username=SECRETARY)
    branch = Branch.objects.select_related("district").get(assignments__user=secretary)
    period = Period(Cycle.CALENDAR_YEAR, LAST_YEAR)
    RoundTarget.objects.filter(branch=branch, round__year=LAST_YEAR).update(plan=None, state="not_begun")
    Plan.objects.filter(branch=branch, year=LAST_YEAR).delete()
    plan = create_plan(branch=branch, draft=_draft(period, branch.name), source="blank", by=secretary, at=AT)
    plan = submit_plan(plan=plan, comment="", by=secretary, at=AT)
    snapshot = Snapshot.objects.get(document_id=plan.pk)
    return plan, snapshot, CheckReportRecord.objects.get(plan=plan)


def _draft(period: Period, name: str) -> PlanDraft:
    blank = blank_draft(period, organisation=name, school_kind="primary")
    text = "围绕教书育人的中心工作，把支部建在年级组，党员带头上好每一节课，每学期检查一次落实情况。\n" * 4
    sections = [SectionDraft(row.kind, row.level, row.heading, text.strip()) for row in blank.sections]
    items = [
        ItemDraft(month, month, f"{month.month}月{words}", kind)
        for month in period.months
        for words, kind in (("主题党日：走进社区", "theme_day"), ("召开支委会，研究本月工作", "committee_meeting"))
    ]
    return PlanDraft(period, blank.title, sections, items, name)


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
