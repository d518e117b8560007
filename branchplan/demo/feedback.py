"""What people of the demo's schools told the district: answered, in hand, and one without a name."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from branches.models import User
from branchplan.demo.history import moment
from branchplan.demo.people import Scene
from notices.models import Feedback, FeedbackKind
from notices.services.feedback import answer_feedback, send_feedback, take_feedback

_ASKED_TWICE = "上周要报一次党员人数，这周组织科又发表格要同样的数字，系统里都有。希望以后直接从系统里取。"
_ANSWER = "您说得对。党员人数今后由区里直接从系统里取，不再发表；本周的表不用再报。"
_WIDER = "行事历打印出来字太小，老党员看不清，能不能出一个大字的版本？"
_ALREADY = "打印前在右上角姓名菜单里选“大字号”，打印出来就是大字。使用指南里已经补上这一条。"
_DATES = "希望计划报送的截止时间避开期末考试周。"
_CHECK_IN = "片区群里要求每天在学习软件上打卡截图，与不得强制打卡的规定不符，请核实。"


def write_letters(scene: Scene, today: date) -> None:
    """Two answered, one in hand, one that just arrived."""
    first, second, third = (place.secretary for place in scene.places[:3])
    administrator = scene.district_people["wei"]
    one = _send(scene, 0, first, FeedbackKind.BURDEN, _ASKED_TWICE, today - timedelta(days=40), "/members/")
    answer_feedback(letter=one, answer=_ANSWER, by=administrator, at=moment(today - timedelta(days=38), 16))
    two = _send(scene, 1, second, FeedbackKind.SUGGESTION, _WIDER, today - timedelta(days=25), "/calendar/year/")
    answer_feedback(letter=two, answer=_ALREADY, by=administrator, at=moment(today - timedelta(days=20), 11))
    three = _send(scene, 2, third, FeedbackKind.SUGGESTION, _DATES, today - timedelta(days=8), "/plans/")
    take_feedback(letter=three, by=administrator, at=moment(today - timedelta(days=7), 9))
    _send(scene, 0, first, FeedbackKind.COMPLAINT, _CHECK_IN, today - timedelta(days=2), "", is_unnamed=True)


def _send(
    scene: Scene, place: int, by: User, kind: str, text: str, day: date, path: str, *, is_unnamed: bool = False
) -> Feedback:
    branch = scene.places[place].branch
    return send_feedback(
        key=uuid.uuid4(),
        district=branch.district,
        branch=branch,
        kind=kind,
        text=text,
        path=path,
        is_unnamed=is_unnamed,
        follows=None,
        by=by,
        at=moment(day, 9, 40),
    )
