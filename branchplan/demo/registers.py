"""The roster of the demo in full: facts, terms with posts, letters of introduction in every state."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from branches.models import Role
from branchplan.demo.history import moment
from branchplan.demo.people import Place, Scene
from members.models import CommitteeTerm, Education, Member, MemberStatus, Post, Sex
from members.services.committee import record_term, take_post
from members.services.transfers import accept_transfer, enter_incoming, return_transfer, send_transfer

_JOBS = (
    "语文教师",
    "数学教师",
    "英语教师",
    "年级组长",
    "教务处副主任",
    "音乐教师",
    "体育教师",
    "班主任",
    "财务人员",
    "实验员",
)
_PEOPLES = ("汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "回族", "汉族", "满族", "汉族")
_EDUCATION = (Education.BACHELOR, Education.MASTER, Education.BACHELOR, Education.COLLEGE, Education.BACHELOR)
_POSTS = {
    Role.SECRETARY: Post.SECRETARY,
    Role.DEPUTY_SECRETARY: Post.DEPUTY_SECRETARY,
    Role.ORGANISATION_COMMISSIONER: Post.ORGANISATION,
    Role.PUBLICITY_COMMISSIONER: Post.PUBLICITY,
    Role.DISCIPLINE_COMMISSIONER: Post.DISCIPLINE,
}
_YEARS = 3


def keep_registers(scene: Scene, today: date) -> None:
    """For every school facts and the present term; letters between the first two schools and beyond."""
    now = moment(today, 8, 30)  # all of it entered from the paper files this morning
    for place in scene.places:
        _fill_facts(place, today)
        _elect(place, today, now)
    _write_letters(scene, today, now)


def _fill_facts(place: Place, today: date) -> None:
    """Believable facts that differ from person to person; one thing in ten is not known."""
    people = list(Member.objects.filter(branch=place.branch).order_by("name", "pk"))
    for number, person in enumerate(people):
        seed = number + place.number * 3
        age = 26 + seed * 7 % 33
        person.sex = (Sex.FEMALE, Sex.MALE)[seed % 3 == 0]
        person.birth_date = date(today.year - age, 1 + seed * 5 % 12, 1 + seed * 11 % 28)
        person.ethnicity = _PEOPLES[seed % len(_PEOPLES)]
        person.education = _EDUCATION[seed % len(_EDUCATION)]
        person.post = _JOBS[seed % len(_JOBS)]
        person.phone = f"1380000{seed * 137 % 10000:04d}" if seed % 10 else ""
        if person.is_party_member and seed % 10 != 9:
            probation = person.status == MemberStatus.PROBATIONARY
            person.joined_on = today - timedelta(days=200 if probation else min(age - 22, 30) * 365 + seed * 17 % 300)
            person.became_full_on = None if probation else person.joined_on + timedelta(days=366)
        person.is_retired = age >= 58
        person.is_moving = seed % 23 == 5
    names = ["sex", "birth_date", "ethnicity", "education", "post", "phone", "joined_on", "became_full_on"]
    Member.objects.bulk_update(people, [*names, "is_retired", "is_moving"])


def _elect(place: Place, today: date, now: datetime) -> None:
    """The first school's term ends in some three months: its desk reminds of the election. The third has recorded none."""
    if place.number == 2:
        return
    age = timedelta(days=_YEARS * 365 - 90 if place.number == 0 else 300 + place.number * 60)
    elected_on = today - age
    if place.number == 0:
        earlier = elected_on - timedelta(days=_YEARS * 365 + 60)
        _term(place, earlier, 3, now)
    term = _term(place, elected_on, 4, now)
    for role, user in place.people.items():
        if role in _POSTS:
            member = Member.objects.get(user=user)
            take_post(
                term=term,
                member=member,
                post=_POSTS[Role(role)],
                starts_on=elected_on,
                by=place.secretary,
                at=now,
            )


def _term(place: Place, elected_on: date, number: int, now: datetime) -> CommitteeTerm:
    facts = {
        "elected_on": elected_on,
        "number": number,
        "approval": f"青教工委〔{elected_on.year}〕{10 + place.number}号",
    }
    return record_term(branch=place.branch, facts=facts, by=place.secretary, at=now)


def _write_letters(scene: Scene, today: date, now: datetime) -> None:
    """One on its way between two schools, one expired, one accepted from outside, one called back."""
    first, second = scene.places[0], scene.places[1]
    movable = list(
        Member.objects.filter(branch=first.branch, user=None, status=MemberStatus.FULL).order_by("name_pinyin")
    )
    lately, long_ago = today - timedelta(days=6), today - timedelta(days=45)
    send_transfer(
        member=movable[0],
        facts={"to_branch": second.branch, "issued_on": lately, "reason": "工作调动", "moved_on": lately},
        by=first.secretary,
        at=now,
    )
    send_transfer(
        member=movable[1],
        facts={
            "counterpart": "红柳区第三中学党支部",
            "addressee": "红柳区教育工委组织科",
            "issued_on": long_ago,
            "reason": "工作调动",
        },
        by=first.secretary,
        at=now,
    )
    void = send_transfer(
        member=movable[2],
        facts={"counterpart": "海棠区实验学校党支部", "issued_on": long_ago},
        by=first.secretary,
        at=now,
    )
    return_transfer(transfer=void, returned_on=lately, reason="调动暂缓，介绍信收回", by=first.secretary, at=now)
    arrived = enter_incoming(
        branch=first.branch,
        facts={
            "name": "水云间",
            "standing": MemberStatus.FULL,
            "counterpart": "白石县第一小学党支部",
            "letter_number": "白组介〔" + str(long_ago.year) + "〕18号",
            "issued_on": long_ago,
        },
        by=first.secretary,
        at=now,
    )
    accept_transfer(
        transfer=arrived,
        accepted_on=long_ago + timedelta(days=9),
        by=first.secretary,
        at=now,
    )
