"""The sign-in sheet of an event: names of those due, room to sign by hand. Its scan is attached later."""

from __future__ import annotations

from collections.abc import Sequence

from calendar_events.models import CalendarEvent
from documents.domain.content import Block, Code, Column, OfficialDocument, Paragraph, Table, format_date

_HALF = (Column("序号", 1, "center"), Column("姓名", 2), Column("签名", 3), Column("备注", 1.6))
_ROOM = "\n　"  # a line more, so that a pen finds room
_SEATED = 6
CODE_CAPTION = "扫码看活动安排，不签到、不计考勤"


def sign_in_document(event: CalendarEvent, names: Sequence[str], code_address: str = "") -> OfficialDocument:
    """Two names a line; below, empty lines for those who sit in. `code_address`: where the code leads, none without it. Nobody signs in by it."""
    half = (len(names) + 1) // 2
    cells = [(str(number), name, _ROOM, "") for number, name in enumerate(names, 1)]
    cells += [("", "", _ROOM, "")] * (2 * half - len(cells))
    rows = tuple((*cells[i], *cells[half + i]) for i in range(half))
    clock = f" {event.starts_at:%H:%M}" if event.starts_at else ""
    code: list[Block] = [Code(code_address, CODE_CAPTION)] if code_address else []
    blocks: list[Block] = [
        *code,
        Paragraph(f"主题：{event.subject}", indent=False),
        Paragraph(f"时间：{format_date(event.starts_on)}{clock}　　地点：{event.place or '　' * 8}", indent=False),
        Paragraph(f"应到{len(names)}人，实到　　人，列席　　人。", indent=False),
        Table(_HALF * 2, rows, merge_first=False),
        Table(
            (Column("列席人员", 3), Column("身份", 4), Column("签名", 3)),
            (("", "", _ROOM),) * _SEATED,
            merge_first=False,
        ),
    ]
    return OfficialDocument(title=f"{event.kind_label}签到表", blocks=tuple(blocks), author=event.branch.name)
