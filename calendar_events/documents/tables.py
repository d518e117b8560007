"""Tables of a branch's year as official documents: committee and groups, study hours, meetings, people on the way into the Party."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from branches.models import Branch
from calendar_events.domain.meeting_counts import KindCount
from documents.domain.content import Block, Column, Heading, OfficialDocument, Paragraph, Signature, Table, format_date
from members.models import DevelopmentCase, PartyGroup
from members.selectors.committee import CommitteePage
from members.selectors.hours import HoursRow


def committee_document(branch: Branch, page: CommitteePage, groups: Sequence[PartyGroup], on: date) -> OfficialDocument:
    """The committee in office with its posts, and the groups with their leaders."""
    blocks: list[Block] = []
    if page.current:
        term = page.current.term
        rows = tuple(
            (
                post.member.name,
                post.get_post_display(),
                format_date(post.starts_on),
                format_date(post.ends_on) if post.ends_on else "",
            )
            for post in page.current.posts
        )
        blocks += [
            Heading(1, f"支部委员会（{format_date(term.elected_on)}选举）", "一、"),
            Table(
                (Column("姓名", 2), Column("职务", 3), Column("任职", 3), Column("离任", 3)), rows, merge_first=False
            ),
        ]
    if groups:
        leaders = tuple((group.name, group.leader.name if group.leader else "") for group in groups)
        number = "二、" if blocks else "一、"
        blocks += [
            Heading(1, "党小组", number),
            Table((Column("党小组", 3), Column("组长", 2)), leaders, merge_first=False),
        ]
    return _document(branch, f"{branch.name}组织机构", blocks, on)


def hours_document(branch: Branch, year: int, rows: Sequence[HoursRow]) -> OfficialDocument:
    """Everybody's hours of the year against what is asked of them."""
    columns = (
        Column("姓名", 2),
        Column("学时", 1.5, "right"),
        Column("要求", 1.5, "right"),
        Column("是否达到", 2, "center"),
    )
    cells = tuple(
        (
            row.member.name,
            str(row.standing.hours),
            str(row.standing.quota.hours if row.standing.quota.hours is not None else "—"),
            "达到" if row.standing.is_met else f"差{row.standing.missing}",
        )
        for row in rows
    )
    return _document(branch, f"{branch.name}{year}年党员学时表", [Table(columns, cells, merge_first=False)], None)


def meetings_document(branch: Branch, year: int, rows: Sequence[KindCount]) -> OfficialDocument:
    """Kinds of activity by month, with what the rules ask for."""
    months = tuple(Column(f"{month}月", 1, "center") for month in range(1, 13))
    columns = (Column("活动", 3.2), *months, Column("合计", 1.2, "center"), Column("应有", 1.2, "center"))
    cells = tuple(
        (
            row.label,
            *(str(count) if count else "" for count in row.months),
            str(row.held),
            "—" if row.asked is None else str(row.asked),
        )
        for row in rows
    )
    lacking = [
        f"{row.label}缺{'、'.join(stretch.label for stretch in row.lacking)}（{row.rule.source}）。"
        for row in rows
        if row.lacking and row.rule
    ]
    blocks: list[Block] = [Table(columns, cells, landscape=True, merge_first=False), *map(Paragraph, lacking)]
    return _document(branch, f"{branch.name}{year}年三会一课统计表", blocks, None)


def pipeline_document(branch: Branch, year: int, cases: Sequence[DevelopmentCase]) -> OfficialDocument:
    """Who stands where on the way into the Party."""
    columns = (Column("姓名", 2), Column("阶段", 3), Column("建档", 3), Column("备注", 3))
    cells = tuple(
        (
            case.member.name,
            case.get_stage_display(),
            format_date(case.opened_on),
            case.get_closed_because_display() if case.closed_on else "",
        )
        for case in cases
    )
    return _document(branch, f"{branch.name}{year}年发展党员台账", [Table(columns, cells, merge_first=False)], None)


def _document(branch: Branch, title: str, blocks: Sequence[Block], on: date | None) -> OfficialDocument:
    return OfficialDocument(title=title, blocks=tuple(blocks), signature=Signature(branch.name, on), author=branch.name)
