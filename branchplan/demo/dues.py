"""Dues and study hours of the demo's first schools: bases since January, payments month by month, a few people late."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from branchplan.demo.history import moment
from branchplan.demo.people import Place, Scene
from members.domain.dues import Basis, first_of, month_after, months_from
from members.models import Member, PaidBy, StudyKind
from members.selectors.dues import record_rows
from members.selectors.dues_accounts import payers
from members.selectors.hours import students
from members.services.dues import BaseFacts, ReliefFacts, fix_bases, grant_relief
from members.services.dues_ledger import Handover, PaymentLine, record_extra, record_payments
from members.services.dues_publication import publish_year
from members.services.hours import record_hours

#: Schools that keep their dues here; the others have not begun.
SCHOOLS = 3
WAGES = ("6850", "7420.50", "5960", "8315", "4980", "9240", "5000", "6112.30", "10280", "7765")
PENSION = "5380"
#: Who pays by which month only: position on the roster → months behind.
BEHIND = {3: 1, 7: 3, 12: 5}
STUDIES = (
    (StudyKind.BRANCH_STUDY, "集中学习", "2.0"),
    (StudyKind.LECTURE, "书记讲党课", "1.5"),
    (StudyKind.THEME_DAY, "主题党日", "2.0"),
)
HALF_DAY = Decimal("4.0")


def play_dues(scene: Scene, today: date) -> None:
    """A year of dues and study in the first schools."""
    for place in scene.places[:SCHOOLS]:
        _dues(place, today)
        _hours(place, today)


def _dues(place: Place, today: date) -> None:
    start = min(date(today.year, 1, 1), month_after(first_of(today), -6))
    members = list(payers(place.branch, start))
    noon = moment(today, 12)  # entered from the paper ledger today, so that the trail stays in the order of time
    facts = [
        BaseFacts(
            member,
            start,
            Basis.PENSION if member.is_retired else Basis.WAGE,
            Decimal(PENSION if member.is_retired else WAGES[number % len(WAGES)]),
            quarterly=number % 9 == 5,
        )
        for number, member in enumerate(members)
    ]
    fix_bases(branch=place.branch, facts=facts, by=place.secretary, at=noon)
    if len(members) > 5:
        relief = ReliefFacts(
            start,
            month_after(start, 11),
            Decimal("5"),
            start,
            start + timedelta(days=3),
            "青榆区教育工委批复〔示例〕1号",
        )
        grant_relief(member=members[4], facts=relief, by=place.secretary, at=noon)
    for month in months_from(start, first_of(today)):
        _collect(place, members, month, today)
    generous = moment(month_after(first_of(today), -1) + timedelta(days=13))
    handover = Handover(generous.date(), PaidBy.TRANSFER, {})
    record_extra(
        member=members[0],
        amount=Decimal("200"),
        handover=handover,
        by=place.secretary,
        at=noon,
    )
    if start.year < today.year:
        publish_year(
            branch=place.branch, year=start.year, with_people=False, note="", seen=0, by=place.secretary,
            at=noon,
        )  # fmt: skip


def _collect(place: Place, members: list[Member], month: date, today: date) -> None:
    """On the 12th everybody pays but those who are behind by then."""
    day = moment(month + timedelta(days=11)).date()
    if day > today:
        return
    behind = (first_of(today).year - month.year) * 12 + first_of(today).month - month.month
    here = [m for number, m in enumerate(members) if BEHIND.get(number, -1) < behind]
    rows = record_rows(place.branch, here, [month], day)
    lines = [
        PaymentLine(row.member, month, row.cells[0].line.open_amount, row.cells[0].line.entries)
        for row in rows
        if row.cells[0].can_pay
    ]
    if lines:
        handover = Handover(day, PaidBy.CASH, {})
        record_payments(branch=place.branch, lines=lines, handover=handover, by=place.secretary, at=moment(today, 12))


def _hours(place: Place, today: date) -> None:
    """Something each month, a training for the committee in spring; people who joined in less than the others."""
    members = list(students(place.branch))
    for number, month in enumerate(months_from(date(today.year, 1, 1), first_of(today))):
        kind, note, hours = STUDIES[number % len(STUDIES)]
        day = moment(month + timedelta(days=8)).date()
        there = [member for index, member in enumerate(members) if (index + number) % 4 or index < 2]
        if day <= today:
            _study(place, there, day, kind, note, Decimal(hours), today)
        training = moment(month + timedelta(days=15)).date()
        if number % 2 == 0 and training <= today:
            attending = [member for index, member in enumerate(members) if index % 5 != 4]
            _study(place, attending, training, StudyKind.TRAINING, "区教育工委集中培训半天", HALF_DAY, today)


def _study(
    place: Place, members: list[Member], on: date, kind: StudyKind, note: str, hours: Decimal, today: date
) -> None:
    record_hours(
        branch=place.branch,
        members=members,
        on=on,
        hours=hours,
        kind=kind,
        note=note,
        by=place.secretary,
        at=moment(today, 12),
    )
