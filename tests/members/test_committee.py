"""Terms, posts, and when to prepare the next election. Days worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from branches.permissions import NotAllowed
from members.domain.committee import Term, TermState, end_of_term, note_on_shift, notes_on_terms, outlook
from members.models import CommitteePost, CommitteeTerm, Member
from members.selectors.committee import committee_page
from members.services.committee import change_term, leave_post, record_term, take_post
from members.services.people import RosterError, leave_roster
from regulations.domain.packs import national_rule_book
from tests.cast import NOW, TODAY, Cast
from tests.members.desks import client_of, entry_of

BOOK = national_rule_book()
ELECTED = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("elected_on", "ends_on"),
    [
        (date(2023, 9, 15), date(2026, 9, 15)),
        (date(2024, 2, 29), date(2027, 2, 28)),  # no such day in 2027
        (date(2021, 12, 31), date(2024, 12, 31)),
    ],
)
def test_a_term_of_three_years_ends_on_the_day_of_the_election(elected_on: date, ends_on: date) -> None:
    assert end_of_term(elected_on, 3) == ends_on


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 14), TermState.RUNNING),
        (date(2026, 3, 15), TermState.REMINDED),  # six calendar months before 15 September
        (date(2026, 9, 15), TermState.REMINDED),  # on the day itself the election is in time
        (date(2026, 9, 16), TermState.OVERDUE),
    ],
)
def test_the_reminder_begins_half_a_year_before_the_end(today: date, state: TermState) -> None:
    told = outlook(Term(date(2023, 9, 15), date(2026, 9, 15)), BOOK, today)
    assert (told.state, told.reminder_on, told.latest_on) == (state, date(2026, 3, 15), date(2027, 9, 15))
    assert bool(told.message) == (state is not TermState.RUNNING)


def test_the_reminder_of_the_end_of_august_begins_at_the_end_of_february() -> None:
    told = outlook(Term(date(2023, 8, 31), date(2026, 8, 31)), BOOK, date(2026, 1, 1))
    assert told.reminder_on == date(2026, 2, 28)


def test_more_than_a_year_overdue_is_said_differently() -> None:
    term = Term(date(2021, 9, 15), date(2024, 9, 15))
    assert "须经上级批准" in outlook(term, BOOK, date(2025, 9, 15)).message
    assert "一年以上" in outlook(term, BOOK, date(2025, 9, 16)).message


def test_an_approved_postponement_moves_the_reminder() -> None:
    term = Term(date(2023, 9, 15), date(2026, 9, 15), postponed_to=date(2027, 3, 15), approval="青教工委〔2026〕8号")
    told = outlook(term, BOOK, date(2026, 9, 14))
    assert (told.state, told.reminder_on) == (TermState.POSTPONED, date(2026, 9, 15))


def test_without_a_recorded_election_nothing_can_be_reckoned() -> None:
    told = outlook(None, BOOK, TODAY)
    assert (told.state, told.rule.code, told.last_day) == (TermState.NONE, "ZB-09", None)


@pytest.mark.parametrize(
    ("elected_on", "note"),
    [
        (date(2026, 9, 15), ""),
        (date(2026, 7, 1), "提前2个月换届"),
        (date(2026, 9, 5), "提前10天换届"),
        (date(2025, 9, 15), "提前12个月换届"),
        (date(2025, 9, 14), "提前12个月换届，超过1年，须有上级批准"),
        (date(2026, 12, 20), "延期3个月换届"),
        (date(2027, 9, 15), "延期12个月换届"),
        (date(2027, 9, 16), "延期12个月换届，超过1年，须有上级批准"),
    ],
)
def test_early_and_late_elections_are_noted(elected_on: date, note: str) -> None:
    assert note_on_shift(Term(date(2023, 9, 15), date(2026, 9, 15)), elected_on, BOOK) == note


def test_the_oldest_term_has_nothing_before_it() -> None:
    terms = [Term(date(2023, 10, 15), date(2026, 10, 15)), Term(date(2020, 9, 15), date(2023, 9, 15))]
    assert notes_on_terms(terms, BOOK) == ["延期1个月换届", ""]
    assert notes_on_terms([], BOOK) == []


@pytest.fixture
def term(cast: Cast) -> CommitteeTerm:
    return record_term(branch=cast.branch, facts={"elected_on": ELECTED, "number": 4}, by=cast.lin, at=NOW)


def test_years_come_from_the_rule_book(term: CommitteeTerm) -> None:
    assert (term.years, term.ends_on) == (3, date(2027, 6, 20))


def test_the_next_election_ends_the_posts_of_the_term_before(cast: Cast, term: CommitteeTerm) -> None:
    take_post(term=term, member=entry_of(cast.lin), post="secretary", starts_on=ELECTED, by=cast.lin, at=NOW)
    record_term(branch=cast.branch, facts={"elected_on": date(2026, 2, 10)}, by=cast.lin, at=NOW)
    assert CommitteePost.objects.get().ends_on == date(2026, 2, 9)


def test_an_end_announced_for_later_gives_way_to_the_election_and_to_leaving(cast: Cast, term: CommitteeTerm) -> None:
    for who, post in ((cast.lin, "secretary"), (cast.song, "youth")):
        row = take_post(term=term, member=entry_of(who), post=post, starts_on=ELECTED, by=cast.lin, at=NOW)
        leave_post(post=row, ends_on=date(2026, 8, 31), by=cast.lin, at=NOW)
    leave_roster(member=entry_of(cast.song), because="died", left_on=date(2026, 2, 1), by=cast.lin, at=NOW)
    record_term(branch=cast.branch, facts={"elected_on": date(2026, 2, 10)}, by=cast.lin, at=NOW)
    ends = dict(CommitteePost.objects.values_list("post", "ends_on"))
    assert ends == {"secretary": date(2026, 2, 9), "youth": date(2026, 2, 1)}


def test_there_is_one_secretary_at_a_time(cast: Cast, term: CommitteeTerm) -> None:
    row = take_post(term=term, member=entry_of(cast.lin), post="secretary", starts_on=ELECTED, by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="已有在任的支部书记"):
        take_post(term=term, member=entry_of(cast.qiao), post="secretary", starts_on=ELECTED, by=cast.lin, at=NOW)
    leave_post(post=row, ends_on=date(2026, 1, 31), by=cast.lin, at=NOW)
    take_post(term=term, member=entry_of(cast.qiao), post="secretary", starts_on=date(2026, 2, 1), by=cast.lin, at=NOW)
    posts = committee_page(cast.branch, TODAY).lines[0].posts
    assert [(post.member.name, post.ends_on) for post in posts] == [("乔木", None), ("林向阳", date(2026, 1, 31))]


def test_probationary_members_and_strangers_take_no_post(cast: Cast, term: CommitteeTerm) -> None:
    Member.objects.filter(user=cast.tang).update(status="probationary")
    with pytest.raises(RosterError, match="没有表决权"):
        take_post(term=term, member=entry_of(cast.tang), post="youth", starts_on=ELECTED, by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="不在本支部"):
        take_post(term=term, member=entry_of(cast.fang), post="youth", starts_on=ELECTED, by=cast.lin, at=NOW)


def test_nobody_takes_a_post_before_the_election_or_leaves_before_taking_it(cast: Cast, term: CommitteeTerm) -> None:
    with pytest.raises(RosterError, match="不能早于选举日期"):
        take_post(term=term, member=entry_of(cast.lin), post="youth", starts_on=date(2024, 6, 19), by=cast.lin, at=NOW)
    row = take_post(term=term, member=entry_of(cast.lin), post="youth", starts_on=ELECTED, by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="不能早于任职日期"):
        leave_post(post=row, ends_on=date(2024, 6, 19), by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="一年以后"):
        leave_post(post=row, ends_on=date(2027, 6, 20), by=cast.lin, at=NOW)
    wrong = client_of(cast.lin).post(f"/members/posts/{row.pk}/leave/", {"ends_on": "昨天"})
    assert (wrong.status_code, 'value="昨天"' in wrong.content.decode()) == (422, True)


def test_an_election_before_the_rules_of_today_is_recorded_by_the_first_of_them(cast: Cast) -> None:
    row = record_term(branch=cast.branch, facts={"elected_on": date(2015, 6, 20)}, by=cast.lin, at=NOW)
    assert row.ends_on == date(2018, 6, 20)
    for day in ("0001-01-01", "9999-12-31"):
        wrong = client_of(cast.lin).post(f"/members/branches/{cast.branch.pk}/committee/elect/", {"elected_on": day})
        assert (wrong.status_code, "请核对年份" in wrong.content.decode(), day in wrong.content.decode()) == (
            422,
            True,
            True,
        )


def test_a_postponement_needs_an_approval_and_a_later_day(cast: Cast, term: CommitteeTerm) -> None:
    later = {"postponed_to": date(2027, 12, 20)}
    with pytest.raises(RosterError, match="批复文号"):
        change_term(term=term, facts=later, base_version=1, by=cast.lin, at=NOW)
    facts = {"postponed_to": date(2027, 6, 20), "approval": "青教工委〔2027〕3号"}
    with pytest.raises(RosterError, match="应晚于任期届满日2027年6月20日"):
        change_term(term=term, facts=facts, base_version=1, by=cast.lin, at=NOW)
    changed = change_term(
        term=term, facts=later | {"approval": "青教工委〔2027〕3号"}, base_version=1, by=cast.lin, at=NOW
    )
    assert (changed.postponed_to, changed.version) == (date(2027, 12, 20), 2)
    with pytest.raises(RosterError, match="其他人刚才修改"):
        change_term(term=term, facts={"note": "更正"}, base_version=1, by=cast.qiao, at=NOW)


def test_other_branches_and_the_district_do_not_write_terms(cast: Cast, term: CommitteeTerm) -> None:
    for by in (cast.fang, cast.he, cast.tang):
        with pytest.raises(NotAllowed):
            record_term(branch=cast.branch, facts={"elected_on": TODAY}, by=by, at=NOW)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [({"ends_on": ELECTED}, "term_ends_after_election"), ({"postponed_to": ELECTED}, "term_postponed_later")],
)
def test_the_database_refuses_nonsense(term: CommitteeTerm, change: dict, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CommitteeTerm.objects.filter(pk=term.pk).update(**change)


# --- pages ------------------------------------------------------------------------------------------------------------------
def test_the_page_tells_when_to_prepare_and_by_which_rule(cast: Cast, term: CommitteeTerm) -> None:
    CommitteeTerm.objects.filter(pk=term.pk).update(elected_on=date(2020, 1, 10), ends_on=date(2023, 1, 10))
    page = client_of(cast.lin).get(f"/members/branches/{cast.branch.pk}/committee/").content.decode()
    assert "本届任期已于2023年1月10日届满" in page
    assert "ZB-09" in page
    assert "第二十一条" in page
    desk = client_of(cast.lin).get("/").content.decode()
    assert "准备换届选举" in desk


def test_wrong_input_stays_in_the_form_with_a_sentence(cast: Cast, term: CommitteeTerm) -> None:
    url = f"/members/branches/{cast.branch.pk}/committee/elect/"
    answer = client_of(cast.lin).post(url, {"elected_on": "2099-01-01", "note": "补录"})
    assert answer.status_code == 422
    assert "选举日期不能晚于今天" in answer.content.decode()
    assert 'value="补录"' in answer.content.decode()


def test_a_term_is_recorded_and_filled_on_the_pages(cast: Cast) -> None:
    client = client_of(cast.qiao)
    client.post(f"/members/branches/{cast.branch.pk}/committee/elect/", {"elected_on": "2024-06-20", "number": "4"})
    term = CommitteeTerm.objects.get(branch=cast.branch)
    form = {"member": str(entry_of(cast.lin).pk), "post": "secretary", "starts_on": "2024-06-20"}
    assert client.post(f"/members/terms/{term.pk}/posts/take/", form).status_code == 302
    row = CommitteePost.objects.get(term=term)
    refused = client.post(f"/members/posts/{row.pk}/leave/", {"ends_on": "2024-06-01"})
    assert (refused.status_code, "不能早于任职日期2024年6月20日" in refused.content.decode()) == (422, True)
    assert client.post(f"/members/posts/{row.pk}/leave/", {"ends_on": "2025-06-01"}).status_code == 302
    assert CommitteePost.objects.get(pk=row.pk).ends_on == date(2025, 6, 1)


def test_duties_are_shown_with_the_person(cast: Cast, term: CommitteeTerm) -> None:
    take_post(term=term, member=entry_of(cast.qiao), post="organisation", starts_on=ELECTED, by=cast.lin, at=NOW)
    person = client_of(cast.lin).get(f"/members/{entry_of(cast.qiao).pk}/").content.decode()
    assert "组织委员" in person
    assert "第4届，2024年6月20日 至 今" in person
    roster = client_of(cast.lin).get(f"/members/branches/{cast.branch.pk}/").content.decode()
    assert '<span class="tag">组织委员</span>' in roster
