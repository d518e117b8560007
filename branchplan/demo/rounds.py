"""What the district asks of its schools: a round that is over, one in full swing with its template and key points, one that runs late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from branches.models import Branch
from branchplan.demo.history import Review, coming_period, moment
from branchplan.demo.people import Place, Scene
from plans.domain.paper import paper_from
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, Period, current_period
from plans.models import Plan, PlanningRound, RoundTarget, SchoolGroup
from plans.selectors.rounds.answers import point_table_of
from plans.services.rounds.answers import answer_key_point
from plans.services.rounds.drafts import begin_paper
from plans.services.rounds.enclosures import PartFacts, attach_file, write_parts
from plans.services.rounds.groups import write_group
from plans.services.rounds.opening import close_round, open_round
from plans.services.rounds.pressing import extend, urge
from plans.services.rounds.writing import RoundFacts, change_round, create_round
from plans.services.sections import edit_section
from workflow.domain.transitions import Action
from workflow.services.perform import perform

GROUP = "党建示范校"
POINTS = (
    "落实“第一议题”制度，每月至少学习一次",
    "每季度召开一次支部党员大会，每月开展一次主题党日",
    "开展党员教师联系青年教师、联系学困学生活动",
    "开展警示教育，抓好师德师风建设",
)
MORE_POINT = "党支部书记为全体党员讲党课"
INSTRUCTIONS = (
    "请结合本校实际起草，不求长，措施要写明时间和责任人。\n"
    "行事历每月都要有安排，与正文一致。\n已经报送的不用再报；党员人数、支委会组成由系统自动填写，不再另外报表。"
)
LAID_DOWN = (
    "以习近平新时代中国特色社会主义思想为指导，围绕立德树人根本任务，把党的建设与教育教学工作同部署、同落实、同检查。\n"
    "【党组织名称】现有党员【党员人数】名，其中预备党员【预备党员人数】名。"
)
TEMPLATE = (
    PartFacts(1, "总体要求", LAID_DOWN, is_locked=True),
    PartFacts(1, "上年问题整改", hint="对照上年民主评议和组织生活会查出的问题，逐条写明怎么改。"),
)
#: What two schools write below 上年问题整改.
MENDED = (
    "组织生活会上提出党课形式单一，今年每季度安排一次现场教学，由支部书记负责，6月底前完成前两次。",
    "民主评议时有同志反映谈心谈话不够经常，支部委员每人联系一个教研组，每学期末把谈话情况带到支委会上说一次。",
)
CHECK_LIST = "一、措施是否写明时间和责任人\n二、行事历是否每月都有安排\n三、上年的问题是否有对应的措施\n"


def ask_schools(scene: Scene, today: date) -> None:
    """Three rounds; papers that are there already answer them."""
    administrator = scene.district_people["wei"]
    year = current_period(Cycle.CALENDAR_YEAR, today)
    own = [place.branch for place in scene.places if place.school.cycle is Cycle.CALENDAR_YEAR]
    over = _round(scene, PaperKind.PLAN, year, today - timedelta(days=55), today - timedelta(days=40), schools=own)
    _open(scene, over, today - timedelta(days=55))
    close_round(planning=over, by=administrator, at=moment(today - timedelta(days=30), 9))
    _going_on(scene, coming_period(Cycle.CALENDAR_YEAR, today), today)
    _running_late(scene, year, today)


def _going_on(scene: Scene, period: Period, today: date) -> None:
    """Opened three weeks ago, changed once, due in nine days, two reviews each: from not begun to approved."""
    opened, administrator = today - timedelta(days=23), scene.district_people["wei"]
    due = today + timedelta(days=9)
    planning = _round(scene, PaperKind.PLAN, period, opened, due, POINTS)
    planning = write_parts(
        planning=planning, parts=TEMPLATE, base_version=planning.version, by=administrator, at=moment(opened, 8, 20)
    )
    attach_file(
        planning=planning, name="起草自查清单.txt", data=CHECK_LIST.encode(), by=administrator, at=moment(opened, 8, 30)
    )
    _open(scene, planning, opened)
    stored = PlanningRound.objects.select_related("district").get(pk=planning.pk)
    points = (*POINTS, MORE_POINT)
    facts = RoundFacts(stored.title, stored.paper, period, opened, due, INSTRUCTIONS, reviews=2, points=points)
    change_round(
        planning=stored,
        facts=facts,
        base_version=stored.version,
        by=administrator,
        at=moment(today - timedelta(days=15), 10),
    )
    free = [place for place in scene.places if not _target(stored, place).plan_id]
    approved, begun = free[0], free[1]
    plan = _begin(stored, approved, today - timedelta(days=2), mended=MENDED[0])
    review = Review(approved, scene)
    plan = review.claim(review.submit(plan, today - timedelta(days=2)), today - timedelta(days=1))
    plan = perform(plan, Action.PASS, by=review.reviewer, at=moment(today - timedelta(days=1), 9))
    lead = scene.district_people["ji"]
    plan = perform(plan, Action.CLAIM, by=lead, at=moment(today - timedelta(days=1), 10))
    perform(plan, Action.APPROVE, by=lead, at=moment(today - timedelta(days=1), 11))
    _begin(stored, begun, today)
    yesterday, second = today - timedelta(days=1), Review(free[2], scene)
    plan = second.submit(_begin(stored, free[2], yesterday, mended=MENDED[1]), yesterday)
    plan = perform(plan, Action.CLAIM, by=second.reviewer, at=moment(today, 8, 10))
    perform(plan, Action.PASS, by=second.reviewer, at=moment(today, 8, 20))


def _running_late(scene: Scene, period: Period, today: date) -> None:
    """Summaries of some schools, due yesterday: nobody has handed in; one school was granted a week more, the others were urged."""
    opened, administrator = today - timedelta(days=18), scene.district_people["wei"]
    some = scene.places[1:5]
    group = write_group(
        district=scene.places[0].branch.district,
        group=None,
        name=GROUP,
        branches=[place.branch for place in some],
        base_version=0,
        by=administrator,
        at=moment(opened, 9),
    )
    planning = _round(scene, PaperKind.SUMMARY, period, opened, today - timedelta(days=1), group=group)
    _open(scene, planning, opened)
    stored = PlanningRound.objects.select_related("district").get(pk=planning.pk)
    _begin(stored, some[0], today)
    late = _target(stored, some[1])
    extend(
        planning=stored,
        seen={late.pk: late.due_on},
        due_on=today + timedelta(days=6),
        reason="书记外出培训，同意延期一周",
        by=administrator,
        at=moment(today, 8, 40),
    )
    urge(
        planning=stored,
        targets=stored.targets.filter(due_on__lt=today),
        office=stored.district,
        by=administrator,
        at=moment(today, 8, 45),
    )


def _round(
    scene: Scene,
    paper: PaperKind,
    period: Period,
    opens_on: date,
    due_on: date,
    points: tuple[str, ...] = (),
    group: SchoolGroup | None = None,
    schools: Sequence[Branch] = (),
) -> PlanningRound:
    district = scene.places[0].branch.district
    facts = RoundFacts(
        title=f"{period.label}党支部{paper.label}",
        paper=paper,
        period=period,
        opens_on=opens_on,
        due_on=due_on,
        instructions=INSTRUCTIONS if points else "",
        reviews=2 if points else 1,
        areas=[] if group or schools else [district],
        groups=[group] if group else [],
        schools=schools,
        points=points,
    )
    return create_round(district=district, facts=facts, by=scene.district_people["wei"], at=moment(opens_on, 8))


def _open(scene: Scene, planning: PlanningRound, day: date) -> None:
    open_round(planning=planning, base_version=planning.version, by=scene.district_people["wei"], at=moment(day, 9, 30))


def _target(planning: PlanningRound, place: Place) -> RoundTarget:
    rows = RoundTarget.objects.select_related("round__district", "branch__district")
    return rows.get(round=planning, branch=place.branch)


def _begin(planning: PlanningRound, place: Place, day: date, *, mended: str = "") -> Plan:
    """An empty draft; or, with what the school `mended`, one from last year's words, with what is likely to answer each key point put to it."""
    at = moment(day, 8, 10)
    plan = begin_paper(target=_target(planning, place), from_former=bool(mended), by=place.writer, at=at)
    if mended:
        section = plan.sections.present().get(heading=TEMPLATE[1].heading)
        edit_section(
            section=section, heading=section.heading, body=mended, base_version=section.version, by=place.writer, at=at
        )
        table = point_table_of(plan, paper_from(plan.review_content()))
        for point, row in zip(planning.key_points.order_by("number"), table.rows, strict=True):
            chosen = row.likely[0] if row.likely else table.places[point.number % len(table.places)]
            answer_key_point(plan=plan, point=point, place=chosen.value, by=place.writer, at=at)
    return plan
