"""Papers about dues: receipt, monthly sheet, yearly publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from documents.domain.content import Block, Column, OfficialDocument, Paragraph, Signature, Table, format_date
from members.domain.dues import Basis, name_of
from members.domain.dues_account import ZERO, State
from members.models import DuesPayment, DuesReceipt, EntryKind
from members.selectors.dues_overview import MonthSheet

VOID = "作废"
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def capital_amount(amount: Decimal) -> str:
    """Money as receipts write it: 102.50 → 壹佰零贰元伍角; whole yuan end in 整."""
    yuan, cents = divmod(int((amount * 100).to_integral_value()), 100)
    jiao, fen = divmod(cents, 10)
    text = f"{_capital_number(yuan)}元" if yuan else ""
    if not cents:
        return f"{text or '零元'}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif text:
        text += "零"
    return f"{text}{_DIGITS[fen]}分" if fen else text


def _capital_number(number: int) -> str:
    """A whole number in capital figures: empty places in a row are one 零, none at the end."""
    digits = str(number)
    parts: list[str] = []
    gap = False
    for index, digit in enumerate(digits):
        place = len(digits) - 1 - index
        if digit == "0":
            gap = True
        else:
            parts.append(("零" if gap else "") + _DIGITS[int(digit)] + _PLACES[place % 4])
            gap = False
        group = digits[max(0, len(digits) - place - 4) : len(digits) - place]
        if place and place % 4 == 0 and int(group):
            parts.append(_GROUPS[place // 4])
    return "".join(parts)


def receipt_document(receipt: DuesReceipt, entries: Sequence[DuesPayment]) -> OfficialDocument:
    """A receipt; sums that go to the centre are only acknowledged here, their receipt comes from 中央组织部 (DF-09)."""
    paid = [row for row in entries if not row.reverses_id]
    is_void = len(paid) < len(entries)
    total = sum((row.amount for row in paid), ZERO)
    to_centre = any(row.to_centre for row in paid)
    payer = f"{receipt.payer}代交" if receipt.payer else "本人交纳"
    rows = tuple((_what(row), f"{row.amount}") for row in paid)
    blocks: list[Block] = [
        Paragraph(
            f"今收到{receipt.member.name}同志{'自愿多交党费' if to_centre else '交纳的党费'}，明细如下：", indent=True
        ),
        Table((Column("项目", 6), Column("金额（元）", 3, "right")), (*rows, ("合计", f"{total}")), merge_first=False),
        Paragraph(f"合计人民币（大写）：{capital_amount(total)}。"),
        Paragraph(f"交纳日期：{format_date(receipt.paid_on)}；方式：{receipt.get_paid_by_display()}，{payer}。"),
    ]
    if to_centre:
        blocks.append(Paragraph("本款全部上缴中央，正式收据由中央组织部出具，此件为代收凭证。"))
    if receipt.issued_by:
        blocks.append(Paragraph(f"经手人：{receipt.issued_by.display_name}"))
    return OfficialDocument(
        title="党费代收凭证" if to_centre else "党费收据",
        subtitle=f"（编号：{receipt.label}）",
        blocks=tuple(blocks),
        signature=Signature(receipt.branch.name, timezone.localdate(receipt.issued_at), sealed=True),
        watermark=VOID if is_void else "",
        author=receipt.branch.name,
    )


def _what(row: DuesPayment) -> str:
    return "自愿多交党费" if row.kind == EntryKind.EXTRA else f"{name_of(row.month)}党费"


SHEET_COLUMNS = (
    Column("序号", 0.9, "center"),
    Column("姓名", 1.5),
    Column("依据", 1.3),
    Column("基数（元）", 1.7, "right"),
    Column("比例", 1.3, "right"),
    Column("应交（元）", 1.5, "right"),
    Column("实交（元）", 1.5, "right"),
    Column("情况", 1.4),
    Column("收据", 1.9),
)
_SHORT = {Basis.WAGE: "工资", Basis.PENSION: "养老金", Basis.FIXED: "定额"}


def sheet_values(sheet: MonthSheet) -> list[list[Any]]:
    """The rows of the monthly sheet under SHEET_COLUMNS: texts, Decimals and None."""
    rows: list[list[Any]] = []
    for number, row in enumerate(sheet.rows, 1):
        assessed = row.line.assessed
        base = assessed.base if assessed else None
        state = row.line.state.label
        if assessed and assessed.relief and row.line.state is not State.EXEMPT:
            state = f"{state}，少交"
        rows.append(
            [
                number,
                row.member.name,
                _SHORT[base.basis] if base else "",
                base.amount if base else None,
                assessed.rate if assessed else "",
                row.line.due if base else None,
                row.line.paid,
                state,
                "、".join(receipt.label for receipt in row.receipts),
            ]
        )
    return rows


def sheet_document(sheet: MonthSheet, today: date) -> OfficialDocument:
    """党员交纳党费登记表 of one month."""
    rows = [tuple("" if value is None else str(value) for value in row) for row in sheet_values(sheet)]
    rows.append(("", "合计", "", "", "", str(sheet.totals.due), str(sheet.totals.paid), "", ""))
    blocks: list[Block] = [Table(SHEET_COLUMNS, tuple(rows), merge_first=False)]
    if sheet.extras:
        listed = "；".join(
            f"{row.member.name}{row.amount}元{'（上缴中央）' if row.to_centre else ''}" for row in sheet.extras
        )
        blocks.append(Paragraph(f"自愿多交党费合计{sheet.extra_total}元：{listed}。"))
    return OfficialDocument(
        title="党员交纳党费登记表",
        subtitle=f"（{name_of(sheet.month)}）",
        blocks=tuple(blocks),
        signature=Signature(sheet.branch.name, today),
        author=sheet.branch.name,
    )


def publication_document(content: Mapping[str, Any], published_on: date) -> OfficialDocument:
    """年度党费收缴情况公布, from the frozen figures."""
    sums = [(f"{number}月", amount) for number, amount in content["months"]]
    blocks: list[Block] = [Paragraph(sentence) for sentence in publication_sentences(content)]
    blocks.append(_side_by_side("月份", "实收党费（元）", [*sums, ("合计", content["received"])]))
    if people := content.get("people"):
        blocks.append(Paragraph("各党员交纳情况："))
        blocks.append(_side_by_side("姓名", "全年交纳（元）", people))
    return OfficialDocument(
        title=f"{content['year']}年度党费收缴情况公布",
        blocks=tuple(blocks),
        signature=Signature(content["branch"], published_on, sealed=True),
        author=content["branch"],
    )


def _side_by_side(name: str, amount: str, rows: Sequence[Sequence[str]]) -> Table:
    """Names and sums in two halves, so that a year fits on one page."""
    half = (len(rows) + 1) // 2
    padded = [*rows, *[("", "")] * (2 * half - len(rows))]
    columns = (Column(name, 2), Column(amount, 3, "right")) * 2
    return Table(columns, tuple((*padded[i], *padded[half + i]) for i in range(half)), merge_first=False)


def publication_sentences(content: Mapping[str, Any]) -> list[str]:
    """What the publication says in words; the page and the paper say the same."""
    year = content["year"]
    made_on = date.fromisoformat(content["made_on"])
    opening = f"根据党费收缴、使用和管理的有关规定，现将本支部{year}年党费收缴情况（截至{format_date(made_on)}）向全体党员公布如下："
    sentences = [
        opening,
        f"全年应交纳党费的党员{content['members']}名，应交党费{content['due']}元，实收{content['received']}元。",
    ]
    if Decimal(content["extra"]):
        centre = f"，其中全部上缴中央的{content['to_centre']}元" if Decimal(content["to_centre"]) else ""
        sentences.append(f"党员自愿多交党费{content['extra']}元{centre}。")
    if content["relieved"]:
        sentences.append(f"经支部讨论并报上级党委批准，少交、免交党费的党员{content['relieved']}名。")
    if content["unpaid_members"]:
        sentences.append(f"尚有{content['unpaid_members']}名党员未按时交清，支部将督促补交。")
    if content.get("note"):
        sentences.append(content["note"])
    sentences.append("党员对以上情况有疑问的，可向支部委员会查询。")
    return sentences
