"""组织关系介绍信 in its three parts: counterfoil, letter, receipt. What the portal does not know is a line to write on by hand."""

from __future__ import annotations

from datetime import date

from documents.domain.content import Block, Heading, OfficialDocument, Paragraph, format_date
from members.models import MemberStatus, Transfer, TransferKind

TITLE = "中国共产党党员组织关系介绍信"
_BLANK = "＿＿＿＿＿＿＿＿"
_SHORT = "＿＿＿＿"
_VOID = "作废"


def letter_of_introduction(transfer: Transfer, *, phone: str, born: str) -> OfficialDocument:
    """The paper for a letter that this branch wrote. `phone` and `born` ("1980年5月出生", "") are read from the roster by the caller."""
    number = f"第{transfer.letter_number}"
    blocks: list[Block] = [
        *_counterfoil(transfer, number),
        _tear(number),
        *_letter(transfer, number, phone=phone, born=born),
        _tear(number),
        *_receipt(transfer, number),
    ]
    return OfficialDocument(
        title=TITLE,
        blocks=tuple(blocks),
        author=transfer.branch.name,
        watermark=_VOID if transfer.returned_on else "",
    )


def letter_file_name(transfer: Transfer, ending: str) -> str:
    """组织关系介绍信-林向阳.pdf"""
    return f"组织关系介绍信-{transfer.name}.{ending}"


def can_be_printed(transfer: Transfer) -> bool:
    """Letters from elsewhere are printed elsewhere."""
    return transfer.kind != TransferKind.IN


def _counterfoil(transfer: Transfer, number: str) -> list[Block]:
    return [
        Heading(1, "第一联　存根"),
        Paragraph(number, align="right"),
        Paragraph(
            f"{transfer.name}同志系中共{_standing(transfer)}，组织关系由{transfer.branch.name}转到{transfer.counterpart}。"
            f"（有效期{transfer.valid_days}天）"
        ),
        Paragraph(format_date(transfer.issued_on), align="right"),
    ]


def _letter(transfer: Transfer, number: str, *, phone: str, born: str) -> list[Block]:
    who = "，".join(part for part in (_sex(transfer), born, _people(transfer)) if part)
    dues = (
        f"{transfer.dues_paid_to.year}年{transfer.dues_paid_to.month}月"
        if transfer.dues_paid_to
        else f"{_SHORT}年＿＿月"
    )
    return [
        Heading(1, "第二联　介绍信"),
        Paragraph(number, align="right"),
        Paragraph(f"{transfer.addressee or transfer.counterpart}：", indent=False),
        Paragraph(
            f"{transfer.name}同志{f'（{who}）' if who else ''}系中共{_standing(transfer)}，身份证号码{_BLANK}{_BLANK}，"
            f"由{transfer.branch.name}去{transfer.counterpart}，请转接组织关系。该同志党费已交到{dues}。"
        ),
        Paragraph(f"（有效期{transfer.valid_days}天，至{format_date(transfer.valid_until)}）"),
        Paragraph(f"{transfer.branch.name}（盖章）", align="right"),
        Paragraph(format_date(transfer.issued_on), align="right"),
        Paragraph(f"党员联系电话或其他联系方式：{phone or _BLANK}", indent=False),
        Paragraph(f"党员原所在基层党委通讯地址：{_BLANK}{_SHORT}", indent=False),
        Paragraph(f"联系电话：{_BLANK}　邮编：{_SHORT}", indent=False),
    ]


def _receipt(transfer: Transfer, number: str) -> list[Block]:
    taken_in = transfer.accepted_on
    day = format_date(taken_in) if taken_in else f"{_SHORT}年＿＿月＿＿日"
    return [
        Heading(1, "第三联　回执"),
        Paragraph(number, align="right"),
        Paragraph(f"{transfer.branch.name}：", indent=False),
        Paragraph(
            f"你处转来的{transfer.name}同志组织关系介绍信收悉，该同志的党组织关系已于{day}转接到"
            f"{transfer.counterpart if taken_in else _BLANK + _SHORT}。"
        ),
        Paragraph("（盖章）", align="right"),
        Paragraph(_receipt_day(transfer.receipt_on), align="right"),
        Paragraph(f"经办人：{_SHORT}　联系电话：{_BLANK}", indent=False),
    ]


def _tear(number: str) -> Paragraph:
    """Where the sheet is parted; the seal goes across."""
    dashes = "┄" * 6
    return Paragraph(f"{dashes}（{number}　骑缝盖章）{dashes}", align="center")


def _receipt_day(day: date | None) -> str:
    return format_date(day) if day else f"{_SHORT}年＿＿月＿＿日"


def _standing(transfer: Transfer) -> str:
    return MemberStatus(transfer.standing).label


def _sex(transfer: Transfer) -> str:
    return transfer.member.get_sex_display() if transfer.member else ""


def _people(transfer: Transfer) -> str:
    return transfer.member.ethnicity if transfer.member else ""
