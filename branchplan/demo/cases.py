"""Development cases in all stages: some on time, one overdue, one at the superior's, an old paper file with gaps, one cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from branchplan.demo.history import moment
from branchplan.demo.people import Place, Scene
from members.domain.development.spans import add_months, after_workdays
from members.models import ClosedBecause, ConsentRequest, DevelopmentCase, Member, MemberStatus, Sex
from members.selectors.cases import Clock, clock_for
from members.services.case_steps import StepEntry, record_step
from members.services.cases import close_case, open_case, set_quota, set_quota_year
from members.services.consents import Decision, begin_request, decide_request, submit_request
from workflow.domain.transitions import Action
from workflow.services.perform import perform
from workflow.services.remarks import Anchor, Words, add_remark

#: Days after the application on which each step is done, as far as no rule says more.
_AFTER_APPLICATION = {1: 0, 2: 12, 3: 95, 4: 105, 5: 107, 6: 108}
_AFTER_DECISION = {7: 0, 9: 24, 10: 38, 11: 47, 12: 55, 13: 66, 14: 70, 15: 82}
_AFTER_MEETING = {16: 12, 17: 31, 18: 36, 19: 37, 20: 50}
_AFTER_PROBATION = {22: 3, 23: 16, 24: 40, 25: 70}
#: Everything is entered in the evening of the last day, after what the other parts of the demo did.
EVENING = 19
_OFFICES = ("语文教师", "数学教师", "年级组长", "实验员", "德育干事", "信息技术教师", "校医", "体育教师")


@dataclass(frozen=True)
class _Script:
    """One person's way: the school, the standing on the roster at the beginning, how long ago the application was, the last step."""

    school: int
    standing: MemberStatus
    days_ago: int
    last: int
    birth: date
    paper_only: tuple[int, ...] = ()
    login: str = ""


_SCRIPTS = (
    _Script(0, MemberStatus.APPLICANT, 20, 2, date(2001, 4, 18)),
    _Script(0, MemberStatus.ACTIVIST, 330, 6, date(1998, 9, 2)),
    _Script(0, MemberStatus.CANDIDATE, 560, 12, date(1996, 1, 30)),
    _Script(0, MemberStatus.PROBATIONARY, 760, 21, date(1994, 11, 11)),
    _Script(2, MemberStatus.APPLICANT, 48, 1, date(2000, 2, 29)),
    _Script(2, MemberStatus.ACTIVIST, 470, 6, date(1997, 6, 15)),
    _Script(2, MemberStatus.CANDIDATE, 520, 7, date(1995, 3, 8)),
    _Script(2, MemberStatus.PROBATIONARY, 950, 22, date(1993, 12, 24)),
    _Script(3, MemberStatus.ACTIVIST, 200, 5, date(1999, 8, 19)),
    _Script(3, MemberStatus.CANDIDATE, 600, 16, date(1992, 5, 4)),
    _Script(3, MemberStatus.PROBATIONARY, 1010, 24, date(1991, 7, 1)),
    _Script(4, MemberStatus.PROBATIONARY, 2200, 17, date(1985, 10, 10), paper_only=(1, 3, 7, 11, 15, 17)),
    _Script(1, MemberStatus.FULL, 1380, 24, date(1996, 5, 25), login="gu"),
    _Script(4, MemberStatus.ACTIVIST, 260, 4, date(1998, 12, 5)),
)


def make_cases(scene: Scene, today: date) -> list[DevelopmentCase]:
    """The cases of the demo data, every step through the services; and the year's quotas."""
    today = moment(today).date()  # what falls on a weekend happens on the Friday before
    clock = clock_for(scene.places[0].branch.district, today)  # one district for all
    made = [_case(scene.places[script.school], script, today, number, clock) for number, script in enumerate(_SCRIPTS)]
    for place in (scene.places[0], scene.places[2], scene.places[3]):
        set_quota(branch=place.branch, year=today.year, number=2, by=scene.reviewers[0], at=moment(today, EVENING))
    place = scene.places[4]
    close_case(
        case=made[-1], because=ClosedBecause.WITHDRAWN, closed_on=today, by=place.secretary, at=moment(today, EVENING)
    )
    for case in made[2], made[6]:
        set_quota_year(case=case, year=today.year, by=_place_of(scene, case).secretary, at=moment(today, EVENING))
    _at_the_superior(scene, made, today)
    return made


def _case(place: Place, script: _Script, today: date, number: int, clock: Clock) -> DevelopmentCase:
    member = _person(place, script, number)
    by, at = place.secretary, moment(today, EVENING)
    days = _days(script, today, clock)
    case = open_case(member=member, opened_on=min(days.values()), by=by, at=at)
    supporters = Member.objects.filter(branch=place.branch, status=MemberStatus.FULL).exclude(pk=member.pk)
    people = [{"id": str(row.pk), "name": row.name} for row in supporters.order_by("name")[number % 3 : number % 3 + 2]]
    for step, on in sorted(days.items()):
        if step > script.last or on > today or (script.paper_only and step not in script.paper_only):
            continue
        entry = _entry(place, step, on, days, people, today, from_paper=bool(script.paper_only))
        record_step(case=case, entry=entry, base_version=0, by=by, at=at, clock=clock)
    return case


def _person(place: Place, script: _Script, number: int) -> Member:
    """Somebody of the school's roster in this standing; with `login` the person of that log-in, who sees the own page."""
    rows = Member.objects.filter(branch=place.branch, status=script.standing, cases__isnull=True)
    rows = rows.filter(user__username=script.login) if script.login else rows.filter(user=None)
    member = rows.order_by("name").first()
    if member is None:
        name = f"{'宁萧殷白易常'[number % 6]}{'若水 清和 亦然 知行 明远 初晴'.split()[number % 6]}"
        member = Member(branch=place.branch, name=name, status=script.standing)
    member.birth_date = script.birth
    member.sex = (Sex.FEMALE, Sex.MALE)[number % 2]
    member.ethnicity, member.education = "汉族", "bachelor"
    member.post = _OFFICES[number % len(_OFFICES)]
    # The roster follows the steps: somebody comes onto it as an applicant.
    member.status = MemberStatus.APPLICANT
    member.joined_on = member.became_full_on = None
    member.save()
    return member


def _days(script: _Script, today: date, clock: Clock) -> dict[int, date]:
    """A lawful way: no step before its time, none on a weekend."""
    applied = today - timedelta(days=script.days_ago)
    days = {step: _workday(applied + timedelta(days=n), clock) for step, n in _AFTER_APPLICATION.items()}
    decided = _workday(add_months(days[3], 12) + timedelta(days=6), clock)
    days |= {step: _workday(decided + timedelta(days=n), clock) for step, n in _AFTER_DECISION.items()}
    notice = after_workdays(_workday(decided + timedelta(days=8), clock), 5, "", clock.calendar).day
    days[8] = _workday(notice + timedelta(days=1), clock)
    met = days[15]
    days |= {step: _workday(met + timedelta(days=n), clock) for step, n in _AFTER_MEETING.items()}
    days[21] = met
    ended = add_months(met, 12)
    days |= {step: _workday(ended + timedelta(days=n), clock) for step, n in _AFTER_PROBATION.items()}
    return days


def _workday(day: date, clock: Clock) -> date:
    while not clock.calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def _entry(
    place: Place,
    step: int,
    on: date,
    days: dict[int, date],
    people: list[dict[str, Any]],
    today: date,
    *,
    from_paper: bool,
) -> StepEntry:
    details: dict[str, Any] = {}
    facts: dict[str, str] = {}
    paper = from_paper or step in (4, 8, 13, 17, 24)
    match step:
        case 3:
            facts = {"summary": "工会小组推荐和党员推荐"}
        case 5:
            details = {"contacts": [{"full_member": True}] * len(people)}
        case 6:
            details = {"reviews": _reviews(days[3], days[7], today)}
        case 8:
            clock = clock_for(place.branch.district, on)
            if clock.rules.needs_notice(on):
                start = _workday(days[7] + timedelta(days=8), clock)
                end = after_workdays(start, 5, "", clock.calendar).day
                details = {
                    "consent_on": start.isoformat(),
                    "notice_start": start.isoformat(),
                    "notice_end": end.isoformat(),
                }
        case 9:
            details = {"introducers": [{"full_member": True}] * len(people)}
        case 10 | 13:
            details = {"outcome": "合格"}
        case 11:
            details = {"training": {"days": 3, "hours": 24, "organiser": "党委"}}
        case 15 | 23:
            meeting = {"eligible": 12, "present": 11, "written": 1, "yes": 12, "secret": True}
            details = {"meeting": meeting} | ({"outcome": "按期转正"} if step == 23 else {})
            facts = {
                "no": "0",
                "abstain": "0",
                "summary": "教学认真负责，关心学生，主动承担年级公开课和假期值守，群众评价好。",
            }
        case 17:
            details = {"approver": "党委", "probation_start": days[15].isoformat()}
        case 21:
            details = {"reviews": _reviews(days[15], days[23], today)}
        case 24:
            details = {"approver": "党委"}
    chosen = people if step in (5, 9) else []
    return StepEntry(step, on=on, details=details, people=chosen, facts=facts, is_from_paper=paper)


def _reviews(first: date, last: date, today: date) -> list[str]:
    """Every half-year on its day, as far as it has come."""
    points = [add_months(first, 6 * n) for n in range(1, 4)]
    return [day.isoformat() for day, _ in pairwise([*points, date.max]) if day <= min(last, today)]


def _at_the_superior(scene: Scene, cases: list[DevelopmentCase], today: date) -> None:
    """One report waits, one request was sent back with an issue, one is decided."""
    waiting = _request(scene, cases[2], 13, today)
    submit_request(request=waiting, comment="", by=scene.places[0].secretary, at=moment(today, EVENING))
    returned = _request(scene, cases[6], 8, today)
    reviewer = scene.reviewers[1]
    returned = submit_request(request=returned, comment="", by=scene.places[2].secretary, at=moment(today, EVENING))
    returned = perform(returned, Action.CLAIM, by=reviewer, at=moment(today, 19, 20))
    add_remark(
        document=returned,
        anchor=Anchor(),
        words=Words("听取意见的情况只写了“无意见”，看不出听取了哪些人的意见。", "写明座谈的范围、人数和主要意见。"),
        by=reviewer,
        at=moment(today, 19, 20),
    )
    perform(returned, Action.RETURN, by=reviewer, at=moment(today, 19, 30))
    decided = _request(scene, cases[9], 17, today)
    decided = submit_request(request=decided, comment="", by=scene.places[3].secretary, at=moment(today, EVENING))
    decided = perform(decided, Action.CLAIM, by=reviewer, at=moment(today, 19, 40))
    decide_request(
        request=decided,
        decision=Decision(today, approver="党委", number=f"青榆教党〔{today.year}〕31号"),
        comment="",
        by=reviewer,
        at=moment(today, 19, 50),
    )


def _request(scene: Scene, case: DevelopmentCase, step: int, today: date) -> ConsentRequest:
    return begin_request(case=case, step=step, by=_place_of(scene, case).secretary, at=moment(today, EVENING))


def _place_of(scene: Scene, case: DevelopmentCase) -> Place:
    return next(place for place in scene.places if place.branch.pk == case.member.branch_id)
