"""What the first school collects from its members, and who has talked with whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import uuid4

from branchplan.demo.history import moment
from branchplan.demo.people import Place, Scene
from branchplan.demo.records import after
from calendar_events.domain.collections import collection_kind
from calendar_events.models import CollectionDue, CollectionList, TalkKind
from calendar_events.services.collections import Paper, excuse, hand_in, open_collection, tick_off
from calendar_events.services.talks import enter_talk
from members.models import PARTY_STATUSES, Member

#: kind, title, how many days before today it began and after today it is due
_ESSAYS = ("essays", "下半年学习心得体会", -40, 12)
_PLEDGES = ("integrity_pledges", "廉洁从教承诺书", -60, -9)
_NOTEBOOKS = ("notes", "下半年读书笔记", -80, 31)
_ESSAY = "从一堂公开课说起，谈怎样把“为人师表”落到每天的备课和作业里。"
_NOTES = "谈了二年级组结对的进展；建议减少晚间通知。约定期末前再谈一次。"


def collect_papers(scene: Scene, today: date) -> None:
    """Three lists of the first school, partly handed in, and its talks of the year."""
    place = scene.places[0]
    today = moment(today).date()  # the Friday before, on a weekend
    people = list(
        Member.objects.filter(branch=place.branch, is_active=True, status__in=PARTY_STATUSES)
        .select_related("user")
        .order_by("name_pinyin")
    )
    _essays(place, people, today)
    pledges = _open(place, people, _PLEDGES, today)
    rows = list(pledges.dues.order_by("member__name_pinyin"))
    tick_off(collection=pledges, dues=rows[:-3], on=today - timedelta(days=10), by=place.writer, at=_now(place, today))
    notebooks = _open(place, people, _NOTEBOOKS, today)
    half = list(notebooks.dues.order_by("member__name_pinyin"))[::2]
    tick_off(collection=notebooks, dues=half, on=today, by=place.writer, at=_now(place, today))
    _talk(place, people, today)


def _essays(place: Place, people: list[Member], today: date) -> None:
    """Half of the branch handed in; one who is on leave need not."""
    essays = _open(place, people, _ESSAYS, today)
    dues = list(essays.dues.select_related("member").order_by("member__name_pinyin"))
    tick_off(collection=essays, dues=dues[:8], on=today, by=place.writer, at=_now(place, today))
    excuse(due=dues[-1], because="产假", by=place.writer, at=_now(place, today))
    tang = CollectionDue.objects.select_related("collection__branch__district", "member__user").filter(
        collection=essays, member__user__username="tang"
    )
    for due in tang:
        paper = Paper(uuid4(), title="一堂公开课的启发", text=_ESSAY)
        if due.member.user:
            hand_in(due=due, paper=paper, has_file=False, by=due.member.user, at=_now(place, today))


def _open(place: Place, people: list[Member], row: tuple[str, str, int, int], today: date) -> CollectionList:
    key, title, first, last = row
    kind = collection_kind(key)
    facts = {
        "title": title,
        "first_day": today + timedelta(days=first),
        "due_on": today + timedelta(days=last),
        "needed": kind.needed,
        "unit": kind.unit,
        "note": kind.note,
    }
    return open_collection(
        branch=place.branch, kind=key, facts=facts, members=people, by=place.writer, at=_now(place, today)
    )


def _talk(place: Place, people: list[Member], today: date) -> None:
    """Two in three pairs of the committee, every second member with the secretary or the deputy, in the past weeks."""
    users = {user.pk for role, user in place.people.items() if role != "group_leader"}
    committee = [row for row in people if row.user_id in users]
    members = [row for row in people if row.user_id not in users]
    pairs = [pair for number, pair in enumerate(combinations(committee, 2)) if number % 3]
    pairs += [(committee[number % 2], row) for number, row in enumerate(members[::2])]
    days = max(1, min(50, (today - date(today.year, 1, 1)).days - 1))
    for number, (one, two) in enumerate(pairs):
        held_on = max(moment(today - timedelta(days=1 + number * 3 % days)).date(), date(today.year, 1, 1))
        facts = {
            "kind": TalkKind.HEART,
            "speaker": one,
            "talked_with": two,
            "held_on": min(held_on, today),
            "place": "书记办公室" if number % 2 else "",
            "topic": ("教学和家庭", "年级组工作", "结对帮带")[number % 3],
        }
        by = one.user or place.secretary
        enter_talk(branch=place.branch, facts=facts, notes="" if number else _NOTES, by=by, at=_now(place, today))


def _now(place: Place, today: date) -> datetime:
    return after(place, moment(today, 13, 30))
