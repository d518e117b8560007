"""审核意见书 and 整改对照表 of a return."""

from __future__ import annotations

from datetime import date
from typing import Any

from documents.domain.content import Block, Column, OfficialDocument, Paragraph, Signature, Table, format_date
from plans.models import Plan
from regulations.domain.quoting import quoted
from workflow.models import Opinion, Severity, WordingState

#: How a remark on no section in particular is placed.
WHOLE = "全文"


def opinion_document(plan: Plan, opinion: Opinion, *, signed: date) -> OfficialDocument:
    """The issues as they went out, numbered; `signed` is the day of the return."""
    blocks: list[Block] = [
        Paragraph(f"你单位报送的《{plan}》收悉。经审核，提出以下意见，请研究修改。"),
        *(Paragraph(_issue(issue)) for issue in opinion.issues),
    ]
    if opinion.comment:
        blocks.append(Paragraph(opinion.comment))
    if opinion.answer_by:
        blocks.append(Paragraph(f"请于{format_date(opinion.answer_by)}前修改完毕，逐条答复并重新报送。"))
    return OfficialDocument(
        title=f"关于《{plan}》的审核意见书",
        recipient=f"{plan.branch.name}：",
        blocks=tuple(blocks),
        signature=Signature(plan.branch.district.name, signed),
        author=plan.branch.district.name,
    )


def answers_document(plan: Plan, opinion: Opinion, *, signed: date | None) -> OfficialDocument:
    """The issues beside the school's answers, line by line; `signed` is the day they were handed in."""
    answers = opinion.answers or {}
    rows = tuple(
        (
            str(issue["number"]),
            issue["place"],
            _words(issue),
            _answer(answers.get(issue["id"], {})),
        )
        for issue in opinion.issues
    )
    columns = (Column("序号", 0.85, "center"), Column("位置", 1.7), Column("审核意见", 4.2), Column("整改情况", 3.4))
    return OfficialDocument(
        title=f"《{plan}》整改对照表",
        subtitle=f"（第{opinion.number}次审核意见）",
        blocks=(Table(columns, rows, merge_first=False),),
        signature=Signature(plan.branch.name, signed),
        author=plan.branch.name,
    )


def _issue(issue: dict[str, Any]) -> str:
    place = issue["place"] if issue["place"] == WHOLE else quoted(issue["place"])
    quote = f"原文{quoted(issue['quote'])}。" if issue["quote"] else ""
    return f"{issue['number']}.{place}（{Severity(issue['severity']).label}）：{quote}{_tail(issue)}"


def _words(issue: dict[str, Any]) -> str:
    quote = f"原文：{quoted(issue['quote'])}\n" if issue["quote"] else ""
    return f"{quote}（{Severity(issue['severity']).label}）{_tail(issue)}"


def _tail(issue: dict[str, Any]) -> str:
    """What is wrong, by which clause, and what is suggested, each a sentence."""
    parts = [issue["body"].rstrip("。") + "。"]
    if issue["clause"]:
        parts.append(f"依据：{issue['clause'].rstrip('。')}。")
    if issue["suggestion"]:
        parts.append(f"建议：{issue['suggestion'].rstrip('。')}。")
    if issue["wording"]:
        parts.append(f"建议改为{quoted(issue['wording'])}。")
    return "".join(parts)


def _answer(answer: dict[str, Any]) -> str:
    state = WordingState(answer.get("wording_state", "none"))
    told = f"（建议文字{state.label}）" if state in {WordingState.ACCEPTED, WordingState.DECLINED} else ""
    return f"{answer.get('reply') or '（未答复）'}{told}"
