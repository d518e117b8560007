"""The headings with which plans customarily begin, by school kind, each with a hint of what belongs there. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass

from plans.domain.draft import TITLE_LENGTH, PlanDraft, SectionDraft
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Period


@dataclass(frozen=True, slots=True)
class CustomaryHeading:
    """`hint` is shown in the empty text field of the editor; it is never stored as text of the plan."""

    level: int
    heading: str
    hint: str


_OPENING = (
    CustomaryHeading(1, "总体要求", "写明以什么为指导、围绕学校哪项中心工作、今年要达到什么目标，两三句即可。"),
    CustomaryHeading(1, "主要任务", "下面按方面分列；每条写清做什么、什么时候做、谁负责。"),
    CustomaryHeading(2, "加强政治建设", "第一议题、政治理论学习、意识形态责任制；写明次数和内容来源。"),
    CustomaryHeading(
        2, "过好组织生活", "支部党员大会、支委会、党小组会、党课、主题党日、组织生活会、民主评议党员各多久一次。"
    ),
)
_TEAM = (CustomaryHeading(2, "建好党员队伍", "发展党员、党员教育、谈心谈话、党费收缴、流动和退休党员的联系。"),)
_CLOSING = (
    CustomaryHeading(2, "抓好作风和廉洁建设", "师德师风、警示教育、校务公开；结合本校容易出问题的环节。"),
    CustomaryHeading(1, "保障措施", "分工、经费、检查和总结；与本校实际对得上。"),
)
_SCHOOL_WORK = {
    "kindergarten": (
        CustomaryHeading(2, "党建引领保育教育", "党员在保育教育、家园共育中的作用，如示范活动、结对、家长工作。"),
        CustomaryHeading(2, "关心教职工", "慰问、谈心、教代会和工会工作。"),
    ),
    "primary": (
        CustomaryHeading(2, "党建引领教育教学", "党员示范课、青蓝结对、课后服务中的党员岗位。"),
        CustomaryHeading(2, "党建带队建、带群团", "少先队、工会、教代会、家校共育。"),
    ),
    "vocational": (
        CustomaryHeading(2, "党建引领技能育人", "党员教师进车间、进企业，技能竞赛和实习管理中的党员岗位。"),
        CustomaryHeading(2, "党建带团建、带群团", "共青团、学生社团、工会、教代会。"),
    ),
    "special": (
        CustomaryHeading(2, "党建引领康复教育", "送教上门、个别化教育中的党员作用，家长支持。"),
        CustomaryHeading(2, "关心教职工", "慰问、谈心、教代会和工会工作。"),
    ),
}
_SCHOOL_WORK_OTHERWISE = (
    CustomaryHeading(2, "党建引领教育教学", "党员示范课、教研组建设、毕业年级工作中的党员岗位。"),
    CustomaryHeading(2, "党建带团建、带群团", "共青团、少先队、工会、教代会、家校共育。"),
)


def customary_headings(school_kind: str) -> tuple[CustomaryHeading, ...]:
    """In order, for a value of `SchoolKind`."""
    return (*_OPENING, *_TEAM, *_SCHOOL_WORK.get(school_kind, _SCHOOL_WORK_OTHERWISE), *_CLOSING)


def hint_for(heading: str, school_kind: str) -> str:
    """The hint for a section that still has its customary heading."""
    known = (*customary_headings(school_kind), *_SUMMARY)
    return next((row.hint for row in known if row.heading == heading), "")


def default_title(paper: PaperKind, organisation: str, period: Period) -> str:
    """As titles are usually written: 青榆区第一小学党支部2026年工作总结."""
    return f"{organisation}{period.label}{paper.label}"[:TITLE_LENGTH]


_SUMMARY = (
    CustomaryHeading(1, "主要工作和成效", "按年初计划逐项写：做了什么、做到什么程度，用数字和事例说话。"),
    CustomaryHeading(1, "存在的问题", "计划里没有做到的、做得不够的，原因是什么。"),
    CustomaryHeading(1, "下一步打算", "对着问题写，能进下一份计划。"),
)


def summary_draft(period: Period, *, organisation: str) -> PlanDraft:
    """A summary with its customary headings and no text."""
    sections = [SectionDraft("heading", known.level, known.heading, "") for known in _SUMMARY]
    title = default_title(PaperKind.SUMMARY, organisation, period)
    return PlanDraft(period, title, sections, (), organisation, paper=PaperKind.SUMMARY)


def blank_draft(period: Period, *, organisation: str, school_kind: str) -> PlanDraft:
    """Customary headings without text, an empty schedule, and the title as it is usually written."""
    sections = [SectionDraft("heading", known.level, known.heading, "") for known in customary_headings(school_kind)]
    return PlanDraft(
        period,
        default_title(PaperKind.PLAN, organisation, period),
        [*sections, SectionDraft("schedule", 1, "行事历", "")],
        (),
        organisation,
    )
