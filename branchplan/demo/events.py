"""The calendar of the demo district: lines of plans in force with their dates, some moved, some cancelled, a few answers, a talk; what was held has its record."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from branchplan.demo.history import moment
from branchplan.demo.people import Place, Scene
from branchplan.demo.records import after, keep_records
from branchplan.demo.routines import AFTERNOON
from calendar_events.models import CalendarEvent
from calendar_events.selectors.audience import people_asked
from calendar_events.selectors.offers import Offer, offer_page
from calendar_events.services.answers import answer_for_all
from calendar_events.services.event_facts import EventFacts
from calendar_events.services.events import cancel_event, create_event, move_event
from calendar_events.services.offers import Choice, confirm_offers
from members.models import Member
from plans.models import Plan
from regulations.domain.activities import ActivityKind

CANCELLED = "当天安排了区里的统一活动，合并开展。"
#: Of the first school the lines of so many last months stay without a date, so that there is something to confirm.
LEFT_OPEN = 1
#: Of its other lines these were put off into the next month.
LATE = frozenset({6, 15})


def keep_calendars(scene: Scene, today: date) -> None:
    """Every school whose plan is in force confirmed its dates soon after the approval."""
    plans = Plan.objects.work_plans().in_force().select_related("branch__district", "amends")
    for place in scene.places:
        for plan in plans.filter(branch=place.branch):
            if plan.period.months[-1] >= today.replace(day=1) and plan.decided_at:
                _confirm(place, plan, today)


def _confirm(place: Place, plan: Plan, today: date) -> None:
    day = min(today, timezone.localdate(plan.decided_at or moment(today)) + timedelta(days=2))
    at = after(place, moment(day))
    offers = offer_page(plan, day).open
    if place.number == 0:
        last = plan.period.months[-LEFT_OPEN]
        offers = tuple(offer for offer in offers if offer.promised.month < last)
    late = LATE if place.number == 0 else frozenset()
    choices = [_choice(offer, today, is_late=number in late) for number, offer in enumerate(offers)]
    confirm_offers(plan=plan, choices=choices, by=place.secretary, at=at)
    _live(place, today)


def _choice(offer: Offer, today: date, *, is_late: bool) -> Choice:
    """As proposed; a late one four weeks later, on a weekday, if that is past."""
    proposal = offer.proposal
    later = moment(proposal.day + timedelta(days=28)).date()
    day = later if is_late and later < today - timedelta(days=7) else proposal.day
    return Choice(
        *offer.promised.key,
        day=day,
        last_day=max(day, proposal.last_day),
        starts_at=AFTERNOON[0],
        ends_at=AFTERNOON[1],
        place=proposal.place or "会议室",
    )


def _live(place: Place, today: date) -> None:
    """What happens to a calendar in the course of a year."""
    events = list(
        CalendarEvent.objects.planned().filter(branch=place.branch).select_related("branch__district").in_order()
    )
    past = [event for event in events if event.ends_on < today]
    coming = [event for event in events if event.starts_on > today]
    if len(past) > place.number % 3 + 1:
        event = past[place.number % 3]
        at = after(place, moment(event.starts_on - timedelta(days=2)))
        cancel_event(event=event, reason=CANCELLED, base_version=event.version, by=place.secretary, at=at)
        past.remove(event)
    keep_records(place, past, today)
    if coming and place.number < 4:
        event = coming[-1]
        day = event.starts_on + timedelta(days=1 if event.starts_on.weekday() < 4 else -1)
        move_event(
            event=event, starts_on=day, base_version=event.version, by=place.writer, at=after(place, moment(today, 7))
        )
    if place.number == 0:
        _theme_day(place, today)


def _theme_day(place: Place, today: date) -> None:
    """A theme day with a lecture in the coming days that half of the branch has answered, and a talk that only two know of."""
    day = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    people = list(Member.objects.filter(branch=place.branch, is_active=True).order_by("name_pinyin"))
    facts = EventFacts(
        "主题党日：走进榆荫社区服务站",
        day,
        day,
        ActivityKind.THEME_DAY.value,
        [ActivityKind.PARTY_LECTURE.value],
        starts_at=AFTERNOON[0],
        ends_at=AFTERNOON[1],
        place="榆荫社区服务站",
        host_member=people[0],
        agenda="集合点名\n社区志愿服务\n微党课：榆树下的校训\n交流小结",
        note="自带水杯，统一乘车。",
    )
    event = create_event(
        branch=place.branch, facts=facts, by=place.secretary, at=after(place, moment(today - timedelta(days=5)))
    )
    asked = list(people_asked(event))
    at = after(place, moment(today - timedelta(days=2)))
    answer_for_all(event=event, members=asked[::2], answer="coming", by=place.secretary, at=at)
    answer_for_all(event=event, members=asked[1:2], answer="leave", reason="外出培训", by=place.secretary, at=at)
    talk = EventFacts(
        "谈心谈话",
        day + timedelta(days=3),
        day + timedelta(days=3),
        ActivityKind.HEART_TO_HEART_TALK.value,
        starts_at=time(12, 30),
        place="书记办公室",
        audience="chosen",
        invitees=people[1:2],
        is_restricted=True,
    )
    create_event(branch=place.branch, facts=talk, by=place.secretary, at=at)
