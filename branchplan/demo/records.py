"""What was held: records of past events, one of them corrected, one half written, the newest ones not begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils import timezone

from branches.models import AuditEntry
from branchplan.demo.history import moment
from branchplan.demo.people import Place
from calendar_events.domain.record_kinds import record_kind
from calendar_events.models import ActivityRecord, CalendarEvent, RecordPerson
from calendar_events.selectors.record_page import own_fields, record_page
from calendar_events.services.record_finishing import correct_record, finish_record, make_up
from calendar_events.services.record_items import ITEM_FACTS, add_item, save_item
from calendar_events.services.record_people import ObserverLine, PersonLine, save_people
from calendar_events.services.records import open_record, save_facts
from members.models import Member
from regulations.domain.activities import ActivityKind

#: Of the first school everything but the last is recorded at length; of the others, by number, this share of what they have dates for, in short.
SHARES = {
    1: Fraction(3, 4),
    3: Fraction(2, 3),
    4: Fraction(1, 2),
    6: Fraction(2, 3),
    8: Fraction(1, 2),
    10: Fraction(1, 3),
    11: Fraction(1, 2),
}
#: So many of the newest are recorded at length there too.
AT_LENGTH = 1
#: Places from the end: half written, and not begun although it is over.
HALF_WRITTEN, NOT_BEGUN = -1, frozenset({-2, -4, -5})
WHY_CORRECTED = "与会议记录本核对，发言要点漏记一处。"
_WORDS: dict[str, Any] = {
    "content": "介绍情况，集中学习，分组交流，支部书记小结。参加的同志逐一发言，围绕本职工作谈打算。",
    "lecturer": "石中玉",
    "chair_signature": True,
    "recorder_signature": True,
    "secretary_signature": True,
    "opinions": "会前征求党员和教职工意见12条，梳理为4个方面。",
    "talks_before": "支委之间、支委与党员之间普遍谈心。",
    "last_rectification": "上年查摆的6个问题，已整改5个，1个正在整改。",
    "criticism": "书记带头检查，逐人开展批评和自我批评。",
    "rectification": "学习抓得不够经常：固定每月第一周星期五学习；联系青年教师不够：结对到人。",
    "appraisal_steps": "个人自评、党员互评、民主测评、支委会评定，等次按规定程序办理。",
    "grades": "参加评议党员全部完成测评，结果已经公布。",
    "recipients": "退休教师两名、生病教师一名",
    "amount": "600",
}
_AWAY = (("leave", "外出培训"), ("duty", "带学生参加比赛"), ("ill", ""))


def keep_records(place: Place, events: list[CalendarEvent], today: date) -> None:
    """Records of `events`, which are over, the oldest first; each written two days after it was held."""
    due = [(event, moment(event.ends_on + timedelta(days=2), 15)) for event in events]
    due = [(event, written) for event, written in due if written.date() < today]
    if place.number:
        _keep_share(place, due, SHARES.get(place.number, Fraction(0)))
        return
    corrected = False
    for number, (event, written) in enumerate(due):
        from_end = number - len(due)
        if from_end in NOT_BEGUN:
            continue
        at = after(place, written)
        record = _written(place, event, number, at, whole=from_end != HALF_WRITTEN)
        if record.kind is ActivityKind.GENERAL_MEETING and not corrected:
            _correct(place, record, after(place, at + timedelta(hours=2)))
            corrected = True


def _keep_share(place: Place, due: Sequence[tuple[CalendarEvent, datetime]], share: Fraction) -> None:
    """That share of the events, spread over the year, and the newest among them."""
    count = len(due)
    for number, (event, written) in enumerate(due):
        behind = count - 1 - number
        if ceil((behind + 1) * share) == ceil(behind * share):
            continue
        at = after(place, written)
        if behind < AT_LENGTH:
            _written(place, event, number, at, whole=True)
        else:
            _in_short(place, event, number, at)


def _in_short(place: Place, event: CalendarEvent, number: int, at: datetime) -> None:
    """Who came, and filed by the secretary: what every record has."""
    record = open_record(event=event, by=place.secretary, at=at)
    people = list(record.people.filter(is_observer=False).order_by("position"))
    record = save_people(
        record=record,
        lines=list(_lines(people, number, record.kind)),
        observers=[],
        base_version=record.people_version,
        by=place.secretary,
        at=at,
    )
    finish_record(record=record, acknowledged=True, by=place.secretary, at=at)


def after(place: Place, at: datetime) -> datetime:
    """Not before what the trail of this school says already: its entries stand in the order of time."""
    last = AuditEntry.objects.filter(branch=place.branch).order_by("-number").values_list("at", flat=True).first()
    return max(at, last) if last else at


def _written(place: Place, event: CalendarEvent, number: int, at: datetime, *, whole: bool) -> ActivityRecord:
    by = place.writer
    record = open_record(event=event, by=by, at=at)
    host = Member.objects.get(user=place.secretary)
    keys = {row.key for row in own_fields(record_kind(record.kind))}
    facts = {
        "host_member": host,
        "recorder_member": Member.objects.get(user=by),
        "place": record.place or "会议室",
        "values": {key: value for key, value in _WORDS.items() if key in keys},
    }
    if not whole:
        facts.pop("values")
    record = save_facts(record=record, facts=facts, base_version=record.version, by=by, at=at)
    people = list(record.people.filter(is_observer=False).order_by("position"))
    lines = list(_lines(people, number, record.kind))
    guests = [ObserverLine("苏婉", "入党积极分子")] if record.kind is ActivityKind.PARTY_LECTURE else []
    record = save_people(
        record=record,
        lines=lines if whole else lines[: len(lines) // 2],
        observers=guests,
        base_version=record.people_version,
        by=by,
        at=at,
    )
    if not whole:
        return record
    _decide(record, event, by_day=event.starts_on, at=at, place=place)
    record, _ = finish_record(record=record, acknowledged=True, by=place.secretary, at=at)
    _make_up(record, place, at)
    return record


def _lines(people: list[RecordPerson], number: int, kind: ActivityKind) -> Iterator[PersonLine]:
    """One in eight is away, each time others; whoever took part in a service gave two hours."""
    hours = Decimal(2) if kind is ActivityKind.VOLUNTEERING else None
    for index, row in enumerate(people):
        if (index + number) % 8 == 5 and len(people) > 3:
            absence, reason = _AWAY[(index + number) % len(_AWAY)]
            yield PersonLine(row.pk, "absent", absence, reason)
        else:
            yield PersonLine(row.pk, "present", service_hours=hours)


def _decide(record: ActivityRecord, event: CalendarEvent, *, by_day: date, at: datetime, place: Place) -> None:
    """A meeting that decides has a resolution with the votes of those who came; of four one abstained."""
    if record.kind not in {ActivityKind.GENERAL_MEETING, ActivityKind.COMMITTEE_MEETING}:
        return
    here = record_page(record).voters_present
    facts: dict[str, Any] = {
        "title": event.subject.partition("：")[2] or event.subject,
        "points": "与会同志围绕落实和分工发言，建议写明时间和责任人。",
        "decision": "resolution",
        "resolution": "同意。由组织委员汇总意见，一周内印发到各党小组。",
        "yes": here - here // 4,
        "no": 0,
        "abstained": here // 4,
        "responsible": "组织委员",
        "due_on": by_day + timedelta(days=7),
    }
    if record.kind is ActivityKind.GENERAL_MEETING:
        facts["prepared_on"] = by_day - timedelta(days=5)
    add_item(record=record, facts=facts, by=place.writer, at=at)


def _make_up(record: ActivityRecord, place: Place, at: datetime) -> None:
    """Of a lecture or a theme day the first of the absent has made up for it."""
    if record.kind not in {ActivityKind.PARTY_LECTURE, ActivityKind.THEME_DAY}:
        return
    person = record.people.select_related("record", "member").filter(presence="absent").order_by("position").first()
    if person is not None:
        on = min(record.held_on + timedelta(days=7), timezone.localdate(at))
        make_up(person=person, on=on, how="自学讲稿，交学习笔记一篇", by=place.secretary, at=at)


def _correct(place: Place, record: ActivityRecord, at: datetime) -> None:
    """Compared with the notebook, something was missing: opened again with the reason, filled in, filed again."""
    record = correct_record(record=record, reason=WHY_CORRECTED, by=place.secretary, at=at)
    item = record.items.select_related("record").order_by("position")[0]
    points = f"{item.points}\n两名退休党员书面提出建议：活动时间尽量安排在下午。"
    facts = {name: getattr(item, name) for name in ITEM_FACTS} | {"points": points}
    save_item(item=item, facts=facts, base_version=item.version, by=place.writer, at=at)
    finish_record(record=record, acknowledged=True, by=place.secretary, at=at)
