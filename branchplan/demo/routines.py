"""What the planning aid goes by: each school's fixed days, one school's own line, and what the district asks of every schedule."""

from __future__ import annotations

from datetime import time

from branchplan.demo.history import moment
from branchplan.demo.people import Scene
from branchplan.demo.schools import IN_OFFICE_SINCE
from plans.services.routine import RoutineDay, RoutineDraft, RoutineRow, add_requirement, save_routine
from regulations.domain.activities import ActivityKind

AFTERNOON = time(15, 40), time(17, 0)
ROOM = "党员活动室"
OWN_LINE = RoutineRow("教职工政治学习", ActivityKind.STUDY.value, "每两周星期二")
REQUIREMENT = "报送党员教育培训情况"


def make_routines(scene: Scene) -> None:
    """Theme day on the first Friday, the committee on the first Monday; the first school also meets every second Tuesday."""
    at = moment(IN_OFFICE_SINCE)
    days = {
        ActivityKind.THEME_DAY.value: RoutineDay("每月第一周星期五", *AFTERNOON, ROOM),
        ActivityKind.COMMITTEE_MEETING.value: RoutineDay("每月第一周星期一", *AFTERNOON, ROOM),
    }
    for place in scene.places:
        draft = RoutineDraft(days, [OWN_LINE] if place.number == 0 else [])
        save_routine(branch=place.branch, draft=draft, base_version=0, by=place.secretary, at=at)
    add_requirement(
        district=scene.places[0].branch.district,
        text=REQUIREMENT,
        kind=ActivityKind.PLAN_AND_SUMMARY.value,
        words="每季度最后一个月25日前",
        source="青榆区党员教育工作安排（示例）",
        by=scene.district_people["wei"],
        at=at,
    )
