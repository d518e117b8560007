"""The result sheet of 民主评议 as an official document: sums and grades, signed by the branch."""

from __future__ import annotations

from datetime import date

from documents.domain.content import Column, OfficialDocument, Paragraph, Signature, Table
from members.domain.appraisal import Grade
from members.selectors.appraisal import RoundPage


def result_sheet(page: RoundPage, *, on: date) -> OfficialDocument:
    """One row a person; votes only where they may be shown."""
    appraisal = page.round
    grades = [Column(f"{grade.label}票", 1, "center") for grade in Grade] if page.shows_sums else []
    columns = (Column("姓名", 1.6), *grades, Column("评定等次", 1.4, "center"), Column("支部意见", 4))
    rows = tuple(
        (
            row.entry.member.name,
            *([str(count) for count in row.cells] if page.shows_sums else []),
            row.entry.get_grade_display() or "—",
            row.entry.opinion or "—",
        )
        for row in page.rows
    )
    counts = "，".join(f"{grade.label}{sum(row.entry.grade == grade for row in page.rows)}名" for grade in Grade)
    blocks = (
        Paragraph(
            f"参加评议{len(page.rows)}名，收回测评票{page.voted}张。按“个人自评、党员互评、民主测评、组织评定”的程序，"
            f"评定结果为：{counts}。"
        ),
        Table(columns, rows, merge_first=False),
    )
    return OfficialDocument(
        title=f"{appraisal.branch.name}{appraisal.year}年度民主评议党员结果",
        blocks=blocks,
        signature=Signature(appraisal.branch.name, appraisal.closed_on or on),
        author=appraisal.branch.name,
        watermark="" if appraisal.closed_on else "未结束",
    )


def sheet_file_name(page: RoundPage, ending: str) -> str:
    """青榆一小2026年度民主评议结果.pdf"""
    return f"{page.round.branch.short_name}{page.round.year}年度民主评议结果.{ending}"
