from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from branches.models import Branch, District, RoleAssignment
from branches.permissions import (
    NotAllowed,
    check_can_administer,
    check_can_review,
    check_can_write_for,
)
from branches.scope import forget_scope, scope_of
from branches.services.accounts import end_role, give_role
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_the_scope_is_read_in_one_query(cast: Cast, django_assert_num_queries):
    forget_scope(cast.duan)
    with django_assert_num_queries(1):
        scope = scope_of(cast.duan)
        assert len(scope.held) == 2
    with django_assert_num_queries(0):
        assert scope_of(cast.duan) is scope


def test_a_member_knows_their_own_branch_only(cast: Cast):
    assert list(Branch.objects.visible_to(cast.tang)) == [cast.branch]


def test_a_reviewer_sees_the_branches_below_the_district_and_no_others(cast: Cast):
    assert set(Branch.objects.visible_to(cast.he)) == {cast.branch, cast.kindergarten}
    assert set(Branch.objects.visible_to(cast.bai)) == {cast.far_branch}


def test_a_role_in_the_city_reaches_all_its_districts(cast: Cast):
    give_role(
        user=cast.he,
        role="reviewer",
        organisation=cast.city,
        starts_on=date(2025, 9, 1),
        by=None,
        at=NOW,
    )
    assert Branch.objects.visible_to(cast.he).count() == 3
    assert District.objects.visible_to(cast.he).count() == 3


def test_roles_count_from_their_first_to_their_last_day(cast: Cast):
    assignment = RoleAssignment.objects.get(user=cast.lin)
    assignment.ends_on = date(2026, 3, 31)
    assignment.save()
    assert scope_of(cast.lin, on=date(2025, 8, 31)).held == ()
    assert len(scope_of(cast.lin, on=date(2025, 9, 1)).held) == 1
    assert len(scope_of(cast.lin, on=date(2026, 3, 31)).held) == 1
    assert scope_of(cast.lin, on=date(2026, 4, 1)).held == ()


def test_an_ended_role_opens_nothing_any_more(cast: Cast):
    assignment = RoleAssignment.objects.get(user=cast.lin)
    end_role(
        assignment=assignment,
        last_day=localdate() - timedelta(days=1),
        by=cast.wei,
        at=NOW,
    )
    forget_scope(cast.lin)
    with pytest.raises(NotAllowed, match="书记和支部委员"):
        check_can_write_for(cast.lin, cast.branch)


def test_nobody_reviews_their_own_school(cast: Cast):
    with pytest.raises(NotAllowed, match="不能审核本单位"):
        check_can_review(cast.duan, cast.branch)
    check_can_review(cast.duan, cast.kindergarten)


def test_a_reviewer_of_another_district_may_not_review(cast: Cast):
    with pytest.raises(NotAllowed, match="上级教育工委的审核员"):
        check_can_review(cast.bai, cast.branch)


def test_an_administrator_rules_the_own_subtree_only(cast: Cast):
    check_can_administer(cast.wei, cast.district)
    with pytest.raises(NotAllowed):
        check_can_administer(cast.wei, cast.other_district)
    with pytest.raises(NotAllowed):
        check_can_administer(cast.wei, cast.city)


def test_an_inactive_branch_gives_no_roles(cast: Cast):
    Branch.objects.filter(pk=cast.branch.pk).update(is_active=False)
    forget_scope(cast.lin)
    assert scope_of(cast.lin).held == ()


def test_giving_the_same_role_twice_makes_one(cast: Cast):
    again = give_role(
        user=cast.lin,
        role="secretary",
        organisation=cast.branch,
        starts_on=date(2026, 1, 1),
        by=None,
        at=NOW,
    )
    assert list(RoleAssignment.objects.filter(user=cast.lin)) == [again]
