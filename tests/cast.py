"""The fixed cast of every test, and plans that reached their state by walking there.

Two districts below one city. 青榆区 has two schools, 白鹭区 one:

- lin (林向阳) is secretary of 青榆一小, qiao (乔木) its organisation commissioner, song (宋知秋) leads its first party group, tang (唐果) is a member
- fang (方圆) is secretary of 青榆幼儿园, gu (顾小满) a member there: they must see nothing of 青榆一小
- he (何清) and shen (沈一鸣) review for 青榆区, bai (白露) for 白鹭区
- wei (魏然) administers 青榆区, yu (余静) audits it
- duan (段落) has two roles: reviewer of 青榆区 and member of 青榆一小, so may not review that school
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from branches.models import Branch, District, User
from branches.services.accounts import give_role
from branches.services.organisation import create_branch, create_district
from members.models import Member, PartyGroup
from plans.domain.period import Cycle, Period
from plans.models import Plan, SectionKind
from plans.services.drafting import ItemDraft, PlanDraft, SectionDraft, create_plan
from plans.services.review import approve_plan, submit_plan
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.services.perform import perform
from workflow.services.remarks import Anchor, Words, add_remark

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
PASSWORD = "Ceshi-2026-mima"
PERIOD = Period(Cycle.CALENDAR_YEAR, 2026)


@dataclass
class Cast:
    """Everybody by name, and the organisations they belong to."""

    city: District
    district: District
    other_district: District
    branch: Branch
    kindergarten: Branch
    far_branch: Branch
    group: PartyGroup
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError as error:
            raise AttributeError(name) from error


PEOPLE = {
    # name: (display name, role, organisation)
    "lin": ("林向阳", "secretary", "branch"),
    "qiao": ("乔木", "organisation", "branch"),
    "song": ("宋知秋", "group_leader", "branch"),
    "tang": ("唐果", "member", "branch"),
    "fang": ("方圆", "secretary", "kindergarten"),
    "gu": ("顾小满", "member", "kindergarten"),
    "he": ("何清", "reviewer", "district"),
    "shen": ("沈一鸣", "reviewer", "district"),
    "bai": ("白露", "reviewer", "other_district"),
    "wei": ("魏然", "administrator", "district"),
    "yu": ("余静", "auditor", "district"),
    "duan": ("段落", "reviewer", "district"),
}


def assemble_cast() -> Cast:
    city = create_district(name="云川市教育工委", code="yc", parent=None, by=None, at=NOW)
    district = create_district(name="青榆区教育工委", code="qy", parent=city, by=None, at=NOW)
    other = create_district(name="白鹭区教育工委", code="bl", parent=city, by=None, at=NOW)
    branch = _branch(
        district,
        "青榆区第一小学",
        "青榆一小",
        "primary",
        has_groups=True,
        brand="榆荫先锋",
    )
    kindergarten = _branch(district, "青榆区实验幼儿园", "青榆幼儿园", "kindergarten", has_committee=False)
    far = _branch(other, "白鹭区第二中学", "白鹭二中", "junior")
    group = PartyGroup.objects.create(branch=branch, name="第一党小组")
    cast = Cast(city, district, other, branch, kindergarten, far, group)
    for username, (name, role, place) in PEOPLE.items():
        cast.people[username] = _person(username, name, role, getattr(cast, place))
    give_role(
        user=cast.duan,
        role="member",
        organisation=branch,
        starts_on=date(2025, 9, 1),
        by=None,
        at=NOW,
    )
    for username in ("lin", "qiao", "song", "tang", "fang", "gu"):
        user = cast.people[username]
        home = kindergarten if username in ("fang", "gu") else branch
        Member.objects.create(
            branch=home,
            user=user,
            name=user.display_name,
            status="full",
            group=group if home == branch else None,
        )
    return cast


def plan_draft(title: str = "青榆区第一小学党支部2026年工作计划", period: Period = PERIOD) -> PlanDraft:
    """A small whole plan: preamble, four sections on two levels, schedule, closing."""
    months = period.months
    return PlanDraft(
        period=period,
        title=title,
        sections=[
            SectionDraft(
                SectionKind.PREAMBLE,
                0,
                "",
                "为做好今年的支部工作，结合学校实际，制定本计划。",
            ),
            SectionDraft(
                SectionKind.HEADING,
                1,
                "指导思想",
                "围绕教书育人，把支部建在年级组，把党员的力量用在课堂上。",
            ),
            SectionDraft(SectionKind.HEADING, 1, "主要措施", ""),
            SectionDraft(
                SectionKind.HEADING,
                2,
                "过好组织生活",
                "每月第一周星期五下午开展主题党日，每季度召开支部党员大会。",
            ),
            SectionDraft(
                SectionKind.HEADING,
                2,
                "带好青年教师",
                "每名党员联系一名新入职教师，学期末交流一次。",
            ),
            SectionDraft(SectionKind.SCHEDULE, 1, "行事历", ""),
            SectionDraft(
                SectionKind.CLOSING,
                0,
                "",
                "以上安排可随学校工作调整，调整后及时告知全体党员。",
            ),
        ],
        items=[
            ItemDraft(months[0], months[0], "召开支委会，讨论全年工作", "committee_meeting"),
            ItemDraft(months[2], months[2], "主题党日：走进社区服务站", "theme_day"),
            ItemDraft(months[2], months[3], "青年教师结对听课", "study"),
            ItemDraft(
                months[-1],
                months[-1],
                "召开支部党员大会，总结全年工作",
                "general_meeting",
            ),
        ],
        signature="中共青榆区第一小学支部委员会",
        signed_on=date(2026, 3, 2),
    )


def plan_at(cast: Cast, status: Status, *, period: Period = PERIOD) -> Plan:
    """A plan of 青榆一小 that walked to `status`: submitted by lin, claimed, returned with one issue and approved by he."""
    plan = create_plan(
        branch=cast.branch,
        draft=plan_draft(period=period),
        source="blank",
        by=cast.lin,
        at=NOW,
    )
    if status is Status.DRAFT:
        return plan
    plan = submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    if status is Status.SUBMITTED:
        return plan
    plan = perform(plan, Action.CLAIM, by=cast.he, at=NOW)
    if status is Status.IN_REVIEW:
        return plan
    if status is Status.RETURNED:
        add_issue(plan, cast)
        return perform(plan, Action.RETURN, by=cast.he, at=NOW)
    plan = approve_plan(plan=plan, comment="", by=cast.he, at=NOW)
    if status is Status.APPROVED:
        return plan
    return perform(plan, Action.ARCHIVE, by=cast.he, at=NOW, follows=True)


def add_issue(
    plan: Plan, cast: Cast, body: str = "主题党日没有写明固定日期", *, by: User | None = None
) -> ReviewComment:
    """One issue by he (or another) at the section 过好组织生活."""
    section = plan.sections.present().get(heading="过好组织生活")
    # The section's text is its heading and its body, one line each.
    anchor = Anchor(section.pk, "（一）过好组织生活", "每月第一周星期五", 7, 15, "过好组织生活\n", "下午开展主题党日")
    return add_remark(
        document=plan,
        anchor=anchor,
        words=Words(body=body, suggestion="写明每月几日"),
        by=by or cast.he,
        at=NOW,
    )


def _branch(district: District, school: str, short: str, kind: str, **facts: object) -> Branch:
    name = f"{school}党支部"
    return create_branch(
        district=district,
        by=None,
        at=NOW,
        name=name,
        school_name=school,
        short_name=short,
        school_kind=kind,
        **facts,
    )


def _person(username: str, name: str, role: str, organisation: Branch | District) -> User:
    user = User(
        username=username,
        display_name=name,
        email=f"{username}@example.cn",
        must_change_password=False,
    )
    user.password = _password_hash()
    user.save(force_insert=True)
    give_role(
        user=user,
        role=role,
        organisation=organisation,
        starts_on=date(2025, 9, 1),
        by=None,
        at=NOW,
    )
    return user


@cache
def _password_hash() -> str:
    """Hashing is slow on purpose: once is enough for a test run."""
    return make_password(PASSWORD)
