"""The demo district built through the services, at times in the past that could have been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from branches.models import Branch, District, User
from branches.services.accounts import create_account, give_role
from branches.services.organisation import create_branch, create_district
from branchplan.demo.writing import organisation_of, schools_file, words_file, write_plan
from members.models import Member, PartyGroup
from plans.domain.period import Cycle, Period, current_period
from plans.models import Plan, PlanItem
from plans.services.drafting import amend_plan, create_plan
from plans.services.review import approve_plan, submit_plan
from plans.services.sections import edit_section
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.services.perform import perform
from workflow.services.remarks import Anchor, add_remark, answer_issue

PASSWORD = "Zhibu-2026-jihua"  # noqa: S105 - printed for the visitor of the demo; refused outside of it
#: State of the current plan by position of the school; the others are approved.
CURRENT = {1: Status.SUBMITTED, 2: Status.RETURNED, 3: Status.IN_REVIEW, 6: Status.DRAFT, 7: Status.SUBMITTED}
AMENDED = 4


@dataclass(frozen=True)
class Account:
    """A log-in to try: what to look at with it."""

    username: str
    name: str
    role: str
    hint: str


ACCOUNTS = (
    Account("shuji", "林向阳", "支部书记 · 青榆一小", "退回的下一年计划：逐条答复、修改、再提交；新建计划"),
    Account("weiyuan", "乔木", "组织委员 · 青榆一小", "和书记同时编辑一份计划"),
    Account("zuzhang", "宋知秋", "党小组长 · 青榆一小", "本月行事历"),
    Account("dangyuan", "唐果", "党员 · 青榆一小", "手机上看本月、下月和全年"),
    Account("shenhe", "何清", "审核员 · 青榆区", "待审计划、正在审核的一份、写意见、退回、审定"),
    Account("shenhe2", "沈一鸣", "审核员 · 青榆区", "另一名审核员"),
    Account("guanli", "魏然", "管理员 · 青榆区", "组织和账号"),
    Account("shenji", "余静", "审计员 · 青榆区", "审计记录"),
)
_OF_FIRST_SCHOOL = {
    "weiyuan": ("乔木", "organisation"),
    "zuzhang": ("宋知秋", "group_leader"),
    "dangyuan": ("唐果", "member"),
}
_OF_DISTRICT = {
    "shenhe": ("何清", "reviewer"),
    "shenhe2": ("沈一鸣", "reviewer"),
    "guanli": ("魏然", "administrator"),
    "shenji": ("余静", "auditor"),
}


@dataclass
class Demo:
    """What has been built so far."""

    today: date
    password: str
    people: dict[str, User] = field(default_factory=dict)
    plans: int = 0


def is_built() -> bool:
    """Whether the demo is in this database."""
    return User.objects.filter(username=ACCOUNTS[0].username).exists()


@transaction.atomic
def build(today: date) -> Demo:
    """Everything, in one transaction: either the whole demo is there or nothing."""
    demo = Demo(today, make_password(PASSWORD))
    facts = schools_file()
    start = _moment(date(today.year - 3, 9, 1))
    city = create_district(name=facts["district"]["city"], code="yc", parent=None, by=None, at=start)
    district = create_district(name=facts["district"]["name"], code="qy", parent=city, by=None, at=start)
    for username, (name, role) in _OF_DISTRICT.items():
        _person(demo, username, name, role, district, start)
    for number, school in enumerate(facts["school"]):
        _build_school(demo, district, number, school, start)
    return demo


def _build_school(demo: Demo, district: District, number: int, school: Mapping[str, Any], start: datetime) -> None:
    branch = create_branch(
        district=district,
        by=None,
        at=start,
        name=organisation_of(school),
        school_name=school["school"],
        short_name=school["short"],
        school_kind=school["kind"],
        organisation_type=school.get("type", "branch"),
        has_committee=school.get("committee", True),
        has_groups=bool(school.get("groups")),
        brand=school["brand"],
    )
    secretary = _person(demo, school["login"], school["secretary"], "secretary", branch, start)
    if number == 0:
        for username, (name, role) in _OF_FIRST_SCHOOL.items():
            _person(demo, username, name, role, branch, start)
    people = _roster(demo, branch, school, secretary)
    cycle = Cycle(school.get("cycle", "year"))
    now = current_period(cycle, demo.today)
    for period in _past_periods(now):
        _approved(demo, branch, number, school, period, people)
    _current(demo, branch, number, school, now, people)
    if number == 0:
        _next_year(demo, branch, school, now.next(), people)
    elif number in {5, 8}:
        _draft(demo, branch, number, school, now.next(), people, _moment(demo.today) - timedelta(days=6))


def _past_periods(now: Period) -> list[Period]:
    """The two years before, as periods of the same kind."""
    parts = (1, 2) if now.part else (0,)
    periods = [Period(now.cycle, year, part) for year in (now.year - 2, now.year - 1, now.year) for part in parts]
    return [period for period in periods if period.months[-1] < now.months[0]]


def _person(demo: Demo, username: str, name: str, role: str, organisation: Branch | District, at: datetime) -> User:
    user, _ = create_account(
        username=username,
        display_name=name,
        email=f"{username}@demo.example",
        organisation=organisation,
        by=None,
        at=at,
    )
    # One password for all, hashed once: it is printed on the start page of the demo.
    User.objects.filter(pk=user.pk).update(password=demo.password, must_change_password=False)
    give_role(user=user, role=role, organisation=organisation, starts_on=timezone.localdate(at), by=None, at=at)
    demo.people[username] = User.objects.get(pk=user.pk)
    return demo.people[username]


def _roster(demo: Demo, branch: Branch, school: Mapping[str, Any], secretary: User) -> list[str]:
    """Members and groups of the branch; returns who takes turns as responsible."""
    groups = [PartyGroup.objects.create(branch=branch, name=name) for name in school.get("groups", [])]
    accounts = {
        user.display_name: user for user in demo.people.values() if user.assignments.filter(branch=branch).exists()
    }
    names = [secretary.display_name, *school["members"]]
    for place, name in enumerate(names):
        status = "probationary" if place == len(names) - 1 and len(names) > 4 else "full"
        group = groups[place % len(groups)] if groups else None
        Member.objects.create(branch=branch, name=name, status=status, group=group, user=accounts.get(name))
    for group in groups:
        PartyGroup.objects.filter(pk=group.pk).update(leader=group.members.order_by("name").first())
    return names


def _draft(
    demo: Demo, branch: Branch, number: int, school: Mapping[str, Any], period: Period, people: list[str], at: datetime
) -> Plan:
    draft = write_plan(school, number, period, people)
    plan = create_plan(branch=branch, draft=draft, source="blank", by=demo.people[school["login"]], at=at)
    members = {member.name: member for member in Member.objects.filter(branch=branch)}
    for item in plan.items.exclude(responsible_text=""):
        if member := members.get(item.responsible_text):
            PlanItem.objects.filter(pk=item.pk).update(responsible_member=member, responsible_text="")
    Plan.objects.filter(pk=plan.pk).update(signed_on=at.date())
    demo.plans += 1
    return Plan.objects.select_related("branch__district").get(pk=plan.pk)


def _approved(
    demo: Demo, branch: Branch, number: int, school: Mapping[str, Any], period: Period, people: list[str]
) -> Plan:
    """Written in the first days of the period, approved a week later."""
    begin = _moment(min(period.months[0] + timedelta(days=9 + number % 5), demo.today - timedelta(days=20)))
    plan = _draft(demo, branch, number, school, period, people, begin)
    reviewer = demo.people["shenhe" if number % 2 else "shenhe2"]
    plan = submit_plan(plan=plan, comment="", by=demo.people[school["login"]], at=begin + timedelta(days=3))
    plan = perform(plan, Action.CLAIM, by=reviewer, at=begin + timedelta(days=5))
    return approve_plan(plan=plan, comment="同意。", by=reviewer, at=begin + timedelta(days=6))


def _current(
    demo: Demo, branch: Branch, number: int, school: Mapping[str, Any], period: Period, people: list[str]
) -> None:
    """The plan of today in the state that the visitor shall find."""
    state = CURRENT.get(number, Status.APPROVED)
    if state is Status.APPROVED:
        plan = _approved(demo, branch, number, school, period, people)
        if number == AMENDED:
            _amended(demo, plan, school)
        return
    at = _moment(demo.today) - timedelta(days=12 + number)
    plan = _draft(demo, branch, number, school, period, people, at)
    if state is Status.DRAFT:
        return
    secretary, reviewer = demo.people[school["login"]], demo.people["shenhe"]
    plan = submit_plan(plan=plan, comment="请审核。", by=secretary, at=at + timedelta(days=2))
    if state is Status.SUBMITTED:
        return
    plan = perform(plan, Action.CLAIM, by=reviewer, at=at + timedelta(days=4))
    _remarks(plan, reviewer, at + timedelta(days=4, hours=1), count=2)
    if state is Status.RETURNED:
        perform(plan, Action.RETURN, by=reviewer, at=at + timedelta(days=5))


def _next_year(demo: Demo, branch: Branch, school: Mapping[str, Any], period: Period, people: list[str]) -> None:
    """The first school's plan for the next year came back with three issues, one of them answered."""
    at = _moment(demo.today) - timedelta(days=9)
    secretary, reviewer = demo.people[school["login"]], demo.people["shenhe"]
    plan = _draft(demo, branch, 0, school, period, people, at)
    plan = submit_plan(plan=plan, comment="", by=secretary, at=at + timedelta(days=2))
    plan = perform(plan, Action.CLAIM, by=reviewer, at=at + timedelta(days=3))
    _remarks(plan, reviewer, at + timedelta(days=3, hours=1), count=3)
    plan = perform(plan, Action.RETURN, by=reviewer, at=at + timedelta(days=4), comment="请补充后再报。")
    issue = ReviewComment.objects.of(plan).issues().order_by("number")[0]
    answer_issue(
        issue=issue,
        document=plan,
        reply="已在文字中写明：假期由党小组自行组织，开学补记。",
        by=secretary,
        at=at + timedelta(days=5),
    )


def _remarks(plan: Plan, reviewer: User, at: datetime, count: int) -> None:
    sections = {section.heading: section for section in plan.sections.present()}
    for place, words in enumerate(words_file()["issue"][:count]):
        section = sections.get(words["area"])
        anchor = Anchor(section.pk, words["area"], "") if section else Anchor()
        add_remark(
            document=plan,
            anchor=anchor,
            body=words["body"],
            suggestion=words["suggestion"],
            is_issue=True,
            by=reviewer,
            at=at + timedelta(minutes=7 * place),
        )


def _amended(demo: Demo, plan: Plan, school: Mapping[str, Any]) -> None:
    """An approved plan that was amended once, the second revision in force."""
    at = _moment(demo.today) - timedelta(days=15)
    secretary, reviewer = demo.people[school["login"]], demo.people["shenhe"]
    revision = amend_plan(plan=Plan.objects.select_related("branch__district").get(pk=plan.pk), by=secretary, at=at)
    section = revision.sections.select_related("plan__branch__district").get(heading="保障措施")
    body = f"{section.body}年中增加一次向全体党员的公开说明。"
    edit_section(
        section=section,
        heading=section.heading,
        body=body,
        base_version=section.version,
        by=secretary,
        at=at + timedelta(hours=1),
    )
    revision = submit_plan(plan=revision, comment="增加公开说明。", by=secretary, at=at + timedelta(days=1))
    revision = perform(revision, Action.CLAIM, by=reviewer, at=at + timedelta(days=2))
    approve_plan(plan=revision, comment="同意调整。", by=reviewer, at=at + timedelta(days=2, hours=1))
    demo.plans += 1


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
