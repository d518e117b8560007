"""How many members make a branch and need a committee, at the limits. Numbers by hand from 支部工作条例 Arts. 4, 5, 20."""

from __future__ import annotations

from datetime import date

import pytest

from branches.models import Branch
from members.domain.size import SizeFacts, size_checks, size_findings
from members.models import Member
from members.selectors.committee import size_facts, size_of, sizes_of
from members.services.committee import record_term, take_post
from regulations.domain.packs import national_rule_book
from tests.cast import NOW, TODAY, Cast
from tests.members.desks import enter, entry_of

ON = date(2026, 3, 2)

# full members, probationary members, has a committee, is a branch, people in posts, deputies → codes of the findings
TABLE = [
    (2, 0, False, True, None, 0, ["SIZE_TOO_FEW"]),
    (2, 40, False, True, None, 0, ["SIZE_TOO_FEW"]),  # probationary members do not make a branch
    (3, 0, False, True, None, 0, []),
    (6, 0, False, True, None, 0, []),
    (6, 9, False, True, None, 0, []),  # nor a committee
    (6, 0, True, True, None, 0, ["COMMITTEE_NOT_DUE"]),
    (7, 0, False, True, None, 0, ["COMMITTEE_MISSING"]),
    (7, 0, True, True, None, 0, []),
    (50, 0, True, True, 5, 1, []),
    (49, 1, True, True, 5, 1, []),
    (49, 2, True, True, 5, 1, ["SIZE_TOO_MANY"]),  # both kinds count for fifty
    (51, 0, True, True, 5, 1, ["SIZE_TOO_MANY"]),
    (51, 0, True, False, 7, 1, ["COMMITTEE_LARGE"]),  # a 党总支 or 党委 has no such limit
    (2, 0, False, False, None, 0, []),
    (20, 0, True, True, 2, 0, ["COMMITTEE_TOO_SMALL"]),
    (20, 0, True, True, 3, 0, []),
    (20, 0, True, True, 5, 1, []),
    (20, 0, True, True, 6, 1, ["COMMITTEE_LARGE"]),
    (20, 0, True, True, 7, 1, ["COMMITTEE_LARGE"]),
    (20, 0, True, True, 8, 1, ["COMMITTEE_TOO_LARGE"]),
    (20, 0, True, True, 5, 2, ["DEPUTIES_TOO_MANY"]),
]


@pytest.mark.parametrize(("full", "probationary", "committee", "is_branch", "size", "deputies", "codes"), TABLE)
def test_findings_at_the_limits(
    full: int,
    probationary: int,
    committee: bool,
    is_branch: bool,
    size: int | None,
    deputies: int,
    codes: list[str],
) -> None:
    facts = SizeFacts(full, probationary, committee, is_branch, size, deputies)
    assert [finding.code for finding in size_findings(facts, national_rule_book(), ON)] == codes


def test_a_finding_carries_rule_article_and_evidence() -> None:
    (finding,) = size_findings(SizeFacts(7, 1, has_committee=False), national_rule_book(), ON)
    assert (finding.rule, finding.source, finding.evidence, finding.level.value) == (
        "ZB-06",
        "《中国共产党支部工作条例（试行）》第二十条",
        "secondary",
        "warning",
    )
    assert finding.message == "正式党员7名，满7名，应当设立支部委员会。"


def test_met_rules_are_named_as_well() -> None:
    checks = size_checks(SizeFacts(10, 2, True, True, 5, 1), national_rule_book(), ON)
    assert [(check.rule.code, check.met) for check in checks] == [
        ("ZB-01", True),
        ("ZB-02", True),
        ("ZB-06", True),
        ("ZB-07", True),
    ]
    assert checks[0].message == "正式党员10名，满3名，应当成立党支部。"


def test_only_people_on_the_roster_are_counted(cast: Cast) -> None:
    enter(cast.branch, "甲", "乙", status="probationary")
    enter(cast.branch, "丙", "丁", status="activist")
    enter(cast.branch, "戊", is_active=False)
    facts = size_facts([cast.branch, cast.kindergarten], TODAY)
    assert (facts[cast.branch.pk].full_members, facts[cast.branch.pk].probationary_members) == (4, 2)
    assert (facts[cast.kindergarten.pk].full_members, facts[cast.kindergarten.pk].members) == (2, 2)


def test_the_numbers_follow_every_change_of_standing(cast: Cast) -> None:
    enter(cast.branch, "甲", "乙", "丙", status="full")
    size = size_of(cast.branch, TODAY)
    assert (size.facts.full_members, [finding.code for finding in size.findings]) == (7, [])
    Member.objects.filter(name="甲").update(status="probationary")
    size = size_of(cast.branch, TODAY)
    assert (size.facts.full_members, [finding.code for finding in size.findings]) == (6, ["COMMITTEE_NOT_DUE"])


def test_a_person_with_two_posts_is_one_of_the_committee(cast: Cast) -> None:
    term = record_term(branch=cast.branch, facts={"elected_on": date(2024, 6, 1)}, by=cast.lin, at=NOW)
    for user, post in (("lin", "secretary"), ("qiao", "organisation"), ("qiao", "publicity")):
        member = entry_of(cast.people[user])
        take_post(term=term, member=member, post=post, starts_on=date(2024, 6, 1), by=cast.lin, at=NOW)
    assert size_facts([cast.branch], TODAY)[cast.branch.pk].committee_size == 2


def test_a_page_of_the_district_costs_the_same_for_one_branch_and_for_three(
    cast: Cast, django_assert_num_queries: object
) -> None:
    branches = list(Branch.objects.select_related("district").order_by("short_name"))
    with django_assert_num_queries(6):  # type: ignore[operator]
        sizes_of(branches[:1], TODAY)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(sizes_of(branches, TODAY)) == 3
