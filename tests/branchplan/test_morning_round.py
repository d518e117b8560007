"""The morning round: every app is asked what is due, and each matter is told once, on its day. Days worked out by hand for 2026.

Monday 2 March 2026 is NOW of the cast; the next holiday is Monday 6 April.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from branches.models import Branch, District
from branchplan.reminding import gather
from branchplan.reminding.gather import due_on, remind_if_morning, rounds
from members.domain.committee import Term
from members.models import Member, Transfer
from members.selectors.due import anniversary, term_due
from members.services.case_steps import StepEntry, record_step
from members.services.cases import open_case
from members.services.committee import record_term
from members.services.transfers import send_transfer
from notices.domain.due import DueFact
from notices.models import Heartbeat, Notice, NoticeSettings, OutboxEntry
from notices.selectors.health import pulse
from notices.selectors.manners import Habits
from notices.services.address import address_due
from regulations.selectors.rules import rule_book_for
from tests.cast import NOW, Cast, plan_at
from workflow.domain.transitions import Status
from workflow.reminders import due_after


def _due(kind: str, day: date) -> list[DueFact]:
    return [fact for _, _, facts in rounds(day) for fact in facts if fact.kind == kind]


def _first_day(kind: str, first: date, days: int = 60) -> date | None:
    """The first day of the next weeks on which something of this kind is due."""
    span = (first + timedelta(days=n) for n in range(days))
    return next((day for day in span if _due(kind, day)), None)


def _told(fact: DueFact) -> set[str]:
    """Who hears of it."""
    before = set(Notice.objects.values_list("pk", flat=True))
    OutboxEntry.objects.create(
        dedupe_key=f"probe:{fact.key}",
        kind=fact.kind,
        title=fact.title,
        branch_id=fact.audience.branch,
        district_id=fact.audience.district,
        person_id=fact.audience.person,
        roles=",".join(fact.audience.roles),
        posted_at=NOW,
        due_at=NOW,
    )
    address_due(at=NOW)
    return set(Notice.objects.exclude(pk__in=before).values_list("recipient__username", flat=True))


def test_five_working_days_after_a_monday_end_on_the_next_monday(cast: Cast) -> None:
    (_, habits, _) = next(iter(rounds(NOW.date())))
    assert due_after(date(2026, 3, 2), 5, habits.calendar) == date(2026, 3, 10)
    # Friday 3 April: Tuesday to Friday are four working days after the holiday, Monday the 13th the fifth
    assert due_after(date(2026, 4, 3), 5, habits.calendar) in (date(2026, 4, 13), date(2026, 4, 14))


def test_a_plan_nobody_claims_is_told_to_the_reviewers_on_the_tenth(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    assert _first_day("deadline.submitted", NOW.date()) == date(2026, 3, 10)
    (fact,) = _due("deadline.submitted", date(2026, 3, 10))
    assert fact.title == "《青榆区第一小学党支部2026年工作计划》已提交5个工作日，还没有人认领审核"
    assert _told(fact) == {"he", "shen", "duan"}


def test_a_plan_claimed_and_not_finished_is_told_to_the_one_who_claimed_it(cast: Cast) -> None:
    plan_at(cast, Status.IN_REVIEW)
    assert _first_day("deadline.in_review", NOW.date()) == date(2026, 3, 10)
    assert _told(_due("deadline.in_review", date(2026, 3, 10))[0]) == {"he"}


def test_a_returned_plan_that_does_not_come_back_is_told_to_the_committee(cast: Cast) -> None:
    plan_at(cast, Status.RETURNED)
    assert _first_day("deadline.returned", NOW.date()) == date(2026, 3, 10)
    assert _told(_due("deadline.returned", date(2026, 3, 10))[0]) == {"lin", "qiao"}


def test_an_approved_plan_and_a_draft_are_nobodys_delay(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    kinds = {fact.kind for _, _, facts in rounds(date(2026, 6, 1)) for fact in facts}
    assert not {kind for kind in kinds if kind.startswith("deadline")}


def test_the_districts_own_number_of_days_counts(cast: Cast) -> None:
    NoticeSettings.objects.create(district=cast.district, review_days=2)
    plan_at(cast, Status.SUBMITTED)
    assert _first_day("deadline.submitted", NOW.date()) == date(2026, 3, 5)


def test_a_term_elected_on_20_march_2024_is_to_be_prepared_for_from_20_september_2026(cast: Cast) -> None:
    """Three years end on 20 March 2027; half a year before is 20 September 2026."""
    record_term(branch=cast.branch, facts={"elected_on": date(2024, 3, 20), "years": 3}, by=cast.lin, at=NOW)
    assert _due("committee.term", date(2026, 9, 19)) == []
    (fact,) = _due("committee.term", date(2026, 9, 20))
    assert (fact.title, fact.cap, _told(fact)) == ("本届支部委员会任期将满，请准备换届", 0, {"lin"})
    (over,) = _due("committee.term", date(2027, 3, 21))
    assert (over.title, over.cap, over.key == fact.key) == ("本届支部委员会任期届满，应当换届", 3, False)


def test_a_letter_of_introduction_is_followed_up_seven_three_and_one_days_before_it_runs_out(cast: Cast) -> None:
    member = Member.objects.get(user=cast.tang)
    facts = {"issued_on": date(2026, 3, 2), "valid_days": 30, "counterpart": "红柳区第三中学党支部"}
    letter = send_transfer(member=member, facts=facts, by=cast.lin, at=NOW)
    assert letter.valid_until == date(2026, 4, 1)
    keys = {day: [fact.key.rpartition(":")[2] for fact in _due("transfer.letter", day)] for day in _days(3, 24, 10)}
    assert [keys[date(2026, 3, day)] for day in (24, 25, 28, 29, 30, 31)] == [[], ["7"], ["7"], ["3"], ["3"], ["1"]]
    assert (keys[date(2026, 4, 1)], keys[date(2026, 4, 2)]) == (["1"], ["over"])
    Transfer.objects.update(accepted_on=date(2026, 3, 20))
    assert _due("transfer.letter", date(2026, 4, 2)) == []


def test_an_application_asks_for_a_talk_within_a_month(cast: Cast) -> None:
    """Received on 2 March: due on 2 April, told a month, a week and a day before; over from the 3rd."""
    person = Member.objects.create(branch=cast.branch, name="杜鹃", status="applicant")
    case = open_case(member=person, opened_on=date(2026, 3, 2), by=cast.lin, at=NOW)
    received = StepEntry(1, on=date(2026, 3, 2))
    record_step(case=case, entry=received, base_version=0, by=cast.lin, at=NOW)
    assert [fact.kind for fact in _case_facts(date(2026, 4, 2))] == ["development.due"]
    (over,) = _case_facts(date(2026, 4, 3))
    assert (over.kind, over.cap, _told(over)) == ("development.overdue", 3, {"lin", "qiao"})
    assert "已超期1天" in over.title


def _case_facts(day: date) -> list[DueFact]:
    return _due("development.due", day) + _due("development.overdue", day)


def test_study_hours_below_the_share_are_told_from_30_september_on(cast: Cast) -> None:
    assert _due("hours.behind", date(2026, 9, 29)) == []
    facts = _due("hours.behind", date(2026, 9, 30))
    assert sorted(sorted(_told(fact)) for fact in facts) == [["fang"], ["lin"]]
    own = _due("hours.hours_behind", date(2026, 9, 30))
    assert sorted(name for fact in own for name in _told(fact)) == ["fang", "gu", "lin", "qiao", "song", "tang"]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_day_of_admission_is_remembered_only_where_the_district_wants_it(wanted: bool, cast: Cast) -> None:
    NoticeSettings.objects.create(district=cast.district, birthdays=wanted)
    Member.objects.filter(user=cast.tang).update(joined_on=date(2016, 3, 2))
    facts = _due("member.birthday", date(2026, 3, 2))
    assert [fact.title for fact in facts] == (["今天是您入党10周年纪念日"] if wanted else [])
    assert all(_told(fact) == {"tang"} for fact in facts)


@pytest.mark.parametrize(
    ("day", "on"),
    [
        (date(2026, 3, 1), date(2026, 2, 28)),
        (date(2026, 2, 27), date(2025, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 2, 28), date(2027, 2, 28)),
    ],
)
def test_who_was_admitted_on_29_february_is_remembered_on_the_28th_in_common_years(day: date, on: date) -> None:
    assert anniversary(date(2016, 2, 29), day) == on


# --- the round itself -----------------------------------------------------------------------------------------------------


def test_the_round_runs_once_a_day_from_six_on_and_makes_up_for_a_missed_morning(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    day = NOW.replace(day=10)
    assert remind_if_morning(at=day.replace(hour=5)) == 0
    assert not Heartbeat.objects.filter(name="reminded").exists()
    assert remind_if_morning(at=day.replace(hour=15)) == 1
    assert remind_if_morning(at=day.replace(hour=16)) == 0
    assert remind_if_morning(at=(day + timedelta(days=1)).replace(hour=6)) == 0  # told already
    assert OutboxEntry.objects.count() == 1


def test_a_morning_that_was_missed_altogether_is_made_up_for_the_next_day(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    assert remind_if_morning(at=NOW.replace(day=12, hour=6)) == 1


def test_while_a_round_runs_a_second_one_leaves_it_alone_and_takes_over_when_it_has_died(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    day = NOW.replace(day=10)
    Heartbeat.objects.create(name="reminding", at=day)
    assert remind_if_morning(at=day + timedelta(minutes=9)) == 0
    assert remind_if_morning(at=day + timedelta(minutes=10)) == 1
    assert not Heartbeat.objects.filter(name="reminding").exists()


def test_asking_costs_the_same_with_two_branches_and_with_twelve(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(80):
        list(rounds(NOW.date(), [cast.district.pk]))


def _days(month: int, first: int, count: int) -> list[date]:
    return [date(2026, month, first) + timedelta(days=n) for n in range(count)]


def test_a_branch_that_cannot_be_asked_silences_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plan_at(cast, Status.SUBMITTED)

    def ask_or_fail(branches: list[Branch], day: date, habits: Habits) -> list[DueFact]:
        if cast.kindergarten in branches:
            raise ZeroDivisionError
        return due_on(branches, day, habits)

    monkeypatch.setattr(gather, "due_on", ask_or_fail)
    day = NOW.replace(day=10)
    assert [remind_if_morning(at=day), remind_if_morning(at=day)] == [1, 0]
    assert caplog.text.count(f"branch {cast.kindergarten.pk}") == 1
    assert pulse(day).unasked == 1
    monkeypatch.undo()
    assert remind_if_morning(at=day + timedelta(days=1)) == 0  # told already
    assert pulse(day).unasked == 0


def test_a_day_on_which_no_rule_asks_for_an_election_breaks_nothing(cast: Cast) -> None:
    long_ago = date(1990, 1, 1)
    assert (
        term_due(
            cast.branch.pk, Term(date(1986, 1, 1), date(1989, 1, 1)), rule_book_for(cast.district, long_ago), long_ago
        )
        is None
    )


def test_a_district_without_branches_is_passed_over(cast: Cast) -> None:
    District.objects.create(name="空区", code="k", parent=cast.city, path="yc/k/")
    assert {branches[0].district.name for branches, _, _ in rounds(NOW.date())} == {"青榆区教育工委", "白鹭区教育工委"}
