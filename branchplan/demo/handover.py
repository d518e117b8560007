"""A new secretary in one of the demo's schools: the old one has signed, the new one has the pack and the first days before them."""

from __future__ import annotations

from datetime import date, timedelta

from branches.models import Role, RoleAssignment
from branches.services.accounts import end_role, give_role
from branchplan.demo.history import moment
from branchplan.demo.people import Scene
from branchplan.handover.following import follow_roles
from branchplan.handover.models import Handover
from branchplan.handover.services import hand_over, prepare

#: Position of the school in `SCHOOLS`: 桃溪小学, where 舒雅 follows 骆平川.
PLACE = 3
_THINGS = (
    "党支部印章1枚，在校办保险柜\n党员档案11份、发展党员档案4份\n会议记录本2本，党费台账和收据1套\n党费余额0元，已上缴"
)
_WORDS = "和社区共建的事谈过一次，等对方定时间。宣传委员下学期支教，要提前物色人选。"


def change_secretary(scene: Scene, today: date) -> None:
    """The office changed last week; everything is written down today, behind what else happened in the school."""
    place = scene.places[PLACE]
    old, new = place.secretary, place.people[Role.ORGANISATION_COMMISSIONER]
    began = moment(today - timedelta(days=6)).date()
    assignment = RoleAssignment.objects.select_related("branch__district", "user").get(
        user=old, role=Role.SECRETARY, branch=place.branch
    )
    administrator = scene.district_people["wei"]
    end_role(assignment=assignment, last_day=began - timedelta(days=1), by=administrator, at=moment(today, 21))
    give_role(
        user=new,
        role=Role.SECRETARY,
        organisation=place.branch,
        starts_on=began,
        by=administrator,
        at=moment(today, 21, 5),
    )
    follow_roles(at=moment(today, 21, 10))
    row = Handover.objects.select_related("branch__district").get(branch=place.branch)
    prepare(handover=row, things=_THINGS, words=_WORDS, version=row.version, by=old, at=moment(today, 21, 20))
    hand_over(handover=row, in_stead="", by=old, at=moment(today, 21, 30))
