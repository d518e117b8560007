"""What holds for people and districts when messages are sent: habits, wishes, addresses, group chats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from branches.models import District, RoleAssignment, User
from notices.domain.manners import Manners
from notices.models import PERSONAL, Channel, GroupBot, NoticeSettings, Preference
from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import WorkCalendar
from regulations.selectors.calendar import work_calendars_for
from regulations.selectors.rules import lineage


@dataclass(frozen=True, slots=True)
class Habits:
    """A district's manners and its calendar."""

    manners: Manners
    calendar: WorkCalendar


def manners_for(districts: Collection[District]) -> dict[UUID, Manners]:
    """By district; the nearest one's settings hold. One query."""
    paths = {path for district in districts for path in lineage(district.path)}
    rows = NoticeSettings.objects.filter(district__path__in=paths).select_related("district")
    own = {row.district.path: row.manners() for row in rows}
    return {
        district.pk: next((own[path] for path in reversed(lineage(district.path)) if path in own), Manners())
        for district in districts
    }


def habits_for(districts: Collection[District]) -> dict[UUID, Habits]:
    """By district. Four queries."""
    manners, calendars = manners_for(districts), work_calendars_for(districts)
    return {district.pk: Habits(manners[district.pk], calendars[district.pk]) for district in districts}


@lru_cache(maxsize=1)
def usual_habits() -> Habits:
    """For people who hold no role: nobody's settings, the national calendar."""
    return Habits(Manners(), national_calendar())


def district_of_people(users: Iterable[User], on: date) -> dict[UUID, District]:
    """The district whose habits hold for a person: that of their oldest role of the day. Two queries."""
    rows = list(
        RoleAssignment.objects.current(on)
        .filter(user__in=[user.pk for user in users])
        .order_by("-starts_on", "pk")
        .values_list("user_id", "district_id", "branch__district_id")
    )
    districts = District.objects.in_bulk({own or of_branch for _, own, of_branch in rows})
    return {user: districts[own or of_branch] for user, own, of_branch in rows}


def refusals_of(users: Collection[UUID]) -> set[tuple[UUID, str, str]]:
    """(person, cause, channel) that is not wanted. One query."""
    return set(Preference.objects.filter(user__in=users).values_list("user_id", "cause", "channel"))


def personal_channels() -> tuple[Channel, ...]:
    """Those that this installation has."""
    return PERSONAL if settings.NOTICES_SMS_SENDER else tuple(channel for channel in PERSONAL if channel != Channel.SMS)


def phones_of(users: Collection[UUID]) -> dict[UUID, str]:
    """Mobile numbers, where SMS is switched on and the portal's phone book knows them."""
    if not settings.NOTICES_SMS_SENDER:
        return {}
    book: Callable[[Collection[UUID]], dict[UUID, str]] = import_string(settings.NOTICES_PHONE_BOOK)
    return book(users)


def bots_for(branches: Collection[UUID], districts: Collection[UUID]) -> dict[UUID, list[GroupBot]]:
    """Group chats by the branch or district they belong to. One query."""
    found: dict[UUID, list[GroupBot]] = {}
    for bot in GroupBot.objects.filter(Q(branch__in=branches) | Q(district__in=districts)):
        place = bot.branch_id or bot.district_id
        if place:
            found.setdefault(place, []).append(bot)
    return found


def still_there(pairs: Iterable[tuple[UUID, UUID]], on: date) -> set[tuple[UUID, UUID]]:
    """Of (person, organisation): those in which the person holds a role on the day and may log in. Two queries at most."""
    wanted = list(pairs)
    rows = (
        RoleAssignment.objects.current(on)
        .filter(user__in={user for user, _ in wanted}, user__is_active=True)
        .values_list("user_id", "branch_id", "district_id")
    )
    held = {(user, branch or district) for user, branch, district in rows}
    return held & set(wanted)
