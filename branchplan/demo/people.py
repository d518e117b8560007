"""The organisations, log-ins, groups and members of the demo data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from branches.models import Branch, District, Role, User
from branches.services.accounts import give_role
from branches.services.audit import record
from branches.services.organisation import create_branch, create_district
from branchplan.demo.schools import (
    DISTRICT_PEOPLE,
    GIVEN_NAMES,
    IN_OFFICE_SINCE,
    SCHOOLS,
    SURNAMES,
    DemoSchool,
)
from members.models import Member, MemberStatus, PartyGroup

PASSWORD = "Qingyu-2026-demo"  # noqa: S105 - printed for every visitor of the demo
CITY, DISTRICT = "云川市教育工委", "青榆区教育工委"
_STANDINGS = (
    MemberStatus.APPLICANT,
    MemberStatus.ACTIVIST,
    MemberStatus.FULL,
    MemberStatus.PROBATIONARY,
    MemberStatus.FULL,
    MemberStatus.CANDIDATE,
)


@dataclass(frozen=True)
class Place:
    """A school with its branch, the log-ins by role and the names that a schedule may call responsible."""

    number: int
    school: DemoSchool
    branch: Branch
    people: dict[str, User]
    groups: tuple[PartyGroup, ...]

    @property
    def secretary(self) -> User:
        return self.people[Role.SECRETARY]

    @property
    def writer(self) -> User:
        """Who drafts: the organisation commissioner where there is one."""
        return self.people.get(Role.ORGANISATION_COMMISSIONER, self.secretary)

    def responsible(self, key: str) -> str:
        """The name for a key of the text files ("secretary", "group1", "all" ...); other words stand for themselves."""
        if key in Role.values:
            return self.people.get(key, self.secretary).display_name
        if key.startswith("group"):
            if not self.groups:
                return "全体党员"
            return "各党小组" if key == "groups" else self.groups[(int(key[5:]) - 1) % len(self.groups)].name
        return "全体党员" if key == "all" else key


@dataclass(frozen=True)
class Scene:
    """Everybody and everything that plans are then made for."""

    places: tuple[Place, ...]
    district_people: dict[str, User]

    @property
    def reviewers(self) -> tuple[User, User]:
        return self.district_people["he"], self.district_people["shen"]


@transaction.atomic
def make_people(at: datetime) -> Scene:
    """City, district, schools and log-ins with the one password, which is hashed once: hashing is slow on purpose."""
    city = create_district(name=CITY, code="yc", parent=None, by=None, at=at)
    district = create_district(name=DISTRICT, code="qy", parent=city, by=None, at=at)
    hashed = make_password(PASSWORD)
    officers = {
        login: _person(login, name, role, district, hashed, at) for login, (name, role) in DISTRICT_PEOPLE.items()
    }
    places = tuple(_place(number, school, district, hashed, at) for number, school in enumerate(SCHOOLS))
    first = places[0].branch
    give_role(user=officers["duan"], role=Role.MEMBER, organisation=first, starts_on=IN_OFFICE_SINCE, by=None, at=at)
    Member.objects.create(branch=first, user=officers["duan"], name="段落", status=MemberStatus.FULL)
    return Scene(places, officers)


def _place(number: int, school: DemoSchool, district: District, hashed: str, at: datetime) -> Place:
    branch = create_branch(
        district=district,
        by=None,
        at=at,
        name=school.organisation,
        school_name=school.name,
        short_name=school.short,
        school_kind=school.kind,
        organisation_type=school.type,
        has_committee=school.has_committee,
        has_groups=school.groups > 0,
        brand=school.brand,
    )
    groups = tuple(
        PartyGroup.objects.create(branch=branch, name=f"第{'一二三'[index]}党小组") for index in range(school.groups)
    )
    people = {
        role.value: _person(login, name, role, branch, hashed, at) for role, (login, name) in school.leaders.items()
    }
    if number == 0:
        people[Role.GROUP_LEADER] = _person("song", "宋知秋", Role.GROUP_LEADER, branch, hashed, at)
    others = [_person(login, name, Role.MEMBER, branch, hashed, at) for login, name in school.members.items()]
    _enter(number, school, branch, groups, [*people.values(), *others])
    return Place(number, school, branch, people, groups)


def _enter(number: int, school: DemoSchool, branch: Branch, groups: tuple[PartyGroup, ...], users: list[User]) -> None:
    """The roster: everybody with a log-in, then people without one; each group's first full member leads it."""
    rows = [Member(branch=branch, user=user, name=user.display_name, status=MemberStatus.FULL) for user in users]
    for index in range(school.roster):
        surname = SURNAMES[(number * 7 + index * 3) % len(SURNAMES)]
        given = GIVEN_NAMES[(number * 5 + index) % len(GIVEN_NAMES)]
        standing = _STANDINGS[index] if index < len(_STANDINGS) else MemberStatus.FULL
        rows.append(Member(branch=branch, name=surname + given, status=standing))
    for index, row in enumerate(rows):
        if groups and row.status in {MemberStatus.FULL, MemberStatus.PROBATIONARY}:
            row.group = groups[index % len(groups)]
    Member.objects.bulk_create(rows)
    for group in groups:
        mine = [row for row in rows if row.group == group]
        group.leader = next((row for row in mine if row.name == "宋知秋"), mine[-1])
        group.save(update_fields=["leader"])


def _person(login: str, name: str, role: Role, organisation: Branch | District, hashed: str, at: datetime) -> User:
    """A log-in as `create_account` makes it, but with the common password and without a change at the first log-in."""
    user = User(username=login, display_name=name, password=hashed, must_change_password=False)
    user.save(force_insert=True)
    if isinstance(organisation, District):
        record(action="account.create", by=None, at=at, target=user, name=name, district=organisation)
    else:
        record(action="account.create", by=None, at=at, target=user, name=name, branch=organisation)
    give_role(user=user, role=role, organisation=organisation, starts_on=IN_OFFICE_SINCE, by=None, at=at)
    return user
