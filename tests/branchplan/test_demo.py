"""What the demo data show: read only, built once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from difflib import SequenceMatcher

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from branches.models import AuditEntry, Branch, Role, RoleAssignment, SchoolKind, User
from branches.services.audit import verify
from branchplan.demo.accounts import ACCOUNTS
from branchplan.demo.build import build
from branchplan.demo.people import PASSWORD
from branchplan.demo.wording import TEXTS
from calendar_events.models import (
    ActivityRecord,
    AgendaItem,
    CollectionList,
    RecordPerson,
    RecordRevision,
    RecordState,
)
from calendar_events.selectors.collections import counts_for, late_collections
from calendar_events.selectors.months import calendar_of
from calendar_events.selectors.record_lists import unrecorded
from calendar_events.selectors.talks import talk_matrix
from notices.models import Notice
from plans.domain.period import Cycle
from plans.models import Plan
from regulations.domain.activities import ActivityKind
from workflow.domain.transitions import Status
from workflow.models import ReviewComment, Snapshot

TODAY = date(2026, 11, 20)
#: A paper waits for its second review; nobody has begun it.
SECOND = {Status.RECHECKING}
#: Without it pytest-django makes no test database when this file runs alone.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Built once for all tests of this file, which only read, and rolled back behind them."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(TODAY)
        yield
        transaction.set_rollback(True)


def body_of(plan: Plan) -> str:
    """Sections without headings, school names and years taken out: what is left should differ."""
    text = "\n".join(row.body for row in plan.sections.present())
    return text.replace(plan.branch.school_name, "").replace(plan.branch.short_name, "")


def test_a_dozen_schools_of_eight_kinds_and_three_years() -> None:
    assert Branch.objects.count() == 12
    assert len(set(Branch.objects.values_list("school_kind", flat=True))) == 8
    assert Branch.objects.values("organisation_type").distinct().count() == 3
    assert {Cycle(c) for c in Plan.objects.values_list("cycle", flat=True)} == set(Cycle)
    assert {2024, 2025, 2026, 2027} == set(Plan.objects.values_list("year", flat=True))


def test_plans_stand_in_every_state() -> None:
    assert set(Plan.objects.values_list("status", flat=True)) == set(Status) - SECOND


def test_one_returned_plan_has_numbered_issues_and_one_answer() -> None:
    plan = Plan.objects.get(status=Status.RETURNED)
    issues = ReviewComment.objects.of(plan).filter(is_issue=True).order_by("number")
    assert [issue.number for issue in issues] == [1, 2, 3]
    assert [bool(issue.reply) for issue in issues] == [True, False, False]


def test_remarks_in_a_running_review_are_not_published() -> None:
    plan = Plan.objects.get(status=Status.IN_REVIEW, branch__short_name="青榆三中")
    assert ReviewComment.objects.of(plan).count() == 3
    assert not ReviewComment.objects.of(plan).filter(published_at__isnull=False).exists()


def test_an_approved_plan_was_replaced_by_its_second_revision() -> None:
    revision = Plan.objects.get(revision=2, status=Status.APPROVED)
    assert revision.amends.status == Status.ARCHIVED
    assert revision.items.present().count() == revision.amends.items.present().count() + 1


def test_an_amendment_is_in_the_making_beside_the_plan_in_force() -> None:
    revision = Plan.objects.get(revision=2, status=Status.DRAFT)
    assert revision.amends.status == Status.APPROVED


def test_approved_plans_were_approved_by_a_reviewer() -> None:
    actors = AuditEntry.objects.filter(action="workflow.approve").values_list("actor__username", flat=True)
    assert set(actors) == {"he", "shen", "ji"}


def test_nothing_lies_after_today_and_the_trail_is_whole() -> None:
    evening = timezone.make_aware(datetime(2026, 11, 20, 23, 59))
    assert not AuditEntry.objects.filter(at__gt=evening).exists()
    assert not Snapshot.objects.filter(taken_at__gt=evening).exists()
    assert list(verify()) == []


def test_entries_of_one_school_stand_in_the_order_of_time() -> None:
    for branch in Branch.objects.all():
        times = list(AuditEntry.objects.filter(branch=branch).order_by("number").values_list("at", flat=True))
        assert times == sorted(times), branch.short_name


def test_a_member_sees_lines_of_this_month_and_their_own() -> None:
    calendar = calendar_of(User.objects.get(username="tang"), [TODAY.replace(day=1)])
    assert len(calendar.months[0].lines) + len(calendar.months[0].events) >= 3
    year = calendar_of(User.objects.get(username="song"), [date(2026, month, 1) for month in range(1, 13)])
    # Group lines that were given a day are hers as events too.
    assert any(event.pk in month.mine for month in year.months for event in month.events)


def test_printed_accounts_exist_open_with_the_password_and_cover_every_role() -> None:
    users = User.objects.in_bulk([row[0] for row in ACCOUNTS], field_name="username")
    assert len(users) == len(ACCOUNTS)
    assert all(not user.must_change_password for user in users.values())
    assert users["lin"].check_password(PASSWORD)
    roles = set(RoleAssignment.objects.filter(user__in=users.values()).values_list("role", flat=True))
    assert roles >= set(Role) - {Role.PUBLICITY_COMMISSIONER, Role.DISCIPLINE_COMMISSIONER}


def test_what_was_held_has_records_in_every_state() -> None:
    records = ActivityRecord.objects.filter(branch__short_name="青榆一小")
    assert {row.state for row in records} == set(RecordState)
    assert RecordRevision.objects.filter(record__in=records).exists()
    assert RecordPerson.objects.filter(record__in=records, made_up_on__isnull=False).exists()
    assert AgendaItem.objects.filter(record__in=records, yes__gt=0).exists()
    assert 3 <= unrecorded(Branch.objects.get(short_name="青榆一小"), TODAY).count <= 6


def test_lists_are_partly_handed_in_and_talks_partly_done() -> None:
    branch = Branch.objects.get(short_name="青榆一小")
    lists = list(CollectionList.objects.filter(branch=branch))
    counts = counts_for(lists).values()
    assert all(0 < met < asked for asked, met in counts)
    assert [(row.kind, short) for row, short in late_collections(branch, TODAY)] == [("integrity_pledges", 3)]
    matrix = talk_matrix(branch, TODAY.year, TODAY)
    assert matrix.pairs_done
    assert matrix.pairs_open
    assert 0 < len(matrix.without_committee) < len(matrix.rows)


def test_names_in_the_table_are_the_names_of_the_accounts() -> None:
    stored = dict(User.objects.values_list("username", "display_name"))
    assert [stored[login] for login, *_ in ACCOUNTS] == [name for _, name, *_ in ACCOUNTS]


def test_schools_of_one_kind_and_years_of_one_school_say_different_things() -> None:
    plans = list(Plan.objects.filter(cycle="year", revision=1, part=0).select_related("branch"))
    for plan in plans:
        for other in plans:
            same_kind = plan.branch.school_kind == other.branch.school_kind
            if plan.pk < other.pk and same_kind and (plan.year == other.year or abs(plan.year - other.year) == 1):
                ratio = SequenceMatcher(None, body_of(plan), body_of(other), autojunk=False).ratio()
                assert ratio < 0.9, (str(plan), str(other))


def test_schedule_lines_name_their_kind() -> None:
    counts = Counter(Plan.objects.values_list("items__kind", flat=True))
    needed = set(ActivityKind) - {ActivityKind.OTHER}
    assert needed <= set(counts)


def test_old_messages_are_read_and_the_newest_are_not() -> None:
    assert Notice.objects.filter(recipient__username="lin", read_at__isnull=True).exists()
    assert Notice.objects.filter(recipient__username="lin", read_at__isnull=False).exists()


def test_every_kind_of_school_has_texts_or_borrows_them() -> None:
    written = {path.stem for path in TEXTS.glob("*.toml")} - {"common"}
    assert set(SchoolKind.values) - written == {"twelve_year", "other"}
