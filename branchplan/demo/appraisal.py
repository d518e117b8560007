"""民主评议 in the demo: last year's round closed, this year's with an open ballot, in the first school."""

from __future__ import annotations

from datetime import date, datetime

from branches.models import User
from branchplan.demo.history import moment
from branchplan.demo.people import Scene
from members.domain.appraisal import Grade, Phase
from members.models import AppraisalEntry, AppraisalRound
from members.services.appraisal import advance_round, count_paper, grade_member, open_round, write_self_appraisal

STANDARDS = "对照党员标准和岗位承诺，说成绩简单，说问题具体。自评控制在500字以内，互评每人至少写一条建议。"
SELF = (
    "按时参加组织生活，完成规定学时；带好一名新教师。不足是读书不够系统，与学生家长沟通有时着急。",
    "参加志愿服务四次，承担一节示范课。不足是对教研组的公共事务关心不够。",
    "坚持家访，班级管理有成效。不足是理论学习重记录、轻思考，明年每月写一篇短评。",
)


def hold_appraisals(scene: Scene, today: date) -> None:
    """Two rounds of the first school that has enough people."""
    place = scene.places[0]
    secretary = place.secretary
    # Everything is entered today, so that the trail stays in the order of time; the rounds keep the days they were held on.
    last = moment(today, 10, 0)
    closed = open_round(branch=place.branch, year=today.year - 1, standards=STANDARDS, by=secretary, at=last)
    _say(closed, secretary, last)
    advance_round(appraisal=closed, expected=Phase.MUTUAL, by=secretary, at=last)
    _vote_on_paper(closed, secretary, last)
    advance_round(appraisal=closed, expected=Phase.BALLOT, by=secretary, at=last)
    for number, entry in enumerate(_people(closed)):
        grade_member(
            entry=entry,
            grade=Grade.EXCELLENT if number % 4 == 1 else Grade.QUALIFIED,
            opinion="",
            base_version=entry.version,
            by=secretary,
            at=last,
        )
    advance_round(appraisal=closed, expected=Phase.GRADING, by=secretary, at=last)
    AppraisalRound.objects.filter(pk=closed.pk).update(
        opened_on=date(today.year - 1, 11, 20), closed_on=date(today.year - 1, 12, 18)
    )
    now = moment(today, 10, 30)
    current = open_round(branch=place.branch, year=today.year, standards=STANDARDS, by=secretary, at=now)
    _say(current, secretary, now)
    advance_round(appraisal=current, expected=Phase.MUTUAL, by=secretary, at=now)


def _people(appraisal: AppraisalRound) -> list[AppraisalEntry]:
    rows = appraisal.entries.select_related("member", "round__branch__district")
    return list(rows.order_by("member__name", "pk"))


def _say(appraisal: AppraisalRound, secretary: User, at: datetime) -> None:
    """Everybody hands in words on paper; the mutual appraisal begins."""
    advance_round(appraisal=appraisal, expected=Phase.PREPARING, by=secretary, at=at)
    for number, entry in enumerate(_people(appraisal)):
        write_self_appraisal(
            entry=entry,
            text=SELF[number % len(SELF)],
            grade=Grade.QUALIFIED.value,
            base_version=entry.version,
            by=secretary,
            at=at,
        )
    advance_round(appraisal=appraisal, expected=Phase.SELF, by=secretary, at=at)


def _vote_on_paper(appraisal: AppraisalRound, secretary: User, at: datetime) -> None:
    people = _people(appraisal)
    voters = frozenset(str(entry.pk) for entry in people)
    most = len(people) - 1
    counts = {
        str(entry.pk): {Grade.EXCELLENT: most // (2 + number % 3), Grade.QUALIFIED: most - most // (2 + number % 3)}
        for number, entry in enumerate(people)
    }
    count_paper(appraisal=appraisal, voters=voters, counts=counts, by=secretary, at=at)
