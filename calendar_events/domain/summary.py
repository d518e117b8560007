"""工作总结: a draft assembled from what was promised, held, attended, studied and paid. Framework-free.

Only what is known is said, in plain sentences with its numbers; what a person must judge (problems behind the numbers, what comes next)
is left to the person. Nothing here is a rule: which gaps are gaps was found out by whoever gathers the facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calendar_events.domain.fulfilment import Tally, percent
from regulations.domain.quoting import quoted


@dataclass(frozen=True, slots=True)
class HeldLine:
    """An activity that was held: `due` and `present` are 应到 and 实到, None where nobody was counted; `result` what came out of it."""

    on: date
    subject: str
    kind: str
    due: int | None = None
    present: int | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class UnkeptLine:
    """A promise that was not kept; `reason` is that of its being given up, "" where it simply was not done."""

    month: date
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A section of the plan with what became of its lines."""

    heading: str
    held: tuple[HeldLine, ...] = ()
    unkept: tuple[UnkeptLine, ...] = ()
    open: int = 0


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """How often a kind of activity was held, and how often the rule book asks for it in the period (None: it names no number)."""

    label: str
    held: int
    asked: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Members at the end of the period, study hours against the quota, promises of dues."""

    full: int = 0
    probationary: int = 0
    applicants: int = 0
    hours_met: int | None = None
    hours_members: int = 0
    dues_received: Decimal | None = None
    dues_behind: int = 0


@dataclass(frozen=True, slots=True)
class DevelopmentFacts:
    """Steps taken in the period by their names, and how many people stand where."""

    steps: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """Everything a summary is written from; `as_of` is the day the facts were gathered."""

    organisation: str
    period: str
    as_of: date
    total: Tally
    parts: tuple[PartFacts, ...] = ()
    beyond: tuple[HeldLine, ...] = ()
    meetings: tuple[MeetingFacts, ...] = ()
    #: 应到 and 实到 added up over all records that counted people.
    expected: int = 0
    present: int = 0
    made_up: tuple[int, int] = (0, 0)
    members: MemberFacts = MemberFacts()
    development: DevelopmentFacts = DevelopmentFacts()


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A section of the draft: level 0 is the opening without a heading."""

    level: int
    heading: str
    body: str


def summary_sections(facts: SummaryFacts) -> tuple[SummarySection, ...]:
    """The draft in the order of the customary summary: what was done, organisation, members, recruitment, problems, what comes next."""
    return (
        SummarySection(0, "", _opening(facts)),
        SummarySection(1, "主要工作完成情况", _whole(facts)),
        *(SummarySection(2, part.heading, _lines(part.held)) for part in facts.parts if part.held),
        *((SummarySection(2, "计划外开展的工作", _lines(facts.beyond)),) if facts.beyond else ()),
        SummarySection(1, "组织生活开展情况", _meetings(facts)),
        SummarySection(1, "党员教育管理情况", _members(facts.members)),
        SummarySection(1, "发展党员工作情况", _development(facts.development)),
        SummarySection(1, "存在的问题", _problems(facts)),
        SummarySection(1, "下一步打算", ""),
    )


def _opening(facts: SummaryFacts) -> str:
    if not facts.total.planned:
        return f"{facts.period}，{facts.organisation}围绕学校中心工作开展党建工作，现将有关情况总结如下。"
    return (
        f"{facts.period}，{facts.organisation}按照工作计划开展党建工作，计划安排工作{facts.total.planned}项，"
        f"已完成{facts.total.held + facts.total.late}项。现将有关情况总结如下。"
    )


def _whole(facts: SummaryFacts) -> str:
    total = facts.total
    if not total.expected:
        return ""
    words = [f"截至{_day(facts.as_of)}，应完成工作{total.expected}项，其中按期完成{total.held}项"]
    words += [
        f"{label}{count}项" for label, count in (("逾期完成", total.late), ("经研究不再开展", total.dropped)) if count
    ]
    if total.missed:
        words.append(f"尚未完成{total.missed}项")
    return f"{'，'.join(words)}，计划兑现率{percent(total.rate)}。"


def _lines(lines: Sequence[HeldLine]) -> str:
    return "\n".join(_line(row) for row in lines)


def _line(row: HeldLine) -> str:
    words = f"{row.on.month}月{row.on.day}日，{row.subject.rstrip('。')}"
    if row.due is not None and row.present is not None:
        words += f"，应到{row.due}人，实到{row.present}人"
    return f"{words}。{row.result.strip()}" if row.result.strip() else f"{words}。"


def _meetings(facts: SummaryFacts) -> str:
    lines = []
    if counts := [f"{row.label}{row.held}次" for row in facts.meetings if row.held]:
        lines.append(f"共召开（开展）{'、'.join(counts)}。")
    if facts.expected:
        rate = percent(Fraction(facts.present, facts.expected))
        lines.append(f"各次活动应到{facts.expected}人次，实到{facts.present}人次，平均到会率{rate}。")
    owed, done = facts.made_up
    if owed:
        lines.append(f"因故缺席应补课{owed}人次，已补课{done}人次。")
    return "\n".join(lines)


def _members(facts: MemberFacts) -> str:
    lines = [
        f"现有党员{facts.full + facts.probationary}名，其中正式党员{facts.full}名、预备党员{facts.probationary}名。"
    ]
    if facts.hours_met is not None and facts.hours_members:
        lines.append(f"应参加集中学习培训{facts.hours_members}名，达到年度学时要求{facts.hours_met}名。")
    if facts.dues_received is not None:
        behind = f"，{facts.dues_behind}名党员有欠交" if facts.dues_behind else "，没有欠交"
        lines.append(f"收缴党费{facts.dues_received.quantize(Decimal('0.01'))}元{behind}。")
    return "\n".join(lines)


def _development(facts: DevelopmentFacts) -> str:
    lines = []
    if facts.steps:
        done = "、".join(f"{name}{count}人次" for name, count in facts.steps.items())
        lines.append(f"本期办理：{done}。")
    if stages := [f"{name}{count}名" for name, count in facts.stages.items() if count]:
        lines.append(f"现有{'、'.join(stages)}。")
    return "\n".join(lines) or "本期没有办理发展党员事项。"


def _problems(facts: SummaryFacts) -> str:
    """Gaps as they are found; why, and what follows from them, a person writes."""
    lines = [
        f"{row.label}按要求应开展{row.asked}次，实际开展{row.held}次（{row.article}）。"
        for row in facts.meetings
        if row.asked is not None and row.held < row.asked
    ]
    for unkept in sorted((row for part in facts.parts for row in part.unkept), key=lambda row: row.month):
        why = f"，原因：{unkept.reason.rstrip('。')}" if unkept.reason else ""
        verb = "不再开展" if unkept.reason else "未完成"
        lines.append(f"计划{unkept.month.month}月的{quoted(unkept.text.rstrip('。'))}{verb}{why}。")
    if facts.members.hours_met is not None and (short := facts.members.hours_members - facts.members.hours_met):
        lines.append(f"{short}名党员的学时还没有达到年度要求。")
    if facts.development.overdue:
        lines.append(f"发展党员工作中有{facts.development.overdue}项步骤超过期限。")
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
