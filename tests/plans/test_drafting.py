from datetime import date

import pytest
from django.db import IntegrityError, transaction

from branches.permissions import NotAllowed
from members.models import Member
from plans.domain.period import Cycle, Period
from plans.models import Plan
from plans.services.drafting import amend_plan, create_plan
from plans.services.editing import PlanTextError
from plans.services.review import approve_plan, submit_plan
from tests.cast import NOW, Cast, plan_at, plan_draft
from workflow.domain.transitions import Action, Status
from workflow.services.perform import InvalidTransition, perform

pytestmark = pytest.mark.django_db


def test_a_commissioner_may_draft_and_a_member_may_not(cast: Cast):
    plan = create_plan(branch=cast.branch, draft=plan_draft(), source="blank", by=cast.qiao, at=NOW)
    assert plan.status == Status.DRAFT
    other = plan_draft(period=Period(Cycle.CALENDAR_YEAR, 2027))
    for name in ("song", "tang", "fang", "he", "wei"):
        with pytest.raises(NotAllowed):
            create_plan(
                branch=cast.branch,
                draft=other,
                source="blank",
                by=cast.people[name],
                at=NOW,
            )


def test_a_branch_has_one_plan_for_a_period(cast: Cast):
    plan_at(cast, Status.DRAFT)
    with pytest.raises(PlanTextError, match="2026年的工作计划已经有了（草稿）"):
        create_plan(branch=cast.branch, draft=plan_draft(), source="blank", by=cast.lin, at=NOW)


def test_the_database_refuses_a_second_plan_in_the_making(cast: Cast):
    plan = plan_at(cast, Status.DRAFT)
    with (
        pytest.raises(IntegrityError, match=r"plan_one_in_the_making|UNIQUE"),
        transaction.atomic(),
    ):
        Plan.objects.create(
            branch=cast.branch,
            cycle="year",
            year=2026,
            revision=2,
            amends=plan,
            created_by=cast.lin,
            created_at=NOW,
        )


def test_a_semester_without_its_number_is_refused_by_the_database(cast: Cast):
    with (
        pytest.raises(IntegrityError, match="plan_part_fits_cycle"),
        transaction.atomic(),
    ):
        Plan.objects.create(
            branch=cast.branch,
            cycle="semester",
            year=2026,
            created_by=cast.lin,
            created_at=NOW,
        )


def test_amending_copies_words_links_and_origins_and_leaves_the_approved_plan_alone(
    cast: Cast,
):
    plan = plan_at(cast, Status.DRAFT)
    item = plan.items.present().first()
    item.measure = plan.sections.get(heading="过好组织生活")
    item.responsible_member = Member.objects.get(user=cast.tang)
    item.save()
    plan = _approve(plan, cast)
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    assert (revision.revision, revision.status, revision.amends_id) == (
        2,
        Status.DRAFT,
        plan.pk,
    )
    old, new = list(plan.sections.present()), list(revision.sections.present())
    assert [(s.origin, s.heading, s.body) for s in old] == [(s.origin, s.heading, s.body) for s in new]
    assert {s.pk for s in old}.isdisjoint(s.pk for s in new)
    copied = revision.items.present().get(origin=item.origin)
    assert (copied.measure.heading, copied.measure.plan_id) == (
        "过好组织生活",
        revision.pk,
    )
    assert (copied.responsible_member.name, copied.responsible_text) == ("唐果", "")
    plan.refresh_from_db()
    assert plan.status == Status.APPROVED


def test_a_plan_is_amended_once_at_a_time(cast: Cast):
    plan = plan_at(cast, Status.APPROVED)
    amend_plan(plan=plan, by=cast.lin, at=NOW)
    with pytest.raises(InvalidTransition, match="已经有一个正在修改的修订版"):
        amend_plan(plan=plan, by=cast.lin, at=NOW)


def test_only_an_approved_plan_is_amended(cast: Cast):
    with pytest.raises(InvalidTransition, match="只有已审定的计划"):
        amend_plan(plan=plan_at(cast, Status.SUBMITTED), by=cast.lin, at=NOW)


def test_approving_a_revision_archives_the_one_it_replaces(cast: Cast):
    plan = plan_at(cast, Status.APPROVED)
    revision = _approve(amend_plan(plan=plan, by=cast.lin, at=NOW), cast)
    plan.refresh_from_db()
    assert (plan.status, revision.status) == (Status.ARCHIVED, Status.APPROVED)
    assert list(Plan.objects.in_force()) == [revision]


def test_the_draft_keeps_the_order_and_the_months(cast: Cast):
    plan = plan_at(cast, Status.DRAFT)
    assert [s.heading or s.kind for s in plan.sections.present()] == [
        "preamble", "指导思想", "主要措施", "过好组织生活", "带好青年教师", "行事历", "closing",
    ]  # fmt: skip
    lines = [(i.first_month.month, i.last_month.month, i.text) for i in plan.items.present()]
    assert lines == [
        (1, 1, "召开支委会，讨论全年工作"),
        (3, 3, "主题党日：走进社区服务站"),
        (3, 4, "青年教师结对听课"),
        (12, 12, "召开支部党员大会，总结全年工作"),
    ]
    assert plan.signed_on == date(2026, 3, 2)


def _approve(plan: Plan, cast: Cast) -> Plan:
    plan = submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    plan = perform(plan, Action.CLAIM, by=cast.he, at=NOW)
    return approve_plan(plan=plan, comment="", by=cast.he, at=NOW)
